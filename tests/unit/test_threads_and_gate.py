"""ORDER: what becomes of a post that the gate does not send now."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import Action, Decision
from loudhailer.threads import Hold, PutOff, unsent_step
from tests.builders import NOW, a_delivery, a_thread, an_alert


@pytest.mark.parametrize("action", [each for each in Action if each not in {Action.SEND, Action.WAIT}], ids=str)
@pytest.mark.parametrize("msg_type", MsgType, ids=str)
def test_what_the_gate_does_not_send_is_held(action: Action, msg_type: MsgType) -> None:
    alert = an_alert(msg_type=msg_type)
    assert unsent_step(alert, a_delivery(alert), a_thread(), Decision(action, "because"), NOW) == Hold()


def test_what_the_gate_puts_off_waits_in_the_table_until_then() -> None:
    morning = NOW + timedelta(hours=9)
    alert = an_alert()
    decision = Decision(Action.WAIT, "quiet hours", until=morning)
    assert unsent_step(alert, a_delivery(alert), a_thread(), decision, NOW) == PutOff(morning)
