"""Exercises: they run the path to the drill wall, and no path leads from them to the public."""

from typing import Any

import pytest

from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Deed, Role
from loudhailer.domain.crisis import Action
from loudhailer.domain.drill import DrillStatus
from loudhailer.domain.errors import Conflict, FeedError, NotAllowed, NotFound, StateUnavailable
from loudhailer.domain.incident import Status
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from loudhailer.normalise import drill_reference_of, reference_of
from loudhailer.pipeline.desk import Change, Raising
from loudhailer.pipeline.drill_desk import Rehearsed
from tests.builders import CONTROL
from tests.pipeline.drills import EVACUATION, PRACTISED, drill_desk, show_all
from tests.pipeline.officers import COMMS, SILVER, Officers, somebody
from tests.pipeline.way_in import WayIn

DUTY = somebody(Role.DUTY)


@pytest.fixture
def way_in() -> WayIn:
    return WayIn()


@pytest.fixture
def at() -> Officers:
    return Officers()


def raised(
    at: Officers, status: DrillStatus = Status.EXERCISE, raising: Raising = EVACUATION, **more: Any
) -> Rehearsed:
    return drill_desk(at).raise_(more.pop("caller", DUTY), more.pop("behalf", Behalf()), raising, status, **more)


@pytest.mark.parametrize("status", ["Exercise", "Test"])
def test_an_exercise_runs_the_path_to_the_drill_wall(way_in: WayIn, status: str) -> None:
    outcome = way_in.put(status=status, type="evacuation", place=PRACTISED)
    assert (outcome.fate, outcome.status, outcome.person) == (Fate.REHEARSED, status, False)
    assert outcome.alert_id == f"{drill_reference_of(CONTROL, 'CTL-1')}-1"
    assert show_all(way_in) == ["Shown"]
    post = way_in.wall.shown[outcome.alert_id]
    assert [(each.channel, each.action) for each in post.boards] == [("page", Action.SEND), ("bluesky", Action.SEND)]
    for board in post.boards:
        assert board.text.startswith(" ".join([status.upper()] * 3))
        assert board.text.endswith(" ".join([status.upper()] * 3))
        assert f"Leave now if you are {PRACTISED}" in board.text
    assert post.headline.startswith(status.upper())
    assert (way_in.topic.said, way_in.state.alerts, way_in.state.stored) == ([], {}, {})


def test_the_frame_counts_towards_a_channel_s_limit_and_never_falls_away(way_in: WayIn) -> None:
    size = way_in.channels["bluesky"].size
    outcome = way_in.put(status="Exercise", cause="collision", next_update="2026-11-22T21:00:00Z")
    text = way_in.drills.drills[outcome.alert_id].drafts["bluesky"][Variant.FIRST].text
    assert len(text) <= size
    assert text.count("EXERCISE") == 6


def test_a_draft_is_composed_and_kept_and_nobody_is_told(way_in: WayIn) -> None:
    outcome = way_in.put(status="Draft")
    assert (outcome.fate, outcome.reason) == (Fate.REHEARSED, "Draft: composed and kept; nobody is told")
    assert outcome.alert_id in way_in.drills.drills
    assert (way_in.drills.stored, way_in.calls.said) == ({}, [])


def test_what_is_for_the_system_is_only_written_down(way_in: WayIn) -> None:
    outcome = way_in.put(status="System")
    assert (outcome.fate, outcome.alert_id) == (Fate.REHEARSED, "")
    assert (way_in.drills.drills, way_in.drills.heads, way_in.calls.said) == ({}, {}, [])


def test_what_each_gate_would_have_done_is_kept_with_its_reason(way_in: WayIn) -> None:
    way_in.state.level("crisis", "bluesky")
    sensitive = way_in.put(status="Exercise", sensitivities=["fatal"])
    found = {each.channel: each for each in way_in.drills.drills[sensitive.alert_id].would}
    assert {each.action for each in found.values()} == {Action.APPROVE}
    assert set(found["page"].roles) <= {Role.SILVER, Role.GOLD}
    assert "fatal" in found["page"].reason
    way_in.state.level("lockdown", "page")
    held = way_in.put(status="Exercise", id="CTL-2", type="evacuation", place=PRACTISED)
    assert [each.action for each in way_in.drills.drills[held.alert_id].would] == [Action.HOLD, Action.SEND]


def test_an_exercise_has_revisions_of_its_own(way_in: WayIn) -> None:
    outcomes = [
        way_in.put(status="Exercise", revision=revision, cause=cause)
        for revision, cause in enumerate(("collision", "fire"), 1)
    ]
    outcomes.append(way_in.put("incident.closed", status="Exercise", revision=3))
    said = [way_in.drills.drills[each.alert_id] for each in outcomes]
    assert [(each.revision, each.msg_type) for each in said] == [(1, "Alert"), (2, "Update"), (3, "Cancel")]
    assert said[2].references == tuple(each.identifier for each in said[:2])
    assert way_in.put(status="Exercise", revision=1).fate is Fate.SUPERSEDED
    assert way_in.put("incident.closed", status="Exercise", revision=4).fate is Fate.MERGED
    late = way_in.put(status="Exercise", id="CTL-3", expires="2026-11-22T17:00:00Z")
    assert (late.fate, late.status) == (Fate.EXPIRED, Status.EXERCISE)


def test_an_exercise_of_an_incident_changes_nothing_of_the_incident_itself(way_in: WayIn) -> None:
    posted = way_in.put()
    head = way_in.state.head(CONTROL, "CTL-1")
    for revision in (1, 2, 3):
        assert way_in.put(status="Exercise", revision=revision, cause="fire").fate is not Fate.POSTED
    assert way_in.state.head(CONTROL, "CTL-1") == head
    updated = way_in.put("incident.updated", revision=2, cause="collision")
    assert (updated.fate, updated.alert_id) == (Fate.POSTED, posted.alert_id.replace("-1", "-2"))
    assert reference_of(CONTROL, "CTL-1") == posted.alert_id.split("-")[0]


def test_a_redelivered_exercise_is_announced_again_and_shown_once(way_in: WayIn) -> None:
    way_in.calls.broken = True
    with pytest.raises(StateUnavailable):
        way_in.put(status="Exercise", event_id="once")
    way_in.calls.broken = False
    first, second = (way_in.put(status="Exercise", event_id="once") for _ in range(2))
    assert first == second
    assert show_all(way_in) == ["Shown", "Repeated"]


def test_a_wall_that_does_not_answer_is_tried_again(way_in: WayIn) -> None:
    way_in.put(status="Exercise")
    way_in.wall.broken = True
    report = way_in.show_drill()(way_in.calls.said[0].model_dump_json())
    assert (report.word, report.again, report.person) == ("Contended", True, False)
    way_in.wall.broken = False
    assert show_all(way_in) == ["Shown"]


@pytest.mark.parametrize(
    "body", ["{}", "no JSON", Announcement(alert_id="A-1", source="a", incident_id="b").model_dump_json()]
)
def test_what_is_no_drill_in_the_drill_queue_comes_again_and_calls_somebody(way_in: WayIn, body: str) -> None:
    report = way_in.show_drill()(body)
    assert (report.word, report.again, report.person) == ("Unreadable", True, True)


def test_a_drill_that_is_not_there_yet_is_waited_for(way_in: WayIn) -> None:
    assert way_in.show_drill()('{"v": 1, "drill_id": "DRILL-A-1"}').again


def test_what_cannot_be_said_in_earnest_cannot_be_said_in_an_exercise(way_in: WayIn) -> None:
    outcome = way_in.put(status="Exercise", place=None)
    assert (outcome.fate, outcome.document) == (Fate.REFUSED, f"memory://{outcome.event_id}")


def test_an_officer_s_drill_goes_to_the_wall_and_into_the_audit(at: Officers) -> None:
    rehearsed = raised(at)
    drill = rehearsed.practised.drill
    assert (drill.by, drill.status, rehearsed.repeated, rehearsed.warnings) == ("duty", Status.EXERCISE, False, ())
    assert show_all(at.way_in) == ["Shown"]
    (act,) = at.chain.acts
    assert (act.chain, act.deed, act.by) == (f"incident:{drill.reference}", "drill", "duty")
    (shown,) = drill_desk(at).show(COMMS, drill.reference)
    assert shown.delivery is not None
    assert shown.delivery.place == f"memory://{drill.identifier}"
    assert drill_desk(at).list(COMMS, days=1) == (shown,)
    assert (at.way_in.topic.said, at.way_in.state.alerts) == ([], {})


def test_each_drill_is_an_exercise_of_its_own_but_for_the_same_key(at: Officers) -> None:
    first, second = raised(at), raised(at, key="two")
    assert first.practised.drill.reference != second.practised.drill.reference
    again = raised(at, key="two")
    assert again.repeated
    assert again.practised.drill == second.practised.drill
    with pytest.raises(Conflict):
        raised(at, Status.TEST, key="two")


def test_a_drill_asks_who_types_it_and_who_may(at: Officers) -> None:
    with pytest.raises(NotAllowed):
        raised(at, caller=somebody())
    with pytest.raises(FeedError):
        raised(at, caller=somebody(Role.CONTROL))
    typed = raised(at, caller=somebody(Role.CONTROL), behalf=Behalf("R. Example", "radio")).practised.drill
    assert (typed.by, typed.typed_by) == ("R. Example", "control")
    with pytest.raises(FeedError):
        raised(at, raising=Raising("earthquake", {"place": PRACTISED}))
    with pytest.raises(NotAllowed):
        drill_desk(at).list(somebody(), days=1)
    with pytest.raises(NotFound):
        drill_desk(at).show(SILVER, "DRILL-222222222")


def test_a_drill_that_is_kept_is_no_failure_whatever_fails_after_it(at: Officers) -> None:
    at.way_in.calls.broken = at.chain.broken = True
    at.chain.broken = True
    rehearsed = raised(at, key="one")
    assert len(rehearsed.warnings) == 2
    at.way_in.calls.broken = at.chain.broken = False
    assert raised(at, key="one").warnings == ()
    assert show_all(at.way_in) == ["Shown"]


def test_nobody_updates_or_ends_a_drill_as_if_it_were_an_alert(at: Officers) -> None:
    drill = raised(at).practised.drill
    for reference in (drill.reference, drill.reference.removeprefix("DRILL-"), drill.identifier):
        for deed in (Deed.UPDATE, Deed.CORRECT, Deed.END):
            with pytest.raises(NotFound):
                at.desk().amend(deed, SILVER, Behalf(), reference, Change({"place": PRACTISED}))
    with pytest.raises(NotFound):
        at.ledger().alert(SILVER, drill.reference)
