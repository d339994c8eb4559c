"""The spool: what the tables could not take is put on the record queue, so that nothing of it is lost."""

from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated


@dataclass(frozen=True, slots=True)
class RecordQueue:
    """The private, encrypted queue of what is to be recorded; words are allowed on it."""

    client: Any
    url: str

    def put(self, body: str) -> None:
        """Put a body on the queue."""
        with translated("spool"):
            self.client.send_message(QueueUrl=self.url, MessageBody=body)
