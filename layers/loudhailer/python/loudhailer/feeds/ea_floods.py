"""The Environment Agency's flood warnings: https://environment.data.gov.uk/flood-monitoring/doc/reference.

A list of the areas with a warning, or one area by itself. What is no longer in force stays listed for about a day, and
says so; what is left out says nothing.
"""

from collections.abc import Iterable
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._ea_warning import Warned, area_id, read_warning, tell
from loudhailer.feeds._gathered import records_of, within
from loudhailer.feeds._json import open_json
from loudhailer.feeds._plain import id_of, one_line
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest list that is read: a storm day has 250 kB."""
_MAX_DEPTH = 20
_SIGNS = ("currentWarning", "floodArea", "floodAreaID", "severity", "severityLevel")
_OURS = (b"flood-monitoring", b'"floodAreaID"', b'"severityLevel"')
_WEBSITE = (b'"ta_code"', b'"severity_value"')


def recognises(document: bytes) -> bool:
    """Say whether a document looks like the Agency's, or like that of its website, which reading refuses by name."""
    if not text_in(document).startswith(b"{"):
        return False
    listed = b'"items"' in document and any(sign in document for sign in _OURS)
    return listed or all(sign in document for sign in _WEBSITE)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a list or one area; raise `FeedError` where it is neither. One that cannot be read is refused alone."""
    items = _items(open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH))
    held = [(number, *each) for number, item in enumerate(within(items)) for each in _warnings(item)]
    numbered = ((f"items.{number}", (warning, area)) for number, warning, area in within(held))
    warnings, refused = records_of(
        numbered, lambda each: read_warning(each[0], each[1], policy), lambda each: area_id(each[0], each[1])
    )
    read: dict[str, list[Warned]] = {}
    for warned in warnings:
        read.setdefault(id_of(warned.record.id), []).append(warned)
    return Reading(incidents=tuple(tell(each, policy) for each in read.values()), refused=refused)


def _items(document: dict[str, Any]) -> list[Any]:
    """Return what is listed. An empty list is a true "nothing"; one area is a list of one."""
    if isinstance(document.get("floods"), list):
        reason = "it is the inner form of the website Check for flooding, whose severities count the other way round"
        raise FeedError("document", f"{reason}; give the list of the flood-monitoring API")
    items = document.get("items")
    if not isinstance(items, list | dict):
        raise FeedError("document", "it holds no list of flood warnings")
    listed = items if isinstance(items, list) else [items]
    if listed and not any(isinstance(each, dict) and (_is_area(each) or _is_warning(each)) for each in listed):
        raise FeedError("document", "none of its items is a flood warning or a flood area")
    return listed


def _is_area(item: dict[str, Any]) -> bool:
    return "/floodAreas/" in one_line(item.get("@id"))


def _is_warning(item: dict[str, Any]) -> bool:
    return any(sign in item for sign in _SIGNS)


def _warnings(item: object) -> Iterable[tuple[object, dict[str, Any]]]:
    """Return the warnings of an item, each with what is known of its area. An area may be without one."""
    if not isinstance(item, dict):
        return [(item, {})]
    if "currentWarning" in item:
        current = item["currentWarning"]
        return [(each, item) for each in within(current if isinstance(current, list) else [current])]
    if _is_area(item) and "severity" not in item and "severityLevel" not in item:
        return []
    area = item.get("floodArea")
    return [(item, area if isinstance(area, dict) else {})]
