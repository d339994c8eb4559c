"""One flood warning or alert of the Environment Agency, and the area that it is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Urgency
from loudhailer.feeds._grid import wgs84_of
from loudhailer.feeds._names import coarse
from loudhailer.feeds._plain import bounded, one_line
from loudhailer.feeds._point import Point, point_at
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record, told
from loudhailer.feeds.reading import Policy
from loudhailer.privacy import address_in

LEVELS = {
    1: ("severe flood warning", "severe_flood_warning", Severity.SEVERE, Urgency.IMMEDIATE, Certainty.LIKELY),
    2: ("flood warning", "flood_warning", Severity.MODERATE, Urgency.EXPECTED, Certainty.LIKELY),
    3: ("flood alert", "flood_alert", Severity.MINOR, Urgency.FUTURE, Certainty.POSSIBLE),
    4: ("warning no longer in force", "flood_warning", Severity.UNKNOWN, Urgency.PAST, Certainty.UNKNOWN),
}
"""What each `severityLevel` is: its words, our event type, and CAP's words for it. The numbers fall as danger grows.

The Agency's own alerts in CAP say Severe where life is in danger, so nothing is Extreme. An end has no severity: it is
never too small to be told.
"""
_OVER = 4
_TIMES = ("timeRaised", "timeSeverityChanged", "timeMessageChanged")


@dataclass(frozen=True, slots=True)
class Warned:
    """What one warning says, read but not yet told, with the area's own names, which are never said."""

    level: int
    record: Record
    version: datetime
    names: tuple[str, ...]


def read_warning(warning: object, area: dict[str, Any], policy: Policy) -> Warned:
    """Read a warning for an area; raise `FeedError` with the place below it and the reason."""
    if not isinstance(warning, dict):
        raise FeedError("floodAreaID", "the warning is no object")
    name = area_id(warning, area)
    if not name:
        raise FeedError("floodAreaID", "it is missing")
    level, doubt = _level(warning)
    raised, *changed = (_time(warning.get(each), policy) for each in _TIMES)
    times = [each for each in (raised, *changed) if each is not None]
    if not times:
        raise FeedError("timeRaised", "there is no time at all to tell old from new")
    said, kind, severity, urgency, certainty = LEVELS[level]
    names = tuple(filter(None, (one_line(area.get(each)) for each in ("riverOrSea", "county"))))
    record = Record(
        id=name,
        words=said,
        kind=kind,
        phase=Phase.CLOSED if level == _OVER else Phase.OPEN,
        severity=severity,
        urgency=urgency,
        certainty=certainty,
        # What is over keeps the name that it had.
        warning="" if level == _OVER else said.capitalize(),
        area=_place(name, warning.get("description"), area.get("label"), *names),
        start=raised,
        points=_edge(area.get("envelope")),
        point=point_at(str(area.get("lat")), str(area.get("long"))),
        doubt=doubt,
    )
    return Warned(level=level, record=record, version=max(times), names=names)


def area_id(warning: object, area: dict[str, Any]) -> str:
    """Return the area's code, empty where there is none: it stays while the number of its warning changes."""
    if not isinstance(warning, dict):
        return ""
    plain = (warning.get("floodAreaID"), area.get("notation"), area.get("fwdCode"))
    links = (warning.get("floodArea"), area.get("@id"), warning.get("@id"))
    tails = (one_line(each).rstrip("/").rpartition("/")[2] for each in links)
    return next(filter(None, (*map(one_line, plain), *tails)), "")


def tell(listed: Sequence[Warned], policy: Policy) -> Incident:
    """Return what is told of an area, by its newest warning.

    Where it is listed more than once and an older one is graver, that one counts, and a person looks: the end of one
    warning is not believed to be the end of another.
    """
    newest = max(listed, key=lambda each: each.version)
    gravest = min(listed, key=lambda each: each.level)
    record = replace(newest.record, version=newest.version)
    if gravest.level < newest.level:
        doubt = "its area is listed more than once, and the older warning is the graver one"
        record = replace(gravest.record, version=newest.version, doubt=doubt)
    incident = told([record], policy)
    # Never said: a service that knows its counties finds its own by them where no position is given.
    known = bounded("; ".join(dict.fromkeys(filter(None, (incident.area.rstrip("."), *newest.names)))))
    return incident if address_in(known) else incident.model_copy(update={"area": known})


def _place(name: str, *texts: object) -> str:
    """Return how the area is called. No warning is lost because nobody gave its area a name that can be said."""
    return next(filter(None, (coarse(bounded(one_line(each))) for each in texts)), f"area {name}")


def _level(warning: dict[str, Any]) -> tuple[int, str]:
    """Return the level, and a doubt where number and words differ: then it is not over, and the graver one counts."""
    number = str(warning.get("severityLevel")).strip().removesuffix(".0")
    words = one_line(warning.get("severity")).casefold()
    said = {level for level, (name, *_) in LEVELS.items() if str(level) == number or name == words}
    if not said:
        raise FeedError("severityLevel", "it is missing or not known")
    return min(said), "its severity and its level do not say the same" if len(said) > 1 else ""


def _time(text: object, policy: Policy) -> datetime | None:
    return moment_of(text, policy.zone) if isinstance(text, str) else None


def _edge(envelope: object) -> tuple[Point, ...]:
    """Return the box around an area, which is given in metres of the British National Grid."""
    corners = [envelope.get(each) for each in ("lowerCorner", "upperCorner")] if isinstance(envelope, dict) else []
    metres = [each.get(axis) for each in corners if isinstance(each, dict) for axis in ("x", "y")]
    known = [each for each in metres if isinstance(each, int | float)]
    if len(known) < 4:  # noqa: PLR2004  # two corners
        return ()
    west, south, east, north = known
    return tuple(_there((west, south), (east, south), (east, north), (west, north), (west, south)))


def _there(*corners: tuple[float, float]) -> Iterable[Point]:
    points = [wgs84_of(*each) for each in corners]
    there = [each for each in points if each is not None]
    return there if len(there) == len(points) else []
