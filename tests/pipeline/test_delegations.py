"""Roles that are lent: they count at once, for one person, and no longer than they say."""

from datetime import datetime, timedelta

import pytest

from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.errors import (
    Conflict,
    FeedError,
    NotAllowed,
    NotFound,
    StateUnavailable,
)
from loudhailer.domain.watch import OnCall
from tests.builders import NOW
from tests.pipeline.officers import SILVER, Officers, somebody

DUTY, GOLD = somebody(Role.DUTY), somebody(Role.GOLD)
KHAN = OnCall(username="a.khan", phone="+441632960120")
HOUR = NOW + timedelta(hours=1)


@pytest.fixture
def at() -> Officers:
    return Officers()


def lend(at: Officers, by: Caller = SILVER, role: Role = Role.SILVER, to: str = "duty", until: datetime = HOUR) -> str:
    return at.watch().delegate(by, role, to, until, "leave").watch.delegations[-1].id


def may_lift(at: Officers, caller: Caller) -> bool:
    try:
        at.guard(Deed.LIFT, caller, "a class")
    except NotAllowed:
        return False
    return True


def test_a_delegation_counts_at_once_and_for_no_longer_than_it_says(at: Officers) -> None:
    assert not may_lift(at, DUTY)
    lend(at, until=NOW + timedelta(minutes=5))
    assert may_lift(at, DUTY)
    at.way_in.clock.pass_(299)
    assert may_lift(at, DUTY)
    at.way_in.clock.pass_(1)
    assert not may_lift(at, DUTY)
    assert at.chain.acts[-1].reason == "lift is for silver, gold; your roles: duty"


def test_a_delegation_counts_for_its_person_alone_in_whatever_case(at: Officers) -> None:
    lend(at, to="Duty")
    assert may_lift(at, DUTY)
    assert not may_lift(at, somebody(Role.DUTY, username="duty2"))


def test_what_is_done_in_a_lent_role_says_who_lent_it(at: Officers) -> None:
    comms = somebody(Role.COMMS)
    lend(at, to="comms")
    at.raised(comms)
    assert at.chain.acts[-1].reason == "as silver (lent by silver), comms"
    at.crisis().declare(comms, "heightened", "a fatal fire")
    assert at.chain.acts[-1].reason == "a fatal fire (as silver (lent by silver), comms)"
    at.crisis().declare(SILVER, "heightened", "a fatal fire")
    assert at.chain.acts[-1].reason == "a fatal fire"
    with pytest.raises(FeedError, match="reason"):
        at.crisis().declare(comms, "heightened", " ")


def test_control_with_a_lent_role_speaks_for_itself(at: Officers) -> None:
    lend(at, to="control")
    said = at.raised(somebody(Role.CONTROL), Behalf())
    assert said.alert.by == "control"
    assert at.chain.acts[-1].reason == "as control, silver (lent by silver)"


def test_a_role_of_one_s_own_is_not_lent_to_one(at: Officers) -> None:
    lend(at, to="gold-too", by=GOLD, role=Role.GOLD)
    leave = at.guard(Deed.DECLARE, somebody(Role.GOLD, username="gold-too"), "a level")
    assert leave.caller.lent == {}


@pytest.mark.parametrize("role", [Role.GOLD, Role.DUTY, Role.CONTROL])
def test_only_a_role_that_one_holds_and_may_lend_is_lent(at: Officers, role: Role) -> None:
    caller = somebody(Role.SILVER, Role.DUTY, Role.CONTROL, username="one")
    with pytest.raises(NotAllowed, match=f"{role} is not yours to lend; by the directory and the plan: silver"):
        at.watch().delegate(caller, role, "a.khan", HOUR, "leave")
    assert [(act.chain, act.deed) for act in at.chain.acts] == [("desk", "refused: delegate")]


def test_a_lent_role_is_not_lent_on(at: Officers) -> None:
    lend(at, by=GOLD, role=Role.GOLD, to="silver")
    with pytest.raises(NotAllowed, match="by the directory and the plan: silver"):
        at.watch().delegate(SILVER, Role.GOLD, "duty", HOUR, "leave")


@pytest.mark.parametrize("hours", [-1, 0, 24.01, 48])
def test_a_role_is_lent_for_a_day_at_most_and_never_backwards(at: Officers, hours: float) -> None:
    with pytest.raises(FeedError, match="within 24 hours"):
        lend(at, until=NOW + timedelta(hours=hours))


def test_nobody_lends_to_themselves(at: Officers) -> None:
    with pytest.raises(FeedError, match="themselves"):
        lend(at, to="SILVER")


def test_the_same_again_renews_and_somebody_else_s_is_to_be_taken_back_first(at: Officers) -> None:
    lend(at, until=NOW + timedelta(minutes=5))
    renewed = lend(at, until=HOUR)
    assert [each.id for each in at.watches.watch().delegations] == [renewed]
    other = somebody(Role.SILVER, username="other")
    with pytest.raises(Conflict, match="silver has lent silver to duty"):
        lend(at, by=other)
    at.way_in.clock.pass_(3600)
    lend(at, by=other, until=NOW + timedelta(hours=2))
    assert [each.by for each in at.watches.watch().delegations] == ["other"], "what has ended falls away"
    assert [len(each.delegations) for each in at.watches.history(9)] == [1, 1, 1], "and stays in its versions"


def test_a_delegation_is_taken_back_by_who_lent_it_or_by_gold(at: Officers) -> None:
    loan = lend(at)
    with pytest.raises(NotAllowed, match="silver lent it: they or gold may"):
        at.watch().take_back(somebody(Role.SILVER, username="other"), loan)
    assert may_lift(at, DUTY)
    at.watch().take_back(SILVER, loan)
    assert not may_lift(at, DUTY)
    with pytest.raises(NotFound):
        at.watch().take_back(SILVER, loan)
    at.watch().take_back(GOLD, lend(at))
    assert not may_lift(at, DUTY)


def test_what_has_run_out_cannot_be_taken_back(at: Officers) -> None:
    loan = lend(at)
    at.way_in.clock.pass_(3600)
    with pytest.raises(NotFound, match="in force"):
        at.watch().take_back(SILVER, loan)


def test_a_watch_that_cannot_be_read_gives_nobody_a_role_and_takes_none(at: Officers) -> None:
    lend(at)
    at.watches.broken = True
    assert may_lift(at, SILVER)
    assert not may_lift(at, DUTY)
    assert at.chain.acts[-1].reason.endswith("; the watch cannot be read, so no lent role counts")
    with pytest.raises(StateUnavailable):
        lend(at)


def test_roles_that_a_caller_brings_along_as_lent_count_for_nothing(at: Officers) -> None:
    assert not may_lift(at, Caller("duty", frozenset({Role.DUTY}), {Role.GOLD: "gold"}))
    at.watches.broken = True
    assert not may_lift(at, Caller("duty", frozenset({Role.DUTY}), {Role.GOLD: "gold"}))


def test_an_act_in_a_role_that_is_taken_back_in_that_moment_is_refused(at: Officers) -> None:
    loan = lend(at)
    at.watches.meanwhile.append(lambda: at.watch().take_back(SILVER, loan))
    with pytest.raises(NotAllowed):
        at.watch().put_on_call(DUTY, Role.SILVER, (KHAN,))
    assert at.watches.watch().on_call == {}
