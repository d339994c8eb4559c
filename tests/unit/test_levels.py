"""LEVELS: for what, how long, by whom; and what the clock owes."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import NORMAL, Action, MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.levels import (
    Fall,
    Stay,
    Warn,
    agreed,
    asks,
    check,
    scope_of,
    tightest,
    until_of,
    what_now,
)
from loudhailer.plan import Ends, Level, Plan, Rule
from tests.builders import NOW, a_gate, declared_level, shipped_config

PLAN = shipped_config().plan
CRISIS_LASTS = timedelta(minutes=720)
SOON = timedelta(minutes=30)


def with_levels(**levels: Level) -> Plan:
    return PLAN.model_copy(update={"levels": {**PLAN.levels, **levels}})


def test_a_level_is_warned_of_once_and_then_falls_to_another() -> None:
    crisis = declared_level("crisis", until=NOW + CRISIS_LASTS)
    assert what_now(crisis, PLAN, NOW + CRISIS_LASTS - SOON - timedelta(seconds=1)) == Stay()
    assert what_now(crisis, PLAN, NOW + CRISIS_LASTS - SOON) == Warn(NOW + CRISIS_LASTS)
    warned = crisis.model_copy(update={"warned": NOW})
    assert what_now(warned, PLAN, NOW + CRISIS_LASTS - SOON) == Stay()
    for each in (crisis, warned):
        assert what_now(each, PLAN, NOW + CRISIS_LASTS) == Fall("heightened")


@pytest.mark.parametrize("level", ["heightened", "lockdown", "unknown"])
def test_what_the_plan_does_not_end_stays_until_a_person_ends_it(level: str) -> None:
    declared = declared_level(level, until=NOW)
    assert what_now(declared, PLAN, NOW + timedelta(days=365)) == Stay()
    assert what_now(declared_level("crisis"), PLAN, NOW + timedelta(days=365)) == Stay()


@given(minutes=st.integers(15, 10_000), later=st.integers(0, 20_000), names=st.permutations(["one", "two", "three"]))
def test_however_often_a_level_falls_it_never_reaches_normal(minutes: int, later: int, names: list[str]) -> None:
    """A chain of levels that each fall to the next: the clock goes along it and stays at its last."""
    base = PLAN.levels["crisis"]
    chain = [*names, "heightened"]
    made = {
        name: base.model_copy(update={"ends": Ends(after_minutes=minutes, warn_minutes=5, falls_to=to)})
        for name, to in pairwise(chain)
    }
    plan = with_levels(**made)
    now, level = NOW, chain[0]
    declared = declared_level(level, until=until_of(plan, level, None, now))
    for _ in range(10):
        now += timedelta(minutes=later)
        owed = what_now(declared, plan, now)
        if isinstance(owed, Fall):
            assert owed.to != NORMAL
            declared = declared_level(owed.to, until=until_of(plan, owed.to, None, now))
    assert declared.level != NORMAL


def test_a_level_lasts_as_long_as_the_plan_says_or_shorter() -> None:
    assert until_of(PLAN, "crisis", None, NOW) == NOW + CRISIS_LASTS
    assert until_of(PLAN, "crisis", NOW + SOON, NOW) == NOW + SOON
    assert until_of(PLAN, "heightened", None, NOW) is None
    for level, asked in (("crisis", NOW), ("crisis", NOW + CRISIS_LASTS + SOON), ("heightened", NOW + SOON)):
        with pytest.raises(FeedError) as refusal:
            until_of(PLAN, level, asked, NOW)
        assert refusal.value.place == "until"


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("service", "service"),
        ("area:Stokeby", "area:Stokeby"),
        ("area:  harrow   MOOR ", "area:Harrow Moor"),
        ("area:St Mary's", "area:St Mary's"),
        ("incident:j3bww4d7c", "incident:J3BWW4D7C"),
    ],
)
def test_a_scope_is_written_in_one_way(text: str, scope: str) -> None:
    assert scope_of(text) == scope


@pytest.mark.parametrize(
    "text", ["", "Service", "area:", "area:a", "area:x#y", "incident:", "incident:a-b", "county:x"]
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(FeedError, match="write service"):
        scope_of(text)


def test_a_lockdown_is_for_the_whole_service_only() -> None:
    with pytest.raises(FeedError, match="service only"):
        check(PLAN, "lockdown", "area:Stokeby", None, NOW)
    with pytest.raises(FeedError, match="no level 'panic'"):
        check(PLAN, "panic", "service", None, NOW)


@pytest.mark.parametrize(
    ("present", "level", "lists", "people"),
    [
        ("normal", "heightened", [PLAN.levels["heightened"].declare], 1),
        ("normal", "crisis", [PLAN.levels["crisis"].declare], 1),
        ("heightened", "crisis", [PLAN.levels["crisis"].declare], 1),
        ("crisis", "crisis", [PLAN.levels["crisis"].declare], 1),
        ("crisis", "lockdown", [PLAN.levels["lockdown"].declare], 1),
        ("crisis", "heightened", [PLAN.levels["crisis"].stand_down], 1),
        ("crisis", "normal", [PLAN.levels["crisis"].stand_down], 1),
        ("heightened", "normal", [PLAN.levels["heightened"].stand_down], 1),
        ("lockdown", "crisis", [PLAN.levels["lockdown"].stand_down], 2),
        ("lockdown", "normal", [PLAN.levels["lockdown"].stand_down], 2),
        ("normal", "normal", [PLAN.levels["normal"].declare], 1),
    ],
)
def test_who_tightens_needs_the_new_level_s_leave_and_who_loosens_the_old_one_s(
    present: str, level: str, lists: list[tuple[Role, ...]], people: int
) -> None:
    asked = asks(PLAN, a_gate(level=present), "service", level, None)
    assert (list(asked.lists), 2 if asked.two else 1) == (lists, people)


def test_a_level_that_tightens_one_class_and_loosens_another_needs_both() -> None:
    election = PLAN.levels["crisis"].model_copy(
        update={
            "classes": {**PLAN.levels["normal"].classes, MessageClass.STATUS: Rule(action=Action.DROP)},
            "declare": (Role.GOLD,),
        }
    )
    plan = with_levels(election=election)
    asked = asks(plan, a_gate(level="heightened"), "service", "election", None)
    assert asked.lowers
    assert asked.lists == ((Role.GOLD,), PLAN.levels["heightened"].stand_down)
    assert asked.lacks((Role.BRONZE,)) == (Role.GOLD,)


def test_to_let_a_level_end_earlier_is_to_loosen_it() -> None:
    gate = a_gate(declared={"service": declared_level("crisis", until=NOW + CRISIS_LASTS)})
    assert asks(PLAN, gate, "service", "crisis", NOW + SOON).lists == (PLAN.levels["crisis"].stand_down,)
    assert asks(PLAN, gate, "service", "crisis", NOW + 2 * CRISIS_LASTS).lists == (PLAN.levels["crisis"].declare,)


def test_a_level_that_the_plan_lost_is_ended_only_by_whom_every_level_lets() -> None:
    gate = a_gate(level="mourning")
    assert asks(PLAN, gate, "service", "normal", None).lacks((Role.BRONZE,))
    assert not asks(PLAN, gate, "service", "normal", None).lacks((Role.SILVER,))
    assert not asks(PLAN, gate, "service", "lockdown", None).lacks((Role.DUTY,))


def test_only_a_lockdown_loosens_nothing_whatever_stands() -> None:
    assert [name for name in PLAN.levels if tightest(PLAN, name)] == ["lockdown"]


def test_another_person_agrees_to_the_same_and_in_time() -> None:
    asked = declared_level("lockdown", lift_by="gold", lift_to="normal", lift_at=NOW)
    assert agreed(asked, "silver", "normal", NOW + timedelta(minutes=29))
    assert not agreed(asked, "silver", "normal", NOW + timedelta(minutes=30))
    assert not agreed(asked, "silver", "crisis", NOW)
    assert not agreed(asked, "gold", "normal", NOW)
    assert not agreed(declared_level("lockdown"), "gold", "normal", NOW)
