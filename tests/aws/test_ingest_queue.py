"""Tellings reach the queue in their order, and none is lost in silence."""

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.ingest_queue import IngestQueue
from loudhailer.domain.errors import StateUnavailable


@mock_aws
def test_every_body_is_on_the_queue() -> None:
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="ingest")["QueueUrl"]
    IngestQueue(client, url).put([str(number) for number in range(5)])
    found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(each["Body"] for each in found) == ["0", "1", "2", "3", "4"]


@mock_aws
def test_a_body_that_is_not_taken_fails_the_call() -> None:
    with pytest.raises(StateUnavailable, match="send to ingest"):
        IngestQueue(boto3.client("sqs"), "https://sqs.eu-west-2.amazonaws.com/123456789012/gone").put(["1"])
