"""A language whose words are missing: both or neither, and never where waiting does the harm (design §2, promise 6)."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass, Quiet
from loudhailer.domain.incident import Manner, Sensitivity
from loudhailer.gate import Standing, decide
from loudhailer.plan import Languages
from tests.builders import NOW, a_gate, an_alert, shipped_config

PLAN = shipped_config().plan
MINUTE = timedelta(seconds=60)
OTHERS = [each for each in MessageClass if each is not MessageClass.LIFE_SAFETY]
CANCEL, UPDATE = MsgType.CANCEL, MsgType.UPDATE


def owing(message_class: MessageClass = MessageClass.LIFE_SAFETY, **changes: object) -> Alert:
    return an_alert(message_class=message_class, **{"owes": ("cy",)} | changes)


def decided(
    alert: Alert, after: timedelta = timedelta(), gate: GateState | None = None, *, released: bool = False
) -> Decision:
    return decide(PLAN, alert, gate or a_gate(), Standing(NOW + after, released=released))


@pytest.mark.parametrize(
    ("msg_type", "manner"),
    [
        (MsgType.ALERT, Manner.PLAIN),
        (UPDATE, Manner.CORRECTION),
        (CANCEL, Manner.PLAIN),
        (CANCEL, Manner.WITHDRAWN),
    ],
)
def test_life_safety_waits_its_seconds_for_a_language_and_not_one_more(msg_type: MsgType, manner: Manner) -> None:
    alert = owing(msg_type=msg_type, manner=manner)
    waits = decided(alert, timedelta(seconds=59.9))
    assert (waits.action, waits.until, waits.brief) == (Action.WAIT, NOW + MINUTE, True)
    assert waits.reason == "it waits for its Welsh words"
    goes = decided(alert, MINUTE)
    assert (goes.action, goes.reason.partition(";")[0]) == (Action.SEND, "its Welsh words were not there in time")


def test_words_that_would_expire_while_they_wait_go_at_once() -> None:
    assert decided(owing(expires=NOW + MINUTE)).sends


@pytest.mark.parametrize("message_class", OTHERS)
def test_what_is_no_danger_to_life_is_held_until_a_person_gives_the_words_or_lets_it_go(
    message_class: MessageClass,
) -> None:
    held = decided(owing(message_class))
    assert held.action is Action.HOLD
    assert held.reason == "its Welsh words are missing: give them, or release it in one language"
    assert decided(owing(message_class), released=True).sends


@pytest.mark.parametrize("message_class", OTHERS)
def test_an_all_clear_is_held_and_what_puts_right_or_takes_back_is_not(message_class: MessageClass) -> None:
    assert decided(owing(message_class, msg_type=CANCEL)).action is Action.HOLD
    assert decided(owing(message_class, msg_type=UPDATE, manner=Manner.CORRECTION)).sends
    assert decided(owing(message_class, msg_type=CANCEL, manner=Manner.WITHDRAWN)).sends


def test_a_plan_that_names_no_wait_never_holds_life_safety_for_a_language() -> None:
    plan = PLAN.model_copy(update={"languages": Languages()})
    assert decide(plan, owing(), a_gate(), Standing(NOW)).sends


def test_a_language_without_a_name_of_ours_is_called_by_its_code() -> None:
    assert decided(owing(owes=("en-GB", "gd"))).reason == "it waits for its English and gd words"


def test_what_holds_it_anyhow_is_said_first_and_the_wait_lifts_nothing() -> None:
    for gate in (a_gate(level="lockdown"), a_gate(stopped=True), a_gate(live=False)):
        for after in (timedelta(), MINUTE):
            assert decided(owing(), after, gate).action is Action.HOLD
    sensitive = owing(sensitivities=(Sensitivity.FATAL,))
    assert decided(sensitive, MINUTE, released=True).action is Action.APPROVE


def test_who_is_asked_to_approve_is_told_that_a_language_is_missing() -> None:
    asked = decided(owing(by="d.officer", roles=("duty",), free_text=True))
    assert asked.action is Action.APPROVE
    assert asked.reason.endswith("; its Welsh words are missing")


def test_what_is_released_in_one_language_still_keeps_quiet_hours() -> None:
    quiet = Quiet(start="17:00", end="18:00", classes=(MessageClass.INFORMATION,))
    alert = owing(MessageClass.INFORMATION)
    waits = decided(alert, gate=a_gate(quiet=(quiet,)), released=True)
    assert (waits.action, waits.brief) == (Action.WAIT, False)


def test_where_the_gate_cannot_be_read_an_evacuation_waits_for_no_language() -> None:
    alert = owing(by="s.officer", roles=("silver",))
    assert decide(PLAN, alert, None, Standing(NOW)).sends
