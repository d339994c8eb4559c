"""From what is told to committed words: normalise → gate → compose → commit → announce."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer import approvals, normalise
from loudhailer.config import Config
from loudhailer.domain.alert import Alert, MsgType, Worded
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, FeedError
from loudhailer.domain.incident import Incident, IncidentHead, Manner, Telling
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Limits
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._announce import announce
from loudhailer.pipeline._book import QUEUE_REACH
from loudhailer.pipeline._head import NOTHING_OF_OURS, heard_of, spoken_of, untold_of
from loudhailer.pipeline.word import Proof, Word, carries
from loudhailer.ports import (
    Alerts,
    Announcer,
    Arrival,
    Brake,
    Clock,
    Commit,
    Commits,
    Incidents,
    Outcomes,
)

_DECIDE_TRIES = 3


def unbraked(_alert: Worded, _going: Sequence[str], _now: datetime) -> Mapping[str, str]:
    """Keep nothing back: people's own words need no brake."""
    return {}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What telling something would say, how its words came about, and what each channel's gate would decide."""

    alert: Alert
    proof: Proof
    decisions: Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class Tell:
    """Normalise → gate → compose → commit → announce, whichever way it came in."""

    config: Config
    channels: Mapping[str, Limits]
    page_url: Callable[[str], str]
    incidents: Incidents
    alerts: Alerts
    gates: Gates
    commits: Commits
    outcomes: Outcomes
    announcer: Announcer
    clock: Clock
    brake: Brake = unbraked

    def __call__(self, arrival: Arrival) -> Outcome:
        """Bring what one way in has read to its end and return it; a repeated event gets the end it had.

        Raise `FeedError` where it cannot be said, a `Transient` where it is worth another try.
        """
        for left in reversed(range(_DECIDE_TRIES)):
            try:
                return self._decide(arrival)
            except ClaimLost:
                # Another revision was committed while this one was being written: compare again with what is now known.
                if not left:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    def rehearse(self, arrival: Arrival) -> Rehearsed:
        """Return what telling it would say and what each channel's gate would decide, and change nothing.

        Raise `FeedError` where it cannot be said.
        """
        telling, now = arrival.telling, self.clock()
        head = self.incidents.head(telling.source, telling.id)
        verdict = normalise.assess(telling, head, now)
        if isinstance(verdict, normalise.Ignore):
            raise FeedError("incident", verdict.reason)
        alert, proof = self._alert(arrival, verdict, head, now)
        standing = Standing(now, self.lead_of(head, verdict.incident))
        decisions = self.decisions(alert, self.gates.gates(self.channels), arrival.hold, standing)
        return Rehearsed(alert, proof, decisions)

    def _decide(self, arrival: Arrival) -> Outcome:
        known = self.outcomes.outcome(arrival.sender.event_id)
        if known is not None:
            self.announce_again(known)
            return known
        telling, now = arrival.telling, self.clock()
        head = self.incidents.head(telling.source, telling.id)
        if arrival.lifted is not None:
            head = head.model_copy(update={"lifted": arrival.lifted})
        verdict = normalise.assess(telling, head, now)
        outcome = arrival.ended(Fate.POSTED, "", now)
        if isinstance(verdict, normalise.Announce):
            alert, _ = self._alert(arrival, verdict, head, now)
            return self._commit(arrival, said=verdict.incident, head=head, alert=alert, outcome=outcome, now=now)
        outcome = outcome.model_copy(update={"fate": verdict.fate, "reason": verdict.reason, "person": verdict.person})
        if verdict.known:
            self.commits.commit(Commit(head=heard_of(head, telling, verdict.fate, now), outcome=outcome))
        else:
            self.outcomes.record(outcome)
        return outcome

    def _alert(
        self, arrival: Arrival, verdict: normalise.Announce, head: IncidentHead, now: datetime
    ) -> tuple[Alert, Proof]:
        incident = verdict.incident
        reference = normalise.reference_of(incident.source, incident.id)
        url = self.page_url(reference)
        proof = self.word(arrival, verdict, head, now, reference=reference, url=url, channels=self.channels)
        # The alert's own type refuses every status but Actual; nothing before it has to.
        return Alert.model_validate({**dict(proof.worded), "status": incident.status}), proof

    @property
    def word(self) -> Word:
        """Return how it is put into words."""
        return Word(self.config)

    def _commit(
        self, arrival: Arrival, *, said: Incident, head: IncidentHead, alert: Alert, outcome: Outcome, now: datetime
    ) -> Outcome:
        gates = self.gates.gates(self.channels)
        decisions = self.decisions(alert, gates, arrival.hold, Standing(now, self.lead_of(head, said)))
        # Where nothing before it could go out, an update is as new as the first word.
        new = alert.msg_type is MsgType.ALERT or (alert.msg_type is MsgType.UPDATE and not head.aired)
        braked = self._braked(alert, decisions, now) if arrival.counted and new else {}
        decisions = {**decisions, **braked}
        deliveries = tuple(first_delivery(alert, name, decision, now) for name, decision in decisions.items())
        going = [each for each in deliveries if each.state is State.PENDING]
        fate, reason = _fate(deliveries)
        outcome = outcome.model_copy(
            update={
                "fate": fate,
                "reason": reason,
                "alert_id": alert.identifier,
                # Somebody must know of what waits for approval, and of a gate that makes no sense.
                "person": arrival.person
                or bool(braked)
                or (bool(alert.faults) and not alert.by)
                or any(
                    decision.action is Action.APPROVE or gates.get(name) is None for name, decision in decisions.items()
                ),
                "unfit": tuple(name for name in decisions if name not in alert.drafts),
            }
        )
        self.commits.commit(
            Commit(
                head=self.head_after(head, arrival.telling, said, alert, going=bool(going), now=now),
                alert=alert,
                deliveries=deliveries,
                outcome=outcome,
                approval=approvals.asked(self.config.plan, alert, decisions, now),
            )
        )
        # What waits for its time, or for the morning, is announced by the clock.
        announce(self.announcer, alert, (each for each in going if each.due is Due.UNCLAIMED))
        return outcome

    def head_after(
        self, head: IncidentHead, telling: Telling, said: Incident, alert: Alert, *, going: bool, now: datetime
    ) -> IncidentHead:
        """Return the incident's head with this said of it; `going` says that some of it may go out."""
        return spoken_of(head, telling, said, alert, now).model_copy(
            update={"lead": self.lead_of(head, said), "raised_as": head.raised_as or self._by_role(said, alert)}
            | self._turns(head, said, alert, held=not going, now=now)
            | ({} if going or said.manner in NOTHING_OF_OURS else untold_of(head, said))
        )

    def decisions(
        self, alert: Worded, gates: Mapping[str, GateState | None], hold: str, standing: Standing
    ) -> Mapping[str, Decision]:
        """Return what each channel's gate does with it; `hold` is why nothing may go out by itself."""
        names = [name for name in self.channels if carries(self.config, name, alert.message_class)]
        if hold:
            return dict.fromkeys(names, Decision(Action.HOLD, hold, stays=True))
        return {name: self._decision(alert, name, gates.get(name), standing) for name in names}

    def _decision(self, alert: Worded, name: str, gate: GateState | None, standing: Standing) -> Decision:
        """Ask one channel's gate; a machine's words with a fault wait for a person even where it would let them go.

        Not where life is in danger: a person is called, but poor words that go do less harm than good ones that wait.
        """
        decision = decide(self.config.plan, alert, gate, standing)
        goes = alert.by or alert.message_class is MessageClass.LIFE_SAFETY
        faults = () if goes else alert.faults.get(name, ())
        if not faults or not (decision.sends or decision.action is Action.WAIT):
            return decision
        return Decision(Action.HOLD, f"words that no person wrote: {'; '.join(faults)}", stays=True)

    def _braked(self, alert: Alert, decisions: Mapping[str, Decision], now: datetime) -> Mapping[str, Decision]:
        """Count a new alert where it would go, and return the decisions of those channels on which it is too much."""
        going = [
            name
            for name, each in decisions.items()
            if name in alert.drafts and (each.sends or each.action is Action.WAIT)
        ]
        waits = self.brake(alert, going, now) if going else {}
        return {name: Decision(Action.HOLD, why, stays=True) for name, why in waits.items()}

    def lead_of(self, head: IncidentHead, incident: Incident) -> str:
        """Return who leads the incident: what was set stays, and a flag of the plan sets it at once.

        Only a flag in spite of which a person took the lead back does so no longer.
        """
        flags = self.config.plan.lead.flags
        setting = (each for each in incident.sensitivities if each in flags and each not in head.owned)
        return head.lead or next((flags[each] for each in setting), "")

    def _by_role(self, said: Incident, alert: Alert) -> MessageClass | None:
        """Return the class that was chosen by its author's role, None where the plan does not ask."""
        by_role = isinstance(self.config.plan.classes.get(said.source, {}).get(said.event_type), dict)
        return alert.message_class if by_role and said.manner is not Manner.STATUS else None

    def _turns(
        self, head: IncidentHead, said: Incident, alert: Alert, *, held: bool, now: datetime
    ) -> dict[str, object]:
        """Return when the clock speaks next of it, and how often it has passed on the same confirmation."""
        if said.manner is Manner.AMPLIFIED:
            return {}
        status = said.manner is Manner.STATUS
        message_class = head.lifted or self.config.plan.class_of(said.source, said.event_type, alert.roles)
        minutes = self.config.words.status_after_minutes.get(message_class) if message_class else None
        # A status that is held for an hour must not silence the clock; words that are held must not start it.
        rests = not minutes or alert.msg_type is MsgType.CANCEL or (held and not status)
        again = status and said.confirmed == head.vouched
        return {
            "status_at": None if rests else (alert.publish_at or now) + timedelta(minutes=minutes or 0),
            "vouched": said.confirmed,
            "statuses": head.statuses + 1 if again else int(status),
        }

    def announce_again(self, known: Outcome) -> None:
        """A redelivered event may be one whose announcement was lost; a second one changes nothing (claims decide)."""
        if known.fate is Fate.POSTED and known.alert_id:
            alert = self.alerts.alert(known.alert_id)
            if not alert.waits(self.clock()):
                self.announcer.announce(Announcement.of(alert), sorted(alert.drafts), alert.lane)


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
        blind=decision.blind,
    )
    if channel not in alert.drafts:
        return delivery.settled(State.FAILED, "the words that must stay do not fit this channel")
    if decision.brief and not waits and decision.until is not None and decision.until - now <= QUEUE_REACH:
        return delivery  # its sender puts it off to the second; a sweep would come up to a minute late
    # What waits is decided when its time comes: a level may end, or begin, until then. A sensitivity will not, nor will
    # a doubt about its source or a fault of its words.
    if decision.action is Action.WAIT and not waits:
        return delivery.model_copy(update={"due": Due.PLANNED, "due_at": decision.until})
    if not decision.sends and (alert.sensitivities or decision.stays or not waits):
        return delivery.held(decision)
    return delivery


def _fate(deliveries: Sequence[Delivery]) -> tuple[Fate, str]:
    """Say how the event ended, in the words of its most hopeful delivery."""
    for state, fate in ((State.PENDING, Fate.POSTED), (State.HELD, Fate.HELD)):
        matching = [each for each in deliveries if each.state is state]
        if matching:
            channels = ", ".join(each.channel for each in matching)
            return fate, matching[0].reason if fate is Fate.HELD else f"committed for {channels}"
    return Fate.REFUSED, deliveries[0].reason if deliveries else "the service has chosen no channel"
