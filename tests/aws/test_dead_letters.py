"""A look at a dead-letter queue hides nothing, what is taken is hidden, and what is dropped is gone."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.dead_letters import DeadLetterQueues
from loudhailer.domain.errors import StateUnavailable


@pytest.fixture
def queues() -> Iterator[DeadLetterQueues]:
    with mock_aws():
        client = boto3.client("sqs")
        urls = {name: client.create_queue(QueueName=name)["QueueUrl"] for name in ("page", "bluesky")}
        for number in range(3):
            client.send_message(QueueUrl=urls["bluesky"], MessageBody=f"body {number}")
        yield DeadLetterQueues(client, urls)


def test_a_look_shows_what_waits_and_since_when_and_takes_nothing(queues: DeadLetterQueues) -> None:
    assert (list(queues.channels), queues.count("page"), queues.count("bluesky")) == (["page", "bluesky"], 0, 3)
    for _ in range(2):
        seen = queues.peek("bluesky")
        assert {each.body for each in seen} <= {"body 0", "body 1", "body 2"}
        assert all(each.since.tzinfo for each in seen)
    assert queues.peek("page") == []
    assert len(queues.take("bluesky", 10)) == 3


def test_what_is_taken_is_nobody_else_s_for_a_while_and_still_counts(queues: DeadLetterQueues) -> None:
    (one,) = queues.take("bluesky", 1)
    others = queues.take("bluesky", 10)
    assert one.body not in {each.body for each in others}
    assert queues.count("bluesky") == 3
    queues.drop("bluesky", one)
    assert queues.count("bluesky") == 2


def test_a_queue_that_does_not_answer_is_transient() -> None:
    gone = DeadLetterQueues(boto3.client("sqs"), {"page": "https://sqs.eu-west-2.amazonaws.com/123456789012/gone"})
    with mock_aws():
        for act in (gone.count, gone.peek):
            with pytest.raises(StateUnavailable, match="dead letters"):
                act("page")
