"""Who may do what: the plan alone says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.authority import acting_roles, must_name_officer, refusal_of
from loudhailer.domain.caller import Caller, Deed, Role
from tests.builders import shipped_config

PLAN = shipped_config().plan
SOME_ROLES = st.frozensets(st.sampled_from(Role))


@pytest.mark.parametrize("deed", [Deed.UPDATE, Deed.CORRECT, Deed.END])
def test_all_but_comms_speak_of_incidents(deed: Deed) -> None:
    assert {role for role in Role if acting_roles(PLAN, deed, Caller("x", frozenset({role})))} == {*Role} - {Role.COMMS}


def test_only_silver_and_gold_lift_a_class() -> None:
    allowed = {role for role in Role if acting_roles(PLAN, Deed.LIFT, Caller("x", frozenset({role})))}
    assert allowed == {Role.SILVER, Role.GOLD}


@pytest.mark.parametrize("deed", [Deed.READ, Deed.PREVIEW])
def test_every_role_may_look(deed: Deed) -> None:
    assert all(acting_roles(PLAN, deed, Caller("x", frozenset({role}))) for role in Role)


@pytest.mark.parametrize("deed", Deed)
def test_nobody_without_a_role_may_do_anything(deed: Deed) -> None:
    assert acting_roles(PLAN, deed, Caller("x", frozenset())) == ()


@given(SOME_ROLES, SOME_ROLES, st.sampled_from(Deed))
def test_a_further_role_takes_nothing_away(some: frozenset[Role], more: frozenset[Role], deed: Deed) -> None:
    fewer = set(acting_roles(PLAN, deed, Caller("x", some)))
    assert fewer <= set(acting_roles(PLAN, deed, Caller("x", some | more)))
    assert fewer <= some


def test_only_who_acts_as_control_alone_must_name_an_officer() -> None:
    assert must_name_officer((Role.CONTROL,))
    assert not must_name_officer((Role.CONTROL, Role.SILVER))
    assert not must_name_officer((Role.DUTY,))


def test_a_refusal_says_who_may_and_what_one_is() -> None:
    caller = Caller("x", frozenset({Role.DUTY, Role.COMMS}))
    assert refusal_of(PLAN, Deed.LIFT, caller) == "lift is for silver, gold; your roles: comms, duty"
    assert refusal_of(PLAN, Deed.LIFT, Caller("x", frozenset())).endswith("your roles: none")
