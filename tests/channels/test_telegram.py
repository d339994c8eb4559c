"""Telegram's own rules: what is sent, what its sentences mean, and that the token in its address is never told."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels import Wiring
from loudhailer.channels._telegram_photo import measure
from loudhailer.channels.telegram import KIND
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    ParentGone,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import Post, PostRef
from tests.channels.kit import (
    ADDRESS,
    PICTURE,
    PNG,
    SECRET,
    Handler,
    MemoryStore,
    a_post,
    a_reply,
    accepting,
    body_of,
    channel_answering,
    raising,
    secret_for,
)

TOKEN = "7000000001:AAF-the_token-of-westshire_000000000"


def refusing(status: int, description: str, **parameters: object) -> Callable[[httpx.Request], httpx.Response]:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return lambda _request: httpx.Response(status, json=body | ({"parameters": parameters} if parameters else {}))


def answering(**message: Any) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(200, json={"ok": True, "result": {"message_id": 114} | message})


def test_a_post_is_one_message_of_plain_text_without_a_preview() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return accepting(request)

    words = "Leave <now> & call *999* _today_. https://a.uk/x #Evacuate"
    receipt = channel_answering("telegram", platform).publish(a_post(text=words))
    (request,) = seen
    assert (request.method, request.url.path) == ("POST", f"/bot{SECRET}-bot_token/sendMessage")
    assert body_of(request) == {
        "chat_id": f"{SECRET}-chat_id",
        "text": words,
        "link_preview_options": {"is_disabled": True},
    }
    assert receipt.ref.id == "114"


def test_a_reply_names_the_last_message_and_insists_on_it() -> None:
    bodies: list[dict[str, Any]] = []

    def platform(request: httpx.Request) -> httpx.Response:
        bodies.append(body_of(request))
        return accepting(request)

    channel_answering("telegram", platform).publish(a_reply("telegram"))
    assert bodies[0]["reply_parameters"] == {"message_id": 113, "allow_sending_without_reply": False}


@pytest.mark.parametrize(
    ("address", "chat", "url"),
    [
        ("https://api.telegram.org", {"username": "westshirefire"}, "https://t.me/westshirefire/114"),
        ("https://api.telegram.org", {"id": -100, "title": "Only for members"}, ""),
        ("http://127.0.0.1:8081", {"username": "westshirefire"}, "http://127.0.0.1:8081/westshirefire/114"),
        ("https://api.telegram.org.test", {"username": "w"}, "https://api.telegram.org.test/w/114"),
    ],
)
def test_people_read_on_t_me_unless_the_server_is_another(address: str, chat: dict[str, Any], url: str) -> None:
    receipt = channel_answering("telegram", answering(chat=chat), address=address).publish(a_post())
    assert receipt.ref.url == url


def test_a_message_that_is_out_is_no_doubt_for_want_of_a_chat() -> None:
    receipt = channel_answering("telegram", answering()).publish(a_post())
    assert (receipt.ref.id, receipt.ref.url) == ("114", "")


@pytest.mark.parametrize(
    "body",
    [
        {"ok": True, "result": {}},
        {"ok": True, "result": {"message_id": "one hundred"}},
        {"ok": False, "error_code": 500, "description": "Internal Server Error"},
        {"result": {"message_id": 1}},
    ],
)
def test_an_acceptance_of_another_shape_is_a_doubt(body: dict[str, Any]) -> None:
    with pytest.raises(Doubtful):
        channel_answering("telegram", lambda _request: httpx.Response(200, json=body)).publish(a_post())


@pytest.mark.parametrize(("said", "seconds"), [(34, 34), (0, 0), (-3, 0), (10**9, 3600)])
def test_a_pause_is_read_from_the_body(said: int, seconds: float) -> None:
    handler = refusing(429, f"Too Many Requests: retry after {said}", retry_after=said)
    with pytest.raises(RateLimited) as raised:
        channel_answering("telegram", handler).publish(a_post())
    assert raised.value.retry_after == seconds


@pytest.mark.parametrize("said", [None, "soon", 1.5, [3]])
def test_a_pause_that_the_body_does_not_say_is_the_usual_one(said: object) -> None:
    handler = refusing(429, "Too Many Requests", retry_after=said)
    with pytest.raises(RateLimited) as raised:
        channel_answering("telegram", handler).publish(a_post())
    assert raised.value.retry_after == 30


@pytest.mark.parametrize(
    ("status", "description", "meaning"),
    [
        (400, "Bad Request: message to be replied not found", ParentGone),
        (400, "Bad Request: replied message not found", ParentGone),
        (400, "Bad Request: reply message not found", ParentGone),
        (400, "Bad Request: message is too long", PostRejected),
        (400, "Bad Request: message text is empty", PostRejected),
        (400, "Bad Request: chat not found", Unauthorized),
        (400, "Bad Request: need administrator rights in the channel chat", Unauthorized),
        (400, "Bad Request: not enough rights to send text messages to the chat", Unauthorized),
        (401, "Unauthorized", Unauthorized),
        (403, "Forbidden: bot was kicked from the channel chat", Unauthorized),
        (404, "Not Found", Unauthorized),
        (409, "Conflict: terminated by other getUpdates request", PostRejected),
        (500, "Internal Server Error", Doubtful),
    ],
)
def test_a_refusal_means_what_its_sentence_says(status: int, description: str, meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning) as raised:
        channel_answering("telegram", refusing(status, description)).publish(a_reply("telegram"))
    assert type(raised.value) is meaning


def test_a_group_that_moved_says_to_store_its_new_id_and_tells_none() -> None:
    handler = refusing(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100987654)
    with pytest.raises(PostRejected, match="has a new id: store that as chat_id") as raised:
        channel_answering("telegram", handler).publish(a_post())
    assert "987654" not in str(raised.value)


@pytest.mark.parametrize("token", ["", "../../etc", "1:A/sendMessage?", "1:A#", "1:A B", "1:A%2F", "\uff11:A", "1:A\n"])
def test_a_token_that_would_bend_the_address_is_not_sent(token: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call with a token that is none")

    http = httpx.Client(transport=httpx.MockTransport(platform))
    channel = KIND.build(Wiring(ADDRESS, {"bot_token": token, "chat_id": "@w"}, http, MemoryStore()))
    with pytest.raises(ChannelUnavailable, match="the stored bot_token cannot be part of an address"):
        channel.publish(a_post())


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Tân ŵy", 6), ("🚒", 2), ("👨‍👩‍👧‍👦", 11), ("e\u0301", 2), ("a\r\nb", 4), ("\ud83d", 1)],
)
def test_a_text_is_counted_in_utf_16(text: str, count: int) -> None:
    assert KIND.limits.measure(text) == count


@given(st.text(max_size=200))
def test_every_sign_beyond_the_first_plane_counts_twice(text: str) -> None:
    assert KIND.limits.measure(text) == len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def sent_for(post: Post, failing: Callable[[httpx.Request], httpx.Response] = accepting) -> list[httpx.Request]:
    """What a chat is sent whose photos are answered by `failing`."""
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return failing(request) if request.url.path.endswith("sendPhoto") else accepting(request)

    channel_answering("telegram", platform).publish(post)
    return seen


def form_of(request: httpx.Request) -> dict[str, bytes]:
    boundary = request.headers["Content-Type"].partition("boundary=")[2].encode()
    parts = request.content.split(b"--" + boundary)[1:-1]
    heads = [part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n") for part in parts]
    return {head.decode().partition('name="')[2].partition('"')[0]: body for head, _, body in heads}


def test_a_photo_has_the_words_as_its_caption_and_what_it_shows_in_brackets_after_them() -> None:
    (request,) = sent_for(replace(a_reply("telegram"), text="Flood at Mill Lane.", picture=PICTURE))
    assert request.url.path.endswith("/sendPhoto")
    assert form_of(request) == {
        "chat_id": f"{SECRET}-chat_id".encode(),
        "reply_parameters": b'{"message_id": 113, "allow_sending_without_reply": false}',
        "caption": f"Flood at Mill Lane.\n\n[{PICTURE.alt}]".encode(),
        "photo": PNG,
    }


@pytest.mark.parametrize(
    ("units", "method", "told"),
    [
        (1024 - measure(PICTURE.alt) - 4, "sendPhoto", True),
        (1024 - measure(PICTURE.alt) - 3, "sendPhoto", False),
        (1024, "sendPhoto", False),
        (1025, "sendMessage", False),
    ],
)
def test_a_caption_holds_1024_units_and_nothing_of_the_words_falls_away_for_the_picture(
    units: int,
    method: str,
    told: bool,  # noqa: FBT001 - the table's answer
) -> None:
    text = "🚒" * (units // 2) + "x" * (units % 2)
    (request,) = sent_for(a_post(text=text, picture=PICTURE))
    assert request.url.path.endswith(method)
    assert (PICTURE.alt.encode() in request.content) is told
    words = form_of(request)["caption"].decode() if method == "sendPhoto" else body_of(request)["text"]
    assert words.startswith(text)


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
        "Bad Request: IMAGE_PROCESS_FAILED",
        "Bad Request: not enough rights to send photos to the chat",
        "Bad Request: message caption is too long",
    ],
)
def test_a_photo_that_a_chat_does_not_take_leaves_the_words_alone(description: str) -> None:
    photo, words = sent_for(a_post(picture=PICTURE), refusing(400, description))
    assert photo.url.path.endswith("/sendPhoto")
    assert body_of(words)["text"] == a_post().text


@pytest.mark.parametrize("failing", [refusing(500, "Internal Server Error"), raising(httpx.ReadTimeout)])
def test_a_photo_without_a_clear_answer_may_be_out_so_its_words_are_not_sent_again(failing: Handler) -> None:
    with pytest.raises(Doubtful):
        sent_for(a_post(picture=PICTURE), failing)


def test_a_photo_under_a_message_that_is_gone_says_so() -> None:
    with pytest.raises(ParentGone):
        sent_for(
            replace(a_reply("telegram"), picture=PICTURE),
            refusing(400, "Bad Request: message to be replied not found"),
        )


def test_words_about_lives_go_alone_for_a_photo_makes_the_one_call_slower_that_nobody_can_ask_about() -> None:
    (request,) = sent_for(a_post(picture=PICTURE, message_class=MessageClass.LIFE_SAFETY))
    assert request.url.path.endswith("/sendMessage")


def deleting(handler: Handler, number: str = "113") -> None:
    channel = channel_answering("telegram", handler)
    channel.retract(a_post(), PostRef(number, ""))  # type: ignore[attr-defined]  # its kind says that it does


def test_a_message_is_deleted_by_its_number_in_the_chat() -> None:
    bodies: list[dict[str, Any]] = []

    def platform(request: httpx.Request) -> httpx.Response:
        assert request.url.path == f"/bot{SECRET}-bot_token/deleteMessage"
        bodies.append(body_of(request))
        return httpx.Response(200, json={"ok": True, "result": True})

    deleting(platform)
    assert bodies == [{"chat_id": f"{SECRET}-chat_id", "message_id": 113}]


@pytest.mark.parametrize("said", ["Bad Request: message to delete not found", "Bad Request: MESSAGE_ID_INVALID"])
def test_a_message_that_is_gone_already_is_no_error(said: str) -> None:
    deleting(refusing(400, said))


@pytest.mark.parametrize(
    "said", ["Bad Request: message can't be deleted", "Bad Request: message can't be deleted for everyone"]
)
def test_a_message_that_is_too_old_to_be_deleted_says_who_must(said: str) -> None:
    with pytest.raises(PostRejected, match="older than 48 hours: an administrator must"):
        deleting(refusing(400, said))


@pytest.mark.parametrize("body", [{"ok": True, "result": False}, {"ok": True}, {"ok": False, "description": "No"}])
def test_a_deletion_that_is_not_said_to_be_done_is_a_doubt(body: dict[str, Any]) -> None:
    with pytest.raises(Doubtful):
        deleting(lambda _request: httpx.Response(200, json=body))


class _Platform(BaseHTTPRequestHandler):
    """Takes every message, over a real connection: what httpx and its transport write of it is the real thing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"ok": True, "result": {"message_id": 1}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def platform_address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Platform)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("up", [True, False], ids=["accepted", "unreachable"])
def test_the_token_is_in_no_log_even_where_somebody_has_turned_every_log_on(
    caplog: pytest.LogCaptureFixture,
    platform_address: str,
    up: bool,  # noqa: FBT001 - the table's question
) -> None:
    names = ["httpx", "httpcore", "httpcore.http11", "httpcore.connection", "asyncio"]
    for name in (None, *names):
        caplog.set_level(logging.DEBUG, name)
    address = platform_address if up else "http://127.0.0.1:1"
    with httpx.Client(trust_env=False) as http:
        channel = KIND.build(Wiring(address, {"bot_token": TOKEN, "chat_id": "@westshirefire"}, http, MemoryStore()))
        if up:
            channel.publish(a_post())
        else:
            with pytest.raises(ChannelUnavailable) as raised:
                channel.publish(a_post())
            assert TOKEN not in str(raised.value)
    assert {record.name for record in caplog.records} & {"httpcore.connection"}, (
        "nothing was logged: this test is blind"
    )
    written = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_info!r}" for record in caplog.records)
    assert TOKEN not in written
    assert TOKEN.partition(":")[2] not in written


def test_the_credential_has_exactly_the_fields_that_the_runbook_names() -> None:
    assert set(secret_for(KIND)) == {"bot_token", "chat_id"}
