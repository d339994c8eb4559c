"""Drills on AWS: items of their own, announced under a name of their own, and never read as an alert."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from loudhailer.aws.drills import CHANNEL, DrillBucket, DrillTable, DrillTopic
from loudhailer.aws.state import StateTable
from loudhailer.channels import CHANNELS
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.drill import Drill, DrillAnnouncement, DrillCommit, DrillDelivery, DrillPost, Would
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.incident import IncidentHead, Status
from loudhailer.domain.outcome import Fate, Outcome
from tests.builders import CONTROL, NOW, an_alert
from tests.drills import MemoryDrills
from tests.fakes import MemoryState

Store = DrillTable | MemoryDrills


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        made = boto3.client("dynamodb")
        made.create_table(
            TableName="state",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind}
                for name, kind in (("pk", "S"), ("sk", "S"), ("day", "S"), ("at", "N"))
            ],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "timeline",
                    "KeySchema": [
                        {"AttributeName": "day", "KeyType": "HASH"},
                        {"AttributeName": "at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        yield made


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest, client: Any) -> Store:
    return DrillTable(client, "state") if request.param == "table" else MemoryDrills(MemoryState())


def a_drill(number: int = 1, **changes: Any) -> Drill:
    values: dict[str, Any] = {
        "status": Status.EXERCISE,
        "identifier": f"DRILL-A-{number}",
        "reference": "DRILL-A",
        "revision": number,
        "would": (Would(channel="bluesky", action="send", reason="because"),),
    }
    return Drill.model_validate(dict(an_alert()) | values | changes)


def a_commit(store: Store, drill: Drill | None, event_id: str = "event-1") -> DrillCommit:
    head = store.head(CONTROL, "CTL-1").model_copy(update={"revision": 1})
    outcome = Outcome(
        event_id=event_id, received_at=NOW, fate=Fate.REHEARSED, reason="", source=CONTROL, status=Status.EXERCISE
    )
    delivery = DrillDelivery(drill_id=drill.identifier, committed_at=NOW) if drill else None
    return DrillCommit(head, outcome, drill, delivery)


def test_what_is_committed_is_read_back(store: Store) -> None:
    store.commit(a_commit(store, a_drill()))
    assert store.drill("DRILL-A-1") == a_drill()
    assert store.delivery("DRILL-A-1") == DrillDelivery(drill_id="DRILL-A-1", committed_at=NOW)
    head = store.head(CONTROL, "CTL-1")
    assert (head.source, head.revision, head.version) == (f"drill/{CONTROL}", 1, 1)


def test_what_was_never_committed_is_not_there(store: Store) -> None:
    assert (store.drill("DRILL-B-1"), store.delivery("DRILL-B-1")) == (None, None)
    assert store.head(CONTROL, "CTL-2") == IncidentHead(source=f"drill/{CONTROL}", id="CTL-2")


def test_a_second_commit_of_one_revision_or_one_event_is_refused(store: Store) -> None:
    first = a_commit(store, a_drill())
    store.commit(first)
    with pytest.raises(ClaimLost):
        store.commit(a_commit(store, a_drill(2)))
    with pytest.raises(ClaimLost):
        store.commit(DrillCommit(first.head, first.outcome.model_copy(update={"event_id": "other"}), a_drill(2)))
    store.commit(a_commit(store, None, "event-2"))
    assert store.head(CONTROL, "CTL-1").version == 2


def test_what_is_on_the_wall_says_where(store: Store) -> None:
    store.commit(a_commit(store, a_drill()))
    shown = DrillDelivery(drill_id="DRILL-A-1", committed_at=NOW, shown_at=NOW, place="s3://wall/1")
    store.shown(shown)
    store.shown(shown)
    assert store.delivery("DRILL-A-1") == shown


def test_the_drills_of_a_day_are_listed_newest_first(store: Store) -> None:
    for number in (1, 2):
        drill = a_drill(number, sent=NOW + timedelta(minutes=number))
        store.commit(a_commit(store, drill, f"event-{number}"))
    assert [each.revision for each in store.recent(NOW.date())] == [2, 1]
    assert list(store.recent(NOW.date() + timedelta(days=1))) == []


def test_the_list_of_alerts_holds_no_drill_and_the_other_way_round(client: Any) -> None:
    drills, alerts = DrillTable(client, "state"), StateTable(client, "state")
    drills.commit(a_commit(drills, a_drill()))
    assert list(alerts.recent(NOW.date())) == []
    assert alerts.find("DRILL-A-1") is None


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.ACTUAL], ids=str)
def test_a_drill_copied_under_an_alert_s_key_is_never_read_as_one(client: Any, status: Status) -> None:
    drills, alerts = DrillTable(client, "state"), StateTable(client, "state")
    drills.commit(a_commit(drills, a_drill(status=status)))
    for item in client.scan(TableName="state")["Items"]:
        if item["pk"]["S"] == "DRILL#DRILL-A-1":
            client.put_item(TableName="state", Item=item | {"pk": {"S": "ALERT#DRILL-A-1"}})
            names = {"META": "META", "DELIVERY": "DELIVERY#bluesky"}
            moved = {"pk": {"S": "ALERT#DRILL-A-1"}, "sk": {"S": names[item["sk"]["S"]]}}
            client.put_item(TableName="state", Item=item | moved)
    client.put_item(
        TableName="state",
        Item={**_head(client), "pk": {"S": f"INCIDENT#{CONTROL}#CTL-1"}},
    )
    for read in (
        lambda: alerts.alert("DRILL-A-1"),
        lambda: alerts.find("DRILL-A-1"),
        lambda: alerts.deliveries("DRILL-A-1"),
        lambda: alerts.dossier(Announcement(alert_id="DRILL-A-1", source=CONTROL, incident_id="CTL-1"), "bluesky"),
    ):
        with pytest.raises(StateUnavailable):
            read()


def _head(client: Any) -> dict[str, Any]:
    (found,) = (each for each in client.scan(TableName="state")["Items"] if each["sk"]["S"] == "HEAD")
    return dict(found)


def test_a_drill_is_announced_to_the_drill_wall_alone() -> None:
    told: dict[str, Any] = {}

    class Topic:
        def publish(self, **given: Any) -> None:
            told.update(given)

    DrillTopic(Topic(), "arn").announce(DrillAnnouncement(drill_id="DRILL-A-1"))
    assert json.loads(told["Message"]) == {"v": 1, "drill_id": "DRILL-A-1"}
    assert json.loads(told["MessageAttributes"]["channels"]["StringValue"]) == [CHANNEL]
    assert CHANNEL not in CHANNELS


def test_the_wall_shows_every_channel_s_words_between_two_bands() -> None:
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="wall", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        post = DrillPost.of(a_drill(headline="<b>Leave</b>"))
        assert [DrillBucket(s3, "wall").show(post) for _ in range(2)] == ["s3://wall/drills/DRILL-A-1.html"] * 2
        page = s3.get_object(Bucket="wall", Key="drills/DRILL-A-1.html")
        text = page["Body"].read().decode()
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert text.count('<p class="band">EXERCISE EXERCISE EXERCISE</p>') == 2
    assert "&lt;b&gt;Leave&lt;/b&gt;" in text
    assert "<b>Leave" not in text
    assert "The gate would send</b>: because" in text
    assert 'content="noindex, nofollow"' in text


def test_a_bucket_or_a_table_that_does_not_answer_is_worth_another_try() -> None:
    class Dead:
        def __getattr__(self, name: str) -> Any:
            def call(**_: Any) -> None:
                raise ClientError({"Error": {"Code": "ServiceUnavailable"}}, name)

            return call

    drills = DrillTable(Dead(), "state")
    for act in (
        lambda: DrillBucket(Dead(), "wall").show(DrillPost.of(a_drill())),
        lambda: DrillTopic(Dead(), "arn").announce(DrillAnnouncement(drill_id="DRILL-A-1")),
        lambda: drills.drill("DRILL-A-1"),
        lambda: drills.recent(NOW.date()),
        lambda: drills.shown(DrillDelivery(drill_id="DRILL-A-1", committed_at=NOW)),
    ):
        with pytest.raises(StateUnavailable):
            act()
