"""SQS in memory: at least once, in any order, with a visibility timeout, a receive count and a dead-letter queue."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from loudhailer.domain.alert import Lane
from loudhailer.domain.delivery import platform_of

VISIBILITY = 60.0
"""Seconds for which a received message is hidden; the template's, for every channel queue."""


@dataclass(slots=True, eq=False)
class Copy:
    """One copy of a message. `receipt` is that of the last hand-out, which alone can defer or delete it."""

    queue: "Queue"
    body: str
    visible_at: float
    receives: int = 0
    receipt: str = ""
    gone: bool = False


@dataclass(eq=False)
class Queue:
    """One queue. `wake` is called with a copy whenever it will be visible at another time."""

    name: str
    wake: Callable[[Copy], None]
    most_receives: int
    dead: list[Copy] = field(default_factory=list)
    waiting: int = 0
    _out: dict[str, Copy] = field(default_factory=dict)
    _receipts: int = 0

    def put(self, body: str, at: float) -> None:
        """Take a copy in; it is handed out at `at` or later."""
        self.waiting += 1
        self.wake(Copy(self, body, at))

    def hand_out(self, copy: Copy, now: float) -> bool:
        """Hand a visible copy out and hide it; False where it is not there any more, or went to the dead letters."""
        if copy.gone or copy.visible_at > now:
            return False
        self._out.pop(copy.receipt, None)
        if copy.receives >= self.most_receives:
            self._remove(copy)
            self.dead.append(copy)
            return False
        copy.receives += 1
        self._receipts += 1
        copy.receipt, copy.visible_at = f"{self.name}#{self._receipts}", now + VISIBILITY
        self._out[copy.receipt] = copy
        self.wake(copy)
        return True

    def defer(self, receipt: str, delay: timedelta, now: float) -> None:
        """Change when a copy is visible again; a receipt that is not the last one changes nothing."""
        copy = self._out.get(receipt)
        if copy is not None:
            copy.visible_at = now + math.ceil(delay.total_seconds())
            self.wake(copy)

    def delete(self, receipt: str) -> None:
        """Take a copy off."""
        copy = self._out.pop(receipt, None)
        if copy is not None:
            self._remove(copy)

    def _remove(self, copy: Copy) -> None:
        copy.gone = True
        self.waiting -= 1


def lanes_of(channels: tuple[str, ...], make: Callable[[str], Queue]) -> Mapping[tuple[str, Lane], Queue]:
    """Return two queues for each channel."""
    return {(name, lane): make(f"{name}-{lane}") for name in channels for lane in Lane}


def lane_queue(queues: Mapping[tuple[str, Lane], Queue], channel: str, lane: Lane) -> Queue:
    """Return the queue on which an announcement for a channel, or for a part of one, arrives."""
    return queues[platform_of(channel), lane]
