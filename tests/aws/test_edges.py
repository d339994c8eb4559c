"""Topic, queue, buckets and credentials against moto: what crosses, and what their refusals mean."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.fanout import AlertTopic, ChannelQueue
from loudhailer.aws.ingest_queue import IngestQueue
from loudhailer.aws.secrets import ParameterHookSecrets, ParameterSecret
from loudhailer.aws.storage import DocumentBucket, PageBucket
from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, StateUnavailable, Unauthorized
from tests.builders import an_alert
from tests.fakes import Clock

REGION = {"LocationConstraint": "eu-west-2"}


@pytest.fixture(autouse=True)
def _aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def pages() -> PageBucket:
    client = boto3.client("s3")
    client.create_bucket(Bucket="pages", CreateBucketConfiguration=REGION)
    return PageBucket(client, "pages")


def a_queue(client: Any, name: str, topic: str, lane: Lane) -> str:
    url = str(client.create_queue(QueueName=name)["QueueUrl"])
    arn = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    boto3.client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=arn,
        Attributes={
            "RawMessageDelivery": "true",
            "FilterPolicy": json.dumps({"channels": ["bluesky"], "lane": [lane.value]}),
        },
    )
    return url


def test_one_publish_reaches_the_named_channels_of_its_lane_with_ids_and_no_words() -> None:
    topic = boto3.client("sns").create_topic(Name="alerts")["TopicArn"]
    sqs = boto3.client("sqs")
    urgent, routine = (a_queue(sqs, lane.value, topic, lane) for lane in Lane)
    announcement = Announcement.of(an_alert())
    AlertTopic(boto3.client("sns"), topic).announce(announcement, ["page", "bluesky"], Lane.URGENT)
    AlertTopic(boto3.client("sns"), topic).announce(announcement, ["page"], Lane.ROUTINE)
    [message] = sqs.receive_message(QueueUrl=urgent)["Messages"]
    assert json.loads(message["Body"]) == {
        "v": 1,
        "alert_id": "AAAAAAA-1",
        "source": "westshire.control",
        "incident_id": "CTL-1",
        "part": "",
    }
    assert "Messages" not in sqs.receive_message(QueueUrl=routine)


def test_a_message_comes_back_after_its_delay_rounded_up_to_a_second() -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="bluesky")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    ChannelQueue(sqs, url).defer(message["ReceiptHandle"], timedelta(seconds=0.2))
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    with pytest.raises(StateUnavailable):
        ChannelQueue(sqs, url + "-gone").defer(message["ReceiptHandle"], timedelta(seconds=1))


def test_a_page_is_written_only_over_the_version_that_was_read(pages: PageBucket) -> None:
    assert pages.read("index.html") is None
    pages.write("index.html", b"one", content_type="text/html", over=None)
    with pytest.raises(ClaimLost):
        pages.write("index.html", b"two", content_type="text/html", over=None)
    seen = pages.read("index.html")
    assert seen is not None
    pages.write("index.html", b"two", content_type="text/html", over=seen.version)
    with pytest.raises(ClaimLost):
        pages.write("index.html", b"three", content_type="text/html", over=seen.version)
    now = pages.read("index.html")
    assert now is not None
    assert now.body == b"two"


def test_a_reader_keeps_a_page_for_seconds_only(pages: PageBucket) -> None:
    pages.write("index.html", b"one", content_type="text/html", over=None)
    head = pages.client.head_object(Bucket="pages", Key="index.html")
    assert (head["CacheControl"], head["ContentType"]) == ("public, max-age=15", "text/html")


def test_a_bucket_that_does_not_answer_leaves_nothing_in_doubt(pages: PageBucket) -> None:
    gone = PageBucket(pages.client, "gone")
    with pytest.raises(ChannelUnavailable):
        gone.read("index.html")
    with pytest.raises(ChannelUnavailable):
        gone.write("index.html", b"one", content_type="text/html", over=None)


def test_a_refused_original_is_kept_word_for_word(pages: PageBucket) -> None:
    address = DocumentBucket(pages.client, "pages").keep("event-1", "{bad — original")
    assert address == "s3://pages/refused/event-1.txt"
    kept = pages.read("refused/event-1.txt")
    assert kept is not None
    assert kept.body.decode() == "{bad — original"


def a_secret(value: str) -> ParameterSecret:
    client = boto3.client("ssm")
    client.put_parameter(Name="/loudhailer/bluesky", Value=value, Type="SecureString")
    return ParameterSecret(client, "/loudhailer/bluesky")


def test_a_credential_is_its_required_fields_and_nothing_else() -> None:
    secret = a_secret('{"handle": "w.test", "app_password": "hush", "note": "mine"}')
    assert secret.fields(("handle", "app_password")) == {"handle": "w.test", "app_password": "hush"}


@pytest.mark.parametrize("value", ["hush hush", '["hush"]', '{"handle": "hush"}', '{"app_password": ""}'])
def test_a_credential_that_is_not_whole_is_refused_without_showing_any_of_it(value: str) -> None:
    with pytest.raises(Unauthorized) as refusal:
        a_secret(value).fields(("handle", "app_password"))
    assert "hush" not in str(refusal.value)
    assert "/loudhailer/bluesky" in str(refusal.value)


def test_a_missing_credential_says_where_to_put_it() -> None:
    with pytest.raises(Unauthorized, match="there is no parameter /loudhailer/bluesky"):
        ParameterSecret(boto3.client("ssm"), "/loudhailer/bluesky").fields(("handle",))


def test_an_event_is_put_on_the_ingest_queue() -> None:
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="ingest")["QueueUrl"]
    IngestQueue(sqs, url).put(['{"id": "hook:a:b"}'])
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == '{"id": "hook:a:b"}'


@pytest.mark.parametrize(
    ("value", "secrets"),
    [
        ('{"current": "one"}', ("one",)),
        ('{"current": "one", "next": "two"}', ("one", "two")),
        ('{"next": "two"}', ()),
        ("not JSON", ()),
        (None, ()),
    ],
)
def test_a_source_has_at_most_two_live_secrets(value: str | None, secrets: tuple[str, ...]) -> None:
    ssm = boto3.client("ssm")
    if value is not None:
        ssm.put_parameter(Name="/loudhailer/hooks/a", Value=value, Type="SecureString")
    assert ParameterHookSecrets(ssm, "/loudhailer/hooks", Clock()).of("a") == secrets


def test_a_rotation_is_heard_of_within_a_minute_and_a_flood_asks_once() -> None:
    ssm, clock = boto3.client("ssm"), Clock()
    secrets = ParameterHookSecrets(ssm, "/loudhailer/hooks", clock)
    assert secrets.of("a") == ()
    ssm.put_parameter(Name="/loudhailer/hooks/a", Value='{"current": "one"}', Type="SecureString")
    clock.pass_(59)
    assert secrets.of("a") == ()
    clock.pass_(2)
    assert secrets.of("a") == ("one",)
