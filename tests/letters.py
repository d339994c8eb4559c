"""Dead letters in memory: what is taken is hidden, what is peeked at is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loudhailer.domain.errors import StateUnavailable
from loudhailer.pipeline.redrive import Letter


@dataclass
class MemoryLetters:
    """The dead-letter queues of two channels; `broken` lets so many drops fail from now."""

    heaps: dict[str, list[Letter]] = field(default_factory=lambda: {"page": [], "bluesky": []})
    hidden: set[str] = field(default_factory=set)
    broken: int = 0

    @property
    def channels(self) -> Sequence[str]:
        return tuple(self.heaps)

    def count(self, channel: str) -> int:
        return len(self.heaps[channel])

    def peek(self, channel: str) -> Sequence[Letter]:
        return self._seen(channel)[:10]

    def take(self, channel: str, limit: int) -> Sequence[Letter]:
        taken = self._seen(channel)[: min(limit, 10)]
        self.hidden |= {each.handle for each in taken}
        return taken

    def drop(self, channel: str, letter: Letter) -> None:
        if self.broken:
            self.broken -= 1
            raise StateUnavailable("the queue does not answer")
        assert letter.handle in self.hidden, "only what was taken can be deleted"
        self.heaps[channel].remove(letter)

    def reappear(self) -> None:
        """Let the time pass for which what was taken is hidden."""
        self.hidden.clear()

    def _seen(self, channel: str) -> list[Letter]:
        return [each for each in self.heaps[channel] if each.handle not in self.hidden]
