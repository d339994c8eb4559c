"""The call-outs' and the watch's items, and the queue of orders, as the table and SQS hold them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.callout_queue import CalloutQueue
from loudhailer.aws.callouts import CalloutTable
from loudhailer.aws.items import callout_key, packed, packed_callout, watch_key
from loudhailer.aws.watches import WatchTable
from loudhailer.domain.caller import Role
from loudhailer.domain.callout import Callout, CalloutOrder, Rung, read_order
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.watch import Watch
from tests.builders import NOW
from tests.pipeline.callouts import MemoryCallouts
from tests.unit.test_callouts import ALL, a_callout

Store = MemoryCallouts | CalloutTable


@pytest.fixture
def dynamodb() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName="state",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind}
                for name, kind in (("pk", "S"), ("sk", "S"), ("due", "S"), ("due_at", "N"))
            ],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "due",
                    "KeySchema": [
                        {"AttributeName": "due", "KeyType": "HASH"},
                        {"AttributeName": "due_at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        yield client


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest) -> Store:
    return MemoryCallouts() if request.param == "memory" else CalloutTable(request.getfixturevalue("dynamodb"), "state")


def named(name: str, minutes: int = 0) -> Callout:
    at = NOW + timedelta(minutes=minutes)
    return a_callout(id=name, opened_at=at, next_at=at)


def test_a_call_out_is_kept_once_and_moves_only_over_what_was_read(store: Store) -> None:
    first = store.save(named("late:1"))
    assert (first.version, store.find(first.key)) == (1, first)
    assert store.find("a" * 12) is None
    with pytest.raises(ClaimLost):
        store.save(named("late:1"))
    second = store.save(first.model_copy(update={"round": 1}))
    with pytest.raises(ClaimLost):
        store.save(first)
    assert store.find(first.key) == second


def test_what_is_due_comes_longest_owed_first_and_what_is_over_not_at_all(store: Store) -> None:
    kept = [store.save(named(f"late:{number}", 10 - number)) for number in range(5)]
    store.save(kept[4].model_copy(update={"acknowledged_at": NOW, "acknowledged_by": "somebody"}))
    store.save(kept[3].model_copy(update={"closed_at": NOW, "closed_why": "over"}))
    assert [each.id for each in store.due(NOW + timedelta(minutes=9), 10)] == ["late:2", "late:1"]
    assert [each.id for each in store.due(NOW + timedelta(minutes=9), 1)] == ["late:2"]
    assert [each.id for each in store.unanswered()] == ["late:2", "late:1", "late:0"]


def test_one_that_this_release_cannot_read_hides_no_other(dynamodb: Any) -> None:
    table = CalloutTable(dynamodb, "state")
    strange = packed_callout(named("late:1")) | callout_key("strange") | {"v": {"N": "9"}}
    dynamodb.put_item(TableName="state", Item=strange)
    kept = table.save(named("late:2"))
    assert list(table.unanswered()) == [kept]
    with pytest.raises(StateUnavailable):
        table.find("strange")


def test_the_watch_is_read_as_it_stands_and_nobody_has_it_at_first(dynamodb: Any) -> None:
    table = WatchTable(dynamodb, "state")
    assert table.watch() == Watch()
    dynamodb.put_item(TableName="state", Item=packed(watch_key(), ALL))
    assert table.watch() == ALL


@mock_aws
def test_whoever_needs_somebody_woken_puts_an_order_that_is_read_back() -> None:
    client = boto3.client("sqs")
    queue = CalloutQueue(client, client.create_queue(QueueName="callouts")["QueueUrl"])
    chain = (Rung(role=Role.GOLD, minutes=3),)
    queue.open("glass:1", about="glass", reason="Somebody broke the glass.", chain=chain)
    queue.close("glass:1", "")
    bodies = client.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=10)["Messages"]
    assert sorted((read_order(each["Body"]) for each in bodies), key=lambda order: order.closed) == [
        CalloutOrder(id="glass:1", about="glass", reason="Somebody broke the glass.", chain=chain),
        CalloutOrder(id="glass:1", closed="it is over"),
    ]


@mock_aws
def test_an_order_that_is_not_taken_fails_the_call() -> None:
    queue = CalloutQueue(boto3.client("sqs"), "https://sqs.eu-west-2.amazonaws.com/123456789012/gone")
    with pytest.raises(StateUnavailable, match="send to call-outs"):
        queue.open("late:1", about="x", reason="y")
