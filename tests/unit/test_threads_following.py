"""ORDER, once something is out: posts made anew, pointers, posts that follow others, what somebody wants off."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import Action, Decision
from loudhailer.domain.delivery import Due, State, number_of, thread_of
from loudhailer.domain.post import Variant
from loudhailer.pipeline._freeze import freeze
from loudhailer.threads import Done, Follow, Hold, PutOff, Retract, Send, Settle, Wait, next_step
from tests.builders import NOW, a_delivery, a_thread, an_alert
from tests.unit.test_threads import ANEW, CANCEL, DOUBT, GO, HOLD, LANDED, POINTER, STANDALONE, UPDATE


@pytest.mark.parametrize("msg_type", [UPDATE, CANCEL])
def test_what_must_be_seen_by_everybody_is_a_post_of_its_own_where_a_thread_is_there(msg_type: MsgType) -> None:
    alert = an_alert(revision=2, msg_type=msg_type, anew=True)
    assert next_step(alert, a_delivery(alert), a_thread(**LANDED), GO, NOW) == ANEW
    assert next_step(alert, a_delivery(alert), a_thread(**DOUBT), GO, NOW) == STANDALONE


def test_a_pointer_needs_no_thread_of_its_own_and_still_asks_expiry_order_and_gate() -> None:
    alert = an_alert(revision=2, msg_type=CANCEL, anew=True)
    pointer = a_delivery(alert, channel="bluesky/pointer")
    assert next_step(alert, pointer, a_thread(channel="bluesky/pointer"), GO, NOW) == POINTER
    assert isinstance(next_step(alert, pointer, a_thread(), GO, NOW, spoken=3), Settle)
    assert isinstance(next_step(alert, pointer, a_thread(), GO, alert.expires), Settle)


@pytest.mark.parametrize("state", State, ids=str)
def test_what_somebody_wants_off_never_leaves_again(state: State) -> None:
    alert = an_alert()
    wanted = a_delivery(alert, state=state, retract_by="c.officer")
    step = next_step(alert, wanted, a_thread(), GO, NOW)
    assert not isinstance(step, Send)
    assert isinstance(step, Retract) == (state is State.SENT)


def test_a_title_is_in_both_languages_where_a_subject_holds_both() -> None:
    def headline(english: str, **headlines: str) -> str:
        alert = an_alert(headline=english, headlines=headlines)
        return freeze(alert, "bluesky", Variant.FIRST, a_thread(), NOW).headline

    assert headline("A49 closed") == "A49 closed"
    assert headline("A49 closed", cy="Ffordd A49 ar gau") == "A49 closed / Ffordd A49 ar gau"
    assert headline("Met Office warning", cy="Met Office warning") == "Met Office warning"
    assert headline("A" * 47, cy="B" * 100) == f"{'A' * 47} / {'B' * 100}"
    assert headline("A" * 48, cy="B" * 100) == "A" * 48


def test_what_follows_is_done_before_a_delivery_is_done_with() -> None:
    alert = an_alert()
    assert next_step(alert, a_delivery(state=State.SENT, due=Due.FOLLOW), a_thread(), GO, NOW) == Follow()
    assert next_step(alert, a_delivery(state=State.SENT), a_thread(), GO, NOW) == Done()


def test_a_post_that_follows_another_has_its_words_already_and_asks_all_the_rest() -> None:
    alert = an_alert(revision=2, msg_type=CANCEL)
    second = a_delivery(alert, channel="bluesky/post_2", variant=Variant.STANDALONE, posts=3)
    assert next_step(alert, second, a_thread(), GO, NOW) == Send(Variant.STANDALONE), "an end that is out goes on"
    busy = a_thread(owner="AAAAAAA-3", lease_until=NOW + timedelta(seconds=9), head=2)
    assert isinstance(next_step(alert, second, busy, GO, NOW), Wait)
    assert next_step(alert, second, a_thread(head=3), GO, NOW) == Settle(State.SUPERSEDED, "revision 3 has replaced it")
    assert isinstance(next_step(alert, second, a_thread(), GO, alert.expires), Settle)
    assert next_step(alert, second, a_thread(), HOLD, NOW) == Hold()


@pytest.mark.parametrize(
    ("name", "number", "thread"),
    [
        ("bluesky", 1, "bluesky"),
        ("bluesky/post_2", 2, "bluesky"),
        ("bluesky/post_11", 11, "bluesky"),
        ("bluesky/pointer", 0, "bluesky/pointer"),
        ("sms/2", 0, "sms/2"),
        ("sms/post-2", 0, "sms/post-2"),
        ("x/post_", 0, "x/post_"),
    ],
)
def test_a_name_says_which_post_it_is_and_no_recipient_of_a_list_is_taken_for_one(
    name: str, number: int, thread: str
) -> None:
    assert (number_of(name), thread_of(name)) == (number, thread)


def test_what_ends_with_a_post_is_said_of_those_that_would_follow_it() -> None:
    second = a_delivery(channel="bluesky/post_2", posts=4)
    assert second.settled(State.EXPIRED, "late").reason == "late; so do the 2 that would follow it"
    assert second.settled(State.FAILED, "refused").reason == "refused"
    assert a_delivery(posts=4).settled(State.EXPIRED, "late").reason == "late"


def test_a_short_wait_is_left_to_the_queue() -> None:
    waits = Decision(Action.WAIT, "a minute", until=NOW + timedelta(minutes=1), brief=True)
    assert next_step(an_alert(), a_delivery(), a_thread(), waits, NOW) == PutOff(NOW + timedelta(minutes=1), brief=True)
