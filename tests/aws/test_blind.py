"""The blind queues and the gates' copies, against moto."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.blind import BlindQueues, GateCopies
from loudhailer.aws.spool import RecordQueue
from loudhailer.domain.blind import read_intent
from loudhailer.domain.crisis import GateState, Permit
from loudhailer.domain.errors import StateUnavailable
from tests.builders import NOW, a_gate
from tests.pipeline.night import handed

REGION = "eu-west-2"


@pytest.fixture(autouse=True)
def _cloud() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def copies() -> GateCopies:
    client = boto3.client("s3", region_name=REGION)
    client.create_bucket(Bucket="documents", CreateBucketConfiguration={"LocationConstraint": REGION})
    return GateCopies(client, "documents")


class Denied:
    """A client of which no call is allowed."""

    def __getattr__(self, operation: str) -> Any:
        client = boto3.client("s3", region_name=REGION)

        def refuse(**_: object) -> None:
            raise client.exceptions.ClientError({"Error": {"Code": "AccessDenied"}}, operation)

        return refuse


def test_a_channel_without_a_copy_is_in_exercise(copies: GateCopies) -> None:
    assert copies.copy("bluesky") == GateState(channel="bluesky")


def test_a_copy_is_the_gate_without_its_permits(copies: GateCopies) -> None:
    gate = a_gate(version=3, level="crisis", permits={"AAAAAAA-1#key": Permit(alert_id="AAAAAAA-1", at=NOW)})
    copies.keep(gate)
    assert copies.copy("bluesky") == gate.model_copy(update={"permits": {}})


def test_an_older_gate_never_covers_a_newer_one(copies: GateCopies) -> None:
    copies.keep(a_gate(version=3, stopped=True))
    copies.keep(a_gate(version=2))
    assert copies.copy("bluesky").stopped
    copies.keep(a_gate(version=4))
    assert not copies.copy("bluesky").stopped


def test_a_copy_that_makes_no_sense_cannot_be_read_and_is_written_over(copies: GateCopies) -> None:
    copies.client.put_object(Bucket="documents", Key="gates/bluesky.json", Body=b"{")
    with pytest.raises(StateUnavailable, match="makes no sense"):
        copies.copy("bluesky")
    copies.keep(a_gate(version=1))
    assert copies.copy("bluesky").live


def test_a_store_that_refuses_is_no_missing_copy() -> None:
    closed = GateCopies(Denied(), "documents")
    for act in (lambda: closed.copy("bluesky"), lambda: closed.keep(a_gate())):
        with pytest.raises(StateUnavailable, match="AccessDenied"):
            act()


def test_an_intent_reaches_its_channel_s_queue_whole() -> None:
    client = boto3.client("sqs", region_name=REGION)
    url = client.create_queue(QueueName="bluesky-blind")["QueueUrl"]
    intent = handed().intent("bluesky")
    queues = BlindQueues(client, {"bluesky": url})
    queues.put(intent)
    (message,) = client.receive_message(QueueUrl=url)["Messages"]
    assert read_intent(message["Body"]) == intent
    with pytest.raises(StateUnavailable, match="telegram has no blind queue"):
        queues.put(intent.model_copy(update={"channel": "telegram"}))


def test_a_queue_that_is_not_there_is_an_outage() -> None:
    client = boto3.client("sqs", region_name=REGION)
    gone = f"https://sqs.{REGION}.amazonaws.com/123456789012/gone"
    with pytest.raises(StateUnavailable):
        BlindQueues(client, {"bluesky": gone}).put(handed().intent("bluesky"))
    with pytest.raises(StateUnavailable):
        RecordQueue(client, gone).put("{}")
