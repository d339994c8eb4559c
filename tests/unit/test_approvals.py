"""APPROVALS: whose answer counts, and who is called; over any people, roles and orders."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer import approvals
from loudhailer.desk.approval_models import ShownView
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval, Stand, Voice, may_be, words_digest
from loudhailer.domain.caller import Caller, Leave, Role
from loudhailer.domain.crisis import Action, Decision
from loudhailer.domain.post import Draft, Variant
from loudhailer.pipeline.approve import Asked
from tests.builders import NOW, an_alert, shipped_config

PEOPLE = ("author", "Author", "typist", "one", "two", "TWO")
CHAIN = ((Role.BRONZE, 5), (Role.SILVER, 10), (Role.GOLD, 10))
people, roles = st.sampled_from(PEOPLE), st.sampled_from(list(Role))
some_roles = st.lists(roles, unique=True, max_size=4).map(tuple)
voices = st.lists(
    st.builds(Voice, by=people, role=roles, at=st.just(NOW), lent_by=st.sampled_from(("", *PEOPLE))), max_size=4
).map(tuple)


def a_leave(**changes: object) -> Approval:
    values = {
        "alert_id": "AAAAAAA-1",
        "reference": "AAAAAAA",
        "digest": words_digest(signed()),
        "author": "author",
        "typed_by": "typist",
        "roles": (Role.SILVER, Role.COMMS),
        "reason": "somebody's own words",
        "asked_at": NOW,
        "due_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
    }
    return Approval.model_validate(values | changes)


def signed(**changes: object) -> Alert:
    return an_alert(by="author", typed_by="typist", **changes)


@given(given_=voices, asked=some_roles, second=some_roles)
def test_leave_never_rests_on_an_author_or_on_what_an_author_lent(
    given_: tuple[Voice, ...], asked: tuple[Role, ...], second: tuple[Role, ...]
) -> None:
    leave = a_leave(voices=given_, stand=Stand.APPROVED)
    own = {"author", "typist"}
    honest = [each for each in given_ if not {each.by.casefold(), each.lent_by.casefold()} & own]
    pairs = [(one, other) for one in honest for other in honest if one.by.casefold() != other.by.casefold()]
    expected = (
        any(one.role in asked and other.role in second for one, other in pairs)
        if second
        else any(one.role in asked for one in honest)
    )
    assert leave.covers(signed(), asked, second) is expected


@given(given_=voices, stand=st.sampled_from(Stand), text=st.text(min_size=1, max_size=20))
def test_leave_covers_no_other_words_and_no_other_stand(given_: tuple[Voice, ...], stand: Stand, text: str) -> None:
    leave = a_leave(voices=given_, stand=stand)
    everybody = tuple(Role)
    if stand is not Stand.APPROVED:
        assert not leave.covers(signed(), everybody, ())
    edited = signed(drafts={"bluesky": {Variant.FIRST: Draft(text=text)}})
    assert not leave.covers(edited, everybody, ())
    assert not leave.covers(signed(expires=NOW + timedelta(hours=9)), everybody, ())


@given(asked=some_roles, second=some_roles, steps=st.lists(st.tuples(people, some_roles), max_size=6))
def test_however_people_answer_it_is_approved_only_by_those_who_may(
    asked: tuple[Role, ...], second: tuple[Role, ...], steps: list[tuple[str, tuple[Role, ...]]]
) -> None:
    leave = a_leave(roles=asked, second=second)
    for who, held in steps:
        acting = Leave(Caller(who, frozenset(held)), held)
        leave = approvals.heard(leave, approvals.voices_of(leave, acting, NOW), NOW)
    assert all(each.by not in {"author", "Author", "typist"} for each in leave.voices)
    assert (leave.stand is Stand.APPROVED) == leave.suffices(asked, second)
    if second and leave.stand is Stand.APPROVED:
        assert len({each.by.casefold() for each in leave.voices}) >= 2


@pytest.mark.parametrize(
    ("username", "name", "same"),
    [
        ("r.example", "Station Commander R. Example", True),
        ("R.Example", "r.example", True),
        ("example", "Station Commander R. Example", True),
        ("b.example", "Station Commander R. Example", False),
        ("gold", "Gold 1", True),
        ("officer-silver", "Gold 1", False),
        ("...", "Gold 1", False),
    ],
)
def test_a_name_that_may_be_somebody_s_is_taken_for_theirs(username: str, name: str, same: object) -> None:
    assert may_be(username, name) is same


def test_any_gate_that_asks_makes_an_approval_and_each_of_their_roles_may_answer() -> None:
    plan = shipped_config().plan
    sends, asks = Decision(Action.SEND, ""), Decision(Action.APPROVE, "why", roles=(Role.GOLD,))
    also = Decision(Action.APPROVE, "too", roles=(Role.COMMS,), second=(Role.SILVER,))
    assert approvals.asked(plan, signed(), {"page": sends}, NOW) is None
    leave = approvals.asked(plan, signed(), {"page": sends, "bluesky": asks, "telegram": also}, NOW)
    assert leave is not None
    assert (leave.roles, leave.second) == ((Role.GOLD, Role.COMMS), (Role.SILVER,))
    assert leave.expires_at == NOW + timedelta(hours=1), "an incident's minutes in the plan"


def test_it_expires_with_its_alert_and_one_that_is_planned_waits_from_its_time() -> None:
    plan, asks = shipped_config().plan, {"page": Decision(Action.APPROVE, "why", roles=(Role.GOLD,))}
    soon = approvals.asked(plan, signed(expires=NOW + timedelta(minutes=5)), asks, NOW)
    later = approvals.asked(
        plan, signed(publish_at=NOW + timedelta(hours=3), expires=NOW + timedelta(days=1)), asks, NOW
    )
    past = approvals.asked(plan, signed(publish_at=NOW - timedelta(hours=3)), asks, NOW)
    assert [each.expires_at - NOW for each in (soon, later, past) if each] == [
        timedelta(minutes=5),
        timedelta(hours=4),
        timedelta(hours=1),
    ]


def test_a_role_that_the_chain_does_not_name_is_called_with_its_first_rung() -> None:
    leave = a_leave(roles=(Role.COMMS, Role.SILVER))
    first, leave = approvals.called(leave, CHAIN, NOW)
    assert (first, leave.rung, leave.due_at) == ((Role.SILVER, Role.COMMS), 1, NOW + timedelta(minutes=10))
    nobody, leave = approvals.called(leave, CHAIN, NOW)
    assert (nobody, leave.due_at) == ((), leave.expires_at)


def test_where_the_chain_names_none_of_them_they_are_called_once() -> None:
    leave = a_leave(roles=(Role.COMMS,))
    first, leave = approvals.called(leave, CHAIN, NOW)
    assert (first, leave.due_at) == ((Role.COMMS,), leave.expires_at)
    assert approvals.called(leave, CHAIN, NOW)[0] == ()


def test_a_voice_is_not_carried_to_other_words() -> None:
    plan = shipped_config().plan
    asks = {"page": Decision(Action.APPROVE, "somebody's own words", roles=(Role.SILVER,))}
    before = a_leave(voices=(Voice(by="one", role=Role.SILVER, at=NOW),))
    same, other = (
        approvals.asked(plan, each, asks, NOW, before) for each in (signed(), signed(headline="Other words"))
    )
    assert same is not None
    assert other is not None
    assert (same.voices, other.voices) == (before.voices, ())


def test_who_approves_a_machine_s_words_is_told_of_their_faults_and_a_person_s_are_shown_them() -> None:
    asks = {"bluesky": Decision(Action.APPROVE, "a child is in it", roles=(Role.SILVER,))}
    faults = {"bluesky": ("W11 write it out", "W43 plain letters"), "page": ("W50 shorter",)}
    asked = approvals.asked(shipped_config().plan, an_alert(faults=faults), asks, NOW)
    assert asked is not None
    assert asked.reason == "a child is in it; its words have faults: W11 write it out; W43 plain letters"
    typed = signed(faults=faults)
    asked = approvals.asked(shipped_config().plan, typed, asks, NOW)
    assert asked is not None
    assert asked.reason == "a child is in it"
    assert ShownView.of(Asked(asked, typed)).faults == faults
