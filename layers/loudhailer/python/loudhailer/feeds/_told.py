"""From the records of one incident, as any format holds them, to what we say it is: one incident under its policy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from loudhailer.domain.incident import Certainty, Incident, Period, Phase, Sensitivity, Severity, Status, Urgency
from loudhailer.feeds._plain import bounded, id_of, one_line
from loudhailer.feeds._point import Point
from loudhailer.feeds._shape import is_surface, thinned, together
from loudhailer.feeds.reading import Policy
from loudhailer.privacy import address_in

_MOST_ROADS = 10
_MOST_NAMES = 100
"""How many roads of a record are looked at: an address is looked for in each."""
_MOST_PERIODS = 60
_LARGEST_NUMBER = 1_000_000
_SECONDS = 1 << 33
_DECIDING = (Phase.OPEN, Phase.PLANNED, Phase.CLOSED)
"""Which records speak for an incident: those that are open, or else planned, or else closed."""
_SEVERITIES, _URGENCIES, _CERTAINTIES = tuple(Severity), tuple(Urgency), tuple(Certainty)
NOT_THERE = "its position lies outside of where its source speaks of"


@dataclass(frozen=True, slots=True)
class Record:
    """What one record says, read but not yet judged. All but `id` may be missing.

    `id` is the incident's, not the record's. `words` are what its source calls it, `kind` is our event type where the
    policy maps none of them. `grade` is what its source calls how grave it is, where it has words of its own for that:
    a policy's severities look there, or else in `words`. `number` and `version` tell new from old. `outcome` is our
    code for how it ended.
    `withheld` is why its source does not want it broadcast, `doubt` why a person should look. `points` are where it
    stretches, in order, `point` is where it is if its source says both.
    """

    id: str
    words: str = ""
    grade: str = ""
    kind: str = ""
    phase: Phase = Phase.OPEN
    status: Status = Status.ACTUAL
    number: int | None = None
    version: datetime | None = None
    severity: Severity = Severity.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    roads: tuple[str, ...] = ()
    place: str = ""
    cause: str = ""
    lines: str = ""
    warning: str = ""
    area: str = ""
    outcome: str = ""
    headline: str = ""
    start: datetime | None = None
    end: datetime | None = None
    expires: datetime | None = None
    periods: tuple[Period, ...] = ()
    points: tuple[Point, ...] = ()
    point: Point | None = None
    sensitivities: tuple[Sensitivity, ...] = ()
    withheld: str = ""
    doubt: str = ""
    identifier: str = ""
    references: tuple[str, ...] = ()


def told(records: Sequence[Record], policy: Policy, *, published: datetime | None = None) -> Incident:
    """Merge the records of one incident, at least one, into what its source tells of it.

    Only those of the deciding phase speak: a closure tonight does not end next week. Texts with an address in them are
    left out: it cannot be called back.
    """
    phase = next(each for each in _DECIDING if any(record.phase is each for record in records))
    speaking = [record for record in records if record.phase is phase]
    first = speaking[0]
    version = max((each.version for each in records if each.version is not None), default=published)
    roads = tuple(dict.fromkeys(_clean(road, policy) for record in speaking for road in record.roads[:_MOST_NAMES]))
    roads = tuple(road for road in roads if road and not address_in(road))[:_MOST_ROADS]
    ends = [record.end for record in speaking if record.end is not None]
    # Where one of them has no end, nobody forecasts the end of the whole.
    end = max(ends) if len(ends) == len(speaking) else None
    goes_stale = [record.expires or record.end for record in speaking]
    stale = [each for each in goes_stale if each is not None]
    shapes = [_kept(record.points, policy) for record in speaking]
    said = [point for record in speaking for point in record.points]
    centres = [record.point for record in speaking if record.point is not None]
    points, middles = believed(said, policy), believed(centres, policy)
    astray = len(points) + len(middles) < len(said) + len(centres)
    facts = {
        "road": bounded(" and ".join(roads)),
        "place": _first(speaking, "place", policy),
        "cause": _first(speaking, "cause", policy),
        "outcome": _first(speaking, "outcome", policy),
        "lines": _first(speaking, "lines", policy),
        "warning": _first(speaking, "warning", policy),
        "area": _first(speaking, "area", policy),
    }
    # A road alone has been looked at.
    road = facts.pop("road")
    facts = {name: words for name, words in facts.items() if words and not address_in(words)}
    if road and (len(roads) == 1 or not address_in(road)):
        facts = {"road": road, **facts}
    headline = _first(speaking, "headline", policy)
    return Incident(
        source=policy.source,
        id=id_of(first.id),
        revision=revision_of(max((each.number for each in records if each.number is not None), default=None), version),
        phase=phase,
        status=_least_public(speaking),
        event_type=policy.type_of(" ".join(each.words for each in speaking), default=first.kind),
        severity=min([_severity(each, policy) for each in speaking], key=_SEVERITIES.index),
        urgency=min([each.urgency for each in speaking], key=_URGENCIES.index),
        certainty=min([each.certainty for each in speaking], key=_CERTAINTIES.index),
        facts=facts,
        sensitivities=tuple(sorted({flag for each in records for flag in each.sensitivities})),
        withheld=_joined(each.withheld for each in records),
        expires=max(stale) if len(stale) == len(speaking) else None,
        expected_end=end,
        identifier=first.identifier,
        references=first.references,
        headline="" if address_in(headline) else headline,
        starts=min((each.start for each in speaking if each.start is not None), default=None),
        updated=version,
        roads=roads,
        area=facts.get("area") or facts.get("place", ""),
        point=next(iter((*middles, *points)), None),
        shape=_shape(shapes),
        periods=tuple(period for record in speaking for period in record.periods)[:_MOST_PERIODS],
        doubt=_joined((*(each.doubt for each in records), NOT_THERE if astray else "")),
    )


def revision_of(number: int | None, version: datetime | None) -> int:
    """Return what counts up: the version's number first where there is one, then its time in seconds, at least 1.

    It stays below 2 to the power of 53, which every reader of JSON can hold.
    """
    seconds = int(version.timestamp()) if version is not None else 0
    return max(1, min(number or 0, _LARGEST_NUMBER - 1) * _SECONDS + seconds)


def number_of(text: object) -> int | None:
    """Read a version's number; None where it is none: NTIS sends "" with every message."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text if 0 < text < _LARGEST_NUMBER else None
    if isinstance(text, str) and text.strip().isascii() and text.strip().isdigit():
        return number_of(int(text.strip()[:7]))
    return None


def believed(points: Sequence[Point], policy: Policy) -> list[Point]:
    """Return the points that lie where the source speaks of."""
    if policy.box is None or not points:
        return list(points)
    south, west, north, east = policy.box
    return [each for each in points if south <= each[0] <= north and west <= each[1] <= east]


def _severity(record: Record, policy: Policy) -> Severity:
    return policy.severity_of(record.grade or record.words, default=record.severity)


def _kept(points: Sequence[Point], policy: Policy) -> Sequence[Point]:
    """Return what is believed of a shape: all of a surface or nothing, for without a corner it holds nothing."""
    there = believed(points, policy)
    return points if there and is_surface(points) else there


def _shape(shapes: Iterable[Sequence[Point]]) -> tuple[Point, ...]:
    points = together(shapes)
    return thinned(points) if len(points) > 1 else ()


def _first(records: Sequence[Record], name: str, policy: Policy) -> str:
    for each in records:
        said = getattr(each, name)
        if said and (words := _clean(said, policy)):
            return words
    return ""


def _joined(reasons: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(each for each in reasons if each))


def _clean(text: object, policy: Policy) -> str:
    """Return a text on one line, bounded, without what its source puts under every one."""
    words = one_line(text)
    for pattern in policy.boilerplate:
        words = re.sub(pattern, "", words)
    return bounded(words.strip())


def _least_public(records: Sequence[Record]) -> Status:
    """Return what is not Actual where one of them is not: a test among them makes the whole no truth."""
    return next((each.status for each in records if each.status is not Status.ACTUAL), Status.ACTUAL)
