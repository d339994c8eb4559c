"""How each polled feed is doing, for people who look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.config import Config
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.feed import FeedHead
from loudhailer.domain.source import Mode
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Clock


class Heads(Protocol):
    """What is remembered of each feed."""

    def feed(self, name: str) -> FeedHead:
        """Return how the feed is doing; version 0 where it was never polled."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """One feed: its format, its mode, what is remembered of it, and when it is asked next.

    `age` is how long ago its last good answer was, None where there was none; `next_due` None where it was never asked.
    """

    name: str
    format: str
    mode: Mode
    head: FeedHead
    age: timedelta | None
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Feeds:
    """Every feed that sources.yaml lets be polled; it changes nothing but the audit, where somebody may not look.

    `mode` says how far a source's words go by themselves now.
    """

    guard: Guard
    config: Config
    heads: Heads
    mode: Callable[[str], Mode]
    clock: Clock

    def __call__(self, caller: Caller) -> tuple[Health, ...]:
        """Return how each feed is doing, in the order of sources.yaml."""
        self.guard(Deed.READ, caller, "feeds")
        return tuple(self._health(name) for name, source in self.config.sources.sources.items() if source.poll)

    def _health(self, name: str) -> Health:
        source, head = self.config.sources.sources[name], self.heads.feed(name)
        every = timedelta(minutes=source.poll.every_minutes if source.poll else 1)
        paced = head.last_try + every if head.last_try else None
        return Health(
            name=name,
            format=source.format,
            mode=self.mode(name),
            head=head,
            age=self.clock() - head.last_good if head.last_good else None,
            next_due=max(filter(None, (paced, head.not_before)), default=None),
        )
