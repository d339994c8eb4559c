"""Addresses in Atom and RSS: which of them lead anywhere, and where a list goes on (RFC 5005)."""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.feeds._xml import children

_LONGEST_URL = 2000


def is_web(url: str) -> bool:
    """Say whether it is an address on the web; a relative one is too: it is resolved against the document's own."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return False
    return 0 < len(url) <= _LONGEST_URL and url.isprintable() and " " not in url and scheme in {"", "http", "https"}


def next_page_of(feed: Element) -> str:
    """Return where Atom, or the channel of RSS, says that it goes on; empty where it is whole."""
    following = (link.get("href", "").strip() for link in children(feed, "link") if link.get("rel") == "next")
    return next((url for url in following if is_web(url)), "")
