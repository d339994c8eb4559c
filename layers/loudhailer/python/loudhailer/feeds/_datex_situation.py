"""One DATEX II situation in JSON into its incident, however many records it has."""

import re
from datetime import datetime
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feeds._datex_record import DatexRecord, read_record
from loudhailer.feeds._datex_words import cause_of, kind_of, word_of
from loudhailer.feeds._plain import bounded, id_of, time_of
from loudhailer.feeds.reading import Policy
from loudhailer.privacy import address_in

_STATUSES = {"real": Status.ACTUAL, "securityExercise": Status.EXERCISE, "technicalExercise": Status.EXERCISE}
_DECIDING = (Phase.OPEN, Phase.PLANNED, Phase.CLOSED)
"""Which records speak for a situation: those that are open, or else planned, or else closed."""
_LONGEST_NAME = 40
_MOST_ROADS = 10


def read_situation(situation: object, published: datetime | None, policy: Policy) -> tuple[Incident, list[FeedError]]:
    """Read a situation, which is one incident, however many records it has."""
    if not isinstance(situation, dict):
        raise FeedError("idG", "the situation is no object")
    own = name_of(situation)
    if not own:
        raise FeedError("idG", "it is missing")
    raw = situation.get("situationRecord")
    if not isinstance(raw, list) or not raw:
        raise FeedError("situationRecord", "it is missing or empty")
    records: list[DatexRecord] = []
    spoilt: list[FeedError] = []
    for number, each in enumerate(raw):
        try:
            records.append(read_record(each, f"situationRecord.{number}", published))
        except FeedError as exc:
            spoilt.append(exc)
    if not records:
        raise spoilt[0]
    versions = [time_of(situation.get("situationVersionTime")), *(each.version for each in records)]
    version = max((each for each in versions if each is not None), default=published)
    if version is None:
        raise FeedError("situationVersionTime", "it is missing, so nobody can tell old from new")
    header = situation.get("headerInformation")
    incident = _incident(records, header if isinstance(header, dict) else {}, policy)
    if spoilt and incident.phase is Phase.CLOSED:
        # What cannot be read may be what is still closed to traffic: an end is said of all of it or not at all.
        raise spoilt[0]
    return incident.model_copy(update={"id": own, "revision": int(version.timestamp()), "updated": version}), spoilt


def name_of(situation: object) -> str:
    """Return the situation's id, empty where it has none."""
    own = situation.get("idG") if isinstance(situation, dict) else None
    return id_of(own) if isinstance(own, str) else ""


def _incident(records: list[DatexRecord], header: dict[str, Any], policy: Policy) -> Incident:
    """Merge the records. Only those of the deciding phase speak: a closure tonight does not end next week."""
    phase = next(each for each in _DECIDING if any(record.phase is each for record in records))
    speaking = [record for record in records if record.phase is phase]
    roads = tuple(dict.fromkeys(bounded(road) for record in speaking for road in record.roads))[:_MOST_ROADS]
    place = _place(next((record.location for record in speaking if record.location), ""), roads)
    headline = bounded(next((record.comment for record in speaking if record.comment), ""))
    cause = next((code for record in speaking if (code := cause_of(record.cause))), "")
    said = {"road": bounded(" and ".join(roads)), "place": place, "cause": cause}
    ends = [record.end for record in speaking if record.end is not None]
    # Where one of them has no end, nobody forecasts the end of the whole.
    end = max(ends) if len(ends) == len(speaking) else None
    return Incident(
        source=policy.source,
        id="",
        revision=0,
        phase=phase,
        status=_STATUSES.get(word_of(header.get("informationStatus")), Status.TEST),
        event_type=policy.type_of(" ".join(record.words for record in speaking), default=kind_of(speaking)),
        severity=min((record.severity for record in speaking), key=list(Severity).index),
        urgency=Urgency.UNKNOWN,
        certainty=min((record.certainty for record in speaking), key=list(Certainty).index),
        facts={name: words for name, words in said.items() if words and not address_in(words)},
        withheld=_withheld(header, records),
        expires=end,
        expected_end=end,
        headline="" if address_in(headline) else headline,
        starts=min((record.start for record in speaking if record.start is not None), default=None),
        roads=tuple(road for road in roads if not address_in(road)),
        area="" if address_in(place) else place,
        point=next((record.point for record in speaking if record.point is not None), None),
    )


def _place(location: str, roads: tuple[str, ...]) -> str:
    """Return the location without the road's name, which the sentence has already said."""
    for road in roads:
        shorter = re.sub(rf"^(?:the )?{re.escape(road)}(?: |$)", "", location, flags=re.IGNORECASE)
        if shorter != location:
            return bounded(shorter.strip())
    return bounded(location)


def _withheld(header: dict[str, Any], records: list[DatexRecord]) -> str:
    """Say why it is not for the public; without a word that it is, it is not."""
    words = [word_of(header.get("confidentiality")), *(record.confidentiality for record in records)]
    if not words[0]:
        return "it names no confidentiality"
    closed = next((word for word in words if word not in {"", "noRestriction"}), "")
    return f"confidentiality {closed[:_LONGEST_NAME]} is never broadcast" if closed else ""
