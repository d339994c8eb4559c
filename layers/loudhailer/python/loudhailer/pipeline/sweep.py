"""The clock's share: what was announced in vain, and what has come due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.crisis import Action
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, Transient
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Gates
from loudhailer.plan import Plan
from loudhailer.ports import Alerts, Announcer, Approvals, Clock, DeliveryLog, DueList, Incidents, Outcomes

_SWEEP_CEILING = timedelta(minutes=15)
_LONGEST_DOUBLING = 10
_ORDER = (Due.RETRACT, Due.LEASE, Due.RETRY, Due.UNCLAIMED, Due.FOLLOW, Due.PLANNED, Due.HELD)
"""What may already be late comes first; what was planned can wait for the end of the sweep."""
_WORDS = ("Announced", "HeldAtFanOut", "SupersededAtFanOut", "ExpiredHeld", "ExpiredEnd", "PutOff", "Stuck")
UNRELEASED = "end.expired"
"""The ledger's detail type for an end that waited until it expired, so that what it ends still stands."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Announce again what was committed and never claimed, and for the first time what has now come due."""

    plan: Plan
    due: DueList
    incidents: Incidents
    alerts: Alerts
    gates: Gates
    approvals: Approvals
    outcomes: Outcomes
    log: DeliveryLog
    announcer: Announcer
    clock: Clock
    limit: int = 200

    def __call__(self) -> Mapping[str, int]:
        """Sweep once and return what became of how many deliveries, by word."""
        counts = dict.fromkeys(_WORDS, 0)
        for kind in _ORDER:
            for delivery in self.due.due(kind, self.clock(), self.limit):
                try:
                    counts[self._one(delivery)] += 1
                except ClaimLost:
                    continue  # a worker took it between the index and the write: that is what we want
                except Transient:
                    counts["Stuck"] += 1  # one that cannot be moved now must not stop those behind it
        return counts

    def _one(self, delivery: Delivery) -> str:
        alert = self.alerts.alert(delivery.alert_id)
        head = self.incidents.head(delivery.source, delivery.incident_id)
        if delivery.state is State.HELD:
            # Nobody came: late words are worse than none. A person finds it in the ledger, with what had held it.
            missed = alert.msg_type is MsgType.CANCEL and head.aired and head.spoken == delivery.revision
            if missed:
                self._report(alert, delivery)
            self.log.save(delivery.settled(State.EXPIRED, f"held until it expired: {delivery.reason}"))
            return "ExpiredEnd" if missed else "ExpiredHeld"
        if delivery.due is Due.PLANNED and head.spoken > delivery.revision:
            # It was moved, changed or withdrawn while it waited: the newer revision speaks, or nothing does.
            self.log.save(delivery.settled(State.SUPERSEDED, f"revision {head.spoken} has replaced it"))
            return "SupersededAtFanOut"
        if delivery.state is State.PENDING:
            gate = self.gates.gates([delivery.platform])[delivery.platform]
            approval = self.approvals.approval(delivery.alert_id)
            standing = Standing(self.clock(), head.lead, approval, released=delivery.alone)
            decision = decide(self.plan, alert, gate, standing)
            if decision.action is Action.WAIT and decision.until is not None:
                self.log.save(delivery.model_copy(update={"due": Due.PLANNED, "due_at": decision.until}))
                return "PutOff"
            if not decision.sends:
                self.log.save(delivery.held(decision))
                return "HeldAtFanOut"
        # The index moves first: if the announcement then fails, the next sweep is late, never lost.
        now = self.clock()
        pause = min(_SWEEP_CEILING, UNCLAIMED_AFTER * 2 ** min(delivery.sweeps, _LONGEST_DOUBLING))
        kind = Due.UNCLAIMED if delivery.due is Due.PLANNED else delivery.due
        self.log.save(delivery.model_copy(update={"due": kind, "due_at": now + pause, "sweeps": delivery.sweeps + 1}))
        self.announcer.announce(Announcement.of(alert, delivery.part), [delivery.platform], delivery.lane)
        return "Announced"

    def _report(self, alert: Alert, delivery: Delivery) -> None:
        """Write into the ledger, once, that the words stand which nobody let this end take back."""
        event_id = f"expired-end:{alert.identifier}"
        if self.outcomes.outcome(event_id) is not None:
            return
        self.outcomes.record(
            Outcome(
                event_id=event_id,
                received_at=self.clock(),
                fate=Fate.EXPIRED,
                reason=f"nobody released this end in time, so what it ends still stands; held: {delivery.reason}",
                source=alert.source,
                detail_type=UNRELEASED,
                incident_id=alert.incident_id,
                alert_id=alert.identifier,
                person=True,
            )
        )
