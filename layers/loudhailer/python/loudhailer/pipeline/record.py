"""What was spooled → its place in the record, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loudhailer.domain.blind import BLIND
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.spooled import ACT, read_act, read_tag
from loudhailer.pipeline._blind_ports import OnceAudit

Writer = Callable[[str], str]
"""Writes one body of its kind into the record and says what became of it."""


@dataclass(frozen=True, slots=True)
class WriteRecord:
    """Drain the record queue. `writers` says for each kind of body who writes it."""

    writers: Mapping[str, Writer]

    def __call__(self, body: str) -> str:
        """Write one body and say what became of it; raise a `Transient` where it must come again."""
        kind = read_tag(body).kind
        if kind not in self.writers:
            raise UnreadableBody(f"nothing of the kind {kind[:20]!r} is read here")
        return self.writers[kind](body)


def writers_of(audit: OnceAudit, blind: Writer) -> Mapping[str, Writer]:
    """Return who writes what: the only list of the kinds that the queue carries."""

    def write_act(body: str) -> str:
        act = read_act(body)
        return f"{act.chain} {audit.append_once(act)}"

    return {ACT: write_act, BLIND: blind}
