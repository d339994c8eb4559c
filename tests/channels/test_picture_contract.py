"""What every channel that carries pictures keeps to, over the registry: the words never wait for their picture."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from loudhailer.channels import CHANNELS
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import PostRejected
from loudhailer.domain.post import Picture, Post
from tests.channels.kit import (
    PICTURE,
    PNG,
    SECRET,
    Handler,
    MemoryStore,
    a_post,
    accepting,
    channel_answering,
    echoing,
    greeting,
    lasting,
    raising,
    uploading,
)
from tests.channels.test_channel_contract import IN_DOUBT, NOTHING_LEFT, OVER_HTTP

PICTURED = [name for name, kind in CHANNELS.items() if kind.pictures]
every_pictured_channel = pytest.mark.parametrize("name", PICTURED)
# Where a picture is put up before the post that shows it: there no failure of it is a doubt about the post.
BEFOREHAND = [name for name in PICTURED if name in OVER_HTTP and name != "telegram"]
REFUSALS = [400, 401, 403, 404, 413, 415, 422]
FAILURES: list[tuple[str, Handler]] = [
    *((str(status), echoing(status)) for status in (*REFUSALS, 202, 302, 408, 429, 500, 502, 503)),
    *((failure.__name__, raising(failure)) for failure in (*NOTHING_LEFT, *IN_DOUBT)),
    ("unreadable", lambda _request: httpx.Response(200, content=b"<html>")),
]
every_failure = pytest.mark.parametrize("failing", [each for _, each in FAILURES], ids=[name for name, _ in FAILURES])


@pytest.fixture(autouse=True)
def _nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.get_records("call"))
    assert SECRET not in logged


def pictured(**overrides: Any) -> Post:
    return a_post(**{"picture": PICTURE} | overrides)


def shows_it(request: httpx.Request) -> bool:
    """Whether a call carries the picture, or says where it is."""
    return PNG in request.content or PICTURE.name.encode() in request.content


class Platform:
    """Takes every post; what carries a picture it answers with `failing`, where that is given."""

    def __init__(self, failing: Handler | None = None) -> None:
        self.seen: list[httpx.Request] = []
        self._failing = failing

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if self._failing and shows_it(request):
            return self._failing(request)
        return uploading(request) or accepting(request)

    @property
    def words(self) -> list[httpx.Request]:
        """The calls that made the words public, as far as they were taken."""
        return [each for each in self.seen if b"Keep windows closed" in each.content and not self._refused(each)]

    def _refused(self, request: httpx.Request) -> bool:
        return self._failing is not None and shows_it(request)


def published(name: str, platform: Platform, post: Post, store: MemoryStore | None = None) -> None:
    channel_answering(name, platform, store=store).publish(post)


def test_a_kind_that_carries_no_picture_leaves_it_out() -> None:
    for name in set(OVER_HTTP) - set(PICTURED):
        platform = Platform()
        published(name, platform, pictured())
        assert not any(shows_it(each) for each in platform.seen)


@every_pictured_channel
def test_a_picture_goes_with_what_it_shows_in_words(name: str) -> None:
    platform, store = Platform(), MemoryStore()
    published(name, platform, pictured(), store)
    told = [each.content for each in platform.seen] + list(store.files.values())
    assert any(PNG in each for each in told) or any(PICTURE.name.encode() in each for each in told)
    written = "\n".join(each.decode(errors="replace") for each in told).replace("&amp;", "&")
    assert PICTURE.alt in written
    if name in OVER_HTTP:
        assert len(platform.words) == 1


@every_pictured_channel
def test_a_post_without_a_picture_is_sent_as_ever(name: str) -> None:
    platform, store = Platform(), MemoryStore()
    published(name, platform, a_post(), store)
    told = [each.content for each in platform.seen] + list(store.files.values())
    assert not any(PNG in each or PICTURE.name.encode() in each for each in told)


@pytest.mark.parametrize("name", [name for name in PICTURED if name in OVER_HTTP])
@pytest.mark.parametrize("status", REFUSALS)
def test_a_picture_that_is_refused_is_left_out_and_the_words_go(name: str, status: int) -> None:
    platform = Platform(echoing(status))
    published(name, platform, pictured())
    assert len(platform.words) == 1
    assert not shows_it(platform.words[0])


@pytest.mark.parametrize("name", [name for name in PICTURED if name in OVER_HTTP])
@every_failure
def test_words_about_lives_go_at_once_whatever_becomes_of_their_picture(name: str, failing: Handler) -> None:
    platform = Platform(failing)
    published(name, platform, pictured(message_class=MessageClass.LIFE_SAFETY))
    assert len(platform.words) == 1
    assert not shows_it(platform.words[0])


@pytest.mark.parametrize("name", BEFOREHAND)
@every_failure
def test_a_picture_that_fails_before_the_post_keeps_no_words_back(name: str, failing: Handler) -> None:
    platform = Platform(failing)
    published(name, platform, pictured())
    assert len(platform.words) == 1


def _missing(_picture: Picture) -> bytes:
    raise PostRejected("there is no such picture")


@every_pictured_channel
@pytest.mark.parametrize("pictures", [_missing, lambda _picture: b"x" * 11_000_000], ids=["missing", "too large"])
@pytest.mark.parametrize("importance", [MessageClass.LIFE_SAFETY, MessageClass.PROMOTIONAL])
def test_a_picture_that_is_not_there_or_too_large_is_left_out_unseen(
    name: str, pictures: Callable[[Picture], bytes], importance: MessageClass
) -> None:
    platform, store = Platform(), MemoryStore()
    channel = channel_answering(name, platform, store=store, pictures=pictures)
    channel.publish(pictured(message_class=importance))
    told = [each.content for each in platform.seen] + list(store.files.values())
    assert not any(PICTURE.name.encode() in each for each in told)
    assert any(b"Keep windows closed" in each for each in told)
    assert all(len(each) < 100_000 for each in told)


@pytest.mark.parametrize("name", [name for name in PICTURED if name in OVER_HTTP])
def test_a_repeat_with_its_picture_is_byte_for_byte_the_same(name: str) -> None:
    platforms = Platform(), Platform()
    for platform in platforms:
        published(name, platform, pictured())
    one, two = ([lasting(name, each) for each in platform.seen] for platform in platforms)
    assert one == two


@pytest.mark.parametrize("name", BEFOREHAND)
def test_an_upload_is_kept_short_so_that_the_words_still_leave_in_time(name: str) -> None:
    platform = Platform()
    published(name, platform, pictured())
    assert [each.extensions["timeout"]["read"] for each in platform.seen if PNG in each.content] == [2.0]


def test_greetings_are_no_uploads() -> None:
    request = httpx.Request("POST", "https://platform.test/xrpc/com.atproto.repo.uploadBlob")
    assert greeting(request) is None
    assert uploading(request) is not None
