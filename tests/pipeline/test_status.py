"""The clock's own words: at their own pace, only where something is public, once a turn."""

from datetime import datetime, timedelta

import pytest

from loudhailer.domain.delivery import Due, State
from loudhailer.domain.incident import Amendment, Phase
from loudhailer.pipeline.status import Status
from tests.builders import CONTROL, NOW, an_incident
from tests.pipeline.way_in import WayIn


@pytest.fixture
def way_in() -> WayIn:
    return WayIn()


def look(way_in: WayIn, listed: datetime | None = None) -> dict[str, int]:
    status = Status(
        owed=way_in.state,
        deliveries=way_in.state,
        commits=way_in.state,
        tell=way_in.tell(),
        listed=lambda *_: listed,
        clock=way_in.clock,
    )
    return {word: count for word, count in status().items() if count}


def all_sent(way_in: WayIn) -> None:
    for key, each in way_in.state.stored.items():
        way_in.state.stored[key] = each.settled(State.SENT, "")


def test_a_status_comes_at_the_pace_of_its_class_and_then_again(way_in: WayIn) -> None:
    way_in.told(an_incident())
    all_sent(way_in)
    way_in.clock.pass_(59 * 60)
    assert look(way_in) == {}
    way_in.clock.pass_(60)
    assert look(way_in) == {"Told": 1}
    assert look(way_in) == {}, "once a turn"
    all_sent(way_in)
    way_in.clock.pass_(3600)
    assert look(way_in) == {"Told": 1}
    assert len(way_in.state.alerts) == 3


def test_a_word_from_its_source_puts_the_status_off(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.clock.pass_(50 * 60)
    way_in.told(an_incident(revision=2, facts={"road": "A4117", "place": "at Stokeby"}))
    way_in.clock.pass_(15 * 60)
    assert look(way_in) == {}


def test_a_status_stops_with_its_incident(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(Amendment(source=CONTROL, id="CTL-1", phase=Phase.CLOSED))
    way_in.clock.pass_(24 * 3600)
    assert look(way_in) == {}


def test_a_status_waits_for_what_is_still_under_way(way_in: WayIn) -> None:
    way_in.told(an_incident(event_type="evacuation"))
    all_sent(way_in)
    outcome = way_in.told(an_incident(event_type="evacuation", revision=2, facts={"place": "in Stokeby"}))
    way_in.clock.pass_(31 * 60)
    assert look(way_in) == {"Waiting": 1}
    assert way_in.state.heads[CONTROL, "CTL-1"].spoken == way_in.alert(outcome).revision


def test_what_is_held_gets_no_status(way_in: WayIn) -> None:
    outcome = way_in.told(an_incident())
    for each in way_in.state.deliveries(outcome.alert_id):
        way_in.state.save(each.settled(State.HELD, "a test"))
    way_in.clock.pass_(3600)
    assert look(way_in) == {"Quiet": 1}
    assert look(way_in) == {}
    assert len(way_in.state.alerts) == 1


def test_a_list_that_still_holds_it_confirms_it(way_in: WayIn) -> None:
    way_in.told(an_incident())
    all_sent(way_in)
    way_in.clock.pass_(3600)
    look(way_in, listed=NOW + timedelta(minutes=59))
    newest = max(way_in.state.alerts.values(), key=lambda each: each.revision)
    assert "Last confirmed at 6:29pm" in next(iter(newest.drafts["page"].values())).text


def test_one_incident_that_cannot_be_told_does_not_stop_those_behind_it(way_in: WayIn) -> None:
    way_in.told(an_incident())
    way_in.told(an_incident(id="CTL-2"))
    all_sent(way_in)
    way_in.clock.pass_(3600)
    way_in.state.heads[CONTROL, "CTL-1"] = way_in.state.heads[CONTROL, "CTL-1"].model_copy(
        update={"told": an_incident(facts={})}
    )
    assert look(way_in) == {"Told": 1, "Stuck": 1}


def test_a_post_that_is_still_being_looked_for_is_not_superseded_by_a_status(way_in: WayIn) -> None:
    way_in.told(an_incident(event_type="evacuation"))
    for key, each in way_in.state.stored.items():
        way_in.state.stored[key] = each.model_copy(update={"state": State.UNKNOWN, "due": Due.RETRY})
    way_in.clock.pass_(31 * 60)
    assert look(way_in) == {"Waiting": 1}


def test_the_same_confirmation_is_passed_on_six_times_and_then_a_person_looks(way_in: WayIn) -> None:
    way_in.told(an_incident())
    counts = []
    for _ in range(8):
        all_sent(way_in)
        way_in.clock.pass_(3600)
        counts.append(look(way_in))
    assert counts == [{"Told": 1}] * 6 + [{"Unconfirmed": 1}, {}]
    assert [each.person for each in way_in.state.ends.values()].count(True) == 1


def test_a_list_that_goes_on_confirming_keeps_the_clock_going(way_in: WayIn) -> None:
    way_in.told(an_incident())
    for _ in range(8):
        all_sent(way_in)
        way_in.clock.pass_(3600)
        assert look(way_in, listed=way_in.clock.now) == {"Told": 1}


def test_statuses_come_back_after_a_lockdown(way_in: WayIn) -> None:
    way_in.told(an_incident())
    all_sent(way_in)
    for channel in way_in.channels:
        way_in.state.level("lockdown", channel)
    way_in.clock.pass_(3600)
    look(way_in)
    for channel in way_in.channels:
        way_in.state.level("normal", channel)
    way_in.clock.pass_(3600)
    assert look(way_in) == {"Told": 1}
