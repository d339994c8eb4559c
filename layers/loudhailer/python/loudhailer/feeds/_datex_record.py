"""One DATEX II situation record in JSON. Names nest differently by profile, so some are looked for at any depth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Phase, Severity
from loudhailer.feeds._datex_words import CLOSED, PROBABILITIES, SEVERITIES, word_of
from loudhailer.feeds._plain import one_line, time_of
from loudhailer.feeds._point import Point, point_at

_SOUTH, _NORTH, _WEST, _EAST = 49.8, 60.9, -8.7, 1.8
"""Great Britain with its islands: what lies elsewhere has its axes the wrong way round, or is a mistake."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class DatexRecord:
    """What one record says. `words` are its class and kind as DATEX calls them, `cause` all the words of its cause."""

    phase: Phase
    words: str
    cause: tuple[str, ...]
    version: datetime | None
    start: datetime | None
    end: datetime | None
    severity: Severity
    certainty: Certainty
    confidentiality: str
    roads: tuple[str, ...]
    location: str
    comment: str
    point: Point | None


def read_record(raw: object, place: str, published: datetime | None) -> DatexRecord:
    """Read the record at `place`, alone under the name of its class; raise `FeedError` with place and reason."""
    held = [(name, body) for name, body in raw.items() if isinstance(body, dict)] if isinstance(raw, dict) else []
    if len(held) != 1:
        raise FeedError(place, "it is no object with one record in it")
    name, body = held[0]
    validity = body.get("validity")
    if not isinstance(validity, dict):
        raise FeedError(f"{place}.{one_line(name)[:_LONGEST_NAME]}.validity", "it is missing")
    window = validity.get("validityTimeSpecification")
    times = window if isinstance(window, dict) else {}
    start, end = time_of(times.get("overallStartTime")), time_of(times.get("overallEndTime"))
    phase = _phase(word_of(validity.get("validityStatus")), start, published)
    if phase is None:
        raise FeedError(
            f"{place}.{one_line(name)[:_LONGEST_NAME]}.validity.validityStatus", "it is missing or not known"
        )
    probability = PROBABILITIES.get(word_of(body.get("probabilityOfOccurrence")), Certainty.UNKNOWN)
    location = body.get("locationReference")
    kind = word_of(body.get("roadOrCarriagewayOrLaneManagementType"))
    return DatexRecord(
        phase=phase,
        words=f"{name} {kind}",
        cause=tuple(_leaves(body.get("cause"))) or (name,),
        version=time_of(body.get("situationRecordVersionTime")),
        start=start,
        end=end,
        severity=SEVERITIES.get(word_of(body.get("severity")), Severity.UNKNOWN),
        # What is certain to come has been observed by nobody yet.
        certainty=Certainty.LIKELY if probability is Certainty.OBSERVED and phase is not Phase.OPEN else probability,
        confidentiality=word_of(body.get("confidentialityOverride")),
        roads=tuple(dict.fromkeys(filter(None, map(one_line, _named(location, "roadName"))))),
        location=next(filter(None, map(one_line, _named(location, "locationDescription"))), ""),
        comment=next(filter(None, map(one_line, _named(body.get("generalPublicComment"), "comment"))), ""),
        point=_first_point(location),
    )


def _phase(status: str, start: datetime | None, published: datetime | None) -> Phase | None:
    """Return what the status says; None where nobody knows, so that nothing is opened or ended by a guess."""
    if status == "active":
        early = start is not None and published is not None and start > published
        return Phase.PLANNED if early else Phase.OPEN
    if status == "planned":
        return Phase.PLANNED
    return Phase.CLOSED if status in CLOSED else None


def _named(value: object, name: str) -> Iterator[Any]:
    """Yield what stands under the name, anywhere below, in the document's order."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == name:
                yield each
            else:
                yield from _named(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each, name)


def _leaves(value: object) -> Iterator[str]:
    """Yield every word below, in the document's order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)


def _first_point(location: object) -> Point | None:
    """Return where the first line begins, or else the first point; None where that is not in Great Britain."""
    pairs = [each.split(maxsplit=2)[:2] for each in _named(location, "posList") if isinstance(each, str)]
    single = [each for each in _named(location, "pointCoordinates") if isinstance(each, dict)]
    pairs += [[str(each.get("latitude")), str(each.get("longitude"))] for each in single]
    point = point_at(*pairs[0]) if pairs and len(pairs[0]) == 2 else None  # noqa: PLR2004  # a pair
    return point if point and _SOUTH <= point[0] <= _NORTH and _WEST <= point[1] <= _EAST else None
