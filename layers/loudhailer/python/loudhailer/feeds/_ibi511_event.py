"""One event of the 511 API that IBI and Arcadis run for states and provinces."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Period, Severity
from loudhailer.feeds._gathered import id_in
from loudhailer.feeds._geojson import point_of
from loudhailer.feeds._nights import EVERY_DAY, MOST_PERIODS, UNTOLD, nights_of, time_of_day
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._point import Point
from loudhailer.feeds._polyline import decoded
from loudhailer.feeds._stretch import road_of, stretch_of, way_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds.reading import Policy

SEVERITIES = {"Minor": Severity.MINOR, "Moderate": Severity.MODERATE, "Major": Severity.SEVERE}
"""IBI's words; `None`, a blank, and any other are `Unknown`."""

CAUSES = {
    "accident": "collision",
    "crash": "collision",
    "emergencymaintenance": "emergency_works",
    "flood": "flood_water",
}
"""Parts of `EventSubType`; an `EventType` of `roadwork` is roadworks. `accidentsAndIncidents` is any of them."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATED = ("LastUpdated", "Reported", "StartDate", "PlannedEndDate")
_NUMERIC = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}\b")
_MONTHS = 12
_CLOCK, _ALL_DAY = len("00:00:00"), ("00:00:00", "23:59")


def id_of(event: Any) -> str:
    """Return the event's id, empty where it has none."""
    return id_in(event.get("ID"), event.get("Id"), event.get("SourceId")) if isinstance(event, dict) else ""


def writes_day_first(events: Sequence[Any]) -> bool:
    """Tell whether a list writes the day before the month, as New York's does: of all its dates one gives it away."""
    dates = (each.get(name) for each in events if isinstance(each, dict) for name in _DATED)
    found = [match for each in dates if isinstance(each, str) and (match := _NUMERIC.match(each.strip()))]
    first, second = (max((int(each[number]) for each in found), default=0) for number in (1, 2))
    return first > _MONTHS >= second


def told_by(event: Any, policy: Policy, *, day_first: bool = False) -> Record:
    """Read one event; raise `FeedError` with the place and the reason. There is no status: what is listed is on."""
    if not isinstance(event, dict):
        raise FeedError("ID", "the event is no object")
    own = id_of(event)
    if not own:
        raise FeedError("ID", "it is missing")
    if not any(name in event for name in ("EventType", "RoadwayName")):
        raise FeedError("EventType", "it is missing")
    times = {
        name: moment_of(event.get(name), policy.zone, month_first=not day_first, later=name == "PlannedEndDate")
        for name in _DATED
    }
    start, end = times["StartDate"], times["PlannedEndDate"]
    if start is not None and end is not None and end <= start:
        end = None
    periods, odd = _periods(event.get("RecurrenceSchedules"), start, end, policy)
    words = " ".join(one_line(event.get(name)) for name in ("EventType", "EventSubType"))
    lanes = " ".join(one_line(event.get(name)) for name in ("LanesAffected", "LanesStatus")).casefold()
    return Record(
        id=own,
        words=words,
        kind=_kind(lanes, full=_is_true(event.get("IsFullClosure"))),
        version=times["LastUpdated"] or times["Reported"],
        grade=one_line(event.get("Severity")),
        severity=SEVERITIES.get(one_line(event.get("Severity")).capitalize(), Severity.UNKNOWN),
        roads=(road_of(event.get("RoadwayName")),),
        place=stretch_of(event.get("DirectionOfTravel") or way_of(event.get("RoadwayName"))),
        cause=_cause(one_line(event.get("EventType")), one_line(event.get("EventSubType"))),
        headline=one_line(event.get("Description")),
        start=start,
        end=end,
        periods=periods,
        points=_points(event),
        doubt=odd,
    )


def _is_true(value: object) -> bool:
    return value is True or one_line(value).casefold() == "true"


def _kind(lanes: str, *, full: bool) -> str:
    if full or lanes.startswith("all lanes closed"):
        return "highways_closure"
    some = "lane" in lanes and "closed" in lanes and not lanes.startswith("no ")
    return "highways_lanes" if some else "highways_incident"


def _cause(kind: str, particular: str) -> str:
    found = (code for part, code in CAUSES.items() if part in particular.casefold())
    return next(found, "roadworks" if kind.casefold() == "roadwork" else "")


def _moment(value: object, policy: Policy) -> datetime | None:
    """Read a time of a schedule, whose dates have the month first; -62135596800 and 0 are none."""
    return moment_of(value, policy.zone, month_first=True)


def _points(event: dict[str, Any]) -> tuple[Point, ...]:
    line = decoded(event.get("EncodedPolyline"))
    ends = (("Latitude", "Longitude"), ("LatitudeSecondary", "LongitudeSecondary"))
    return line or tuple(
        point for north, east in ends if (point := point_of(event.get(north), event.get(east))) is not None
    )


def _periods(
    schedules: object, start: datetime | None, end: datetime | None, policy: Policy
) -> tuple[tuple[Period, ...], str]:
    """Return when it is on, and what is odd. Some write the schedules as a text for people."""
    if isinstance(schedules, str):
        text = schedules.casefold()
        return (), UNTOLD if text.strip() and "all day" not in text and "24 hours" not in text else ""
    listed = [each for each in schedules if isinstance(each, dict)] if isinstance(schedules, list) else []
    if not listed or any(_always(each) for each in listed):
        return (), ""
    found: list[Period] = []
    for each in listed:
        on = _nights(each, start, end, policy)
        if not on or len(found) > MOST_PERIODS:
            return (), UNTOLD
        found += on
    return tuple(found), ""


def _times(schedule: dict[str, Any]) -> list[tuple[str, str]]:
    times = schedule.get("Times")
    pairs = [each for each in times if isinstance(each, dict)] if isinstance(times, list) else []
    return [(one_line(each.get("StartTime"))[:_CLOCK], one_line(each.get("EndTime"))[:_CLOCK]) for each in pairs]


def _days(schedule: dict[str, Any]) -> frozenset[int]:
    names = schedule.get("DaysOfWeek")
    said = {one_line(each).casefold() for each in names} if isinstance(names, list) else set()
    return frozenset(number for number, name in enumerate(_DAYS, 1) if name in said) or EVERY_DAY


def _always(schedule: dict[str, Any]) -> bool:
    times = _times(schedule)
    whole = not times or any(start == _ALL_DAY[0] and end.startswith(_ALL_DAY[1]) for start, end in times)
    return whole and _days(schedule) == EVERY_DAY


def _nights(
    schedule: dict[str, Any], start: datetime | None, end: datetime | None, policy: Policy
) -> tuple[Period, ...] | None:
    """List its days by the source's own clocks: the offsets it writes do not change with the summer."""
    first = _moment(schedule.get("StartDate"), policy) or start
    last = _moment(schedule.get("EndDate"), policy) or end
    hours = [(time_of_day(one), time_of_day(two)) for one, two in _times(schedule)]
    known = [(one, two) for one, two in hours if one is not None and two is not None]
    if first is None or last is None or len(known) < len(hours):
        return None
    # An end at midnight is that of the day before.
    until = (last - timedelta(seconds=1)).astimezone(policy.zone).date()
    return nights_of(first.astimezone(policy.zone).date(), until, known, _days(schedule), policy.zone)
