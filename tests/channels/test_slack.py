"""Slack's own rules: refusals in a 200, threads that are seen, an exact key to read back, and words as they are."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from loudhailer.channels import Wiring
from loudhailer.channels._slack_answer import letters
from loudhailer.channels.kind import Audience
from loudhailer.channels.slack import KIND, Slack
from loudhailer.domain.errors import (
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
    CLAIMED,
    PARENTS,
    SECRET,
    TAKEN,
    MemoryStore,
    a_post,
    a_reply,
    accepting,
    body_of,
    channel_answering,
    secret_for,
)

ROOT = PARENTS["slack"][0]
TS = "1795368602.000300"
LATER = format_datetime(CLAIMED + timedelta(seconds=31), usegmt=True)
WORDS = {
    "text": "Fire at Mill Lane, Westbury. Keep windows closed.\n\n<https://alerts.westshire.uk/0142> #WestshireFire"
}


def refusing(error: str, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(200, json={"ok": False, "error": error}, headers=headers)


def a_message(key: str = "", **fields: Any) -> dict[str, Any]:
    marked = {"metadata": {"event_type": "loudhailer_post", "event_payload": {"key": key}}} if key else {}
    return {"type": "message", "ts": TS, "text": "Something else", "bot_id": "B1"} | marked | fields


def showing(
    channel: list[dict[str, Any]], thread: list[dict[str, Any]] | str | None = None, **more: Any
) -> Callable[[httpx.Request], httpx.Response]:
    """A channel with these messages, and the one thread with those; a word in its place is a refusal."""

    def platform(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/conversations.history"):
            return httpx.Response(200, json={"ok": True, "messages": channel} | more, headers={"Date": LATER})
        assert request.url.path.endswith("/conversations.replies")
        if isinstance(thread, str):
            return refusing(thread)(request)
        return httpx.Response(200, json={"ok": True, "messages": thread, "has_more": False})

    return platform


def requests_of(post: Post, act: str, handler: Callable[[httpx.Request], httpx.Response]) -> list[httpx.Request]:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return handler(request)

    getattr(channel_answering("slack", platform), act)(post)
    return seen


def build(handler: Callable[[httpx.Request], httpx.Response], address: str = ADDRESS) -> Slack:
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return Slack(Wiring(address, secret_for(KIND), http, MemoryStore()))


def test_a_post_is_one_message_of_plain_words_with_its_key_as_metadata() -> None:
    words = "Leave <now> & call *999* _today_ <!channel> :fire: https://a.uk/x?a=1&b=2"
    (request,) = requests_of(a_post(text=words), "publish", accepting)
    assert (request.method, request.url.path) == ("POST", "/chat.postMessage")
    assert request.headers["authorization"] == f"Bearer {SECRET}-bot_token"
    assert body_of(request) == {
        "channel": f"{SECRET}-channel_id",
        "text": "Leave &lt;now&gt; &amp; call *999* _today_ &lt;!channel&gt; :fire: https://a.uk/x?a=1&amp;b=2",
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": "loudhailer_post", "event_payload": {"key": "a-0142:1:channel"}},
    }


def test_a_reply_hangs_on_the_thread_s_first_message_and_is_seen_in_the_channel_too() -> None:
    body = body_of(requests_of(a_reply("slack"), "publish", accepting)[0])
    assert (body["thread_ts"], body["reply_broadcast"]) == (ROOT, True)


def test_a_reply_that_slack_put_into_the_channel_is_out_all_the_same() -> None:
    # Where the parent goes at the last moment the answer has no thread_ts, and says ok.
    handler = accepting
    assert channel_answering("slack", handler).publish(a_reply("slack")).ref.id == TS


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://slack.com/api", "https://slack.com/archives/C0WESTSHIRE/p1795368602000300"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081/archives/C0WESTSHIRE/p1795368602000300"),
        ("https://slack.com.test/api", "https://slack.com.test/api/archives/C0WESTSHIRE/p1795368602000300"),
    ],
)
def test_people_read_on_slack_s_own_site_unless_the_server_is_another(address: str, url: str) -> None:
    assert channel_answering("slack", accepting, address=address).publish(a_post()).ref == PostRef(TS, url)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ("ratelimited", RateLimited),
        ("rate_limited", RateLimited),
        ("message_limit_exceeded", RateLimited),
        ("internal_error", Doubtful),
        ("fatal_error", Doubtful),
        ("service_unavailable", Doubtful),
        ("request_timeout", Doubtful),
        ("invalid_auth", Unauthorized),
        ("not_authed", Unauthorized),
        ("token_revoked", Unauthorized),
        ("token_expired", Unauthorized),
        ("account_inactive", Unauthorized),
        ("missing_scope", Unauthorized),
        ("channel_not_found", Unauthorized),
        ("not_in_channel", Unauthorized),
        ("is_archived", Unauthorized),
        ("restricted_action_read_only_channel", Unauthorized),
        ("thread_not_found", ParentGone),
        ("cannot_reply_to_message", ParentGone),
        ("message_not_found", ParentGone),
        ("msg_too_long", PostRejected),
        ("no_text", PostRejected),
        ("metadata_too_large", PostRejected),
        ("a_word_of_next_year", PostRejected),
    ],
)
def test_a_refusal_in_a_200_means_what_its_word_says(error: str, meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning) as raised:
        channel_answering("slack", refusing(error)).publish(a_reply("slack"))
    assert type(raised.value) is meaning
    assert error not in str(raised.value)


def test_a_pause_is_read_from_the_header_in_a_200_too() -> None:
    with pytest.raises(RateLimited) as raised:
        channel_answering("slack", refusing("ratelimited", **{"Retry-After": "12"})).publish(a_post())
    assert raised.value.retry_after == 12


@pytest.mark.parametrize(
    "answer",
    [{"ok": True}, {"ok": True, "ts": 3, "channel": "C1"}, {"ok": True, "ts": TS}, {"ts": TS, "channel": "C1"}],
)
def test_an_acceptance_of_another_shape_is_a_doubt(answer: dict[str, Any]) -> None:
    with pytest.raises(Doubtful):
        channel_answering("slack", lambda _request: httpx.Response(200, json=answer)).publish(a_post())


def test_a_look_asks_for_all_since_a_minute_before_the_claim_with_what_only_apps_see() -> None:
    (request,) = requests_of(a_post(), "find", showing([]))
    assert (request.method, request.url.path) == ("GET", "/conversations.history")
    assert request.headers["authorization"] == f"Bearer {SECRET}-bot_token"
    assert dict(request.url.params) == {
        "channel": f"{SECRET}-channel_id",
        "oldest": f"{(CLAIMED - timedelta(minutes=1)).timestamp():.6f}",
        "limit": "200",
        "include_all_metadata": "true",
    }


def test_a_look_for_a_reply_asks_for_its_thread_first_because_a_channel_does_not_show_it() -> None:
    thread, channel = requests_of(a_reply("slack"), "find", showing([], []))
    assert (thread.url.path, thread.url.params["ts"]) == ("/conversations.replies", ROOT)
    assert channel.url.path == "/conversations.history"


@pytest.mark.parametrize("at", ["thread", "channel"])
def test_a_message_with_our_key_is_ours_whatever_it_says(at: str) -> None:
    post = a_reply("slack")
    ours, others = [a_message(post.key)], [a_message("a-0142:2:channel", ts="1795368601.000001")]
    handler = showing(others, ours) if at == "thread" else showing(ours, others)
    receipt = channel_answering("slack", handler).find(post)
    assert receipt is not None
    assert (receipt.ref.id, receipt.repeated) == (TS, True)


@pytest.mark.parametrize("seconds", [-5, 0, 29, None])
def test_a_message_that_is_not_shown_yet_may_be_on_its_way(seconds: int | None) -> None:
    told = {} if seconds is None else {"Date": format_datetime(CLAIMED + timedelta(seconds=seconds), usegmt=True)}
    answer = httpx.Response(200, json={"ok": True, "messages": []}, headers=told)
    with pytest.raises(Doubtful, match="too early"):
        channel_answering("slack", lambda _request: answer).find(a_post())


def test_where_the_thread_is_gone_a_reply_can_only_be_in_the_channel() -> None:
    post = a_reply("slack")
    assert channel_answering("slack", showing([], "thread_not_found")).find(post) is None
    found = channel_answering("slack", showing([a_message(post.key)], "thread_not_found")).find(post)
    assert found is not None


@pytest.mark.parametrize(
    "message",
    [
        a_message(),
        a_message("a-0142:2:channel"),
        a_message("a-0142:2:channel", **WORDS),  # another alert with the same words is not this one
        a_message(metadata={"event_type": "another_app", "event_payload": {"key": 3}}),
        a_message(metadata={"event_type": "another_app", "event_payload": {}}),
    ],
)
def test_what_is_not_our_message_is_not_found(message: dict[str, Any]) -> None:
    assert channel_answering("slack", showing([message])).find(a_post()) is None


def test_the_same_words_without_any_mark_are_for_a_person() -> None:
    with pytest.raises(Doubtful, match="a person must compare them"):
        channel_answering("slack", showing([a_message(**WORDS)])).find(a_post())


@pytest.mark.parametrize("more", [{"has_more": True}, {"response_metadata": {"next_cursor": "bmV4dA=="}}])
def test_a_page_that_is_not_all_does_not_say_that_nothing_is_out(more: dict[str, Any]) -> None:
    with pytest.raises(Doubtful, match="too many messages"):
        channel_answering("slack", showing([a_message()], **more)).find(a_post())
    found = channel_answering("slack", showing([a_message(a_post().key)], **more)).find(a_post())
    assert found is not None


@pytest.mark.parametrize("error", ["missing_scope", "channel_not_found", "invalid_auth", "fatal_error"])
def test_a_look_that_is_refused_in_a_200_leaves_the_doubt_standing(error: str) -> None:
    with pytest.raises(Doubtful):
        channel_answering("slack", refusing(error)).find(a_post())


def test_a_look_that_is_told_to_wait_waits() -> None:
    with pytest.raises(RateLimited):
        channel_answering("slack", refusing("ratelimited")).find(a_post())


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "messages": None}, {"ok": True, "messages": [{}]}])
def test_a_look_whose_answer_has_no_messages_does_not_say_that_nothing_is_out(answer: dict[str, Any]) -> None:
    with pytest.raises(Doubtful):
        channel_answering("slack", lambda _request: httpx.Response(200, json=answer)).find(a_post())


def test_a_message_is_deleted_where_it_was_posted() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=TAKEN["slack"])

    build(platform).retract(a_post(), PostRef(TS, ""))
    (request,) = seen
    assert (request.method, request.url.path) == ("POST", "/chat.delete")
    assert body_of(request) == {"channel": f"{SECRET}-channel_id", "ts": TS}


def test_a_message_that_is_not_there_any_more_is_no_error() -> None:
    build(refusing("message_not_found")).retract(a_post(), PostRef(TS, ""))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ("cant_delete_message", PostRejected),
        ("invalid_auth", Unauthorized),
        ("ratelimited", RateLimited),
        ("internal_error", Doubtful),
    ],
)
def test_a_message_that_may_still_stand_is_never_said_to_be_gone(error: str, meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning):
        build(refusing(error)).retract(a_post(), PostRef(TS, ""))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Tân & mwg 🔥. https://a.uk/x", "Tân &amp; mwg :fire:. <https://a.uk/x>"),
        ("Stay <inside>!", "Stay &lt;inside&gt;!"),
        ("Call 999, see https://a.uk/x?a=1&b=2.", "Call 999, see <https://a.uk/x?a=1&amp;b=2|a.uk>."),
    ],
)
def test_words_are_the_same_however_slack_gives_them_back(ours: str, theirs: str) -> None:
    escaped = ours.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert letters(escaped) == letters(theirs) != ""


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Tân", 3), ("<&>", 13), ("🚒", 1)])
def test_a_text_is_counted_as_it_is_sent(text: str, count: int) -> None:
    assert KIND.limits.measure(text) == count


def test_it_is_for_the_service_s_own_people() -> None:
    assert KIND.audience is Audience.STAFF
