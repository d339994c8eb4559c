"""What the simulation has shown, each in its smallest form."""

from datetime import timedelta

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.delivery import Due
from loudhailer.domain.errors import Doubtful, PostRejected, StateUnavailable
from loudhailer.pipeline.sweep import Sweep
from tests.builders import NOW, a_delivery, an_alert, shipped_config
from tests.fakes import Announcements, Clock, MemoryState
from tests.pipeline.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_was_announced_again_a_hundred_times_stops_no_sweep() -> None:
    state, alert = MemoryState(), an_alert()
    state.alerts[alert.identifier] = alert
    state.stored[alert.identifier, "bluesky"] = a_delivery(alert, due=Due.UNCLAIMED, due_at=NOW, sweeps=100)
    state.live("bluesky")
    sweep = Sweep(
        plan=shipped_config().plan,
        due=state,
        incidents=state,
        alerts=state,
        gates=state,
        approvals=state,
        outcomes=state,
        log=state,
        announcer=Announcements(),
        clock=Clock(),
    )
    assert sweep()["Announced"] == 1


def test_a_post_that_expires_while_it_is_being_claimed_does_not_leave(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert(expires=NOW + timedelta(seconds=1)))
    save = desk.state.save

    def slow(*given: object) -> object:
        desk.clock.pass_(1.5)
        return save(*given)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(desk.state, "save", slow)
    desk.deliver(alert)
    assert desk.platform.published == []


def test_a_refusal_that_was_recorded_and_not_reported_is_reported_by_the_next_copy_of_its_message(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert())
    desk.platform.before = [PostRejected("no")]

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk.state, "give_back", dies)
    with pytest.raises(KeyboardInterrupt):
        desk.deliver(alert)
    monkeypatch.undo()
    assert desk.deliver(alert, receives=2).person


def test_a_permit_that_could_not_be_given_back_does_not_stand_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert())

    def refuse(*_: object, **__: object) -> None:
        raise StateUnavailable("no answer")

    monkeypatch.setattr(desk.state, "give_back", refuse)
    assert desk.deliver(alert).word == "Sent"
    monkeypatch.undo()
    desk.clock.pass_(3600)
    desk.deliver(desk.commit(an_alert(revision=2, msg_type=MsgType.UPDATE)))
    gate = desk.state.gates(["bluesky"])["bluesky"]
    assert gate is not None
    assert gate.leaving() == ()


def test_an_update_waits_some_seconds_for_a_request_that_may_still_be_on_its_way(desk: Desk) -> None:
    alert, later = desk.commit(an_alert()), desk.commit(an_alert(revision=2, msg_type=MsgType.UPDATE))
    desk.platform.before = [Doubtful("no answer in time")]
    desk.deliver(alert)
    desk.clock.pass_(1)
    assert desk.deliver(later).word == "Waited"
