"""A feed's key is read again while a worker lives, and not at every poll."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.bootstrap import incoming
from loudhailer.domain.errors import Unauthorized
from loudhailer.feed_ports import Feed
from loudhailer.feeds.fetch import Fetcher
from loudhailer.settings import PollSettings
from tests.builders import shipped_config

NAME = "/loudhailer/feeds/national_highways"
SETTINGS = PollSettings(
    state_table="state",
    ingest_queue="queue",
    documents_bucket="bucket",
    feed_addresses={"national_highways": "https://feeds.example/closures"},
    secret_path="/loudhailer",
)


class Time:
    """A monotonic clock that is turned by hand."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(incoming, "time", time)
    monkeypatch.setattr(incoming, "config", shipped_config)
    return time


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("ssm")
        monkeypatch.setattr(incoming, "client", lambda _: client)
        yield client


def key_of(feed: Feed) -> list[str]:
    fetcher = feed.connect()
    assert isinstance(fetcher, Fetcher)
    return list(fetcher.secret.values())


def test_a_rotated_key_is_heard_of_within_a_minute(clock: Time, ssm: Any) -> None:
    calls: list[str] = []
    ssm.meta.events.register("before-call.ssm.GetParameter", lambda **_: calls.append("read"))
    ssm.put_parameter(Name=NAME, Value='{"key": "old"}', Type="SecureString")
    feed = incoming._feed("national_highways", SETTINGS)
    assert [key_of(feed), key_of(feed), len(calls)] == [["old"], ["old"], 1]
    ssm.put_parameter(Name=NAME, Value='{"key": "new"}', Type="SecureString", Overwrite=True)
    clock.now += 60
    assert [key_of(feed), len(calls)] == [["new"], 2]


def test_a_key_that_was_missing_is_looked_for_at_once(clock: Time, ssm: Any) -> None:
    feed = incoming._feed("national_highways", SETTINGS)
    with pytest.raises(Unauthorized):
        feed.connect()
    ssm.put_parameter(Name=NAME, Value='{"key": "new"}', Type="SecureString")
    assert (key_of(feed), clock.now) == (["new"], 1000.0)
