"""The clock's share: what was announced in vain, and what has come due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from loudhailer.config import Plan
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, Transient
from loudhailer.gate import decide
from loudhailer.ports import Alerts, Announcer, Clock, DeliveryLog, DueList, Gates, Incidents

_SWEEP_CEILING = timedelta(minutes=15)
_ORDER = (Due.LEASE, Due.RETRY, Due.UNCLAIMED, Due.PLANNED)
"""What may already be late comes first; what was planned can wait for the end of the sweep."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Announce again what was committed and never claimed, and for the first time what has now come due."""

    plan: Plan
    due: DueList
    incidents: Incidents
    alerts: Alerts
    gates: Gates
    log: DeliveryLog
    announcer: Announcer
    clock: Clock
    limit: int = 200

    def __call__(self) -> Mapping[str, int]:
        """Sweep once and return what became of how many deliveries, by word."""
        counts = dict.fromkeys(("Announced", "HeldAtFanOut", "SupersededAtFanOut", "Stuck"), 0)
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
        if delivery.due is Due.PLANNED:
            spoken = self.incidents.head(delivery.source, delivery.incident_id).spoken
            if spoken > delivery.revision:
                # It was moved, changed or withdrawn while it waited: the newer revision speaks, or nothing does.
                self.log.save(delivery.settled(State.SUPERSEDED, f"revision {spoken} has replaced it"))
                return "SupersededAtFanOut"
        if delivery.state is State.PENDING:
            decision = decide(self.plan, alert, self.gates.gates([delivery.channel])[delivery.channel])
            if not decision.sends:
                self.log.save(delivery.settled(State.HELD, decision.reason))
                return "HeldAtFanOut"
        # The index moves first: if the announcement then fails, the next sweep is late, never lost.
        now = self.clock()
        pause = min(_SWEEP_CEILING, UNCLAIMED_AFTER * 2**delivery.sweeps)
        kind = Due.UNCLAIMED if delivery.due is Due.PLANNED else delivery.due
        self.log.save(delivery.model_copy(update={"due": kind, "due_at": now + pause, "sweeps": delivery.sweeps + 1}))
        self.announcer.announce(Announcement.of(alert), [delivery.channel], delivery.lane)
        return "Announced"
