"""Words that wait a minute for another language: to the second, over a lost message, and never after newer words."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.gate import Standing, decide
from loudhailer.pipeline._book import QUEUE_REACH
from loudhailer.pipeline.tell import first_delivery
from tests.builders import NOW, an_alert, shipped_config
from tests.pipeline.desk import Desk
from tests.pipeline.further import newer, until_still

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
    desk.commit(alert, **dict(known) | {"state": State.PENDING, "released_by": "c.officer", "due": Due.UNCLAIMED})
    assert desk.deliver(alert).word == "Sent"


def test_a_longer_wait_stays_in_the_table(desk: Desk) -> None:
    alert = owing()
    decision = decide(PLAN, alert, desk.state.gates([desk.name])[desk.name], Standing(NOW))
    quiet = first_delivery(alert, desk.name, decision, NOW - QUEUE_REACH)
    assert (quiet.due, quiet.due_at) == (Due.PLANNED, NOW + timedelta(seconds=SECONDS))
