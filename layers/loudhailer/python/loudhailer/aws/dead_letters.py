"""The channels' dead-letter queues, for a person who looks at them and puts them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.pipeline.redrive import Letter

_HIDDEN_SECONDS = 30
"""How long a message that was taken is nobody else's: a call that puts it back has ended by then."""
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class DeadLetterQueues:
    """SQS queues by channel. `client` is a boto3 SQS client with its deadlines set."""

    client: Any
    urls: Mapping[str, str]

    @property
    def channels(self) -> Sequence[str]:
        """Return the channels that have a queue."""
        return tuple(self.urls)

    def count(self, channel: str) -> int:
        """Return about how many messages lie there, those that somebody has taken included."""
        wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        with translated("count dead letters"):
            answer = self.client.get_queue_attributes(QueueUrl=self.urls[channel], AttributeNames=wanted)
        return sum(int(answer["Attributes"][name]) for name in wanted)

    def peek(self, channel: str) -> Sequence[Letter]:
        """Return some messages and hide none: whoever puts them back in the next second must find them."""
        return self._received(channel, _AT_ONCE, 0)

    def take(self, channel: str, limit: int) -> Sequence[Letter]:
        """Return at most `limit` messages, at most ten, hidden for half a minute."""
        return self._received(channel, min(limit, _AT_ONCE), _HIDDEN_SECONDS)

    def drop(self, channel: str, letter: Letter) -> None:
        """Delete a message that was taken."""
        with translated("drop a dead letter"):
            self.client.delete_message(QueueUrl=self.urls[channel], ReceiptHandle=letter.handle)

    def _received(self, channel: str, limit: int, hidden: int) -> list[Letter]:
        with translated("take dead letters"):
            answer = self.client.receive_message(
                QueueUrl=self.urls[channel],
                MaxNumberOfMessages=limit,
                VisibilityTimeout=hidden,
                MessageSystemAttributeNames=["SentTimestamp"],
            )
        found = {each["MessageId"]: each for each in answer.get("Messages", ())}
        return [_letter(each) for each in found.values()]


def _letter(message: Mapping[str, Any]) -> Letter:
    # Moving to a dead-letter queue keeps the time at which a message was first sent.
    sent = int(message["Attributes"]["SentTimestamp"]) / 1000
    return Letter(message["ReceiptHandle"], message["Body"], datetime.fromtimestamp(sent, UTC))
