"""DATEX II situations into their incidents: one each, however many records it has, or copies of it come."""

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element  # the type; the tree is read by now

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Status
from loudhailer.feeds import _datex_words as words
from loudhailer.feeds._datex_record import Header, Publication, read_record
from loudhailer.feeds._datex_texts import is_foreign
from loudhailer.feeds._plain import id_of
from loudhailer.feeds._told import Record, number_of, told
from loudhailer.feeds._xml import local_name, text_of
from loudhailer.feeds.reading import Reading

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_MOST_SITUATIONS, _MOST_RECORDS = 10_000, 500
_DECIDING = (Phase.OPEN, Phase.PLANNED, Phase.CLOSED)


def read_situations(situations: Iterable[Element | FeedError], publication: Publication) -> Reading:
    """Read each situation, or pass on why it is none. One that cannot be read is refused alone."""
    incidents: list[Incident] = []
    newest: dict[str, int] = {}
    refused: list[FeedError] = []
    for number, situation in enumerate(situations):
        if number == _MOST_SITUATIONS:
            raise FeedError("document", f"it lists more than {_MOST_SITUATIONS:,} situations")
        try:
            if isinstance(situation, FeedError):
                raise situation
            incident, spoilt = read_situation(situation, publication)
        except FeedError as exc:
            spoilt = [exc]
        else:
            incidents.append(incident)
            newest[incident.id] = max(newest.get(incident.id, 0), incident.revision)
        refused += [FeedError(f"situation.{number}.{each.place}", each.reason, each.about) for each in spoilt]
    # Of several copies the newest counts.
    kept = tuple(each for each in incidents if each.revision == newest[each.id])
    return Reading(incidents=kept, refused=tuple(refused))


def read_situation(situation: Element, publication: Publication) -> tuple[Incident, list[FeedError]]:
    """Read a situation, which is one incident; raise `FeedError` where nothing of it can be told."""
    header, records = _opened(situation, publication)
    if not header.id:
        raise FeedError("id", "it is missing")
    read: list[tuple[Record, str, int]] = []
    spoilt: list[FeedError] = []
    if len(records) > _MOST_RECORDS:
        raise FeedError("situationRecord", f"there are more than {_MOST_RECORDS:,}", header.id)
    for number, each in enumerate(records):
        try:
            name, body = _class_of(each)
            record, texts, kind = read_record(body, name, header, publication)
        except FeedError as exc:
            spoilt.append(FeedError(f"situationRecord.{number}{exc.place}", exc.reason, header.id))
        else:
            read.append((record, kind, texts.rank))
    if not read:
        raise spoilt[0] if spoilt else FeedError("situationRecord", "it is missing", header.id)
    if all(record.version is None for record, _, _ in read):
        raise FeedError("situationVersionTime", "it is missing, so nobody can tell old from new", header.id)
    incident = told(_together(_begun(read, publication)), publication.policy, published=publication.published)
    if spoilt and incident.phase is Phase.CLOSED:
        # What cannot be read may be what is still closed to traffic: an end is said of all of it or not at all.
        raise spoilt[0]
    return incident, spoilt


def _opened(situation: Element, publication: Publication) -> tuple[Header, list[Element]]:
    """Return what holds for all of its records, and these."""
    records: list[Element] = []
    own, version, severity, status, confidentiality = situation.get("id", ""), "", "", "", ""
    for child in situation[:]:
        name = local_name(child.tag)
        if name == "situationRecord":
            records.append(child)
        elif name == "headerInformation":
            status, confidentiality = _informed(child)
        elif name == "situationVersionTime":
            version = (child.text or "").strip()
        elif name == "overallSeverity":
            severity = words.word_in(child)
        elif name == "idG":
            own = own or child.text or ""
    if not own.strip():
        # The records' own ids change while it lasts: with its class, its lanes, its carriageways.
        own = next(filter(None, (text_of(each, "situationRecordCreationReference") for each in records)), "")
    header = Header(
        id=id_of(own) if own.strip() else "",
        number=number_of(situation.get("version")),
        version=publication.moment(version),
        status=words.STATUSES.get(status, Status.TEST),
        severity=severity,
        withheld=publication.withheld(confidentiality),
    )
    return header, records


def _informed(header: Element) -> tuple[str, str]:
    """Return whether it is real, and for whom."""
    status = confidentiality = ""
    for each in header:
        name = local_name(each.tag)
        if name == "informationStatus":
            status = words.word_in(each)
        elif name == "confidentiality":
            confidentiality = words.word_in(each)
    return status, confidentiality


def _class_of(record: Element) -> tuple[str, Element]:
    """Return the class and the element that holds what is said: of `xsi:type`, or of a wrapper named for its class.

    The prefix in `xsi:type` is dropped and never resolved: Spain declares none.
    """
    named = record.get(TYPE)
    if named is not None:
        return named.rpartition(":")[2].strip(), record
    wrapped = [each for each in record if len(each)]
    if len(wrapped) == 1 and local_name(wrapped[0].tag) != "validity":
        return local_name(wrapped[0].tag), wrapped[0]
    if not len(record):
        raise FeedError("", "it is no object with one record in it")
    return "", record


def _begun(read: list[tuple[Record, str, int]], publication: Publication) -> list[tuple[Record, str, int]]:
    """Take what is to come for planned where something else has begun: a closure tonight does not end next week."""
    if len(read) == 1:
        return read
    waits = [publication.awaits(record.start, record.version) for record, _, _ in read]
    if not any(record.phase is Phase.OPEN and not wait for (record, _, _), wait in zip(read, waits, strict=True)):
        return read
    return [
        (replace(record, phase=Phase.PLANNED) if wait and record.phase is Phase.OPEN else record, kind, rank)
        for (record, kind, rank), wait in zip(read, waits, strict=True)
    ]


def _together(read: list[tuple[Record, str, int]]) -> list[Record]:
    """Make the records parts of one situation: the gravest that decides names it, one language speaks for all."""
    if len(read) == 1 and not is_foreign(read[0][2]):
        return [read[0][0]]
    phase = next(each for each in _DECIDING if any(record.phase is each for record, _, _ in read))
    kind = words.kind_of(" ".join(kind for record, kind, _ in read if record.phase is phase))
    foreign = is_foreign(min(rank for _, _, rank in read))
    return [
        replace(
            record,
            kind=kind,
            withheld="; ".join(filter(None, (record.withheld, "it has no English text" if foreign else ""))),
            # Words in another language are kept only where nobody has any in ours, for people who look.
            headline="" if is_foreign(rank) and not foreign else record.headline,
        )
        for record, _, rank in read
    ]
