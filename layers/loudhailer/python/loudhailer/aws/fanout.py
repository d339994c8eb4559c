"""The topic and the queues."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement


@dataclass(frozen=True, slots=True)
class AlertTopic:
    """One SNS publish reaches every named channel's queue: all of them or none."""

    client: Any
    arn: str

    def announce(self, announcement: Announcement, channels: Sequence[str], lane: Lane) -> None:
        """Publish ids; the subscriptions filter on `channels` and `lane`, those of lists on `message_class` too."""
        said = {
            "channels": {"DataType": "String.Array", "StringValue": json.dumps(list(channels))},
            "lane": {"DataType": "String", "StringValue": lane.value},
        }
        if announcement.message_class is not None:
            said["message_class"] = {"DataType": "String", "StringValue": announcement.message_class.value}
        with translated("announce"):
            self.client.publish(
                TopicArn=self.arn,
                Message=announcement.model_dump_json(),
                MessageAttributes=said,
            )


@dataclass(frozen=True, slots=True)
class ChannelQueue:
    """The queue that a batch came from; what follows from a delivery goes on it too."""

    client: Any
    url: str

    def defer(self, receipt_handle: str, delay: timedelta) -> None:
        """Let the message come back after `delay`, rounded up to a second."""
        seconds = max(1, -int(-delay.total_seconds() // 1))
        with translated("defer"):
            self.client.change_message_visibility(
                QueueUrl=self.url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
            )

    def put(self, announcement: Announcement) -> None:
        """Put ids behind all that waits there."""
        with translated("put what follows"):
            self.client.send_message(QueueUrl=self.url, MessageBody=announcement.model_dump_json())
