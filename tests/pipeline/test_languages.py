"""Words that wait a minute for another language: to the second, over a lost message, and never after newer words."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.incident import Phase, Sensitivity
from loudhailer.domain.outcome import Fate
from loudhailer.gate import Standing, decide
from loudhailer.pipeline._book import QUEUE_REACH
from loudhailer.pipeline.desk import Said
from loudhailer.pipeline.sweep import Sweep
from loudhailer.pipeline.tell import first_delivery
from tests.builders import NOW, an_alert, bilingual_config, shipped_config
from tests.pipeline.desk import Desk
from tests.pipeline.further import newer, until_still
from tests.pipeline.officers import COMMS, SILVER, Officers, somebody
from tests.pipeline.way_in import WayIn

PLAN = shipped_config().plan
SECONDS = 60


@pytest.fixture
def desk() -> Desk:
    return Desk()


def owing(**changes: object) -> Alert:
    return an_alert(**{"message_class": MessageClass.LIFE_SAFETY, "owes": ("cy",)} | changes)


def committed(desk: Desk, alert: Alert) -> Delivery:
    """Commit as tell does."""
    gate = desk.state.gates([desk.name])[desk.name]
    decision = decide(PLAN, alert, gate, Standing(desk.clock()))
    delivery = first_delivery(alert, desk.name, decision, desk.clock())
    newer(desk, alert)
    desk.commit(alert, **dict(delivery) | {"version": 1})
    return delivery


def test_it_is_announced_at_once_and_goes_at_its_very_second(desk: Desk) -> None:
    alert = owing()
    assert committed(desk, alert).due is Due.UNCLAIMED, "the topic hears of it now, not at the next sweep"
    desk.clock.pass_(0.4)
    report = desk.deliver(alert)
    assert (report.word, report.again) == ("PutOff", True)
    assert desk.queue.delays == [timedelta(seconds=SECONDS - 0.4)]
    desk.clock.pass_(SECONDS - 0.4)
    assert desk.deliver(alert).word == "Sent"
    assert desk.delivery(alert).sent_at == NOW + timedelta(seconds=SECONDS)


def test_a_message_that_was_lost_on_the_way_is_made_good_by_the_sweeper(desk: Desk) -> None:
    alert = owing()
    committed(desk, alert)
    desk.deliver(alert)
    until_still(desk, 3)
    assert desk.texts() == ["first words of 1"]


def test_an_announcement_that_was_lost_is_made_good_by_the_sweeper(desk: Desk) -> None:
    committed(desk, owing())
    until_still(desk, 3)
    assert desk.texts() == ["first words of 1"]


def test_a_revision_with_both_languages_takes_its_place_within_the_minute(desk: Desk) -> None:
    alert = owing()
    committed(desk, alert)
    desk.deliver(alert)
    desk.clock.pass_(20)
    both = an_alert(revision=2, msg_type=MsgType.UPDATE, message_class=MessageClass.LIFE_SAFETY, since=1)
    committed(desk, both)
    assert desk.deliver(both).word == "Sent"
    desk.clock.pass_(SECONDS)
    assert desk.deliver(alert).word == "Superseded"
    assert desk.texts() == ["first words of 2"]


def test_what_is_held_for_a_language_goes_once_a_person_releases_it(desk: Desk) -> None:
    alert = owing(message_class=MessageClass.INCIDENT)
    held = committed(desk, alert)
    assert (held.state, held.held_as) == (State.HELD, Action.HOLD)
    known = desk.delivery(alert)
    released = {"state": State.PENDING, "released_by": "c.officer", "alone": True, "due": Due.UNCLAIMED}
    desk.commit(alert, **dict(known) | released)
    assert desk.deliver(alert).word == "Sent"


@pytest.fixture
def officers() -> Officers:
    return Officers(WayIn(config=bilingual_config()))


def owed(officers: Officers) -> Said:
    """Have an officer's own words wait for somebody's leave; their Welsh is missing."""
    facts = {"title": "Water points", "message": "Water is at the sports hall in Stokeby."}
    said = officers.raised(somebody(Role.DUTY), event_type="information", facts=facts)
    asked = officers.approve().show(COMMS, said.alert.identifier)
    assert asked.approval.reason.endswith("; its Welsh words are missing")
    return said


def test_leave_for_the_words_does_not_let_them_go_in_one_language_and_a_release_does(officers: Officers) -> None:
    said, state = owed(officers), officers.way_in.state
    answer = officers.approved(said, COMMS)
    assert {(each.state, each.held_as) for each in answer.deliveries} == {(State.HELD, Action.HOLD)}
    assert {each.reason for each in answer.deliveries} == {
        "its Welsh words are missing: give them, or release it in one language"
    }
    assert answer.approval.carried_out
    (end,) = [each for each in state.ends.values() if each.detail_type == "approval.answered"]
    assert (end.fate, end.person, officers.way_in.topic.said) == (Fate.HELD, True, [])
    assert state.head(said.alert.source, said.alert.incident_id).held, "the public has heard nothing of it yet"
    done = officers.held().release(COMMS, said.alert.identifier, "the hall opens now", ["bluesky"])
    assert [each.alone for each in done.deliveries if each.channel == "bluesky"] == [True]
    desk = Desk(state=state, clock=officers.way_in.clock)
    assert desk.deliver(said.alert).word == "Sent"


def test_an_end_that_is_approved_and_owes_a_language_ends_nothing_until_its_words_are_given(officers: Officers) -> None:
    facts = {"title": "Water", "message": "Water is at the hall."}
    said = officers.raised(COMMS, event_type="information", facts=facts, translations={"cy": dict(facts)})
    officers.approved(said, SILVER)
    end = officers.amended(Deed.END, said, facts={"title": "Water is back"}, sensitivities=(Sensitivity.CHILDREN,))
    assert (end.fate, end.alert.owes) == (Fate.HELD, ("cy",))
    officers.approved(end, somebody(Role.GOLD))
    assert officers.way_in.state.head(said.alert.source, said.alert.incident_id).phase is Phase.OPEN
    given = officers.amended(Deed.END, said, translations={"cy": {"title": "Mae'r dŵr yn ôl"}})
    assert given.alert.owes == ()


def pending(officers: Officers) -> Said:
    """Have words pending with leave, as where the languages were added after they were committed."""
    said, state = owed(officers), officers.way_in.state
    officers.approved(said, COMMS)
    for each in state.deliveries(said.alert.identifier):
        going = {"state": State.PENDING, "held_as": None, "released_by": "comms"}
        state.save(each.model_copy(update=going | {"due": Due.UNCLAIMED, "due_at": officers.way_in.clock()}))
    return said


def test_a_sender_asks_for_the_language_of_what_was_approved(officers: Officers) -> None:
    said = pending(officers)
    desk = Desk(state=officers.way_in.state, clock=officers.way_in.clock)
    assert desk.deliver(said.alert).word == "Held"
    assert (officers.delivery(said).held_as, desk.texts()) == (Action.HOLD, [])


def test_so_does_the_sweeper_where_the_announcement_was_lost(officers: Officers) -> None:
    said, state = pending(officers), officers.way_in.state
    officers.way_in.clock.pass_(600)
    clock, topic = officers.way_in.clock, officers.way_in.topic
    counts = Sweep(PLAN, state, state, state, state, state, state, state, topic, clock)()
    assert counts["HeldAtFanOut"] == len(officers.way_in.channels)
    assert officers.delivery(said).held_as is Action.HOLD


def test_leave_lets_go_what_goes_without_a_language_anyway(officers: Officers) -> None:
    flags = (Sensitivity.CHILDREN,)
    facts = {"place": "within sight of the old mill"}
    said = officers.raised(somebody(Role.DUTY), event_type="evacuation", facts=facts, sensitivities=flags)
    assert (said.fate, said.alert.owes) == (Fate.HELD, ("cy",))
    officers.approved(said, SILVER)
    officers.way_in.clock.pass_(SECONDS)
    desk = Desk(state=officers.way_in.state, clock=officers.way_in.clock)
    assert desk.deliver(said.alert).word == "Sent"


def test_a_longer_wait_stays_in_the_table(desk: Desk) -> None:
    alert = owing()
    decision = decide(PLAN, alert, desk.state.gates([desk.name])[desk.name], Standing(NOW))
    quiet = first_delivery(alert, desk.name, decision, NOW - QUEUE_REACH)
    assert (quiet.due, quiet.due_at) == (Due.PLANNED, NOW + timedelta(seconds=SECONDS))
