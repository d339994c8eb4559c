"""Tellings go in batches that SQS takes, and none is lost in silence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from loudhailer.aws.ingest_queue import IngestQueue
from loudhailer.domain.errors import StateUnavailable


@dataclass
class Sqs:
    """A queue's client that takes all but the entries it is told to refuse."""

    refused: tuple[str, ...] = ()
    calls: list[list[str]] = field(default_factory=list)

    def send_message_batch(self, *, QueueUrl: str, Entries: Sequence[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert QueueUrl == "https://queue.example"
        self.calls.append([each["MessageBody"] for each in Entries])
        taken = [{"Id": each["Id"]} for each in Entries if each["MessageBody"] not in self.refused]
        lost = [{"Id": each["Id"], "Code": "InternalError"} for each in Entries if each["MessageBody"] in self.refused]
        return {"Successful": taken} | ({"Failed": lost} if lost else {})

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803
        assert QueueUrl == "https://queue.example"
        self.calls.append([MessageBody])


def test_bodies_go_ten_at_a_time_in_their_order() -> None:
    sqs = Sqs()
    bodies = [str(number) for number in range(23)]
    IngestQueue(sqs, "https://queue.example").put(bodies)
    assert [len(call) for call in sqs.calls] == [10, 10, 3]
    assert [body for call in sqs.calls for body in call] == bodies


def test_large_bodies_share_no_call_that_would_be_refused_for_its_size() -> None:
    sqs = Sqs()
    IngestQueue(sqs, "https://queue.example").put(["ü" * 50_000] * 5)
    assert [len(call) for call in sqs.calls] == [2, 2, 1]


def test_nothing_to_tell_is_no_call() -> None:
    sqs = Sqs()
    IngestQueue(sqs, "https://queue.example").put([])
    assert sqs.calls == []


def test_one_entry_that_failed_fails_the_call() -> None:
    with pytest.raises(StateUnavailable, match="InternalError"):
        IngestQueue(Sqs(refused=("2",)), "https://queue.example").put(["1", "2", "3"])
