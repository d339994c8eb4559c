"""Who has the watch, in memory; it keeps to the table's contract (tests/aws/test_watches.py)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.watch import Watch


@dataclass
class MemoryWatches:
    """The watch and its versions. `meanwhile` is done once between the next read and the write after it."""

    versions: list[Watch] = field(default_factory=list)
    broken: bool = False
    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def watch(self) -> Watch:
        if self.broken:
            raise StateUnavailable("the table does not answer")
        return self.versions[-1] if self.versions else Watch()

    def keep(self, watch: Watch) -> Watch:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if watch.version != self.watch().version:
            raise ClaimLost("keep watch")
        stored = watch.model_copy(update={"version": watch.version + 1})
        self.versions.append(stored)
        return stored

    def history(self, limit: int) -> Sequence[Watch]:
        return self.versions[::-1][:limit]
