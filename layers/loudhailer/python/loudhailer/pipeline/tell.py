"""From what is told to committed words: normalise → gate → compose → commit → announce."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer import approvals, compose, normalise, pictures
from loudhailer.config import Config
from loudhailer.domain.alert import Alert, MsgType, Worded, lane_of
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.errors import ClaimLost, FeedError
from loudhailer.domain.incident import FREE_TEXT, Incident, IncidentHead, Manner, Phase, Telling
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Limits, Variant
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._announce import announce
from loudhailer.pipeline._book import QUEUE_REACH
from loudhailer.pipeline._head import NOTHING_OF_OURS, heard_of, spoken_of, untold_of
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

    def rehearse(self, arrival: Arrival) -> tuple[Alert, Mapping[str, Decision]]:
        """Return what telling it would say and what each channel's gate would decide, and change nothing.

        Raise `FeedError` where it cannot be said.
        """
        telling, now = arrival.telling, self.clock()
        head = self.incidents.head(telling.source, telling.id)
        verdict = normalise.assess(telling, head, now)
        if isinstance(verdict, normalise.Ignore):
            raise FeedError("incident", verdict.reason)
        alert = self._alert(arrival, verdict, head, now)
        lead = self.lead_of(head, verdict.incident)
        return alert, self.decisions(alert, self.gates.gates(self.channels), arrival.hold, Standing(now, lead))

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
            alert = self._alert(arrival, verdict, head, now)
            return self._commit(arrival, said=verdict.incident, head=head, alert=alert, outcome=outcome, now=now)
        outcome = outcome.model_copy(update={"fate": verdict.fate, "reason": verdict.reason, "person": verdict.person})
        if verdict.known:
            self.commits.commit(Commit(head=heard_of(head, telling, verdict.fate, now), outcome=outcome))
        else:
            self.outcomes.record(outcome)
        return outcome

    def _alert(self, arrival: Arrival, verdict: normalise.Announce, head: IncidentHead, now: datetime) -> Alert:
        incident = verdict.incident
        reference = normalise.reference_of(incident.source, incident.id)
        url = self.page_url(reference)
        worded = self.word(arrival, verdict, head, now, reference=reference, url=url, channels=self.channels)
        # The alert's own type refuses every status but Actual; nothing before it has to.
        return Alert.model_validate({**dict(worded), "status": incident.status})

    def word(
        self,
        arrival: Arrival,
        verdict: normalise.Announce,
        head: IncidentHead,
        now: datetime,
        *,
        reference: str,
        url: str,
        channels: Mapping[str, Limits],
    ) -> Worded:
        """Return what is to be said of it, under a reference and as far as it fits `channels`.

        Raise `FeedError` where it cannot be said.
        """
        incident = verdict.incident
        message_class = self._class_of(incident, arrival.roles, head)
        revision = head.spoken + 1
        channels = {name: limits for name, limits in channels.items() if self._carries(name, message_class)}
        composed = compose.words_of(
            self.config,
            incident,
            verdict.msg_type,
            message_class,
            reference=reference,
            issued=incident.publish_at or now,
            url=url,
            channels=channels,
            turned=_turned(incident, message_class, head),
            reduced=_is_reduced(incident, arrival),
            picture=pictures.picture_of(self.config, incident, verdict.msg_type),
        )
        drafts, language = composed.drafts, self.config.words.language
        headline, issued = composed.headlines[language], incident.publish_at or now
        stamp = pictures.stamp_of(self.config, reference, compose.say_issued(issued, self.config.words.times))
        card = pictures.card_for(self.config, incident, verdict.msg_type, title=headline, stamp=stamp)
        life = timedelta(minutes=self.config.words.expires_after_minutes[message_class])
        return Worded(
            identifier=f"{reference}-{revision}",
            reference=reference,
            revision=revision,
            source=incident.source,
            incident_id=incident.id,
            msg_type=verdict.msg_type,
            manner=incident.manner,
            by=arrival.by,
            typed_by=arrival.typed_by,
            authors=_authors(arrival, verdict, head),
            roles=arrival.roles,
            free_text=bool(arrival.by) and incident.phase is Phase.OPEN and any(map(incident.facts.get, FREE_TEXT)),
            amplifies=arrival.amplifies,
            glass=arrival.glass,
            areas=_areas(incident),
            anew=any(Variant.ANEW in each for each in drafts.values()),
            takes_down=arrival.takes_down,
            message_class=message_class,
            event_type=incident.event_type,
            severity=incident.severity,
            urgency=incident.urgency,
            certainty=incident.certainty,
            sensitivities=incident.sensitivities,
            headline=headline,
            language=language,
            sent=now,
            expires=_expiry(incident, now, life),
            publish_at=incident.publish_at,
            since=revision if verdict.msg_type is MsgType.ALERT else head.since,
            confirms=max(head.word, head.since) if incident.manner is Manner.STATUS else 0,
            references=head.alert_ids,
            lane=lane_of(message_class, verdict.msg_type, incident.manner),
            plan_digest=self.config.plan.digest,
            drafts=pictures.with_card(self.config, drafts, card),
        )

    def _class_of(self, incident: Incident, roles: tuple[Role, ...], head: IncidentHead) -> MessageClass:
        """Return the class the plan assigns, or that a person lifted it to; what the clock says is a status.

        Where the class depends on the role, who speaks of it later changes nothing: it stays what it was raised as.
        """
        message_class = (
            head.lifted or head.raised_as or self.config.plan.class_of(incident.source, incident.event_type, roles)
        )
        if message_class is None:
            raise FeedError("detail.incident.type", f"the plan gives {incident.event_type!r} from here no class")
        return MessageClass.STATUS if incident.manner is Manner.STATUS else message_class

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
        names = [name for name in self.channels if self._carries(name, alert.message_class)]
        if hold:
            return dict.fromkeys(names, Decision(Action.HOLD, hold))
        return {name: decide(self.config.plan, alert, gates.get(name), standing) for name in names}

    def _braked(self, alert: Alert, decisions: Mapping[str, Decision], now: datetime) -> Mapping[str, Decision]:
        """Count a new alert where it would go, and return the decisions of those channels on which it is too much."""
        going = [
            name
            for name, each in decisions.items()
            if name in alert.drafts and (each.sends or each.action is Action.WAIT)
        ]
        waits = self.brake(alert, going, now) if going else {}
        return {name: Decision(Action.HOLD, why) for name, why in waits.items()}

    def _carries(self, channel: str, message_class: MessageClass) -> bool:
        """Tell whether a channel says this class at all: what it never says is no delivery, and nobody's to release."""
        words = self.config.channels.channels.get(channel)
        return words is None or message_class not in words.refuses

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


def _turned(incident: Incident, message_class: MessageClass, head: IncidentHead) -> bool:
    """Tell whether what people are told to do about a danger to life is another thing than before."""
    told = head.told
    if told is None or message_class is not MessageClass.LIFE_SAFETY:
        return False
    return told.event_type != incident.event_type or told.facts.get("message") != incident.facts.get("message")


def _expiry(incident: Incident, now: datetime, life: timedelta) -> datetime:
    """Return when a post that is not out is no longer worth sending; an end lives by its class, not by the incident."""
    if incident.expires is not None and incident.phase is Phase.OPEN and incident.manner is not Manner.STATUS:
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
        blind=decision.blind,
    )
    if channel not in alert.drafts:
        return delivery.settled(State.FAILED, "the words that must stay do not fit this channel")
    if decision.brief and not waits and decision.until is not None and decision.until - now <= QUEUE_REACH:
        return delivery  # its sender puts it off to the second; a sweep would come up to a minute late
    # What waits is decided when its time comes: a level may end, or begin, until then. A sensitivity will not.
    if decision.action is Action.WAIT and not waits:
        return delivery.model_copy(update={"due": Due.PLANNED, "due_at": decision.until})
    if not decision.sends and (alert.sensitivities or not waits):
        return delivery.held(decision)
    return delivery


def _is_reduced(incident: Incident, arrival: Arrival) -> bool:
    """Tell whether only the state of its road is said: of what a machine tells and a person must let go.

    Somebody's own message is said whole or not at all: whoever approves it reads it.
    """
    return bool(incident.sensitivities) and not arrival.by and not any(map(incident.facts.get, FREE_TEXT))


def _authors(arrival: Arrival, verdict: normalise.Announce, head: IncidentHead) -> tuple[str, ...]:
    """Return who had a hand in the words: somebody's own may stand in them long after another has added to them."""
    # Somebody's own words are theirs still when another raises them again, also after their end.
    fresh = verdict.msg_type is MsgType.ALERT and not head.held and not any(map(verdict.incident.facts.get, FREE_TEXT))
    before = () if fresh else head.authors
    return tuple(dict.fromkeys((*before, *arrival.hands, *filter(None, (arrival.by, arrival.typed_by)))))


def _areas(incident: Incident) -> tuple[str, ...]:
    """Return the places that it is about, as its source names them."""
    facts = (incident.facts.get(name, "") for name in ("area", "place"))
    return tuple(dict.fromkeys(each for each in (incident.area, *facts) if each))


def _fate(deliveries: Sequence[Delivery]) -> tuple[Fate, str]:
    """Say how the event ended, in the words of its most hopeful delivery."""
    for state, fate in ((State.PENDING, Fate.POSTED), (State.HELD, Fate.HELD)):
        matching = [each for each in deliveries if each.state is state]
        if matching:
            channels = ", ".join(each.channel for each in matching)
            return fate, matching[0].reason if fate is Fate.HELD else f"committed for {channels}"
    return Fate.REFUSED, deliveries[0].reason if deliveries else "the service has chosen no channel"
