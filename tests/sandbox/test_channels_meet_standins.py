"""Each channel against its stand-in, over real connections: what it posts is seen, and a lost answer is found again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import httpx
import pytest

from local.sandbox import Sandbox
from local.sandbox.registry import STAND_INS
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.channels.kind import Audience
from loudhailer.domain.errors import Doubtful, RateLimited, Unauthorized
from loudhailer.domain.post import Parent, Post
from loudhailer.ports import Channel, Retractor
from tests.channels.kit import MemoryStore, a_post, class_of

# Those that speak to a service of AWS are handed it: their tests bring their own.
NAMES = [name for name in STAND_INS if CHANNELS[name].audience is not Audience.LISTED]
every_stand_in = pytest.mark.parametrize("name", NAMES)
Connect = Callable[[str], Channel]


@pytest.fixture
def connect(sandbox: Sandbox, http: httpx.Client) -> Connect:
    def connected(name: str) -> Channel:
        return CHANNELS[name].build(Wiring(sandbox.addresses[name], sandbox.secrets[name], http, MemoryStore()))

    return connected


def a_new_post(key: str = "a-0142:1:channel", **overrides: object) -> Post:
    # Claimed a while ago: a platform that is read back has had the time to show what it took.
    claimed = datetime.now(UTC) - timedelta(seconds=45)
    return a_post(key=key, sent=claimed, created_at=claimed, **overrides)


@every_stand_in
def test_the_wall_shows_a_post_under_the_id_of_its_receipt(sandbox: Sandbox, connect: Connect, name: str) -> None:
    receipt = connect(name).publish(a_new_post(text="Tân & <mwg> *here*. #Fire", link=""))
    (post,) = sandbox.posts(name)
    assert (post["id"], post["url"], post["text"]) == (receipt.ref.id, receipt.ref.url, "Tân & <mwg> *here*. #Fire")


@pytest.mark.parametrize("name", [name for name in NAMES if CHANNELS[name].threads])
def test_a_reply_is_seen_in_its_thread(sandbox: Sandbox, connect: Connect, name: str) -> None:
    channel = connect(name)
    first = channel.publish(a_new_post()).ref
    second = channel.publish(a_new_post("a-0142:2:channel", text="Update", parent=Parent(first, first))).ref
    channel.publish(a_new_post("a-0142:3:channel", text="Ends", parent=Parent(first, second)))
    assert [post["root"] for post in sandbox.posts(name)] == ["", first.id, first.id]


@pytest.mark.parametrize("name", [name for name in NAMES if class_of(name) != "E"])
def test_what_an_answer_was_lost_of_is_found_and_what_never_arrived_is_not(
    sandbox: Sandbox, connect: Connect, name: str
) -> None:
    channel, lost = connect(name), a_new_post("a-0142:1:lost", text="Arrived. Ref WSF-0142")
    assert channel.find(lost) is None
    sandbox.fault(name, kind="drop_answer")
    with pytest.raises(Doubtful):
        channel.publish(lost)
    found = connect(name).find(lost)
    assert found is not None
    (post,) = sandbox.posts(name)
    assert (found.ref.id, found.ref.url, found.repeated) == (post["id"], post["url"], True)
    assert channel.find(a_new_post("a-0142:2:other", text="Never arrived. Ref WSF-0199")) is None


@every_stand_in
def test_a_pause_and_a_lost_credential_are_told_apart(sandbox: Sandbox, connect: Connect, name: str) -> None:
    sandbox.fault(name, kind="rate_limited", retry_after=7)
    with pytest.raises(RateLimited):
        connect(name).publish(a_new_post())
    sandbox.fault(name, kind="auth_lost")
    with pytest.raises(Unauthorized):
        connect(name).publish(a_new_post())
    assert sandbox.posts(name) == []


@pytest.mark.parametrize("name", [name for name in NAMES if CHANNELS[name].retracts])
def test_what_is_taken_off_is_seen_no_more_and_twice_is_no_error(sandbox: Sandbox, connect: Connect, name: str) -> None:
    channel, post = connect(name), a_new_post()
    ref = channel.publish(post).ref
    channel.publish(a_new_post("a-0142:2:channel", text="Stays"))
    for _ in range(2):
        cast("Retractor", channel).retract(post, ref)
    assert [each["text"] for each in sandbox.posts(name)] == ["Stays"]
