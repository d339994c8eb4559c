"""ORDER, once something is out: posts made anew, pointers, what somebody wants off."""

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.delivery import Due, State
from loudhailer.threads import Done, Follow, Retract, Send, Settle, next_step
from tests.builders import NOW, a_delivery, a_thread, an_alert
from tests.unit.test_threads import ANEW, CANCEL, DOUBT, GO, LANDED, POINTER, STANDALONE, UPDATE


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


def test_what_follows_is_done_before_a_delivery_is_done_with() -> None:
    alert = an_alert()
    assert next_step(alert, a_delivery(state=State.SENT, due=Due.FOLLOW), a_thread(), GO, NOW) == Follow()
    assert next_step(alert, a_delivery(state=State.SENT), a_thread(), GO, NOW) == Done()
