"""One event of Open511, in its JSON shape."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Period, Phase, Severity
from loudhailer.feeds._gathered import id_in
from loudhailer.feeds._geojson import points_of
from loudhailer.feeds._json import listed
from loudhailer.feeds._nights import EVERY_DAY, MOST_PERIODS, UNTOLD, date_of, nights_of, time_of_day
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._stretch import road_of, stretch_of, way_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds.reading import Policy

PHASES = {"ACTIVE": Phase.OPEN, "ARCHIVED": Phase.CLOSED}

SEVERITIES = {"MINOR": Severity.MINOR, "MODERATE": Severity.MODERATE, "MAJOR": Severity.SEVERE}
"""Open511's own three; `UNKNOWN`, and none, is `Unknown`."""

CERTAINTIES = {"OBSERVED": Certainty.OBSERVED, "LIKELY": Certainty.LIKELY, "POSSIBLE": Certainty.POSSIBLE}

KINDS = {
    "CLOSED": "highways_closure",
    "SOME_LANES_CLOSED": "highways_lanes",
    "SINGLE_LANE_ALTERNATING": "highways_lanes",
}
"""Our event types by the `state` of the event's roads, what weighs most first."""

CAUSES = {
    "ACCIDENT": "collision",
    "SPILL": "spillage",
    "OIL_ON_ROADWAY": "spillage",
    "OBSTRUCTION": "obstruction",
    "FIRE": "fire",
    "EMERGENCY_MAINTENANCE": "emergency_works",
    "ROAD_MAINTENANCE": "roadworks",
    "ROAD_CONSTRUCTION": "roadworks",
    "SURFACE_WATER_HAZARD": "flood_water",
    "CONSTRUCTION": "roadworks",
    "WEATHER_CONDITION": "bad_weather",
}
"""By `event_subtypes` and then by `event_type`."""

_INTERVALS = {"drivebc.ca": ZoneInfo("UTC")}
"""Whose intervals without an offset are of other clocks than all else that it says: DriveBC's are UTC."""
_MOST_INTERVALS = 1000
_LONGEST = timedelta(days=3653)
_ZONE = re.compile(r"[A-Z][A-Za-z_]{1,30}(?:/[A-Za-z_+-]{1,30}){1,2}")


def told_by(event: Any, policy: Policy) -> Record:
    """Read one event; raise `FeedError` with the place and the reason."""
    if not isinstance(event, dict):
        raise FeedError("id", "the event is no object")
    own, status = id_in(event.get("id")), one_line(event.get("status")).upper()
    if not own:
        raise FeedError("id", "it is missing")
    if status not in PHASES:
        raise FeedError("status", f"it is none of {', '.join(PHASES)}")
    zone = _zone_of(event.get("timezone"), policy.zone)
    clocks = _zone_of(event.get("timezone"), _INTERVALS.get(own.partition("/")[0], zone))
    periods, odd = _periods(event.get("schedule"), zone, clocks)
    starts, ends = [each.start for each in periods], [each.end for each in periods]
    version, unbelieved = _version(event, zone)
    roads = [each for each in listed(event.get("roads")) if isinstance(each, dict)]
    states = {one_line(each.get("state")).upper() for each in roads}
    said = [one_line(event.get("event_type")).upper(), *map(_upper, listed(event.get("event_subtypes")))]
    first = roads[0] if roads else {}
    return Record(
        id=own,
        words=" ".join((*said, *sorted(states))),
        kind=next((kind for state, kind in KINDS.items() if state in states), "highways_incident"),
        phase=PHASES[status],
        version=version,
        grade=one_line(event.get("severity")),
        severity=SEVERITIES.get(_upper(event.get("severity")), Severity.UNKNOWN),
        certainty=CERTAINTIES.get(_upper(event.get("certainty")), Certainty.UNKNOWN),
        roads=tuple(road_of(each.get("name")) for each in roads),
        place=stretch_of(first.get("direction") or way_of(first.get("name")), first.get("from"), first.get("to")),
        cause=next((CAUSES[each] for each in (*said[1:], said[0]) if each in CAUSES), ""),
        headline=one_line(event.get("headline")),
        start=min((each for each in starts if each is not None), default=None) if None not in starts else None,
        end=max((each for each in ends if each is not None), default=None) if None not in ends else None,
        periods=tuple(each for each in periods if each.start or each.end),
        points=points_of(event.get("geography")),
        doubt="; ".join(filter(None, (odd, unbelieved))),
    )


def _version(event: dict[str, Any], zone: ZoneInfo) -> tuple[datetime | None, str]:
    """Return when it was updated. A time that is years after its creation would make all that follows look old."""
    created, updated = (moment_of(event.get(name), zone) for name in ("created", "updated"))
    if created is not None and updated is not None and updated > created + _LONGEST:
        return created, "its time of update lies many years after it began"
    return updated or created, ""


def _periods(schedule: object, zone: ZoneInfo, own: ZoneInfo) -> tuple[list[Period], str]:
    """Return when it is on, and what is odd about it: intervals by the clocks of `own`, the rest by those of `zone`."""
    if not isinstance(schedule, dict):
        return [], ""
    intervals = listed(schedule.get("intervals"))
    periods = [each for text in intervals[:_MOST_INTERVALS] if (each := _interval(text, own)) is not None]
    odd = UNTOLD if len(intervals) > _MOST_INTERVALS else ""
    for each in listed(schedule.get("recurring_schedules")):
        if len(periods) > MOST_PERIODS:
            return periods, UNTOLD
        # Days on which it is off after all may stand beside the schedules that they are taken from.
        told = isinstance(each, dict) and not listed(schedule.get("exceptions"))
        on = _recurring(each, zone) if told else None
        if not on:
            odd = UNTOLD
            on = _span(each, zone) if isinstance(each, dict) else ()
        periods += on
    return periods, odd


def _interval(text: object, zone: ZoneInfo) -> Period | None:
    """Read "from/to"."""
    start, mark, end = one_line(text).partition("/")
    begins, ends = moment_of(start.strip(), zone), moment_of(end.strip(), zone, later=True)
    if not mark or begins is None:
        return None
    return Period(start=begins, end=ends if ends is not None and ends > begins else None)


def _recurring(schedule: dict[str, Any], zone: ZoneInfo) -> tuple[Period, ...] | None:
    """List the days of a schedule by local clocks; None where they cannot be told."""
    days = {each for each in map(_day, listed(schedule.get("days"))) if each} or EVERY_DAY
    daily = [schedule.get(f"daily_{name}_time") for name in ("start", "end")]
    if listed(schedule.get("exceptions")) or listed(schedule.get("specific_dates")):
        return None
    if not any(daily) and days == EVERY_DAY:
        return _span(schedule, zone)
    begins, ends = (time_of_day(each or "00:00") for each in daily)
    if begins is None or ends is None:
        return None
    return nights_of(
        date_of(schedule.get("start_date")), date_of(schedule.get("end_date")), [(begins, ends)], days, zone
    )


def _span(schedule: dict[str, Any], zone: ZoneInfo) -> tuple[Period, ...]:
    """Return all of its days as one, the last one included."""
    first, last = (date_of(schedule.get(name)) for name in ("start_date", "end_date"))
    begins = moment_of(f"{first} 00:00", zone) if first else None
    until = moment_of(f"{last + timedelta(days=1)} 00:00", zone, later=True) if last else None
    if begins is not None and until is not None and until <= begins:
        until = None
    return (Period(start=begins, end=until),)


def _day(value: object) -> int:
    text = one_line(value) if isinstance(value, str) else str(value)
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7"} else 0


def _zone_of(name: object, other: ZoneInfo) -> ZoneInfo:
    if not isinstance(name, str) or _ZONE.fullmatch(name) is None:
        return other
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return other


def _upper(value: object) -> str:
    return one_line(value).upper()
