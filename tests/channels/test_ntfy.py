"""ntfy's own rules: what is sent, how loud, how a topic is read back, and what is taken away again."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels import Wiring
from loudhailer.channels.ntfy import KIND, Ntfy
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import PostRef
from tests.channels.kit import (
    ADDRESS,
    CLAIMED,
    SECRET,
    MemoryStore,
    a_post,
    accepting,
    body_of,
    channel_answering,
    secret_for,
)

SEQUENCE = "lh-" + hashlib.sha256(b"a-0142:1:channel").hexdigest()[:40]
ANOTHER = "lh-" + "0" * 40


def polled(*events: dict[str, Any]) -> Callable[[httpx.Request], httpx.Response]:
    """A server that has these events, written as it writes them."""
    lines = "".join(json.dumps(event) + "\n" for event in events)
    told = {"content-type": "application/x-ndjson; charset=utf-8"}
    return lambda _request: httpx.Response(200, content=lines.encode(), headers=told)


def an_event(**fields: Any) -> dict[str, Any]:
    return {"id": "6mG1AsfTKOdA", "time": 1795368602, "event": "message", "topic": "westshire"} | fields


def refusing(status: int, code: int) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, json={"code": code, "http": status, "error": "no"})


def sent_for(**overrides: Any) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = []

    def platform(request: httpx.Request) -> httpx.Response:
        bodies.append(body_of(request))
        return accepting(request)

    channel_answering("ntfy", platform).publish(a_post(**overrides))
    return bodies[0]


def build(handler: Callable[[httpx.Request], httpx.Response], **secret: str) -> Ntfy:
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return Ntfy(Wiring(ADDRESS, secret_for(KIND) | secret, http, MemoryStore()))


def test_a_post_is_one_message_of_plain_text_with_its_topic_in_the_body() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return accepting(request)

    receipt = channel_answering("ntfy", platform).publish(a_post())
    (request,) = seen
    assert (request.method, str(request.url)) == ("POST", f"{ADDRESS}/")
    assert request.headers["authorization"] == f"Bearer {SECRET}-access_token"
    body = body_of(request)
    assert body.pop("sequence_id") == SEQUENCE
    assert body == {
        "topic": f"{SECRET}-topic",
        "title": "Fire at Mill Lane",
        "message": a_post().text,
        "priority": 4,
        "click": "https://alerts.westshire.uk/0142",
    }
    assert receipt.ref == PostRef(SEQUENCE, f"{ADDRESS}/{SECRET}-topic", token="114")


def test_a_post_without_a_link_leads_nowhere() -> None:
    assert "click" not in sent_for(link="")


@pytest.mark.parametrize(
    ("message_class", "priority"),
    [
        (MessageClass.LIFE_SAFETY, 5),
        (MessageClass.INCIDENT, 4),
        (MessageClass.STATUS, 3),
        (MessageClass.INFORMATION, 3),
        (MessageClass.APPEAL, 3),
        (MessageClass.PROMOTIONAL, 3),
    ],
)
def test_a_message_is_as_loud_as_its_class(message_class: MessageClass, priority: int) -> None:
    assert sent_for(message_class=message_class)["priority"] == priority


@given(st.text(st.characters(codec="ascii"), max_size=120))
def test_a_sequence_has_the_signs_that_the_server_takes_and_differs_with_the_key(key: str) -> None:
    sequence = sent_for(key=key)["sequence_id"]
    assert len(sequence) <= 64
    assert set(sequence) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert sequence != sent_for(key=f"{key}!")["sequence_id"]


@pytest.mark.parametrize("topic", ["", "a b", "../alerts", "alerts/json?x=", "alerts#", "å", "a\n", "x" * 65])
def test_a_topic_that_would_bend_the_address_asks_nobody(topic: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call about a topic that is none")

    channel = build(platform, topic=topic)
    for act in (channel.publish, channel.find, lambda post: channel.retract(post, PostRef(SEQUENCE, ""))):
        with pytest.raises(ChannelUnavailable, match="the stored topic is none"):
            act(a_post())


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, 40009, PostRejected),
        (400, 40024, PostRejected),
        (401, 40101, Unauthorized),
        (403, 40301, Unauthorized),  # the server's word for no token at all
        (413, 41303, PostRejected),
        (500, 50001, Doubtful),
        (507, 50701, Doubtful),
    ],
)
def test_a_refusal_means_what_its_status_says(status: int, code: int, meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning) as raised:
        channel_answering("ntfy", refusing(status, code)).publish(a_post())
    assert type(raised.value) is meaning


def test_a_pause_of_which_the_server_tells_no_end_is_the_usual_one() -> None:
    with pytest.raises(RateLimited) as raised:
        channel_answering("ntfy", refusing(429, 42901)).publish(a_post())
    assert raised.value.retry_after == 30


def test_a_look_polls_what_the_server_has_since_a_minute_before_the_claim() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return polled()(request)

    assert channel_answering("ntfy", platform).find(a_post()) is None
    (request,) = seen
    assert (request.method, request.url.path) == ("GET", f"/{SECRET}-topic/json")
    since = int((CLAIMED - timedelta(minutes=1)).timestamp())
    assert dict(request.url.params) == {"poll": "1", "since": str(since)}
    assert request.headers["authorization"] == f"Bearer {SECRET}-access_token"


def test_a_message_of_our_sequence_is_ours_whatever_it_says() -> None:
    sequence = SEQUENCE
    handler = polled(an_event(id="other", sequence_id="theirs"), an_event(sequence_id=sequence, message="cut off"))
    receipt = channel_answering("ntfy", handler).find(a_post())
    assert receipt is not None
    assert (receipt.ref.id, receipt.ref.token, receipt.repeated) == (SEQUENCE, "6mG1AsfTKOdA", True)


def test_a_server_that_knows_no_sequences_is_read_by_the_words() -> None:
    handler = polled(an_event(title="Fire at Mill Lane", message=a_post().text))
    receipt = channel_answering("ntfy", handler).find(a_post(text=f"{a_post().text} \n"))  # it strips what it stores
    assert receipt is not None
    assert (receipt.ref.id, receipt.ref.token) == (SEQUENCE, "6mG1AsfTKOdA")


@pytest.mark.parametrize(
    "event",
    [
        an_event(title="Fire at Mill Lane", message="Fire at Mill Lane, Westbury. Keep windows open."),
        an_event(title="Fire", message=a_post().text),
        an_event(message=a_post().text),
        an_event(title="Fire at Mill Lane", message=a_post().text, sequence_id=ANOTHER),  # another post's
        an_event(sequence_id=SEQUENCE, event="message_delete"),
        an_event(event="open"),
    ],
)
def test_what_is_not_our_message_is_not_found(event: dict[str, Any]) -> None:
    assert channel_answering("ntfy", polled(event)).find(a_post()) is None


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "text/html"),
        (b"", ""),
        (b"<html></html>", "text/html"),
        (b"<html></html>", "application/x-ndjson"),
        (b'{"id": ""}\n', "application/x-ndjson"),
        (b'{"id": "6mG1", "event": "message"}\n{"id": "6m', "application/x-ndjson"),
    ],
)
def test_an_answer_that_is_none_to_a_poll_does_not_say_that_nothing_is_out(body: bytes, media_type: str) -> None:
    answer = httpx.Response(200, content=body, headers={"content-type": media_type})
    with pytest.raises(Doubtful):
        channel_answering("ntfy", lambda _request: answer).find(a_post())


def test_a_message_is_taken_away_by_its_sequence() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=an_event(event="message_delete"))

    build(platform).retract(a_post(), PostRef(SEQUENCE, ""))
    (request,) = seen
    assert (request.method, request.url.path) == ("DELETE", f"/{SECRET}-topic/{SEQUENCE}")
    assert request.headers["authorization"] == f"Bearer {SECRET}-access_token"


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (httpx.Response(404, json={"code": 40401}), PostRejected),
        (httpx.Response(403, json={"code": 40301}), Unauthorized),
        (httpx.Response(429, json={"code": 42901}), RateLimited),
        (httpx.Response(502), Doubtful),
        (httpx.Response(200, content=b"<html></html>"), Doubtful),
    ],
)
def test_a_message_that_may_still_stand_is_never_said_to_be_gone(
    answer: httpx.Response, meaning: type[LoudhailerError]
) -> None:
    with pytest.raises(meaning):
        build(lambda _request: answer).retract(a_post(), PostRef(SEQUENCE, ""))


def test_a_server_too_old_to_take_a_message_back_says_from_when_on_it_does() -> None:
    with pytest.raises(PostRejected, match=r"from 2\.16 on"):
        build(refusing(404, 40401)).retract(a_post(), PostRef(SEQUENCE, ""))


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Tân", 4), ("🚒", 4), ("e\u0301", 3), ("\ud83d", 3)])
def test_a_text_is_counted_in_bytes(text: str, count: int) -> None:
    assert KIND.limits.measure(text) == count


def test_a_message_is_one_byte_short_of_where_it_becomes_a_file() -> None:
    assert KIND.limits.size == 4095
