"""Feeds through the deployed template: from a stand-in's documents to the ledger, and what no bad body may do."""

import itertools
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest

from local.stage import Stage
from loudhailer.domain.outcome import Fate, Outcome
from tests.engine.conftest import closures, eventually

pytestmark = pytest.mark.engine
NH, EA = "national_highways", "environment_agency"
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _served_as_at_first(stage: Stage) -> Iterator[None]:
    """Begin after the first polls, whose tellings are held, and leave the feeds as they were."""
    for feed in (NH, EA):
        stage.sandbox.serve(feed)
        eventually(partial(begun, stage, feed))
    yield
    for feed in (NH, EA):
        stage.sandbox.serve(feed)


def begun(stage: Stage, feed: str) -> bool:
    return stage.poll(feed).begun


def a_closure() -> str:
    """Return the id of a closure that no other test has."""
    return f"NH-{os.getpid()}-{next(_numbers)}"


def told_of(stage: Stage, name: str) -> list[Outcome]:
    """Return the ledger's lines about an incident of National Highways, in the order of their numbers."""
    mine = [each for event_id, each in stage.outcomes().items() if event_id.startswith(f"{NH}:{name}:")]
    return sorted(mine, key=lambda each: (each.received_at, each.event_id))


def heard(stage: Stage, name: str, lines: int = 1) -> list[Outcome]:
    found: list[Outcome] = eventually(lambda: len(told_of(stage, name)) >= lines and told_of(stage, name))
    return found


def test_what_a_feed_says_anew_is_in_the_ledger_once_however_often_it_is_read(stage: Stage) -> None:
    name = a_closure()
    stage.sandbox.serve(NH, documents={"": closures(name)}, etags=False)
    assert stage.poll(NH).last_error == ""
    (first,) = heard(stage, name)
    assert first.source == NH
    for _ in range(3):
        stage.poll(NH)
    assert told_of(stage, name) == [first]


def test_an_unchanged_feed_is_one_request(stage: Stage) -> None:
    stage.sandbox.serve(NH, documents={"": closures(a_closure())})
    before = stage.poll(NH).last_good
    stage.poll(NH)
    assert stage.sandbox.feed(NH)["unchanged"] >= 1
    assert before is not None
    assert (stage.feed(NH).last_good or before) > before


@pytest.mark.parametrize(
    "body", ["", "\n", closures("cut-off")[:-30], "<html>Please log in</html>"], ids=["empty", "newline", "cut", "html"]
)
def test_a_body_that_is_no_document_ends_nothing_and_is_put_before_a_person_once(stage: Stage, body: str) -> None:
    name = a_closure()
    stage.sandbox.serve(NH, documents={"": closures(name)}, etags=False)
    stage.poll(NH)
    heard(stage, name)
    stage.sandbox.serve(NH, documents={"": body}, etags=False)
    refused = [stage.poll(NH) for _ in range(3)]
    assert all(each.last_error and each.refused == 1 for each in refused)
    assert [each for each in told_of(stage, name) if "unlisted" in each.event_id] == []
    lines = [each for each in stage.outcomes().values() if each.event_id.startswith(f"{NH}:refused:")]
    assert [each.reason for each in lines].count(refused[0].last_error) == 1


def test_what_two_good_documents_leave_out_is_told_once(stage: Stage) -> None:
    name = a_closure()
    stage.sandbox.serve(NH, documents={"": closures(name)}, etags=False)
    stage.poll(NH)
    heard(stage, name)
    stage.sandbox.serve(NH, documents={"": closures()}, etags=False)
    for _ in range(4):
        stage.poll(NH)
    found = heard(stage, name, lines=2)
    assert len([each for each in found if "unlisted" in each.event_id]) == 1


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "file:///etc/passwd"])
def test_a_redirect_to_a_private_address_is_refused_and_recorded(stage: Stage, to: str) -> None:
    stage.sandbox.serve(EA, redirect=to)
    feed = stage.poll(EA)
    assert feed.last_error
    assert "latest" not in feed.last_error, "the host only, never the rest of an address"
    lines = [each for each in stage.outcomes().values() if each.reason == feed.last_error]
    assert [(each.fate, each.person, each.source) for each in lines] == [(Fate.REFUSED, True, EA)]


def test_a_feed_that_hangs_for_a_minute_delays_no_other(stage: Stage) -> None:
    stage.sandbox.serve(EA, hang=60)
    asked = stage.sandbox.feed(EA)["requests"]
    ordered = datetime.now(UTC)
    queue = stage.stack.resources["PollQueue"]
    stage.engine.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps({"feed": EA}))
    eventually(lambda: stage.sandbox.feed(EA)["requests"] > asked)
    name = a_closure()
    stage.sandbox.serve(NH, documents={"": closures(name)})
    started = time.monotonic()
    stage.poll(NH)
    heard(stage, name)
    assert time.monotonic() - started < 10
    hung = eventually(lambda: (feed := stage.feed(EA)).failures and (feed.last_try or ordered) >= ordered and feed, 40)
    assert hung.last_error.endswith("it did not answer in time")


def test_a_page_that_the_feed_leads_to_is_read(stage: Stage) -> None:
    first, second = a_closure(), a_closure()
    documents = {"": closures(first), "2": closures(second)}
    stage.sandbox.serve(NH, documents=documents, pages={"": "2"})
    assert stage.poll(NH).last_error == ""
    heard(stage, first)
    heard(stage, second)


@pytest.mark.long
def test_the_clock_orders_a_poll_every_minute(stage: Stage) -> None:
    before = stage.sandbox.feed(EA)["requests"]
    eventually(lambda: stage.sandbox.feed(EA)["requests"] > before, patience=90)
    once = stage.sandbox.feed(EA)["requests"]
    assert once == before + 1, "one schedule, one order"
