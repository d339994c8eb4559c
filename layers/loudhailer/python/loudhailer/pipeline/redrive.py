"""What left the channels' queues undone: how much and how old, and back to its lane, a bounded share a call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.domain.act import Act
from loudhailer.domain.announcement import Announcement, read_announcement
from loudhailer.domain.caller import Behalf, Caller, Deed
from loudhailer.domain.delivery import OWED_WHEN_OUT, Delivery
from loudhailer.domain.errors import NotFound, Transient, UnreadableBody
from loudhailer.pipeline._speaker import speaker_of
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Announcer, Audit, Clock, Deliveries

MOST_MOVED = 100
"""How many messages one call moves; who asked asks again for the rest."""
_LONGEST = timedelta(seconds=15)
"""How long one call goes on: its function, and the person, wait for an answer."""
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of a dead-letter queue; `since` is when it was first put on its queue."""

    handle: str
    body: str
    since: datetime


class Letters(Protocol):
    """The dead-letter queues of the channels that the service has chosen."""

    @property
    def channels(self) -> Sequence[str]:
        """Return the channels, in the registry's order."""
        ...

    def count(self, channel: str) -> int:
        """Return about how many messages wait there, those that somebody has taken included."""
        ...

    def peek(self, channel: str) -> Sequence[Letter]:
        """Return some messages, at most ten, and leave them as they are."""
        ...

    def take(self, channel: str, limit: int) -> Sequence[Letter]:
        """Return some messages, and hide them from everybody else for half a minute."""
        ...

    def drop(self, channel: str, letter: Letter) -> None:
        """Delete a message that was taken."""
        ...


@dataclass(frozen=True, slots=True)
class Heap:
    """One channel's dead letters: their number, since when the oldest of a peek waits, and which alerts it shows.

    `unread` counts those of the peek that hold no ids that this code reads, such as words that went past the table.
    """

    channel: str
    count: int
    oldest: datetime | None
    deliveries: tuple[Delivery, ...] = ()
    unread: int = 0


@dataclass(slots=True)
class Moved:
    """What one call did on one channel.

    `moved` went back to their lane, `done` had nothing left to do and are gone, `left` stay, by why. `remaining` is
    about how many wait there still.
    """

    channel: str
    moved: int = 0
    done: int = 0
    left: dict[str, int] = field(default_factory=dict)
    remaining: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redrive:
    """Look at dead letters, and put them back.

    A message goes back as a new announcement on its delivery's own lane, by the topic: its sender asks gate, order and
    expiry as for any other. It is announced before it is deleted, so that none is lost; one that is announced twice
    changes nothing, for claims decide.
    """

    guard: Guard
    letters: Letters
    dealt: Deliveries
    announcer: Announcer
    audit: Audit
    clock: Clock

    def show(self, caller: Caller) -> tuple[Heap, ...]:
        """Return every channel's dead letters, as far as a peek shows them."""
        self.guard(Deed.READ, caller, "dead letters")
        return tuple(map(self._heap, self.letters.channels))

    def __call__(self, caller: Caller, behalf: Behalf, channel: str, reason: str) -> Moved:
        """Put one channel's dead letters back, as many as a call moves; raise `NotFound` for an unknown channel."""
        voice = speaker_of(self.guard(Deed.REDRIVE, caller, f"redrive {channel}"), behalf)
        if channel not in self.letters.channels:
            raise NotFound(f"there is no channel {channel}; there are {', '.join(self.letters.channels) or 'none'}")
        moved, until = Moved(channel), self.clock() + _LONGEST
        try:
            self._move(moved, until)
        except Transient:
            # What went back before stands; the rest is where it was, and in half a minute to be seen again.
            moved.warnings = ("it broke off: our own state, or a queue, does not answer; ask again",)
        try:
            moved.remaining = self.letters.count(channel)
        except Transient:
            moved.warnings += ("how many are left could not be read",)
        left = "".join(f", {count} left ({why})" for why, count in moved.left.items())
        act = Act(
            chain="command",
            at=self.clock(),
            by=voice.by,
            deed=Deed.REDRIVE,
            subject=channel,
            reason=voice.signed(reason),
            result=f"{moved.moved} put back, {moved.done} had nothing left to do{left}",
            typed_by=voice.typed_by,
            means=voice.means,
        )
        try:
            self.audit.append(act)
        except Transient:
            moved.warnings += ("the audit could not be written: note who did this, and when",)
        return moved

    def _move(self, moved: Moved, until: datetime) -> None:
        known: dict[str, Sequence[Delivery]] = {}
        seen = 0
        while seen < MOST_MOVED and self.clock() < until:
            letters = self.letters.take(moved.channel, min(_AT_ONCE, MOST_MOVED - seen))
            if not letters:
                return
            seen += len(letters)
            for letter in letters:
                if why := self._one(moved, letter, known):
                    moved.left[why] = moved.left.get(why, 0) + 1

    def _one(self, moved: Moved, letter: Letter, known: dict[str, Sequence[Delivery]]) -> str:
        """Put one message back, or away; return why it stays where it is."""
        try:
            announcement = read_announcement(letter.body)
        except UnreadableBody:
            return "no ids that this release reads: docs/runbook.md says how it goes back"
        concerned = self._concerned(announcement, moved.channel, known)
        if not concerned:
            return "its delivery is not in the table"
        if all(each.final and each.due not in OWED_WHEN_OUT for each in concerned):
            self.letters.drop(moved.channel, letter)
            moved.done += 1
            return ""
        # A topic that filters by class hands on nothing that names none, as a message of an older release does.
        again = announcement.model_copy(update={"message_class": concerned[0].message_class})
        self.announcer.announce(again, [moved.channel], concerned[0].lane)
        self.letters.drop(moved.channel, letter)
        moved.moved += 1
        return ""

    def _heap(self, channel: str) -> Heap:
        count = self.letters.count(channel)
        letters = self.letters.peek(channel) if count else ()
        known: dict[str, Sequence[Delivery]] = {}
        found: dict[tuple[str, str], Delivery] = {}
        unread = 0
        for letter in letters:
            try:
                concerned = self._concerned(read_announcement(letter.body), channel, known)
            except UnreadableBody:
                unread += 1
                continue
            found |= {(each.alert_id, each.channel): each for each in concerned}
        oldest = min((each.since for each in letters), default=None)
        return Heap(channel, count, oldest, tuple(found.values()), unread)

    def _concerned(
        self, announcement: Announcement, channel: str, known: dict[str, Sequence[Delivery]]
    ) -> list[Delivery]:
        """Return the deliveries that a message is about; each alert is read once.

        A message without a part is about the channel's first delivery, or about all of a channel that has parts only.
        """
        if announcement.alert_id not in known:
            known[announcement.alert_id] = self.dealt.deliveries(announcement.alert_id)
        dealt = [each for each in known[announcement.alert_id] if each.platform == channel]
        meant = [each for each in dealt if each.part == announcement.part]
        return meant or ([] if announcement.part else dealt)
