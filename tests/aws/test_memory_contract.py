"""The feeds' items and their double in memory keep the same contract."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.items import feed_key, known_key, outbox_key
from loudhailer.aws.memory import FeedTable
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.feed import FeedHead, Known, KnownIncident
from tests.builders import NOW
from tests.fakes import MemoryFeeds

NAME = "environment_agency"
Store = MemoryFeeds | FeedTable
SOME = Known(
    incidents={
        f"EA-{number}": KnownIncident(told=number + 1, theirs=number, digest=f"{number:016x}", misses=number % 2)
        for number in range(40)
    }
    | {"EA-over": KnownIncident(told=2, theirs=1, digest="", over=date(2026, 11, 22))}
    | {"EA-stale": KnownIncident(told=2, theirs=1, digest="", until=date(2026, 11, 23))}
    | {"EA-doubted": KnownIncident(told=2, theirs=1, digest="a", misses=1, doubted=True)},
    aliases={"EA-1a": "EA-1", "EA-Ü": "EA-2"},
    links={"0123456789abcdef": 0, "fedcba9876543210": 3},
)


@pytest.fixture
def table() -> Iterator[FeedTable]:
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName="state",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        yield FeedTable(client, "state")


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest) -> Store:
    return MemoryFeeds() if request.param == "memory" else request.getfixturevalue("table")


def test_a_feed_never_polled_has_version_0_and_knows_nothing(store: Store) -> None:
    assert store.feed(NAME) == FeedHead(name=NAME)
    assert store.known(NAME) == Known()


def test_what_is_remembered_is_read_back_whole(store: Store) -> None:
    head = FeedHead(name=NAME, etag='"1"', begun=True, last_good=NOW, count=40, reported=("a", "b"))
    assert store.remember(head, Known(), SOME) == head.model_copy(update={"version": 1})
    assert store.feed(NAME) == head.model_copy(update={"version": 1})
    assert store.known(NAME) == SOME
    assert store.known("national_highways") == Known(), "another feed's is another's"


def test_the_head_moves_without_what_was_told(store: Store) -> None:
    store.remember(FeedHead(name=NAME), Known(), SOME)
    store.remember(store.feed(NAME).model_copy(update={"last_good": NOW}))
    assert (store.feed(NAME).version, store.feed(NAME).last_good) == (2, NOW)
    assert store.known(NAME) == SOME


def test_what_is_forgotten_is_gone(store: Store) -> None:
    store.remember(FeedHead(name=NAME), Known(), SOME)
    store.remember(store.feed(NAME), SOME, Known())
    assert store.known(NAME) == Known()


def test_a_write_over_a_version_that_has_moved_writes_nothing(store: Store) -> None:
    store.remember(FeedHead(name=NAME), Known(), SOME)
    for known in (None, SOME):
        with pytest.raises(ClaimLost):
            store.remember(FeedHead(name=NAME, etag="lost"), known, Known() if known else None)
    assert store.feed(NAME).etag == ""
    assert store.known(NAME) == SOME


def test_what_is_told_lies_in_the_outbox_until_it_is_settled(store: Store) -> None:
    told = [f'{{"id": "{number}"}}' for number in range(12)]
    written = store.remember(FeedHead(name=NAME), Known(), SOME, told)
    assert store.feed(NAME) == written
    assert written.owed
    assert list(store.owed(written)) == told
    assert store.known(NAME) == SOME
    with pytest.raises(ClaimLost):
        store.settle(FeedHead(name=NAME, owed=1))
    assert len(store.owed(written)) == 12
    settled = store.settle(written)
    assert (settled.owed, settled.version, store.feed(NAME)) == (0, 2, settled)
    assert list(store.owed(settled)) == []
    assert store.known(NAME) == SOME


def test_what_is_lost_to_another_poll_leaves_nothing_in_the_outbox(store: Store) -> None:
    store.remember(FeedHead(name=NAME))
    with pytest.raises(ClaimLost):
        store.remember(FeedHead(name=NAME), Known(), SOME, ["{}"])
    assert list(store.owed(store.feed(NAME))) == []


def test_a_list_confirms_what_it_holds_and_nothing_else(store: Store) -> None:
    assert store.listed(NAME, "EA-2") is None
    store.remember(FeedHead(name=NAME), Known(), SOME)
    assert store.listed(NAME, "EA-2") is None, "it was never read whole"
    store.remember(store.feed(NAME).model_copy(update={"confirmed": NOW}))
    assert store.listed(NAME, "EA-2") == NOW
    missed, over, never = "EA-1", "EA-over", "EA-never"
    assert [store.listed(NAME, each) for each in (missed, over, never)] == [None] * 3
    assert store.listed("national_highways", "EA-2") is None


def test_of_two_first_polls_one_wins(store: Store) -> None:
    store.remember(FeedHead(name=NAME))
    with pytest.raises(ClaimLost):
        store.remember(FeedHead(name=NAME), Known(), SOME)


def written(table: FeedTable, head: FeedHead, was: Known | None, now: Known | None) -> list[str]:
    """Return the sort keys that a call wrote."""
    keys: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        puts = [each["Put"]["Item"] for each in params.get("TransactItems", [])] or [params["Item"]]
        keys.extend(item["sk"]["S"] for item in puts)

    table.client.meta.events.register("before-parameter-build.dynamodb", note)
    table.remember(head, was, now)
    table.client.meta.events.unregister("before-parameter-build.dynamodb", note)
    return keys


def test_only_what_changed_is_written(table: FeedTable) -> None:
    head = FeedHead(name=NAME)
    assert len(written(table, head, Known(), SOME)) <= 18
    again = head.model_copy(update={"version": 1})
    assert written(table, again, SOME, SOME) == ["STATE"]
    one = replace(SOME, incidents={**SOME.incidents, "EA-1": KnownIncident(told=9, theirs=9, digest="f" * 16)})
    state, share = written(table, again.model_copy(update={"version": 2}), SOME, one)
    assert state == "STATE"
    assert share.startswith("KNOWN#")


def test_a_share_of_ten_thousand_incidents_stays_far_under_the_largest_item(table: FeedTable) -> None:
    many = Known({f"{'x' * 64}{n}": KnownIncident(1, 1, "f" * 16, 0, date(2026, 11, 22)) for n in range(10_000)})
    table.remember(FeedHead(name=NAME), Known(), many)
    assert table.known(NAME) == many, "more than one answer holds"
    items = table.client.scan(TableName="state")["Items"]
    assert max(len(item["body"].get("B", b"")) for item in items) < 40 * 1024


def test_whether_a_list_holds_an_incident_takes_two_items(table: FeedTable) -> None:
    table.remember(FeedHead(name=NAME, confirmed=NOW), Known(), SOME)
    calls: list[str] = []
    table.client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    assert table.listed(NAME, "EA-2") == NOW
    assert calls == ["GetItem", "GetItem"]
    assert [table.listed(NAME, f"EA-{each}") for each in ("1", "over", "stale", "none")] == [None] * 4


def test_the_largest_poll_s_tellings_fit_one_transaction_in_their_order(table: FeedTable) -> None:
    told = [json.dumps({"id": f"{number}", "words": f"{number} " * 400}) for number in range(2000)]
    head = table.remember(FeedHead(name=NAME), Known(), SOME, told)
    assert table.owed(head) == told
    items = [each for each in table.client.scan(TableName="state")["Items"] if each["sk"]["S"].startswith("OUTBOX")]
    assert sum(map(len, told)) / 300_000 < len(items) == head.owed < 82
    assert max(len(each["body"]["B"]) for each in items) < 300 * 1024
    table.settle(head)
    assert table.client.scan(TableName="state", Select="COUNT")["Count"] <= 18


@pytest.mark.parametrize("item", [{"v": {"N": "9"}}, {"v": {"N": "1"}}, {"v": {"N": "1"}, "body": {"B": b"no"}}])
def test_an_outbox_that_makes_no_sense_stops_the_poll(table: FeedTable, item: dict[str, Any]) -> None:
    table.client.put_item(TableName="state", Item=outbox_key(NAME, 0) | item)
    with pytest.raises(StateUnavailable):
        table.owed(FeedHead(name=NAME, owed=1))


def test_a_share_that_was_written_before_shares_were_packed_is_read(table: FeedTable) -> None:
    body = '{"incidents":{"EA-1":[2,1,"0123456789abcdef",0,"",""]}}'
    item = known_key(NAME, "KNOWN#0") | {"v": {"N": "1"}, "body": {"S": body}}
    table.client.put_item(TableName="state", Item=item)
    assert table.known(NAME) == Known({"EA-1": KnownIncident(2, 1, "0123456789abcdef")})
    table.client.put_item(TableName="state", Item=item | {"body": {"B": b"no"}})
    with pytest.raises(StateUnavailable):
        table.known(NAME)


@pytest.mark.parametrize(
    "body", ["not json", "[]", '{"incidents":{"EA-1":[1]}}', '{"incidents":{"EA-1":[1,1,"",0,"x"]}}']
)
def test_a_share_that_makes_no_sense_stops_the_poll(table: FeedTable, body: str) -> None:
    """Taken for nothing, it would tell the whole feed anew."""
    item = known_key(NAME, "KNOWN#0") | {"v": {"N": "1"}, "body": {"S": body}}
    table.client.put_item(TableName="state", Item=item)
    with pytest.raises(StateUnavailable):
        table.known(NAME)


def test_an_item_of_a_later_version_stops_the_poll(table: FeedTable) -> None:
    for key in (feed_key(NAME), known_key(NAME, "LINKS")):
        table.client.put_item(TableName="state", Item=key | {"v": {"N": "9"}, "body": {"S": "{}"}})
    with pytest.raises(StateUnavailable):
        table.feed(NAME)
    with pytest.raises(StateUnavailable):
        table.known(NAME)


def test_a_head_is_confirmed_a_minute_later(store: Store) -> None:
    store.remember(FeedHead(name=NAME, last_good=NOW))
    store.remember(store.feed(NAME).model_copy(update={"last_good": NOW + timedelta(minutes=1)}))
    assert store.feed(NAME).last_good == NOW + timedelta(minutes=1)
