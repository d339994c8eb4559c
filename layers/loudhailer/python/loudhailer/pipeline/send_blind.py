"""One intent, from a channel's blind queue to its account: look, publish, tell the record queue (docs/adr/0019).

There is no claim: the platform's own key keeps a redelivery harmless, and where it has none the plan's policy of doubt
decides. Nothing is acknowledged before its account is on the record queue.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from loudhailer.domain.announcement import Announcement
from loudhailer.domain.blind import Account, Intent, read_intent
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    ClaimLost,
    LoudhailerError,
    Permanent,
    RateLimited,
    StateUnavailable,
    Transient,
    UnreadableBody,
)
from loudhailer.domain.post import Receipt
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._blind_ports import BlindQueues, Records
from loudhailer.pipeline._book import QUEUE_REACH
from loudhailer.pipeline.received import Received, Report
from loudhailer.plan import Doubt, Plan
from loudhailer.ports import Channel, Clock, Dossier, Dossiers, Outcomes, Queue

_LOOK_AFTER = 10.0
_LONGEST_LOOK = 120.0
_LATE = timedelta(minutes=2)
"""An alert is stamped with the minute in which it was raised, which may be over already."""
_NOT_OUT = frozenset({"Retried", "Unknown", "Contended"})
_SECOND = 2
"""The receive that may be the second attempt: rather twice is not thrice."""


@dataclass(frozen=True, slots=True)
class SendBlind:
    """Send one channel's blind intents.

    `gates`, `outcomes` and `dossiers` give up soon: the table is asked only whether it knows better by now. `jitter`
    returns a random share of the seconds it is given; `code` is the version of what sends.
    """

    name: str
    plan: Plan
    channel: Channel
    gates: Gates
    outcomes: Outcomes
    dossiers: Dossiers
    queue: Queue
    blind: BlindQueues
    records: Records
    clock: Clock
    jitter: Callable[[float], float]
    code: str = ""

    def __call__(self, received: Received) -> Report:
        """Bring one intent as far as it will go now."""
        try:
            intent = read_intent(received.body)
            report = self._advance(intent, intent.delivery.model_copy(update={"code": self.code}), received)
        except UnreadableBody as unreadable:
            return Report("Unreadable", again=True, reason=str(unreadable), person=True)
        late = report.word in _NOT_OUT and self.clock() - intent.unwritten.raised_at > _LATE
        return replace(report, alert_id=intent.unwritten.alert.identifier, late=late)

    def _advance(self, intent: Intent, delivery: Delivery, received: Received) -> Report:
        twice = False
        if received.receive_count > 1:
            # An earlier receive may have sent it: ask the platform before any second call.
            try:
                receipt = self.channel.find(intent.post)
            except CannotTell as never:
                if not self._rather_twice(delivery, received):
                    return self._ended(intent, delivery.settled(State.UNKNOWN, f"CannotTell: {never}"))
                twice = True
            except LoudhailerError as unclear:
                return self._look_later(intent, delivery, received, unclear)
            else:
                if receipt is not None:
                    return self._sent(intent, delivery, receipt, "it was already there")
        step = self._overtaken(intent)
        if step is not None:
            return step
        if self.clock() >= delivery.expires_at:
            return self._ended(intent, delivery.settled(State.EXPIRED, "it expired on its blind queue"))
        return self._publish(intent, delivery, received, twice=twice)

    def _publish(self, intent: Intent, delivery: Delivery, received: Received, *, twice: bool) -> Report:
        try:
            receipt = self.channel.publish(intent.post)
        except RateLimited as limit:
            return self._put_anew(intent, limit, limit.retry_after, received)
        except (ChannelUnavailable, ClaimLost) as nothing_left:
            return self._put_anew(intent, nothing_left, 0, received)
        except Permanent as refusal:
            return self._ended(intent, delivery.settled(State.FAILED, f"{type(refusal).__name__}: {refusal}"))
        except Transient as unclear:
            return self._look_later(intent, delivery, received, unclear)
        already = "it was already there" if receipt.repeated else ""
        return self._sent(intent, delivery, receipt, "sent again: nobody could tell" if twice else already)

    def _rather_twice(self, delivery: Delivery, received: Received) -> bool:
        policy = self.plan.doubt.get(delivery.message_class, {}).get(self.name, Doubt.PERSON)
        return policy is Doubt.RATHER_TWICE and received.receive_count <= _SECOND

    def _overtaken(self, intent: Intent) -> Report | None:
        """Return what the table knows better, where it answers again.

        A level that was declared since holds it, and older words never go out after newer ones.
        """
        try:
            gate = self.gates.gates([self.name])[self.name]
            dossier = self._dossier(intent)
        except StateUnavailable:
            return None
        if dossier is not None and dossier.delivery.final:
            return Report("Repeated", reason=f"it is {dossier.delivery.state} already")
        if dossier is not None:
            newest = max(dossier.thread.head, dossier.head.spoken)
            if newest > dossier.delivery.revision:
                late = intent.delivery.settled(State.SUPERSEDED, f"revision {newest} has replaced it")
                return self._ended(intent, late)
        lead = dossier.head.lead if dossier is not None else intent.unwritten.head.lead
        # Released: it has lost its time already, and waits for no other language.
        decision = decide(self.plan, intent.unwritten.alert, gate, Standing(self.clock(), lead, released=True))
        if not decision.sends:
            return self._ended(intent, intent.delivery.held(replace(decision, blind=True)))
        return None

    def _dossier(self, intent: Intent) -> Dossier | None:
        """Return how the ledger has it, None where it is not drained yet."""
        unwritten = intent.unwritten
        known = self.outcomes.outcome(unwritten.outcome.event_id)
        if known is None or not known.alert_id:
            return None
        ids = Announcement(alert_id=known.alert_id, source=known.source, incident_id=known.incident_id)
        return self.dossiers.dossier(ids, intent.channel)

    def _put_anew(self, intent: Intent, why: LoudhailerError, pause: float, received: Received) -> Report:
        """Nothing left us: put it there as new, so that its next receive is no doubt, and let this one go."""
        delay = timedelta(seconds=max(pause, 1 + self.jitter(min(120.0, 2.0 ** min(intent.puts, 10)))))
        if self.clock() + delay >= intent.delivery.expires_at:
            reason = f"its next try would come after it expires; the last one said: {why}"
            return self._ended(intent, intent.delivery.settled(State.EXPIRED, reason))
        try:
            self.blind.put(intent.model_copy(update={"puts": intent.puts + 1}), min(delay, QUEUE_REACH))
        except StateUnavailable:
            return self._again("Retried", why, delay, received)
        return Report("Retried", reason=str(why))

    def _look_later(self, intent: Intent, delivery: Delivery, received: Received, why: LoudhailerError) -> Report:
        """It may be out: the next receive looks. Once it has expired only a person can say."""
        if self.clock() >= delivery.expires_at:
            return self._ended(intent, delivery.settled(State.UNKNOWN, f"{type(why).__name__}: {why}"))
        pause = why.retry_after if isinstance(why, RateLimited) else 0.0
        grown = min(_LONGEST_LOOK, _LOOK_AFTER * 2.0 ** min(received.receive_count - 1, 10))
        return self._again("Unknown", why, timedelta(seconds=max(pause, grown)), received)

    def _again(self, word: str, why: LoudhailerError, delay: timedelta, received: Received) -> Report:
        # A defer that fails costs only the queue's own visibility timeout.
        with suppress(StateUnavailable):
            self.queue.defer(received.receipt_handle, delay)
        return Report(word, again=True, reason=str(why))

    def _sent(self, intent: Intent, delivery: Delivery, receipt: Receipt, reason: str) -> Report:
        sent = delivery.settled(State.SENT, reason)
        return self._ended(intent, sent.model_copy(update={"ref": receipt.ref, "sent_at": self.clock()}))

    def _ended(self, intent: Intent, became: Delivery) -> Report:
        """Give account of it; until that is on the record queue, the intent stays where it is."""
        became = became.model_copy(update={"attempts": intent.puts + 1})
        try:
            self.records.put(Account(unwritten=intent.unwritten, became=(became,)).model_dump_json())
        except StateUnavailable as down:
            return Report("Contended", again=True, reason=str(down))
        person = became.state is not State.SENT
        return Report(became.state.capitalize(), reason=became.reason, person=person)
