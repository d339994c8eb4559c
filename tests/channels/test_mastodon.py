"""Mastodon's own rules: its key, its counting, and reading back what it made of our words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from typing import Any

import httpx
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels._mastodon_text import readings, tidied
from loudhailer.channels.mastodon import KIND
from loudhailer.domain.errors import Doubtful, ParentGone, PostRejected
from loudhailer.ports import Channel
from tests.channels.kit import ADDRESS, CLAIMED, SECRET, a_post, a_reply, accepting, body_of, channel_answering

LINK = "https://alerts.westshire.uk/0142/a-rather-long-path/which-is-shortened"
WORDS = f"Fire at Mill Lane.\nKeep windows closed & doors shut.\n\n{LINK} #WestshireFire"


def as_mastodon_shows(text: str) -> str:
    """Write `text` as Mastodon's TextFormatter does: the eye sees a part of a link, the anchor holds all of it."""

    def link(match: regex.Match[str]) -> str:
        url = escape(match[0])
        shown = url.removeprefix("https://")
        return (
            f'<a href="{url}" target="_blank" rel="nofollow noopener"><span class="invisible">https://</span>'
            f'<span class="ellipsis">{shown[:30]}</span><span class="invisible">{shown[30:]}</span></a>'
        )

    def tag(match: regex.Match[str]) -> str:
        href = f"{ADDRESS}/tags/{match[1].lower()}"
        return f'<a href="{href}" class="mention hashtag" rel="tag">#<span>{match[1]}</span></a>'

    html = regex.sub(r"https://\S+", link, escape(text))
    html = regex.sub(r"(?<=\s)#(\w+)", tag, html)
    return "".join(f"<p>{part}</p>" for part in html.split("\n\n")).replace("\n", "<br />")


def as_others_show(text: str) -> str:
    """Write `text` as a server that really shortens what a link says."""
    html: str = regex.sub(r"(https://(\S{20})\S*)", r'<a href="\1">\2…</a>', escape(text))
    return html.replace("\n", "<br>")


def a_status(
    text: str, *, at: datetime = CLAIMED, show: Callable[[str], str] = as_mastodon_shows, **rest: Any
) -> dict[str, Any]:
    status = {"id": "114", "url": f"{ADDRESS}/@westshire/114", "uri": f"{ADDRESS}/users/westshire/114"}
    return status | {"content": show(text), "created_at": at.isoformat(), "in_reply_to_id": None} | rest


def showing(*statuses: dict[str, Any], following: str = "") -> Channel:
    def platform(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/api/v1/accounts/7/statuses"
        assert dict(request.url.params) == {"limit": "40", "exclude_reblogs": "true"}
        return httpx.Response(200, json=list(statuses), headers={"Link": following} if following else {})

    return channel_answering("mastodon", platform)


def test_a_post_is_public_and_carries_its_key() -> None:
    seen: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return accepting(request)

    channel = channel_answering("mastodon", platform)
    channel.publish(a_post(text="Tân!", language="cy"))
    channel.publish(a_reply(text="Update"))
    assert [body_of(each) for each in seen] == [
        {"status": "Tân!", "visibility": "public", "language": "cy"},
        {
            "status": "Update",
            "visibility": "public",
            "language": "en",
            "in_reply_to_id": a_reply().parent.last.id,  # type: ignore[union-attr]  # a reply has a parent
        },
    ]
    assert {each.headers["Idempotency-Key"] for each in seen} == {a_post().key}
    assert {each.headers["Authorization"] for each in seen} == {f"Bearer {SECRET}-access_token"}
    assert {str(each.url) for each in seen} == {f"{ADDRESS}/api/v1/statuses"}


@pytest.mark.parametrize(
    ("answer", "url"),
    [
        ({"id": "1", "url": "https://elsewhere.test/@w/1", "uri": "tag:1"}, "https://elsewhere.test/@w/1"),
        ({"id": "1", "url": None, "uri": "https://platform.test/u/1"}, "https://platform.test/u/1"),
    ],
)
def test_the_address_for_people_is_the_one_that_the_server_gives(answer: dict[str, Any], url: str) -> None:
    receipt = channel_answering("mastodon", lambda _request: httpx.Response(200, json=answer)).publish(a_post())
    assert receipt.ref.url == url


def test_a_404_is_the_parent_only_where_there_is_one() -> None:
    channel = channel_answering("mastodon", lambda _request: httpx.Response(404))
    with pytest.raises(ParentGone):
        channel.publish(a_reply())
    with pytest.raises(PostRejected):
        channel.publish(a_post())


@pytest.mark.parametrize("show", [as_mastodon_shows, as_others_show])
def test_a_lost_answer_is_found_by_its_words(show: Callable[[str], str]) -> None:
    found = showing(a_status("Something else"), a_status(WORDS, show=show)).find(a_post(text=WORDS, link=LINK))
    assert found is not None
    assert found.repeated
    assert found.ref.id == "114"


def test_what_was_written_counts_where_a_server_tells_it_beside_what_it_made_of_it() -> None:
    """snac2 makes a picture of Markdown's, and leaves its words out of the HTML."""
    words = "Fire ![smoke](https://alerts.westshire.uk/smoke.png) at Mill Lane"
    told = a_status("") | {"text": words, "content": "<p>Fire  at Mill Lane</p>"}
    assert showing(told).find(a_post(text=words)) is not None
    assert showing(told | {"text": None}).find(a_post(text=words)) is None


def test_a_lost_reply_is_found_under_its_parent() -> None:
    parent = a_reply().parent
    assert parent
    found = showing(a_status(WORDS, in_reply_to_id=parent.last.id)).find(a_reply(text=WORDS))
    assert found is not None


def test_of_two_copies_the_first_is_the_post() -> None:
    later = a_status(WORDS, at=CLAIMED + timedelta(seconds=9), id="115")
    found = showing(later, a_status(WORDS)).find(a_post(text=WORDS))
    assert found is not None
    assert found.ref.id == "114"


def test_the_same_words_of_an_earlier_day_are_another_post() -> None:
    assert showing(a_status(WORDS, at=CLAIMED - timedelta(days=1))).find(a_post(text=WORDS)) is None


def test_clocks_may_differ_by_a_minute() -> None:
    found = showing(a_status(WORDS, at=CLAIMED - timedelta(seconds=59))).find(a_post(text=WORDS))
    assert found is not None


@pytest.mark.parametrize(
    "text",
    [
        WORDS.replace("Keep windows closed & doors shut", "Windows may be opened"),
        WORDS.replace("Mill Lane", "Mill Lanes"),
        WORDS + " Ended.",
        WORDS.replace("WestshireFire", "Westshire"),
    ],
)
def test_other_words_are_no_match(text: str) -> None:
    assert showing(a_status(text)).find(a_post(text=WORDS)) is None


@pytest.mark.parametrize(
    "status",
    [
        a_status(WORDS.replace(LINK, "https://short.test/1")),
        a_status(WORDS.replace("&", "+")),
        a_status(WORDS.upper()),
        a_status(WORDS, in_reply_to_id="99"),
    ],
    ids=["another link", "another sign", "another case", "another parent"],
)
def test_nearly_the_same_words_are_for_a_person(status: dict[str, Any]) -> None:
    with pytest.raises(Doubtful, match="nearly these words"):
        showing(status).find(a_post(text=WORDS))


def test_an_account_that_has_posted_nothing_is_certain() -> None:
    assert showing().find(a_post()) is None


def test_a_full_page_that_reaches_back_past_the_claim_is_certain() -> None:
    page = [a_status(f"Post {number}", at=CLAIMED - timedelta(minutes=number)) for number in range(40)]
    assert showing(*page).find(a_post()) is None


def test_a_full_page_since_the_claim_cannot_tell() -> None:
    page = [a_status(f"Post {number}", at=CLAIMED + timedelta(minutes=60 - number)) for number in range(40)]
    with pytest.raises(Doubtful, match="too many"):
        showing(*page).find(a_post())


def test_a_short_page_with_another_behind_it_cannot_tell() -> None:
    more = f'<{ADDRESS}/api/v1/accounts/7/statuses?max_id=1>; rel="next"'
    page = [a_status(f"Post {number}", at=CLAIMED + timedelta(minutes=60 - number)) for number in range(20)]
    with pytest.raises(Doubtful, match="too many"):
        showing(*page, following=more).find(a_post())
    with pytest.raises(Doubtful, match="too many"):
        showing(following=more).find(a_post())


def test_a_pinned_status_on_top_does_not_stand_for_the_page() -> None:
    page = [a_status(f"Post {number}", at=CLAIMED + timedelta(minutes=60 - number)) for number in range(39)]
    with pytest.raises(Doubtful, match="too many"):
        showing(a_status("Pinned", at=CLAIMED - timedelta(days=99)), *page).find(a_post())


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200).filter(lambda text: "://" not in text))
def test_any_text_is_read_back_as_itself(text: str) -> None:
    assert tidied(text) in readings("".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n")))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("https://a.uk", 23),
        (LINK, 23),
        (f"({LINK}).", 26),
        (f"{LINK}?map=1&zoom=2#top", 23),
        ("https://a.uk/x?a=1.", 24),
        ("http://a.uk https://b.uk", 47),
        ("https://localhost:8080/x", 24),  # no top-level domain: no link to Mastodon
        ("http://127.0.0.1:8080/alerts", 28),
        ("x@https://a.uk", 14),
        ("👨‍👩‍👧‍👦 Tân", 5),
        ("#WestshireFire", 14),
    ],
)
def test_characters_are_counted_as_mastodon_counts_them(text: str, count: int) -> None:
    assert KIND.limits.measure(text) == count


@pytest.mark.parametrize("link", ["https://a.uk", LINK])
def test_a_link_takes_23_of_the_500_however_long_it_is(link: str) -> None:
    assert KIND.limits.fits("a" * 476 + " " + link)
    assert not KIND.limits.fits("a" * 477 + " " + link)
