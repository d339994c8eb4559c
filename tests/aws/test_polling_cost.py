"""What a poll asks of AWS: counted by botocore, for thousands of incidents that are known and say nothing new."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from benchmarks.polling import NAME, Bench, Server, a_document, on_moto, read
from loudhailer.domain.feed import FeedHead, Known
from loudhailer.feed_rules import Doubts
from loudhailer.pipeline.compare import Rules, compare

KNOWN = 3_000


@pytest.fixture
def bench() -> Iterator[Bench]:
    """Return a poller that has told thousands of incidents before."""
    server = Server(a_document(KNOWN))
    with on_moto(server) as built:
        rules = Rules(NAME, snapshot=True, absent_after=2, first=False, today=datetime.now(UTC).date(), doubts=Doubts())
        _, known = compare(read(server.body).incidents, Known(), rules)
        built.poll.memory.remember(FeedHead(name=NAME, begun=True, whole=True), Known(), known)
        yield built


def test_known_incidents_are_recognised_with_one_read_in_a_hundred_and_without_a_write(bench: Bench) -> None:
    report, calls, _ = bench.polled()
    assert (report.told, report.unlisted) == (0, 0)
    assert calls.made["Query"] + calls.made["GetItem"] <= KNOWN / 100
    assert (calls.written, calls.made["PutItem"], calls.made["TransactWriteItems"]) == (0, 1, 0), (
        "but for the feed's own"
    )


def test_a_feed_that_has_not_changed_costs_one_request_and_one_write(bench: Bench) -> None:
    bench.server.etag = '"1"'
    bench.polled()
    before = bench.server.requests
    _, calls, _ = bench.polled()
    assert (bench.server.requests - before, dict(calls.made)) == (1, {"GetItem": 1, "PutItem": 1})
