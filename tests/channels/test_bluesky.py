"""Bluesky's own rules: keys, facets, sessions, and what its words mean."""

from datetime import timedelta, timezone

import httpx
import pytest

from loudhailer.channels import Wiring
from loudhailer.channels._bluesky_record import record, tid
from loudhailer.channels.bluesky import KIND
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    ParentGone,
    RateLimited,
    Unauthorized,
)
from loudhailer.domain.post import PostRef
from tests.channels.kit import (
    ADDRESS,
    CLAIMED,
    DID,
    PICTURE,
    SECRET,
    SENT,
    MemoryStore,
    a_post,
    a_reply,
    accepting,
    channel_answering,
    secret_for,
)
from tests.channels.repository import Repository, ending, refusal


def test_a_post_becomes_the_record_that_the_lexicon_asks_for() -> None:
    repository = Repository()
    receipt = channel_answering("bluesky", repository).publish(
        a_post(text="Tân! https://a.uk #Tan", link="", language="cy")
    )
    (put,) = repository.puts
    rkey = tid(SENT, a_post().key)
    assert put == {
        "repo": DID,
        "collection": "app.bsky.feed.post",
        "rkey": rkey,
        "swapRecord": None,
        "record": {
            "$type": "app.bsky.feed.post",
            "text": "Tân! https://a.uk #Tan",
            "createdAt": "2026-11-22T17:30:01.654Z",
            "langs": ["cy"],
            "facets": [
                {
                    "index": {"byteStart": 6, "byteEnd": 18},
                    "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.uk"}],
                },
                {
                    "index": {"byteStart": 19, "byteEnd": 23},
                    "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Tan"}],
                },
            ],
        },
    }
    assert receipt.ref.id == f"at://{DID}/app.bsky.feed.post/{rkey}"
    assert receipt.ref.token.startswith("bafy")


def test_a_reply_names_both_ends_of_the_thread() -> None:
    reply = record(a_reply())["reply"]
    assert reply == {
        "root": {"uri": f"at://{DID}/app.bsky.feed.post/3root", "cid": "cid-root"},
        "parent": {"uri": f"at://{DID}/app.bsky.feed.post/3last", "cid": "cid-last"},
    }
    assert "reply" not in record(a_post())


def test_a_post_that_leads_to_another_shows_it_whole() -> None:
    first = a_reply().parent.root  # type: ignore[union-attr]  # a reply has a parent
    quoted = {"$type": "app.bsky.embed.record", "record": {"uri": first.id, "cid": first.token}}
    assert record(a_post(quotes=first))["embed"] == quoted
    both = record(a_post(quotes=first, picture=PICTURE), {"alt": PICTURE.alt})["embed"]
    assert both["$type"] == "app.bsky.embed.recordWithMedia"
    assert both["record"] == quoted
    assert both["media"] == {"$type": "app.bsky.embed.images", "images": [{"alt": PICTURE.alt}]}
    assert "embed" not in record(a_post(picture=PICTURE)), "a picture that did not arrive leaves nothing"


def test_created_at_is_written_in_utc_whatever_zone_it_comes_in() -> None:
    summer = CLAIMED.astimezone(timezone(timedelta(hours=1)))
    assert record(a_post(created_at=summer)) == record(a_post())


def test_a_repeat_finds_the_first_and_says_so() -> None:
    channel = channel_answering("bluesky", Repository())
    first, again = channel.publish(a_post()), channel.publish(a_post())
    assert not first.repeated
    assert again.repeated
    assert first.ref == again.ref


def test_a_post_whose_answer_was_lost_is_found_and_never_doubled() -> None:
    repository = Repository()
    repository.answer_lost = True
    with pytest.raises(Doubtful):
        channel_answering("bluesky", repository).publish(a_post())
    fresh = channel_answering("bluesky", repository)
    found, again = fresh.find(a_post()), fresh.publish(a_post())
    assert found is not None
    assert found == again
    assert len(repository.records) == 1


def test_a_look_at_an_empty_key_is_certain() -> None:
    assert channel_answering("bluesky", Repository()).find(a_post()) is None


def test_other_words_under_the_key_are_a_doubt_both_ways() -> None:
    channel = channel_answering("bluesky", Repository())
    channel.publish(a_post())
    other = a_post(text="Other words")
    with pytest.raises(Doubtful, match="a different post stands under this key"):
        channel.publish(other)
    with pytest.raises(Doubtful, match="a different post stands under this key"):
        channel.find(other)


def test_the_same_words_marked_up_otherwise_are_the_same_post() -> None:
    repository = Repository()
    channel = channel_answering("bluesky", repository)
    channel.publish(a_post())
    for each in repository.records.values():
        del each["facets"]
    found = channel.find(a_post())
    assert found is not None
    assert found.repeated


def test_a_picture_is_a_blob_with_its_words_and_its_shape() -> None:
    repository = Repository()
    channel_answering("bluesky", repository).publish(a_post(picture=PICTURE))
    (image,) = repository.puts[0]["record"]["embed"]["images"]
    assert repository.puts[0]["record"]["embed"]["$type"] == "app.bsky.embed.images"
    assert image["alt"] == PICTURE.alt
    assert image["aspectRatio"] == {"width": 1200, "height": 630}
    assert image["image"]["ref"]["$link"].startswith("bafkrei")


def test_a_repeat_with_its_picture_meets_the_very_same_record() -> None:
    repository = Repository()
    first, again = (channel_answering("bluesky", repository).publish(a_post(picture=PICTURE)) for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True)


def test_a_repeat_that_lost_its_picture_meanwhile_is_a_doubt_that_the_words_settle() -> None:
    repository = Repository()
    channel_answering("bluesky", repository).publish(a_post(picture=PICTURE))

    def no_more_pictures(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503) if request.url.path.endswith("uploadBlob") else repository(request)

    channel = channel_answering("bluesky", no_more_pictures)
    with pytest.raises(Doubtful):
        channel.publish(a_post(picture=PICTURE))
    found = channel.find(a_post(picture=PICTURE))
    assert found is not None
    assert found.repeated
    assert len(repository.records) == 1


@pytest.mark.parametrize("call", ["uploadBlob", "deleteRecord", "putRecord"])
def test_a_session_that_ended_is_made_again_whatever_it_was_needed_for(call: str) -> None:
    repository = Repository()
    channel = channel_answering("bluesky", ending("ExpiredToken", 1, repository, call))
    receipt = channel.publish(a_post(picture=PICTURE))
    assert "embed" in repository.puts[0]["record"]
    retract = channel.retract  # type: ignore[attr-defined]  # its kind says that it takes posts off
    retract(a_post(), receipt.ref)
    assert repository.records == {}


def test_a_post_that_was_taken_off_is_not_found_and_the_others_stay() -> None:
    repository = Repository()
    channel = channel_answering("bluesky", repository)
    receipts = [channel.publish(a_post(key=f"a-{number}/bluesky")) for number in range(3)]
    for _ in range(2):
        channel.retract(a_post(), receipts[1].ref)  # type: ignore[attr-defined]  # its kind says that it takes posts off
    assert [channel.find(a_post(key=f"a-{number}/bluesky")) is None for number in range(3)] == [False, True, False]


def test_a_reply_to_a_deleted_post_is_not_sent() -> None:
    repository = Repository()
    with pytest.raises(ParentGone):
        channel_answering("bluesky", repository).publish(a_reply())
    assert repository.puts == []


def test_a_reply_whose_parent_cannot_be_looked_up_has_not_left() -> None:
    def platform(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    with pytest.raises(ChannelUnavailable):
        channel_answering("bluesky", platform).publish(a_reply())


@pytest.mark.parametrize("name", ["ExpiredToken", "InvalidToken"])
def test_a_session_that_ended_is_made_again_once(name: str) -> None:
    repository = Repository()
    channel = channel_answering("bluesky", ending(name, 1, repository))
    assert not channel.publish(a_post()).repeated
    assert len(repository.records) == 1


@pytest.mark.parametrize(
    ("status", "headers", "meaning"),
    [
        (429, {"ratelimit-reset": "120"}, RateLimited),  # 30 sign-ins in five minutes
        (400, {}, Unauthorized),
        (401, {}, Unauthorized),
        (503, {}, ChannelUnavailable),
    ],
)
@pytest.mark.parametrize("act", ["publish", "retract"])
def test_a_sign_in_that_fails_is_no_doubt_about_a_post(
    status: int, headers: dict[str, str], meaning: type[LoudhailerError], act: str
) -> None:
    http = httpx.Client(
        transport=httpx.MockTransport(lambda _request: httpx.Response(status, json={"error": "X"}, headers=headers))
    )
    channel = KIND.build(Wiring(ADDRESS, secret_for(KIND), http, MemoryStore()))
    about = (a_post(),) if act == "publish" else (a_post(), PostRef(f"at://{DID}/app.bsky.feed.post/3m6", ""))
    with pytest.raises(meaning) as raised:
        getattr(channel, act)(*about)
    assert type(raised.value) is meaning


def test_a_token_that_ended_is_never_shown_again() -> None:
    shown: list[str] = []

    def platform(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("createSession"):
            session = {"did": DID, "handle": "westshire.test", "accessJwt": f"token-{len(shown)}"}
            return httpx.Response(200, json=session)
        shown.append(request.headers["Authorization"])
        return refusal("ExpiredToken") if len(shown) == 1 else accepting(request)

    http = httpx.Client(transport=httpx.MockTransport(platform))
    channel = KIND.build(Wiring(ADDRESS, secret_for(KIND), http, MemoryStore()))
    for _ in range(2):
        channel.publish(a_post())
    assert shown == ["Bearer token-0", "Bearer token-1", "Bearer token-1"]


@pytest.mark.parametrize("name", ["ExpiredToken", "InvalidToken"])
def test_a_session_that_ends_twice_is_a_refused_credential(name: str) -> None:
    repository = Repository()
    with pytest.raises(Unauthorized):
        channel_answering("bluesky", ending(name, 2, repository)).publish(a_post())
    assert repository.records == {}


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://bsky.social", "https://bsky.app"),
        ("https://morel.us-east.host.bsky.network", "https://bsky.app"),
        ("http://127.0.0.1:2583", "http://127.0.0.1:2583"),
        ("https://evilbsky.social", "https://evilbsky.social"),
        ("https://bsky.social.test", "https://bsky.social.test"),
    ],
)
def test_people_read_on_blueskys_own_site_unless_the_server_is_another(address: str, site: str) -> None:
    receipt = channel_answering("bluesky", Repository(), address=address).publish(a_post())
    assert receipt.ref.url == f"{site}/profile/westshire.test/post/{tid(SENT, a_post().key)}"


def test_the_session_never_shows_its_token() -> None:
    channel = channel_answering("bluesky", Repository())
    channel.publish(a_post())
    assert SECRET not in repr(vars(vars(channel)["_xrpc"])["_session"])
