"""POLICY: what may leave at which level, and on which side doubt falls."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.crisis import Action, GateState, MessageClass
from loudhailer.domain.incident import Sensitivity
from loudhailer.gate import Standing, decide
from tests.builders import NOW, a_gate, an_alert, shipped_config

PLAN = shipped_config().plan
NOBODY = Standing(NOW)
_LEVELS = yaml.safe_load((ROOT / "config" / "plan.yaml").read_text(encoding="utf-8"))["levels"]
WRITTEN: dict[str, dict[str, object]] = {name: level["classes"] for name, level in _LEVELS.items()}
LEVELS = ["normal", "heightened", "crisis", "lockdown"]

at_some_gate = st.builds(
    a_gate,
    live=st.booleans(),
    stopped=st.booleans(),
    level=st.sampled_from([*LEVELS, "mourning", "pre_election", "", "Normal"]),
    version=st.integers(min_value=0),
)
some_alert = st.builds(
    an_alert,
    message_class=st.sampled_from(MessageClass),
    sensitivities=st.lists(st.sampled_from(Sensitivity), max_size=2, unique=True),
)


def action_at(level: str, message_class: MessageClass, **alert: Any) -> Action:
    return decide(PLAN, an_alert(message_class=message_class, **alert), a_gate(level=level), NOBODY).action


@pytest.mark.parametrize(
    ("level", "message_class", "action"),
    [(level, each, action) for level, actions in WRITTEN.items() for each, action in actions.items()],
)
def test_the_gate_does_what_the_plan_says_of_what_a_machine_told(level: str, message_class: str, action: Any) -> None:
    decision = decide(PLAN, an_alert(message_class=message_class), a_gate(level=level), NOBODY)
    roles = action["approve"] if isinstance(action, dict) else []
    assert decision.action == ("approve" if roles else action)
    assert decision.sends is (action == "send")
    assert set(decision.roles) == set(roles)
    assert decision.reason.startswith(f"level {level}: the plan says ")


def test_the_shipped_plan_answers_for_every_class_at_four_levels() -> None:
    assert list(WRITTEN) == LEVELS
    assert all(set(actions) == set(MessageClass) for actions in WRITTEN.values())


@pytest.mark.parametrize("message_class", MessageClass, ids=str)
def test_at_level_normal_everything_goes(message_class: MessageClass) -> None:
    assert action_at("normal", message_class) is Action.SEND


@pytest.mark.parametrize(
    ("message_class", "action"),
    [
        ("life_safety", "send"),
        ("incident", "send"),
        ("status", "send"),
        ("information", "send"),
        ("appeal", "approve"),
        ("promotional", "hold"),
    ],
)
def test_at_level_heightened_an_appeal_is_approved_first(message_class: MessageClass, action: str) -> None:
    assert action_at("heightened", message_class) == action


@pytest.mark.parametrize(
    ("message_class", "action"),
    [
        ("life_safety", "send"),
        ("incident", "send"),
        ("status", "send"),
        ("information", "approve"),
        ("appeal", "approve"),
        ("promotional", "hold"),
    ],
)
def test_in_a_crisis_only_what_is_about_incidents_goes(message_class: MessageClass, action: str) -> None:
    assert action_at("crisis", message_class) == action


@pytest.mark.parametrize("message_class", MessageClass, ids=str)
def test_at_level_lockdown_everything_waits(message_class: MessageClass) -> None:
    assert action_at("lockdown", message_class) is Action.HOLD


@pytest.mark.parametrize(
    ("gate", "word"),
    [
        ({"live": False}, "Exercise"),
        ({"live": False, "stopped": True}, "Exercise"),
        ({"stopped": True}, "kill switch"),
        ({"level": "mourning"}, "the plan has no level mourning"),
        ({"level": ""}, "the plan has no level"),
        ({"level": "NORMAL"}, "the plan has no level NORMAL"),
    ],
)
@pytest.mark.parametrize("message_class", MessageClass, ids=str)
def test_a_gate_that_is_not_open_holds_everything(gate: dict[str, Any], word: str, message_class: MessageClass) -> None:
    decision = decide(PLAN, an_alert(message_class=message_class), a_gate(**gate), NOBODY)
    assert decision.action is Action.HOLD
    assert word in decision.reason


def test_a_channel_that_nobody_took_live_is_in_exercise() -> None:
    decision = decide(PLAN, an_alert(), GateState(channel="bluesky"), NOBODY)
    assert decision.action is Action.HOLD
    assert decision.reason == "bluesky is in Exercise: nobody has taken it live"


@pytest.mark.parametrize("sensitivity", Sensitivity, ids=str)
@pytest.mark.parametrize("message_class", MessageClass, ids=str)
def test_a_sensitive_incident_is_decided_by_a_person(sensitivity: Sensitivity, message_class: MessageClass) -> None:
    decision = decide(PLAN, an_alert(sensitivities=(sensitivity,), message_class=message_class), a_gate(), NOBODY)
    assert decision.action is Action.APPROVE
    assert sensitivity in decision.reason


def test_every_reason_for_care_is_named() -> None:
    alert = an_alert(sensitivities=(Sensitivity.CHILDREN, Sensitivity.FATAL))
    assert "(children, fatal)" in decide(PLAN, alert, a_gate(), NOBODY).reason


@pytest.mark.parametrize("gate", [{"live": False}, {"stopped": True}])
def test_what_no_level_can_lift_is_told_before_a_sensitivity(gate: dict[str, Any]) -> None:
    decision = decide(PLAN, an_alert(sensitivities=(Sensitivity.FATAL,)), a_gate(**gate), NOBODY)
    assert decision.action is Action.HOLD


@pytest.mark.parametrize("message_class", [each for each in MessageClass if each is not MessageClass.PROMOTIONAL])
def test_an_automated_alert_waits_while_the_gate_cannot_be_read(message_class: MessageClass) -> None:
    decision = decide(PLAN, an_alert(message_class=message_class), None, NOBODY)
    assert decision.action is Action.HOLD
    assert "cannot be read" in decision.reason


def test_a_promotional_post_is_dropped_while_the_gate_cannot_be_read() -> None:
    assert decide(PLAN, an_alert(message_class=MessageClass.PROMOTIONAL), None, NOBODY).action is Action.DROP


@given(alert=some_alert, gate=st.none() | at_some_gate)
def test_nothing_leaves_a_gate_that_is_not_surely_open(alert: Any, gate: GateState | None) -> None:
    if decide(PLAN, alert, gate, NOBODY).sends:
        assert gate is not None
        assert gate.live
        assert not gate.stopped
        assert gate.level in {"normal", "heightened", "crisis"}
        assert not alert.sensitivities
        assert alert.message_class is not MessageClass.PROMOTIONAL or gate.level == "normal"


@given(alert=some_alert, gate=st.none() | at_some_gate)
def test_every_decision_gives_a_reason_and_the_same_one_again(alert: Any, gate: GateState | None) -> None:
    decision = decide(PLAN, alert, gate, NOBODY)
    assert decision.reason
    assert decision == decide(PLAN, alert, gate, NOBODY)


@given(alert=some_alert, gate=at_some_gate)
def test_closing_a_gate_further_never_lets_more_out(alert: Any, gate: GateState) -> None:
    if not decide(PLAN, alert, gate, NOBODY).sends:
        for closed in ({"live": False}, {"stopped": True}, {"level": "lockdown"}):
            assert not decide(PLAN, alert, gate.model_copy(update=closed), NOBODY).sends
