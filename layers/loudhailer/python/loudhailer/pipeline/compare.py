"""COMPARE: what is new in a feed's document, against what we remember of it. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import groupby

from loudhailer.domain.feed import FORGET_AFTER, Known, KnownIncident
from loudhailer.domain.incident import Incident, Phase, Severity, Unlisted
from loudhailer.feed_rules import Doubts
from loudhailer.normalise import weighed_digest_of

DIGEST_SIGNS = 16
_LONGEST_EVENT_ID = 120  # the envelope cuts at 128, and two ids cut short could be one
_DOUBTED = "implausible: one of many left out at once; a person may release it"


@dataclass(frozen=True, slots=True)
class News:
    """One telling, under the event id that it has however often it is told.

    `hold` is why nothing of it may go out by itself, empty where it may.
    """

    event_id: str
    telling: Incident | Unlisted
    hold: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a document of the feed `source` is compared.

    A `snapshot` says how things stand now, so that its words count whatever their number; other feeds keep words of
    different ages side by side. `absent_after` is how many complete documents in a row must leave an incident out until
    it counts as no longer listed, 0 where none ever says so. `complete` says that this one is the whole list: else it
    proves nothing by leaving out. On the `first` document what is closed already is only remembered. `today` is the day
    in UTC. `doubts` say how much a list may lose at once and be believed; what is `over` by its own deciding end is not
    lost.
    """

    source: str
    snapshot: bool
    absent_after: int
    first: bool
    today: date
    doubts: Doubts
    complete: bool = True
    over: frozenset[str] = frozenset()


def compare(incidents: Iterable[Incident], known: Known, rules: Rules) -> tuple[Sequence[News], Known]:
    """Return what is to be told, and what is known from now on; the order within a document does not matter."""
    memory, aliases = dict(known.incidents), dict(known.aliases)
    newest: dict[str, Incident] = {}
    repeated: set[str] = set()
    for incident in _oldest_first(incidents):
        name = _name_of(incident, memory, aliases, newest)
        if _own_name(incident) in known.incidents or _own_name(incident) in known.aliases:
            repeated.add(name)
        else:
            repeated.discard(name)
        for other in _identifiers(incident):
            if other != name and other not in memory and other not in newest:
                aliases.setdefault(other, name)
        newest[name] = incident.model_copy(update={"id": name})
    news: list[News] = []
    for name, incident in sorted(newest.items()):
        memory[name], told = _heard(incident, memory.get(name), rules, repeated=name in repeated)
        if told is not None:
            news.append(told)
    if rules.snapshot and rules.complete:
        hold = _implausible(known, newest, rules)
        for name in sorted(memory.keys() - newest.keys()):
            doubted = hold or _DOUBTED * memory[name].doubted
            memory[name], gone = _missed(name, memory[name], rules)
            if gone is not None:
                news.append(replace(gone, hold="" if name in rules.over else doubted))
    return news, _without_the_forgotten(Known(memory, aliases, known.links), newest, rules.today)


def _oldest_first(incidents: Iterable[Incident]) -> list[Incident]:
    """Return them so that the newest of each comes last, and decides; the digest settles what is left open."""
    found = list(incidents)
    often = Counter(each.id for each in found)

    def place(each: Incident) -> tuple[int, bool, str, str]:
        # A digest costs more than all the rest, and most incidents are named once.
        return each.revision, each.phase is Phase.CLOSED, each.id, weighed_digest_of(each) if often[each.id] > 1 else ""

    listed = sorted(found, key=place)
    return [each for _, tied in groupby(listed, lambda each: each.revision) for each in _untied(list(tied))]


def _untied(tied: list[Incident]) -> list[Incident]:
    """Order the words of one number: what names another comes after it, and else an end comes last.

    CAP's numbers are seconds, and some warnings are corrected or cancelled within one.
    """
    words: dict[str, list[Incident]] = {}
    for each in tied:
        words.setdefault(_own_name(each), []).append(each)
    place = {own: number for number, own in enumerate(words)}
    after = TopologicalSorter(
        {own: {one for each in same for one in each.references} & words.keys() - {own} for own, same in words.items()}
    )
    with suppress(CycleError):
        after.prepare()
        ordered: list[Incident] = []
        ready: list[tuple[int, str]] = []
        while after.is_active():
            for own in after.get_ready():
                heappush(ready, (place[own], own))
            _, own = heappop(ready)
            ordered.extend(words[own])
            after.done(own)
        return ordered
    return tied


def _own_name(incident: Incident) -> str:
    """Return what later words know this one by."""
    return incident.identifier or incident.id


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


def _heard(
    incident: Incident, known: KnownIncident | None, rules: Rules, *, repeated: bool
) -> tuple[KnownIncident, News | None]:
    """Return what is known of it now, and the news; `repeated` says that this word or one that names it came before."""
    digest = weighed_digest_of(incident)[:DIGEST_SIGNS]
    closed = incident.phase is Phase.CLOSED
    # What is over when it is first seen is told, so that the ledger says so, and no list need leave it out.
    over = rules.today if closed or (known is None and incident.id in rules.over) else None
    until = None if rules.snapshot else _until(incident, known, rules.today)
    if known is None:
        fresh = KnownIncident(incident.revision, incident.revision, digest, over=over, until=until)
        return fresh, None if closed and rules.first else _telling(incident, digest)
    stands = replace(known, misses=0, until=until, doubted=False)
    if not rules.snapshot and _is_older(incident, known, repeated=repeated):
        return stands, None
    if digest == known.digest:
        return replace(stands, theirs=incident.revision), None
    # Ingest takes only higher numbers for news, and a source may change its words under the one it has used.
    number = max(known.told + 1, incident.revision)
    heard = KnownIncident(number, incident.revision, digest, over=over, until=until)
    return heard, _telling(incident.model_copy(update={"revision": number}), digest)


def _is_older(incident: Incident, known: KnownIncident, *, repeated: bool) -> bool:
    """Tell whether a word comes late: by its number, or as what stood before an end of the same second."""
    reopens = known.over is not None and incident.phase is not Phase.CLOSED
    return incident.revision < known.theirs or (incident.revision == known.theirs and reopens and repeated)


def _until(incident: Incident, known: KnownIncident | None, today: date) -> date:
    stale = incident.expires.astimezone(UTC).date() if incident.expires else today
    return max(stale, today, (known and known.until) or today)


def _missed(name: str, known: KnownIncident, rules: Rules) -> tuple[KnownIncident, News | None]:
    if known.over is not None:
        return known, None
    if not rules.absent_after:
        # Nothing ends it, but what nobody lists for a month is as good as new when it comes back.
        return replace(known, until=known.until or rules.today), None
    if known.misses + 1 < rules.absent_after:
        return replace(known, misses=known.misses + 1), None
    # Without its digest, whatever comes back is new, under a number that no telling had before.
    gone = replace(known, misses=0, digest="", over=rules.today, doubted=False)
    event_id = event_id_of(rules.source, name, known.told, f"unlisted:{known.digest}")
    return gone, News(event_id, Unlisted(source=rules.source, id=name, revision=known.told))


def _implausible(known: Known, newest: dict[str, Incident], rules: Rules) -> str:
    """Return why nobody believes that a list has lost so much at once, empty where it may well be.

    A list that is cut short by its source is as valid as a whole one, and would end hundreds of closures that stand.
    """
    doubts = rules.doubts
    stands = [name for name, each in known.incidents.items() if each.over is None and name not in rules.over]
    lost = sum(name not in newest for name in stands)
    if len(stands) < doubts.lost_of or lost <= doubts.lost * len(stands):
        return ""
    return f"implausible: {lost} of {len(stands)} left out at once; a person may release it"


def portion(news: Sequence[News], was: Known, now: Known, most: int) -> tuple[Sequence[News], Known, int]:
    """Return the `most` pressing news, what is known when those are told, and how many are left for the next poll.

    What is severe goes first, and what is no longer listed last. What is left stays as it was known, so that the next
    document brings it again; but an end that nobody believed stays doubted, for the list will have lost only the rest.
    """
    if len(news) <= most:
        return news, now, 0
    ordered = sorted(news, key=_how_pressing)
    left = {each.telling.id: each for each in ordered[most:]}
    incidents = {name: each for name, each in now.incidents.items() if name not in left}
    for name, each in left.items():
        if name in was.incidents:
            ends = isinstance(each.telling, Unlisted)
            how = {"doubted": bool(each.hold)} if ends else {"misses": 0, "doubted": False}
            incidents[name] = replace(was.incidents[name], **how)
    aliases = {one: name for one, name in now.aliases.items() if name not in left or name in was.incidents}
    return ordered[:most], Known(incidents, aliases, now.links), len(left)


def _how_pressing(news: News) -> int:
    severities = list(Severity)
    return len(severities) if isinstance(news.telling, Unlisted) else severities.index(news.telling.severity)


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
        if name in newest or today - (each.over or each.until or today) <= FORGET_AFTER
    }
    if len(kept) == len(known.incidents):
        return known
    return replace(known, incidents=kept, aliases={one: name for one, name in known.aliases.items() if name in kept})
