"""One delivery, from a queue message to the record: gate again, claim, publish, record.

No sleep and no loop: what must come again goes back to the queue, or into the table where a queue cannot wait so long.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loudhailer.budget import charges, dearest, ended, mark, within
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
    OptedOut,
    ParentGone,
    Permanent,
    PostRejected,
    RateLimited,
    StateUnavailable,
    Transient,
    UnreadableBody,
)
from loudhailer.domain.post import PostRef, Receipt, Variant
from loudhailer.domain.spending import Charge, Mark
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Permits
from loudhailer.pipeline._blind_ports import blind_review
from loudhailer.pipeline._book import QUEUE_REACH, RATHER_TWICE, Book, missed
from loudhailer.pipeline._follow import Follows
from loudhailer.pipeline._freeze import freeze
from loudhailer.pipeline.received import Received, Report, Result
from loudhailer.pipeline.review import Reviews
from loudhailer.plan import Doubt, Plan
from loudhailer.ports import Channel, Clock, DeliveryLog, Dossier, Dossiers, Listed, Queue, Retractor
from loudhailer.purse import COUNTS_NOTHING, Purse
from loudhailer.threads import (
    Done,
    Follow,
    Hold,
    Look,
    PutOff,
    Retract,
    Send,
    Settle,
    Step,
    Wait,
    next_step,
    unsent_step,
)

_SOON = timedelta(seconds=2)
_LATE = timedelta(minutes=1)
_LONGEST_SEARCH = timedelta(minutes=2)
_LONGEST_DOUBLING = 10
_DECISIONS = 3
"""How often one message is decided on, where command keeps changing the gate between the reading and the permit."""
PERMIT_LASTS = timedelta(seconds=2)
"""How soon after its permit a post must have begun to leave; a worker that was frozen in between takes another."""


def _one_post(_text: str) -> Mapping[str, int]:
    return {"posts": 1}


@dataclass(frozen=True, slots=True)
class Deliver:
    """Deliver alerts on one channel.

    `lease` must exceed the function's timeout, so that a claim runs out only when its worker is gone; `jitter` returns
    a random share of the seconds it is given; `new_key` names a permit; `code` is the version of what decides.
    `retractor` takes posts off again and `listed` names the recipients of a list; None where a channel does not.
    `purse` is what the channel may spend, `spends` what a post of some words costs.
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
    follows: Follows
    retractor: Retractor | None = None
    listed: Listed | None = None
    purse: Purse = COUNTS_NOTHING
    spends: Callable[[str], Mapping[str, int]] = _one_post
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

    def _decided(self, announcement: Announcement) -> Result:
        """Read, decide and act on what was decided; where command changed the gate in between, do it all again."""
        name = f"{self.name}/{announcement.part}" if announcement.part else self.name
        for left in reversed(range(_DECISIONS)):
            dossier = self.dossiers.dossier(announcement, name)
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
        waits = delivery.lane is Lane.URGENT and delivery.state is not State.SENT
        return waits and self.clock() - delivery.committed_at > _LATE

    def _advance(self, dossier: Dossier) -> Result:
        now = self.clock()
        if dossier.gate is not None and not dossier.delivery.leased(now):
            # Who was killed gave nothing back, and no message may come for it again: whoever sees it does. A younger
            # permit may be one whose holder is about to claim: nobody may hide from command that a post is leaving.
            for key, permit in dossier.gate.permits.items():
                if now - permit.at > self.lease:
                    self._give_back(key)
        standing = Standing(now, dossier.head.lead, dossier.approval, released=dossier.delivery.alone)
        decision = decide(self.plan, dossier.alert, dossier.gate, standing)
        decision = within(decision, dossier.gate, self._charges(dossier, now), dossier.delivery, now)
        step = next_step(dossier.alert, dossier.delivery, dossier.thread, decision, now, spoken=dossier.head.spoken)
        if isinstance(step, Look):
            return self._look(dossier, decision, now)
        return self._take(step, dossier, dossier.thread, decision, now)

    def _take(self, step: Step, dossier: Dossier, thread: Thread, decision: Decision, now: datetime) -> Result:
        alert, delivery = dossier.alert, self._stamped(dossier.delivery, decision)
        match step:
            case Wait(delay, reason):
                return Report("Waited", reason=reason), delay
            case Hold():
                return self._book.settled(delivery, delivery.held(decision), thread, now, passes=False)
            case Settle(state, reason, passes):
                return self._book.settled(delivery, delivery.settled(state, reason), thread, now, passes=passes)
            case PutOff(until, brief):
                return self._book.put_off(delivery, thread, decision.reason, until, now, brief=brief)
            case Done() | Look():
                # Whoever recorded that it failed may have died before anybody was told.
                person = delivery.state is State.FAILED or missed(delivery)
                return Report("Repeated", reason=f"it is {delivery.state} already", person=person), None
            case Follow():
                self.follows(alert, dossier.delivery)
                return Report("Followed"), None
            case Retract():
                return self._retract(dossier.delivery)
            case Send(variant):
                return self._begin(replace(dossier, delivery=delivery), thread, variant, decision, now)

    def _begin(self, dossier: Dossier, thread: Thread, variant: Variant, decision: Decision, now: datetime) -> Result:
        """Begin what goes: to each of a list, or here, if there are words for it."""
        alert, delivery = dossier.alert, dossier.delivery
        if self.listed is not None and not delivery.part:
            return self._spread(self.listed, alert, delivery, thread)
        if delivery.post is None and variant not in alert.drafts[self.name]:
            self.log.save(delivery.settled(State.FAILED, f"the {variant} words do not fit this channel"))
            return Report("Failed", reason=f"the {variant} words do not fit", person=True), None
        if decision.blind:
            # In the same table as the claim: what cannot be listed for review could not be claimed either.
            self.reviews.open(blind_review(alert, decision.reason, now))
        return self._permitted(dossier, thread, variant, now)

    @property
    def _book(self) -> Book:
        return Book(self.dossiers, self.log, self.clock, self.jitter)

    def _stamped(self, delivery: Delivery, decision: Decision) -> Delivery:
        """Return the delivery with the names of what decided on it."""
        return delivery.model_copy(update={"plan_digest": self.plan.digest, "code": self.code, "blind": decision.blind})

    def _permitted(self, dossier: Dossier, thread: Thread, variant: Variant, now: datetime) -> Result:
        """Take a permit with what the post spends, send, and give it back with what the call said of the platform.

        The permit counts only on the gate as it was read. So nothing of a paused class begins to leave once a level is
        declared, and what holds a permit at that moment is exactly what was leaving already.
        """
        gate, delivery = dossier.gate, dossier.delivery
        if gate is None:
            return self._send(dossier.alert, delivery, thread, variant, now)[0]
        key, said = f"{delivery.alert_id}#{self.new_key()}", None
        permit, charged = Permit(alert_id=delivery.alert_id, at=now), self._charges(dossier, now)
        try:
            # Inside: the table may have taken it although its answer was lost, and nobody else would give it back.
            self.permits.take(self.name, key, permit, seen=gate.version, charges=charged, ended=ended(gate, now))
            result, error = self._send(dossier.alert, delivery, thread, variant, now)
            said = mark(gate, error, self.clock())
        finally:
            self._give_back(key, said)
        return result

    def _charges(self, dossier: Dossier, now: datetime) -> tuple[Charge, ...]:
        """Return what its dearest words cost: which of them go is decided later. Beginning a list costs nothing."""
        delivery = dossier.delivery
        if self.listed is not None and not delivery.part:
            return ()
        drafts = dossier.alert.drafts.get(self.name, {}).values()
        texts = [delivery.post.text] if delivery.post else [each.text for each in drafts]
        return charges(self.purse, dearest(self.spends, texts), delivery, now)

    def _give_back(self, key: str, said: Mark | None = None) -> None:
        """Give a permit back; one that stays is named as leaving for a while, which is the safe side of the truth."""
        with suppress(Transient):
            self.permits.give_back(self.name, key, said)

    def _look(self, dossier: Dossier, decision: Decision, now: datetime) -> Result:
        """An earlier attempt may have landed: ask the platform before any second call."""
        delivery, thread = dossier.delivery, dossier.thread
        post = delivery.post
        if post is None:
            # Sent twice in doubt, and worded anew since: what may be out is not what would be looked for.
            return self._book.doubt(delivery, thread, CannotTell(delivery.reason), now, spent=True)
        try:
            receipt = self.channel.find(post)
        except CannotTell as never:
            return self._rather(dossier, decision, never, now)
        except RateLimited as limit:
            return self._book.doubt(delivery, thread, limit, now, pause=timedelta(seconds=limit.retry_after))
        except LoudhailerError as unclear:
            return self._book.doubt(delivery, thread, unclear, now)
        if receipt is not None:
            return self._sent(dossier.alert, delivery, thread, receipt)
        unsent = thread.freed(delivery)
        step = unsent_step(dossier.alert, delivery, unsent, decision, now, spoken=dossier.head.spoken)
        return self._take(step, dossier, unsent, decision, now)

    def _rather(self, dossier: Dossier, decision: Decision, never: CannotTell, now: datetime) -> Result:
        """Nobody can ever say whether it is out: a person decides, or the plan has written that twice is better.

        Then it is sent once more, on the record, as long as it may still be sent at all. In every other case it is left
        as it is, for a doubt is no proof that it did not land.
        """
        delivery, thread = dossier.delivery, dossier.thread
        policy = self.plan.doubt.get(delivery.message_class, {}).get(self.name, Doubt.PERSON)
        if policy is Doubt.RATHER_TWICE and not delivery.told_by:
            unsent = thread.freed(delivery)
            step = unsent_step(dossier.alert, delivery, unsent, decision, now, spoken=dossier.head.spoken)
            if isinstance(step, Wait):
                return Report("Waited", reason=step.reason), step.delay
            if isinstance(step, Send):
                again = delivery.model_copy(update={"told_by": RATHER_TWICE})
                return self._take(step, replace(dossier, delivery=again), unsent, decision, now)
        return self._book.doubt(delivery, thread, never, now, spent=True)

    def _send(
        self, alert: Alert, delivery: Delivery, thread: Thread, variant: Variant, now: datetime
    ) -> tuple[Result, LoudhailerError | None]:
        """Claim, then make the one call, then record what came of it; return that, and what the call ended with."""
        to = delivery.part if self.listed is not None else ""
        post = delivery.post or freeze(
            alert, delivery.channel, variant, thread, now, replies=self.follows.replies, to=to
        )
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
                    "posts": delivery.posts if delivery.post else 1 + len(alert.drafts[self.name][variant].more),
                    "under": thread.parent if variant is Variant.ANEW and delivery.post is None else delivery.under,
                    "due": Due.LEASE,
                    "due_at": lease_until + UNCLAIMED_AFTER,
                }
            ),
            thread.claimed(delivery, now, self.lease),
        )
        held = holding or thread
        if self._too_late(delivery, now):
            late = ClaimLost("it took too long to be claimed")
            return self._book.retry(claimed, held, late, timedelta()), late
        try:
            receipt = self.channel.publish(post)
        except LoudhailerError as error:
            return self._failed(alert, claimed, held, error), error
        return self._sent(alert, claimed, held, receipt), None

    def _too_late(self, delivery: Delivery, decided: datetime) -> bool:
        """Tell whether it was frozen on the way: command may have spoken meanwhile, or it is stale by now."""
        begins = self.clock()
        return begins - decided > PERMIT_LASTS or begins >= delivery.expires_at

    def _failed(self, alert: Alert, claimed: Delivery, held: Thread, error: LoudhailerError) -> Result:
        """Record what a call ended with that got no receipt."""
        match error:
            case RateLimited():
                return self._book.retry(claimed, held, error, timedelta(seconds=error.retry_after))
            case ChannelUnavailable() | ClaimLost():
                return self._book.retry(claimed, held, error, timedelta())
            case Doubtful():
                return self._book.doubt(claimed, held, error, self.clock(), leaving=True)
            case ParentGone():
                return self._orphaned(alert, claimed, held, error)
            case OptedOut():
                return self._book.ended(claimed, held, State.SUPPRESSED, error)
            case Permanent():
                owes = claimed.number > 1 and claimed.following > 0
                return self._book.ended(claimed, held, State.FAILED, error, owes=owes)
        raise error

    def _orphaned(self, alert: Alert, claimed: Delivery, held: Thread, orphaned: ParentGone) -> Result:
        """Somebody deleted the post that this one replies to: say it on its own, at once; a pointer has nobody left."""
        if claimed.variant is Variant.POINTER:
            return self._book.ended(claimed, held, State.SUPERSEDED, orphaned)
        if claimed.number > 1 and claimed.post is not None:
            if by := self.follows.wanted_off(alert, claimed):
                gone = claimed.model_copy(update={"retract_by": by})
                return self._book.ended(gone, held, State.RETRACTED, orphaned)
            apart = claimed.model_copy(update={"post": replace(claimed.post, parent=None)})
            return self._book.retry(apart, held, orphaned, timedelta())
        alone = claimed.model_copy(update={"post": None, "variant": Variant.STANDALONE})
        return self._book.retry(alone, held, orphaned, timedelta())

    def _sent(self, alert: Alert, delivery: Delivery, thread: Thread, receipt: Receipt) -> Result:
        reason = "it was already there" if receipt.repeated else delivery.told_by
        owes = self.follows.owed(alert, delivery, receipt.ref)
        parent, further = delivery.post.parent if delivery.post else None, delivery.number > 1
        # Where nothing hangs under another, the alert's first post stays the one that leads to all of them.
        replied = parent is not None or (further and not self.follows.replies)
        sent = self._book.sent(delivery, thread, receipt.ref, reason, self.clock(), owes=owes, replied=replied)
        if sent.retract_by:
            return self._retract(sent)
        if owes:
            self.follows(alert, sent)
        return Report("Sent"), None

    def _spread(self, listed: Listed, alert: Alert, delivery: Delivery, thread: Thread) -> Result:
        """Begin a delivery for each recipient. Nothing leaves here: each of them asks the gate for itself."""
        recipients = listed.recipients()
        self.follows.spread(alert, delivery, recipients)
        at, reason = PostRef(delivery.alert_id, ""), f"{len(recipients)} on its list"
        self._book.sent(delivery, thread, at, reason, self.clock(), owes=False, replied=False)
        return Report("Spread"), None

    def _retract(self, delivery: Delivery) -> Result:
        """Take a post off; what it said stays in the ledger, and its state keeps every late attempt away."""
        post, ref = delivery.post, delivery.ref
        try:
            if self.retractor is None or post is None or ref is None or not ref.id:
                raise PostRejected("nobody knows how to reach it from here")
            self.retractor.retract(post, ref)
        except Permanent as refusal:
            reason = f"it could not be taken off, do it on the platform: {refusal}"
            self.log.save(delivery.settled(State.SENT, reason).model_copy(update={"retract_by": ""}))
            return Report("Kept", reason=reason, person=True), None
        except RateLimited as limit:
            return Report("Retracting", reason=str(limit)), min(QUEUE_REACH, timedelta(seconds=limit.retry_after))
        except Transient as passing:
            return Report("Retracting", reason=str(passing)), _SOON
        self.log.save(delivery.settled(State.RETRACTED, f"taken off, as {delivery.retract_by} wanted"))
        return Report("Retracted"), None


_SEARCHING = frozenset({"Contended", "Unknown", "Retracting"})
"""Reports after which the same question is asked again, of the table or of the platform."""
