"""One incident of CIFS: its shapes brought to one, and what it says."""

from datetime import datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Period, Severity
from loudhailer.feeds._gathered import id_in
from loudhailer.feeds._nights import EVERY_DAY, UNTOLD, nights_of, time_of_day
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._point import Point, point_at
from loudhailer.feeds._stretch import road_of, stretch_of, way_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds._xml import children, name_of, text_of
from loudhailer.feeds.reading import Policy

KINDS = {
    "ROAD_CLOSED": "highways_closure",
    "ACCIDENT": "highways_incident",
    "HAZARD": "highways_incident",
    "JAM": "highways_incident",
    "CONSTRUCTION": "highways_incident",
}
"""Our event types by `type`. CONSTRUCTION is no word of CIFS, but is met."""

SEVERITIES = {
    "ROAD_CLOSED": Severity.MODERATE,
    "ACCIDENT_MAJOR": Severity.MODERATE,
    "ACCIDENT": Severity.MINOR,
    "HAZARD": Severity.MINOR,
    "JAM": Severity.MINOR,
    "CONSTRUCTION": Severity.MINOR,
}
"""By `subtype` and then by `type`: CIFS has no word for severity itself."""

NOT_FOR_US = ("POLICE", "CHIT_CHAT")
"""Where police stand, and what drivers say to each other."""

CAUSES = {
    "CONSTRUCTION": "roadworks",
    "ACCIDENT": "collision",
    "FLOOD": "flood_water",
    "CAR_STOPPED": "broken_down_vehicle",
    "POT_HOLE": "damaged_road",
    "ON_ROAD_OIL": "spillage",
    "ON_ROAD_OBJECT": "obstruction",
    "ANIMALS": "animals",
    "ROAD_KILL": "animals",
    "WEATHER": "bad_weather",
}
"""Parts of `subtype` and `type`."""

_FIELDS = ("type", "subtype", "street", "polyline", "direction", "starttime", "endtime", "creationtime", "updatetime")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MOST_NUMBERS = 20_000


def shaped(item: Any) -> Any:
    """Return an incident in JSON as the plainest of its shapes has it."""
    inner = item.get("incident") if isinstance(item, dict) else None
    plain = inner if isinstance(inner, dict) else item
    where = plain.get("location") if isinstance(plain, dict) else None
    return plain | where if isinstance(where, dict) else plain


def shaped_xml(incident: Element) -> dict[str, Any]:
    """Return an incident in XML as the plainest shape of JSON has it; some keep a part under `location`."""
    where = next(children(incident, "location"), incident)
    told: dict[str, Any] = {name: text_of(incident, name) or text_of(where, name) for name in (*_FIELDS, "description")}
    told["id"] = incident.get("id", "") or text_of(incident, "id")
    for schedule in children(incident, "schedule"):
        told["schedule"] = {name_of(day): (day.text or "").strip() for day in schedule}
    return told


def id_of(incident: Any) -> str:
    """Return its id, empty where it has none."""
    return id_in(incident.get("id"), incident.get("@id")) if isinstance(incident, dict) else ""


def same_as(incident: Any) -> tuple[str, ...]:
    """Return what records of one closure have in common, empty where that would be a guess."""
    if not isinstance(incident, dict):
        return ()
    key = tuple(one_line(incident.get(name)) for name in ("type", "street", "description", "starttime"))
    return key if all(key) else ()


def told_by(incident: Any, policy: Policy) -> Record:
    """Read one incident; raise `FeedError` with the place and the reason."""
    if not isinstance(incident, dict):
        raise FeedError("id", "the incident is no object")
    own, kind = id_of(incident), one_line(incident.get("type")).upper()[:40]
    if not own:
        raise FeedError("id", "it is missing")
    if not kind:
        raise FeedError("type", "it is missing")
    particular = one_line(incident.get("subtype")).upper()[:80]
    start, end, made, changed = (
        moment_of(incident.get(name), policy.zone, later=name == "endtime")
        for name in ("starttime", "endtime", "creationtime", "updatetime")
    )
    if start is not None and end is not None and end <= start:
        end = None
    periods, odd = _periods(incident.get("schedule"), start, end, policy)
    words, street = f"{kind} {particular}".strip(), one_line(incident.get("street")).rstrip(" ,")
    lanes = "LANE_CLOSED" in particular
    return Record(
        id=own,
        words=words,
        kind="highways_lanes" if lanes and kind != "ROAD_CLOSED" else KINDS.get(kind, "highways_incident"),
        version=changed or made,
        severity=SEVERITIES.get(particular, SEVERITIES.get(kind, Severity.UNKNOWN)),
        roads=(road_of(street),),
        place=stretch_of("both" if _both(incident) else way_of(street)),
        cause=next((code for part, code in CAUSES.items() if part in words), ""),
        headline=one_line(incident.get("description")),
        start=start,
        end=end,
        periods=periods,
        points=_points(incident.get("polyline")),
        withheld=f"{kind} is none of ours to pass on" if kind in NOT_FOR_US else "",
        doubt="; ".join(filter(None, (odd, "" if kind in (*KINDS, *NOT_FOR_US) else "its type is no word of CIFS"))),
    )


def _both(incident: dict[str, Any]) -> bool:
    return one_line(incident.get("direction")).upper() == "BOTH_DIRECTIONS"


def _points(line: object) -> tuple[Point, ...]:
    """Read pairs of latitude and longitude; one point is a line too."""
    numbers = line.replace(",", " ").split()[:_MOST_NUMBERS] if isinstance(line, str) else []
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    return tuple(point for north, east in pairs if (point := point_at(north, east)) is not None)


def _periods(
    schedule: object, start: datetime | None, end: datetime | None, policy: Policy
) -> tuple[tuple[Period, ...], str]:
    """Return the hours of each day that a schedule names, by local clocks: "09:00-11:00,15:00-16:00"."""
    told = {str(day).casefold(): hours for day, hours in schedule.items()} if isinstance(schedule, dict) else {}
    if not any(told.values()):
        return (), ""
    if start is None or end is None:
        return (), UNTOLD
    first, last = start.astimezone(policy.zone).date(), (end - timedelta(seconds=1)).astimezone(policy.zone).date()
    found: list[Period] = []
    for name, said in told.items():
        days = EVERY_DAY if name == "everyday" else {number for number, day in enumerate(_DAYS, 1) if day == name}
        on = nights_of(first, last, _hours(said), days, policy.zone) if days else None
        if on is None:
            return (), UNTOLD
        found += on
    return tuple(found), "" if found else UNTOLD


def _hours(said: object) -> list[tuple[time, time]]:
    """Read the hours of a day; none at all where one of them is broken."""
    told = ",".join(each for each in said if isinstance(each, str)) if isinstance(said, list) else said
    pairs = [each.partition("-") for each in told.split(",")] if isinstance(told, str) else []
    read = [(time_of_day(start), time_of_day(end)) for start, _, end in pairs]
    known = [(start, end) for start, end in read if start is not None and end is not None]
    return known if len(known) == len(read) else []
