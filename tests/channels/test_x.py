"""X's own rules: what is signed and sent, what its refusals mean, and how its posts are read back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from loudhailer.channels import Wiring
from loudhailer.channels._x_sign import authorization
from loudhailer.channels.x import KIND, X
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    OutOfMoney,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import Picture, PostRef
from tests.channels.kit import ADDRESS, CLAIMED, SECRET, MemoryStore, a_post, body_of, secret_for

NOW = datetime(2026, 11, 22, 17, 30, 2, tzinfo=UTC)
PICTURE = Picture("map.png", "image/png", 800, 600, "A map of the closed road")
DUPLICATE = {"detail": "You are not allowed to create a Tweet with duplicate content.", "title": "Forbidden"}


def x(handler: Callable[[httpx.Request], httpx.Response], address: str = ADDRESS, **changed: Any) -> X:
    http = httpx.Client(transport=httpx.MockTransport(handler))
    wiring = Wiring(address, secret_for(KIND), http, MemoryStore(), **changed)
    return X(wiring, clock=lambda: NOW, nonce=lambda: "once")


class Platform:
    """Takes posts and pictures, and notes what came."""

    def __init__(self, refusing: str = "") -> None:
        self.seen: list[httpx.Request] = []
        self._refusing = refusing

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if request.url.path == self._refusing:
            return httpx.Response(503)
        if request.url.path == "/2/media/upload":
            return httpx.Response(200, json={"data": {"id": "77", "media_key": "3_77"}})
        if request.url.path == "/2/media/metadata":
            return httpx.Response(200, json={"data": {"id": "77"}})
        return httpx.Response(201, json={"data": {"id": "1880000000000000001", "text": "It is out."}})


def answering(status: int, body: dict[str, Any], **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, json=body, headers=headers)


def test_a_signature_is_that_of_the_standard_s_own_example() -> None:
    header = authorization(
        {
            "consumer_key": "dpf43f3p2l4k3l03",
            "consumer_secret": "kd94hf93k423kf44",
            "access_token": "nnch734d00sl2jdk",
            "access_token_secret": "pfkkdhi9sl3r4s00",
        },
        "GET",
        "http://photos.example.net/photos",
        {"size": "original", "file": "vacation.jpg"},
        nonce="kllo9940pd9333jh",
        now=datetime.fromtimestamp(1191242096, UTC),
    )
    assert 'oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"' in header
    assert header.startswith('OAuth oauth_consumer_key="dpf43f3p2l4k3l03", oauth_nonce="kllo9940pd9333jh"')


def test_a_signature_names_no_secret_part_of_the_credential() -> None:
    platform = Platform()
    x(platform).publish(a_post())
    header = platform.seen[0].headers["Authorization"]
    assert f"{SECRET}-consumer_secret" not in header
    assert f"{SECRET}-access_token_secret" not in header
    assert 'oauth_nonce="once"' in header
    assert f'oauth_timestamp="{int(NOW.timestamp())}"' in header


def test_two_calls_have_two_nonces() -> None:
    platform = Platform()
    http = httpx.Client(transport=httpx.MockTransport(platform))
    channel = KIND.build(Wiring(ADDRESS, secret_for(KIND), http, MemoryStore()))
    channel.publish(a_post())
    channel.publish(a_post())
    first, second = (each.headers["Authorization"] for each in platform.seen)
    assert first != second


def test_a_post_is_its_words_and_nothing_else() -> None:
    platform = Platform()
    receipt = x(platform).publish(a_post())
    (request,) = platform.seen
    assert (request.method, request.url.path, body_of(request)) == ("POST", "/2/tweets", {"text": a_post().text})
    assert receipt.ref == PostRef("1880000000000000001", f"{ADDRESS}/i/web/status/1880000000000000001")


def test_people_read_on_x_unless_the_server_is_another() -> None:
    receipt = x(Platform(), "https://api.x.com").publish(a_post())
    assert receipt.ref.url == "https://x.com/i/web/status/1880000000000000001"


def test_a_picture_goes_up_first_with_what_it_shows_in_words() -> None:
    platform = Platform()
    x(platform, pictures=lambda picture: f"bytes of {picture.name}".encode()).publish(a_post(picture=PICTURE))
    upload, told, posted = platform.seen
    form = upload.content.decode()
    assert 'name="media_category"\r\n\r\ntweet_image' in form
    assert 'name="media"; filename="map.png"\r\nContent-Type: image/png\r\n\r\nbytes of map.png' in form
    assert body_of(told) == {"id": "77", "metadata": {"alt_text": {"text": "A map of the closed road"}}}
    assert body_of(posted) == {"text": a_post().text, "media": {"media_ids": ["77"]}}


@pytest.mark.parametrize("refusing", ["/2/media/upload", "/2/media/metadata", "no such picture"])
def test_the_words_go_out_without_a_picture_that_is_not_taken(refusing: str) -> None:
    platform = Platform(refusing)
    given: dict[str, Any] = {} if refusing.startswith("no") else {"pictures": lambda _name: b"bytes"}
    x(platform, **given).publish(a_post(picture=PICTURE))
    assert body_of(platform.seen[-1]) == {"text": a_post().text}


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (403, DUPLICATE, Doubtful),
        (403, {"detail": "You are not permitted to perform this action.", "title": "Forbidden"}, Unauthorized),
        (403, {"detail": ["duplicate"]}, Doubtful),
        (402, {"title": "CreditsDepleted", "detail": "Your account does not have any credits"}, OutOfMoney),
        (401, {"title": "Unauthorized", "detail": "Unauthorized"}, Unauthorized),
        (400, {"title": "Invalid Request", "detail": "text is too long"}, PostRejected),
        (503, {"title": "Service Unavailable"}, Doubtful),
        (429, {"title": "Too Many Requests"}, RateLimited),
    ],
)
def test_a_refusal_means_what_x_says(status: int, body: dict[str, Any], meaning: type[LoudhailerError]) -> None:
    with pytest.raises(meaning) as raised:
        x(answering(status, body)).publish(a_post())
    assert type(raised.value) is meaning


@pytest.mark.parametrize("field", KIND.secret_fields[:4])
def test_what_cannot_be_a_credential_is_not_signed(field: str) -> None:
    platform = Platform()
    wiring = Wiring(
        ADDRESS,
        secret_for(KIND) | {field: "tân\n"},
        httpx.Client(transport=httpx.MockTransport(platform)),
        MemoryStore(),
    )
    with pytest.raises(ChannelUnavailable, match=f"the stored {field} cannot"):
        X(wiring).publish(a_post())
    assert platform.seen == []


def listed(*tweets: dict[str, Any], after: float = 60, **meta: Any) -> Callable[[httpx.Request], httpx.Response]:
    body: dict[str, Any] = {"meta": {"result_count": len(tweets)} | meta}
    moment = format_datetime(CLAIMED.replace(microsecond=0) + timedelta(seconds=after), usegmt=True)
    return answering(200, body | ({"data": list(tweets)} if tweets else {}), Date=moment)


def tweet(text: str, post_id: str = "9", **more: Any) -> dict[str, Any]:
    return {"id": post_id, "text": text, "created_at": "2026-11-22T17:30:03.000Z"} | more


def test_a_look_asks_for_our_own_posts_since_the_claim() -> None:
    asked: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return listed()(request)

    assert x(platform).find(a_post()) is None
    (request,) = asked
    assert (request.method, request.url.path) == ("GET", f"/2/users/{SECRET}-user_id/tweets")
    assert dict(request.url.params) == {
        "max_results": "100",
        "start_time": "2026-11-22T17:29:01Z",
        "tweet.fields": "created_at,entities",
    }


def test_the_query_of_a_look_is_signed_too() -> None:
    headers: list[str] = []

    def platform(request: httpx.Request) -> httpx.Response:
        headers.append(request.headers["Authorization"])
        return listed()(request)

    x(platform).find(a_post())
    x(platform).find(a_post(created_at=CLAIMED - timedelta(minutes=5)))
    assert headers[0] != headers[1]


def test_a_post_is_found_by_its_words_with_links_and_signs_as_x_writes_them() -> None:
    words = "Leave <now> & call. https://alerts.westshire.uk/0142 and www.westshire.uk #WestshireFire"
    shown = "Leave &lt;now&gt; &amp; call. https://t.co/aaa and https://t.co/bbb #WestshireFire https://t.co/ccc"
    urls = [
        {"url": "https://t.co/aaa", "expanded_url": "https://alerts.westshire.uk/0142", "start": 1, "end": 2},
        {"url": "https://t.co/bbb", "expanded_url": "http://www.westshire.uk", "start": 1, "end": 2},
        {"url": "https://t.co/ccc", "expanded_url": "https://x.com/w/status/9/photo/1", "media_key": "3_77"},
    ]
    found = x(listed(tweet(shown, entities={"urls": urls}))).find(a_post(text=words))
    assert found is not None
    assert (found.ref.id, found.ref.url, found.repeated) == ("9", f"{ADDRESS}/i/web/status/9", True)


def test_a_link_that_x_does_not_tell_leaves_it_to_a_person() -> None:
    shown = tweet(a_post().text.replace("https://alerts.westshire.uk/0142", "https://t.co/aaa"))
    with pytest.raises(Doubtful, match="a person"):
        x(listed(shown)).find(a_post())


def test_a_post_whose_time_is_not_told_is_one_since_the_claim() -> None:
    shown = tweet(a_post().text)
    del shown["created_at"]
    assert x(listed(shown)).find(a_post()) is not None


def test_a_further_page_leaves_the_doubt() -> None:
    with pytest.raises(Doubtful, match="too many"):
        x(listed(tweet("Another"), next_token="b26v")).find(a_post())


def test_a_look_at_once_leaves_the_doubt() -> None:
    with pytest.raises(Doubtful, match="too early"):
        x(listed(after=5)).find(a_post())


@pytest.mark.parametrize("account", ["", "../2/users", "7/tweets?", "7 8", "é"])
def test_an_account_that_would_bend_the_address_is_not_asked_for(account: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call with an account that is none")

    http = httpx.Client(transport=httpx.MockTransport(platform))
    with pytest.raises(Doubtful, match="user_id"):
        X(Wiring(ADDRESS, secret_for(KIND) | {"user_id": account}, http, MemoryStore())).find(a_post())


def test_a_post_is_taken_off_by_its_id() -> None:
    asked: list[tuple[str, str]] = []

    def platform(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.path))
        return httpx.Response(200, json={"data": {"deleted": True}})

    x(platform).retract(a_post(), PostRef("188", ""))
    assert asked == [("DELETE", "/2/tweets/188")]


def test_a_post_that_is_gone_already_is_no_error() -> None:
    x(answering(404, {"title": "Not Found"})).retract(a_post(), PostRef("188", ""))


@pytest.mark.parametrize(
    ("handler", "meaning"),
    [
        (answering(200, {"data": {"deleted": False}}), Doubtful),
        (answering(200, {"data": {}}), Doubtful),
        (answering(503, {}), Doubtful),
        (answering(429, {}), RateLimited),
        (answering(403, {"detail": "Forbidden"}), Unauthorized),
    ],
)
def test_a_post_that_may_still_be_there_is_not_said_to_be_off(
    handler: Callable[[httpx.Request], httpx.Response], meaning: type[LoudhailerError]
) -> None:
    with pytest.raises(meaning):
        x(handler).retract(a_post(), PostRef("188", ""))


@pytest.mark.parametrize("post_id", ["", "https://x.com/w/status/1", "1/../2"])
def test_a_post_that_a_person_made_is_theirs_to_take_off(post_id: str) -> None:
    def platform(_request: httpx.Request) -> httpx.Response:
        raise AssertionError("a call about a post whose id is not known")

    with pytest.raises(PostRejected, match="a person must"):
        x(platform).retract(a_post(), PostRef(post_id, ""))


@pytest.mark.parametrize(
    ("text", "pence"), [("Fire at Mill Lane.", 2), ("Fire. https://alerts.westshire.uk/0142", 16), ("westshire.uk", 16)]
)
def test_a_link_makes_a_post_eight_times_as_dear(text: str, pence: int) -> None:
    assert KIND.spends(text) == {"posts": 1, "pence": pence}


def test_nothing_of_a_refusal_is_repeated() -> None:
    body = {"detail": "duplicate content: Keep windows closed", "echo": json.dumps(secret_for(KIND))}
    with pytest.raises(Doubtful) as raised:
        x(answering(403, body)).publish(a_post())
    assert "Keep windows" not in str(raised.value)
    assert SECRET not in str(raised.value)
