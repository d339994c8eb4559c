"""The clock and approvals: somebody is called, late words never go, and nothing that was answered is forgotten."""

import pytest

from loudhailer.domain.approval import Approval, Stand
from loudhailer.domain.caller import Behalf, Deed, Role
from loudhailer.domain.crisis import Action
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Conflict
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline.desk import Said
from loudhailer.pipeline.sweep import Sweep
from tests.pipeline.officers import COMMS, SILVER, Officers
from tests.pipeline.test_approvals import DUTY, GOLD, WORDS

NOBODY_ELSE = Behalf()


@pytest.fixture
def officers() -> Officers:
    return Officers()


def own_words(officers: Officers) -> Said:
    return officers.raised(DUTY, event_type="information", facts=WORDS)


def rungs(officers: Officers) -> list[tuple[Role, ...]]:
    return [roles for about, roles in officers.calls.called.items() if about.startswith("approval:")]


def test_somebody_is_called_as_soon_as_it_waits_and_only_once(officers: Officers) -> None:
    own_words(officers)
    assert rungs(officers) == [(Role.BRONZE, Role.SILVER, Role.GOLD, Role.COMMS)]
    assert officers.minute() == {"Called": 1}
    assert len(rungs(officers)) == 1, "the clock called about the same, so it is the same call"
    assert officers.minute() == {}


def test_where_nobody_could_be_called_at_once_the_clock_does_it(officers: Officers) -> None:
    officers.calls.broken = True
    said = own_words(officers)
    assert "nobody could be called" in said.warnings[0]
    assert officers.minute() == {"Stuck": 1}
    officers.calls.broken = False
    assert officers.minute() == {"Called": 1}


def test_unanswered_it_escalates_rung_by_rung_by_the_minutes_of_the_chain(officers: Officers) -> None:
    own_words(officers)
    called = [minute for minute in range(1, 60) if officers.minute().get("Called")]
    assert called == [1, 6, 16]
    assert rungs(officers)[1:] == [(Role.SILVER, Role.GOLD), (Role.GOLD,)]


def test_what_nobody_approved_in_time_never_goes_out(officers: Officers) -> None:
    said = own_words(officers)
    counts = [officers.minute() for _ in range(240)]
    assert counts[239] == {"Expired": 1}
    assert {officers.delivery(said, name).state for name in ("page", "bluesky")} == {State.EXPIRED}
    line = next(each for each in officers.way_in.state.ends.values() if each.detail_type == "approval.answered")
    assert (line.fate, line.person, line.reason) == (Fate.EXPIRED, True, "nobody approved it in time")
    assert (officers.chain.acts[-1].by, officers.chain.acts[-1].deed) == ("loudhailer", "expired")
    with pytest.raises(Conflict):
        officers.approved(said, COMMS)
    assert officers.way_in.topic.said == []


def test_between_two_looks_of_the_clock_it_is_too_late_all_the_same(officers: Officers) -> None:
    said = own_words(officers)
    officers.way_in.clock.pass_(240 * 60)
    with pytest.raises(Conflict):
        officers.approved(said, COMMS)


@pytest.mark.parametrize("broken", ["topic", "approval"])
def test_a_crash_between_the_answer_and_the_release_is_made_good(officers: Officers, broken: str) -> None:
    said = own_words(officers)
    if broken == "topic":
        officers.way_in.topic.broken = True
    approve = officers.approve()
    digest = officers.way_in.state.approvals[said.alert.identifier].digest
    if broken == "approval":
        save = officers.approvals.save

        def fail_the_second(approval: Approval) -> Approval:
            stored = save(approval)
            officers.approvals.broken = 1
            return stored

        officers.approvals.save = fail_the_second  # type: ignore[method-assign]
    answer = approve.approve(COMMS, said.alert.identifier, digest)
    assert "not carried out" in answer.warnings[0]
    officers.way_in.topic.broken, officers.approvals.broken = False, 0
    officers.approvals.__dict__.pop("save", None)
    assert officers.minute() == {"Healed": 1}
    assert officers.delivery(said).state is State.PENDING
    assert officers.way_in.topic.said
    assert officers.minute() == {}
    ends = [each for each in officers.way_in.state.ends.values() if each.detail_type == "approval.answered"]
    assert len(ends) == 1


def test_newer_words_take_the_place_of_what_waits_and_nobody_is_called_any_more(officers: Officers) -> None:
    first = own_words(officers)
    officers.amended(Deed.UPDATE, first, DUTY, facts={"message": "Water is at the town hall."})
    assert officers.minute() == {"Ended": 1, "Called": 1}
    assert officers.way_in.state.approvals[first.alert.identifier].stand is Stand.REPLACED
    assert officers.delivery(first).state is State.SUPERSEDED
    assert any(first.alert.identifier in each for each in officers.calls.ended)


def test_what_the_gate_held_for_approval_later_is_asked_for_within_a_minute(officers: Officers) -> None:
    """A lead that was set after the commit: the sender holds it, and nobody had asked for leave."""
    said = officers.raised(SILVER)
    officers.lead().hand(SILVER, NOBODY_ELSE, said.alert.reference, "police", "they have taken command")
    held_by_the_sender(officers, said)
    assert officers.minute() == {"Asked": 1, "Called": 1}
    asked = officers.way_in.state.approvals[said.alert.identifier]
    assert (asked.roles, asked.author) == ((Role.GOLD,), "silver")
    officers.approved(said, GOLD)
    assert officers.delivery(said).state is State.PENDING


def test_leave_that_does_not_suffice_any_more_is_asked_for_again_and_keeps_who_gave_it(officers: Officers) -> None:
    said = own_words(officers)
    officers.approved(said, COMMS)
    officers.lead().hand(SILVER, NOBODY_ELSE, said.alert.reference, "police", "they have taken command")
    held_by_the_sender(officers, said)
    assert officers.minute() == {"Asked": 1, "Called": 1}
    again = officers.way_in.state.approvals[said.alert.identifier]
    assert (again.stand, again.roles, [each.by for each in again.voices]) == (Stand.WAITING, (Role.GOLD,), ["comms"])
    officers.approved(said, GOLD)
    assert officers.delivery(said).released_by == "comms and gold"


def held_by_the_sender(officers: Officers, said: Said) -> None:
    """Let the clock meet the posts as a sender does: the gate is asked again."""
    officers.way_in.clock.pass_(120)
    state = officers.way_in.state
    sweep = Sweep(
        officers.guard.plan,
        state,
        state,
        state,
        state,
        state,
        state,
        state,
        officers.way_in.topic,
        officers.way_in.clock,
    )
    assert sweep()["HeldAtFanOut"] == 2
    assert officers.delivery(said).held_as is Action.APPROVE


def test_what_is_held_for_another_reason_is_nobody_s_to_approve(officers: Officers) -> None:
    officers.way_in.state.level("lockdown", "page", "bluesky")
    said = officers.raised(SILVER)
    assert officers.delivery(said).held_as is Action.HOLD
    assert officers.minute() == {}
