"""What follows from an answer: held posts go, or never do, and the ledger says why."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.approvals import people_of
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval, Stand
from loudhailer.domain.crisis import Action, Decision, MessageClass
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, Transient
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.gate import held_for_a_language
from loudhailer.pipeline._announce import announce
from loudhailer.pipeline._head import let_go
from loudhailer.pipeline._summon import Summon, about_approval
from loudhailer.plan import Plan
from loudhailer.ports import Alerts, Announcer, Clock, Commit, Commits, Deliveries, DeliveryLog, Incidents, Outcomes

DETAIL_TYPE = "approval.answered"
_DECLINED = frozenset({Stand.RETURNED, Stand.REJECTED})


class ApprovalSaves(Protocol):
    """Approvals, written only over the version that was read."""

    def save(self, approval: Approval) -> Approval:
        """Write it and return it with its new version; raise `ClaimLost` where it has moved."""
        ...


@dataclass(frozen=True, slots=True)
class CarryOut:
    """Let an answered alert's held posts follow the answer. It may be done again and again: nothing happens twice.

    `status_after` is how many minutes after an alert of a class the clock speaks of it.
    """

    plan: Plan
    status_after: Mapping[MessageClass, int]
    alerts: Alerts
    incidents: Incidents
    deliveries: Deliveries
    log: DeliveryLog
    commits: Commits
    outcomes: Outcomes
    approvals: ApprovalSaves
    announcer: Announcer
    summon: Summon
    clock: Clock

    def __call__(self, approval: Approval) -> Approval:
        """Carry the answer out and return the approval as it then stands; raise a `Transient` to be done again."""
        alert, now = self.alerts.alert(approval.alert_id), self.clock()
        head = self.incidents.head(alert.source, alert.incident_id)
        # Leave for the words is no leave to leave out a language: they are held for it, and the public hears none yet.
        owed = held_for_a_language(self.plan, alert)
        # The head first: whoever speaks next builds on words that are about to be public, never on older ones.
        self._note(approval, alert, head, owed, now)
        dealt = list(self.deliveries.deliveries(alert.identifier))
        for at, delivery in enumerate(dealt):
            if delivery.state is State.HELD and delivery.held_as is Action.APPROVE:
                dealt[at], _ = self.log.save(_follows(approval, alert, delivery, owed, spoken=head.spoken, now=now))
        announce(self.announcer, alert, (each for each in dealt if each.released_by and each.due is Due.UNCLAIMED))
        for rung in range(approval.rung + 1):  # the first call is made before the clock counts it
            with suppress(Transient):  # who is called in vain is told so when they look
                self.summon.over(about_approval(approval, rung), f"it is {approval.stand}")
        return self.approvals.save(approval.model_copy(update={"carried_out": True}))

    def _note(self, approval: Approval, alert: Alert, head: IncidentHead, owed: Decision | None, now: datetime) -> None:
        """Write the ledger's line, and with it what the public hears from now on; both once."""
        fate = _fate(approval, alert, head.spoken, now)
        held = owed if fate is Fate.POSTED else None
        outcome = Outcome(
            event_id=f"approval:{alert.identifier}:{approval.asked_at.timestamp():.0f}",
            received_at=now,
            fate=Fate.HELD if held else fate,
            reason=said_of(approval) + (f"; {held.reason}" if held else ""),
            source=alert.source,
            detail_type=DETAIL_TYPE,
            incident_id=alert.incident_id,
            alert_id=alert.identifier,
            by=approval.answered_by,
            person=approval.stand is Stand.EXPIRED or held is not None,
        )
        if self.outcomes.outcome(outcome.event_id) is not None:
            return
        if outcome.fate is not Fate.POSTED:
            self.outcomes.record(outcome)
            return
        minutes = self.status_after.get(alert.message_class)
        gone = let_go(head, alert, now, timedelta(minutes=minutes) if minutes else None)
        with suppress(ClaimLost):
            self.commits.commit(Commit(head=gone, outcome=outcome))
            return
        if self.outcomes.outcome(outcome.event_id) is None:
            raise ClaimLost("the incident has moved")  # something newer was said meanwhile: look again


def said_of(approval: Approval) -> str:
    """Say how it was answered, and why."""
    match approval.stand:
        case Stand.APPROVED:
            return f"approved by {people_of(approval)}"
        case Stand.EXPIRED | Stand.REPLACED:
            return approval.answer
        case _:
            return f"{approval.stand} by {approval.answered_by}: {approval.answer}"


def _fate(approval: Approval, alert: Alert, spoken: int, now: datetime) -> Fate:
    if approval.stand is Stand.EXPIRED:
        return Fate.EXPIRED
    if approval.stand in _DECLINED:
        return Fate.REFUSED
    if spoken > alert.revision:
        return Fate.SUPERSEDED
    return Fate.EXPIRED if now >= alert.expires else Fate.POSTED


def _follows(
    approval: Approval, alert: Alert, delivery: Delivery, owed: Decision | None, *, spoken: int, now: datetime
) -> Delivery:
    """Return a held delivery as the answer leaves it. Gate and expiry are asked again when it is sent."""
    if approval.stand is Stand.EXPIRED:
        return delivery.settled(State.EXPIRED, said_of(approval))
    if approval.stand in _DECLINED:
        # Nobody can release it any more; whoever wants it said changes it, or asks again.
        return delivery.held(Decision(Action.DROP, said_of(approval)))
    if spoken > delivery.revision:
        return delivery.settled(State.SUPERSEDED, f"revision {spoken} has replaced it")
    if now >= delivery.expires_at:
        return delivery.settled(State.EXPIRED, f"{said_of(approval)}, after it had expired")
    if owed is not None:
        return delivery.held(owed)
    waits = alert.waits(now)
    return delivery.model_copy(
        update={
            "state": State.PENDING,
            "reason": "",
            "released_by": people_of(approval),
            "due": Due.PLANNED if waits else Due.UNCLAIMED,
            "due_at": alert.publish_at if waits else now + UNCLAIMED_AFTER,
            "sweeps": 0,
        }
    )
