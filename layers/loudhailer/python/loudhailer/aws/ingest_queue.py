"""The queue before ingest, for what the poller tells and the webhook takes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated


@dataclass(frozen=True, slots=True)
class IngestQueue:
    """Bodies go one by one: few are new at a time, and one that fails leaves no doubt about the others.

    A batch would need a permission in the embedded engine (sqs:SendMessageBatch) that AWS does not know.
    """

    client: Any
    url: str

    def put(self, bodies: Sequence[str]) -> None:
        """Put every body on the queue; where one fails the call does, for all are repeated without harm."""
        for body in bodies:
            with translated("send to ingest"):
                self.client.send_message(QueueUrl=self.url, MessageBody=body)
