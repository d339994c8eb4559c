"""What three platforms have in common: a post is there, is surely not, or a person must say."""

from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from loudhailer.channels._read_back import Seen, among
from loudhailer.domain.errors import Doubtful
from loudhailer.domain.post import PostRef
from tests.channels.kit import CLAIMED, a_post

POST = a_post()
OLD = timedelta(hours=1)


def seen(text: str, *, after: timedelta = timedelta(seconds=2), post_id: str = "1") -> Seen:
    return Seen(PostRef(post_id, ""), text, CLAIMED + after)


def answered(after: float = 40) -> httpx.Response:
    """An answer that the platform gave so many seconds after the claim."""
    moment = CLAIMED.replace(microsecond=0) + timedelta(seconds=after + 1)
    return httpx.Response(200, headers={"Date": format_datetime(moment, usegmt=True)})


def test_a_post_with_all_the_words_is_the_post() -> None:
    found = among([seen("Another"), seen(POST.text, post_id="7")], POST, more=True, answer=answered())
    assert found is not None
    assert (found.ref.id, found.repeated) == ("7", True)


@pytest.mark.parametrize(
    "text",
    [
        POST.text.replace("\n\n", "\n"),
        f"  {POST.text} ",
        POST.text.replace("https://", ""),
        POST.text.replace("#", ""),
    ],
)
def test_blanks_a_link_s_scheme_and_a_tag_s_sign_are_no_difference(text: str) -> None:
    assert among([seen(text)], POST, more=False, answer=answered()) is not None


def test_the_first_of_two_equal_posts_is_the_one() -> None:
    found = among([seen(POST.text, post_id="9"), seen(POST.text, post_id="8")], POST, more=False, answer=answered())
    assert found is not None
    assert found.ref.id == "8"


def test_the_same_words_from_before_the_claim_are_another_post() -> None:
    assert among([seen(POST.text, after=-OLD)], POST, more=False, answer=answered()) is None


@pytest.mark.parametrize("text", [POST.text.upper(), POST.text.replace(". ", " "), f"{POST.text} https://t.test/a"])
def test_nearly_the_same_words_are_for_a_person(text: str) -> None:
    with pytest.raises(Doubtful, match="a person"):
        among([seen(text)], POST, more=False, answer=answered())


def test_a_list_that_ends_before_the_claim_is_reached_proves_nothing() -> None:
    with pytest.raises(Doubtful, match="too many"):
        among([seen("Another")], POST, more=True, answer=answered())
    with pytest.raises(Doubtful, match="too many"):
        among([], POST, more=True, answer=answered())
    assert among([seen("Another"), seen("Older", after=-OLD)], POST, more=True, answer=answered()) is None


@pytest.mark.parametrize("seconds", [0, 10, 28])
def test_a_look_that_comes_too_early_proves_nothing(seconds: float) -> None:
    with pytest.raises(Doubtful, match="too early"):
        among([], POST, more=False, answer=answered(seconds))


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}, {"Date": ""}])
def test_without_the_platform_s_own_clock_nobody_can_tell(headers: dict[str, str]) -> None:
    with pytest.raises(Doubtful, match="too early"):
        among([], POST, more=False, answer=httpx.Response(200, headers=headers))


def test_nothing_nearly_like_it_in_a_whole_list_after_time_enough_is_nothing() -> None:
    assert among([seen("Another")], POST, more=False, answer=answered()) is None
