"""What duty officers do: raise, update, correct and end alerts. May they? → is it new? → tell → audit → answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from loudhailer import normalise
from loudhailer.authority import acting_roles
from loudhailer.config import DESK
from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import Conflict, FeedError, StateUnavailable, Transient
from loudhailer.domain.incident import (
    Amendment,
    Certainty,
    Incident,
    IncidentHead,
    Manner,
    Phase,
    Sensitivity,
    Severity,
    Status,
    Urgency,
)
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.pipeline._aftercare import Aftercare
from loudhailer.pipeline._facts import incident_id_of, weighed
from loudhailer.pipeline._lookup import alert_of
from loudhailer.pipeline._pen import Pen
from loudhailer.pipeline._speaker import Speaker, speaker_of
from loudhailer.pipeline._standing import added, stands, word_of
from loudhailer.pipeline.blind import Past, not_sent_plainly
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.preview import Preview, Price, discretion_of
from loudhailer.pipeline.tell import Tell
from loudhailer.plan import Plan
from loudhailer.ports import Archive, Arrival, Audit, Deliveries, Sender


@dataclass(frozen=True, slots=True)
class Raising:
    """What somebody wants the public to hear. `facts` are the words' slots; `event_type` names the words.

    `hands` are others who wrote some of them, `translations` the facts in other languages.
    """

    event_type: str
    facts: Mapping[str, str]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    severity: Severity = Severity.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    sensitivities: tuple[Sensitivity, ...] = ()
    expected_end: datetime | None = None
    expires: datetime | None = None
    next_update: datetime | None = None
    hands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changes about an incident. An empty fact takes it away; None leaves things as they are.

    `sensitivities` are added to those that it has: none is taken away, for that would release what waits for approval.
    `withdrawn` takes back what was said in error: it is the end of what never was. `takes_down` wants the earlier posts
    off once this has landed. The last four are for deeds that no request body can ask for: words of the agency that
    leads (`amplifies` where they go without approval), and the class to which it is `lifted`, with the `reason`.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sensitivities: tuple[Sensitivity, ...] = ()
    expected_end: datetime | None = None
    expires: datetime | None = None
    next_update: datetime | None = None
    withdrawn: bool = False
    takes_down: bool = False
    amplified: bool = False
    amplifies: bool = False
    lifted: MessageClass | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a deed.

    `warnings` are what went wrong after it was committed, `findings` what in the words should be looked at again;
    `person` says that somebody must look at it, `reopened` that it had ended and is open again, `blind` that it
    went out past our own records and is not in them yet.
    """

    alert: Alert
    fate: Fate
    reason: str
    repeated: bool
    deliveries: tuple[Delivery, ...]
    warnings: tuple[str, ...]
    person: bool
    findings: tuple[str, ...] = ()
    reopened: bool = False
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The deeds of people, told in the same way as every machine's. `prices` is what a post costs on each channel."""

    guard: Guard
    tell: Tell
    archive: Archive
    dealt: Deliveries
    audit: Audit
    aftercare: Aftercare
    new_key: Callable[[], str]
    blind: Past
    prices: Mapping[str, Price] = field(default_factory=dict)

    def raise_(self, caller: Caller, behalf: Behalf, raising: Raising, *, key: str = "") -> Said:
        """Raise an alert.

        The same type and facts are the same incident, whoever raises them: while it is open and unchanged, the alert
        that is there is the answer; one of which nothing has gone out is told anew. Where our own records cannot be
        written, life_safety goes past them. Raise `Conflict` where it is there with other details, `FeedError` where it
        cannot be said, `NotSent` where it may not go.
        """
        voice = speaker_of(self.guard(Deed.RAISE, caller, f"a {raising.event_type}"), behalf)
        incident, findings = incident_of(self.tell.config.plan, raising, voice.roles)
        sender = self.sender(Deed.RAISE, caller, key)
        pen = Pen(self.tell, _request_of(Deed.RAISE, incident.id, raising, behalf))
        known: Outcome | None = None
        try:
            head = pen.head(incident.source, incident.id)
            known = self._known(sender, pen)
            if known is None and stands(head, incident):
                known = self._already(head, incident, sender, voice)
                pen.record(known)
            telling = incident.model_copy(update={"revision": head.revision + 1})
            arrival = replace(self._arrival(sender, telling, voice), hands=raising.hands)
            said = self._answer(Deed.RAISE, arrival, voice, pen, known)
        except StateUnavailable:
            if known is not None or pen.committed is not None:
                raise  # it is there already: nothing has to go past the table
            # What somebody lent may be over by now, and nobody can look: the token's own roles count.
            own = tuple(role for role in voice.roles if role in caller.roles)
            arrival = replace(self._arrival(sender, incident, voice), hands=raising.hands, roles=own)
            said = self._blindly(arrival, pen.request)
        return replace(said, findings=findings)

    def _blindly(self, arrival: Arrival, request: str) -> Said:
        """Let it go past our own records, which do not answer, where it may."""
        handed = self.blind(arrival, request)
        return Said(
            alert=handed.alert,
            fate=handed.outcome.fate,
            reason=handed.outcome.reason,
            repeated=False,
            deliveries=handed.deliveries,
            warnings=handed.warnings,
            person=True,
            blind=True,
        )

    @not_sent_plainly()
    def amend(
        self, deed: Deed, caller: Caller, behalf: Behalf, reference: str, change: Change, *, key: str = ""
    ) -> Said:
        """Update, correct or end what was said under a reference, by whomever. A correction opens what had ended again.

        Raise `NotFound` for an unknown one, `Conflict` where it is over, `FeedError` where it cannot be said, `NotSent`
        where our own records do not answer.
        """
        voice = speaker_of(self.guard(deed, caller, reference), behalf)
        if change.takes_down:
            self.guard(Deed.RETRACT, caller, reference)
        first = alert_of(self.archive, reference)
        pen = Pen(self.tell, _request_of(deed, first.incident_id, change, behalf))
        head = pen.head(first.source, first.incident_id)
        # As it will be said: an evacuation that began as something less needs street numbers no less.
        message_class = change.lifted or head.lifted or head.raised_as or first.message_class
        looked = weighed(_texts(change), message_class)
        amendment = Amendment(
            source=first.source,
            id=first.incident_id,
            phase=Phase.CLOSED if deed is Deed.END else Phase.OPEN,
            manner=_manner(deed, change),
            facts=dict(change.facts),
            translations={language: dict(facts) for language, facts in change.translations.items()},
            sensitivities=added((*change.sensitivities, *looked.flags), head),
            expected_end=change.expected_end,
            expires=change.expires,
            next_update=change.next_update,
            again=change.lifted is not None,
        )
        sender = self.sender(deed, caller, key)
        arrival = self._arrival(sender, amendment, voice, change)
        said = self._answer(deed, arrival, voice, pen, self._known(sender, pen), why=change.reason)
        again = deed is Deed.CORRECT and head.phase is Phase.CLOSED and said.fate is Fate.POSTED and not said.repeated
        return replace(said, findings=looked.findings, reopened=again)

    def preview(self, caller: Caller, raising: Raising) -> Preview:
        """Compose what raising it would say, and say nothing."""
        known = self.guard(Deed.PREVIEW, caller, f"a {raising.event_type}").caller
        roles = acting_roles(self.tell.config.plan, Deed.RAISE, known)
        incident, findings = incident_of(self.tell.config.plan, raising, roles)
        head = self.tell.incidents.head(incident.source, incident.id)
        if stands(head, incident):
            reference = normalise.reference_of(incident.source, incident.id)
            raise Conflict(f"it is raised already as {reference}", reference)
        telling = incident.model_copy(update={"revision": head.revision + 1})
        rehearsed = self.tell.rehearse(
            Arrival(sender=Sender("preview", DESK, "desk.preview"), telling=telling, by=caller.username, roles=roles)
        )
        return Preview(
            proof=rehearsed.proof,
            config=self.tell.config,
            discretion=discretion_of(telling, telling),
            limits=self.tell.channels,
            prices=self.prices,
            decisions=rehearsed.decisions,
            findings=findings,
        )

    def _arrival(
        self, sender: Sender, telling: Incident | Amendment, voice: Speaker, change: Change | None = None
    ) -> Arrival:
        return Arrival(
            sender=sender,
            telling=telling,
            by=voice.by,
            typed_by=voice.typed_by,
            means=voice.means,
            roles=voice.roles,
            # Somebody's broken glass is theirs alone: not of whom they type for.
            glass="" if voice.typed_by else self.aftercare.glass(voice.by),
            amplifies=change is not None and change.amplifies,
            lifted=change.lifted if change else None,
            takes_down=change is not None and change.takes_down,
        )

    def sender(self, deed: Deed, caller: Caller, key: str) -> Sender:
        """Return under which event the ledger knows a request: the same key is the same request."""
        return Sender(
            event_id=f"desk:{caller.username}:{key or self.new_key()}", source=DESK, detail_type=f"desk.{deed}"
        )

    def _known(self, sender: Sender, pen: Pen) -> Outcome | None:
        """Return how the same request ended; raise `Conflict` where its key served for something else."""
        known = self.tell.outcomes.outcome(sender.event_id)
        if known is not None and known.request != pen.request:
            raise Conflict("this Idempotency-Key was used for something else; take a new one")
        return known

    def _already(self, head: IncidentHead, incident: Incident, sender: Sender, voice: Speaker) -> Outcome:
        """Return the end of raising what is raised already."""
        reference = normalise.reference_of(incident.source, incident.id)
        return Outcome(
            event_id=sender.event_id,
            received_at=self.tell.clock(),
            fate=Fate.MERGED,
            reason=f"it is raised already as {reference}",
            source=sender.source,
            detail_type=sender.detail_type,
            incident_id=incident.id,
            alert_id=word_of(head),
            by=voice.by,
            typed_by=voice.typed_by,
            means=voice.means,
        )

    def _taken(self, arrival: Arrival, pen: Pen, known: Outcome | None) -> tuple[Outcome, tuple[str, ...]]:
        """Tell it, unless it is `known`. What is committed must not look like a failure: that would invite it again."""
        try:
            if known is None:
                return pen(arrival), ()
            # Its announcement may be what was lost; a second one changes nothing.
            self.tell.announce_again(known)
        except StateUnavailable:
            known = known or (pen.committed.outcome if pen.committed else pen.outcome(arrival.sender.event_id))
            if known is None:
                raise
            return known, ("it is committed, but the channels were not told: that is tried again within two minutes",)
        return known, ()

    def _answer(
        self, deed: Deed, arrival: Arrival, voice: Speaker, pen: Pen, known: Outcome | None, *, why: str = ""
    ) -> Said:
        """Take it, unless it is `known`, and say what came of it. It is in the audit before anything else is read."""
        telling = arrival.telling
        reference = normalise.reference_of(telling.source, telling.id)
        outcome, warnings = self._taken(arrival, pen, known)
        alert_id = outcome.alert_id
        if outcome.fate is Fate.MERGED and not alert_id:
            # It has been said already, perhaps by somebody else in this moment.
            alert_id = word_of(pen.head(telling.source, telling.id))
        if not alert_id:
            raise Conflict(outcome.reason, reference)
        repeated = known is not None or outcome.fate is Fate.MERGED
        act = Act(
            chain=f"incident:{reference}",
            at=self.tell.clock(),
            by=voice.by,
            deed=deed,
            subject=alert_id,
            reason=voice.signed(why),
            result=f"{'repeated' if repeated else outcome.fate}: {outcome.reason}",
            typed_by=voice.typed_by,
            means=voice.means,
        )
        try:
            self.audit.append(act)
        except Transient:
            warnings = (*warnings, "the audit could not be written: note who did this, and when")
        alert = pen.alert(alert_id)
        asked = pen.committed.approval if pen.committed else None
        warnings = (*warnings, *self.aftercare.after(alert, asked, went=outcome.fate is Fate.POSTED))
        deliveries: tuple[Delivery, ...] = ()
        try:
            deliveries = tuple(self.dealt.deliveries(alert.identifier))
        except Transient:
            warnings = (*warnings, "how the deliveries stand could not be read")
        return Said(
            alert=alert,
            fate=outcome.fate,
            reason=outcome.reason,
            repeated=repeated,
            deliveries=deliveries,
            warnings=warnings,
            person=outcome.person or bool(outcome.unfit or warnings),
        )


def incident_of(plan: Plan, raising: Raising, roles: tuple[Role, ...]) -> tuple[Incident, tuple[str, ...]]:
    """Return the incident that these words are about, and what in them should be looked at again."""
    message_class = plan.class_of(DESK, raising.event_type, roles)
    if message_class is None:
        kinds = ", ".join(plan.classes.get(DESK, {}))
        raise FeedError("type", f"the plan gives the desk no such type; there are {kinds}")
    facts = {name: text for name, text in sorted(raising.facts.items()) if text}
    looked = weighed(_texts(raising), message_class)
    incident = Incident(
        source=DESK,
        id=incident_id_of(raising.event_type, facts),
        revision=1,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type=raising.event_type,
        severity=raising.severity,
        urgency=raising.urgency,
        certainty=raising.certainty,
        facts=facts,
        translations={language: dict(facts) for language, facts in raising.translations.items()},
        sensitivities=tuple(sorted({*raising.sensitivities, *looked.flags})),
        expires=raising.expires,
        expected_end=raising.expected_end,
        next_update=raising.next_update,
    )
    return incident, looked.findings


def _texts(asked: Raising | Change) -> dict[str, str]:
    """Return all that the public would read of it, in whichever language."""
    others = {
        f"{language}.{name}": text for language, said in asked.translations.items() for name, text in said.items()
    }
    return {**asked.facts, **others}


def _manner(deed: Deed, change: Change) -> Manner:
    if change.amplified:
        return Manner.AMPLIFIED
    if deed is Deed.CORRECT:
        return Manner.CORRECTION
    return Manner.WITHDRAWN if deed is Deed.END and change.withdrawn else Manner.PLAIN


def _request_of(deed: Deed, incident_id: str, asked: Raising | Change, behalf: Behalf) -> str:
    """Return a digest of all that was asked for, and for whom; how a time is spelled does not count."""

    def plain(value: object) -> str:
        return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)

    body = json.dumps([deed, incident_id, asdict(asked), asdict(behalf)], sort_keys=True, default=plain)
    return hashlib.sha256(body.encode()).hexdigest()[:32]
