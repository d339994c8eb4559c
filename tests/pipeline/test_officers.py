"""What people at the desk do: allowed or not, once, in right words, and written down."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.caller import Behalf, Deed, Role
from loudhailer.domain.crisis import Declared, GateState, MessageClass
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import (
    Conflict,
    FeedError,
    NotAllowed,
    NotFound,
    PartlyWritten,
    StateUnavailable,
)
from loudhailer.domain.incident import Sensitivity
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline.desk import Raising, Said
from tests.builders import NOW
from tests.pipeline.officers import COMMS, CONTROL_ROOM, FACTS, SILVER, Officers, somebody


@pytest.fixture
def at() -> Officers:
    return Officers()


def alerts_of(at: Officers) -> list[str]:
    return sorted(at.way_in.state.alerts)


def test_a_raise_is_an_alert_on_every_channel_and_a_line_in_the_audit(at: Officers) -> None:
    said = at.raised()
    assert (said.fate, said.repeated, said.warnings, said.person) == (Fate.POSTED, False, (), False)
    assert said.alert.identifier == f"{said.alert.reference}-1"
    assert (said.alert.source, said.alert.by, said.alert.message_class) == ("desk", "silver", MessageClass.INCIDENT)
    assert [(each.channel, each.state) for each in said.deliveries] == [
        ("bluesky", State.PENDING),
        ("page", State.PENDING),
    ]
    assert len(at.way_in.topic.said) == 1
    (act,) = at.chain.acts
    assert (act.chain, act.by, act.deed) == (f"incident:{said.alert.reference}", "silver", "raise")
    assert (act.subject, act.reason) == (said.alert.identifier, "as silver")


def test_whose_roles_do_not_let_them_changes_nothing_and_is_written_down(at: Officers) -> None:
    with pytest.raises(NotAllowed, match="raise is for"):
        at.raised(somebody())
    assert alerts_of(at) == []
    assert [(act.chain, act.by, act.deed) for act in at.chain.acts] == [("desk", "nobody", "refused: raise")]


def test_a_refusal_that_cannot_be_written_down_lets_nobody_in(at: Officers) -> None:
    at.chain.broken = True
    with pytest.raises(StateUnavailable):
        at.raised(somebody())
    assert alerts_of(at) == []


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from([Deed.UPDATE, Deed.CORRECT, Deed.END]))
def test_nothing_is_said_by_whom_the_plan_does_not_name(roles: frozenset[Role], deed: Deed) -> None:
    at = Officers()
    first = at.raised()
    caller = somebody(*sorted(roles))
    behalf = Behalf("Cdr Example", "radio")
    if roles & {Role.DUTY, Role.CONTROL, Role.BRONZE, Role.SILVER, Role.GOLD}:
        assert at.amended(deed, first, caller, facts={"cause": "fire"}, behalf=behalf).alert.revision == 2
    else:
        with pytest.raises(NotAllowed):
            at.amended(deed, first, caller, behalf=behalf)
        assert alerts_of(at) == [first.alert.identifier]


@pytest.mark.parametrize(
    ("behalf", "place"), [(Behalf(), "requested_by"), (Behalf(requested_by="Cdr Example"), "means")]
)
def test_control_must_say_for_whom_and_how_they_asked(at: Officers, behalf: Behalf, place: str) -> None:
    with pytest.raises(FeedError) as refusal:
        at.raised(CONTROL_ROOM, behalf)
    assert refusal.value.place == place
    assert alerts_of(at) == []


def test_control_speaks_for_a_named_officer_and_both_are_on_the_record(at: Officers) -> None:
    said = at.raised(CONTROL_ROOM, Behalf("Cdr Example", "radio"))
    assert said.alert.by == "Cdr Example"
    (act,) = at.chain.acts
    assert (act.by, act.typed_by, act.means) == ("Cdr Example", "control", "radio")
    (outcome,) = at.way_in.state.ends.values()
    assert (outcome.by, outcome.typed_by, outcome.means) == ("Cdr Example", "control", "radio")


def test_who_is_in_control_and_an_officer_too_may_speak_for_themselves(at: Officers) -> None:
    said = at.raised(somebody(Role.CONTROL, Role.DUTY, username="both"))
    assert said.alert.by == "both"


@pytest.mark.parametrize(
    "facts",
    [FACTS, {"road": " a4117", "place": "Between  ALDERMERE and Stokeby "}, FACTS | {"cause": ""}],
)
def test_the_same_raise_by_anybody_is_the_alert_that_is_there(at: Officers, facts: dict[str, str]) -> None:
    first = at.raised()
    again = at.raised(somebody(Role.GOLD), facts=facts)
    assert (again.repeated, again.fate) == (True, Fate.MERGED)
    assert again.alert == first.alert
    assert len(alerts_of(at)) == len(at.way_in.topic.said) == 1
    assert [each.fate for each in at.way_in.state.ends.values()] == [Fate.POSTED, Fate.MERGED]


def test_a_repeated_call_with_its_key_is_the_same_call_whatever_happened_since(at: Officers) -> None:
    first = at.raised(key="one")
    at.amended(Deed.END, first)
    again = at.raised(key="one")
    assert (again.repeated, again.alert) == (True, first.alert)
    assert len(alerts_of(at)) == 2, "the raise and its end, and no new episode"


def test_a_repeated_call_whose_announcement_was_lost_is_announced(at: Officers) -> None:
    at.way_in.topic.broken = True
    first = at.raised(key="one")
    assert first.fate is Fate.POSTED
    assert (len(first.warnings), first.person) == (1, True), "it is committed, so it is no failure"
    at.way_in.topic.broken = False
    assert at.raised(key="one").repeated
    assert len(at.way_in.topic.said) == 1


def test_a_key_that_served_for_something_else_is_refused(at: Officers) -> None:
    first = at.raised(key="one")
    with pytest.raises(Conflict, match="Idempotency-Key"):
        at.amended(Deed.UPDATE, first, key="one")
    with pytest.raises(Conflict, match="Idempotency-Key"):
        at.raised(facts=FACTS | {"road": "A49"}, key="one")


def test_a_raise_of_what_is_there_with_other_details_names_it_and_says_to_update_it(at: Officers) -> None:
    first = at.raised()
    at.amended(Deed.UPDATE, first, facts={"cause": "collision"})
    words = f"it is raised already as {first.alert.reference}, with other details: update that one"
    with pytest.raises(Conflict, match=words) as refusal:
        at.raised()
    assert refusal.value.reference == first.alert.reference
    with pytest.raises(Conflict, match=words):
        at.desk().preview(COMMS, Raising("road_closure", FACTS))


def test_a_correction_of_what_has_ended_says_that_it_is_open_again(at: Officers) -> None:
    first = at.raised()
    assert not at.amended(Deed.CORRECT, first, facts={"cause": "collision"}).reopened
    at.amended(Deed.END, first)
    corrected = at.amended(Deed.CORRECT, first, key="one", facts={"cause": "fire"})
    assert (corrected.fate, corrected.reopened) == (Fate.POSTED, True)
    assert not at.amended(Deed.CORRECT, first, key="one", facts={"cause": "fire"}).reopened


def test_a_raise_of_what_has_ended_is_a_new_episode(at: Officers) -> None:
    first = at.raised()
    at.amended(Deed.END, first)
    second = at.raised()
    assert (second.repeated, second.alert.msg_type, second.alert.revision) == (False, MsgType.ALERT, 3)
    assert second.alert.reference == first.alert.reference
    assert second.alert.since == 3


def test_other_facts_are_another_incident(at: Officers) -> None:
    assert at.raised().alert.reference != at.raised(facts=FACTS | {"road": "A49"}).alert.reference
    assert at.raised().alert.reference != at.raised(event_type="traffic_incident").alert.reference


def test_update_correct_and_end_are_said_in_right_words(at: Officers) -> None:
    first = at.raised()
    update = at.amended(Deed.UPDATE, first, facts={"cause": "collision"})
    assert at.words(update).startswith("Update: the A4117 is closed between Aldermere and Stokeby because of")
    correction = at.amended(Deed.CORRECT, first, facts={"place": "at Harrow Moor"})
    assert "Correction" in at.words(correction)
    assert "at Harrow Moor" in at.words(correction)
    assert correction.alert.lane is Lane.URGENT
    end = at.amended(Deed.END, first)
    assert at.words(end).startswith("The A4117 has reopened at Harrow Moor")
    assert [each.alert.revision for each in (first, update, correction, end)] == [1, 2, 3, 4]
    assert [act.deed for act in at.chain.acts] == ["raise", "update", "correct", "end"]


def test_what_was_said_in_error_is_taken_back_and_never_called_over(at: Officers) -> None:
    withdrawn = at.amended(Deed.END, at.raised(), withdrawn=True)
    assert withdrawn.alert.msg_type is MsgType.CANCEL
    assert "reopened" not in at.words(withdrawn)


def test_an_incident_of_a_system_is_updated_and_ended_by_people(at: Officers) -> None:
    outcome = at.way_in.put()
    reference = outcome.alert_id.rsplit("-", 1)[0]
    first = replace(at.raised(facts=FACTS | {"road": "A49"}), alert=at.way_in.state.alerts[outcome.alert_id])
    update = at.amended(Deed.UPDATE, first, facts={"cause": "fire"})
    assert (update.alert.reference, update.alert.source, update.alert.by) == (reference, "westshire.control", "silver")
    assert at.amended(Deed.END, first).alert.msg_type is MsgType.CANCEL


def test_an_update_that_changes_nothing_is_no_second_alert(at: Officers) -> None:
    first = at.raised()
    again = at.amended(Deed.UPDATE, first, facts=FACTS)
    assert (again.repeated, again.alert) == (True, first.alert)
    assert len(alerts_of(at)) == 1


def test_an_end_twice_is_one_all_clear(at: Officers) -> None:
    first = at.raised()
    end, again = at.amended(Deed.END, first), at.amended(Deed.END, first)
    assert (again.repeated, again.alert) == (True, end.alert)


def test_an_update_of_what_is_over_is_a_conflict(at: Officers) -> None:
    first = at.raised()
    at.amended(Deed.END, first)
    with pytest.raises(Conflict, match="it has ended"):
        at.amended(Deed.UPDATE, first, facts={"cause": "fire"})


def test_an_unknown_reference_is_not_found(at: Officers) -> None:
    nowhere = replace(at.raised(), alert=at.raised().alert.model_copy(update={"reference": "NOWHERE"}))
    with pytest.raises(NotFound, match="there is no alert NOWHERE"):
        at.amended(Deed.UPDATE, nowhere)


@pytest.mark.parametrize(
    ("event_type", "facts", "place"),
    [
        ("earthquake", FACTS, "type"),
        ("severe_flood_warning", {"area": "River Ald"}, "type"),
        ("road_closure", {"road": "A4117"}, "detail.incident.place"),
        ("road_closure", FACTS | {"place": "at 14 Mill Street"}, "place"),
        ("fire", {"place": "in Stokeby WE1 2AB"}, "place"),
        ("information", {"title": "Advice", "message": "Write to WE1 2AB."}, "message"),
    ],
)
def test_what_cannot_be_said_is_told_with_its_place(
    at: Officers, event_type: str, facts: dict[str, str], place: str
) -> None:
    with pytest.raises(FeedError) as refusal:
        at.raised(event_type=event_type, facts=facts)
    assert refusal.value.place == place
    assert (alerts_of(at), at.way_in.state.ends) == ([], {})


def test_an_evacuation_may_name_a_house_and_its_officer_is_told(at: Officers) -> None:
    said = at.raised(event_type="evacuation", facts={"place": "at 14 to 30 Mill Street, Stokeby"})
    assert said.findings == ("place holds a house number, and the public will read it",)
    assert (said.alert.message_class, said.person) == (MessageClass.LIFE_SAFETY, False)


def test_an_address_does_not_come_in_by_an_update_either(at: Officers) -> None:
    first = at.raised()
    with pytest.raises(FeedError):
        at.amended(Deed.UPDATE, first, facts={"place": "at 14 Mill Street"})


def test_a_sensitivity_waits_for_a_person_even_from_a_person(at: Officers) -> None:
    said = at.raised(sensitivities=(Sensitivity.FATAL,))
    assert (said.fate, said.person) == (Fate.HELD, True)
    assert {each.state for each in said.deliveries} == {State.HELD}


def test_an_alert_that_is_out_is_never_answered_as_a_failure(at: Officers) -> None:
    at.chain.broken = True
    said = at.raised()
    assert said.fate is Fate.POSTED
    assert [warning.split(":")[0] for warning in said.warnings] == ["the audit could not be written"]
    assert said.person


def test_what_is_not_committed_is_a_failure_and_may_come_again(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_: object) -> None:
        raise StateUnavailable("commit: InternalServerError")

    monkeypatch.setattr(at.way_in.state, "commit", unreachable)
    with pytest.raises(StateUnavailable):
        at.raised()
    assert at.chain.acts == []


def test_two_officers_at_once_make_one_alert(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    head = at.way_in.state.head
    others: list[Said] = []

    def overtaken(source: str, incident_id: str) -> object:
        found = head(source, incident_id)
        if not others:
            monkeypatch.setattr(at.way_in.state, "head", head)
            others.append(at.raised(somebody(Role.GOLD)))
        return found

    monkeypatch.setattr(at.way_in.state, "head", overtaken)
    said = at.raised()
    assert (said.repeated, said.alert) == (True, others[0].alert)
    assert len(alerts_of(at)) == 1


def test_a_preview_shows_words_sizes_and_decisions_and_says_nothing(at: Officers) -> None:
    at.way_in.state.level("lockdown", "bluesky")
    preview = at.desk().preview(SILVER, Raising("road_closure", FACTS))
    assert {name: decision.sends for name, decision in preview.decisions.items()} == {"page": True, "bluesky": False}
    assert preview.decisions["bluesky"].reason == "level lockdown: the plan says hold for incident"
    assert preview.alert.drafts["page"]
    assert (alerts_of(at), at.way_in.state.ends, at.way_in.topic.said, at.chain.acts) == ([], {}, [], [])
    assert at.raised().alert.reference == preview.alert.reference, "it is what raising it would be"


def test_a_preview_of_what_is_raised_already_names_it(at: Officers) -> None:
    first = at.raised()
    with pytest.raises(Conflict) as refusal:
        at.desk().preview(COMMS, Raising("road_closure", FACTS))
    assert refusal.value.reference == first.alert.reference


def test_people_look_at_what_was_said_and_where_it_stands(at: Officers) -> None:
    first = at.raised()
    at.amended(Deed.UPDATE, first, facts={"cause": "fire"})
    other = at.raised(facts=FACTS | {"road": "A49"})
    at.amended(Deed.END, other)
    ledger = at.ledger()
    newest = {each.alert.reference: each.alert.revision for each in ledger.alerts(COMMS, days=1, is_open=None)}
    assert newest == {first.alert.reference: 2, other.alert.reference: 2}
    assert [each.alert.reference for each in ledger.alerts(COMMS, days=1, is_open=True)] == [first.alert.reference]
    assert [each.alert.reference for each in ledger.alerts(COMMS, days=1, is_open=False)] == [other.alert.reference]
    dealt = ledger.alert(COMMS, first.alert.reference)
    assert [(each.alert.revision, len(each.deliveries)) for each in dealt] == [(2, 2), (1, 2)]
    assert len(ledger.deliveries(COMMS, reference="", state=None)) == 8
    assert len(ledger.deliveries(COMMS, reference=first.alert.reference, state=State.PENDING)) == 4
    assert ledger.deliveries(COMMS, reference=first.alert.reference, state=State.SENT) == ()
    with pytest.raises(NotFound):
        ledger.alert(COMMS, "NOWHERE")


def test_alerts_are_listed_for_as_many_days_as_asked(at: Officers) -> None:
    at.raised()
    at.way_in.clock.now = NOW + timedelta(days=2)
    assert at.ledger().alerts(COMMS, days=2, is_open=None) == ()
    assert len(at.ledger().alerts(COMMS, days=3, is_open=None)) == 1


def test_who_may_not_look_is_written_down(at: Officers) -> None:
    for look in (
        lambda: at.ledger().alerts(somebody(), days=1, is_open=None),
        lambda: at.ledger().alert(somebody(), "A"),
        lambda: at.ledger().deliveries(somebody(), reference="A", state=None),
        lambda: at.crisis().show(somebody()),
    ):
        with pytest.raises(NotAllowed):
            look()
    assert [act.deed for act in at.chain.acts] == ["refused: read"] * 4


def test_silver_declares_and_everybody_sees_it(at: Officers) -> None:
    written = at.crisis().declare(SILVER, "crisis", "a fatal fire in Stokeby")
    assert {gate.level for gate in written.gates.values() if gate} == {"crisis"}
    assert {gate.level for gate in at.crisis().show(COMMS).gates.values() if gate} == {"crisis"}
    (act,) = at.chain.acts
    assert (act.chain, act.by, act.deed) == ("command", "silver", "set level crisis for service")


def test_who_may_not_declare_changes_no_gate(at: Officers) -> None:
    with pytest.raises(NotAllowed):
        at.crisis().declare(somebody(), "normal", "it is over")
    assert {gate.level for gate in at.crisis().show(COMMS).gates.values() if gate} == {"normal"}
    assert [(act.chain, act.deed) for act in at.chain.acts] == [("desk", "refused: declare")]


@pytest.mark.parametrize(("level", "channels", "place"), [("calm", (), "level"), ("crisis", ("fax",), "channels")])
def test_a_level_or_a_channel_that_is_not_there_is_refused(
    at: Officers, level: str, channels: tuple[str, ...], place: str
) -> None:
    with pytest.raises(FeedError) as refusal:
        at.crisis().declare(SILVER, level, "a slip of the keyboard", channels)
    assert refusal.value.place == place


def test_channels_that_could_not_be_written_are_named(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    declare = at.way_in.state.declare

    def half(channel: str, declared: Declared, *, seen: int | None = None) -> tuple[GateState, GateState]:
        if channel == "bluesky":
            raise StateUnavailable("declare: ThrottlingException")
        return declare(channel, declared, seen=seen)

    monkeypatch.setattr(at.way_in.state, "declare", half)
    with pytest.raises(PartlyWritten) as refusal:
        at.crisis().declare(SILVER, "crisis", "a fatal fire")
    assert refusal.value.unwritten == ("bluesky",)
