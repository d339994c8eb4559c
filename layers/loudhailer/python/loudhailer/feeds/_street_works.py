"""What Street Manager says of works in a street: whether they are on, what they do to the road, and when."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from loudhailer.domain.incident import Phase, Severity
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._times import moment_of

EVENTS: Mapping[str, tuple[Phase, str]] = {
    "work_start": (Phase.OPEN, ""),
    "work_stop": (Phase.CLOSED, "works_finished"),
    "work_start_reverted": (Phase.CLOSED, "works_not_started"),
    "work_stop_reverted": (Phase.OPEN, ""),
    "permit_cancelled": (Phase.CLOSED, "works_cancelled"),
    "permit_revoked": (Phase.CLOSED, "permit_revoked"),
    "activity_cancelled": (Phase.CLOSED, "works_cancelled"),
}
"""The events that decide, with how it ended. Each "reverted" takes back the one before it."""

STATUSES: Mapping[str, tuple[Phase, str]] = {
    "planned": (Phase.PLANNED, ""),
    "in_progress": (Phase.OPEN, ""),
    "completed": (Phase.CLOSED, "works_finished"),
    "cancelled": (Phase.CLOSED, "works_cancelled"),
}
"""What the works' status says where the event does not: a permit for emergency works is granted while they go on."""

SEVERITIES: Mapping[str, Severity] = {
    "immediate_emergency": Severity.MODERATE,
    "immediate_urgent": Severity.MINOR,
    "major": Severity.MINOR,
    "standard": Severity.MINOR,
    "minor": Severity.MINOR,
}
"""By the category of the works. A closed street disturbs people, it endangers nobody: nothing is Severe."""

_NO_SIGN = re.compile(r"[\W_]+")
_LONGEST_WORD = 40
_CLOSURE = "road_closure"
_KINDS = {
    "section_58": "it restricts later works in a street, and closes none",
    "activity": "it is an activity, such as an event, and no emergency works",
}


def word_of(text: object) -> str:
    """Return a word of an enumeration in one spelling: "WORK_START" and "work-start" are the same."""
    return _NO_SIGN.sub("_", one_line(text)[:_LONGEST_WORD].casefold()).strip("_")


def state_of(event: str, works: Mapping[str, Any]) -> tuple[Phase, str]:
    """Return the phase, and how it ended where it did: by the event, or else by the state of the works."""
    if word_of(works.get("cancelled")) == "yes":
        return Phase.CLOSED, "works_cancelled"
    if event in EVENTS:
        return EVENTS[event]
    status = word_of(works.get("work_status_ref")) or word_of(works.get("work_status")).removeprefix("works_")
    if status in STATUSES:
        return STATUSES[status]
    # Nothing is over that nobody calls over, and nothing has begun that nobody saw begin.
    begun = one_line(works.get("actual_start_date_time")) and not one_line(works.get("actual_end_date_time"))
    return (Phase.OPEN if begun else Phase.PLANNED), ""


def category_of(works: Mapping[str, Any]) -> str:
    """Return the category of the works: `immediate_emergency` and `immediate_urgent` are emergencies."""
    return word_of(works.get("work_category_ref")) or word_of(works.get("work_category"))


def withheld(kind: str, phase: Phase, works: Mapping[str, Any]) -> str:
    """Say why nothing of it is broadcast, empty where it is: all but emergency works that close a road.

    An end is told whatever the works are called and whatever stands in the road by then: where its beginning was told,
    it must not stand for ever. Where it was not, nobody is told of its end either.
    """
    if kind != "permit":
        return _KINDS.get(kind, "it is about neither works nor an activity")
    if phase is Phase.CLOSED:
        return ""
    category, traffic = category_of(works), _traffic(works)
    if not category:
        return "not an emergency closure: it names no category of works"
    if not category.startswith("immediate"):
        return f"not an emergency closure: the works are {_said(category)}"
    if traffic == _CLOSURE:
        return ""
    return f"not an emergency closure: the traffic management is {_said(traffic) or 'not named'}"


def _traffic(works: Mapping[str, Any]) -> str:
    """Return what is done with the traffic: what it is now weighs more than what was applied for."""
    names = (f"{when}traffic_management_type{how}" for when in ("current_", "") for how in ("_ref", ""))
    return next(filter(None, (word_of(works.get(name)) for name in names)), "")


def _said(word: str) -> str:
    return word.replace("_", " ")


def start_of(works: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """Return when it began, or is to begin."""
    begun = moment_of(works.get("actual_start_date_time"), zone)
    return begun or _planned(works, ("proposed_start", "start"), zone, time.min)


def end_of(works: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """Return when it ended, or is to end: on a day without a time, at the end of that day."""
    ended = moment_of(works.get("actual_end_date_time"), zone)
    return ended or _planned(works, ("proposed_end", "end"), zone, time(23, 59, 59))


def _planned(works: Mapping[str, Any], names: Iterable[str], zone: ZoneInfo, default: time) -> datetime | None:
    """Return a time of a day, which is that of the clocks here: 23:00Z in June is the next one."""
    for name in names:
        day = moment_of(works.get(f"{name}_date"), zone)
        if day is None:
            continue
        here, clock = day.astimezone(zone), moment_of(works.get(f"{name}_time"), zone)
        if clock is None and time.min not in {day.time(), here.time()}:
            # Some write the time into the day.
            return day
        at = default if clock is None else clock.astimezone(zone).time()
        return datetime.combine(here.date(), at, zone).astimezone(UTC)
    return None
