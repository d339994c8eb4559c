"""What is written down of one attempt, and when the queue is to bring it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State, Thread
from loudhailer.domain.errors import CannotTell, ClaimLost, LoudhailerError
from loudhailer.domain.post import PostRef
from loudhailer.pipeline.received import Report, Result
from loudhailer.ports import Clock, DeliveryLog, Dossiers

QUEUE_REACH = timedelta(minutes=15)
"""The longest pause left to a queue; a longer one waits in the table, where it survives the queue's own limits."""
READ_BACK_AFTER = timedelta(seconds=10)
"""How long a platform has to show a post before it is asked for it."""
RATHER_TWICE = "the plan: rather twice"
"""Who said that a post which may be out is sent once more."""


STILL_ON_ITS_WAY = timedelta(seconds=5)
"""How long a request without an answer may still be at work on its platform; a correction waits no longer than that."""


@dataclass(frozen=True, slots=True)
class Book:
    """One channel's ledger of deliveries and threads. `jitter` returns a random share of the seconds it is given."""

    dossiers: Dossiers
    log: DeliveryLog
    clock: Clock
    jitter: Callable[[float], float]

    def settled(self, delivery: Delivery, final: Delivery, thread: Thread, now: datetime, *, passes: bool) -> Result:
        """Write that it ends without an attempt; `passes` closes the thread to it and to all that is older."""
        if _may_be_out(delivery):
            return self.doubt(delivery, thread, _unsettled(final.reason), now, spent=True)
        if passes:
            # Decided on the thread as it was read: an alert that has landed since has to be ended, so `ClaimLost`.
            self.log.save(final, thread.freed(final).passed(final.revision))
        elif delivery.doubtful(now):
            self._record(final, thread, lambda seen: seen.freed(final).passed(final.revision))
        else:
            self.log.save(final)
        return Report(final.state.capitalize(), reason=final.reason, person=missed(final)), None

    def put_off(
        self, delivery: Delivery, thread: Thread, reason: str, until: datetime, now: datetime, *, brief: bool = False
    ) -> Result:
        """Leave it in the table for later, unless it would come too late.

        Where it is `brief`, the message comes back at that very second, and the sweeper only where that one is lost.
        """
        if until >= delivery.expires_at:
            late = delivery.settled(State.EXPIRED, f"{reason}, until after it expires")
            return self.settled(delivery, late, thread, now, passes=False)
        in_queue = brief and until - now <= QUEUE_REACH
        due_at = until + UNCLAIMED_AFTER if in_queue else until
        due = {"not_before": until, "due": Due.RETRY, "due_at": due_at, "lease_until": None}
        later = delivery.model_copy(update={"state": State.RETRY, "reason": reason, **due})
        if delivery.doubtful(now):
            self._record(later, thread, lambda seen: seen.freed(later))
        else:
            self.log.save(later)
        return Report("PutOff", reason=reason), until - now if in_queue else None

    def sent(
        self, delivery: Delivery, thread: Thread, ref: PostRef, reason: str, now: datetime, *, owes: bool, replied: bool
    ) -> Delivery:
        """Write that it is out, and return it as written; `owes` says that something follows from that.

        `replied` says that it belongs to what is on the thread; else it begins one.
        """
        update = {"ref": ref, "sent_at": now, "attempts": delivery.attempts + 1}
        if owes or delivery.retract_by:
            due = Due.RETRACT if delivery.retract_by else Due.FOLLOW
            update |= {"due": due, "due_at": now + UNCLAIMED_AFTER}
        sent = delivery.settled(State.SENT, reason).model_copy(update=update)
        return self._record(sent, thread, lambda seen: seen.landed(sent.alert_id, sent.revision, ref, replied=replied))

    def ended(
        self, delivery: Delivery, thread: Thread, state: State, refusal: LoudhailerError, *, owes: bool = False
    ) -> Result:
        """Write that the platform will never take it; `owes` says that something follows from that: it comes again."""
        if _may_be_out(delivery) and state is not State.SUPPRESSED:
            return self.doubt(delivery, thread, _unsettled(str(refusal)), self.clock(), spent=True)
        final = delivery.settled(state, f"{type(refusal).__name__}: {refusal}")
        final = final.model_copy(update={"attempts": delivery.attempts + 1})
        if owes:
            final = final.model_copy(update={"due": Due.FOLLOW, "due_at": self.clock() + UNCLAIMED_AFTER})
        self._record(final, thread, lambda seen: seen.freed(final))
        report = Report(state.capitalize(), reason=str(refusal), person=state is State.FAILED)
        return report, timedelta(seconds=1) if owes else None

    def retry(self, delivery: Delivery, thread: Thread, why: LoudhailerError, pause: timedelta) -> Result:
        """Nothing left us, or it was refused for now: come again, unless it would come too late."""
        now = self.clock()
        attempts = delivery.attempts + 1
        delay = max(pause, timedelta(seconds=1 + self.jitter(min(300.0, 2.0**attempts))))
        if now + delay >= delivery.expires_at:
            reason = f"its next try would come after it expires; the last one said: {why}"
            if _may_be_out(delivery):
                return self.doubt(delivery, thread, _unsettled(reason), now, spent=True)
            expired = delivery.settled(State.EXPIRED, reason).model_copy(update={"attempts": attempts})
            self._record(expired, thread, lambda seen: seen.freed(expired))
            return Report("Expired", reason=reason, person=missed(expired)), None
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
        self._record(waiting, thread, lambda seen: seen.freed(waiting, doubtful=_may_be_out(waiting)))
        return Report("Retried", reason=str(why)), delay if in_queue else None

    def doubt(
        self,
        delivery: Delivery,
        thread: Thread,
        why: LoudhailerError,
        now: datetime,
        *,
        pause: timedelta = READ_BACK_AFTER,
        spent: bool = False,
        leaving: bool = False,
    ) -> Result:
        """It may be out. Look again later; once it has expired, or nobody can ever look, only a person can say.

        `leaving` says that its request has just left: newer words wait a moment, so that they land behind it.
        """
        spent = spent or now >= delivery.expires_at
        later = now + max(pause, READ_BACK_AFTER)
        in_queue = later - now <= QUEUE_REACH
        doubtful = delivery.model_copy(
            update={
                "state": State.UNKNOWN,
                "reason": f"{type(why).__name__}: {why}",
                "lease_until": None,
                "not_before": None if spent else later,
                "due": Due.DOUBT if spent else Due.RETRY,
                "due_at": now if spent else (later + UNCLAIMED_AFTER if in_queue else later),
            }
        )
        if leaving:
            self._record(doubtful, thread, lambda seen: seen.doubted(doubtful.alert_id, now + STILL_ON_ITS_WAY))
        else:
            self._record(doubtful, thread, lambda seen: seen.released(doubtful.alert_id, doubtful=True))
        delay = None if spent or not in_queue else later - now
        return Report("Unknown", reason=str(why), person=spent), delay

    def _record(self, delivery: Delivery, thread: Thread, change: Callable[[Thread], Thread]) -> Delivery:
        """Write what is now known. The thread may have moved on meanwhile: the change is applied to it as it stands.

        A delivery that itself has moved was decided by another worker, who knew at least as much: `ClaimLost`.
        """
        try:
            stored, _ = self.log.save(delivery, change(thread))
        except ClaimLost:
            ids = Announcement(alert_id=delivery.alert_id, source=delivery.source, incident_id=delivery.incident_id)
            seen = self.dossiers.dossier(ids, delivery.channel)
            if seen.delivery.version != delivery.version:
                raise
            stored, _ = self.log.save(delivery, change(seen.thread))
        return stored


def _may_be_out(delivery: Delivery) -> bool:
    """Tell whether an earlier attempt may be out, whatever becomes of this one.

    Else a refusal of the second would hide the first, and its all-clear would never go.
    """
    return delivery.told_by == RATHER_TWICE


def _unsettled(reason: str) -> CannotTell:
    return CannotTell(f"the first attempt may be out; of the second: {reason}")


def missed(delivery: Delivery) -> bool:
    """Tell whether an urgent post ends unsent because it came too late: somebody must say it by other means."""
    return delivery.state is State.EXPIRED and delivery.lane is Lane.URGENT
