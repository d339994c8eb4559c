"""The record of one alert on one channel, and the thread that keeps a channel's posts of an incident in order."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.alert import Lane
from loudhailer.domain.crisis import Action, Decision, MessageClass
from loudhailer.domain.post import Parent, Post, PostRef, Variant
from loudhailer.domain.record import Record


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "PENDING"
    CLAIMED = "CLAIMED"
    RETRY = "RETRY"
    UNKNOWN = "UNKNOWN"
    SENT = "SENT"
    FAILED = "FAILED"
    HELD = "HELD"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"
    SUPPRESSED = "SUPPRESSED"  # who it is for has opted out
    RETRACTED = "RETRACTED"  # a person took it off: a tombstone, which no late attempt can lift


FINAL = frozenset(
    {
        State.SENT,
        State.FAILED,
        State.HELD,
        State.EXPIRED,
        State.SUPERSEDED,
        State.SUPPRESSED,
        State.RETRACTED,
    }
)
"""States that the queue has nothing more to do about; only a person moves a HELD one."""


UNDER_WAY = frozenset({State.PENDING, State.CLAIMED, State.RETRY})
"""States that the queue still works on: on their way, as far as anybody knows."""

MAY_BE_OUT = frozenset({State.UNKNOWN, State.SENT})
"""States in which the public may have read it; a doubt counts as out."""


_ENDS_THE_REST = frozenset({State.EXPIRED, State.SUPERSEDED})
"""States that are as true of every post of the alert that is still to come."""


UNCLAIMED_AFTER = timedelta(seconds=90)
"""How long an announced delivery may stay unclaimed before the sweeper announces it again."""


class Due(StrEnum):
    """Why the sweeper looks at a delivery: the hash key of the sparse index `due`."""

    PLANNED = "planned"  # waits in the table for its time
    UNCLAIMED = "unclaimed"  # announced, but nobody took it
    LEASE = "lease"  # claimed, and the claim ran out
    RETRY = "retry"  # its next try is later than a queue can wait
    HELD = "held"  # waits for a person, and expires if nobody comes
    RETRACT = "retract"  # it is out, and somebody wants it off
    FOLLOW = "follow"  # it is out, and what follows from that is not done yet
    DOUBT = "doubt"  # it may be out and nobody can look: waits for a person, and the sweeper leaves it alone


OWED_WHEN_OUT = frozenset({Due.RETRACT, Due.FOLLOW})
"""What a sender may still have to do about a delivery that is final otherwise."""


POINTER = "pointer"
"""The part of a channel that leads from the old thread to a post that was made anew."""


_FURTHER = "post_"
"""How the part of a post that follows the first begins; no recipient's id holds its last sign."""


def platform_of(channel: str) -> str:
    """Return the channel that a delivery's name belongs to: of `sms/ward-3` it is `sms`."""
    return channel.partition("/")[0]


def number_of(channel: str) -> int:
    """Return which of its alert's posts on a channel a delivery's name means; 0 for a pointer or a recipient."""
    part = channel.partition("/")[2]
    number = part.removeprefix(_FURTHER)
    if not part:
        return 1
    return int(number) if part != number and number.isdecimal() else 0


def further(number: int) -> str:
    """Return the part of a channel that is the alert's post of that number, from 2."""
    return f"{_FURTHER}{number}"


def thread_of(channel: str) -> str:
    """Return whose thread keeps a delivery in order: a post that follows another is on the thread of its channel."""
    return platform_of(channel) if number_of(channel) > 1 else channel


class Delivery(Record):
    """One alert on one channel, or on a part of one.

    `channel` is the channel's name, followed by a slash and the part's where a channel has several deliveries of one
    alert: one for each recipient of a list (`sms/ward-3`), the pointer under the old thread (`bluesky/pointer`), or a
    post that follows the first (`bluesky/post_2`). `posts` is how many posts its words are, 0 until that is known.
    `post` is frozen at the first claim. `attempts` counts calls that left for the platform. `version` counts writes of
    the item: a write names the version it saw. `due` and `due_at` place it in the sweeper's index.

    `under` is the thread that it left where its post was made anew: what a pointer hangs on.
    `retract_by` is who wants it off the platform, `told_by` who said what became of it where no platform could.
    `held_as` is the gate's answer that holds it, `released_by` who let it go since, with leave for its words or past
    what held it; `alone` says that they let it go in the languages that it has, which leave for its words does not.
    `plan_digest` and `code` name the plan and the code that decided last; `blind` says that they could not read the
    gate.
    """

    alert_id: str
    channel: str
    source: str
    incident_id: str
    revision: int
    lane: Lane
    message_class: MessageClass
    state: State
    reason: str = ""
    attempts: int = 0
    claims: int = 0
    posts: int = 0
    committed_at: AwareDatetime
    expires_at: AwareDatetime
    lease_until: AwareDatetime | None = None
    not_before: AwareDatetime | None = None
    variant: Variant | None = None
    post: Post | None = None
    ref: PostRef | None = None
    under: Parent | None = None
    sent_at: AwareDatetime | None = None
    due: Due | None = None
    due_at: AwareDatetime | None = None
    sweeps: int = 0
    held_as: Action | None = None
    released_by: str = ""
    alone: bool = False
    retract_by: str = ""
    told_by: str = ""
    plan_digest: str = ""
    code: str = ""
    blind: bool = False
    version: int = 0

    @property
    def platform(self) -> str:
        """Return the channel that carries it."""
        return platform_of(self.channel)

    @property
    def part(self) -> str:
        """Return which of the channel's deliveries of its alert it is, empty for the first."""
        return self.channel.partition("/")[2]

    @property
    def number(self) -> int:
        """Return which of its alert's posts on the channel it is, from 1; 0 for a pointer or a recipient of a list."""
        return number_of(self.channel)

    @property
    def following(self) -> int:
        """Return how many posts of its alert are to follow it."""
        return max(0, self.posts - self.number) if self.number else 0

    @property
    def final(self) -> bool:
        """Tell whether the queue is done with it."""
        return self.state in FINAL

    def leased(self, now: datetime) -> bool:
        """Tell whether a worker is sending it at this moment."""
        return self.state is State.CLAIMED and self.lease_until is not None and now < self.lease_until

    def doubtful(self, now: datetime) -> bool:
        """Tell whether it may be out without our knowing."""
        return self.state is State.UNKNOWN or (self.state is State.CLAIMED and not self.leased(now))

    def held(self, decision: Decision) -> "Delivery":
        """Return the delivery held until it expires; what is dropped is nobody's to release."""
        found = self.settled(State.HELD, decision.reason)
        waits = decision.action is not Action.DROP
        return found.model_copy(
            update={
                "held_as": decision.action,
                "blind": decision.blind,
                "due": Due.HELD if waits else None,
                "due_at": self.expires_at if waits else None,
            }
        )

    def settled(self, state: State, reason: str) -> "Delivery":
        """Return the delivery in a state that neither the queue nor the sweeper has more to do about.

        Where it is not the last of its alert's posts there, the line says that what would follow it ends with it.
        """
        if state in _ENDS_THE_REST and self.following and self.number > 1:
            reason += f"; so do the {self.following} that would follow it"
        return self.model_copy(
            update={
                "state": state,
                "reason": reason,
                "lease_until": None,
                "not_before": None,
                "due": None,
                "due_at": None,
            }
        )


class Thread(Record):
    """One channel's posts about one incident.

    `head` is the newest revision that was claimed or passed over: an older one never leaves after it. `owner` (an
    alert's identifier) holds the lease. `doubts` names the alerts that may be out without our knowing where.
    """

    source: str
    incident_id: str
    channel: str
    head: int = 0
    owner: str = ""
    lease_until: AwareDatetime | None = None
    first: PostRef | None = None
    last: PostRef | None = None
    last_revision: int = 0
    doubts: tuple[str, ...] = ()
    version: int = 0

    def busy(self, alert_id: str, now: datetime) -> bool:
        """Tell whether another alert is being sent on this thread."""
        return bool(self.owner) and self.owner != alert_id and self.lease_until is not None and now < self.lease_until

    @property
    def parent(self) -> Parent | None:
        """Return what a reply hangs on, None where nothing landed."""
        return Parent(root=self.first, last=self.last) if self.first and self.last else None

    def claimed(self, delivery: Delivery, now: datetime, lease: timedelta) -> "Thread":
        """Return the thread with this delivery sending on it.

        An owner whose lease ran out may have posted without telling: that is doubt, and it never blocks a newer one.
        """
        doubts = self.doubts
        if self.owner and self.owner != delivery.alert_id:
            doubts = _with(doubts, self.owner)
        return self.model_copy(
            update={
                "head": delivery.revision,
                "owner": delivery.alert_id,
                "lease_until": now + lease,
                "doubts": doubts,
            }
        )

    def passed(self, revision: int) -> "Thread":
        """Return the thread closed to `revision` and everything older, with nothing posted."""
        return self.model_copy(update={"head": max(self.head, revision)})

    def released(self, alert_id: str, *, doubtful: bool = False) -> "Thread":
        """Return the thread after this alert's attempt ended without a known post; `doubtful` if it may be out."""
        owned = self.owner == alert_id
        return self.model_copy(
            update={
                "owner": "" if owned else self.owner,
                "lease_until": None if owned else self.lease_until,
                "doubts": _with(self.doubts, alert_id) if doubtful else _without(self.doubts, alert_id),
            }
        )

    def freed(self, delivery: Delivery, *, doubtful: bool = False) -> "Thread":
        """Return the thread after this attempt at a delivery ended without a known post; `doubtful` if it may be out.

        What becomes of a post that follows another lifts no doubt about its alert: the first one is out, or may be.
        """
        stays = delivery.number > 1 and delivery.alert_id in self.doubts
        return self.released(delivery.alert_id, doubtful=doubtful or stays)

    def doubted(self, alert_id: str, until: datetime) -> "Thread":
        """Return the thread with a post that may be on its way still: others wait for it until then, and no longer."""
        return self.released(alert_id, doubtful=True).model_copy(update={"owner": alert_id, "lease_until": until})

    def landed(self, alert_id: str, revision: int, ref: PostRef, *, replied: bool) -> "Thread":
        """Return the thread with a post known to be out; a late discovery never moves `last` back.

        A post that replied to nothing (`replied` is false) begins a thread of its own: what comes next hangs on it.
        """
        newest = revision >= self.last_revision
        begins = newest and not replied
        return self.released(alert_id).model_copy(
            update={
                "head": max(self.head, revision),
                "first": ref if begins or self.first is None else self.first,
                "last": ref if newest else self.last,
                "last_revision": max(self.last_revision, revision),
            }
        )


def _with(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return ids if one in ids else (*ids, one)


def _without(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != one)
