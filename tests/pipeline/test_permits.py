"""The strict pause: once a level is declared nothing that it pauses begins to leave, and what was leaving is named."""

from datetime import timedelta
from typing import Any

import pytest

from loudhailer.domain.crisis import Declared, MessageClass, Permit, Quiet
from loudhailer.domain.delivery import Delivery, Due, State, Thread
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.post import Post
from tests.builders import NOW, an_alert, declared_level
from tests.pipeline.desk import LEASE, Desk

CAMPAIGN = {"message_class": MessageClass.PROMOTIONAL}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def leaving(desk: Desk) -> list[str]:
    gate = desk.state.gate_items["bluesky"]
    assert gate is not None
    return [each.alert_id for each in gate.leaving()]


def test_a_post_leaves_under_a_permit_and_gives_it_back(desk: Desk) -> None:
    seen: list[list[str]] = []
    desk.platform.during = lambda _: seen.append(leaving(desk))
    alert = desk.commit(an_alert(**CAMPAIGN))
    assert desk.deliver(alert).word == "Sent"
    assert (seen, leaving(desk)) == ([[alert.identifier]], [])


def test_a_level_declared_between_gate_and_permit_holds_the_post(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = desk.commit(an_alert(**CAMPAIGN))
    take = desk.state.take

    def late(channel: str, key: str, permit: Permit, *, seen: int, **spending: Any) -> None:
        if not desk.state.gate_items["bluesky"].declared:  # type: ignore[union-attr]  # it was taken live
            desk.state.level("crisis", "bluesky")
        take(channel, key, permit, seen=seen, **spending)

    monkeypatch.setattr(desk.state, "take", late)
    assert desk.deliver(campaign).word == "Held"
    assert desk.platform.published == []
    assert desk.delivery(campaign).held_as == "hold"


def test_life_safety_goes_at_once_though_a_level_was_declared_in_between(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    evacuation = desk.commit(an_alert(message_class=MessageClass.LIFE_SAFETY))
    take = desk.state.take

    def late(channel: str, key: str, permit: Permit, *, seen: int, **spending: Any) -> None:
        if not desk.state.gate_items["bluesky"].declared:  # type: ignore[union-attr]  # it was taken live
            desk.state.level("crisis", "bluesky")
        take(channel, key, permit, seen=seen, **spending)

    monkeypatch.setattr(desk.state, "take", late)
    report = desk.deliver(evacuation)
    assert (report.word, report.again) == ("Sent", False)


def test_a_gate_that_never_rests_sends_the_message_back_and_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert())
    take = desk.state.take

    def late(channel: str, key: str, permit: Permit, *, seen: int, **spending: Any) -> None:
        desk.state.switch("bluesky", live=True)
        take(channel, key, permit, seen=seen, **spending)

    monkeypatch.setattr(desk.state, "take", late)
    assert desk.deliver(alert).word == "Contended"
    assert desk.platform.published == []
    assert desk.delivery(alert).state is State.PENDING


def test_declaring_while_a_post_leaves_names_it(desk: Desk) -> None:
    named: list[str] = []

    def meanwhile(_: Post) -> None:
        was, _now = desk.state.declare("bluesky", declared_level("crisis"))
        named.extend(each.alert_id for each in was.leaving())

    desk.platform.during = meanwhile
    campaign = desk.commit(an_alert(**CAMPAIGN))
    assert desk.deliver(campaign).word == "Sent"
    assert (named, leaving(desk)) == ([campaign.identifier], [])


def test_a_worker_that_froze_after_its_permit_sends_nothing_and_asks_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = desk.commit(an_alert())
    save = desk.state.save

    def slow(delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        if delivery.state is State.CLAIMED:
            desk.clock.pass_(3)
        return save(delivery, thread)

    monkeypatch.setattr(desk.state, "save", slow)
    assert desk.deliver(alert).word == "Retried"
    assert (desk.platform.published, leaving(desk)) == ([], [])
    monkeypatch.undo()
    desk.clock.pass_(10)
    assert desk.deliver(alert).word == "Sent"


def test_a_permit_that_a_killed_worker_kept_is_given_back_by_the_next(desk: Desk) -> None:
    alert = desk.commit(an_alert(), state=State.CLAIMED, lease_until=NOW + timedelta(seconds=20), post=None)
    desk.state.take("bluesky", f"{alert.identifier}#old", Permit(alert_id=alert.identifier, at=NOW), seen=1)
    assert desk.deliver(alert).word == "Waited"
    assert leaving(desk) == [alert.identifier], "its worker may still be sending"


def test_a_second_copy_of_a_message_gives_nobody_else_s_permit_back(desk: Desk) -> None:
    """Its holder has claimed nothing yet; were its permit gone, an order would not name the post that is leaving."""
    alert = desk.commit(an_alert())
    desk.state.take("bluesky", f"{alert.identifier}#another", Permit(alert_id=alert.identifier, at=NOW), seen=1)
    desk.deliver(alert)
    assert leaving(desk) == [alert.identifier]


def test_the_permit_of_a_worker_that_must_be_dead_is_given_back_for_it(desk: Desk) -> None:
    alert = desk.commit(an_alert())
    desk.state.take("bluesky", f"{alert.identifier}#dead", Permit(alert_id=alert.identifier, at=NOW), seen=1)
    desk.clock.pass_(LEASE.total_seconds() + 1)
    desk.deliver(alert)
    assert leaving(desk) == []


def test_a_permit_whose_answer_was_lost_does_not_stay(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = desk.commit(an_alert())
    take = desk.state.take

    def unheard(channel: str, key: str, permit: Permit, *, seen: int, **spending: Any) -> None:
        take(channel, key, permit, seen=seen, **spending)
        raise StateUnavailable("no answer")

    monkeypatch.setattr(desk.state, "take", unheard)
    assert desk.deliver(alert).word == "Contended"
    assert (leaving(desk), desk.platform.published) == ([], [])


def test_a_claim_that_is_lost_gives_its_permit_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = desk.commit(an_alert())

    def lost(*_: object) -> None:
        raise ClaimLost("taken")

    monkeypatch.setattr(desk.state, "save", lost)
    assert desk.deliver(alert).word == "Contended"
    assert leaving(desk) == []


def test_a_permit_that_cannot_be_given_back_does_not_undo_the_post(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = desk.commit(an_alert())

    def broken(*_: object) -> None:
        raise StateUnavailable("no answer")

    monkeypatch.setattr(desk.state, "give_back", broken)
    assert desk.deliver(alert).word == "Sent"
    assert leaving(desk) == [alert.identifier], "named too long is the safe side"


def test_quiet_hours_put_a_post_off_until_the_morning(desk: Desk) -> None:
    quiet = Quiet(start="17:00", end="19:00", classes=(MessageClass.INCIDENT,))
    desk.state.hush("bluesky", (quiet,))
    alert = desk.commit(an_alert())
    report = desk.deliver(alert)
    waiting = desk.delivery(alert)
    assert (report.word, report.again) == ("PutOff", False)
    assert (waiting.state, waiting.due, waiting.due_at) == (State.RETRY, Due.RETRY, NOW + timedelta(minutes=90))
    desk.clock.pass_(91 * 60)
    assert desk.deliver(alert).word == "Sent"


def test_what_expires_before_the_morning_never_goes(desk: Desk) -> None:
    quiet = Quiet(start="17:00", end="07:00", classes=(MessageClass.INCIDENT,))
    desk.state.hush("bluesky", (quiet,))
    assert desk.deliver(desk.commit(an_alert())).word == "Expired"


def test_a_level_for_another_area_touches_nothing(desk: Desk) -> None:
    desk.state.declare("bluesky", Declared(scope="area:Harrow Moor", level="crisis", by="g", reason="r", at=NOW))
    here = desk.commit(an_alert(**CAMPAIGN, areas=("at Mill Street, Stokeby",)))
    assert desk.deliver(here).word == "Sent"
