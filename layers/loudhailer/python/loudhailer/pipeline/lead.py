"""Who leads an incident, the lead's own words passed on, and a class lifted: what no event and no feed can ever set."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from loudhailer.domain.act import Act
from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import Conflict, FeedError, Transient
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.pipeline._lookup import alert_of
from loudhailer.pipeline._speaker import speaker_of
from loudhailer.pipeline.desk import Change, Desk, Said
from loudhailer.plan import Agency
from loudhailer.ports import Commit

US = "us"
"""What takes the lead back."""


@dataclass(frozen=True, slots=True)
class Led:
    """Who leads an incident now; empty where we do. `warnings` are what went wrong after it was written."""

    reference: str
    lead: str
    repeated: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """The deeds about whose incident it is, and how grave; what is said of them is told at the desk."""

    desk: Desk

    def hand(self, caller: Caller, behalf: Behalf, reference: str, agency: str, reason: str, *, key: str = "") -> Led:
        """Let an agency of the plan lead, or take the lead back (`us`). The public is told nothing.

        From then on every sender asks about it, also for what was committed before. Raise `FeedError` for an agency
        that the plan does not know, `NotAllowed` where whoever takes it back may not use our own words.
        """
        plan, tell = self.desk.guard.plan, self.desk.tell
        speaker = speaker_of(self.desk.guard(Deed.LEAD, caller, reference), behalf)
        if agency not in {US, *plan.lead.agencies}:
            raise FeedError("agency", f"the plan has no such agency; it has {', '.join((US, *plan.lead.agencies))}")
        if agency == US and not set(speaker.roles) & set(plan.lead.own_words):
            needed = " or ".join(plan.lead.own_words)
            self.desk.guard.refuse(Deed.LEAD, caller, reference, f"the lead is taken back by {needed}")
        first = alert_of(self.desk.archive, reference)
        head = tell.incidents.head(first.source, first.incident_id)
        lead = "" if agency == US else agency
        # Taken back in spite of the flags that it has: another one sets the lead again.
        owned = tuple(each for each in head.sensitivities if each in plan.lead.flags) if agency == US else ()
        said = f"{agency if lead else 'we'} lead{'s' if lead else ''} it"
        repeated = (head.lead, head.owned) == (lead, owned)
        if not repeated:
            outcome = Outcome(
                event_id=self.desk.sender(Deed.LEAD, caller, key).event_id,
                received_at=tell.clock(),
                fate=Fate.MERGED,
                reason=f"{said}: {reason}",
                source=first.source,
                detail_type=f"desk.{Deed.LEAD}",
                incident_id=first.incident_id,
                by=speaker.by,
                typed_by=speaker.typed_by,
                means=speaker.means,
            )
            tell.commits.commit(Commit(head=head.model_copy(update={"lead": lead, "owned": owned}), outcome=outcome))
        act = Act(
            chain=f"incident:{reference}",
            at=tell.clock(),
            by=speaker.by,
            deed=Deed.LEAD,
            subject=reference,
            reason=speaker.signed(reason),
            result=f"repeated: {said}" if repeated else said,
            typed_by=speaker.typed_by,
            means=speaker.means,
        )
        try:
            self.desk.audit.append(act)
        except Transient:
            return Led(reference, lead, repeated, ("the audit could not be written: note who did this, and when",))
        return Led(reference, lead, repeated)

    def amplify(
        self, caller: Caller, behalf: Behalf, reference: str, message: str, link: str, *, key: str = ""
    ) -> Said:
        """Pass on the words of the agency that leads, with its own link.

        They go at once where the link is on the agency's host in the plan. Where the plan names none, nobody can tell
        whose words these are: they wait for approval as our own do. Raise `Conflict` where nobody else leads.
        """
        self.desk.guard(Deed.UPDATE, caller, reference)
        head = self._head(reference)
        if not head.lead:
            raise Conflict("nobody else leads it: update it in our own words", reference)
        agency = self.desk.guard.plan.lead.agencies.get(head.lead, Agency(name=head.lead))
        known = _host(agency.link)
        host = _host(link)
        if not host:
            raise FeedError("link", "give the address of their own words: https, a host and no port")
        if known and host != known and not host.endswith(f".{known}"):
            raise FeedError("link", f"it is not on {known}, where the plan says that {agency.name} speaks")
        facts = {"agency": agency.name, "message": message, "lead_link": link}
        change = Change(facts=facts, amplified=True, amplifies=bool(known))
        return self.desk.amend(Deed.UPDATE, caller, behalf, reference, change, key=key)

    def lift(
        self,
        caller: Caller,
        behalf: Behalf,
        reference: str,
        message_class: MessageClass,
        reason: str,
        *,
        key: str = "",
    ) -> Said:
        """Lift an incident above the class that the plan gives it, and say it again as an update of that class.

        Raise `Conflict` where that is no lift, `FeedError` for a class that the plan gives to nothing.
        """
        self.desk.guard(Deed.LIFT, caller, reference)
        plan, head = self.desk.guard.plan, self._head(reference)
        given = {each for types in plan.classes.values() for found in types.values() for each in _classes(found)}
        if message_class not in given:
            raise FeedError("class", f"the plan gives nothing the class {message_class}")
        first = alert_of(self.desk.archive, reference)
        now = head.lifted or head.raised_as or plan.class_of(first.source, first.event_type) or first.message_class
        order = list(MessageClass)
        asked_before = self.desk.tell.outcomes.outcome(self.desk.sender(Deed.LIFT, caller, key).event_id)
        if order.index(message_class) >= order.index(now) and asked_before is None:
            raise Conflict(f"it is {now}: a class is only ever lifted", reference)
        change = Change(lifted=message_class, reason=f"to {message_class}: {reason}")
        return self.desk.amend(Deed.LIFT, caller, behalf, reference, change, key=key)

    def _head(self, reference: str) -> IncidentHead:
        first = alert_of(self.desk.archive, reference)
        return self.desk.tell.incidents.head(first.source, first.incident_id)


def _classes(found: MessageClass | dict[Role, MessageClass]) -> tuple[MessageClass, ...]:
    return tuple(found.values()) if isinstance(found, dict) else (found,)


def _host(link: str) -> str:
    """Return the host of an https address; empty where it is none, or hides behind a port or a name."""
    try:
        parts = urlsplit(link)
        plain = parts.scheme == "https" and parts.port is None and parts.username is None
    except ValueError:
        return ""
    return (parts.hostname or "") if plain and not any(sign.isspace() for sign in link) else ""
