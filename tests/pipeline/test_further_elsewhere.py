"""Words that are several posts, past our own records and in the hands of people (docs/adr/0028)."""

from dataclasses import replace
from typing import Any

import pytest

from loudhailer import compose, settling
from loudhailer.domain.approval import words_digest
from loudhailer.domain.blind import Intent
from loudhailer.domain.caller import Behalf, Role
from loudhailer.domain.delivery import Delivery, Due, State, Thread, further, platform_of
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.post import Draft, More, Post, Variant
from loudhailer.pipeline.deliveries import Settled
from loudhailer.pipeline.received import Received
from loudhailer.settling import Account, Word
from tests.builders import NOW, a_delivery, a_ref, a_thread, an_alert
from tests.pipeline.further import in_parts
from tests.pipeline.night import Night
from tests.pipeline.officers import Officers, somebody
from tests.pipeline.test_deliveries import delivery, raised, retract

GOLD = somebody(Role.GOLD)
MORE = (More("Gadewch nawr.", "cy"), More("Diwedd.", "cy"))
NAMES = ["bluesky", "bluesky/post_2", "bluesky/post_3"]


@pytest.fixture
def at() -> Officers:
    return Officers()


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> Night:
    """Return the night in which an evacuation of several posts was handed to the blind queues."""
    plain = compose.words_of

    def several(*args: Any, **how: Any) -> compose.Composed:
        composed = plain(*args, **how)
        longer = {name: replace(each, more=MORE) for name, each in composed.drafts["bluesky"].items()}
        return replace(composed, drafts=composed.drafts | {"bluesky": longer})

    monkeypatch.setattr(compose, "words_of", several)
    night = Night()
    night.state.unreadable = True
    night.evacuate()
    return night


def texts(night: Night) -> list[str]:
    return [post.text for post in night.platforms["bluesky"].published[1:]]


def test_every_post_of_an_evacuation_goes_past_the_table_each_on_its_own(blind: Night) -> None:
    assert [each.channel for each in blind.queues.put_] == [*NAMES, "telegram"]
    assert [delay.total_seconds() for delay in blind.queues.delays] == [0, 2, 4, 0], "the rest mostly lands behind"
    assert [sent(blind, each) for each in list(blind.queues.put_)] == ["Sent"] * 4
    assert texts(blind) == [each.text for each in MORE]
    assert {(post.parent, post.language) for post in blind.platforms["bluesky"].published[1:]} == {(None, "cy")}


def sent(night: Night, intent: Intent) -> str:
    """Hand an intent to its channel's sender once."""
    received = Received(intent.model_dump_json(), "receipt", receive_count=1)
    return night.sender(platform_of(intent.channel))(received).word


@pytest.mark.parametrize("turned", [False, True])
def test_each_is_drained_into_the_ledger_and_the_thread_begins_with_the_first(blind: Night, *, turned: bool) -> None:
    for intent in list(blind.queues.put_):
        sent(blind, intent)
    blind.restore()
    for body in blind.spool.bodies[:: -1 if turned else 1]:
        blind.drain(body)
    stored = {channel: each.state for (_, channel), each in blind.state.stored.items()}
    assert stored == dict.fromkeys([*NAMES, "telegram"], State.SENT)
    thread = next(each for (*_, channel), each in blind.state.threads.items() if channel == "bluesky")
    assert thread.first is not None
    assert thread.first.id.endswith("/bluesky")
    assert "bluesky/post_2" not in {channel for *_, channel in blind.state.threads}


def test_a_further_post_is_sent_although_the_first_stands_in_the_ledger_already(blind: Night) -> None:
    first, second, *_ = list(blind.queues.put_)
    sent(blind, first)
    blind.restore()
    blind.drain_all()
    assert sent(blind, second) == "Sent"


def test_what_goes_past_the_table_waits_for_no_language_also_where_the_gate_answers_again(blind: Night) -> None:
    first = blind.queues.put_[0]
    owing = first.unwritten.alert.model_copy(update={"owes": ("cy",)})
    blind.restore()
    assert sent(blind, first.model_copy(update={"unwritten": first.unwritten.model_copy(update={"alert": owing})})) == (
        "Sent"
    )


def out(at: Officers, state: State = State.SENT) -> str:
    """Have an alert out on bluesky in two posts, of which the second is in a state."""
    alert_id = raised(at)
    first = delivery(at, alert_id)
    post = Post(
        f"{alert_id}/bluesky", alert_id, "A", 1, "one", "", "en-GB", "h", closed=False, sent=NOW, created_at=NOW
    )
    sent = {"state": State.SENT, "post": post, "ref": a_ref(), "variant": Variant.FIRST, "posts": 3, "due": None}
    at.way_in.state.save(first.model_copy(update=sent))
    part = {"channel": NAMES[1], "state": state, "version": 0, "due": Due.UNCLAIMED, "due_at": NOW}
    again = {"post": replace(post, text="two"), "ref": a_ref("2") if state is State.SENT else None}
    at.way_in.state.save(delivery(at, alert_id).model_copy(update=part | again))
    return alert_id


def rest(at: Officers, alert_id: str) -> Delivery:
    return delivery(at, alert_id, NAMES[1])


def test_whoever_takes_a_channel_s_post_off_takes_off_what_follows_it(at: Officers) -> None:
    alert_id = out(at)
    done = retract(at, alert_id, ["bluesky"])
    assert [delivery(at, alert_id, name).due for name in NAMES[:2]] == [Due.RETRACT, Due.RETRACT]
    assert done.refused == {}
    assert {each.part for each, _, _ in at.way_in.topic.said} == {"", "post_2"}


def test_what_never_left_behind_a_post_that_was_deleted_by_hand_is_a_tombstone(at: Officers) -> None:
    alert_id = out(at, State.PENDING)
    retract(at, alert_id, ["bluesky"], by_hand=True)
    assert [delivery(at, alert_id, name).state for name in NAMES[:2]] == [State.RETRACTED, State.RETRACTED]


def test_who_deletes_the_first_by_hand_has_not_deleted_what_follows_so_we_do(at: Officers) -> None:
    alert_id = out(at)
    retract(at, alert_id, ["bluesky"], by_hand=True)
    assert (delivery(at, alert_id).state, rest(at, alert_id).due) == (State.RETRACTED, Due.RETRACT)


def test_a_post_that_is_begun_while_somebody_takes_the_alert_off_is_taken_off_too(at: Officers) -> None:
    alert_id = raised(at)
    settling_, state = at.settling(), at.way_in.state
    plain = state.settle

    def meanwhile(known: Delivery, thread: Thread | None, head: IncidentHead | None) -> None:
        state.settle = plain  # type: ignore[method-assign]  # once
        state.save(delivery(at, alert_id).model_copy(update={"channel": NAMES[1], "version": 0}))
        plain(known, thread, head)

    state.settle = meanwhile  # type: ignore[method-assign]  # something happens in the middle
    done: Settled = settling_.retract(GOLD, Behalf(), alert_id, "the wrong village")
    assert rest(at, alert_id).state is State.RETRACTED
    assert done.refused == {}


@pytest.mark.parametrize("word", [Word.OUT, Word.BY_HAND])
def test_what_follows_a_post_that_somebody_has_seen_or_made_is_owed(word: Word) -> None:
    doubted = a_delivery(state=State.UNKNOWN, claims=1, posts=3, variant=Variant.FIRST)
    written = settling.settled(Account(word, "duty"), doubted, a_thread(), NOW).delivery
    assert (written.state, written.due) == (State.SENT, Due.FOLLOW)
    last = doubted.model_copy(update={"channel": f"bluesky/{further(3)}"})
    assert settling.settled(Account(word, "duty"), last, a_thread(), NOW).delivery.due is None


def test_an_approval_is_of_every_post_and_its_digest_without_any_is_as_it_was() -> None:
    plain, several = in_parts(more=()), in_parts()
    other = in_parts(more=(More("others", "en-GB"),))
    assert len({words_digest(each) for each in (plain, several, other)}) == 3
    assert words_digest(an_alert()) == words_digest(an_alert(owes=("cy",)))


def test_everywhere_shows_the_first_beside_what_follows_it(at: Officers) -> None:
    alert_id = out(at)
    reached = at.everywhere()(GOLD, alert_id.split("-")[0])
    (bluesky,) = [each for each in reached.channels if each.channel == "bluesky"]
    assert [each.channel for each in bluesky.deliveries] == NAMES[:2]
