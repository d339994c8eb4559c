"""NORMALISE: what is this revision, compared with what we already said? Pure."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from loudhailer.config import DESK
from loudhailer.domain.alert import MsgType
from loudhailer.domain.feed import FORGET_AFTER
from loudhailer.domain.incident import (
    Amendment,
    Incident,
    IncidentHead,
    Manner,
    Phase,
    Severity,
    StatusDue,
    Telling,
    Unlisted,
)
from loudhailer.domain.outcome import Fate

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like another sign over a radio
_REFERENCE_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Announce:
    """The public should hear this of it."""

    msg_type: MsgType
    incident: Incident


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing new to say, and why. Where `known`, the head moves all the same: what is older is stale from now on.

    Of a status, `known` says that the clock is done with the incident. `person` says that somebody should look at it.
    """

    fate: Fate
    reason: str
    known: bool = False
    person: bool = False


def reference_of(source: str, incident_id: str) -> str:
    """Return the short code that every post about the incident prints: nine signs, about 44 bits."""
    number = int.from_bytes(hashlib.sha256(f"{source}\n{incident_id}".encode()).digest()[:8])
    signs = []
    for _ in range(_REFERENCE_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[place])
    return "".join(signs)


def drill_reference_of(source: str, incident_id: str) -> str:
    """Return the short code of an exercise's incident, which no alert can have: their signs know neither I nor L."""
    return f"DRILL-{reference_of(drill_source_of(source), incident_id)}"


def drill_source_of(source: str) -> str:
    """Return the name under which a source's exercises are kept: what is known of them is never what is so."""
    return f"drill/{source}"


def shadow_reference_of(source: str, incident_id: str) -> str:
    """Return the short code of what a source in shadow would have had said, which no alert and no drill can have."""
    return f"SHADOW-{reference_of(shadow_source_of(source), incident_id)}"


def shadow_source_of(source: str) -> str:
    """Return the name under which it is kept what a source in shadow tells: what it has said is never what was said."""
    return f"shadow/{source}"


def digest_of(incident: Incident) -> str:
    """Return a digest of all that the public would see of it; its number, and how a time is spelled, do not count."""
    return _digest(incident, _SEEN | _newer(incident))


def weighed_digest_of(incident: Incident) -> str:
    """Return a digest of all that the public would see of it, and of all that decides whether anybody hears of it.

    A warning that was too small to be said may grow with every word the same.
    """
    return _digest(incident, _WEIGHED | _newer(incident))


def _newer(incident: Incident) -> set[str]:
    """Return what counts where it is there: without it, an incident has the digest that it had before there was it."""
    return {name for name in ("withheld", "translations") if getattr(incident, name)}


def _digest(incident: Incident, fields: set[str]) -> str:
    taken = incident.model_dump(include=fields)
    return hashlib.sha256(json.dumps(taken, sort_keys=True, default=_plain).encode()).hexdigest()


_SEEN = {
    "phase",
    "status",
    "event_type",
    "facts",
    "sensitivities",
    "publish_at",
    "expires",
    "expected_end",
    "next_update",
}
_WEIGHED = _SEEN | {"severity", "urgency", "certainty", "point", "shape", "doubt", "withheld"}


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def assess(telling: Telling, head: IncidentHead, now: datetime) -> Announce | Ignore:
    """Compare what is told with what is known and was said; `now` is aware."""
    if isinstance(telling, Incident):
        return _revision(telling, _faded(head, telling, now), now)
    if isinstance(telling, Unlisted):
        return _unlisted(telling, head)
    if head.told is None or not head.alert_ids:
        return Ignore(Fate.REFUSED, "nothing was announced about it")
    if isinstance(telling, StatusDue):
        return _status(telling, head, head.told, now)
    return _amended(telling, head, head.told, now)


def _faded(head: IncidentHead, incident: Incident, now: datetime) -> IncidentHead:
    """Return the head without what was said so long ago that its source, saying it now, means something new by it.

    A warning of an area has the same words each year; one that stands all the time is not told every month.
    """
    long_ago = head.confirmed is not None and now - head.confirmed > FORGET_AFTER
    if not long_ago or incident.phase is not Phase.OPEN or incident.revision < head.revision:
        return head
    if digest_of(incident) not in (head.said, head.digest):
        return head
    return head.model_copy(update={"revision": incident.revision - 1, "said": "", "digest": ""})


def _unlisted(unlisted: Unlisted, head: IncidentHead) -> Announce | Ignore:
    """A queue keeps no order: what is listed again is not called unlisted after that, and late reports are stale."""
    known = unlisted.revision > head.revision
    if head.told is None or not head.alert_ids:
        return Ignore(Fate.REFUSED, "nothing was announced about it", known=known)
    if 0 < unlisted.revision < head.revision:
        return Ignore(Fate.SUPERSEDED, "its source has spoken of it since")
    verdict = _left_out(head, head.told)
    return replace(verdict, known=known) if isinstance(verdict, Ignore) else verdict


def _revision(incident: Incident, head: IncidentHead, now: datetime) -> Announce | Ignore:
    """A source's own revision."""
    if incident.revision <= head.revision and not _listed_again(incident, head):
        return _known_number(incident, head)
    if incident.withheld:
        # Words that are out stay out: only a person can tell what the public should hear of it now.
        return Ignore(Fate.REFUSED, f"not for broadcast: {incident.withheld}", known=True, person=_public(head))
    if incident.phase is Phase.CLOSED:
        # An end never expires: words that were true for an hour must not stand for ever because their end came late.
        return _end(incident, head)
    if incident.phase is Phase.PLANNED:
        if _public(head) and head.told is not None:
            # A closure of many nights is planned again each morning: it is over for now, and nobody says it reopened.
            return _left_out(head, head.told)
        return Ignore(Fate.REFUSED, "it is planned and not happening yet", known=True)
    if incident.expires is not None and incident.expires <= now:
        return Ignore(Fate.EXPIRED, f"it expired at {incident.expires.isoformat()}", known=True)
    if _nothing_new(incident, head) and not end_waits(head):
        return Ignore(Fate.MERGED, "nothing that the public sees has changed", known=True)
    if incident.source == DESK:
        # The same words are the same incident: what held them once holds them again, until somebody may release them.
        kept = tuple(sorted({*head.sensitivities, *incident.sensitivities}))
        incident = incident.model_copy(update={"sensitivities": kept})
    # A source may open again what it closed; the public must hear that as new, not as an update of an all-clear.
    return Announce(MsgType.UPDATE if _public(head) else MsgType.ALERT, incident)


def _nothing_new(incident: Incident, head: IncidentHead) -> bool:
    """Tell whether it says what is said already, or what its source has said before.

    A source that only repeats itself has no answer to what a person corrected, ended or took back since. A person who
    raises the same again has: what was held is to be said now, what has ended has begun again.
    """
    digest = digest_of(incident)
    if incident.source == DESK:
        return digest == head.said and not head.held
    if _graver(incident, head):
        return False
    by_silence = head.told is not None and head.told.manner is Manner.UNLISTED
    return digest == head.said or (digest == head.digest and not by_silence)


def end_waits(head: IncidentHead) -> bool:
    """Tell whether an end of it waits for a person: said anew, it can be let go no longer, for it would be false."""
    return head.unheard is not None and head.unheard.phase is Phase.CLOSED


def _public(head: IncidentHead) -> bool:
    """Tell whether something was said that still stands."""
    return bool(head.alert_ids) and head.phase is not Phase.CLOSED


def _graver(incident: Incident, head: IncidentHead) -> bool:
    """Tell whether it is more severe than what waits for a person: it may go by itself now, or wake somebody."""
    waits = (head.unheard or head.told) if head.held else None
    ranks = list(Severity)
    return waits is not None and ranks.index(incident.severity) < ranks.index(waits.severity)


def _listed_again(incident: Incident, head: IncidentHead) -> bool:
    """A list may hold again what it left out, the same under no new number: that is news."""
    if incident.revision < head.revision or digest_of(incident) != head.digest:
        return False
    ended = head.told is not None and head.phase is Phase.CLOSED and head.told.manner is Manner.UNLISTED
    return ended and incident.phase is Phase.OPEN


def _end(incident: Incident, head: IncidentHead) -> Announce | Ignore:
    """An end that overtook its report is kept in mind, so that the late report announces nothing that is over.

    It is said of what was said: a source's last word often names neither the place nor the kind. So whatever kept that
    from the public keeps its end from it too.
    """
    if not head.alert_ids:
        return Ignore(Fate.REFUSED, "it was closed, but never announced", known=True)
    if head.told is not None and head.told.manner is Manner.WITHDRAWN:
        return Ignore(Fate.MERGED, "what was said of it was taken back", known=True)
    if head.told is not None:
        facts = {**head.told.facts, **incident.facts}
        sensitivities = tuple(sorted({*head.sensitivities, *incident.sensitivities}))
        incident = incident.model_copy(
            update={
                "event_type": head.told.event_type,
                "facts": facts,
                "translations": _translated(incident, head.told),
                "sensitivities": sensitivities,
            }
        )
    if digest_of(incident) == head.said:
        return Ignore(Fate.MERGED, "nothing that the public sees has changed", known=True)
    return Announce(MsgType.CANCEL, incident)


def _known_number(incident: Incident, head: IncidentHead) -> Ignore:
    """A repeat is merged; a second truth under a number already published is refused, so that a person sees it."""
    if incident.revision < head.revision:
        return Ignore(Fate.SUPERSEDED, f"revision {head.revision} is already known")
    if not head.digest:
        # Nobody has read what it says, and now it is over: somebody should see that it was never said.
        return Ignore(Fate.SUPERSEDED, "its source no longer lists it", person=True)
    if digest_of(incident) == head.digest:
        return Ignore(Fate.MERGED, f"revision {head.revision} is already known")
    reason = f"revision {head.revision} is already known with other facts; send a higher number"
    return Ignore(Fate.REFUSED, reason, person=True)


def _left_out(head: IncidentHead, told: Incident) -> Announce | Ignore:
    """Silence ends what was listed, but says so; which kinds it may never end is for the words to say."""
    if head.phase is Phase.CLOSED:
        return Ignore(Fate.MERGED, "it has ended already")
    over = {"phase": Phase.CLOSED, "manner": Manner.UNLISTED, "next_update": None, "sensitivities": head.sensitivities}
    return Announce(MsgType.CANCEL, told.model_copy(update=over))


def _status(due: StatusDue, head: IncidentHead, told: Incident, now: datetime) -> Announce | Ignore:
    """A status says when the last word was, and never outlives the incident."""
    if head.phase is Phase.CLOSED:
        return Ignore(Fate.SUPERSEDED, "it has ended", known=True)
    if head.spoken != due.spoken:
        # It would supersede what was said since the clock looked, and may still be on its way.
        return Ignore(Fate.SUPERSEDED, "something newer was said meanwhile")
    if told.expires is not None and told.expires <= now:
        return Ignore(Fate.EXPIRED, f"what was said of it expired at {told.expires.isoformat()}", known=True)
    update = {"manner": Manner.STATUS, "confirmed": due.confirmed, "next_update": None, "publish_at": None}
    # Also a flag of words that nobody has heard yet: what is sensitive is never said by itself.
    return Announce(MsgType.UPDATE, told.model_copy(update={**update, "sensitivities": head.sensitivities}))


def _amended(amendment: Amendment, head: IncidentHead, told: Incident, now: datetime) -> Announce | Ignore:
    """A person changes, corrects, ends or takes back what was said."""
    closed = head.phase is Phase.CLOSED
    taken_back = amendment.manner is Manner.WITHDRAWN and told.manner is not Manner.WITHDRAWN
    if closed and amendment.phase is Phase.CLOSED and not taken_back:
        return Ignore(Fate.MERGED, "it has ended already")
    if amendment.phase is Phase.OPEN and amendment.expires is not None and amendment.expires <= now:
        return Ignore(Fate.REFUSED, f"it would have expired at {amendment.expires.isoformat()} already")
    if closed and amendment.phase is Phase.OPEN and amendment.manner is not Manner.CORRECTION:
        # A false all-clear must be called back, but by somebody who says that it was false.
        return Ignore(Fate.REFUSED, "it has ended; raise it anew, or correct what was said")
    facts = {name: text for name, text in {**told.facts, **amendment.facts}.items() if text}
    # What waits for approval is not released by an amendment, nor by one after it that says nothing of the flag. Only
    # an end is said of what the public has heard, which may have had none.
    flagged = told.sensitivities if amendment.phase is Phase.CLOSED else (*head.sensitivities, *told.sensitivities)
    changed = told.model_copy(
        update={
            "phase": amendment.phase,
            "manner": amendment.manner,
            "facts": facts,
            "translations": _translated(amendment, told),
            "sensitivities": tuple(sorted({*flagged, *(amendment.sensitivities or ())})),
            "expected_end": amendment.expected_end or _still_to_come(told.expected_end, now),
            "expires": amendment.expires or _still_to_come(told.expires, now),
            "next_update": amendment.next_update,
            "publish_at": _still_to_come(told.publish_at, now),
        }
    )
    if digest_of(changed) == head.said and not (taken_back or head.held or amendment.again):
        return Ignore(Fate.MERGED, "nothing that the public sees has changed")
    return Announce(MsgType.CANCEL if amendment.phase is Phase.CLOSED else MsgType.UPDATE, changed)


def _translated(telling: Incident | Amendment, told: Incident) -> dict[str, dict[str, str]]:
    """Return the facts in other languages: of a fact that now says something else, no old translation stands."""
    others = {name for name, text in telling.facts.items() if text != told.facts.get(name)}
    kept = {
        language: {name: text for name, text in facts.items() if name not in others}
        for language, facts in told.translations.items()
    }
    given = {language: {**kept.get(language, {}), **facts} for language, facts in telling.translations.items()}
    merged = {**kept, **given}
    return {language: said for language, facts in merged.items() if (said := {n: t for n, t in facts.items() if t})}


def _still_to_come(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None
