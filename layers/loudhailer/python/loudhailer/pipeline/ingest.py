"""From a body in the ingest queue to its one end: read it and tell it, or refuse it with its original kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from loudhailer.domain.errors import FeedError, TellsNothing
from loudhailer.domain.incident import Incident, Phase, Status, Telling
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.normalise import end_waits
from loudhailer.pipeline._head import laid_aside
from loudhailer.pipeline.admit import Admit
from loudhailer.pipeline.drill import Rehearse
from loudhailer.ports import Arrival, Clock, Commit, Documents, Outcomes, Sender
from loudhailer.privacy.discretion import discreet

LAID_ASIDE = "end.laid-aside"
_SAID = frozenset({Fate.POSTED, Fate.HELD})
"""What left words behind, which replace those that waited."""


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
        telling: Telling | None = None
        try:
            arrival = self.read(body, fallback_id)
            if isinstance(arrival.telling, Incident):
                # Also of an exercise: one that shows what would never go out teaches the wrong thing.
                arrival = replace(arrival, telling=discreet(arrival.telling))
            telling = arrival.telling
            if isinstance(telling, Incident) and telling.status is not Status.ACTUAL:
                outcome = self.rehearse(arrival, telling, telling.status)
            else:
                outcome = self.admit(arrival)
        except FeedError as refusal:
            outcome = self._refuse(self.sender(body, fallback_id), body, refusal)
        if isinstance(telling, Incident) and telling.phase is not Phase.CLOSED and outcome.fate not in _SAID:
            self._lay_aside(telling, outcome)
        return outcome

    def _lay_aside(self, telling: Incident, outcome: Outcome) -> None:
        """See to it that an end which waits is said no more once its source tells of the incident again.

        What is told and cannot be said has no words that would replace the end; but nobody may let that go any more.
        """
        tell = self.admit.tell
        head = tell.incidents.head(telling.source, telling.id)
        if telling.revision < head.revision or not end_waits(head):
            return
        end = tell.alerts.alert(head.alert_ids[-1])
        if outcome.received_at <= end.sent:
            return  # it was told before the end, and only comes once more
        line = Outcome(
            event_id=f"laid-aside:{end.identifier}",
            received_at=self.clock(),
            fate=Fate.SUPERSEDED,
            reason="its source tells of it again: the end that waited is said no more",
            source=telling.source,
            detail_type=LAID_ASIDE,
            incident_id=telling.id,
            alert_id=end.identifier,
        )
        tell.commits.commit(Commit(head=laid_aside(head), outcome=line))

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
