"""POLICY: scopes of a level, people's own words, broken glass, a lead, leave that was given, blind decisions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.approval import Approval, Stand, Voice, words_digest
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass, Quiet
from loudhailer.domain.incident import Manner, Sensitivity
from loudhailer.domain.post import Draft, Variant
from loudhailer.gate import Standing, decide
from tests.builders import NOW, a_gate, an_alert, declared_level, shipped_config

PLAN = shipped_config().plan
EVACUATION: dict[str, Any] = {"message_class": MessageClass.LIFE_SAFETY, "by": "duty", "roles": (Role.DUTY,)}


def decided(
    alert: Alert, gate: GateState | None = None, *, blind: bool = False, lead: str = "", leave: Approval | None = None
) -> Decision:
    return decide(PLAN, alert, None if blind else gate or a_gate(), Standing(NOW, lead, leave))


def leave_for(alert: Alert, *people: tuple[str, Role], **changes: Any) -> Approval:
    values = {
        "alert_id": alert.identifier,
        "reference": alert.reference,
        "digest": words_digest(alert),
        "author": alert.by,
        "roles": (),
        "reason": "somebody's own words",
        "asked_at": NOW,
        "due_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
        "stand": Stand.APPROVED,
        "voices": tuple(Voice(by=name, role=role, at=NOW) for name, role in people),
    }
    return Approval.model_validate(values | changes)


def own_words(**changes: Any) -> Alert:
    return an_alert(**{"by": "duty", "roles": (Role.DUTY,), "free_text": True} | changes)


@pytest.mark.parametrize(
    ("scope", "areas", "stays"),
    [
        ("area:Stokeby", ("at Mill Street, Stokeby",), True),
        ("area:STOKEBY", ("at Mill Street, Stokeby",), True),
        ("area:Stokeby", ("at Harrow Moor",), False),
        ("area:Stokeby", (), True),
        ("incident:AAAAAAA", ("anywhere",), True),
        ("incident:BBBBBBB", ("anywhere",), False),
        ("planet:Mars", ("anywhere",), True),
    ],
)
def test_a_level_reaches_what_is_in_its_scope_and_what_may_be(scope: str, areas: tuple[str, ...], stays: Any) -> None:
    gate = a_gate(declared={scope: declared_level("crisis", scope)})
    campaign = an_alert(message_class=MessageClass.PROMOTIONAL, areas=areas)
    assert decided(campaign, gate).sends is not stays


def test_of_two_levels_the_stricter_holds() -> None:
    gate = a_gate(
        declared={
            "service": declared_level("heightened"),
            "area:Stokeby": declared_level("crisis", "area:Stokeby"),
        }
    )
    appeal = an_alert(message_class=MessageClass.APPEAL, areas=("Stokeby",))
    assert decided(appeal, gate).roles == (Role.SILVER, Role.GOLD), "who satisfies both"


def test_broken_glass_passes_approval_of_life_safety_only() -> None:
    assert not decided(own_words(message_class=MessageClass.LIFE_SAFETY)).sends
    broken = own_words(message_class=MessageClass.LIFE_SAFETY, glass="g-1")
    assert decided(broken).sends
    assert "break-glass g-1 by duty" in decided(broken).reason
    assert not decided(own_words(glass="g-1")).sends


@pytest.mark.parametrize(
    ("changes", "gate", "lead"),
    [
        ({"sensitivities": (Sensitivity.CHILDREN,)}, a_gate(), ""),
        ({}, a_gate(), "police"),
        ({}, a_gate(level="lockdown"), ""),
        ({}, a_gate(stopped=True), ""),
        ({}, a_gate(live=False), ""),
    ],
)
def test_broken_glass_passes_nothing_else(changes: dict[str, Any], gate: GateState, lead: str) -> None:
    alert = own_words(message_class=MessageClass.LIFE_SAFETY, glass="g-1", **changes)
    assert not decided(alert, gate, lead=lead).sends


def test_where_another_agency_leads_only_its_words_are_passed_on() -> None:
    ours = an_alert()
    asked = decided(ours, lead="police")
    assert (asked.action, asked.roles) == (Action.APPROVE, PLAN.lead.own_words)
    assert decided(an_alert(amplifies=True, by="duty", roles=(Role.DUTY,)), lead="police").sends
    assert decided(an_alert(msg_type=MsgType.CANCEL, manner=Manner.WITHDRAWN), lead="police").sends


def test_leave_for_these_very_words_lets_them_go() -> None:
    alert = own_words()
    assert decided(alert).action is Action.APPROVE
    assert decided(alert, leave=leave_for(alert, ("c.officer", Role.COMMS))).sends


def test_no_edited_text_rides_on_an_old_leave() -> None:
    alert = own_words()
    leave = leave_for(alert, ("c.officer", Role.COMMS))
    drafts = {"bluesky": {variant: Draft(text="other words") for variant in Variant}}
    assert not decided(alert.model_copy(update={"drafts": drafts}), leave=leave).sends
    assert not decided(own_words(revision=2), leave=leave).sends
    later = alert.model_copy(update={"expires": alert.expires + timedelta(hours=1)})
    assert not decided(later, leave=leave).sends


@pytest.mark.parametrize("stand", [each for each in Stand if each is not Stand.APPROVED], ids=str)
def test_only_leave_that_was_given_counts(stand: Stand) -> None:
    alert = own_words()
    assert not decided(alert, leave=leave_for(alert, ("c.officer", Role.COMMS), stand=stand)).sends


def test_nobody_s_own_voice_counts_nor_that_of_who_typed_for_them() -> None:
    alert = own_words(by="silver", typed_by="control", roles=(Role.CONTROL,))
    for name in ("silver", "control"):
        assert not decided(alert, leave=leave_for(alert, (name, Role.SILVER))).sends
    lent = leave_for(alert, voices=(Voice(by="other", role=Role.COMMS, at=NOW, lent_by="silver"),))
    assert not decided(alert, leave=lent).sends, "a role that the author lent is the author's"


def test_leave_given_at_one_level_does_not_do_at_a_stricter_one() -> None:
    appeal = own_words(message_class=MessageClass.APPEAL)
    leave = leave_for(appeal, ("c.officer", Role.COMMS))
    assert decided(appeal, leave=leave).sends
    assert not decided(appeal, a_gate(level="crisis"), leave=leave).sends


def test_leave_lifts_no_hold() -> None:
    campaign = own_words(message_class=MessageClass.PROMOTIONAL)
    leave = leave_for(campaign, ("g.officer", Role.GOLD))
    assert decided(campaign, a_gate(level="crisis"), leave=leave).action is Action.HOLD


@given(
    voices=st.lists(st.tuples(st.sampled_from(["a", "b", "duty"]), st.sampled_from(Role)), max_size=4),
)
def test_where_two_are_asked_two_people_answered(voices: list[tuple[str, Role]]) -> None:
    alert = own_words()
    roles, second = (Role.COMMS,), (Role.SILVER, Role.GOLD)
    enough = leave_for(alert, *voices).covers(alert, roles, second)
    first = {name for name, role in voices if role in roles and name != "duty"}
    other = {name for name, role in voices if role in second and name != "duty"}
    assert enough is any(one != two for one in first for two in other)


@pytest.mark.parametrize(
    ("alert", "action"),
    [
        (an_alert(**EVACUATION), Action.SEND),
        (an_alert(**EVACUATION | {"roles": (Role.COMMS,)}), Action.APPROVE),
        (an_alert(**EVACUATION, free_text=True), Action.APPROVE),
        (an_alert(**EVACUATION, free_text=True, glass="g-1"), Action.SEND),
        (an_alert(**EVACUATION, sensitivities=(Sensitivity.FATAL,)), Action.APPROVE),
        (an_alert(**EVACUATION | {"message_class": MessageClass.INCIDENT}), Action.APPROVE),
        (an_alert(message_class=MessageClass.LIFE_SAFETY), Action.HOLD),
        (an_alert(), Action.HOLD),
        (an_alert(**EVACUATION | {"message_class": MessageClass.PROMOTIONAL}), Action.DROP),
    ],
)
def test_blind_the_class_decides_and_doubt_waits(alert: Alert, action: Action) -> None:
    decision = decided(alert, blind=True)
    assert (decision.action, decision.blind) == (action, True)


@pytest.mark.parametrize(
    ("moment", "waits_until"),
    [
        (datetime(2026, 7, 1, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), datetime(2026, 7, 2, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 2, 5, 59, tzinfo=UTC), datetime(2026, 7, 2, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 2, 6, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 1, 22, 0, tzinfo=UTC), datetime(2026, 12, 2, 7, 0, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_those_of_a_clock_on_the_wall(moment: datetime, waits_until: datetime | None) -> None:
    every = tuple(MessageClass)
    gate = a_gate(quiet=(Quiet(start="22:00", end="07:00", classes=every),))
    decision = decide(PLAN, an_alert(), gate, Standing(moment))
    assert decision.until == waits_until
    assert decision.sends is (waits_until is None)
    evacuation = an_alert(message_class=MessageClass.LIFE_SAFETY)
    assert decide(PLAN, evacuation, gate, Standing(moment)).sends, "no hour is quiet for an evacuation"
