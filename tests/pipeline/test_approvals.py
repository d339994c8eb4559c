"""Approvals: nobody approves their own words, leave binds a digest, and what was answered is carried out once."""

from datetime import timedelta

import pytest

from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Stand
from loudhailer.domain.caller import Behalf, Deed, Role
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import ClaimLost, Conflict, NotAllowed, NotFound
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline.desk import Change, Said
from tests.pipeline.officers import COMMS, CONTROL_ROOM, SILVER, Officers, somebody

DUTY, BRONZE, GOLD = somebody(Role.DUTY), somebody(Role.BRONZE), somebody(Role.GOLD)
WORDS = {"title": "Water points", "message": "Water is at the sports hall in Stokeby."}


@pytest.fixture
def officers() -> Officers:
    return Officers()


def own_words(officers: Officers, caller: object = DUTY, **more: object) -> Said:
    return officers.raised(caller, event_type="information", facts=WORDS, **more)  # type: ignore[arg-type]


def test_free_words_wait_and_somebody_else_lets_them_go(officers: Officers) -> None:
    said = own_words(officers)
    assert said.fate is Fate.HELD
    assert said.person
    ((asked,), _) = officers.approve().waiting(COMMS)
    assert (asked.approval.author, asked.approval.roles) == (
        "duty",
        (Role.BRONZE, Role.SILVER, Role.GOLD, Role.COMMS),
    )
    answer = officers.approved(said, COMMS)
    assert (answer.approval.stand, answer.warnings) == (Stand.APPROVED, ())
    assert {each.state for each in answer.deliveries} == {State.PENDING}
    assert {each.released_by for each in answer.deliveries} == {"comms"}
    assert [(channels, about.alert_id) for about, channels, _ in officers.way_in.topic.said] == [
        (("bluesky", "page"), said.alert.identifier)
    ]
    assert officers.approve().waiting(COMMS)[0] == ()


def test_the_approver_sees_every_variant_of_every_channel(officers: Officers) -> None:
    said = own_words(officers)
    shown = officers.approve().show(COMMS, said.alert.identifier)
    assert shown.alert.drafts == said.alert.drafts
    assert set(shown.alert.drafts) == {"page", "bluesky"}
    with pytest.raises(NotFound):
        officers.approve().show(COMMS, "AAAAAAA-1")


def test_nobody_approves_returns_or_rejects_their_own_words(officers: Officers) -> None:
    said = own_words(officers, SILVER)
    before = dict(officers.way_in.state.approvals)
    for act in (
        lambda: officers.approved(said, SILVER),
        lambda: officers.approved(said, somebody(Role.GOLD, username="SILVER")),
        lambda: officers.approve().return_(SILVER, said.alert.identifier, "mine"),
        lambda: officers.approve().reject(SILVER, said.alert.identifier, "mine"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert officers.way_in.state.approvals == before
    assert [each.deed for each in officers.chain.acts if each.chain == "desk"] == ["refused: approve"] * 4


def test_neither_who_typed_it_nor_for_whom_may_approve(officers: Officers) -> None:
    typist = somebody(Role.CONTROL, Role.SILVER, username="control.1")
    said = own_words(officers, typist, behalf=Behalf("Group Manager G. Officer", "phone"))
    for caller in (typist, somebody(Role.GOLD, username="g.officer"), somebody(Role.GOLD, username="Officer")):
        with pytest.raises(NotAllowed):
            officers.approved(said, caller)
    assert officers.approved(said, COMMS).approval.stand is Stand.APPROVED


def test_a_role_lent_by_the_author_does_not_count(officers: Officers) -> None:
    said = own_words(officers, SILVER)
    helper = somebody(username="helper")
    officers.lend(Role.SILVER, by="silver", to="helper")
    with pytest.raises(NotAllowed, match="did not lend"):
        officers.approved(said, helper)
    officers.lend(Role.SILVER, by="another.silver", to="helper")
    officers.approved(said, helper)
    assert officers.way_in.state.approvals[said.alert.identifier].voices[0].lent_by == "another.silver"
    assert "silver (lent by another.silver)" in officers.chain.acts[-1].reason


def test_a_lent_role_that_has_run_out_approves_nothing(officers: Officers) -> None:
    said = own_words(officers)
    helper = somebody(username="helper")
    officers.lend(Role.SILVER, by="silver", to="helper")
    officers.way_in.clock.pass_(3600)
    with pytest.raises(NotAllowed):
        officers.approved(said, helper)


def test_whose_words_were_there_before_has_a_hand_in_them_still(officers: Officers) -> None:
    """Somebody else's small change does not make them free to approve their own long text."""
    first = own_words(officers, SILVER)
    changed = officers.amended(Deed.UPDATE, first, DUTY, facts={"title": "Water points in Stokeby"})
    with pytest.raises(NotAllowed):
        officers.approved(changed, SILVER)
    assert officers.approved(changed, COMMS).approval.stand is Stand.APPROVED


def test_words_that_another_raises_again_after_their_end_are_their_author_s_still(officers: Officers) -> None:
    officers.amended(Deed.END, own_words(officers, SILVER))
    again = own_words(officers, BRONZE)
    assert (again.fate, again.alert.hands) == (Fate.HELD, frozenset({"silver", "bronze"}))
    with pytest.raises(NotAllowed):
        officers.approved(again, SILVER)
    assert officers.approved(again, GOLD).approval.stand is Stand.APPROVED


def test_who_may_not_approve_these_words_may_not_decline_them_either(officers: Officers) -> None:
    said = officers.raised(DUTY, sensitivities=("children",))
    assert officers.way_in.state.approvals[said.alert.identifier].roles == (Role.SILVER, Role.GOLD)
    with pytest.raises(NotAllowed):
        officers.approved(said, COMMS)
    with pytest.raises(NotAllowed):
        officers.approve().reject(COMMS, said.alert.identifier, "not ours")
    with pytest.raises(NotAllowed):
        officers.approve().approve(DUTY, said.alert.identifier, "0" * 64)


def test_other_words_than_those_that_were_seen_are_a_conflict(officers: Officers) -> None:
    said = own_words(officers)
    with pytest.raises(Conflict):
        officers.approve().approve(COMMS, said.alert.identifier, "0" * 64)
    approval = officers.way_in.state.approvals[said.alert.identifier]
    officers.way_in.state.alerts[said.alert.identifier] = said.alert.model_copy(update={"headline": "Something else"})
    with pytest.raises(Conflict):
        officers.approve().approve(COMMS, said.alert.identifier, approval.digest)
    assert officers.delivery(said).state is State.HELD


def test_an_edited_text_needs_a_new_approval(officers: Officers) -> None:
    first = own_words(officers)
    edited = officers.desk().amend(
        Deed.UPDATE, DUTY, Behalf(), first.alert.reference, Change({"message": "Water is at the town hall."})
    )
    assert edited.fate is Fate.HELD
    officers.approved(first, COMMS)
    assert officers.delivery(first).state is State.SUPERSEDED
    assert officers.delivery(edited).state is State.HELD
    officers.approved(edited, COMMS)
    assert officers.delivery(edited).state is State.PENDING


@pytest.mark.parametrize(("name", "stand"), [("return_", Stand.RETURNED), ("reject", Stand.REJECTED)])
def test_the_author_reads_why_in_the_ledger_and_nothing_is_said(officers: Officers, name: str, stand: Stand) -> None:
    said = own_words(officers)
    answer = getattr(officers.approve(), name)(COMMS, said.alert.identifier, "which sports hall?")
    assert answer.approval.stand is stand
    told = f"{stand} by comms: which sports hall?"
    assert {(each.state, each.held_as, each.reason, each.due) for each in answer.deliveries} == {
        (State.HELD, Action.DROP, told, None)
    }
    line = next(each for each in officers.way_in.state.ends.values() if each.detail_type == "approval.answered")
    assert (line.fate, line.reason, line.by) == (Fate.REFUSED, told, "comms")
    with pytest.raises(Conflict):
        officers.approved(said, GOLD)
    assert officers.way_in.topic.said == []


def test_each_answer_is_in_the_audit_with_the_digest_of_the_words(officers: Officers) -> None:
    said = own_words(officers)
    officers.approved(said, COMMS)
    act, digest = officers.chain.acts[-1], officers.way_in.state.approvals[said.alert.identifier].digest
    assert (act.chain, act.by, act.deed, act.subject) == (
        f"incident:{said.alert.reference}",
        "comms",
        "approve",
        said.alert.identifier,
    )
    assert digest[:16] in act.result


def test_where_the_plan_asks_for_two_one_person_counts_once(officers: Officers) -> None:
    said = own_words(officers)
    asked = officers.way_in.state.approvals[said.alert.identifier]
    two = asked.model_copy(update={"roles": (Role.SILVER, Role.COMMS), "second": (Role.GOLD, Role.SILVER)})
    officers.way_in.state.approvals[said.alert.identifier] = two
    both = somebody(Role.SILVER, Role.GOLD, username="s.officer")
    for _ in range(2):
        assert officers.approved(said, both).approval.stand is Stand.WAITING
    assert officers.delivery(said).state is State.HELD
    assert officers.approved(said, COMMS).approval.stand is Stand.APPROVED
    assert officers.delivery(said).released_by == "s.officer and comms"


def test_two_who_answer_at_once_do_not_both(officers: Officers) -> None:
    said = own_words(officers)
    seen = officers.approve().show(COMMS, said.alert.identifier).approval
    officers.approve().reject(GOLD, said.alert.identifier, "no")
    with pytest.raises(ClaimLost):
        officers.approvals.save(seen)


def test_what_was_approved_is_what_the_next_telling_builds_on(officers: Officers) -> None:
    first = officers.raised(SILVER, event_type="information", facts=WORDS)
    officers.approved(first, COMMS)
    new = {"message": "Water is at the town hall."}
    second = officers.amended(Deed.UPDATE, first, facts=new)
    assert second.fate is Fate.HELD
    state = officers.way_in.state
    head = state.head(second.alert.source, second.alert.incident_id)
    assert head.told is not None
    assert head.told.facts["message"] == WORDS["message"], "nobody has heard the new words"
    officers.approved(second, COMMS)
    head = state.head(second.alert.source, second.alert.incident_id)
    assert head.told is not None
    assert (head.told.facts["message"], head.held, head.aired, head.unheard) == (new["message"], False, True, None)
    again = officers.raised(SILVER, event_type="information", facts=WORDS | new)
    assert not again.repeated, "other words are another incident"


def test_the_clock_speaks_of_what_was_approved_as_of_any_other_word(officers: Officers) -> None:
    said = officers.raised(DUTY, sensitivities=("children",))
    state = officers.way_in.state
    assert state.head(said.alert.source, said.alert.incident_id).status_at is None
    officers.approved(said, GOLD)
    assert state.head(said.alert.source, said.alert.incident_id).status_at == officers.way_in.clock.now + timedelta(
        hours=1
    )


def test_an_automated_alert_has_no_author_and_can_be_approved(officers: Officers) -> None:
    outcome = officers.way_in.put(type="fire", sensitivities=["children"])
    alert = officers.way_in.alert(outcome)
    asked = officers.approve().show(SILVER, alert.identifier)
    officers.approve().approve(SILVER, alert.identifier, asked.approval.digest)
    found = officers.way_in.state.dossier(Announcement.of(alert), "bluesky")
    assert found.delivery.state is State.PENDING
    assert found.approval is not None
    assert found.approval.covers(alert, (Role.SILVER,), ())


def test_what_waits_for_its_time_goes_at_its_time_once_it_is_approved(officers: Officers) -> None:
    later = officers.way_in.clock.now + timedelta(hours=3)
    outcome = officers.way_in.put(type="fire", sensitivities=["children"], publish_at=later.isoformat())
    alert = officers.way_in.alert(outcome)
    asked = officers.approve().show(SILVER, alert.identifier)
    officers.approve().approve(SILVER, alert.identifier, asked.approval.digest)
    delivery = officers.way_in.state.stored[alert.identifier, "bluesky"]
    assert (delivery.state, delivery.due, delivery.due_at) == (State.PENDING, Due.PLANNED, later)
    assert officers.way_in.topic.said == []


def test_what_cannot_be_written_down_after_the_answer_is_a_warning(officers: Officers) -> None:
    said = own_words(officers)
    officers.chain.broken = officers.way_in.topic.broken = True
    answer = officers.approved(said, COMMS)
    assert len(answer.warnings) == 2
    assert answer.approval.stand is Stand.APPROVED


def test_life_safety_words_wait_too_and_are_urgent(officers: Officers) -> None:
    said = officers.raised(DUTY, event_type="evacuation", facts={"place": "at Mill Street, Stokeby", "message": "Go"})
    assert (said.fate, said.alert.message_class) == (Fate.HELD, MessageClass.LIFE_SAFETY)
    officers.approved(said, BRONZE)
    assert officers.way_in.topic.said[0][2] == "urgent"


def test_only_who_may_read_sees_what_waits(officers: Officers) -> None:
    with pytest.raises(NotAllowed):
        officers.approve().waiting(somebody())
    assert officers.approve().waiting(CONTROL_ROOM) == ((), 0)
