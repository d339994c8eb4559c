"""The spool: what the audit could not take is put on the record queue, so that no act is lost."""

from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.domain.act import Act
from loudhailer.domain.errors import Transient
from loudhailer.domain.spooled import SpooledAct
from loudhailer.ports import Audit


@dataclass(frozen=True, slots=True)
class RecordQueue:
    """The private, encrypted queue of what is to be recorded; words are allowed on it."""

    client: Any
    url: str

    def put(self, body: str) -> None:
        """Put a body on the queue."""
        with translated("spool"):
            self.client.send_message(QueueUrl=self.url, MessageBody=body)


@dataclass(frozen=True, slots=True)
class SpooledAudit:
    """The audit as every deed has it: into the chain, or on the queue. `StateUnavailable` only where both fail."""

    table: Audit
    queue: RecordQueue

    def append(self, act: Act) -> int:
        """Add the act to its chain and return its number, or 0 where it waits on the queue for one."""
        # It keeps its id on its way: what was written after all, though no answer came, is not written again.
        named = act.model_copy(update={"id": act.key})
        try:
            return self.table.append(named)
        except Transient:
            self.queue.put(SpooledAct(act=named).model_dump_json())
            return 0
