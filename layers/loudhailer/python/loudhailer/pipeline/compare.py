"""COMPARE: what is new in a feed's document, against what we remember of it. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loudhailer.domain.feed import Known, KnownIncident
from loudhailer.domain.incident import Incident, Phase, Unlisted
from loudhailer.normalise import digest_of

DIGEST_SIGNS = 16
FORGET_AFTER = timedelta(days=30)
"""How long an incident that is over is remembered, so that a late repeat of it is no news."""
_LONGEST_EVENT_ID = 120  # the envelope cuts at 128, and two ids cut short could be one


@dataclass(frozen=True, slots=True)
class News:
    """One telling, under the event id that it has however often it is told."""

    event_id: str
    telling: Incident | Unlisted


@dataclass(frozen=True, slots=True)
class Rules:
    """How a document of the feed `source` is compared.

    `absent_after` is how many complete documents in a row must leave an incident out until it counts as no longer
    listed, 0 where this document proves nothing by leaving out. On the `first` document what is closed already is only
    remembered. `today` is the day in UTC.
    """

    source: str
    absent_after: int
    first: bool
    today: date


def compare(incidents: Iterable[Incident], known: Known, rules: Rules) -> tuple[Sequence[News], Known]:
    """Return what is to be told, and what is known from now on; the order within a document does not matter."""
    memory, aliases = dict(known.incidents), dict(known.aliases)
    newest: dict[str, Incident] = {}
    # An older one comes first, so that the newest decides; the digest settles what the number leaves open.
    for incident in sorted(incidents, key=lambda each: (each.revision, each.id, digest_of(each))):
        name = _name_of(incident, memory, aliases, newest)
        for other in _identifiers(incident):
            if other != name and other not in memory and other not in newest:
                aliases.setdefault(other, name)
        newest[name] = incident.model_copy(update={"id": name})
    news: list[News] = []
    for name, incident in sorted(newest.items()):
        memory[name], told = _heard(incident, memory.get(name), rules)
        if told is not None:
            news.append(told)
    if rules.absent_after:
        for name in sorted(memory.keys() - newest.keys()):
            memory[name], gone = _missed(name, memory[name], rules)
            if gone is not None:
                news.append(gone)
    return news, _without_the_forgotten(Known(memory, aliases, known.links), newest, rules.today)


def _name_of(
    incident: Incident, memory: dict[str, KnownIncident], aliases: dict[str, str], newest: dict[str, Incident]
) -> str:
    """Return the id that was used first for it: a word that names an earlier one belongs to that one's thread."""
    for each in _identifiers(incident):
        if each in memory or each in newest:
            return each
        if each in aliases:
            return aliases[each]
    return incident.id


def _identifiers(incident: Incident) -> tuple[str, ...]:
    """Return every name it goes by: a later word may know it by any of them."""
    return tuple(filter(None, (incident.id, incident.identifier, *incident.references)))


def _heard(incident: Incident, known: KnownIncident | None, rules: Rules) -> tuple[KnownIncident, News | None]:
    digest = digest_of(incident)[:DIGEST_SIGNS]
    closed = incident.phase is Phase.CLOSED
    over = rules.today if closed else None
    if known is None:
        fresh = KnownIncident(told=incident.revision, theirs=incident.revision, digest=digest, over=over)
        return fresh, None if closed and rules.first else _telling(incident, digest)
    if incident.revision < known.theirs:
        return replace(known, misses=0), None
    if digest == known.digest:
        return replace(known, theirs=incident.revision, misses=0), None
    # Ingest takes only higher numbers for news, and a source may change its words under the one it has used.
    number = max(known.told + 1, incident.revision)
    heard = KnownIncident(told=number, theirs=incident.revision, digest=digest, over=over)
    return heard, _telling(incident.model_copy(update={"revision": number}), digest)


def _missed(name: str, known: KnownIncident, rules: Rules) -> tuple[KnownIncident, News | None]:
    if known.over is not None:
        return known, None
    if known.misses + 1 < rules.absent_after:
        return replace(known, misses=known.misses + 1), None
    # Without its digest, whatever comes back is new, under a number that no telling had before.
    gone = replace(known, misses=0, digest="", over=rules.today)
    event_id = event_id_of(rules.source, name, known.told, f"unlisted:{known.digest}")
    return gone, News(event_id, Unlisted(source=rules.source, id=name))


def _telling(incident: Incident, digest: str) -> News:
    return News(event_id_of(incident.source, incident.id, incident.revision, digest), incident)


def event_id_of(source: str, incident_id: str, revision: int, what: str) -> str:
    """Return the id of a telling: the same whenever the same thing is told, and never cut short."""
    name = f"{source}:{incident_id}:{revision}:{what}"
    if len(name) <= _LONGEST_EVENT_ID:
        return name
    return f"{source[:40]}:{hashlib.sha256(name.encode(errors='replace')).hexdigest()}"


def _without_the_forgotten(known: Known, newest: dict[str, Incident], today: date) -> Known:
    kept = {
        name: each
        for name, each in known.incidents.items()
        if name in newest or each.over is None or today - each.over <= FORGET_AFTER
    }
    if len(kept) == len(known.incidents):
        return known
    return replace(known, incidents=kept, aliases={one: name for one, name in known.aliases.items() if name in kept})
