"""The Mastodon channel on a server that ignores its keys: two ids for one key, so reading back has to work."""

import pytest

from local.faultproxy import CutBody, FaultProxy, Reset, WireFault
from local.real.place import http
from local.real.snac2 import RealSnac
from local.sandbox.faults import DropAnswer, ServerError, Slow
from local.sandbox.faults import RateLimited as Throttle
from loudhailer.domain.errors import Doubtful, RateLimited, Unauthorized
from loudhailer.ports import Channel
from tests.real.bench import channel_at, fresh, reply_to

pytestmark = pytest.mark.real

LOST = [
    DropAnswer(kind="drop_answer"),
    Reset(stored=True),
    CutBody(),
    ServerError(kind="server_error", status=503, stored=True),
    Slow(kind="slow", seconds=4, stored=True),
]
# snac2 reads Markdown, Mastodon does not: our words may come back as something else.
CHANGED = [
    "Fire at *Mill Lane* now",
    "# Fire\nKeep windows closed",
    "- one\n- two",
    "> As the leading agency says\nKeep windows closed",
    "`A38` is shut",
    "**Leave now** and ~~wait~~",
    "---\nKeep windows closed",
    "Road [A38](https://alerts.westshire.uk/a38) is shut",
    "A_B_C and _this_ road",
    "1. Leave\n2. Do not go back",
    "Larwm tân ŵy, w\u0302 too",
    "a < b & c > d \"e\" 'f'",
    "two\n\nparagraphs  with  spaces \n\nhere",
    "see https://alerts.westshire.uk/a_b_c?x=1&y=2#z.",
    "👨‍👩‍👧‍👦 at 5:30pm",
    "***",
    "Fire ![smoke](https://alerts.westshire.uk/smoke.png) at Mill Lane",
]


@pytest.fixture
def channel(snac2: RealSnac) -> Channel:
    return channel_at(snac2.address, "mastodon", snac2.secret)


@pytest.fixture
def faulty(snac2: RealSnac, before_snac2: FaultProxy) -> Channel:
    return channel_at(before_snac2.url, "mastodon", snac2.secret, deadline=3.0)


def ids_of(snac2: RealSnac, word: str) -> list[str]:
    return [each["id"] for each in snac2.posts() if word in each["text"]]


def test_the_server_makes_two_statuses_of_one_key(snac2: RealSnac) -> None:
    """What all of this is for: without this, a retry that trusted the key would be right by luck."""
    post = fresh()
    key = {"Idempotency-Key": post.key}
    with http(snac2.secret["access_token"]) as ask:
        for _ in range(2):
            ask.post(f"{snac2.address}/api/v1/statuses", json={"status": post.text}, headers=key).raise_for_status()
    assert len(set(ids_of(snac2, post.link))) == 2


def test_a_status_is_public_in_our_words(snac2: RealSnac, channel: Channel) -> None:
    post = fresh()
    receipt = channel.publish(post)
    (stored,) = [each for each in snac2.posts() if each["id"] == receipt.ref.id]
    assert (stored["text"], stored["visibility"], stored["url"]) == (post.text, "public", receipt.ref.url)


def test_a_reply_hangs_under_the_status_that_it_replies_to(snac2: RealSnac, channel: Channel) -> None:
    first = channel.publish(fresh())
    second = channel.publish(reply_to(first))
    (stored,) = [each for each in snac2.posts() if each["id"] == second.ref.id]
    assert stored["in_reply_to_id"] == first.ref.id


@pytest.mark.parametrize("fault", LOST, ids=lambda each: each.kind)
def test_a_status_whose_answer_was_lost_is_found_by_reading_back(
    snac2: RealSnac, before_snac2: FaultProxy, faulty: Channel, fault: WireFault
) -> None:
    post = fresh()
    before_snac2.add(fault)
    with pytest.raises(Doubtful):
        faulty.publish(post)
    found = faulty.find(post)
    assert found is not None
    assert ids_of(snac2, post.link) == [found.ref.id]
    assert before_snac2.record[0].answer_lost


@pytest.mark.parametrize("fault", [Reset(), ServerError(kind="server_error", status=502)], ids=lambda each: each.kind)
def test_a_status_that_never_got_there_is_certainly_not_out(
    snac2: RealSnac, before_snac2: FaultProxy, faulty: Channel, fault: WireFault
) -> None:
    post = fresh()
    before_snac2.add(fault)
    with pytest.raises(Doubtful):
        faulty.publish(post)
    assert faulty.find(post) is None
    faulty.publish(post)
    assert len(ids_of(snac2, post.link)) == 1


def test_a_reply_whose_answer_was_lost_is_found_under_its_parent(before_snac2: FaultProxy, faulty: Channel) -> None:
    first = faulty.publish(fresh())
    reply = reply_to(first)
    before_snac2.add(DropAnswer(kind="drop_answer"))
    with pytest.raises(Doubtful):
        faulty.publish(reply)
    assert faulty.find(reply) is not None


def test_the_same_words_under_another_parent_are_another_status_and_a_doubt(channel: Channel) -> None:
    """An all-clear of one incident must not pass for that of another."""
    first, other = channel.publish(fresh()), channel.publish(fresh())
    reply = reply_to(first)
    channel.publish(reply_to(other, text=reply.text))
    with pytest.raises(Doubtful, match="a person must compare"):
        channel.find(reply)


@pytest.mark.parametrize("words", CHANGED, ids=range(len(CHANGED)))
def test_words_that_the_server_changes_are_found_all_the_same(channel: Channel, words: str) -> None:
    """It tells what was written beside the HTML that it made of it. A false miss would double the post."""
    post = fresh(words)
    receipt = channel.publish(post)
    found = channel.find(post)
    assert found is not None
    assert found.ref == receipt.ref


def test_a_status_is_found_behind_a_hundred_others(before_snac2: FaultProxy, faulty: Channel) -> None:
    post = fresh()
    before_snac2.add(DropAnswer(kind="drop_answer"))
    with pytest.raises(Doubtful):
        faulty.publish(post)
    for _ in range(100):
        faulty.publish(fresh())
    assert faulty.find(post) is not None


def test_a_wrong_token_is_refused_as_a_credential(snac2: RealSnac) -> None:
    with pytest.raises(Unauthorized):
        channel_at(snac2.address, "mastodon", {"access_token": "not-a-token"}).publish(fresh())


def test_a_pause_before_the_server_is_kept(before_snac2: FaultProxy, faulty: Channel) -> None:
    before_snac2.add(Throttle(kind="rate_limited", retry_after=3))
    with pytest.raises(RateLimited) as limit:
        faulty.publish(fresh())
    assert limit.value.retry_after == 3
