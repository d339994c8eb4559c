"""The ntfy channel on the ntfy server: an old one that knows no sequence, and a new one that does."""

import pytest

from local.faultproxy import FaultProxy, Reset
from local.real.ntfy import TOPIC, RealNtfy, running_ntfy
from local.sandbox.faults import DropAnswer
from loudhailer.channels import CHANNELS
from loudhailer.domain.errors import Doubtful, RateLimited, Unauthorized
from loudhailer.ports import Channel
from tests.real.bench import channel_at, fresh
from tests.real.conftest import had

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif("ntfy" not in CHANNELS, reason="there is no channel for ntfy yet"),
]


def secret_of(ntfy: RealNtfy) -> dict[str, str]:
    return {"topic": TOPIC, "access_token": ntfy.token}


@pytest.fixture
def channel(ntfy: RealNtfy) -> Channel:
    return channel_at(ntfy.address, "ntfy", secret_of(ntfy))


@pytest.fixture
def faulty(ntfy: RealNtfy, before_ntfy: FaultProxy) -> Channel:
    return channel_at(before_ntfy.url, "ntfy", secret_of(ntfy), deadline=3.0)


def ids_of(ntfy: RealNtfy, text: str) -> list[str]:
    return [each["id"] for each in ntfy.posts() if each["message"] == text]


def test_a_message_is_on_the_topic_in_our_words(ntfy: RealNtfy, channel: Channel) -> None:
    post = fresh()
    receipt = channel.publish(post)
    assert ids_of(ntfy, post.text) == [receipt.ref.id]


def test_a_message_whose_answer_was_lost_is_found(ntfy: RealNtfy, before_ntfy: FaultProxy, faulty: Channel) -> None:
    post = fresh()
    before_ntfy.add(DropAnswer(kind="drop_answer"))
    with pytest.raises(Doubtful):
        faulty.publish(post)
    found = faulty.find(post)
    assert found is not None
    assert ids_of(ntfy, post.text) == [found.ref.id]


def test_a_message_that_never_got_there_is_certainly_not_out(
    ntfy: RealNtfy, before_ntfy: FaultProxy, faulty: Channel
) -> None:
    post = fresh()
    before_ntfy.add(Reset())
    with pytest.raises(Doubtful):
        faulty.publish(post)
    assert faulty.find(post) is None
    faulty.publish(post)
    assert len(ids_of(ntfy, post.text)) == 1


def test_the_longest_message_is_one_and_no_file(ntfy: RealNtfy, channel: Channel) -> None:
    limits = CHANNELS["ntfy"].limits
    fits = "â" * 2047 + "x"
    assert (limits.fits(fits), limits.fits(f"{fits}x")) == (True, False)
    channel.publish(fresh(fits))
    (stored,) = [each for each in ntfy.posts() if each["message"] == fits]
    assert "attachment" not in stored


def test_a_wrong_token_is_refused_as_a_credential(ntfy: RealNtfy) -> None:
    with pytest.raises(Unauthorized):
        channel_at(ntfy.address, "ntfy", secret_of(ntfy) | {"access_token": "tk_" + "a" * 29}).publish(fresh())


def test_the_servers_own_rate_limit_is_a_pause_although_it_names_none() -> None:
    with had("ntfy with a low limit", running_ntfy(burst=20)) as server:
        channel = channel_at(server.address, "ntfy", secret_of(server))
        for _ in range(10):
            channel.publish(fresh())
        with pytest.raises(RateLimited) as limit:
            publish_many(channel, 20)
        assert limit.value.retry_after > 0


def publish_many(channel: Channel, many: int) -> None:
    for _ in range(many):
        channel.publish(fresh())
