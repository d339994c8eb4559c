"""The clock's own words: when an open incident was last confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from loudhailer.domain.delivery import State
from loudhailer.domain.errors import FeedError, Transient
from loudhailer.domain.incident import IncidentHead, StatusDue
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival, Clock, Commit, Commits, Deliveries, Sender, StatusList

_UNDER_WAY = frozenset({State.PENDING, State.CLAIMED, State.RETRY})
_MAY_BE_PUBLIC = frozenset({State.UNKNOWN, State.SENT})
DETAIL_TYPE = "status.due"


@dataclass(frozen=True, slots=True)
class Status:
    """Tell every open incident whose status is due.

    `listed` returns when a source's list was last read whole, None for a source that has no list: as long as an
    incident is on it, the list confirms it.
    """

    owed: StatusList
    deliveries: Deliveries
    commits: Commits
    tell: Tell
    listed: Callable[[str], datetime | None]
    clock: Clock
    limit: int = 100

    def __call__(self) -> Mapping[str, int]:
        """Look once and return what became of how many incidents, by word."""
        counts = dict.fromkeys(("Told", "Ended", "Quiet", "Waiting", "Stuck"), 0)
        for head in self.owed.status_due(self.clock(), self.limit):
            try:
                counts[self._one(head)] += 1
            except (Transient, FeedError):
                counts["Stuck"] += 1  # one that cannot be told now must not stop those behind it
        return counts

    def _one(self, head: IncidentHead) -> str:
        states = {each.state for alert_id in head.alert_ids for each in self.deliveries.deliveries(alert_id)}
        if states & _UNDER_WAY:
            # A status would supersede what is still being tried, and an evacuation must not become a routine post.
            return "Waiting"
        if not states & _MAY_BE_PUBLIC:
            # What nobody has read needs no status: it would only tell of what somebody decided to hold.
            self._rest(head)
            return "Quiet"
        # One turn of the clock is one event, however often its function runs.
        turn = f"status:{head.source}:{head.id}:{head.spoken}"
        confirmed = max(filter(None, (head.confirmed, self.listed(head.source))), default=self.clock())
        outcome = self.tell(
            Arrival(
                sender=Sender(event_id=turn, source=head.source, detail_type=DETAIL_TYPE),
                telling=StatusDue(source=head.source, id=head.id, confirmed=confirmed),
            )
        )
        return "Told" if outcome.fate in {Fate.POSTED, Fate.HELD} else "Ended"

    def _rest(self, head: IncidentHead) -> None:
        """Take the incident off the clock's list until something is said of it again."""
        outcome = Outcome(
            event_id=f"status:{head.source}:{head.id}:{head.spoken}:rest",
            received_at=self.clock(),
            fate=Fate.REFUSED,
            reason="a status was due, but nothing about it is public",
            source=head.source,
            detail_type=DETAIL_TYPE,
            incident_id=head.id,
        )
        self.commits.commit(Commit(head=head.model_copy(update={"status_at": None}), outcome=outcome))
