"""One DATEX II situation record, of any version, in XML or in JSON that was made into the same elements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element  # the type; the tree is read by now

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Period, Phase, Severity, Status
from loudhailer.feeds import _datex_words as words
from loudhailer.feeds._datex_place import place_of, roads_and_place
from loudhailer.feeds._datex_texts import LABELS, Texts, is_foreign, texts_of
from loudhailer.feeds._names import road_first
from loudhailer.feeds._plain import one_line, time_of
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record, number_of
from loudhailer.feeds._xml import children, local_name, text_of
from loudhailer.feeds.reading import Policy

_LONGEST_NAME, _MOST_WORDS = 60, 20
_KIND, _KIND_OF_VERSION_1 = "roadOrCarriagewayOrLaneManagementType", "networkManagementType"
_WHERE = ("locationReference", "groupOfLocations")
_TRUE = frozenset({"true", "1"})
_OF_A_PERIOD = frozenset({"startOfPeriod", "endOfPeriod", "periodName"})


@dataclass(frozen=True, slots=True)
class Publication:
    """What holds for all situations of a document.

    `exact` takes no time without its offset, and goes by the time of a version and not by its number: National
    Highways' records are new ones with each change, all of version 1.
    """

    policy: Policy
    published: datetime | None = None
    language: str = ""
    exact: bool = False
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)

    def moment(self, text: str, *, later: bool = False) -> datetime | None:
        """Read a time."""
        if not text:
            return None
        # Most are written in full, which is read faster.
        return time_of(text) or (None if self.exact else moment_of(text, self.policy.zone, later=later))

    def awaits(self, start: datetime | None, version: datetime | None) -> bool:
        """Say whether a start was still to come when the document was published, or else when the record was made."""
        now = self.published or version
        return start is not None and now is not None and start > now

    def withheld(self, confidentiality: str) -> str:
        """Say why what has this word is not for the public; empty where it is."""
        if confidentiality in self.policy.public:
            return ""
        said = one_line(confidentiality)[:_LONGEST_NAME]
        return f"confidentiality {said} is never broadcast" if said else "it names no confidentiality"


@dataclass(frozen=True, slots=True)
class Header:
    """What holds for all records of a situation."""

    id: str
    number: int | None
    version: datetime | None
    status: Status
    severity: str
    withheld: str


def read_record(body: Element, name: str, header: Header, publication: Publication) -> tuple[Record, Texts, str]:
    """Read a record, whose class has this name; raise `FeedError` with the place in it and the reason.

    Returned with what it tells the public, and with what of the road is closed in DATEX's word.
    """
    held: dict[str, list[Element]] = {}
    for child in body[:]:
        held.setdefault(local_name(child.tag), []).append(child)
    times = _times(held, name, publication, header.version)
    texts = texts_of(
        (each for kind in publication.policy.public_text for each in held.get(kind, ())),
        publication.language,
        publication.labels,
    )
    roads, where = roads_and_place(
        place_of_all := place_of((each for kind in _WHERE for each in held.get(kind, ())), publication.language),
        texts.labelled.get("place", ""),
    )
    if not roads and not is_foreign(texts.rank) and (road := road_first(texts.headline)):
        # A closure of no road is never told, and the words for the public may say which it is.
        roads = (road,)
    name, kind = name[:_LONGEST_NAME], _word(held, _KIND) or _word(held, _KIND_OF_VERSION_1)
    types = [
        word
        for name_, elements in held.items()
        if name_.endswith("Type") and name_ != _KIND
        for each in elements
        if (word := words.word_in(each))
    ][:_MOST_WORDS]
    certainty = words.PROBABILITIES.get(_word(held, "probabilityOfOccurrence"), Certainty.UNKNOWN)
    if certainty is Certainty.OBSERVED and (
        times.phase is not Phase.OPEN or publication.awaits(times.start, times.version)
    ):
        # What is certain to come has been observed by nobody yet.
        certainty = Certainty.LIKELY
    override = _word(held, "confidentialityOverride")
    over = texts.says_it_is_over and times.phase is not Phase.CLOSED
    record = Record(
        id=header.id,
        words=" ".join((name, *types, kind)),
        kind=words.kind_of(kind),
        phase=times.phase,
        status=header.status,
        number=_number(body, held, header, times.version, publication),
        version=times.version,
        grade=(grade := _word(held, "severity") or header.severity),
        severity=words.SEVERITIES.get(grade, Severity.UNKNOWN),
        certainty=certainty,
        roads=roads,
        place=where,
        cause=_cause(held, name, types, texts),
        headline=texts.headline,
        start=times.start,
        end=times.end,
        periods=times.periods,
        points=place_of_all.points,
        withheld=header.withheld or (publication.withheld(override) if override else ""),
        doubt="; ".join(filter(None, (times.doubt, "its words say that it is over" if over else ""))),
    )
    return record, texts, kind


@dataclass(frozen=True, slots=True)
class _Times:
    phase: Phase
    start: datetime | None
    end: datetime | None
    version: datetime | None
    periods: tuple[Period, ...]
    doubt: str


def _times(held: Mapping[str, list[Element]], name: str, publication: Publication, version: datetime | None) -> _Times:
    if "validity" not in held or not len(held["validity"][0]):
        raise FeedError(_inside(name, "validity"), "it is missing")
    own = publication.moment(_text(held, "situationRecordVersionTime"))
    version = max((each for each in (version, own) if each is not None), default=publication.published)
    window = _window(held["validity"][0])
    start, end = publication.moment(window.start), publication.moment(window.end, later=True)
    phase = Phase.CLOSED if _is_over(held) else _phase(window.status)
    if phase is None:
        raise FeedError(_inside(name, "validity.validityStatus"), "it is missing or not known")
    periods = tuple(_periods(window.spans, publication)) if window.spans else ()
    doubts = (
        "its start cannot be read" if window.start and start is None else "",
        "some of its hours cannot be read" if len(periods) < len(window.spans) else "",
        "it has exceptions that are not read" if window.excepted else "",
    )
    if len(periods) == 1 and periods[0] == Period(start=start, end=end):
        periods = ()
    return _Times(phase, start, end, version, periods, "; ".join(filter(None, doubts)))


@dataclass(slots=True)
class _Window:
    """A validity as it is written."""

    status: str = ""
    start: str = ""
    end: str = ""
    spans: list[Element] = field(default_factory=list)
    excepted: bool = False


def _window(validity: Element) -> _Window:
    window = _Window()
    for child in validity:
        name = local_name(child.tag)
        if name == "validityStatus":
            window.status = words.word_in(child)
        if name != "validityTimeSpecification":
            continue
        for each in child:
            part = local_name(each.tag)
            if part == "overallStartTime":
                window.start = (each.text or "").strip()
            elif part == "overallEndTime":
                window.end = (each.text or "").strip()
            elif part == "validPeriod":
                window.spans.append(each)
            elif part == "exceptionPeriod":
                window.excepted = True
    return window


def _phase(status: str) -> Phase | None:
    """Return what the status says; None where nobody knows, so that nothing is opened or ended by a guess."""
    if status in {"active", "definedByValidityTimeSpec"}:
        # Also before its start: the same words hold when that has come, and the rules have a clock.
        return Phase.OPEN
    if status == "planned":
        return Phase.PLANNED
    return Phase.CLOSED if status in words.CLOSED else None


def _is_over(held: Mapping[str, list[Element]]) -> bool:
    """Tell whether its life cycle says that it ended, or was cancelled."""
    cycles = [each for kept in held.get("management", ()) for each in children(kept, "lifeCycleManagement")]
    cycles += held.get("lifeCycleManagement", ())
    return any(
        local_name(each.tag) in {"end", "cancel"} and (each.text or "").strip().casefold() in _TRUE
        for cycle in cycles
        for each in cycle
    )


def _periods(spans: list[Element], publication: Publication) -> Iterator[Period]:
    """Yield the periods that are plain: one that comes again at some hours is not all of its span."""
    for span in spans:
        start = publication.moment(text_of(span, "startOfPeriod"))
        end = publication.moment(text_of(span, "endOfPeriod"), later=True)
        plain = all(local_name(each.tag) in _OF_A_PERIOD for each in span)
        if plain and (start or end) and not (start and end and end < start):
            yield Period(start=start, end=end)


def _cause(held: Mapping[str, list[Element]], name: str, types: list[str], texts: Texts) -> str:
    """Return our code for the cause: its own words first, then the record's class, then what a label holds."""
    coded = [
        word
        for cause in held.get("cause", ())
        for part in (cause, *(each for each in cause if local_name(each.tag) != "causeDescription"))
        for each in ((part,) if part is cause else part.iter())
        if (word := (each.text or "").strip()[:_LONGEST_NAME])
    ]
    labelled = texts.labelled.get("cause", "").replace(" ", "").replace("-", "")[:_LONGEST_NAME]
    said = (words.cause_of(each) for each in (" ".join(coded[:_MOST_WORDS]), " ".join((*types, name)), labelled))
    found = [each for each in said if each]
    # What is in the way is a cause of the second rank where anything says what it is.
    return next((each for each in found if each != words.OBSTRUCTION), found[0] if found else "")


def _number(
    body: Element,
    held: Mapping[str, list[Element]],
    header: Header,
    version: datetime | None,
    publication: Publication,
) -> int | None:
    """Return the situation's number: a record's own falls when the record leaves, so it serves only without a time."""
    if publication.exact or header.number is not None:
        return None if publication.exact else header.number
    return number_of(body.get("version") or _text(held, "situationRecordVersion")) if version is None else None


def _inside(name: str, place: str) -> str:
    """Return the place in a record of this class."""
    return "".join(f".{each}" for each in (one_line(name)[:_LONGEST_NAME], place) if each)


def _word(held: Mapping[str, list[Element]], name: str) -> str:
    return words.word_in(held[name][0]) if name in held else ""


def _text(held: Mapping[str, list[Element]], name: str) -> str:
    return (held[name][0].text or "").strip() if name in held else ""
