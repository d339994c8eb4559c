"""The queue before ingest, for what the poller tells and the webhook takes in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.domain.errors import StateUnavailable

_MOST_ENTRIES = 10
_MOST_BYTES = 240 * 1024  # SQS takes 256 KiB a call, everywhere and for every account


@dataclass(frozen=True, slots=True)
class IngestQueue:
    """Bodies go in batches; a body that may not be there fails the whole call, for it is repeated without harm."""

    client: Any
    url: str

    def put(self, bodies: Sequence[str]) -> None:
        """Put every body on the queue."""
        for batch in _batches(bodies):
            if len(batch) == 1:
                with translated("send to ingest"):
                    self.client.send_message(QueueUrl=self.url, MessageBody=batch[0])
                continue
            entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(batch)]
            with translated("send to ingest"):
                answer = self.client.send_message_batch(QueueUrl=self.url, Entries=entries)
            if len(answer.get("Successful", ())) != len(batch):
                codes = sorted({each.get("Code", "unknown") for each in answer.get("Failed", ())})
                raise StateUnavailable(f"send to ingest: {', '.join(codes) or 'not all were taken'}")


def _batches(bodies: Sequence[str]) -> Iterator[Sequence[str]]:
    batch: list[str] = []
    size = 0
    for body in bodies:
        length = len(body.encode(errors="replace"))
        if batch and (len(batch) == _MOST_ENTRIES or size + length > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(body)
        size += length
    if batch:
        yield batch
