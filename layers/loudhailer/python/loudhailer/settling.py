"""SETTLING: what a person may say of one delivery, and what is written then. Pure.

A worker that holds the lease knows more than anybody who looks: until its lease ends, nothing may be said over it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loudhailer.domain.delivery import MAY_BE_OUT, Delivery, Due, State, Thread
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.post import PostRef

BUSY = "it is being sent at this moment; look again in 20 seconds"
_UNSENT = frozenset({State.PENDING, State.RETRY, State.HELD})


class Word(StrEnum):
    """What a person says of a delivery.

    OUT: I have seen it on the platform. AGAIN: it is not there, send it again. BY_HAND: I have posted it myself.
    """

    OUT = "out"
    AGAIN = "again"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Account:
    """All that somebody says: what, who, where it is to be seen, and after how many claims they had looked."""

    word: Word
    by: str
    link: str = ""
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What is written: the delivery, and its thread where that is concerned."""

    delivery: Delivery
    thread: Thread | None = None


def repeated(said: Account, delivery: Delivery) -> bool:
    """Tell whether the same person has said the same of it already, and nothing has come of it since."""
    if delivery.told_by != said.by:
        return False
    if said.word is Word.AGAIN:
        return delivery.state is State.RETRY and said.attempt in {None, delivery.claims}
    return delivery.state is State.SENT and said.link == (delivery.ref.url if delivery.ref else "")


def refusal_of(said: Account, delivery: Delivery, head: IncidentHead, now: datetime) -> str:
    """Say why that may not be said of it now; empty where it may."""
    if delivery.leased(now):
        return BUSY
    if delivery.state in {State.SENT, State.RETRACTED}:
        return f"it is {delivery.state} already{_where(delivery)}"
    if said.attempt is not None and said.attempt != delivery.claims:
        # What somebody saw on the platform before the last attempt says nothing of what that one did.
        return "it was tried again since you looked; look again"
    if said.word is Word.BY_HAND:
        return ""
    if not delivery.doubtful(now):
        return f"nobody doubts it: it is {delivery.state}"
    return _stale(delivery, head, now) if said.word is Word.AGAIN else ""


def _stale(delivery: Delivery, head: IncidentHead, now: datetime) -> str:
    """Say why words that may be out are not to be sent once more."""
    if delivery.retract_by:
        return f"{delivery.retract_by} wants it off"
    if now >= delivery.expires_at:
        return f"it expired at {delivery.expires_at.isoformat()}"
    if head.spoken > delivery.revision:
        return f"revision {head.spoken} has replaced it"
    if delivery.post is None:
        return "there is no post to send again"
    return ""


def settled(said: Account, delivery: Delivery, thread: Thread, now: datetime) -> Written:
    """Return what is written once it may be said.

    Whatever a person says, the alert stays among the thread's doubts: no reply can hang on a post of which we know no
    id, and an all-clear must follow it all the same. To be sent again, the post stays as it was frozen, under its key.
    """
    doubted = thread.released(delivery.alert_id, doubtful=True)
    if said.word is Word.AGAIN:
        reason = f"{said.by} has not found it and sends it again"
        changes = {"state": State.RETRY, "reason": reason, "told_by": said.by, "sweeps": 0, "lease_until": None}
        changes |= {"not_before": None, "due": Due.RETRY, "due_at": now}
        return Written(delivery.model_copy(update=changes), doubted)
    how = "has seen it" if said.word is Word.OUT else "posted it by hand"
    out = delivery.settled(State.SENT, f"{said.by} {how}").model_copy(
        update={
            "told_by": said.by,
            "ref": PostRef(id="", url=said.link) if said.link else None,
            "sent_at": now,
            "retract_by": "",
            "held_as": None,
        }
    )
    if delivery.following:
        # They saw, or posted, this one: those that follow it go by themselves, as it would have had them go.
        out = out.model_copy(update={"due": Due.FOLLOW, "due_at": now})
    # What is older must not land after it, as after a post of our own.
    return Written(out, doubted.passed(delivery.revision))


def in_our_hands(delivery: Delivery) -> bool:
    """Tell whether we know the post well enough to take it off again."""
    return delivery.ref is not None and bool(delivery.ref.id)


def keeps(delivery: Delivery, now: datetime, *, retracts: bool) -> str:
    """Say why it cannot be taken off now; empty where it can. `retracts` says that its platform takes posts off."""
    if delivery.leased(now):
        return BUSY
    if delivery.state is State.RETRACTED:
        return "it is off already"
    if delivery.state in _UNSENT and not _tried_again(delivery):
        return ""
    if not _may_be_out(delivery, now):
        return f"it is not out: it is {delivery.state}"
    if not retracts:
        return f"{delivery.platform} takes no post off for us{_by_hand(delivery)}"
    if delivery.state is State.SENT and not in_our_hands(delivery):
        return f"it was not posted by us, or nobody knows where{_by_hand(delivery)}"
    return ""


def taken_off(delivery: Delivery, thread: Thread, by: str, why: str, now: datetime) -> Written:
    """Return what is written once somebody wants it off and it can be taken off.

    What never left is a tombstone at once. What is out, or may be, is looked for and taken off by its sender.
    """
    reason = f"{by} wants it off: {why}"
    if delivery.state in _UNSENT and not _tried_again(delivery):
        return Written(delivery.settled(State.RETRACTED, reason).model_copy(update={"retract_by": by, "held_as": None}))
    changes = {"reason": reason, "retract_by": by, "due": Due.RETRACT, "due_at": now, "sweeps": 0, "not_before": None}
    if delivery.state is State.SENT:
        return Written(delivery.model_copy(update=changes))
    changes |= {"state": State.UNKNOWN, "lease_until": None}
    return Written(delivery.model_copy(update=changes), thread.released(delivery.alert_id, doubtful=True))


def gone(delivery: Delivery, thread: Thread, by: str, why: str) -> Written:
    """Return what is written once somebody has taken it off by hand. It was read: an all-clear must still follow it."""
    off = delivery.settled(State.RETRACTED, f"{by} took it off by hand: {why}")
    off = off.model_copy(update={"retract_by": by, "told_by": by})
    return Written(off, thread.released(delivery.alert_id, doubtful=True))


def never_out(delivery: Delivery, now: datetime) -> str:
    """Say why nobody can have taken it off by hand; empty where they may have."""
    if delivery.leased(now):
        return BUSY
    return "" if _may_be_out(delivery, now) else f"it is not out: it is {delivery.state}"


def wanted_off(delivery: Delivery, by: str, *, by_hand: bool) -> bool:
    """Tell whether the same person has asked for the same already, and it is done or owed."""
    if delivery.retract_by != by:
        return False
    if by_hand:
        return delivery.state is State.RETRACTED and delivery.told_by == by
    return delivery.state is State.RETRACTED or delivery.due is Due.RETRACT


def concerned(delivery: Delivery, now: datetime) -> bool:
    """Tell whether taking the whole alert off concerns this delivery: it is out, may be, or may come to be."""
    return delivery.state in _UNSENT or delivery.leased(now) or _may_be_out(delivery, now) or bool(delivery.retract_by)


def _may_be_out(delivery: Delivery, now: datetime) -> bool:
    return delivery.state in MAY_BE_OUT or delivery.doubtful(now) or _tried_again(delivery)


def _tried_again(delivery: Delivery) -> bool:
    """Tell whether it waits to be sent again on a person's word that it is not out: our own word is still a doubt."""
    return delivery.state is State.RETRY and bool(delivery.told_by)


def _where(delivery: Delivery) -> str:
    return f": {delivery.ref.url}" if delivery.ref and delivery.ref.url else ""


def _by_hand(delivery: Delivery) -> str:
    where = f" ({delivery.ref.url})" if delivery.ref and delivery.ref.url else ""
    return f": delete it there by hand{where}, then say that you did"
