"""Threads' own rules: two steps of which one is public, replies, emoji by their bytes, and a token that ends."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels import Wiring
from loudhailer.channels.threads import KIND, Threads
from loudhailer.domain.credential import Renewed
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    ParentGone,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import Parent, PostRef
from tests.channels.kit import ADDRESS, CLAIMED, SECRET, MemoryStore, a_post, a_reply, body_of, secret_for

Handler = Callable[[httpx.Request], httpx.Response]


def wiring(handler: Handler, address: str = ADDRESS) -> Wiring:
    return Wiring(address, secret_for(KIND), httpx.Client(transport=httpx.MockTransport(handler)), MemoryStore())


def error(code: int, subcode: int = 0, status: int = 400) -> httpx.Response:
    return httpx.Response(status, json={"error": {"message": "no", "code": code, "error_subcode": subcode}})


class Platform:
    """A profile that takes containers and publishes them; `answers` go before its own, by method and path."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.seen: list[httpx.Request] = []
        self.answers = answers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.seen.append(request)
        name = request.url.path.rsplit("/", 1)[-1]
        if name in self.answers:
            return self.answers[name]
        if request.method == "GET":
            return httpx.Response(200, json={"id": name, "permalink": f"{ADDRESS}/@westshire/post/{name}"})
        return httpx.Response(200, json={"id": {"threads": "500", "threads_publish": "900"}[name]})

    @property
    def said(self) -> list[str]:
        return [f"{each.method} {each.url.path}" for each in self.seen]


def test_a_post_is_a_container_that_is_then_published() -> None:
    platform = Platform()
    receipt = Threads(wiring(platform)).publish(a_post())
    assert platform.said == ["POST /me/threads", "POST /me/threads_publish", "GET /900"]
    assert [body_of(each) for each in platform.seen[:2]] == [
        {"media_type": "TEXT", "text": a_post().text},
        {"creation_id": "500"},
    ]
    assert {each.headers["Authorization"] for each in platform.seen} == {f"Bearer {SECRET}-access_token"}
    assert receipt.ref == PostRef("900", f"{ADDRESS}/@westshire/post/900")


def test_a_reply_hangs_on_the_last_post_which_is_looked_up_first() -> None:
    platform = Platform()
    Threads(wiring(platform)).publish(a_reply("threads"))
    assert platform.said[0] == "GET /113"
    assert body_of(platform.seen[1])["reply_to_id"] == "113"


@pytest.mark.parametrize("answer", [error(100, 33), error(24, 4279009), httpx.Response(404)])
def test_a_reply_to_a_post_that_is_gone_makes_no_container(answer: httpx.Response) -> None:
    platform = Platform(**{"113": answer})
    with pytest.raises(ParentGone):
        Threads(wiring(platform)).publish(a_reply("threads"))
    assert platform.said == ["GET /113"]


def test_a_reply_to_a_post_that_a_person_made_stands_alone() -> None:
    by_hand = PostRef("https://www.threads.com/@westshire/post/1", "")
    with pytest.raises(ParentGone):
        Threads(wiring(Platform())).publish(a_post(parent=Parent(by_hand, by_hand)))


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (httpx.Response(500), ChannelUnavailable),
        (error(2), ChannelUnavailable),
        (httpx.Response(200, json={}), ChannelUnavailable),
        (error(4), RateLimited),
        (error(190), Unauthorized),
        (error(100), PostRejected),
    ],
)
def test_what_fails_before_the_second_step_is_no_doubt(answer: httpx.Response, meaning: type[LoudhailerError]) -> None:
    platform = Platform(threads=answer)
    with pytest.raises(meaning):
        Threads(wiring(platform)).publish(a_post())
    assert platform.said == ["POST /me/threads"]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (httpx.Response(500), Doubtful),
        (error(1), Doubtful),
        (error(24, 4279009), ChannelUnavailable),  # the container is not known yet, so that nothing is out
        (error(32), RateLimited),
        (error(10), Unauthorized),
        (error(100), PostRejected),
    ],
)
def test_the_second_step_is_the_post(answer: httpx.Response, meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning) as raised:
        Threads(wiring(Platform(threads_publish=answer))).publish(a_post())
    assert type(raised.value) is meaning


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.Response(200, json={}), error(190)])
def test_a_post_that_is_out_is_no_doubt_for_want_of_its_address(answer: httpx.Response) -> None:
    receipt = Threads(wiring(Platform(**{"900": answer}))).publish(a_post())
    assert receipt.ref == PostRef("900", "")


@pytest.mark.parametrize(
    ("address", "permalink", "url"),
    [
        ("https://graph.threads.net/v1.0", "https://www.threads.com/@w/post/A", "https://www.threads.com/@w/post/A"),
        ("http://127.0.0.1:8085", "http://127.0.0.1:8085/@w/post/A", "http://127.0.0.1:8085/@w/post/A"),
        ("http://127.0.0.1:8085", "https://www.threads.com/@w/post/A", ""),
    ],
)
def test_a_sandbox_s_addresses_stay_on_the_laptop(address: str, permalink: str, url: str) -> None:
    platform = Platform(**{"900": httpx.Response(200, json={"id": "900", "permalink": permalink})})
    assert Threads(wiring(platform, address)).publish(a_post()).ref.url == url


def listed(*posts: dict[str, Any], after: float = 60, **paging: Any) -> httpx.Response:
    moment = format_datetime(CLAIMED.replace(microsecond=0) + timedelta(seconds=after), usegmt=True)
    return httpx.Response(200, json={"data": posts, "paging": paging}, headers={"Date": moment})


def entry(text: str, post_id: str = "9", timestamp: str = "2026-11-22T17:30:03+0000") -> dict[str, str]:
    return {"id": post_id, "text": text, "timestamp": timestamp, "permalink": f"{ADDRESS}/@westshire/post/{post_id}"}


def test_a_post_is_looked_for_among_the_profile_s_posts() -> None:
    platform = Platform(threads=listed(entry("Another", "10"), entry(a_post().text)))
    found = Threads(wiring(platform)).find(a_post())
    assert found is not None
    assert (found.ref, found.repeated) == (PostRef("9", f"{ADDRESS}/@westshire/post/9"), True)
    assert platform.said == ["GET /me/threads"]
    assert dict(platform.seen[0].url.params) == {"fields": "id,text,permalink,timestamp", "limit": "100"}


@pytest.mark.parametrize(("replies", "threads"), [((entry(a_post().text),), ()), ((), (entry(a_post().text),))])
def test_a_reply_is_looked_for_among_replies_and_posts(
    replies: tuple[dict[str, str], ...], threads: tuple[dict[str, str], ...]
) -> None:
    platform = Platform(replies=listed(*replies), threads=listed(*threads))
    found = Threads(wiring(platform)).find(a_reply("threads"))
    assert found is not None
    assert found.ref.id == "9"


def test_a_reply_is_nowhere_only_where_neither_list_has_it() -> None:
    whole = {"replies": listed(), "threads": listed()}
    assert Threads(wiring(Platform(**whole))).find(a_reply("threads")) is None
    for name in whole:
        with pytest.raises(Doubtful):
            Threads(wiring(Platform(**whole | {name: error(10)}))).find(a_reply("threads"))


def test_the_sign_of_a_topic_may_be_gone() -> None:
    platform = Platform(threads=listed(entry(a_post().text.replace("#", ""))))
    assert Threads(wiring(platform)).find(a_post(text=a_post().text.replace("#", ""))) is not None
    assert Threads(wiring(platform)).find(a_post()) is not None


def test_a_look_at_once_or_at_too_little_leaves_the_doubt() -> None:
    for answer in (listed(after=3), listed(entry("Another"), next="https://graph.threads.net/next")):
        with pytest.raises(Doubtful):
            Threads(wiring(Platform(threads=answer))).find(a_post())


def test_a_post_is_taken_off_by_its_id() -> None:
    platform = Platform(**{"900": httpx.Response(200, json={"success": True})})
    Threads(wiring(platform)).retract(a_post(), PostRef("900", ""))
    assert platform.said == ["DELETE /900"]


@pytest.mark.parametrize("answer", [error(10), error(190, status=401), error(200, status=403), error(100)])
def test_a_refusal_to_delete_is_for_a_person_and_says_nothing_of_the_credential(answer: httpx.Response) -> None:
    with pytest.raises(PostRejected):
        Threads(wiring(Platform(**{"900": answer}))).retract(a_post(), PostRef("900", ""))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Tân ŵy", 6),
        ("火事", 2),
        ("🚒", 4),
        ("👨‍👩‍👧‍👦", 25),
        ("🇬🇧", 8),
        ("1️⃣", 7),
        ("☎️", 6),
        ("a\r\nb", 4),
        ("e\u0301", 2),
    ],
)
def test_an_emoji_counts_as_its_bytes_and_all_else_as_one(text: str, count: int) -> None:
    assert KIND.limits.measure(text) == count


@given(st.text(max_size=100))
def test_a_count_is_never_below_the_characters_nor_above_the_bytes(text: str) -> None:
    assert len(text) <= KIND.limits.measure(text) <= len(text.encode())


def test_the_next_token_is_asked_for_in_the_header_and_shown_nowhere() -> None:
    asked: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"access_token": "n3xt", "token_type": "bearer", "expires_in": 5_184_000})

    assert KIND.renew is not None
    given = wiring(platform)
    renewed = KIND.renew(given.http, given.address, given.secret)
    assert renewed == Renewed({"access_token": "n3xt"}, timedelta(days=60))
    assert "n3xt" not in repr(renewed)
    (request,) = asked
    assert (request.method, str(request.url)) == (
        "GET",
        f"{ADDRESS}/refresh_access_token?grant_type=th_refresh_token",
    )
    assert request.headers["Authorization"] == f"Bearer {SECRET}-access_token"


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (httpx.Response(500), ChannelUnavailable),
        (httpx.Response(200, json={"access_token": "", "expires_in": 1}), ChannelUnavailable),
        (httpx.Response(200, json={"access_token": "n3xt", "expires_in": 0}), ChannelUnavailable),
        (error(190), Unauthorized),
        (error(4), RateLimited),
    ],
)
def test_a_token_that_is_not_given_is_no_doubt(answer: httpx.Response, meaning: type[LoudhailerError]) -> None:
    assert KIND.renew is not None
    given = wiring(lambda _request: answer)
    with pytest.raises(meaning) as raised:
        KIND.renew(given.http, given.address, given.secret)
    assert "n3xt" not in str(raised.value)
