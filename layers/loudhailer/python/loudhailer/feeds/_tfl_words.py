"""TfL's own words for a disruption of a road, and what we make of them: https://api.tfl.gov.uk/swagger/ui/#!/Road."""

import re
from collections.abc import Iterable, Mapping

from loudhailer.domain.incident import Phase, Severity
from loudhailer.feeds._names import cased, coarse
from loudhailer.feeds._plain import one_line

SEVERITIES: Mapping[str, Severity] = {
    "severe": Severity.SEVERE,
    "serious": Severity.MODERATE,
    "moderate": Severity.MINOR,
    "minimal": Severity.MINOR,
    "no impact": Severity.MINOR,
}
"""TfL measures how much traffic is disturbed, CAP how much people are in danger: nothing is Extreme here."""

STATUSES: Mapping[str, Phase] = {
    "active": Phase.OPEN,
    "active long term": Phase.OPEN,
    "recurring works": Phase.OPEN,
    "scheduled": Phase.PLANNED,
    "inactive": Phase.PLANNED,
    "cancelled": Phase.CLOSED,
    "cleared": Phase.CLOSED,
    "completed": Phase.CLOSED,
    "ended": Phase.CLOSED,
}
"""What each status makes of it. Inactive is not now, which is not over."""

RECURRING = frozenset({"recurring works"})
"""What is on at some times only, which its schedules say."""

_CLOSED = frozenset({"closed", "full closure", "road closed"})
_PARTLY = ("partial", "lane", "contraflow", "restrict")
_LANES = re.compile(r"\blanes?\b|\bpart(?:ial|ly)\b", re.IGNORECASE)
_CAUSES = (
    ("flood", "flood_water"),
    ("burst", "flood_water"),
    ("spill", "spillage"),
    ("fallen tree", "fallen_tree"),
    ("broken down", "broken_down_vehicle"),
    ("breakdown", "broken_down_vehicle"),
    ("collision", "collision"),
    ("accident", "collision"),
    ("emergency", "emergency_works"),
    ("fire", "fire"),
    ("animal", "animals"),
    ("weather", "bad_weather"),
    ("obstruction", "obstruction"),
    ("works", "roadworks"),
)
"""Parts of TfL's categories and our codes, the particular before the general. What is not here is left unsaid."""

_BRACKETED = re.compile(r"\[([^\[\]]{1,40})\]")
_PARENTHESISED = re.compile(r"\(([^()]{1,80})\)")
_DISTRICTS = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(?:\s?,\s?[A-Z]{1,2}\d[A-Z\d]?)*", re.IGNORECASE)
_ROAD = re.compile(r"[a-z]{1,2}\d{1,4}(?:\([a-z]\))?", re.IGNORECASE)
_DIRECTION = re.compile(r"(?:north|south|east|west)bound", re.IGNORECASE)
_LONGEST = 300


def kind_of(closures: Iterable[str], comments: str, *, has_closures: bool) -> str:
    """Return the event type: a road is closed where one of its streets is, or where nothing finer is said of one.

    `has_closures` is set for a closed lane too, and not set for some closed streets: the streets' own words weigh more.
    """
    said = [each.casefold() for each in closures]
    if any(each in _CLOSED for each in said):
        return "highways_closure"
    if any(part in each for each in said for part in _PARTLY):
        return "highways_lanes"
    if has_closures and not any(said):
        return "highways_lanes" if _LANES.search(comments[:_LONGEST]) else "highways_closure"
    return "highways_lanes" if has_closures else "highways_incident"


def cause_of(words: str) -> str:
    """Return our code for a category, empty where there is none."""
    said = words.casefold()
    return next((code for part, code in _CAUSES if part in said), "")


def road_of(location: str, corridors: Iterable[str]) -> str:
    """Return the road as people say it: "[A205] ACADEMY ROAD (SE18 ) (Greenwich)" is "A205 Academy Road"."""
    words = one_line(location)[:_LONGEST]
    numbers = [each.strip().upper() for each in _BRACKETED.findall(words)]
    street = coarse(cased(_BRACKETED.sub(" ", _PARENTHESISED.sub(" ", words))))
    named = " ".join(dict.fromkeys(filter(None, (*numbers[:1], street))))
    first = next((one_line(each) for each in corridors if one_line(each)), "")
    return named or (first.upper() if _ROAD.fullmatch(first) else first.title())


def place_of(location: str, directions: Iterable[str]) -> str:
    """Return which way and in which boroughs: "northbound in Hounslow"."""
    ways = dict.fromkeys(each.casefold() for each in directions if _DIRECTION.fullmatch(each))
    groups = [each.strip() for each in _PARENTHESISED.findall(one_line(location)[:_LONGEST])]
    boroughs = [each for each in groups if each and not _DISTRICTS.fullmatch(each)]
    names = [cased(each.strip()) for each in boroughs[-1].split(",")] if boroughs else []
    said = [f"the {each}" if each.startswith("City of ") else each for each in names if each]
    where = f"in {', '.join(said[:-1])}{' and ' if said[1:] else ''}{said[-1]}" if said else ""
    return " ".join(filter(None, (" and ".join(ways), where)))
