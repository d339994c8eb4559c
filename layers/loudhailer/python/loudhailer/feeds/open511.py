"""Road events: Open511 in JSON and XML, and the 511 API of IBI and Arcadis: https://www.open511.org/documentation/.

Each lists all that goes on; Open511 in pages. IBI's is a list at the root, with names and times of its own.
"""

from functools import partial
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds import _ibi511_event as ibi
from loudhailer.feeds import _open511_event as event
from loudhailer.feeds._gathered import id_in, incidents_of, records_of, within
from loudhailer.feeds._json import open_json_value
from loudhailer.feeds._open511_xml import listed_in
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._sniff import root_of, text_in
from loudhailer.feeds._xml import name_of, open_xml
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest page of JSON that is read; of XML, what `_xml` reads."""
_MAX_DEPTH = 40
_LONGEST_URL = 2000


def recognises(document: bytes) -> bool:
    """Say whether a document looks like one of the three; reading it may still refuse it."""
    if root_of(document) == "open511":
        return True
    text = text_in(document)
    if text.startswith(b"["):
        return b'"RoadwayName"' in text and b'"EventType"' in text
    own = b'"jurisdiction_url"' in text or b'"event_type"' in text or b'"pagination"' in text or b'"up_url"' in text
    return text.startswith(b"{") and b'"events"' in text and own and b'"FeatureCollection"' not in text


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a page; raise `FeedError` where it is none. One event that cannot be read is refused alone."""
    if text_in(document).startswith(b"<"):
        root = open_xml(document)
        if name_of(root) != "open511":
            raise FeedError("document", "it is XML, but not of Open511")
        return _pages(listed_in(root), policy)
    value = open_json_value(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH)
    if isinstance(value, dict):
        return _pages(value, policy)
    if not isinstance(value, list):
        raise FeedError("document", "it is no list of events")
    items = ((f"events.{number}", each) for number, each in enumerate(within(value)))
    read = partial(ibi.told_by, policy=policy, day_first=ibi.writes_day_first(value))
    records, refused = records_of(items, read, ibi.id_of)
    if value and not records and len(refused) == len(value):
        raise FeedError("document", "it is a list, but not of road events")
    return Reading(incidents=incidents_of(records, policy, None), refused=refused)


def _pages(page: dict[str, Any], policy: Policy) -> Reading:
    events = page.get("events")
    if not isinstance(events, list):
        raise FeedError("document", "it holds no list of events")
    items = ((f"events.{number}", each) for number, each in enumerate(within(events)))
    records, refused = records_of(
        items,
        partial(event.told_by, policy=policy),
        lambda each: id_in(each.get("id")) if isinstance(each, dict) else "",
    )
    pages = page.get("pagination")
    following = one_line(pages.get("next_url")) if isinstance(pages, dict) else ""
    if len(following) > _LONGEST_URL:
        raise FeedError("pagination.next_url", "it is too long")
    return Reading(incidents=incidents_of(records, policy, None), refused=refused, next_page=following)
