"""One road event of WZDx or CWZ, in any of their versions' spellings."""

import re
from datetime import datetime, timedelta
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Period, Phase, Severity
from loudhailer.feeds._geojson import points_of
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._stretch import road_of, stretch_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds.reading import Policy

KINDS = {
    "all-lanes-closed": "highways_closure",
    "some-lanes-closed": "highways_lanes",
    "some-lanes-closed-merge-left": "highways_lanes",
    "some-lanes-closed-merge-right": "highways_lanes",
    "some-lanes-closed-split": "highways_lanes",
    "alternating-one-way": "highways_lanes",
}
"""Our event types by `vehicle_impact`; any other is an incident on the road, which claims nothing of its lanes."""

SEVERITIES = {
    "all-lanes-closed": Severity.MODERATE,
    "some-lanes-closed": Severity.MINOR,
    "some-lanes-closed-merge-left": Severity.MINOR,
    "some-lanes-closed-merge-right": Severity.MINOR,
    "some-lanes-closed-split": Severity.MINOR,
    "alternating-one-way": Severity.MINOR,
    "flagging": Severity.MINOR,
    "temporary-traffic-signal": Severity.MINOR,
    "all-lanes-open": Severity.MINOR,
    "all-lanes-open-shift-left": Severity.MINOR,
    "all-lanes-open-shift-right": Severity.MINOR,
}
"""By `vehicle_impact`: how much people are in danger WZDx does not say. `unknown` stays `Unknown`."""

PHASES = {
    "planned": Phase.PLANNED,
    "pending": Phase.PLANNED,
    "active": Phase.OPEN,
    "completed": Phase.CLOSED,
    "cancelled": Phase.CLOSED,
}
"""By `event_status`, which older versions have; without it the dates are for the rules, which have a clock."""

_LONGEST = timedelta(days=3653)
"""An end so far from the start is a placeholder: nobody knows it."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def snake_keys(value: dict[str, Any]) -> dict[str, Any]:
    """Return an object with its own keys in snake case; CWZ writes them in either."""
    return {_HUMP.sub("_", key).lower(): each for key, each in value.items()}


def said_by(feature: Any) -> dict[str, Any]:
    """Return all that a feature says of its event: version 4 keeps part of it under `core_details`."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return {}
    said = snake_keys(properties)
    core = said.get("core_details")
    return said | snake_keys(core) if isinstance(core, dict) else said


def is_device(said: dict[str, Any]) -> bool:
    """Tell whether it is a device beside the road."""
    return "device_type" in said and "event_type" not in said


def told_by(said: dict[str, Any], own: str, geometry: object, policy: Policy) -> Record | None:
    """Read one road event; None for a detour, which is where traffic is led and no incident."""
    if is_device(said):
        raise FeedError("core_details.device_type", "it is a device and no road event")
    event, impact = _word(said.get("event_type")), _word(said.get("vehicle_impact"))
    if not event and not impact:
        raise FeedError("core_details.event_type", "it is missing")
    if event == "detour":
        return None
    start = moment_of(said.get("start_date"), policy.zone)
    end = _end(start, moment_of(said.get("end_date"), policy.zone, later=True))
    names = said.get("road_names")
    roads = names if isinstance(names, list) else [names or said.get("road_name")]
    works = event == "work-zone"
    return Record(
        id=own,
        words=" ".join((event, impact, *_works(said.get("types_of_work")))),
        kind=KINDS.get(impact, "highways_incident"),
        phase=PHASES.get(_word(said.get("event_status")), Phase.OPEN),
        version=moment_of(said.get("update_date"), policy.zone) or moment_of(said.get("creation_date"), policy.zone),
        severity=SEVERITIES.get(impact, Severity.UNKNOWN),
        certainty=Certainty.OBSERVED if _verified(said) else Certainty.LIKELY,
        roads=tuple(map(road_of, roads)),
        place=stretch_of(said.get("direction"), said.get("beginning_cross_street"), said.get("ending_cross_street")),
        cause="roadworks" if works else "",
        headline=one_line(said.get("description")) or one_line(said.get("name")),
        start=start,
        end=end,
        periods=(Period(start=start, end=end),) if start or end else (),
        points=points_of(geometry),
        doubt="" if works else f"it is a {event}, and may be no incident" if event == "restriction" else "",
    )


def _word(value: object) -> str:
    """Return a word of an enumeration in WZDx's spelling, whichever it has here."""
    return _HUMP.sub("-", one_line(value)[:80]).lower().replace("_", "-").replace(" ", "-")


def _works(kinds: object) -> list[str]:
    objects = [snake_keys(each) for each in kinds if isinstance(each, dict)] if isinstance(kinds, list) else []
    return [_word(each.get("type_name")) for each in objects]


def _verified(said: dict[str, Any]) -> bool:
    return said.get("is_start_date_verified") is True or _word(said.get("start_date_accuracy")) == "verified"


def _end(start: datetime | None, end: datetime | None) -> datetime | None:
    """Return the end that its source forecasts, None where it cannot be meant."""
    if start is None or end is None:
        return end
    return end if start < end <= start + _LONGEST else None
