"""CAP in Atom (https://www.rfc-editor.org/rfc/rfc4287) or RSS: an index that links to alerts, or holds them."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.domain.text import LONDON
from loudhailer.feeds._cap_alert import found_in, read_alerts
from loudhailer.feeds._gathered import within
from loudhailer.feeds._links import is_web, next_page_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._xml import children, descendants, name_of, open_xml, text_of
from loudhailer.feeds.reading import Link, Policy, Reading

CAP_TYPE = "application/cap+xml"
_VERSION = ("updated", "pubDate", "date", "identifier", "sent")
_TEXTS = ("content", "encoded", "description", "summary")
_ALERT = re.compile(r"<(?:[\w.-]{1,100}:)?alert[\s>]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read_index(feed: Element, policy: Policy) -> Reading:
    """Read an index: each entry's link, or the alert that it holds."""
    links: dict[str, str] = {}
    incidents: list[Incident] = []
    refused: list[FeedError] = []
    for number, entry in enumerate(within(_entries(feed))):
        place = f"{name_of(entry)}.{number}"
        try:
            held = _held(entry)
        except FeedError as exc:
            refused.append(FeedError(f"{place}.content", exc.reason))
            continue
        if held is not None:
            read, spoilt = read_alerts(held, policy)
            incidents.extend(read)
            refused.extend(FeedError(f"{place}.{each.place}", each.reason, each.about) for each in spoilt)
        elif url := _address(entry):
            # One warning may have an entry for each of its areas, all with the one link.
            links[url] = max(links.get(url, ""), _version(entry))
        else:
            refused.append(FeedError(f"{place}.link", "it links to no CAP document on the web"))
    return Reading(
        incidents=tuple(incidents),
        links=tuple(Link(url, version) for url, version in links.items()),
        refused=tuple(refused),
        next_page=next_page_of(next(children(feed, "channel"), feed)),
    )


def _entries(feed: Element) -> list[Element]:
    """List the entries of Atom, or the items of RSS; a channel without its title is none."""
    if name_of(feed) == "feed":
        return list(children(feed, "entry"))
    if not any(text_of(channel, "title") for channel in children(feed, "channel")):
        raise FeedError("document", "it is XML, but it holds no CAP alert, and its channel has no title")
    return descendants(feed, "item")


def _held(entry: Element) -> Element | None:
    """Return what holds the entry's alerts, as elements or as text that was escaped; None where it holds none."""
    if found_in(entry):
        return entry
    for child in entry:
        if name_of(child) in _TEXTS and child.text and _ALERT.search(child.text):
            # The text is read already, so what it says of its bytes is no longer so.
            return open_xml(_DECLARATION.sub("", child.text, count=1).strip().encode())
    return None


def _version(entry: Element) -> str:
    """Return what changes with every new document behind the link."""
    said = (text_of(entry, name) for name in _VERSION)
    # A day's name in front would decide which of two is the newer.
    return " ".join(filter(None, (_sortable(each) for each in said)))


def _sortable(text: str) -> str:
    moment = moment_of(text, LONDON) if text[:1].isalpha() else None
    return moment.isoformat() if moment else text


def _address(entry: Element) -> str:
    """Return the address of the entry's CAP document as it is written, empty where there is none."""
    links = list(children(entry, "link"))
    typed = [link for link in links if _type_of(link) == CAP_TYPE]
    # A link to a page for people leads nowhere here.
    plain = [link for link in links if link.get("rel", "alternate") == "alternate" and _type_of(link) != "text/html"]
    urls = (*_enclosed(entry), *(link.get("href") or link.text or "" for link in (*typed, *plain)))
    return next((url.strip() for url in urls if is_web(url.strip())), "")


def _enclosed(entry: Element) -> Iterator[str]:
    yield from (each.get("url", "") for each in children(entry, "enclosure") if _type_of(each) == CAP_TYPE)
    # Atom may keep an entry's content elsewhere.
    yield from (each.get("src", "") for each in children(entry, "content") if _type_of(each) == CAP_TYPE)


def _type_of(link: Element) -> str:
    return link.get("type", "").partition(";")[0].strip().casefold()
