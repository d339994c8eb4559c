"""Bluesky's own rules: keys, facets, sessions, and what its words mean."""

from datetime import UTC, datetime, timedelta, timezone

import httpx
import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from loudhailer.channels import Wiring
from loudhailer.channels._bluesky_record import facets, measure, record, tid
from loudhailer.channels.bluesky import KIND
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, ParentGone, Unauthorized
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

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
# Text with links and tags in it far oftener than chance would put them there.
PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "https://alerts.westshire.uk/0142",
                "https://",
                "#",
                "#Tân",
                "#KeepWindowsClosed",
                "#1",
                " ",
                "\n",
                "(",
                ")",
            ],
        ),
        st.sampled_from(
            ["https://alerts.westshire.uk/0142/map?a=1#top", "http://plain.test", ".", "👩‍🚒", "é", "#火事", "\u200d"]
        ),
    ),
    max_size=12,
).map("".join)


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


@given(MOMENTS, MOMENTS, st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=120))
def test_keys_are_13_characters_that_sort_by_time(one: datetime, other: datetime, key: str, second: str) -> None:
    first, last = tid(one, key), tid(other, second)
    assert len(first) == len(last) == 13
    assert set(first + last) <= set(SORTABLE)
    assert first[0] in "234567abcdefghij"  # the lexicon's rule: the top bit is never set
    if one != other:
        assert (first < last) == (one < other)


@given(MOMENTS)
def test_keys_of_one_moment_differ_by_what_they_are_of(moment: datetime) -> None:
    # 10 bits: of 100 keys in the same microsecond, about 95 differ.
    assert len({tid(moment, f"a-0142:{number}") for number in range(100)}) > 80


@given(MOMENTS, st.text(min_size=1, max_size=60).filter(lambda text: "/" not in text))
def test_a_further_post_of_an_alert_never_has_the_key_of_its_first(moment: datetime, alert: str) -> None:
    keys = [f"{alert}/bluesky", f"{alert}/bluesky/pointer", f"{alert}/bluesky/anew"]
    first, *further = [tid(moment, key) for key in keys]
    assert first not in further


def test_a_key_is_the_same_in_every_process_and_release() -> None:
    assert tid(SENT, "a-0142:1:bluesky") == "3n2w5duhi42rv"


@given(
    PIECES, st.sampled_from(["", "https://alerts.westshire.uk/0142", "https://alerts.westshire.uk/0142/map", "no link"])
)
@example("(https://a.uk/x).", "")
@example("👩‍🚒#Tân", "")
def test_facets_slice_out_exactly_their_link_or_tag(text: str, link: str) -> None:
    encoded, last = text.encode(), 0
    for facet in facets(text, link):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert last <= start < end <= len(encoded)
        last = end
        (feature,) = facet["features"]
        shown = encoded[start:end].decode()
        if feature["$type"].endswith("#link"):
            assert shown == feature["uri"]
            assert shown.startswith("https://")
        else:
            assert shown == f"#{feature['tag']}"
            assert measure(feature["tag"]) <= 64


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_services_own_link_is_always_marked_where_it_stands_alone(before: str, after: str) -> None:
    link = "https://alerts.westshire.uk/0142"
    marked = [facet["features"][0].get("uri") for facet in facets(f"{before}\n{link}\n{after}", link)]
    assert link in marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("See https://a.uk/x.", ["https://a.uk/x"]),
        ("(see https://a.uk/x)", ["https://a.uk/x"]),
        ("https://a.uk/x?a=1#top, then", ["https://a.uk/x?a=1#top"]),
        ("https://a.uk/0142/map", ["https://a.uk/0142/map"]),  # not the shorter link that it begins with
        ("https://a.uk/0142.", ["https://a.uk/0142"]),
        ("https:// and https://-", []),
        ("http://a.uk/", []),
        ("#WestshireFire #Tân.", ["#WestshireFire", "#Tân"]),
        ("call 999 #1", []),
        ("a#b c", []),
        ("##b", []),
        ("#" + "a" * 65, []),
    ],
)
def test_links_and_tags_are_told_from_the_sentence_around_them(text: str, marked: list[str]) -> None:
    found = [facet["features"][0] for facet in facets(text, "https://a.uk/0142")]
    assert [each.get("uri") or f"#{each['tag']}" for each in found] == marked


def test_a_link_that_is_none_is_not_marked() -> None:
    assert facets("javascript:alert(1) and www.a.uk", "javascript:alert(1)") == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("👩‍🚒" * 272, True),  # 11 bytes each: 2,992 bytes, 272 graphemes
        ("👩‍🚒" * 273, False),  # 3,003 bytes, though only 273 graphemes
        ("é" * 300, True),
        ("é" * 301, False),
        ("क्ष" * 300, True),
        ("👨‍👩‍👧‍👦" * 120, True),  # 25 bytes each: 3,000 exactly
        ("👨‍👩‍👧‍👦" * 120 + "a", False),
    ],
)
def test_both_limits_hold_to_the_unit(text: str, fits: bool) -> None:  # noqa: FBT001 - the table's answer
    assert KIND.limits.fits(text) is fits


@given(st.text(max_size=60), st.integers(1, 80))
def test_the_one_measure_is_exactly_the_two_limits(text: str, times: int) -> None:
    whole = text * times
    within = len(regex.findall(r"\X", whole)) <= 300 and len(whole.encode()) <= 3000
    assert KIND.limits.fits(whole) is within
