"""From what is to be told to the words of every channel: class → picture → compose → lint. Nothing is decided here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer import compose, normalise, pictures
from loudhailer.config import DESK, Config
from loudhailer.domain.alert import MsgType, Worded, lane_of
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import FREE_TEXT, Amendment, Incident, IncidentHead, Manner, Phase
from loudhailer.domain.post import Limits, Variant
from loudhailer.lint import Finding
from loudhailer.lint.posts import proofread
from loudhailer.ports import Arrival
from loudhailer.privacy.discretion import discreet


@dataclass(frozen=True, slots=True)
class Proof:
    """Words, and what came to light while they were made.

    `incident` is what they tell, `findings` what the lint says of each channel's posts; `reduced` says that nothing but
    the state of its road is said.
    """

    worded: Worded
    incident: Incident
    composed: compose.Composed
    findings: Mapping[str, tuple[Finding, ...]]
    reduced: bool


@dataclass(frozen=True, slots=True)
class Word:
    """Put into words what is told, on every channel that says its class."""

    config: Config

    def __call__(
        self,
        arrival: Arrival,
        verdict: normalise.Announce,
        head: IncidentHead,
        now: datetime,
        *,
        reference: str,
        url: str,
        channels: Mapping[str, Limits],
    ) -> Proof:
        """Return what is to be said of it, under a reference and as far as it fits `channels`, and what came to light.

        Raise `FeedError` where it cannot be said.
        """
        incident = verdict.incident
        if not arrival.by and incident.source != DESK:
            # Also what is merged into it from before: who told that looked for less, or for nothing.
            incident = discreet(incident)
        own_class = self._class_of(incident, arrival.roles, head)
        # What the clock says is a status, though it may be one of a danger to life.
        message_class = MessageClass.STATUS if incident.manner is Manner.STATUS else own_class
        revision = head.spoken + 1
        reduced = _is_reduced(self.config, incident, arrival, head)
        channels = {name: limits for name, limits in channels.items() if carries(self.config, name, message_class)}
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
            reduced=reduced,
            saves=own_class is MessageClass.LIFE_SAFETY,
            picture=pictures.picture_of(self.config, incident, verdict.msg_type),
        )
        language, issued = self.config.words.language, incident.publish_at or now
        headline = composed.headlines[language]
        stamp = compose.issue_of(self.config.words, compose.say_issued(issued, self.config.words.times), reference)
        card = pictures.card_for(
            self.config,
            incident,
            verdict.msg_type,
            message_class,
            title=headline,
            stamp=stamp,
            headlines=composed.headlines,
        )
        drafts = pictures.with_card(self.config, composed.drafts, card)
        life = timedelta(minutes=self.config.words.expires_after_minutes[message_class])
        findings = {
            name: proofread(self.config, incident, verdict.msg_type, message_class, each)
            for name, each in drafts.items()
        }
        worded = Worded(
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
            headlines={each: said for each, said in composed.headlines.items() if each != language},
            owes=composed.owes,
            reduced=reduced,
            faults=dict(_faults(findings)),
            lacks=dict(composed.lacks),
            sent=now,
            expires=_expiry(incident, now, life),
            publish_at=incident.publish_at,
            since=revision if verdict.msg_type is MsgType.ALERT else head.since,
            confirms=max(head.word, head.since) if incident.manner is Manner.STATUS else 0,
            references=head.alert_ids,
            lane=lane_of(message_class, verdict.msg_type, incident.manner),
            plan_digest=self.config.plan.digest,
            drafts=drafts,
        )
        return Proof(worded, incident, composed, findings, reduced)

    def _class_of(self, incident: Incident, roles: tuple[Role, ...], head: IncidentHead) -> MessageClass:
        """Return the class the plan assigns, or that a person lifted it to.

        Where the class depends on the role, who speaks of it later changes nothing: it stays what it was raised as.
        """
        message_class = (
            head.lifted or head.raised_as or self.config.plan.class_of(incident.source, incident.event_type, roles)
        )
        if message_class is None:
            raise FeedError("detail.incident.type", f"the plan gives {incident.event_type!r} from here no class")
        return message_class


def _faults(findings: Mapping[str, tuple[Finding, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is wrong with each channel's words, where it is so wrong that it stops a machine's."""
    for name, found in findings.items():
        if faults := tuple(dict.fromkeys(f"{each.code} {each.fix}" for each in found if each.hard)):
            yield name, faults


def carries(config: Config, channel: str, message_class: MessageClass) -> bool:
    """Tell whether a channel says this class at all: what it never says is no delivery, and nobody's to release."""
    return message_class not in config.channels.of(channel).refuses


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


def _is_reduced(config: Config, incident: Incident, arrival: Arrival, head: IncidentHead) -> bool:
    """Tell whether only the state of its road is said: of what a machine told and a person must let go.

    Its end says no more than was said of it: who never heard of the smoke is not told that it is over. A person who
    gives facts of their own says those, and somebody's own message is said whole or not at all: whoever approves either
    reads it.
    """
    if not incident.sensitivities or incident.source == DESK or any(map(incident.facts.get, FREE_TEXT)):
        return False
    if incident.phase is Phase.CLOSED:
        return not head.plain or not all(map(incident.facts.get, config.words.events[incident.event_type].needs))
    telling = arrival.telling
    return not (isinstance(telling, Amendment) and any(telling.facts.values()))


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
