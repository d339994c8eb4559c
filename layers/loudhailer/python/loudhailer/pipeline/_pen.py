"""The pen of one deed: `Tell` reads the incident and writes the end through it, and it keeps what was committed."""

from dataclasses import dataclass, replace

from loudhailer.domain.alert import Alert
from loudhailer.domain.incident import Incident, IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival, Commit


@dataclass(slots=True)
class Pen:
    """What one deed reads and writes. `request` tells it from any other that comes under the same key."""

    tell: Tell
    request: str
    committed: Commit | None = None

    def __call__(self, arrival: Arrival) -> Outcome:
        """Tell it. Whatever is raised, what was `committed` is committed."""
        return replace(self.tell, incidents=self, commits=self, outcomes=self)(arrival)

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return the incident's head, and where the release before wrote it, what can be known of its words."""
        head = self.tell.incidents.head(source, incident_id)
        if head.told is None and head.alert_ids:
            told = _told_by(self.tell.alerts.alert(head.alert_ids[-1]), head)
            return head.model_copy(update={"told": told})
        return head

    def outcome(self, event_id: str) -> Outcome | None:
        """Return the event's end, None where it has none yet."""
        return self.tell.outcomes.outcome(event_id)

    def record(self, outcome: Outcome) -> None:
        """Write the event's end, with the request that it is the end of."""
        self.tell.outcomes.record(self._signed(outcome))

    def commit(self, commit: Commit) -> None:
        """Write all or nothing, and keep it: an alert that is out needs no reading back, which could fail."""
        signed = replace(commit, outcome=self._signed(commit.outcome))
        self.tell.commits.commit(signed)
        self.committed = signed

    def alert(self, alert_id: str) -> Alert:
        """Return the alert that was committed, or read an earlier one."""
        mine = self.committed.alert if self.committed else None
        return mine if mine and mine.identifier == alert_id else self.tell.alerts.alert(alert_id)

    def _signed(self, outcome: Outcome) -> Outcome:
        return outcome.model_copy(update={"request": self.request})


def _told_by(alert: Alert, head: IncidentHead) -> Incident:
    """Return what an alert tells of its incident: all but its facts, which only its words hold.

    No fact is guessed from words: whatever is said next needs them from whoever says it, or cannot be said.
    """
    return Incident(
        source=head.source,
        id=head.id,
        revision=head.revision,
        phase=head.phase,
        status=alert.status,
        event_type=alert.event_type,
        severity=alert.severity,
        urgency=alert.urgency,
        certainty=alert.certainty,
        facts={},
        sensitivities=alert.sensitivities,
    )
