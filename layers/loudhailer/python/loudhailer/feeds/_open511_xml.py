"""Open511's XML, brought to the shape of its JSON. Its GML has longitude first, like GeoJSON."""

import re
from typing import Any
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.feeds._gathered import within
from loudhailer.feeds._xml import children, descendants, name_of, text_of

_PLAIN = ("id", "status", "headline", "severity", "certainty", "event_type", "created", "updated", "timezone")
_ROAD = ("name", "from", "to", "direction", "state")
_SCHEDULE = ("start_date", "end_date", "daily_start_time", "daily_end_time")
_SEPARATORS = re.compile(r"[\s,]+")


def listed_in(root: Element) -> dict[str, Any]:
    """Return the page as its JSON would have it; without `events` where it has no such list."""
    page: dict[str, Any] = {}
    for events in children(root, "events"):
        page["events"] = [_event(each) for each in within(list(children(events, "event")))]
    for pages in children(root, "pagination"):
        links = (each for each in pages if each.get("rel") == "next")
        page["pagination"] = {"next_url": text_of(pages, "next_url") or next((x.get("href", "") for x in links), "")}
    return page


def _event(event: Element) -> dict[str, Any]:
    told: dict[str, Any] = {name: text_of(event, name) for name in _PLAIN}
    told["event_subtypes"] = _texts(event, "event_subtypes", "event_subtype")
    told["roads"] = [
        {name: text_of(road, name) for name in _ROAD}
        for roads in children(event, "roads")
        for road in children(roads, "road")
    ]
    for schedule in children(event, "schedule"):
        told["schedule"] = {
            "intervals": _texts(schedule, "intervals", "interval"),
            "exceptions": _texts(schedule, "exceptions", "exception"),
            "recurring_schedules": [_recurring(each) for each in descendants(schedule, "recurring_schedule")],
        }
    for place in children(event, "geography"):
        told["geography"] = {"coordinates": _coordinates(place)}
    return told


def _recurring(schedule: Element) -> dict[str, Any]:
    told: dict[str, Any] = {name: text_of(schedule, name) for name in _SCHEDULE}
    for name, one in (("days", "day"), ("exceptions", "exception"), ("specific_dates", "specific_date")):
        told[name] = _texts(schedule, name, one)
    return told


def _texts(parent: Element, several: str, one: str) -> list[str]:
    return [(each.text or "").strip() for group in children(parent, several) for each in children(group, one)]


def _coordinates(place: Element) -> list[Any]:
    """List the pairs of the first geometry that has any."""
    texts = (each.text or "" for each in place.iter() if name_of(each) in {"coordinates", "pos", "posList"})
    numbers = [each for each in _SEPARATORS.split(next(texts, "")) if each]
    return [numbers[at : at + 2] for at in range(0, len(numbers) - 1, 2)]
