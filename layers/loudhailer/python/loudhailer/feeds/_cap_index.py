"""CAP in Atom: an index whose entries link to alerts, or hold them. Atom: https://www.rfc-editor.org/rfc/rfc4287."""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds._cap_alert import read_alerts
from loudhailer.feeds._xml import children, descendants, text_of
from loudhailer.feeds.reading import Link, Policy, Reading

_CAP = "application/cap+xml"
_LONGEST_URL = 2000


def read_index(feed: Element, policy: Policy) -> Reading:
    """Read an index: each entry's link, or the alert that its content holds."""
    links: dict[str, str] = {}
    incidents: list[Incident] = []
    refused: list[FeedError] = []
    for number, entry in enumerate(children(feed, "entry")):
        if alerts := descendants(entry, "alert"):
            held, spoilt = read_alerts(alerts, policy)
            incidents.extend(held)
            refused.extend(FeedError(f"entry.{number}.{each.place}", each.reason, each.about) for each in spoilt)
        elif url := _address(entry):
            # One warning may have an entry for each of its areas, all with the one link.
            links[url] = max(links.get(url, ""), _version(entry))
        else:
            refused.append(FeedError(f"entry.{number}.link", "it links to no CAP document on the web"))
    return Reading(
        incidents=tuple(incidents),
        links=tuple(Link(url, version) for url, version in links.items()),
        refused=tuple(refused),
    )


def _version(entry: Element) -> str:
    """Return what changes with every new document behind the link."""
    return " ".join(filter(None, (text_of(entry, name) for name in ("updated", "identifier", "sent"))))


def _address(entry: Element) -> str:
    """Return the address of the entry's CAP document as it is written, empty where there is none."""
    links = list(children(entry, "link"))
    typed = [link for link in links if _type_of(link) == _CAP]
    # A link to a page for people leads nowhere here.
    plain = [link for link in links if link.get("rel", "alternate") == "alternate" and _type_of(link) != "text/html"]
    return next((url for link in (*typed, *plain) if _is_web(url := link.get("href", "").strip())), "")


def _type_of(link: Element) -> str:
    return link.get("type", "").partition(";")[0].strip().casefold()


def _is_web(url: str) -> bool:
    """A relative address is one too: it is resolved against the index's own."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return False
    return 0 < len(url) <= _LONGEST_URL and url.isprintable() and " " not in url and scheme in {"", "http", "https"}
