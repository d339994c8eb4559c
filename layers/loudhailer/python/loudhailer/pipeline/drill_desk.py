"""What officers do with drills: raise one, and look at what was practised. Nothing here can make an alert."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from loudhailer.config import DESK
from loudhailer.domain.act import Act
from loudhailer.domain.caller import Behalf, Caller, Deed
from loudhailer.domain.drill import Drill, DrillDelivery, DrillStatus
from loudhailer.domain.errors import Conflict, NotFound, StateUnavailable, Transient
from loudhailer.pipeline._speaker import Speaker, speaker_of
from loudhailer.pipeline.desk import Raising, incident_of
from loudhailer.pipeline.drill import DrillStore, Rehearse
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Arrival, Audit, Sender

_FIRST_NUMBERS = range(1, 41)
"""How many drills of one incident are looked for; an exercise that says more is read in the table."""


@dataclass(frozen=True, slots=True)
class Practised:
    """One drill, and where it stands: None where nobody was to be told."""

    drill: Drill
    delivery: DrillDelivery | None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What came of raising a drill. `warnings` are what went wrong after it was committed."""

    practised: Practised
    reason: str
    repeated: bool
    findings: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrillDesk:
    """Drills at the desk: the same words, roles and refusals as in earnest."""

    guard: Guard
    rehearse: Rehearse
    drills: DrillStore
    audit: Audit
    new_key: Callable[[], str]

    def raise_(
        self, caller: Caller, behalf: Behalf, raising: Raising, status: DrillStatus, *, key: str = ""
    ) -> Rehearsed:
        """Raise a drill. Each is an exercise of its own, but for the same request under the same key.

        Raise `FeedError` where it could not be said in earnest either, `Conflict` where the key served for another.
        """
        author = speaker_of(self.guard(Deed.DRILL, caller, f"a {raising.event_type}"), behalf)
        tell = self.rehearse.tell
        incident, findings = incident_of(tell.config.plan, raising, author.roles)
        event_id = f"drill:{caller.username}:{key or self.new_key()}"
        incident = incident.model_copy(update={"id": f"D-{_digest(event_id)[:12]}", "status": status})
        request = _digest([status, asdict(raising), asdict(behalf)])
        known = tell.outcomes.outcome(event_id)
        if known is not None and known.request != request:
            raise Conflict("this Idempotency-Key was used for something else; take a new one")
        arrival = Arrival(
            sender=Sender(event_id, DESK, "desk.drill"),
            telling=incident,
            by=author.by,
            typed_by=author.typed_by,
            means=author.means,
            roles=author.roles,
        )
        warnings: tuple[str, ...] = ()
        try:
            outcome = self.rehearse(arrival, incident, status, request=request)
        except StateUnavailable:
            committed = tell.outcomes.outcome(event_id)
            if committed is None:
                raise
            outcome, warnings = committed, ("it is kept, but the wall was not told: send it again with its key",)
        practised = self._practised(outcome.alert_id)
        if practised is None:
            raise Conflict(outcome.reason)
        warnings += self._audited(author, practised.drill, tell.clock())
        return Rehearsed(practised, outcome.reason, known is not None, findings, warnings)

    def list(self, caller: Caller, *, days: int) -> tuple[Practised, ...]:
        """Return the drills of the last days (UTC), newest first."""
        self.guard(Deed.READ, caller, "drills")
        today = self.rehearse.tell.clock().date()
        drills = (drill for back in range(days) for drill in self.drills.recent(today - timedelta(days=back)))
        return tuple(Practised(drill, self.drills.delivery(drill.identifier)) for drill in drills)

    def show(self, caller: Caller, reference: str) -> tuple[Practised, ...]:
        """Return all that was practised under a reference, newest first; raise `NotFound` for an unknown one."""
        self.guard(Deed.READ, caller, f"drills {reference}")
        found: tuple[Practised, ...] = ()
        for number in _FIRST_NUMBERS:
            practised = self._practised(f"{reference}-{number}")
            if practised is None:
                break
            found = (practised, *found)
        if not found:
            raise NotFound(f"there is no drill {reference}")
        return found

    def _practised(self, drill_id: str) -> Practised | None:
        drill = self.drills.drill(drill_id) if drill_id else None
        return Practised(drill, self.drills.delivery(drill_id)) if drill else None

    def _audited(self, author: Speaker, drill: Drill, now: datetime) -> tuple[str, ...]:
        act = Act(
            chain=f"incident:{drill.reference}",
            at=now,
            by=author.by,
            deed=Deed.DRILL,
            subject=drill.identifier,
            reason=author.capacity,
            result=f"{drill.status}: a drill, and no alert",
            typed_by=author.typed_by,
            means=author.means,
        )
        try:
            self.audit.append(act)
        except Transient:
            return ("the audit could not be written: note who did this, and when",)
        return ()


def _digest(asked: object) -> str:
    def plain(value: object) -> str:
        return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)

    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=plain).encode()).hexdigest()[:32]
