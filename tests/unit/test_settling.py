"""What a person may say of a delivery: every word against every state, leased or not."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from loudhailer import settling
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.post import PostRef, Variant
from loudhailer.pipeline._freeze import freeze
from loudhailer.settling import Account, Word
from tests.builders import CONTROL, NOW, a_delivery, a_ref, a_thread, an_alert

HEAD = IncidentHead(source=CONTROL, id="CTL-1", spoken=1, word=1)
EXPIRED_LEASE = {"lease_until": NOW - timedelta(seconds=1)}
LEASED = {"lease_until": NOW + timedelta(seconds=20)}
POST = freeze(an_alert(), "bluesky", Variant.FIRST, a_thread(), NOW)
LINK = "https://social.example/1"
UNSENT = {State.PENDING, State.RETRY, State.HELD}
ENDED = {State.FAILED, State.EXPIRED, State.SUPERSEDED, State.SUPPRESSED}


def in_state(state: State, **changes: Any) -> Delivery:
    values: dict[str, Any] = {"state": state, "claims": 1}
    if state in {State.SENT, State.UNKNOWN, State.CLAIMED, State.RETRY}:
        values["post"] = POST
    if state is State.SENT:
        values["ref"] = a_ref()
    if state is State.CLAIMED:
        values |= EXPIRED_LEASE
    return a_delivery(**values | changes)


def refusal(word: Word, delivery: Delivery, head: IncidentHead = HEAD, **more: Any) -> str:
    said = Account(word, "silver", **more)
    return settling.refusal_of(said, delivery, head, NOW)


@pytest.mark.parametrize(("word", "state"), list(product(Word, State)), ids=str)
def test_only_a_doubt_is_settled_and_only_what_is_not_out_was_posted_by_hand(word: Word, state: State) -> None:
    may = (
        state not in {State.SENT, State.RETRACTED} if word is Word.BY_HAND else state in {State.UNKNOWN, State.CLAIMED}
    )
    assert (refusal(word, in_state(state)) == "") is may


@pytest.mark.parametrize("word", Word)
def test_nothing_is_said_over_a_worker_that_holds_the_lease(word: Word) -> None:
    held = in_state(State.CLAIMED, **LEASED)
    assert refusal(word, held) == "it is being sent at this moment; look again in 20 seconds"
    assert settling.keeps(held, NOW, retracts=True) == settling.BUSY
    assert settling.never_out(held, NOW) == settling.BUSY


@pytest.mark.parametrize(
    ("changes", "head", "why"),
    [
        ({"expires_at": NOW}, HEAD, "it expired at 2026-11-22T17:30:00+00:00"),
        ({}, HEAD.model_copy(update={"spoken": 2}), "revision 2 has replaced it"),
        ({"retract_by": "gold"}, HEAD, "gold wants it off"),
        ({"post": None}, HEAD, "there is no post to send again"),
    ],
)
def test_stale_words_are_not_sent_again_but_may_be_known_to_be_out(
    changes: dict[str, Any], head: IncidentHead, why: str
) -> None:
    doubt = in_state(State.UNKNOWN, **changes)
    assert refusal(Word.AGAIN, doubt, head) == why
    assert refusal(Word.OUT, doubt, head) == ""


@pytest.mark.parametrize("word", [Word.OUT, Word.AGAIN])
def test_what_was_seen_before_the_last_attempt_says_nothing_of_it(word: Word) -> None:
    doubt = in_state(State.UNKNOWN, claims=2)
    assert refusal(word, doubt, attempt=1) == "it was tried again since you looked; look again"
    assert refusal(word, doubt, attempt=2) == ""


def test_a_refusal_says_where_it_is_out_already() -> None:
    assert refusal(Word.OUT, in_state(State.SENT)) == "it is SENT already: https://social.example/1"


def test_what_is_sent_again_is_the_same_post_under_the_same_key_and_stays_a_doubt_of_its_thread() -> None:
    doubt = in_state(State.UNKNOWN, not_before=NOW, sweeps=4)
    written = settling.settled(Account(Word.AGAIN, "silver"), doubt, a_thread(), NOW)
    again = written.delivery
    assert (again.state, again.due, again.due_at, again.told_by) == (State.RETRY, Due.RETRY, NOW, "silver")
    assert (again.post, again.variant, again.not_before, again.sweeps) == (doubt.post, doubt.variant, None, 0)
    assert written.thread
    assert written.thread.doubts == (doubt.alert_id,)


@pytest.mark.parametrize("word", [Word.OUT, Word.BY_HAND])
@pytest.mark.parametrize("link", [LINK, ""])
def test_what_somebody_saw_or_posted_is_sent_and_nothing_older_follows(word: Word, link: str) -> None:
    owner = a_thread(owner="AAAAAAA-1", lease_until=NOW)
    written = settling.settled(Account(word, "silver", link), in_state(State.CLAIMED), owner, NOW)
    out = written.delivery
    assert (out.state, out.told_by, out.due, out.sent_at) == (State.SENT, "silver", None, NOW)
    assert out.ref == (PostRef(id="", url=LINK) if link else None)
    assert written.thread
    assert (written.thread.owner, written.thread.doubts, written.thread.head) == ("", ("AAAAAAA-1",), 1)


def test_who_says_the_same_twice_has_said_it_once() -> None:
    said = Account(Word.OUT, "silver", LINK)
    out = settling.settled(said, in_state(State.UNKNOWN), a_thread(), NOW).delivery
    assert settling.repeated(said, out)
    assert not settling.repeated(Account(Word.OUT, "gold", LINK), out)
    assert not settling.repeated(Account(Word.OUT, "silver"), out)
    asked = Account(Word.AGAIN, "silver", attempt=1)
    again = settling.settled(asked, in_state(State.UNKNOWN), a_thread(), NOW).delivery
    assert settling.repeated(asked, again)
    # It was claimed since, and is a doubt once more: that is another decision.
    tried = again.model_copy(update={"state": State.UNKNOWN, "claims": 2})
    assert not settling.repeated(asked, tried)
    assert settling.refusal_of(asked, tried, HEAD, NOW)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("retracts", [True, False])
def test_what_never_left_is_a_tombstone_at_once_whatever_the_platform_can(state: State, retracts: bool) -> None:  # noqa: FBT001
    delivery = in_state(state)
    why = settling.keeps(delivery, NOW, retracts=retracts)
    if state in UNSENT:
        assert why == ""
        off = settling.taken_off(delivery, a_thread(), "gold", "the wrong village", NOW)
        assert (off.delivery.state, off.delivery.due, off.thread) == (State.RETRACTED, None, None)
    elif state in ENDED:
        assert why == f"it is not out: it is {state}"
    elif state is State.RETRACTED:
        assert why == "it is off already"
    else:
        assert (why == "") is retracts


def test_a_platform_that_keeps_posts_is_named_with_what_to_do_there() -> None:
    assert settling.keeps(in_state(State.SENT), NOW, retracts=False) == (
        "bluesky takes no post off for us: delete it there by hand (https://social.example/1), then say that you did"
    )


def test_what_somebody_else_posted_is_not_ours_to_take_off() -> None:
    by_hand = in_state(State.SENT, ref=PostRef(id="", url=LINK))
    assert settling.keeps(by_hand, NOW, retracts=True).startswith("it was not posted by us, or nobody knows where")


def test_what_is_out_or_may_be_is_owed_to_its_sender_at_once() -> None:
    sent = settling.taken_off(in_state(State.SENT), a_thread(), "gold", "wrong", NOW)
    assert (sent.delivery.state, sent.delivery.due, sent.delivery.due_at) == (State.SENT, Due.RETRACT, NOW)
    assert (sent.delivery.retract_by, sent.delivery.ref, sent.thread) == ("gold", a_ref(), None)
    for state in (State.UNKNOWN, State.CLAIMED):
        doubt = settling.taken_off(in_state(state, not_before=NOW), a_thread(), "gold", "wrong", NOW)
        assert (doubt.delivery.state, doubt.delivery.due) == (State.UNKNOWN, Due.RETRACT)
        assert (doubt.delivery.lease_until, doubt.delivery.not_before) == (None, None)
        assert doubt.thread
        assert doubt.thread.doubts == ("AAAAAAA-1",)


def test_a_post_that_somebody_has_sent_again_is_looked_for_before_it_counts_as_never_out() -> None:
    again = settling.settled(Account(Word.AGAIN, "silver"), in_state(State.UNKNOWN), a_thread(), NOW).delivery
    off = settling.taken_off(again, a_thread(), "gold", "wrong", NOW).delivery
    assert (off.state, off.due) == (State.UNKNOWN, Due.RETRACT)


def test_who_took_it_off_by_hand_leaves_a_tombstone_and_an_all_clear_still_follows() -> None:
    written = settling.gone(in_state(State.SENT), a_thread(), "gold", "wrong")
    assert (written.delivery.state, written.delivery.told_by) == (State.RETRACTED, "gold")
    assert written.thread
    assert written.thread.doubts == ("AAAAAAA-1",)
    assert settling.wanted_off(written.delivery, "gold", by_hand=True)
    assert settling.never_out(in_state(State.FAILED), NOW) == "it is not out: it is FAILED"
