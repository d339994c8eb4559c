"""Sources in shadow: from what they tell to what would have been said, by the same rules and apart from all else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loudhailer import normalise
from loudhailer.domain.crisis import Action, Decision
from loudhailer.domain.drill import Would
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.source import Shadow, ShadowCommit
from loudhailer.feed_ports import Shadows
from loudhailer.gate import Standing
from loudhailer.pipeline._head import heard_of, spoken_of
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival


@dataclass(frozen=True, slots=True)
class WriteShadow:
    """Normalise → compose → what the gate would say → write down. Nothing here can make an alert, or tell anybody.

    It shares `tell`'s rules and none of its state: once the source may speak, what it tells is told as new.
    """

    tell: Tell
    shadows: Shadows

    def __call__(self, arrival: Arrival) -> Outcome:
        """Bring a telling to its end and return it; a repeated event gets the end it had.

        Raise `FeedError` where it could not be said, a `Transient` where it is worth another try.
        """
        known = self.tell.outcomes.outcome(arrival.sender.event_id)
        if known is not None:
            self.tell.announce_again(known)
            return known
        telling, now = arrival.telling, self.tell.clock()
        head = self.shadows.head(telling.source, telling.id)
        verdict = normalise.assess(telling, head, now)
        outcome = arrival.ended(Fate.REHEARSED, "", now)
        if isinstance(verdict, normalise.Ignore):
            outcome = outcome.model_copy(update={"fate": verdict.fate, "reason": f"shadow: {verdict.reason}"})
            if verdict.known:
                self.shadows.commit(ShadowCommit(heard_of(head, telling, verdict.fate, now), outcome))
            else:
                self.tell.outcomes.record(outcome)
            return outcome
        shadow, decisions = self._shadow(arrival, verdict, head, now)
        outcome = outcome.model_copy(update={"reason": f"shadow: it would have been {_end_of(decisions)}"})
        spoken = spoken_of(head, telling, verdict.incident, shadow, now)
        lead = {"lead": self.tell.lead_of(head, verdict.incident)}
        self.shadows.commit(ShadowCommit(spoken.model_copy(update=lead), outcome, shadow))
        return outcome

    def _shadow(
        self, arrival: Arrival, verdict: normalise.Announce, head: IncidentHead, now: datetime
    ) -> tuple[Shadow, Mapping[str, Decision]]:
        tell, incident = self.tell, verdict.incident
        reference = normalise.shadow_reference_of(incident.source, incident.id)
        url = tell.page_url(reference)
        worded = tell.word(arrival, verdict, head, now, reference=reference, url=url, channels=tell.channels).worded
        standing = Standing(now, tell.lead_of(head, incident))
        decisions = tell.decisions(worded, tell.gates.gates(tell.channels), arrival.hold, standing)
        would = tuple(Would.of(channel, decision) for channel, decision in decisions.items())
        return Shadow.model_validate({**dict(worded), "would": would}), decisions


def _end_of(decisions: Mapping[str, Decision]) -> str:
    """Say how it would have ended, in the words of its most hopeful channel."""
    going = [name for name, each in decisions.items() if each.sends or each.action is Action.WAIT]
    if going:
        return f"posted on {', '.join(going)}"
    return f"held: {next(iter(decisions.values())).reason}" if decisions else "said nowhere: no channel says its class"
