"""One delivery, from a queue message to the record: gate again, claim, publish, record.

No sleep and no loop: what must come again goes back to the queue, or into the table where a queue cannot wait so long.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loudhailer.domain.alert import Alert, Lane
from loudhailer.domain.announcement import Announcement, read_announcement
from loudhailer.domain.crisis import Decision, MessageClass, Permit
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State, Thread
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    ClaimLost,
    Doubtful,
    GateMoved,
    LoudhailerError,
    ParentGone,
    Permanent,
    RateLimited,
    StateUnavailable,
    Transient,
    UnreadableBody,
)
from loudhailer.domain.post import Receipt, Variant
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Permits
from loudhailer.pipeline._blind_ports import blind_review
from loudhailer.pipeline._freeze import freeze
from loudhailer.pipeline.review import Reviews
from loudhailer.plan import Plan
from loudhailer.ports import Channel, Clock, DeliveryLog, Dossier, Dossiers, Queue
from loudhailer.threads import Done, Hold, Look, PutOff, Send, Settle, Step, Wait, next_step, unsent_step

QUEUE_REACH = timedelta(minutes=15)
"""The longest pause left to a queue; a longer one waits in the table, where it survives the queue's own limits."""
_SOON = timedelta(seconds=2)
_LATE = timedelta(minutes=1)
_READ_BACK_AFTER = timedelta(seconds=10)
_LONGEST_SEARCH = timedelta(minutes=2)
_LONGEST_DOUBLING = 10
_DECISIONS = 3
"""How often one message is decided on, where command keeps changing the gate between the reading and the permit."""
PERMIT_LASTS = timedelta(seconds=2)
"""How soon after its permit a post must have begun to leave; a worker that was frozen in between takes another."""


@dataclass(frozen=True, slots=True)
class Received:
    """One message of a channel queue; `receive_count` is how often the queue has handed it out, this time included."""

    body: str
    receipt_handle: str
    receive_count: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message: a word to count, whether the queue must bring it again, whether a person must look.

    `late` says that an urgent post is still not out after a minute, `life_safety` that it is about people's lives.
    """

    word: str
    again: bool = False
    alert_id: str = ""
    reason: str = ""
    person: bool = False
    late: bool = False
    life_safety: bool = False


@dataclass(frozen=True, slots=True)
class Deliver:
    """Deliver alerts on one channel.

    `lease` must exceed the function's timeout, so that a claim runs out only when its worker is gone; `jitter` returns
    a random share of the seconds it is given; `new_key` names a permit; `code` is the version of what decides.
    """

    name: str
    plan: Plan
    channel: Channel
    dossiers: Dossiers
    log: DeliveryLog
    queue: Queue
    clock: Clock
    jitter: Callable[[float], float]
    lease: timedelta
    permits: Permits
    new_key: Callable[[], str]
    reviews: Reviews
    code: str = ""

    def __call__(self, received: Received) -> Report:
        """Bring one message as far as it will go now."""
        try:
            announcement = read_announcement(received.body)
        except UnreadableBody as unreadable:
            return Report("Unreadable", again=True, reason=str(unreadable), person=True)
        try:
            report, delay = self._decided(announcement)
        except (ClaimLost, StateUnavailable) as passing:
            report, delay = Report("Contended", again=True, reason=str(passing)), _SOON
        if report.word in _SEARCHING and delay is not None:
            # Ever more patience: a long outage must not spend the receives that the dead-letter queue counts.
            delay = min(_LONGEST_SEARCH, delay * 2.0 ** min(received.receive_count - 1, _LONGEST_DOUBLING))
        if delay is not None:
            # What was recorded stands: a defer that fails costs only the queue's own visibility timeout.
            with suppress(StateUnavailable):
                self.queue.defer(received.receipt_handle, delay)
        return replace(report, again=delay is not None, alert_id=announcement.alert_id)

    def _decided(self, announcement: Announcement) -> "_Result":
        """Read, decide and act on what was decided; where command changed the gate in between, do it all again."""
        for left in reversed(range(_DECISIONS)):
            dossier = self.dossiers.dossier(announcement, self.name)
            try:
                report, delay = self._advance(dossier)
            except GateMoved:
                if not left:
                    raise
            else:
                delivery = dossier.delivery
                late, dear = (
                    delay is not None and self._late(delivery),
                    delivery.message_class is MessageClass.LIFE_SAFETY,
                )
                return replace(report, late=late, life_safety=dear), delay
        raise AssertionError("unreachable: the last try returns or raises")

    def _late(self, delivery: Delivery) -> bool:
        """Tell whether an urgent post is still not out after a minute; no queue's own age says so once it was tried."""
        return delivery.lane is Lane.URGENT and self.clock() - delivery.committed_at > _LATE

    def _advance(self, dossier: Dossier) -> "_Result":
        now = self.clock()
        if dossier.gate is not None and not dossier.delivery.leased(now):
            # A worker that was killed gave nothing back. A younger permit may be one whose holder is about to claim: a
            # second copy of its message must not hide from command that the post is leaving.
            for key, permit in dossier.gate.permits.items():
                if permit.alert_id == dossier.alert.identifier and now - permit.at > self.lease:
                    self._give_back(key)
        standing = Standing(now, dossier.head.lead, dossier.approval)
        decision = decide(self.plan, dossier.alert, dossier.gate, standing)
        step = next_step(dossier.alert, dossier.delivery, dossier.thread, decision, now, spoken=dossier.head.spoken)
        if isinstance(step, Look):
            return self._look(dossier, decision, now)
        return self._take(step, dossier, dossier.thread, decision, now)

    def _take(self, step: Step, dossier: Dossier, thread: Thread, decision: Decision, now: datetime) -> "_Result":
        alert, delivery = dossier.alert, self._stamped(dossier.delivery, decision)
        match step:
            case Wait(delay, reason):
                return Report("Waited", reason=reason), delay
            case Hold():
                return self._settle(delivery, delivery.held(decision), thread, now)
            case Settle(state, reason, passes):
                return self._settle(delivery, delivery.settled(state, reason), thread, now, passes=passes)
            case PutOff(until):
                return self._put_off(delivery, thread, decision.reason, until, now)
            case Send(variant) if variant not in alert.drafts[self.name]:
                self.log.save(delivery.settled(State.FAILED, f"the {variant} words do not fit this channel"))
                return Report("Failed", reason=f"the {variant} words do not fit", person=True), None
            case Send(variant):
                if decision.blind:
                    # In the same table as the claim: what cannot be listed for review could not be claimed either.
                    self.reviews.open(blind_review(alert, decision.reason, now))
                return self._permitted(dossier, delivery, thread, variant, now)
            case Done() | Look():
                return Report("Repeated", reason=f"it is {delivery.state} already"), None

    def _stamped(self, delivery: Delivery, decision: Decision) -> Delivery:
        """Return the delivery with the names of what decided on it."""
        return delivery.model_copy(update={"plan_digest": self.plan.digest, "code": self.code, "blind": decision.blind})

    def _settle(
        self, delivery: Delivery, final: Delivery, thread: Thread, now: datetime, *, passes: bool = False
    ) -> "_Result":
        if passes or delivery.doubtful(now):
            self._record(final, thread, lambda seen: seen.released(final.alert_id).passed(final.revision))
        else:
            self.log.save(final)
        return Report(_WORDS[final.state], reason=final.reason, person=_missed(final)), None

    def _permitted(
        self, dossier: Dossier, delivery: Delivery, thread: Thread, variant: Variant, now: datetime
    ) -> "_Result":
        """Take a permit where any level pauses the class, send, and give it back.

        The permit counts only on the gate as it was read. So nothing of a paused class begins to leave once a level is
        declared, and what holds a permit at that moment is exactly what was leaving already.
        """
        gate = dossier.gate
        if gate is None or not self.plan.pauses(delivery.message_class):
            return self._send(dossier.alert, delivery, thread, variant, now)
        key = f"{delivery.alert_id}#{self.new_key()}"
        try:
            # Inside: the table may have taken it although its answer was lost, and nobody else would give it back.
            self.permits.take(self.name, key, Permit(alert_id=delivery.alert_id, at=now), seen=gate.version)
            return self._send(dossier.alert, delivery, thread, variant, now)
        finally:
            self._give_back(key)

    def _give_back(self, key: str) -> None:
        """Give a permit back; one that stays is named as leaving for a while, which is the safe side of the truth."""
        with suppress(Transient):
            self.permits.give_back(self.name, key)

    def _put_off(self, delivery: Delivery, thread: Thread, reason: str, until: datetime, now: datetime) -> "_Result":
        """Leave it in the table for later, unless it would come too late."""
        if until >= delivery.expires_at:
            late = delivery.settled(State.EXPIRED, f"{reason} end after it expires")
            return self._settle(delivery, late, thread, now)
        due = {"not_before": until, "due": Due.RETRY, "due_at": until, "lease_until": None}
        later = delivery.model_copy(update={"state": State.RETRY, "reason": reason, **due})
        if delivery.doubtful(now):
            self._record(later, thread, lambda seen: seen.released(later.alert_id))
        else:
            self.log.save(later)
        return Report("PutOff", reason=reason), None

    def _look(self, dossier: Dossier, decision: Decision, now: datetime) -> "_Result":
        """An earlier attempt may have landed: ask the platform before any second call."""
        delivery, thread = dossier.delivery, dossier.thread
        post = delivery.post
        if post is None:
            raise AssertionError("a claimed delivery has a frozen post")
        try:
            receipt = self.channel.find(post)
        except CannotTell as never:
            return self._doubt(delivery, thread, never, now, spent=True)
        except RateLimited as limit:
            return self._doubt(delivery, thread, limit, now, pause=timedelta(seconds=limit.retry_after))
        except LoudhailerError as unclear:
            return self._doubt(delivery, thread, unclear, now)
        if receipt is not None:
            return self._sent(delivery, thread, receipt)
        unsent = thread.released(delivery.alert_id)
        step = unsent_step(dossier.alert, delivery, unsent, decision, now, spoken=dossier.head.spoken)
        return self._take(step, dossier, unsent, decision, now)

    def _send(self, alert: Alert, delivery: Delivery, thread: Thread, variant: Variant, now: datetime) -> "_Result":
        """Claim, then make the one call, then record what came of it."""
        post = delivery.post or freeze(alert, self.name, variant, thread, now)
        lease_until = now + self.lease
        claimed, holding = self.log.save(
            delivery.model_copy(
                update={
                    "state": State.CLAIMED,
                    "lease_until": lease_until,
                    "not_before": None,
                    "claims": delivery.claims + 1,
                    "variant": variant,
                    "post": post,
                    "due": Due.LEASE,
                    "due_at": lease_until + UNCLAIMED_AFTER,
                }
            ),
            thread.claimed(delivery, now, self.lease),
        )
        held = holding or thread
        if self.clock() - now > PERMIT_LASTS:
            # It was frozen on the way: command may have spoken meanwhile, so it asks the gate again.
            return self._retry(claimed, held, ClaimLost("its permit ran out"), timedelta())
        try:
            receipt = self.channel.publish(post)
        except RateLimited as limit:
            return self._retry(claimed, held, limit, timedelta(seconds=limit.retry_after))
        except (ChannelUnavailable, ClaimLost) as nothing_left:
            return self._retry(claimed, held, nothing_left, timedelta())
        except Doubtful as unclear:
            return self._doubt(claimed, held, unclear, self.clock())
        except ParentGone as orphaned:
            # Somebody deleted the post that this one replies to: say it on its own, at once.
            alone = claimed.model_copy(update={"post": None, "variant": Variant.STANDALONE})
            return self._retry(alone, held, orphaned, timedelta())
        except Permanent as refusal:
            failed = claimed.settled(State.FAILED, f"{type(refusal).__name__}: {refusal}")
            failed = failed.model_copy(update={"attempts": claimed.attempts + 1})
            self._record(failed, held, lambda seen: seen.released(alert.identifier))
            return Report("Failed", reason=str(refusal), person=True), None
        return self._sent(claimed, held, receipt)

    def _sent(self, delivery: Delivery, thread: Thread, receipt: Receipt) -> "_Result":
        now = self.clock()
        sent = delivery.settled(State.SENT, "it was already there" if receipt.repeated else "").model_copy(
            update={"ref": receipt.ref, "sent_at": now, "attempts": delivery.attempts + 1}
        )
        replied = sent.post is not None and sent.post.parent is not None
        self._record(sent, thread, lambda seen: seen.landed(sent.alert_id, sent.revision, receipt.ref, replied=replied))
        return Report("Sent"), None

    def _retry(self, delivery: Delivery, thread: Thread, why: LoudhailerError, pause: timedelta) -> "_Result":
        """Nothing left us, or it was refused for now: come again, unless it would come too late."""
        now = self.clock()
        attempts = delivery.attempts + 1
        delay = max(pause, timedelta(seconds=1 + self.jitter(min(300.0, 2.0**attempts))))
        if now + delay >= delivery.expires_at:
            reason = f"its next try would come after it expires; the last one said: {why}"
            expired = delivery.settled(State.EXPIRED, reason).model_copy(update={"attempts": attempts})
            self._record(expired, thread, lambda seen: seen.released(expired.alert_id))
            return Report("Expired", reason=reason, person=_missed(expired)), None
        not_before = now + delay
        in_queue = delay <= QUEUE_REACH
        waiting = delivery.model_copy(
            update={
                "state": State.RETRY,
                "reason": f"{type(why).__name__}: {why}",
                "attempts": attempts,
                "lease_until": None,
                "not_before": not_before,
                "due": Due.RETRY,
                "due_at": not_before + UNCLAIMED_AFTER if in_queue else not_before,
            }
        )
        self._record(waiting, thread, lambda seen: seen.released(waiting.alert_id))
        return Report("Retried", reason=str(why)), delay if in_queue else None

    def _doubt(
        self,
        delivery: Delivery,
        thread: Thread,
        why: LoudhailerError,
        now: datetime,
        *,
        pause: timedelta = _READ_BACK_AFTER,
        spent: bool = False,
    ) -> "_Result":
        """It may be out. Look again later; once it has expired, or nobody can ever look, only a person can say."""
        spent = spent or now >= delivery.expires_at
        later = now + max(pause, _READ_BACK_AFTER)
        in_queue = later - now <= QUEUE_REACH
        doubtful = delivery.model_copy(
            update={
                "state": State.UNKNOWN,
                "reason": f"{type(why).__name__}: {why}",
                "lease_until": None,
                "not_before": None if spent else later,
                "due": None if spent else Due.RETRY,
                "due_at": None if spent else (later + UNCLAIMED_AFTER if in_queue else later),
            }
        )
        self._record(doubtful, thread, lambda seen: seen.released(doubtful.alert_id, doubtful=True))
        delay = None if spent or not in_queue else later - now
        return Report("Unknown", reason=str(why), person=spent), delay

    def _record(self, delivery: Delivery, thread: Thread, change: Callable[[Thread], Thread]) -> None:
        """Write what is now known. The thread may have moved on meanwhile: the change is applied to it as it stands.

        A delivery that itself has moved was decided by another worker, who knew at least as much: `ClaimLost`.
        """
        try:
            self.log.save(delivery, change(thread))
        except ClaimLost:
            seen = self.dossiers.dossier(
                Announcement(alert_id=delivery.alert_id, source=delivery.source, incident_id=delivery.incident_id),
                self.name,
            )
            if seen.delivery.version != delivery.version:
                raise
            self.log.save(delivery, change(seen.thread))


_Result = tuple[Report, timedelta | None]

_SEARCHING = frozenset({"Contended", "Unknown"})
"""Reports after which the same question is asked again, of the table or of the platform."""

_WORDS: dict[State, str] = {
    State.EXPIRED: "Expired",
    State.SUPERSEDED: "Superseded",
    State.HELD: "Held",
}


def _missed(delivery: Delivery) -> bool:
    """Tell whether an urgent post ends unsent because it came too late: somebody must say it by other means."""
    return delivery.state is State.EXPIRED and delivery.lane is Lane.URGENT
