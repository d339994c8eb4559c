"""The watch in the table and its double in memory keep the same contract; the quiet hours lie on the gates."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.items import packed, watch_key, watch_version_key
from loudhailer.aws.watches import WatchTable
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import MessageClass, Quiet
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.watch import Entry, OnCall, Watch
from tests.builders import NOW
from tests.watches import MemoryWatches

Store = MemoryWatches | WatchTable
NIGHT = Quiet(start="23:00", end="06:00", classes=(MessageClass.PROMOTIONAL,))


@pytest.fixture
def table() -> Iterator[WatchTable]:
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName="state",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        yield WatchTable(client, "state")


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest) -> Store:
    return MemoryWatches() if request.param == "memory" else request.getfixturevalue("table")


def a_change(of: Watch, what: str) -> Watch:
    people = (OnCall(username=what, phone="+441632960123"),)
    return of.with_on_call(Role.SILVER, people).model_copy(update={"entry": Entry(by="gold", at=NOW, what=what)})


def test_nobody_has_the_watch_at_first(store: Store) -> None:
    assert store.watch() == Watch()
    assert list(store.history(10)) == []


def test_every_version_is_kept_and_the_newest_stands(store: Store) -> None:
    for name in ("a.khan", "b.jones", "c.lee"):
        stored = store.keep(a_change(store.watch(), name))
        assert store.watch() == stored
    assert [each.version for each in store.history(10)] == [3, 2, 1]
    assert [each.entry.what for each in store.history(2) if each.entry] == ["c.lee", "b.jones"]


def test_what_was_overtaken_is_not_written(store: Store) -> None:
    seen = store.watch()
    first = store.keep(a_change(seen, "first"))
    with pytest.raises(ClaimLost):
        store.keep(a_change(seen, "second"))
    assert store.watch() == first
    assert [each.version for each in store.history(10)] == [1]


def test_ten_versions_are_in_the_order_of_their_numbers(store: Store) -> None:
    for number in range(11):
        store.keep(a_change(store.watch(), str(number)))
    assert [each.version for each in store.history(20)] == list(range(11, 0, -1))


def test_a_write_whose_answer_was_lost_and_that_is_repeated_below_us_counts(table: WatchTable) -> None:
    change = a_change(Watch(), "once")
    stored = table.keep(change)
    assert table.keep(change) == stored, "it is the same act: its version is there already"
    assert [each.version for each in table.history(10)] == [1]


def test_a_watch_that_makes_no_sense_is_never_taken_for_an_empty_one(table: WatchTable) -> None:
    item: dict[str, Any] = packed(watch_key(), Watch()) | {"body": {"S": '{"on_call": "+441632960123"}'}}
    table.client.put_item(TableName="state", Item=item)
    with pytest.raises(StateUnavailable) as refusal:
        table.watch()
    assert "1632" not in str(refusal.value)


def test_the_keys_of_the_watch_stay_what_they_are_in_every_release() -> None:
    assert watch_key() == {"pk": {"S": "WATCH#CURRENT"}, "sk": {"S": "WATCH"}}
    assert watch_version_key(12) == {"pk": {"S": "WATCH#HISTORY"}, "sk": {"S": "000000012"}}
