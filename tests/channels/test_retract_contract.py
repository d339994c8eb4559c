"""What every channel that takes posts off again keeps to, over the registry."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import cast

import httpx
import pytest

from loudhailer.channels import CHANNELS
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, LoudhailerError, Permanent, RateLimited
from loudhailer.domain.post import PostRef
from loudhailer.ports import Channel, Retractor
from tests.channels.kit import (
    IN_THE_ADDRESS,
    NAMES,
    NOT_THERE,
    SECRET,
    TAKEN_OFF,
    Handler,
    MemoryStore,
    a_reply,
    channel_answering,
    echoing,
    everything_said_of,
    lasting,
    raising,
)
from tests.channels.pauses import PAUSES
from tests.channels.test_channel_contract import IN_DOUBT, NOTHING_LEFT, OVER_HTTP

RETRACTING = [name for name, kind in CHANNELS.items() if kind.retracts]
every_retractor = pytest.mark.parametrize("name", RETRACTING)
every_http_retractor = pytest.mark.parametrize("name", [name for name in RETRACTING if name in OVER_HTTP])


@pytest.fixture(autouse=True)
def _nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.get_records("call"))
    assert SECRET not in logged
    assert "Keep windows closed" not in logged


def retractor(channel: Channel) -> Retractor:
    assert hasattr(channel, "retract")
    return cast("Retractor", channel)


def ref_of(name: str) -> PostRef:
    """The last of the two posts that a reply hangs on: its id has the platform's shape."""
    parent = a_reply(name).parent
    assert parent
    return parent.last


def retracted(name: str, handler: Handler) -> None:
    retractor(channel_answering(name, handler)).retract(a_reply(name), ref_of(name))


def answering(table: dict[str, tuple[int, dict[str, object]]], name: str) -> Handler:
    status, body = table[name]
    return lambda _request: httpx.Response(status, json=body)


@pytest.mark.parametrize("name", CHANNELS)
def test_a_kind_says_truly_whether_its_channel_takes_posts_off(name: str) -> None:
    channel = channel_answering(name, lambda _request: httpx.Response(500))
    assert hasattr(channel, "retract") is CHANNELS[name].retracts


@every_http_retractor
def test_taking_off_what_is_there_and_what_is_gone_are_both_no_error(name: str) -> None:
    retracted(name, answering(TAKEN_OFF, name))
    retracted(name, answering(NOT_THERE, name))


@every_http_retractor
def test_a_second_time_sends_the_same_call(name: str) -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(TAKEN_OFF, name)(request)

    channel = retractor(channel_answering(name, platform))
    for _ in range(2):
        channel.retract(a_reply(name), ref_of(name))
    one, two = seen
    assert lasting(name, one) == lasting(name, two)


@every_http_retractor
def test_nothing_is_taken_off_but_what_is_named(name: str) -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(NOT_THERE, name)(request)

    retracted(name, platform)
    (act,) = [each for each in seen if each.method != "GET"]
    parent = a_reply(name).parent
    assert parent
    named, other = (each.id.rpartition("/")[2] for each in (parent.last, parent.root))
    told = [f"{each.url.path} {each.content.decode()}" for each in seen]
    assert all(named in each for each in told)
    assert not any(other in each for each in told)
    assert act is seen[0], "whatever is looked at is looked at afterwards"


@every_http_retractor
@pytest.mark.parametrize(
    "ref_id", ["", "../../statuses", "a/b?c", "at://did:plc:other/app.bsky.feed.post/3m6", "1 2", "é"]
)
def test_a_reference_that_is_none_of_ours_takes_nothing_off(name: str, ref_id: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call about something that is not ours")

    with pytest.raises(Permanent):
        retractor(channel_answering(name, platform)).retract(a_reply(name), PostRef(ref_id, ""))


@every_http_retractor
@pytest.mark.parametrize("status", [400, 401, 403, 413, 422])
def test_a_refusal_is_for_good_and_says_nothing_secret(name: str, status: int) -> None:
    with pytest.raises(Permanent) as raised:
        retracted(name, echoing(status))
    assert SECRET not in everything_said_of(raised.value)


@every_http_retractor
@pytest.mark.parametrize("status", [302, 408, 500, 502, 503, 504])
def test_no_clear_answer_leaves_it_in_doubt_whether_the_post_is_still_there(name: str, status: int) -> None:
    with pytest.raises(Doubtful) as raised:
        retracted(name, echoing(status))
    assert SECRET not in everything_said_of(raised.value)


@every_http_retractor
@pytest.mark.parametrize(("headers", "seconds"), PAUSES)
def test_a_pause_is_read_in_every_spelling(name: str, headers: dict[str, str], seconds: float) -> None:
    with pytest.raises(RateLimited) as raised:
        retracted(name, echoing(429, **headers))
    assert raised.value.retry_after == pytest.approx(seconds)


@every_http_retractor
@pytest.mark.parametrize("failure", [*NOTHING_LEFT, *IN_DOUBT], ids=lambda each: each.__name__)
def test_a_broken_connection_means_what_it_means_for_a_post(name: str, failure: type[httpx.TransportError]) -> None:
    with pytest.raises(ChannelUnavailable if failure in NOTHING_LEFT else Doubtful) as raised:
        retracted(name, raising(failure))
    assert SECRET not in everything_said_of(raised.value)


@every_http_retractor
@pytest.mark.parametrize("body", [b"", b"<html>Service temporarily busy</html>", b"[]", b"\xff\xfe"])
def test_an_answer_that_cannot_be_read_is_a_doubt(name: str, body: bytes) -> None:
    with pytest.raises(Doubtful):
        retracted(name, lambda _request: httpx.Response(200, content=body))


@every_http_retractor
def test_a_credential_travels_in_no_address_unless_the_platform_takes_it_nowhere_else(name: str) -> None:
    seen: list[str] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return answering(TAKEN_OFF, name)(request)

    retracted(name, platform)
    for address in seen:
        for field in IN_THE_ADDRESS.get(name, set()) | NAMES.get(name, set()):
            address = address.replace(f"{SECRET}-{field}", "")  # noqa: PLW2901  # what is left of it
        assert SECRET not in address


@every_retractor
def test_a_post_that_was_never_there_is_no_error_and_nothing_is_written(name: str) -> None:
    store = MemoryStore()
    post = a_reply(name)
    ref = PostRef(post.reference, "") if name not in OVER_HTTP else ref_of(name)
    handler = answering(NOT_THERE, name) if name in OVER_HTTP else _nobody
    retractor(channel_answering(name, handler, store=store)).retract(post, ref)
    assert store.files == {}


def _nobody(_request: httpx.Request) -> httpx.Response:
    raise AssertionError("a call where there is nobody to call")


@every_http_retractor
def test_taking_off_makes_nothing_public(name: str) -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(TAKEN_OFF, name)(request)

    with suppress(LoudhailerError):
        retracted(name, platform)
    assert not any(b"Keep windows closed" in each.content for each in seen)
