"""What is told about an incident after its first alert: by a person, by a list that leaves it out, by the clock."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Amendment, Incident, Manner, Phase, Sensitivity, StatusDue, Unlisted
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from tests.builders import CONTROL, NOW, an_incident
from tests.pipeline.way_in import WayIn

HIGHWAYS = "national_highways"


@pytest.fixture
def way_in() -> WayIn:
    return WayIn()


def a_listed_closure(**changes: Any) -> Incident:
    """Return a closure as National Highways lists it."""
    facts = {"road": "M5", "place": "southbound between J14 and J13"}
    values = {"source": HIGHWAYS, "id": "384696", "event_type": "highways_closure", "facts": facts}
    return an_incident(**values | changes)


def an_amendment(**changes: Any) -> Amendment:
    return Amendment.model_validate({"source": CONTROL, "id": "CTL-1"} | changes)


def test_alerts_are_numbered_by_us_whatever_their_source_counts(way_in: WayIn) -> None:
    numbers = [way_in.alert(way_in.told(an_incident(revision=each, expires=None, facts=facts))).revision
               for each, facts in ((3, {"road": "A1", "place": "x"}), (700, {"road": "A1", "place": "y"}))]  # fmt: skip
    assert numbers == [1, 2]


def test_an_update_by_a_person_changes_what_is_given_and_keeps_the_rest(way_in: WayIn) -> None:
    way_in.told(an_incident())
    outcome = way_in.told(an_amendment(facts={"cause": "collision"}), by="Officer One")
    alert = way_in.alert(outcome)
    assert (alert.msg_type, alert.by, alert.lane) == (MsgType.UPDATE, "Officer One", Lane.ROUTINE)
    assert "closed between Aldermere and Stokeby because of a collision" in way_in.words(outcome)


def test_a_correction_says_that_it_is_one_and_goes_in_the_urgent_lane(way_in: WayIn) -> None:
    way_in.told(an_incident())
    outcome = way_in.told(an_amendment(manner=Manner.CORRECTION, facts={"place": "between Stokeby and Harrow"}))
    assert way_in.words(outcome).startswith("Correction. The A4117 is closed between Stokeby")
    assert way_in.words(outcome, Variant.FIRST).startswith("The A4117 is closed between Stokeby and Harrow")
    assert way_in.alert(outcome).lane is Lane.URGENT


def test_a_false_all_clear_can_be_called_back_but_only_as_a_correction(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(an_amendment(phase=Phase.CLOSED))
    refused = way_in.told(an_amendment(facts={"cause": "fire"}))
    assert (refused.fate, refused.alert_id) == (Fate.REFUSED, "")
    outcome = way_in.told(an_amendment(manner=Manner.CORRECTION))
    assert way_in.alert(outcome).msg_type is MsgType.UPDATE
    assert way_in.words(outcome).startswith("Correction. The A4117 is closed")


def test_what_was_sent_in_error_is_taken_back_and_not_called_over(way_in: WayIn) -> None:
    way_in.told(an_incident())
    outcome = way_in.told(an_amendment(phase=Phase.CLOSED, manner=Manner.WITHDRAWN))
    alert = way_in.alert(outcome)
    assert (alert.msg_type, alert.lane) == (MsgType.CANCEL, Lane.URGENT)
    assert alert.headline == "Withdrawn: A4117 closed between Aldermere and Stokeby"
    assert "reopened" not in way_in.words(outcome)
    assert "sent in error" in way_in.words(outcome)


def test_an_end_by_a_person_is_said_once(way_in: WayIn) -> None:
    way_in.told(an_incident())
    first = way_in.told(an_amendment(phase=Phase.CLOSED))
    assert way_in.words(first).startswith("The A4117 has reopened")
    assert way_in.told(an_amendment(phase=Phase.CLOSED)).fate is Fate.MERGED


@pytest.mark.parametrize(
    "telling",
    [
        an_amendment(),
        Unlisted(source=CONTROL, id="CTL-1"),
        StatusDue(source=CONTROL, id="CTL-1", confirmed=NOW, spoken=1),
    ],
)
def test_nothing_is_told_about_what_was_never_announced(
    way_in: WayIn, telling: Amendment | Unlisted | StatusDue
) -> None:
    outcome = way_in.told(telling)
    assert (outcome.fate, outcome.alert_id) == (Fate.REFUSED, "")


def test_what_a_list_leaves_out_is_no_longer_listed_and_never_reopened(way_in: WayIn) -> None:
    way_in.told(a_listed_closure())
    outcome = way_in.told(Unlisted(source=HIGHWAYS, id="384696"))
    assert way_in.alert(outcome).headline == "No longer listed: M5 closed southbound between J14 and J13"
    assert way_in.words(outcome).startswith(
        "The M5 southbound between J14 and J13 is no longer listed as closed by National Highways."
    )
    assert (
        "Powered by National Highways' Transport Data Feeds."
        in way_in.alert(outcome).drafts["page"][Variant.REPLY].text
    )


def test_what_a_list_holds_again_with_its_old_number_is_news(way_in: WayIn) -> None:
    way_in.told(a_listed_closure())
    way_in.told(Unlisted(source=HIGHWAYS, id="384696"))
    assert way_in.alert(way_in.told(a_listed_closure())).msg_type is MsgType.ALERT


def test_a_list_that_left_something_out_is_not_heard_after_it_has_it_again(way_in: WayIn) -> None:
    """A queue keeps no order: the word that it is gone may come behind the one that it is back."""
    way_in.told(a_listed_closure())
    way_in.told(a_listed_closure(revision=2))
    late = way_in.told(Unlisted(source=HIGHWAYS, id="384696", revision=1))
    assert (late.fate, late.alert_id) == (Fate.SUPERSEDED, "")
    assert way_in.told(Unlisted(source=HIGHWAYS, id="384696", revision=2)).fate is Fate.POSTED


def test_a_closure_of_many_nights_is_over_each_morning_without_reopening(way_in: WayIn) -> None:
    way_in.told(a_listed_closure())
    outcome = way_in.told(a_listed_closure(revision=2, phase=Phase.PLANNED))
    assert way_in.alert(outcome).manner is Manner.UNLISTED


def test_what_is_only_planned_is_not_announced(way_in: WayIn) -> None:
    outcome = way_in.told(a_listed_closure(phase=Phase.PLANNED))
    assert (outcome.fate, outcome.reason) == (Fate.REFUSED, "it is planned and not happening yet")
    assert way_in.told(a_listed_closure(revision=2)).fate is Fate.POSTED


@pytest.mark.parametrize("event_type", ["fire", "flood", "smoke", "evacuation"])
def test_fire_flood_smoke_and_evacuation_never_end_by_silence(way_in: WayIn, event_type: str) -> None:
    way_in.told(an_incident(event_type=event_type))
    with pytest.raises(FeedError, match="never ends by silence"):
        way_in.told(Unlisted(source=CONTROL, id="CTL-1"))
    assert way_in.state.heads[CONTROL, "CTL-1"].phase is Phase.OPEN


def test_an_end_that_names_nothing_is_said_of_what_was_said(way_in: WayIn) -> None:
    source = "environment_agency"
    facts = {"area": "River Alder in Stokeby", "warning": "Severe Flood Warning"}
    way_in.told(an_incident(source=source, event_type="severe_flood_warning", facts=facts))
    outcome = way_in.told(an_incident(source=source, event_type="warning", facts={}, revision=2, phase=Phase.CLOSED))
    removed = "The Environment Agency has removed its severe flood warning: River Alder in Stokeby."
    assert way_in.words(outcome).startswith(removed)


def test_what_its_source_withholds_is_never_said_and_a_person_hears_of_it_where_words_are_out(way_in: WayIn) -> None:
    withheld = way_in.told(a_listed_closure(withheld="scope Restricted"))
    assert (withheld.fate, withheld.person) == (Fate.REFUSED, False)
    way_in.told(a_listed_closure(revision=2))
    assert way_in.told(a_listed_closure(revision=3, withheld="scope Restricted")).person


def test_what_a_first_poll_learned_is_held_with_its_reason(way_in: WayIn) -> None:
    outcome = way_in.told(a_listed_closure(), hold="first poll of national_highways: a person may release it")
    assert outcome.fate is Fate.HELD
    assert {each.state for each in way_in.state.deliveries(outcome.alert_id)} == {State.HELD}
    assert way_in.topic.said == []
    assert way_in.state.heads[HIGHWAYS, "384696"].status_at is None


def test_a_status_says_when_the_fact_was_last_confirmed_and_claims_no_more(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.clock.pass_(3600)
    outcome = way_in.told(StatusDue(source=CONTROL, id="CTL-1", confirmed=NOW, spoken=1))
    alert = way_in.alert(outcome)
    assert (alert.message_class, alert.msg_type, alert.lane) == (MessageClass.STATUS, MsgType.UPDATE, Lane.ROUTINE)
    assert way_in.words(outcome).startswith("Last confirmed at 5:30pm: A4117 closed between Aldermere and Stokeby.")
    assert "still" not in way_in.words(outcome)


def test_a_status_stops_with_its_incident_and_with_what_was_said_of_it(way_in: WayIn) -> None:
    way_in.told(an_incident(expires=NOW + timedelta(minutes=90)))
    assert way_in.state.heads[CONTROL, "CTL-1"].status_at == NOW + timedelta(minutes=60)
    way_in.clock.pass_(91 * 60)
    due = StatusDue(source=CONTROL, id="CTL-1", confirmed=NOW, spoken=1)
    assert way_in.told(due).fate is Fate.EXPIRED
    assert way_in.state.heads[CONTROL, "CTL-1"].status_at is None
    way_in.told(an_amendment(phase=Phase.CLOSED))
    assert way_in.told(due).fate is Fate.SUPERSEDED


def test_a_status_does_not_stand_in_the_way_of_its_source_s_next_word(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(StatusDue(source=CONTROL, id="CTL-1", confirmed=NOW, spoken=1))
    outcome = way_in.told(an_incident(revision=2, facts={"road": "A4117", "place": "at Stokeby"}))
    assert (outcome.fate, way_in.alert(outcome).revision) == (Fate.POSTED, 3)
    assert way_in.told(an_incident()).fate is Fate.SUPERSEDED


def test_the_words_of_a_held_revision_do_not_leave_with_the_all_clear(way_in: WayIn) -> None:
    way_in.told(an_incident())
    hidden = {"road": "A4117", "place": "outside the school, where a child was hurt"}
    held = way_in.told(an_incident(revision=2, facts=hidden, sensitivities=(Sensitivity.CHILDREN,)))
    assert held.fate is Fate.HELD
    by_machine = way_in.told(an_incident(revision=3, facts={"road": "A4117"}, phase=Phase.CLOSED))
    assert (by_machine.fate, by_machine.person) == (Fate.HELD, True)
    by_a_person = way_in.told(an_amendment(phase=Phase.CLOSED), by="Officer One")
    assert by_a_person.fate is Fate.POSTED
    assert way_in.words(by_a_person).startswith("The A4117 has reopened between Aldermere and Stokeby.")


def test_a_flag_whose_words_were_held_counts_for_what_is_said_next(way_in: WayIn) -> None:
    way_in.told(an_incident())
    flagged = an_amendment(facts={"cause": "collision"}, sensitivities=(Sensitivity.CHILDREN,))
    assert way_in.told(flagged, by="Officer One").fate is Fate.HELD
    for telling in (
        an_amendment(facts={"cause": "fire"}),
        StatusDue(source=CONTROL, id="CTL-1", confirmed=NOW, spoken=3),
    ):
        outcome = way_in.told(telling)
        assert (outcome.fate, way_in.alert(outcome).sensitivities) == (Fate.HELD, (Sensitivity.CHILDREN,))


def test_what_was_held_as_sensitive_is_held_when_it_is_raised_again_after_its_end(way_in: WayIn) -> None:
    raised = {"source": "desk", "id": "D-1", "event_type": "fire", "facts": {"place": "at Chapel Street, Westbury"}}
    assert way_in.told(an_incident(**raised, sensitivities=(Sensitivity.FATAL,))).fate is Fate.HELD
    way_in.told(Amendment(source="desk", id="D-1", phase=Phase.CLOSED))
    again = way_in.told(an_incident(**raised, revision=2))
    assert (again.fate, way_in.alert(again).sensitivities) == (Fate.HELD, (Sensitivity.FATAL,))


def test_a_source_that_repeats_itself_does_not_undo_what_a_person_did(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(an_amendment(phase=Phase.CLOSED, manner=Manner.WITHDRAWN))
    assert way_in.told(an_incident(revision=2)).fate is Fate.MERGED
    news = way_in.told(an_incident(revision=3, facts={"road": "A4117", "place": "at Stokeby"}))
    assert way_in.alert(news).msg_type is MsgType.ALERT


def test_what_was_taken_back_is_not_called_over_by_its_source(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(an_amendment(phase=Phase.CLOSED, manner=Manner.WITHDRAWN))
    assert way_in.told(an_incident(revision=2, phase=Phase.CLOSED)).fate is Fate.MERGED


def test_what_ended_can_still_be_taken_back(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(an_amendment(phase=Phase.CLOSED))
    outcome = way_in.told(an_amendment(phase=Phase.CLOSED, manner=Manner.WITHDRAWN))
    assert "sent in error" in way_in.words(outcome)


def test_a_correction_that_would_have_expired_already_is_refused(way_in: WayIn) -> None:
    way_in.told(an_incident())
    outcome = way_in.told(
        an_amendment(manner=Manner.CORRECTION, expires=NOW - timedelta(hours=1), facts={"place": "x"})
    )
    assert (outcome.fate, outcome.alert_id) == (Fate.REFUSED, "")


def test_an_end_that_has_passed_is_not_promised_again(way_in: WayIn) -> None:
    way_in.told(an_incident(expected_end=NOW + timedelta(minutes=30)))
    way_in.clock.pass_(3600)
    assert "until about" not in way_in.words(way_in.told(an_amendment(facts={"cause": "fire"})))


def test_an_end_that_was_held_can_be_said_again(way_in: WayIn) -> None:
    way_in.told(an_incident())
    for channel in way_in.channels:
        way_in.state.level("lockdown", channel)
    assert way_in.told(an_amendment(phase=Phase.CLOSED)).fate is Fate.HELD
    for channel in way_in.channels:
        way_in.state.level("normal", channel)
    assert way_in.told(an_amendment(phase=Phase.CLOSED)).fate is Fate.POSTED


def test_the_correction_of_a_campaign_does_not_overtake_an_evacuation(way_in: WayIn) -> None:
    comms = {"source": "westshire.comms", "id": "CAMPAIGN-1"}
    way_in.told(an_incident(**comms, event_type="campaign", facts={"title": "Test it Tuesday", "message": "Press it."}))
    outcome = way_in.told(an_amendment(**comms, manner=Manner.CORRECTION, facts={"message": "Press the button."}))
    assert way_in.alert(outcome).lane is Lane.ROUTINE


def test_a_word_that_was_not_taken_up_confirms_nothing_and_silences_the_clock(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.clock.pass_(600)
    way_in.told(an_incident(revision=2, withheld="it has no English text"))
    head = way_in.state.heads[CONTROL, "CTL-1"]
    assert (head.confirmed, head.status_at) == (NOW, None)
    way_in.told(an_incident(revision=3))
    assert way_in.state.heads[CONTROL, "CTL-1"].confirmed == NOW + timedelta(seconds=600)


def test_a_status_says_nothing_where_something_newer_was_said_since_the_clock_looked(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(an_incident(revision=2, facts={"road": "A4117", "place": "at Stokeby"}))
    outcome = way_in.told(StatusDue(source=CONTROL, id="CTL-1", confirmed=NOW, spoken=1))
    assert (outcome.fate, outcome.alert_id) == (Fate.SUPERSEDED, "")
    assert way_in.state.heads[CONTROL, "CTL-1"].status_at is not None


_ways = [
    (Phase.OPEN, Manner.PLAIN),
    (Phase.OPEN, Manner.CORRECTION),
    (Phase.CLOSED, Manner.PLAIN),
    (Phase.CLOSED, Manner.WITHDRAWN),
]
_changes = st.builds(
    lambda way, changes: {"phase": way[0], "manner": way[1], **changes},
    st.sampled_from(_ways),
    st.fixed_dictionaries(
        {},
        optional={
            "facts": st.dictionaries(st.sampled_from(["place", "cause"]), st.sampled_from(["", "at Stokeby", "fire"])),
            "sensitivities": st.sampled_from([(), (Sensitivity.FATAL,)]),
        },
    ),
)


@given(history=st.lists(_changes, max_size=8))
def test_the_same_amendment_made_twice_is_not_posted_twice(history: list[dict[str, Any]]) -> None:
    way_in = WayIn()
    way_in.told(an_incident(event_type="fire", facts={"place": "on Harrow Moor", "road": "A1"}))
    for changes in history:
        try:
            way_in.told(an_amendment(**changes))
        except FeedError:
            continue  # without its place a fire cannot be said
        assert way_in.told(an_amendment(**changes)).fate is not Fate.POSTED


@given(history=st.lists(_changes, max_size=8))
def test_an_all_clear_is_never_followed_by_a_plain_update(history: list[dict[str, Any]]) -> None:
    way_in = WayIn()
    way_in.told(an_incident(event_type="fire", facts={"place": "on Harrow Moor"}))
    said = [way_in.state.alerts[f"{alert_id}"] for alert_id in way_in.state.heads[CONTROL, "CTL-1"].alert_ids]
    for changes in history:
        try:
            outcome = way_in.told(an_amendment(**changes))
        except FeedError:
            continue
        if outcome.fate is Fate.POSTED:
            said.append(way_in.alert(outcome))
    for before, after in itertools.pairwise(said):
        assert before.msg_type is not MsgType.CANCEL or after.manner in {Manner.CORRECTION, Manner.WITHDRAWN}
