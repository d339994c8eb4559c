"""When the gate cannot be read, and when the table cannot be written (design §4), fault by fault and class by class."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.crisis import Action
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import (
    Conflict,
    FeedError,
    NotSent,
    StateUnavailable,
)
from loudhailer.domain.watch import Delegation, Watch
from loudhailer.pipeline.command import Order
from tests.blind_fakes import Copies
from tests.builders import an_incident
from tests.pipeline.night import CHANNELS, Night
from tests.pipeline.officers import COMMS, somebody

SENT = dict.fromkeys(CHANNELS, State.SENT)
HELD = dict.fromkeys(CHANNELS, State.HELD)


def life_safety_of_a_person(night: Night) -> None:
    night.evacuate()


def automated_incident(night: Night) -> None:
    night.way_in.told(an_incident())


def automated_life_safety(night: Night) -> None:
    night.way_in.told(an_incident(event_type="evacuation", facts={"place": "in Mill Street, Stokeby"}))


def promotional(night: Night) -> None:
    words = {"title": "Test it Tuesday", "message": "Press the button."}
    night.way_in.told(an_incident(source="westshire.comms", event_type="campaign", facts=words))


def promotional_of_a_person(night: Night) -> None:
    night.officers.raised(COMMS, event_type="campaign", facts={"title": "Test it", "message": "Press the button."})


def information_of_a_person(night: Night) -> None:
    night.officers.raised(event_type="information", facts={"title": "Roads", "message": "The roads are icy."})


def gate_unreadable(night: Night) -> None:
    night.break_gates()


def table_unwritable(night: Night) -> None:
    night.state.unwritable = True


def both(night: Night) -> None:
    night.break_gates()
    night.state.unwritable = True


def nothing_readable(night: Night) -> None:
    night.state.unreadable = True


Step = Callable[[Night], None]
WAITS, REFUSED = "goes back to its queue", "is refused in plain words"
UNWRITABLE: dict[Step, object] = {
    life_safety_of_a_person: SENT,
    automated_incident: WAITS,
    automated_life_safety: WAITS,
    promotional: WAITS,
    promotional_of_a_person: REFUSED,
    information_of_a_person: REFUSED,
}
TABLE: dict[Step, dict[Step, object]] = {
    gate_unreadable: {
        life_safety_of_a_person: SENT,
        automated_incident: HELD,
        automated_life_safety: HELD,
        promotional: HELD,
        promotional_of_a_person: HELD,
        information_of_a_person: HELD,
    },
    table_unwritable: UNWRITABLE,
    both: UNWRITABLE,
    nothing_readable: UNWRITABLE,
}
CASES = [(fault, said, expected) for fault, row in TABLE.items() for said, expected in row.items()]


@pytest.mark.parametrize(("fault", "said", "expected"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_each_class_does_under_each_fault_what_is_written(fault: Step, said: Step, expected: object) -> None:
    night = Night()
    fault(night)
    if expected is REFUSED:
        with pytest.raises(NotSent, match="not sent"):
            said(night)
    elif expected is WAITS:
        # Which of its tables' calls fails is no matter: the queue brings the event back.
        with pytest.raises(StateUnavailable):
            said(night)
    else:
        said(night)
    night.send_all()
    night.deliver_all()
    night.restore()
    night.drain_all()
    assert night.stand() == (expected if isinstance(expected, dict) else {})
    out = expected == SENT
    assert night.published() == dict.fromkeys(CHANNELS, int(out))
    assert len(night.reviews.reviews) == int(out)
    assert all(each.blind for each in night.state.stored.values())


def test_what_is_dropped_without_a_gate_is_nobody_s_to_release() -> None:
    night = Night()
    night.break_gates()
    promotional(night)
    assert {each.held_as for each in night.state.stored.values()} == {Action.DROP}


def test_without_a_gate_a_person_s_other_words_wait_for_leave_and_are_approved_as_ever() -> None:
    night = Night()
    night.break_gates()
    information_of_a_person(night)
    assert {each.held_as for each in night.state.stored.values()} == {Action.APPROVE}
    assert len(night.state.approvals) == 1


def test_a_gate_that_is_mended_before_the_sender_looks_decides_as_ever() -> None:
    night = Night()
    night.break_gates()
    night.evacuate()
    night.state.gate_items.clear()
    night.state.live(*CHANNELS)
    night.deliver_all()
    assert night.stand() == SENT
    assert (night.reviews.reviews, {each.blind for each in night.state.stored.values()}) == ({}, {False})


# The path without claims: what the officer hears, what may go


def test_the_officer_is_told_that_it_went_past_the_records_and_must_not_be_sent_again() -> None:
    night = Night()
    nothing_readable(night)
    said = night.evacuate()
    assert (said.blind, said.person, said.fate) == (True, True, "posted")
    assert "Do not send it again" in said.warnings[0]
    assert said.alert.identifier == f"{said.alert.reference}-B202611221730"
    assert {each.state for each in said.deliveries} == {State.CLAIMED}


def test_the_intents_are_stored_before_anything_else_and_each_holds_all_of_it() -> None:
    night = Night()
    nothing_readable(night)
    night.spool.broken = True
    said = night.evacuate()
    assert [each.channel for each in night.queues.put_] == list(CHANNELS)
    assert any("note yourself" in each for each in said.warnings)
    night.spool.broken = False
    night.send(night.intent("bluesky"))
    night.restore()
    night.drain_all()
    assert set(night.stand()) == set(CHANNELS)


def test_a_channel_whose_blind_queue_does_not_answer_is_named() -> None:
    night = Night()
    nothing_readable(night)
    night.queues.broken = {"telegram"}
    said = night.evacuate()
    assert any(each.startswith("telegram: not sent") for each in said.warnings)
    night.send_all()
    night.restore()
    night.drain_all()
    assert night.stand() == {"bluesky": State.SENT, "telegram": State.FAILED}


def test_who_is_on_a_list_is_not_reached_blind_and_somebody_is_told_to_call_them() -> None:
    night = Night()
    nothing_readable(night)
    night.queues.without = {"telegram"}
    said = night.evacuate()
    assert "telegram: not sent, its list is only reached with our records: call them" in said.warnings
    assert {each.channel for each in night.queues.put_} == {"bluesky"}


def test_where_no_blind_queue_answers_nothing_was_sent_and_it_says_so() -> None:
    night = Night()
    nothing_readable(night)
    night.queues.broken = set(CHANNELS)
    with pytest.raises(NotSent, match="neither our own records nor the queues"):
        night.evacuate()
    assert night.spool.bodies == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"live": False}, "Exercise"),
        ({"stopped": True}, "kill switch"),
    ],
)
def test_a_copy_that_says_no_keeps_it_from_leaving(change: dict[str, bool], why: str) -> None:
    night = Night()
    nothing_readable(night)
    for name, gate in night.officers.copies.kept.items():
        night.officers.copies.kept[name] = gate.model_copy(update=change)
    with pytest.raises(NotSent, match=why):
        night.evacuate()
    assert night.queues.put_ == []


def test_a_lockdown_that_was_declared_before_the_outage_holds_even_an_evacuation() -> None:
    night = Night()
    night.officers.crisis().command.gates.switch("bluesky", live=True)
    night.officers.crisis().declare(somebody(Role.GOLD), "lockdown", "an account may be stolen")
    nothing_readable(night)
    with pytest.raises(NotSent, match="lockdown"):
        night.evacuate()


def test_a_channel_without_a_copy_is_in_exercise_and_the_others_go() -> None:
    night = Night()
    nothing_readable(night)
    del night.officers.copies.kept["telegram"]
    said = night.evacuate()
    assert [each.channel for each in night.queues.put_] == ["bluesky"]
    assert any("telegram: not sent" in each and "Exercise" in each for each in said.warnings)
    night.send_all()
    night.restore()
    night.drain_all()
    assert night.stand() == {"bluesky": State.SENT, "telegram": State.HELD}


def test_where_the_copies_cannot_be_read_either_life_safety_goes() -> None:
    night = Night()
    nothing_readable(night)
    night.officers.copies.broken = True
    night.evacuate()
    assert night.send_all() == ["Sent", "Sent"]
    assert "the crisis state cannot be read" in night.officers.spool.bodies[0]


def test_a_copy_never_speaks_louder_than_a_gate_that_can_be_read() -> None:
    night = Night()
    table_unwritable(night)
    night.officers.copies.kept.clear()
    night.evacuate()
    assert len(night.queues.put_) == len(CHANNELS)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"sensitivities": ("fatal",)}, "not sent"),
        ({"facts": {"place": "in Mill Street", "message": "Run for your lives"}}, "not sent"),
    ],
)
def test_what_needs_somebody_else_s_leave_does_not_go_blind(words: dict[str, object], why: str) -> None:
    night = Night()
    nothing_readable(night)
    with pytest.raises(NotSent, match=why):
        night.evacuate(**words)
    assert night.queues.put_ == []


def test_a_role_that_is_only_lent_does_not_send_past_the_table() -> None:
    night = Night()
    now = night.clock.now
    hour = {"since": now, "until": now + timedelta(hours=1)}
    lent = Delegation(id="1", role=Role.SILVER, by="g.officer", to=COMMS.username, reason="a test", **hour)
    night.officers.watches.keep(Watch(delegations=(lent,)))
    table_unwritable(night)
    with pytest.raises(NotSent, match="not sent"):
        night.officers.raised(COMMS, event_type="evacuation", facts={"place": "in Mill Street, Stokeby"})


def test_words_that_cannot_be_said_are_refused_as_ever() -> None:
    night = Night()
    nothing_readable(night)
    with pytest.raises(FeedError):
        night.evacuate(facts={"area": "Stokeby"})


def test_what_stands_already_is_not_sent_again_past_the_table() -> None:
    night = Night()
    night.evacuate()
    table_unwritable(night)
    with pytest.raises(StateUnavailable):
        night.evacuate()
    with pytest.raises(Conflict):
        night.evacuate(next_update=night.clock.now + timedelta(hours=1))
    assert night.queues.put_ == []


@pytest.mark.parametrize("deed", [Deed.UPDATE, Deed.CORRECT, Deed.END])
def test_changing_what_was_said_does_not_go_past_the_table_and_says_so(deed: Deed) -> None:
    night = Night()
    said = night.evacuate()
    table_unwritable(night)
    with pytest.raises(NotSent, match="not sent, as far as can be read"):
        night.officers.amended(deed, said, facts={} if deed is Deed.END else {"place": "in High Street, Stokeby"})


# The copies of the gates


def test_every_change_of_a_gate_is_kept_outside_the_table() -> None:
    night = Night()
    night.officers.crisis().declare(somebody(Role.GOLD), "crisis", "a major incident")
    assert {gate.level for gate in night.officers.copies.kept.values()} == {"crisis"}


def test_a_copy_that_cannot_be_kept_is_a_warning_and_the_order_stands() -> None:
    night = Night()
    night.officers.copies = Copies(broken=True)
    command = night.officers.crisis().command
    effect = command(_order())
    assert {gate.level for gate in effect.written} == {"crisis"}
    assert len(effect.warnings) == len(CHANNELS)


def test_a_channel_that_could_not_be_written_keeps_its_old_copy() -> None:
    night = Night()
    before = dict(night.officers.copies.kept)
    night.state.declare = _unwritten  # type: ignore[method-assign, assignment]
    effect = night.officers.crisis().command(_order())
    assert (effect.warnings, night.officers.copies.kept) == ((), before)


def _unwritten(*_: object, **__: object) -> None:
    raise StateUnavailable("the table cannot be written")


def _order() -> Order:
    return Order(by="gold", reason="a major incident", level="crisis")
