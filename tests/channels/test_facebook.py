"""Facebook's own rules, and what Meta's Graph API means by its numbers."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from loudhailer.channels import Wiring
from loudhailer.channels.facebook import KIND
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import Picture, PostRef
from loudhailer.ports import Channel
from tests.channels.kit import ADDRESS, CLAIMED, SECRET, MemoryStore, a_post, body_of, secret_for

PAGE = f"{SECRET}-page_id"
PICTURE = Picture("map.png", "image/png", 800, 600, "A map of the closed road")
Handler = Callable[[httpx.Request], httpx.Response]


def facebook(handler: Handler, address: str = ADDRESS, **changed: Any) -> Channel:
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return KIND.build(Wiring(address, secret_for(KIND), http, MemoryStore(), **changed))


def refusing(code: int, status: int = 400, *, headers: dict[str, str] | None = None, **more: Any) -> Handler:
    error = {"message": "Keep windows closed", "type": "OAuthException", "code": code, "fbtrace_id": "A1"} | more
    return lambda _request: httpx.Response(status, json={"error": error}, headers=headers)


class Platform:
    """Takes posts and pictures, and notes what came."""

    def __init__(self, refusing: str = "") -> None:
        self.seen: list[httpx.Request] = []
        self._refusing = refusing

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.seen.append(request)
        if self._refusing and request.url.path.endswith(self._refusing):
            return httpx.Response(503)
        made = "77" if request.url.path.endswith("/photos") else "1001_9"
        return httpx.Response(200, json={"id": made})


def test_a_post_is_its_words_and_asks_for_no_card() -> None:
    platform = Platform()
    receipt = facebook(platform).publish(a_post())
    (request,) = platform.seen
    assert (request.method, request.url.path, body_of(request)) == ("POST", f"/{PAGE}/feed", {"message": a_post().text})
    assert request.headers["Authorization"] == f"Bearer {SECRET}-access_token"
    assert receipt.ref == PostRef("1001_9", f"{ADDRESS}/1001_9")


def test_people_read_on_facebook_unless_the_server_is_another() -> None:
    receipt = facebook(Platform(), "https://graph.facebook.com/v24.0").publish(a_post())
    assert receipt.ref.url == "https://www.facebook.com/1001_9"


def test_a_picture_goes_up_unpublished_with_what_it_shows_in_words() -> None:
    platform = Platform()
    channel = facebook(platform, pictures=lambda picture: f"bytes of {picture.name}".encode())
    channel.publish(a_post(picture=PICTURE))
    channel.publish(a_post(picture=PICTURE))
    upload, posted, again, _ = platform.seen
    assert upload.url.path == f"/{PAGE}/photos"
    form = upload.content.decode()
    for part in ('name="published"\r\n\r\nfalse', 'name="alt_text_custom"\r\n\r\nA map of the closed road'):
        assert part in form
    assert 'name="source"; filename="map.png"\r\nContent-Type: image/png\r\n\r\nbytes of map.png' in form
    assert body_of(posted) == {"message": a_post().text, "attached_media": [{"media_fbid": "77"}]}
    assert (upload.content, upload.headers) == (again.content, again.headers)


@pytest.mark.parametrize("refusing", ["/photos", "no such picture"])
def test_the_words_go_out_without_a_picture_that_is_not_taken(refusing: str) -> None:
    platform = Platform(refusing)
    given: dict[str, Any] = {} if refusing.startswith("no") else {"pictures": lambda _name: b"bytes"}
    facebook(platform, **given).publish(a_post(picture=PICTURE))
    assert body_of(platform.seen[-1]) == {"message": a_post().text}


@pytest.mark.parametrize(
    ("handler", "meaning"),
    [
        *((refusing(code), RateLimited) for code in (4, 17, 32, 341, 613, 80001)),
        (refusing(4, 403), RateLimited),
        *((refusing(code, 500), Doubtful) for code in (1, 2)),
        (refusing(2, 400), Doubtful),
        (refusing(999, 400, is_transient=True), Doubtful),
        (refusing(506), Doubtful),
        (refusing(100, error_subcode=1366051), Doubtful),
        *((refusing(code), Unauthorized) for code in (10, 102, 190, 200, 299, 368)),
        (refusing(190, 401), Unauthorized),
        (refusing(100), PostRejected),
        (refusing(100, 403), PostRejected),
        (refusing(324), PostRejected),
        (refusing(100, 502), Doubtful),
        (refusing(100, 429), RateLimited),
    ],
)
def test_a_refusal_means_what_its_numbers_say(handler: Handler, meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning) as raised:
        facebook(handler).publish(a_post())
    assert type(raised.value) is meaning
    assert "Keep windows" not in str(raised.value)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-Business-Use-Case-Usage": '{"1001":[{"type":"pages","estimated_time_to_regain_access":19}]}'}, 1140),
        (
            {
                "X-Business-Use-Case-Usage": '{"1":[{"estimated_time_to_regain_access":2}],'
                '"2":[{"estimated_time_to_regain_access":5},{"call_count":3}]}'
            },
            300,
        ),
        ({"X-Business-Use-Case-Usage": '{"1":[{"estimated_time_to_regain_access":600}]}'}, 3600),
        ({"X-Business-Use-Case-Usage": '{"1":[{"estimated_time_to_regain_access":0}]}'}, 30),
        ({"X-Business-Use-Case-Usage": "soon", "Retry-After": "7"}, 7),
        ({"X-App-Usage": '{"call_count":104,"total_time":20,"total_cputime":3}'}, 300),
        ({"X-App-Usage": '{"call_count":28,"total_time":20,"total_cputime":3}'}, 30),
        ({"X-App-Usage": "{}"}, 30),
        ({"X-App-Usage": "much"}, 30),
        ({}, 30),
    ],
)
def test_a_throttle_lasts_as_long_as_meta_s_own_headers_say(headers: dict[str, str], seconds: float) -> None:
    with pytest.raises(RateLimited) as raised:
        facebook(refusing(32, headers=headers)).publish(a_post())
    assert raised.value.retry_after == seconds


def listed(*posts: dict[str, Any], after: float = 60, **paging: Any) -> Handler:
    moment = format_datetime(CLAIMED.replace(microsecond=0) + timedelta(seconds=after), usegmt=True)
    return lambda _request: httpx.Response(200, json={"data": posts, "paging": paging}, headers={"Date": moment})


def test_a_look_asks_for_the_page_s_own_latest_posts_and_finds_the_words() -> None:
    asked: list[httpx.Request] = []
    page = listed(
        {"id": "1001_10", "created_time": "2026-11-22T17:30:05+0000"},  # a post with no words at all
        {"id": "1001_9", "message": a_post().text, "created_time": "2026-11-22T17:30:03+0000"},
        next="https://graph.facebook.com/next",
    )

    def platform(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return page(request)

    found = facebook(platform).find(a_post())
    assert found is not None
    assert (found.ref, found.repeated) == (PostRef("1001_9", f"{ADDRESS}/1001_9"), True)
    assert (asked[0].method, asked[0].url.path) == ("GET", f"/{PAGE}/published_posts")
    assert dict(asked[0].url.params) == {"fields": "id,message,created_time", "limit": "100"}


def test_nothing_like_it_since_the_claim_is_nothing() -> None:
    older = {"id": "1001_1", "message": a_post().text, "created_time": "2026-11-22T16:00:00+0000"}
    assert facebook(listed(older, next="https://graph.facebook.com/next")).find(a_post()) is None
    with pytest.raises(Doubtful, match="too early"):
        facebook(listed(older, after=3)).find(a_post())


@pytest.mark.parametrize("handler", [refusing(190), refusing(4), refusing(2), lambda _: httpx.Response(200, json={})])
def test_a_look_that_is_refused_cannot_tell(handler: Handler) -> None:
    with pytest.raises((Doubtful, RateLimited)):
        facebook(handler).find(a_post())


@pytest.mark.parametrize("page", ["", "../me", "1/feed?x=", "1 2", "é"])
def test_a_page_that_would_bend_the_address_is_not_posted_to(page: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call to a page that is none")

    http = httpx.Client(transport=httpx.MockTransport(platform))
    channel = KIND.build(Wiring(ADDRESS, secret_for(KIND) | {"page_id": page}, http, MemoryStore()))
    with pytest.raises(ChannelUnavailable, match="page_id"):
        channel.publish(a_post())
    with pytest.raises(Doubtful, match="page_id"):
        channel.find(a_post())


def retracting(*answers: httpx.Response) -> tuple[Channel, list[str]]:
    said, left = [], list(answers)

    def platform(request: httpx.Request) -> httpx.Response:
        said.append(f"{request.method} {request.url.path}")
        return left.pop(0)

    return facebook(platform), said


GONE = httpx.Response(400, json={"error": {"code": 100, "error_subcode": 33}})
OFF, THERE = httpx.Response(200, json={"success": True}), httpx.Response(200, json={"id": "1001_9"})


def test_a_post_is_taken_off_by_its_id() -> None:
    channel, said = retracting(OFF)
    channel.retract(a_post(), PostRef("1001_9", ""))  # type: ignore[attr-defined]  # KIND says that it is a Retractor
    assert said == ["DELETE /1001_9"]


def test_what_meta_does_not_know_is_off_only_where_it_cannot_be_read_either() -> None:
    channel, said = retracting(GONE, GONE)
    channel.retract(a_post(), PostRef("1001_9", ""))  # type: ignore[attr-defined]
    assert said == ["DELETE /1001_9", "GET /1001_9"]
    channel, _ = retracting(GONE, THERE)
    with pytest.raises(PostRejected, match="a person must"):
        channel.retract(a_post(), PostRef("1001_9", ""))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (httpx.Response(200, json={"success": False}), Doubtful),
        (httpx.Response(200, json={}), Doubtful),
        (httpx.Response(500), Doubtful),
        (httpx.Response(400, json={"error": {"code": 190}}), Unauthorized),
    ],
)
def test_a_post_that_may_still_be_there_is_not_said_to_be_off(
    answer: httpx.Response, meaning: type[LoudhailerError]
) -> None:
    channel, _ = retracting(answer)
    with pytest.raises(meaning):
        channel.retract(a_post(), PostRef("1001_9", ""))  # type: ignore[attr-defined]


@pytest.mark.parametrize("post_id", ["", "https://www.facebook.com/1", "1/2"])
def test_a_post_that_a_person_made_is_theirs_to_take_off(post_id: str) -> None:
    channel, said = retracting()
    with pytest.raises(PostRejected, match="a person must"):
        channel.retract(a_post(), PostRef(post_id, ""))  # type: ignore[attr-defined]
    assert said == []


def test_a_text_is_counted_the_dearest_way() -> None:
    assert KIND.limits.measure("Tân 🚒") == 6
    assert KIND.limits.size == 63_206
