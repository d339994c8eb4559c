"""The platforms' own copies: read by anybody, in bounded time, and never an error."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from loudhailer.channels import CHANNELS
from loudhailer.channels._page_html import Words, alert_page, article
from loudhailer.channels.copies import READERS, UNREADABLE, Copies
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.post import Post, PostRef
from loudhailer.report import PlatformCopy
from tests.builders import NOW, a_delivery

TEXT = "A4117 closed between Aldermere & Stokeby.\n\nRef AAAAAAA"
ADDRESSES = {name: f"https://{name}.example" for name in READERS}
IDS = {
    "bluesky": PostRef("at://did:plc:abc/app.bsky.feed.post/3kabc", "https://bsky.example/1", "cid"),
    "mastodon": PostRef("1234", "https://mastodon.example/@westshire/1234"),
    "page": PostRef("AAAAAAA", "https://page.example/alerts/AAAAAAA.html"),
    "telegram": PostRef("7", "https://t.me/westshire/7"),
}


def a_post(text: str = TEXT) -> Post:
    return Post("key", "AAAAAAA-1", "AAAAAAA", 1, text, "", "en-GB", "A4117 closed", False, NOW, NOW)


def sent(channel: str, **changes: Any) -> Delivery:
    values: dict[str, Any] = {"state": State.SENT, "post": a_post(), "ref": IDS[channel]}
    return a_delivery(channel=channel, **values | changes)


def shown(channel: str, text: str) -> bytes:
    """What each platform answers for a post of this text."""
    match channel:
        case "bluesky":
            return json.dumps({"uri": "at://", "cid": "c", "value": {"text": text}}).encode()
        case "mastodon":
            paragraphs = "".join(f"<p>{part.replace('&', '&amp;')}</p>" for part in text.split("\n\n"))
            return json.dumps({"id": "1234", "content": paragraphs}).encode()
    return alert_page("A4117 closed", "en-GB", [article(Words(1, text, "", "en-GB"))], closed=False)


def copy_of(delivery: Delivery, answer: Callable[[httpx.Request], httpx.Response], **how: Any) -> PlatformCopy:
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        return Copies(http, ADDRESSES, **how)([delivery])[delivery.alert_id, delivery.channel]


def test_every_channel_says_how_it_is_read_or_why_not() -> None:
    assert set(READERS) | set(UNREADABLE) == set(CHANNELS)
    assert not set(READERS) & set(UNREADABLE)


@pytest.mark.parametrize("channel", READERS)
def test_a_post_that_stands_as_it_was_sent_is_the_same(channel: str) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=shown(channel, TEXT))

    copy = copy_of(sent(channel), answer)
    assert (copy.read, copy.same, copy.why) == (True, True, "")
    assert "authorization" not in asked[0].headers
    assert (asked[0].method, asked[0].url.host) == ("GET", f"{channel}.example")


@pytest.mark.parametrize("channel", READERS)
def test_a_post_with_other_words_is_shown_with_them(channel: str) -> None:
    copy = copy_of(sent(channel), lambda _: httpx.Response(200, content=shown(channel, "Something else.")))
    assert (copy.read, copy.same) == (True, False)
    assert "Something else." in copy.text
    assert "color-scheme" not in copy.text


@pytest.mark.parametrize(
    ("status", "content", "why"),
    [
        (404, b"gone", "the platform answers 404"),
        (302, b"", "the platform answers 302"),
        (200, b"{", "the platform's answer is not one that is known here"),
        (200, b"x" * 600_000, "the platform's answer is not one that is known here"),
    ],
)
def test_a_copy_that_cannot_be_read_says_why(status: int, content: bytes, why: str) -> None:
    copy = copy_of(sent("bluesky"), lambda _: httpx.Response(status, content=content))
    assert (copy.read, copy.why) == (False, why)


def test_a_platform_that_does_not_answer_is_no_error() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too late", request=request)

    assert copy_of(sent("mastodon"), silent).why == "the platform did not answer (ReadTimeout)"


def test_telegram_cannot_be_read_and_says_so() -> None:
    copy = copy_of(sent("telegram"), lambda _: httpx.Response(500))
    assert copy.why == "a bot cannot ask Telegram for what it has posted"


@pytest.mark.parametrize(
    ("channel", "ref"),
    [
        ("page", PostRef("AAAAAAA", "https://elsewhere.example/alerts/AAAAAAA.html")),
        ("page", PostRef("AAAAAAA", "https://page.example.evil/alerts/AAAAAAA.html")),
        ("mastodon", PostRef("../../oauth", "")),
        ("bluesky", PostRef("3kabc", "")),
    ],
)
def test_nothing_is_asked_at_an_address_that_is_not_ours(channel: str, ref: PostRef) -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    assert not copy_of(sent(channel, ref=ref), never).read


def test_when_time_is_up_nobody_is_asked_any_more() -> None:
    times = iter([0.0, 100.0])
    copy = copy_of(sent("page"), lambda _: httpx.Response(500), monotonic=lambda: next(times))
    assert copy.why == "there was no time left to ask"


def test_what_never_went_out_is_not_asked_for() -> None:
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(500))) as http:
        assert Copies(http, ADDRESSES)([sent("page", ref=None)]) == {}


def test_a_page_in_two_languages_is_compared_with_both_as_they_are_marked() -> None:
    post = replace(a_post("Leave.\n\nGadewch."), also="cy", foreign=(2,))
    page = alert_page("t", "en-GB", [article(Words(1, post.text, "", "en-GB", "cy", (2,)))], closed=False)
    assert copy_of(sent("page", post=post), lambda _: httpx.Response(200, content=page)).same
