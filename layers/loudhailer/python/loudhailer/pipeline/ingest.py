"""From a body in the ingest queue to its one end: read it and tell it, or refuse it with its original kept."""

from collections.abc import Callable
from dataclasses import dataclass

from loudhailer.domain.errors import FeedError, TellsNothing
from loudhailer.domain.incident import Incident, Status
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.pipeline.admit import Admit
from loudhailer.pipeline.drill import Rehearse
from loudhailer.ports import Arrival, Clock, Documents, Outcomes, Sender


@dataclass(frozen=True, slots=True)
class Ingest:
    """Read one body of the ingest queue and admit what it says; what is not Actual is rehearsed."""

    read: Callable[[str, str], Arrival]
    sender: Callable[[str, str], Sender]
    admit: Admit
    rehearse: Rehearse
    outcomes: Outcomes
    documents: Documents
    clock: Clock

    def __call__(self, body: str, fallback_id: str) -> Outcome:
        """Bring one event to its end and return it; a redelivered event gets the end it had.

        `fallback_id` names the event where its body does not. Raise a `Transient` where the queue should bring the
        event back.
        """
        try:
            arrival = self.read(body, fallback_id)
            telling = arrival.telling
            if isinstance(telling, Incident) and telling.status is not Status.ACTUAL:
                return self.rehearse(arrival, telling, telling.status)
            return self.admit(arrival)
        except FeedError as refusal:
            return self._refuse(self.sender(body, fallback_id), body, refusal)

    def _refuse(self, sender: Sender, body: str, refusal: FeedError) -> Outcome:
        """End an event that cannot be read or said; the original is kept before the ledger points at it.

        Of one that tells of no incident there is nothing to look at.
        """
        known = self.outcomes.outcome(sender.event_id)
        if known is not None:
            return known
        person = not isinstance(refusal, TellsNothing)
        outcome = Outcome(
            event_id=sender.event_id,
            received_at=self.clock(),
            fate=Fate.REFUSED,
            reason=str(refusal),
            source=sender.source,
            detail_type=sender.detail_type,
            document=self.documents.keep(sender.event_id, body) if person else "",
            person=person,
        )
        self.outcomes.record(outcome)
        return outcome
