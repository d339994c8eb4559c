"""The clock's own words: when an open incident was last confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from loudhailer.domain.delivery import MAY_BE_OUT, UNDER_WAY, State
from loudhailer.domain.errors import FeedError, Transient
from loudhailer.domain.incident import IncidentHead, StatusDue
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival, Clock, Commit, Commits, Deliveries, Sender, StatusList

_ENOUGH = 6
"""How often the same confirmation is passed on: after that a person should look."""
DETAIL_TYPE = "status.due"


@dataclass(frozen=True, slots=True)
class Status:
    """Tell every open incident whose status is due.

    `listed` returns when a source's list was last read whole with the incident on it, None where there is no such list:
    that confirms it.
    """

    owed: StatusList
    deliveries: Deliveries
    commits: Commits
    tell: Tell
    listed: Callable[[str, str], datetime | None]
    clock: Clock
    limit: int = 100

    def __call__(self) -> Mapping[str, int]:
        """Look once and return what became of how many incidents, by word."""
        counts = dict.fromkeys(("Told", "Ended", "Quiet", "Unconfirmed", "Waiting", "Stuck"), 0)
        for head in self.owed.status_due(self.clock(), self.limit):
            try:
                counts[self._one(head)] += 1
            except (Transient, FeedError):
                counts["Stuck"] += 1  # one that cannot be told now must not stop those behind it
        return counts

    def _one(self, head: IncidentHead) -> str:
        if head.lead:
            # It would be our own wording of what another service leads, and wake somebody each time to approve it.
            return self._rest(head, f"a status was due, but {head.lead} leads it: we pass on its words")
        stands = [
            each
            for alert_id in head.alert_ids
            if _since(head, alert_id)
            for each in self.deliveries.deliveries(alert_id)
        ]
        if any(each.state in UNDER_WAY or (each.state is State.UNKNOWN and each.due) for each in stands):
            # A status would supersede what is still being tried, and an evacuation must not become a routine post.
            return "Waiting"
        if not any(each.state in MAY_BE_OUT for each in stands):
            # What nobody has read needs no status: it would only tell of what somebody decided to hold.
            return self._rest(head, "a status was due, but nothing about it is public")
        confirmed = max(filter(None, (head.confirmed, self.listed(head.source, head.id))), default=self.clock())
        if head.statuses >= _ENOUGH and confirmed == head.vouched:
            return self._rest(head, f"{_ENOUGH} statuses, and nobody has confirmed it since", person=True)
        # One turn of the clock is one event, however often its function runs.
        turn = f"status:{head.source}:{head.id}:{head.spoken}"
        outcome = self.tell(
            Arrival(
                sender=Sender(event_id=turn, source=head.source, detail_type=DETAIL_TYPE),
                telling=StatusDue(source=head.source, id=head.id, confirmed=confirmed, spoken=head.spoken),
            )
        )
        return "Told" if outcome.fate in {Fate.POSTED, Fate.HELD} else "Ended"

    def _rest(self, head: IncidentHead, reason: str, *, person: bool = False) -> str:
        """Take the incident off the clock's list until something is said of it again."""
        outcome = Outcome(
            event_id=f"status:{head.source}:{head.id}:{head.spoken}:rest",
            received_at=self.clock(),
            fate=Fate.REFUSED,
            reason=reason,
            source=head.source,
            detail_type=DETAIL_TYPE,
            incident_id=head.id,
            person=person,
        )
        self.commits.commit(Commit(head=head.model_copy(update={"status_at": None}), outcome=outcome))
        return "Unconfirmed" if person else "Quiet"


def _since(head: IncidentHead, alert_id: str) -> bool:
    """Tell whether an alert is the newest word, or a status of it."""
    return int(alert_id.rsplit("-", 1)[-1]) >= head.word
