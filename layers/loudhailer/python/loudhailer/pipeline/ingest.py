"""From an event to committed words: normalise → gate → compose → commit → announce."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer import compose, normalise
from loudhailer.config import Config
from loudhailer.domain.alert import Alert, MsgType, lane_of
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.crisis import Action, Decision
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, FeedError
from loudhailer.domain.incident import Incident, IncidentHead, Phase
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Limits
from loudhailer.gate import decide
from loudhailer.ports import (
    Alerts,
    Announcer,
    Arrival,
    Clock,
    Commit,
    Commits,
    Documents,
    Gates,
    Incidents,
    Outcomes,
    Sender,
)

_DECIDE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Ingest:
    """Normalise → gate → compose → commit → announce, for one event off the bus."""

    config: Config
    channels: Mapping[str, Limits]
    page_url: Callable[[str], str]
    read: Callable[[str, str], Arrival]
    sender: Callable[[str, str], Sender]
    incidents: Incidents
    alerts: Alerts
    gates: Gates
    commits: Commits
    outcomes: Outcomes
    documents: Documents
    announcer: Announcer
    clock: Clock

    def __call__(self, body: str, fallback_id: str) -> Outcome:
        """Bring one event to its end and return it; a redelivered event gets the end it had.

        `fallback_id` names the event where its body does not. Raise a `Transient` where the queue should bring the
        event back.
        """
        try:
            arrival = self.read(body, fallback_id)
        except FeedError as refusal:
            return self._refuse(self.sender(body, fallback_id), body, refusal)
        for left in reversed(range(_DECIDE_TRIES)):
            try:
                return self._decide(arrival, body)
            except ClaimLost:
                # Another revision was committed while this one was being written: compare again with what is now known.
                if not left:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def _decide(self, arrival: Arrival, body: str) -> Outcome:
        known = self.outcomes.outcome(arrival.sender.event_id)
        if known is not None:
            self._announce_again(known)
            return known
        incident, now = arrival.incident, self.clock()
        head = self.incidents.head(incident.source, incident.id)
        verdict = normalise.assess(incident, head, now)
        outcome = Outcome(
            event_id=arrival.sender.event_id,
            received_at=now,
            fate=Fate.POSTED,
            reason="",
            source=arrival.sender.source,
            detail_type=arrival.sender.detail_type,
            incident_id=incident.id,
        )
        if isinstance(verdict, normalise.Ignore):
            outcome = outcome.model_copy(
                update={"fate": verdict.fate, "reason": verdict.reason, "person": verdict.person}
            )
            if verdict.known:
                self.commits.commit(Commit(head=_known(head, incident), outcome=outcome))
            else:
                self.outcomes.record(outcome)
            return outcome
        try:
            alert = self._alert(incident, head, verdict, now)
        except FeedError as refusal:
            return self._refuse(arrival.sender, body, refusal)
        return self._commit(incident, head, alert, outcome, now)

    def _alert(self, incident: Incident, head: IncidentHead, verdict: normalise.Announce, now: datetime) -> Alert:
        message_class = self.config.plan.class_of(incident.source, incident.event_type)
        if message_class is None:
            raise FeedError("detail.incident.type", f"the plan gives {incident.event_type!r} from here no class")
        reference = normalise.reference_of(incident.source, incident.id)
        drafts = compose.drafts_of(
            self.config,
            incident,
            verdict.msg_type,
            message_class,
            reference=reference,
            issued=incident.publish_at or now,
            url=self.page_url(reference),
            channels=self.channels,
        )
        slots = compose.slots_of(incident, self.config, now)
        life = timedelta(minutes=self.config.words.expires_after_minutes[message_class])
        return Alert(
            identifier=f"{reference}-{incident.revision}",
            reference=reference,
            revision=incident.revision,
            source=incident.source,
            incident_id=incident.id,
            msg_type=verdict.msg_type,
            status=incident.status,
            message_class=message_class,
            event_type=incident.event_type,
            severity=incident.severity,
            urgency=incident.urgency,
            certainty=incident.certainty,
            sensitivities=incident.sensitivities,
            headline=compose.headline_of(self.config, incident, slots),
            language=self.config.words.language,
            sent=now,
            expires=_expiry(incident, now, life),
            publish_at=incident.publish_at,
            since=incident.revision if verdict.msg_type is MsgType.ALERT else head.since,
            references=head.alert_ids,
            lane=lane_of(message_class, verdict.msg_type),
            plan_digest=self.config.plan.digest,
            drafts=drafts,
        )

    def _commit(self, incident: Incident, head: IncidentHead, alert: Alert, outcome: Outcome, now: datetime) -> Outcome:
        gates = self.gates.gates(self.channels)
        decisions = {name: decide(self.config.plan, alert, gates.get(name)) for name in self.channels}
        deliveries = tuple(first_delivery(alert, name, decision, now) for name, decision in decisions.items())
        going = [each for each in deliveries if each.state is State.PENDING]
        fate, reason = _fate(deliveries)
        outcome = outcome.model_copy(
            update={
                "fate": fate,
                "reason": reason,
                "alert_id": alert.identifier,
                # Approval and a gate that makes no sense wait for somebody, who must know of it.
                "person": any(
                    decision.action is Action.APPROVE or (gates.get(name) is None and not decision.sends)
                    for name, decision in decisions.items()
                ),
                "unfit": tuple(name for name in self.channels if name not in alert.drafts),
            }
        )
        self.commits.commit(
            Commit(
                head=_spoken(head, incident, alert),
                alert=alert,
                deliveries=deliveries,
                outcome=outcome,
            )
        )
        if going and not alert.waits(now):
            self.announcer.announce(Announcement.of(alert), [each.channel for each in going], alert.lane)
        return outcome

    def _announce_again(self, known: Outcome) -> None:
        """A redelivered event may be one whose announcement was lost; a second one changes nothing (claims decide)."""
        if known.fate is Fate.POSTED and known.alert_id:
            alert = self.alerts.alert(known.alert_id)
            if not alert.waits(self.clock()):
                self.announcer.announce(Announcement.of(alert), sorted(alert.drafts), alert.lane)

    def _refuse(self, sender: Sender, body: str, refusal: FeedError) -> Outcome:
        """End an event that cannot be read or said; the original is kept before the ledger points at it."""
        known = self.outcomes.outcome(sender.event_id)
        if known is not None:
            return known
        outcome = Outcome(
            event_id=sender.event_id,
            received_at=self.clock(),
            fate=Fate.REFUSED,
            reason=str(refusal),
            source=sender.source,
            detail_type=sender.detail_type,
            document=self.documents.keep(sender.event_id, body),
            person=True,
        )
        self.outcomes.record(outcome)
        return outcome


def _known(head: IncidentHead, incident: Incident) -> IncidentHead:
    """Return the head with this revision come in: whatever is older is stale from now on, and nothing else changes."""
    return head.model_copy(update={"revision": incident.revision, "digest": normalise.digest_of(incident)})


def _spoken(head: IncidentHead, incident: Incident, alert: Alert) -> IncidentHead:
    """Return the head with this revision said."""
    return _known(head, incident).model_copy(
        update={
            "spoken": incident.revision,
            "said": normalise.digest_of(incident),
            "since": alert.since,
            "phase": incident.phase,
            "alert_ids": (*head.alert_ids, alert.identifier),
        }
    )


def _expiry(incident: Incident, now: datetime, life: timedelta) -> datetime:
    """Return when a post that is not out is no longer worth sending; an end lives by its class, not by the incident."""
    if incident.expires is not None and incident.phase is Phase.OPEN:
        return incident.expires
    return (incident.publish_at or now) + life


def first_delivery(alert: Alert, channel: str, decision: Decision, now: datetime) -> Delivery:
    """Return the delivery that commit writes for one channel."""
    waits = alert.waits(now)
    delivery = Delivery(
        alert_id=alert.identifier,
        channel=channel,
        source=alert.source,
        incident_id=alert.incident_id,
        revision=alert.revision,
        lane=alert.lane,
        message_class=alert.message_class,
        state=State.PENDING,
        committed_at=now,
        expires_at=alert.expires,
        due=Due.PLANNED if waits else Due.UNCLAIMED,
        due_at=alert.publish_at if waits else now + UNCLAIMED_AFTER,
    )
    if channel not in alert.drafts:
        return delivery.settled(State.FAILED, "the words that must stay do not fit this channel")
    # What waits is decided when its time comes: a level may end, or begin, until then. A sensitivity will not.
    if not decision.sends and (alert.sensitivities or not waits):
        return delivery.settled(State.HELD, decision.reason)
    return delivery


def _fate(deliveries: Sequence[Delivery]) -> tuple[Fate, str]:
    """Say how the event ended, in the words of its most hopeful delivery."""
    for state, fate in ((State.PENDING, Fate.POSTED), (State.HELD, Fate.HELD)):
        matching = [each for each in deliveries if each.state is state]
        if matching:
            channels = ", ".join(each.channel for each in matching)
            return fate, matching[0].reason if fate is Fate.HELD else f"committed for {channels}"
    return Fate.REFUSED, deliveries[0].reason if deliveries else "the service has chosen no channel"
