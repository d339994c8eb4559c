"""NORMALISE: what is this revision, compared with what we already said? Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from loudhailer.domain.alert import MsgType
from loudhailer.domain.incident import Incident, IncidentHead, Phase, Status
from loudhailer.domain.outcome import Fate

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like another sign over a radio
_REFERENCE_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Announce:
    """The public should hear of this revision."""

    msg_type: MsgType


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing new to say, and why. Where `known`, the head moves all the same: what is older is stale from now on.

    `person` says that somebody should look at it.
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


def digest_of(incident: Incident) -> str:
    """Return a digest of all that the public would see of it; its number, and how a time is spelled, do not count."""
    seen = incident.model_dump(exclude={"revision", "source", "id", "severity", "urgency", "certainty"})
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def assess(incident: Incident, head: IncidentHead, now: datetime) -> Announce | Ignore:
    """Compare a revision with the incident's head; `now` is aware."""
    if incident.status is not Status.ACTUAL:
        return Ignore(Fate.REFUSED, f"status {incident.status} is never published")
    if incident.revision < head.revision:
        return Ignore(Fate.SUPERSEDED, f"revision {head.revision} is already known")
    if incident.revision == head.revision:
        return _same_number(incident, head)
    if incident.phase is Phase.CLOSED:
        # An end never expires: words that were true for an hour must not stand for ever because their end came late.
        return _end(incident, head)
    if incident.expires is not None and incident.expires <= now:
        return Ignore(Fate.EXPIRED, f"it expired at {incident.expires.isoformat()}", known=True)
    if digest_of(incident) == head.said:
        return Ignore(Fate.MERGED, "nothing that the public sees has changed", known=True)
    if not head.alert_ids or head.phase is Phase.CLOSED:
        # A source may open again what it closed; the public must hear that as new, not as an update of an all-clear.
        return Announce(MsgType.ALERT)
    return Announce(MsgType.UPDATE)


def _end(incident: Incident, head: IncidentHead) -> Announce | Ignore:
    """An end that overtook its report is kept in mind, so that the late report announces nothing that is over."""
    if not head.alert_ids:
        return Ignore(Fate.REFUSED, "it was closed, but never announced", known=True)
    if digest_of(incident) == head.said:
        return Ignore(Fate.MERGED, "nothing that the public sees has changed", known=True)
    return Announce(MsgType.CANCEL)


def _same_number(incident: Incident, head: IncidentHead) -> Ignore:
    """A repeat is merged; a second truth under a number already published is refused, so that a person sees it."""
    if digest_of(incident) == head.digest:
        return Ignore(Fate.MERGED, f"revision {head.revision} is already known")
    reason = f"revision {head.revision} is already known with other facts; send a higher number"
    return Ignore(Fate.REFUSED, reason, person=True)
