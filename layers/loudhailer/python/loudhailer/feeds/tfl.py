"""Transport for London's road disruptions: https://api.tfl.gov.uk/swagger/ui/#!/Road/Road_Disruption.

An array of all that is on or planned. A record that is over stays in it as Active, past its own end.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Period, Phase, Severity
from loudhailer.feeds._gathered import incidents_of, records_of, within
from loudhailer.feeds._json import listed, open_json_list
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds._tfl_shape import point_of, shape_of
from loudhailer.feeds._tfl_words import RECURRING, SEVERITIES, STATUSES, cause_of, kind_of, place_of, road_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest array that is read: about 130 records have 1 MB."""
_MAX_DEPTH = 20
_MOST_SCHEDULES = 60
_OURS = (b'"TIMS-', b".RoadDisruption,", b'"corridorIds"', b'"levelOfInterest"')
_FIELDS = frozenset({"corridorIds", "severity", "category", "status", "location", "levelOfInterest"})


def recognises(document: bytes) -> bool:
    """Say whether a document looks like an array of disruptions; reading it may still refuse it."""
    return text_in(document).startswith(b"[") and any(sign in document for sign in _OURS)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read the array; raise `FeedError` where it is none. One record that cannot be read is refused alone."""
    rows = within(open_json_list(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH))
    if rows and not any(isinstance(each, dict) and "id" in each and _FIELDS & each.keys() for each in rows):
        raise FeedError("document", "none of its records is a disruption of a road")
    numbered = ((str(number), raw) for number, raw in enumerate(rows))
    records, refused = records_of(numbered, partial(_record, policy=policy), _id_of)
    return Reading(incidents=incidents_of(records, policy, None), refused=refused)


def _id_of(raw: object) -> str:
    return one_line(raw.get("id")) if isinstance(raw, dict) else ""


def _record(raw: object, policy: Policy) -> Record:
    if not isinstance(raw, dict):
        raise FeedError("id", "the record is no object")
    name = one_line(raw.get("id"))
    if not name:
        raise FeedError("id", "it is missing")
    times = {each: moment_of(raw.get(each), policy.zone) for each in ("lastModifiedTime", "currentUpdateDateTime")}
    start, end = (moment_of(raw.get(each), policy.zone) for each in ("startDateTime", "endDateTime"))
    version = times["lastModifiedTime"] or times["currentUpdateDateTime"] or start
    if version is None:
        raise FeedError("lastModifiedTime", "there is no time at all to tell old from new")
    streets = [each for each in listed(raw.get("streets")) if isinstance(each, dict)]
    location = one_line(raw.get("location")) or next((one_line(each.get("name")) for each in streets), "")
    comments = one_line(raw.get("comments"))
    category = f"{one_line(raw.get('subCategory'))} {one_line(raw.get('category'))}".strip()
    status = one_line(raw.get("status"))
    phase = STATUSES.get(status.casefold())
    periods = _periods(raw, policy)
    if phase is Phase.OPEN and (raw.get("isProvisional") is True or (status.casefold() in RECURRING and not periods)):
        # Its day may still change, or nobody says when it is on.
        phase = Phase.PLANNED
    return Record(
        id=name,
        words=category,
        kind=kind_of(
            [one_line(each.get("closure")) for each in streets] or [one_line(raw.get("closureText"))],
            comments,
            has_closures=raw.get("hasClosures") is True,
        ),
        phase=phase or Phase.PLANNED,
        version=version,
        grade=one_line(raw.get("severity")),
        severity=SEVERITIES.get(one_line(raw.get("severity")).casefold(), Severity.UNKNOWN),
        roads=tuple(filter(None, [road_of(location, filter(None, map(one_line, listed(raw.get("corridorIds")))))])),
        place=place_of(location, (one_line(each.get("directions")) for each in streets)),
        cause=cause_of(category),
        headline=comments,
        start=start,
        end=end,
        periods=periods,
        points=shape_of(raw, streets),
        point=point_of(raw),
        withheld="" if phase else f"its status {status[:40]!r} is not known here" if status else "it has no status",
    )


def _periods(raw: Mapping[str, Any], policy: Policy) -> tuple[Period, ...]:
    """Return when recurring works are on; one that cannot be read is left out, so that nothing is on by a guess."""
    schedules = [each for each in listed(raw.get("recurringSchedules"))[:_MOST_SCHEDULES] if isinstance(each, dict)]
    times = [tuple(moment_of(each.get(end), policy.zone) for end in ("startTime", "endTime")) for each in schedules]
    return tuple(Period(start=start, end=end) for start, end in times if start and end and start < end)
