"""The path without claims: a person's life_safety, while the table cannot be written (docs/adr/0019).

Decide as far as anything can be read, compose what was asked, put an intent on each channel's blind queue. Only then is
anything told to anybody. What becomes of it is drained into ledger and audit when the table is back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from loudhailer.domain.alert import Alert
from loudhailer.domain.blind import Account, Intent, Unwritten
from loudhailer.domain.crisis import Decision, GateState, MessageClass
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State, Thread, further, platform_of
from loudhailer.domain.errors import NotSent, StateUnavailable
from loudhailer.domain.incident import Incident, IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Variant
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._blind_ports import BlindQueues, GateCopies, Records
from loudhailer.pipeline._freeze import following, freeze
from loudhailer.pipeline.tell import Tell, first_delivery
from loudhailer.ports import Arrival, Incidents

_BEHIND = timedelta(seconds=2)
_WHY = "our own records do not answer"
_AGAIN = "ask again, or say it by other means (docs/runbook.md)"
_DONE = (
    f"it went out past them, for {_WHY}: it will stand in the ledger and the audit when they do, and somebody else "
    "reviews it. Do not send it again"
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed to the blind queues, and what an officer must know of it."""

    alert: Alert
    outcome: Outcome
    deliveries: tuple[Delivery, ...]
    warnings: tuple[str, ...]


Past = Callable[[Arrival, str], Handed]
"""Sends what arrived past the table, with the digest of its request; raises `NotSent` where it may not, or cannot."""


def no_way_past(_arrival: Arrival, _request: str) -> Handed:
    """Send nothing past the table: for those who do not raise alerts."""
    raise NotSent(f"not sent: {_WHY}; {_AGAIN}")


@dataclass(frozen=True, slots=True)
class Blind:
    """Send past the table. `tell` is the desk's own, but with ports that give up soon: minutes count."""

    tell: Tell
    copies: GateCopies
    queues: BlindQueues
    records: Records

    def __call__(self, arrival: Arrival, request: str) -> Handed:
        """Hand a person's life_safety to the blind queues; raise `NotSent` where it may not go, or cannot.

        The minute is the finest that the words say, so the same words raised again within it are the same posts.
        """
        telling = arrival.telling
        if not arrival.by or not isinstance(telling, Incident):
            raise NotSent(f"not sent: {_WHY}, and only a person's raising of life_safety goes without them; {_AGAIN}")
        now = self.tell.clock().astimezone(UTC).replace(second=0, microsecond=0)
        seen = _Seen(self.tell.incidents, self.tell.gates, self.copies)
        head = seen.head(telling.source, telling.id)
        telling = telling.model_copy(update={"revision": head.revision + 1})
        tell = replace(self.tell, incidents=seen, gates=seen, clock=lambda: now)
        rehearsed = tell.rehearse(replace(arrival, telling=telling))
        alert, decisions = rehearsed.alert, rehearsed.decisions
        if alert.message_class is not MessageClass.LIFE_SAFETY:
            raise NotSent(f"not sent: {_WHY}, and {alert.message_class} does not go without them; {_AGAIN}")
        alert = _marked(alert, now)
        deliveries = tuple(
            each for name, decision in decisions.items() for each in self._handed(alert, name, decision, now)
        )
        going = [each.channel for each in deliveries if each.state is State.CLAIMED]
        if not going:
            raise NotSent(f"not sent: {_WHY}. {'; '.join(_told(deliveries)) or 'there is no channel'}. {_AGAIN}")
        unwritten = Unwritten(
            alert=alert,
            head=tell.head_after(head, telling, telling, alert, going=True, now=now),
            outcome=_outcome(arrival, request, alert, f"went out blind on {_named(going)}: {_WHY}", now),
            deliveries=deliveries,
            raised_at=now,
            why=_WHY,
        )
        return self._put(unwritten, going)

    def _handed(self, alert: Alert, channel: str, decision: Decision, now: datetime) -> Iterator[Delivery]:
        """Yield a channel's deliveries: what may go is claimed by its blind queue for as long as it is worth sending.

        Nothing is there that could tell one post of another's id: each stands on its own.
        """
        delivery = first_delivery(alert, channel, replace(decision, blind=True), now)
        if delivery.state is not State.PENDING:
            yield delivery
            return
        if not self.queues.reaches(channel):
            # One by one they would be a crowd of intents; the public is told, and these can be called.
            yield delivery.settled(State.FAILED, "its list is only reached with our records: call them")
            return
        variant = Variant.FIRST if Variant.FIRST in alert.drafts[channel] else Variant.STANDALONE
        draft = alert.drafts[channel][variant]
        fresh = Thread(source=alert.source, incident_id=alert.incident_id, channel=channel)
        first = delivery.model_copy(
            update={
                "state": State.CLAIMED,
                "reason": f"blind: {decision.reason}",
                "lease_until": alert.expires,
                "claims": 1,
                "posts": 1 + len(draft.more),
                "variant": variant,
                "post": freeze(alert, channel, variant, fresh, now),
                "due": Due.LEASE,
                "due_at": alert.expires + UNCLAIMED_AFTER,
                "plan_digest": alert.plan_digest,
            }
        )
        yield first
        for number, more in enumerate(draft.more, 2):
            post = following(alert, channel, number, more, now, link=draft.link)
            yield first.model_copy(update={"channel": f"{channel}/{further(number)}", "post": post})

    def _put(self, unwritten: Unwritten, going: Iterable[str]) -> Handed:
        """Put the intents before anything else; what no queue took is not sent there."""
        lost: dict[str, Delivery] = {}
        for delivery in unwritten.deliveries:
            if delivery.channel not in going:
                continue
            try:
                # A queue keeps no order: what follows is put a moment later, so that it mostly lands behind.
                behind = _BEHIND * (delivery.number - 1)
                self.queues.put(Intent(channel=delivery.channel, unwritten=unwritten), behind)
            except StateUnavailable:
                # Should it be there all the same, its sender's own account says more than this one.
                lost[delivery.channel] = delivery.settled(State.FAILED, "its blind queue did not answer")
        if set(lost) == set(going):
            raise NotSent(f"not sent: neither our own records nor the queues answer; {_AGAIN}")
        warnings = [_DONE]
        try:
            self.records.put(Account(unwritten=unwritten, became=tuple(lost.values())).model_dump_json())
        except StateUnavailable:
            # Every intent holds all of it, so the first that is sent brings it along.
            warnings.append("note yourself who did this, and when")
        stand = tuple(lost.get(each.channel, each) for each in unwritten.deliveries)
        return Handed(unwritten.alert, unwritten.outcome, stand, (*warnings, *_told(stand)))


@contextmanager
def not_sent_plainly() -> Iterator[None]:
    """Say that it was not sent, rather than that something did not answer."""
    try:
        yield
    except NotSent:
        raise
    except StateUnavailable as down:
        raise NotSent(f"not sent, as far as can be read: {_WHY}, and this does not go without them; {_AGAIN}") from down


@dataclass(slots=True)
class _Seen:
    """What can still be read, each thing asked for once: of the incident, its head; of a gate, the item or its copy."""

    incidents: Incidents
    table: Gates
    copies: GateCopies
    _heads: dict[tuple[str, str], IncidentHead] = field(default_factory=dict)

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return the incident's head; where it cannot be read the incident is treated as new."""
        key = (source, incident_id)
        if key not in self._heads:
            try:
                self._heads[key] = self.incidents.head(source, incident_id)
            except StateUnavailable:
                self._heads[key] = IncidentHead(source=source, id=incident_id)
        return self._heads[key]

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        """Return each gate, or its copy; None only where neither can be read, and then the class decides."""
        names = list(channels)
        found: Mapping[str, GateState | None] = {}
        with suppress(StateUnavailable):
            found = self.table.gates(names)
        return {name: found.get(name) or self._copy(name) for name in names}

    def _copy(self, channel: str) -> GateState | None:
        try:
            return self.copies.copy(channel)
        except StateUnavailable:
            return None


def _marked(alert: Alert, now: datetime) -> Alert:
    """Return the alert under a number that no alert of the ledger ever has: the minute, marked."""
    minute = int(f"{now:%Y%m%d%H%M}")
    return alert.model_copy(update={"identifier": f"{alert.reference}-B{minute}", "revision": minute})


def _named(channels: Iterable[str]) -> str:
    """Name each channel once, however many posts go there."""
    return ", ".join(dict.fromkeys(map(platform_of, channels)))


def _told(deliveries: Iterable[Delivery]) -> tuple[str, ...]:
    """Say of each channel that gets nothing why."""
    return tuple(f"{each.channel}: not sent, {each.reason}" for each in deliveries if each.state is not State.CLAIMED)


def _outcome(arrival: Arrival, request: str, alert: Alert, reason: str, now: datetime) -> Outcome:
    return Outcome(
        event_id=arrival.sender.event_id,
        received_at=now,
        fate=Fate.POSTED,
        reason=reason,
        source=arrival.sender.source,
        detail_type=arrival.sender.detail_type,
        incident_id=alert.incident_id,
        alert_id=alert.identifier,
        person=True,
        by=arrival.by,
        typed_by=arrival.typed_by,
        means=arrival.means,
        request=request,
    )
