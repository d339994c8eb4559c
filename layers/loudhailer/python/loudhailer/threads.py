"""ORDER: what should a worker do with one delivery, now? Pure; every case of docs/order.md is decided here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.crisis import Action, Decision
from loudhailer.domain.delivery import POINTER, Delivery, Due, State, Thread, platform_of
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant

_PEEK = timedelta(seconds=3)
"""How long to wait before looking again at a thread on which another alert is being sent."""


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is left to do: the message may go."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Come back after `delay`."""

    delay: timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Record a final state without sending. `passes` closes the thread to this revision and all older ones."""

    state: State
    reason: str
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Record that a person decides now."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Leave it in the table until then: it goes by itself. Where `brief`, its message brings it to the second."""

    until: datetime
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """It may already be out: ask the platform before any second call."""


@dataclass(frozen=True, slots=True)
class Follow:
    """It is out: do what follows from that."""


@dataclass(frozen=True, slots=True)
class Retract:
    """It is out, and somebody wants it off the platform."""


@dataclass(frozen=True, slots=True)
class Send:
    """Claim it and send these words."""

    variant: Variant


Step = Done | Wait | Settle | Hold | PutOff | Look | Follow | Retract | Send


def next_step(
    alert: Alert, delivery: Delivery, thread: Thread, decision: Decision, now: datetime, *, spoken: int = 0
) -> Step:
    """Decide the next step of one delivery.

    `now` is aware; `spoken` is the newest revision of the incident that led to an alert, on whatever channel.
    """
    if delivery.state is State.SENT and delivery.retract_by:
        return Retract()
    if delivery.due is Due.FOLLOW:
        return Follow()
    if delivery.final:
        return Done()
    if delivery.leased(now):
        return Wait(_until(delivery.lease_until, now), "another worker is sending it")
    if delivery.state is State.UNKNOWN and delivery.not_before is not None and now < delivery.not_before:
        return Wait(_until(delivery.not_before, now), "giving the platform time to show the post")
    if delivery.doubtful(now):
        return Look()
    return unsent_step(alert, delivery, thread, decision, now, spoken=spoken)


def unsent_step(
    alert: Alert, delivery: Delivery, thread: Thread, decision: Decision, now: datetime, *, spoken: int = 0
) -> Step:
    """Decide the next step of a delivery that is certainly not out."""
    if delivery.retract_by:
        # A tombstone: no later attempt brings back what a person wanted off.
        return Settle(State.RETRACTED, f"{delivery.retract_by} wanted it off, and it never landed")
    if now >= delivery.expires_at:
        return Settle(State.EXPIRED, f"it expired at {delivery.expires_at.isoformat()}")
    newest = max(thread.head, spoken)
    if newest > delivery.revision:
        # Also where the newer one is held or did not fit: it may hold what makes the older one harmful or untrue.
        return Settle(State.SUPERSEDED, f"revision {newest} has replaced it")
    if decision.action is Action.WAIT and decision.until is not None:
        return PutOff(decision.until, decision.brief)
    if not decision.sends:
        return Hold()
    if delivery.not_before is not None and now < delivery.not_before:
        return Wait(_until(delivery.not_before, now), "its next try is not yet due")
    if thread.busy(delivery.alert_id, now):
        return Wait(min(_PEEK, _until(thread.lease_until, now)), "an earlier post of this incident is being sent")
    words = _begun(delivery) or _words(alert, thread)
    if isinstance(words, Send) and delivery.variant is not None:
        # A payload that may once have left is never re-worded: a repeat under the same key must be the same post.
        return Send(delivery.variant)
    return words


def _begun(delivery: Delivery) -> Step | None:
    """Return the step of what another delivery began, with its words; None where they are still to be chosen."""
    if delivery.part == POINTER:
        return Send(Variant.POINTER)
    return Send(delivery.variant) if delivery.number > 1 and delivery.variant is not None else None


def _words(alert: Alert, thread: Thread) -> Step:
    """Choose the variant. An all-clear goes only where the alert landed, or may have.

    Only what was posted in this episode counts: an update never hangs under the all-clear of an earlier one. A status
    goes only where the very words that it confirms landed, or may have.
    """
    if alert.msg_type is MsgType.ALERT:
        return Send(Variant.FIRST)
    since = max(alert.since, alert.confirms)
    if thread.parent is not None and thread.last_revision >= since:
        # A reply is read by whoever opens the old post. What puts that post right has to be seen by everybody.
        anew = alert.anew and Variant.ANEW in alert.drafts.get(platform_of(thread.channel), {})
        return Send(Variant.ANEW if anew else Variant.REPLY)
    abandoned = (thread.owner,) if thread.owner not in ("", alert.identifier) else ()
    if any(_revision(each) >= since for each in (*thread.doubts, *abandoned)):
        return Send(Variant.STANDALONE)
    if alert.msg_type is MsgType.CANCEL:
        return Settle(State.SUPERSEDED, "the alert never landed here, so there is nothing to end", passes=True)
    if alert.manner is Manner.STATUS:
        # Else the clock would say what somebody decided to hold.
        return Settle(State.SUPERSEDED, "what it would confirm never landed here")
    return Send(Variant.FIRST)


def _revision(alert_id: str) -> int:
    return int(alert_id.rsplit("-", 1)[-1])


def _until(moment: datetime | None, now: datetime) -> timedelta:
    """Return how long `moment` is away, at least one second: a queue counts in seconds."""
    return max(timedelta(seconds=1), (moment or now) - now)
