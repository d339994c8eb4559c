"""The channel on Bluesky's own server: its key, its limits to the unit, its refusals, and answers that are lost."""

import httpx
import pytest
import regex

from local.faultproxy import CutBody, FaultProxy, Reset, WireFault
from local.real.bluesky import RealBluesky, running_bluesky
from local.sandbox.faults import DropAnswer, ServerError, Slow
from local.sandbox.faults import RateLimited as Throttle
from loudhailer.channels.bluesky import KIND
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, ParentGone, PostRejected, RateLimited, Unauthorized
from loudhailer.domain.post import Picture
from loudhailer.ports import Channel
from tests.channels.graphemes import HARD
from tests.real import record
from tests.real.bench import channel_at, fresh, reply_to
from tests.real.conftest import had

pytestmark = pytest.mark.real

LOST = [
    DropAnswer(kind="drop_answer"),
    Reset(stored=True),
    CutBody(),
    ServerError(kind="server_error", status=502, stored=True),
    Slow(kind="slow", seconds=4, stored=True),
]


@pytest.fixture
def channel(bluesky: RealBluesky) -> Channel:
    return channel_at(bluesky.address, "bluesky", bluesky.secret)


@pytest.fixture
def faulty(bluesky: RealBluesky, before_bluesky: FaultProxy) -> Channel:
    return channel_at(before_bluesky.url, "bluesky", bluesky.secret, deadline=3.0)


def texts_of(bluesky: RealBluesky, word: str) -> list[str]:
    return [each["value"]["text"] for each in bluesky.posts() if word in each["value"]["text"]]


def test_a_post_is_public_in_our_words_with_its_link_marked(bluesky: RealBluesky, channel: Channel) -> None:
    post = fresh()
    receipt = channel.publish(post)
    (stored,) = [each for each in bluesky.posts() if each["uri"] == receipt.ref.id]
    assert (stored["value"]["text"], stored["cid"]) == (post.text, receipt.ref.token)
    mark = stored["value"]["facets"][0]
    start, end = mark["index"]["byteStart"], mark["index"]["byteEnd"]
    assert post.text.encode()[start:end].decode() == mark["features"][0]["uri"] == post.link
    assert not receipt.repeated


def test_the_same_post_twice_is_one_and_says_so(bluesky: RealBluesky, channel: Channel) -> None:
    post = fresh()
    first, second = channel.publish(post), channel.publish(post)
    assert (first.ref, second.repeated) == (second.ref, True)
    assert len(texts_of(bluesky, post.link)) == 1


def test_other_words_under_the_same_key_are_a_doubt_and_change_nothing(bluesky: RealBluesky, channel: Channel) -> None:
    post = fresh()
    channel.publish(post)
    with pytest.raises(Doubtful, match="a different post stands under this key"):
        channel.publish(fresh(f"Not so. {post.link}", key=post.key, sent=post.sent))
    assert texts_of(bluesky, post.link) == [post.text]


def test_a_reply_hangs_under_the_last_post_of_its_thread(bluesky: RealBluesky, channel: Channel) -> None:
    first = channel.publish(fresh())
    second = channel.publish(reply_to(first))
    third = channel.publish(reply_to(first, second))
    (stored,) = [each for each in bluesky.posts() if each["uri"] == third.ref.id]
    ends = {end: ref["uri"] for end, ref in stored["value"]["reply"].items()}
    assert ends == {"root": first.ref.id, "parent": second.ref.id}


def test_a_reply_to_a_post_that_somebody_deleted_is_told_from_any_other_refusal(
    bluesky: RealBluesky, channel: Channel
) -> None:
    first = channel.publish(fresh())
    delete(bluesky, first.ref.id)
    with pytest.raises(ParentGone):
        channel.publish(reply_to(first))


@pytest.mark.parametrize("fault", LOST, ids=lambda each: each.kind)
def test_a_post_whose_answer_was_lost_is_found_and_never_doubled(
    bluesky: RealBluesky, before_bluesky: FaultProxy, faulty: Channel, fault: WireFault
) -> None:
    post = fresh()
    before_bluesky.add(fault)
    with pytest.raises(Doubtful):
        faulty.publish(post)
    found = faulty.find(post)
    assert found is not None
    assert (faulty.publish(post).ref, found.repeated) == (found.ref, True)
    assert len(texts_of(bluesky, post.link)) == 1
    assert [each.answer_lost for each in before_bluesky.record] == [True, False]


@pytest.mark.parametrize("fault", [Reset(), ServerError(kind="server_error", status=503)], ids=lambda each: each.kind)
def test_a_post_that_never_got_there_is_certainly_not_out(
    bluesky: RealBluesky, before_bluesky: FaultProxy, faulty: Channel, fault: WireFault
) -> None:
    post = fresh()
    before_bluesky.add(fault)
    with pytest.raises(Doubtful):
        faulty.publish(post)
    assert faulty.find(post) is None
    faulty.publish(post)
    assert len(texts_of(bluesky, post.link)) == 1


def test_a_pause_before_the_server_is_kept(before_bluesky: FaultProxy, faulty: Channel) -> None:
    before_bluesky.add(Throttle(kind="rate_limited", retry_after=7))
    with pytest.raises(RateLimited) as limit:
        faulty.publish(fresh())
    assert limit.value.retry_after == 7


@pytest.mark.parametrize("name", HARD)
def test_our_measure_agrees_with_the_server_on_hard_graphemes(channel: Channel, name: str) -> None:
    hard = HARD[name][0] * 5
    fits = hard + "a" * (300 - len(regex.findall(r"\X", hard)))
    assert (KIND.limits.measure(fits), KIND.limits.measure(f"{fits}a")) == (300, 301)
    channel.publish(fresh(fits))
    with pytest.raises(PostRejected):
        channel.publish(fresh(f"{fits}a"))
    record.FIGURES["hard graphemes on which our measure and the PDS agree at 300 and 301"] = f"{len(HARD)}"


def test_our_measure_agrees_with_the_server_on_the_last_byte(channel: Channel) -> None:
    fits = HARD["a family by joiners"][0] * 120
    assert (len(fits.encode()), KIND.limits.fits(fits), KIND.limits.fits(f"{fits}a")) == (3000, True, False)
    channel.publish(fresh(fits))
    with pytest.raises(PostRejected):
        channel.publish(fresh(f"{fits}a"))


def test_a_wrong_password_is_refused_as_a_credential(bluesky: RealBluesky) -> None:
    wrong = bluesky.secret | {"app_password": "not-the-password"}
    with pytest.raises(Unauthorized):
        channel_at(bluesky.address, "bluesky", wrong).publish(fresh())


def test_a_session_that_the_server_no_longer_takes_is_signed_in_anew(bluesky: RealBluesky, channel: Channel) -> None:
    channel.publish(fresh())
    # The session is kept by the channel, or by what it speaks through.
    (keeper,) = [each for each in (channel, *vars(channel).values()) if getattr(each, "_session", None)]
    keeper._session = keeper._session.model_copy(update={"access": "not.a.token"})
    post = fresh()
    channel.publish(post)
    assert len(texts_of(bluesky, post.link)) == 1


def test_the_servers_own_rate_limit_says_when_to_come_back() -> None:
    """It lets an account sign in 30 times in five minutes; the 31st is told how long that still is."""
    with had("Bluesky PDS with its rate limits", running_bluesky(rate_limits=True)) as server:
        for _ in range(30):
            channel_at(server.address, "bluesky", server.secret).find(fresh())
        with pytest.raises(RateLimited) as limit:
            channel_at(server.address, "bluesky", server.secret).publish(fresh())
        assert 200 < limit.value.retry_after <= 300
        assert server.posts() == []


def test_a_server_that_is_not_there_means_that_nothing_left(bluesky: RealBluesky) -> None:
    with pytest.raises(ChannelUnavailable):
        channel_at("http://127.0.0.1:9", "bluesky", bluesky.secret).publish(fresh())


def test_a_post_is_taken_off_and_taking_it_off_again_is_no_error(bluesky: RealBluesky, channel: Channel) -> None:
    if not KIND.retracts:
        pytest.skip("this channel does not take posts off yet")
    post = fresh()
    receipt = channel.publish(post)
    for _ in range(2):
        channel.retract(post, receipt.ref)  # type: ignore[attr-defined]  # its kind says that it can
        assert texts_of(bluesky, post.link) == []


def test_a_picture_goes_with_its_words_for_who_cannot_see_it(bluesky: RealBluesky, channel: Channel) -> None:
    if not KIND.pictures:
        pytest.skip("this channel carries no pictures yet")
    picture = Picture("flood.png", "image/png", 1200, 630, "A drawing of a house in flood water")
    receipt = channel.publish(fresh(picture=picture))
    (stored,) = [each for each in bluesky.posts() if each["uri"] == receipt.ref.id]
    (image,) = stored["value"]["embed"]["images"]
    assert (image["alt"], image["image"]["mimeType"]) == (picture.alt, "image/png")


def delete(bluesky: RealBluesky, uri: str) -> None:
    """Take a post off as its owner would, by another door than ours."""
    xrpc = f"{bluesky.address}/xrpc/com.atproto"
    login = {"identifier": bluesky.secret["handle"], "password": bluesky.secret["app_password"]}
    with httpx.Client(trust_env=False) as http:
        token = http.post(f"{xrpc}.server.createSession", json=login).json()["accessJwt"]
        key = {"repo": bluesky.did, "collection": "app.bsky.feed.post", "rkey": uri.rpartition("/")[2]}
        headers = {"Authorization": f"Bearer {token}"}
        http.post(f"{xrpc}.repo.deleteRecord", json=key, headers=headers).raise_for_status()
