"""Life-safety in doubt, and a promise that is missed, wake somebody; nothing else does."""

from dataclasses import dataclass, field

from loudhailer.domain.callout import Rung
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import CannotTell, ChannelUnavailable, Doubtful, StateUnavailable
from loudhailer.pipeline.received import Report
from loudhailer.pipeline.wake import Wake
from tests.builders import an_alert
from tests.pipeline.desk import Desk


@dataclass
class Calls:
    """Who was asked to be woken; `broken` takes no order."""

    opened: list[tuple[str, str]] = field(default_factory=list)
    broken: bool = False

    def open(self, callout_id: str, *, about: str, reason: str, chain: tuple[Rung, ...] = ()) -> None:
        if self.broken:
            raise StateUnavailable("the queue does not answer")
        assert reason
        assert chain == (), "the plan's own"
        self.opened.append((callout_id, about))

    def close(self, callout_id: str, why: str) -> None:
        raise AssertionError(f"{callout_id}: {why}")


def test_an_evacuation_of_which_nobody_can_tell_wakes_somebody() -> None:
    desk, calls = Desk(), Calls()
    alert = desk.commit(an_alert(message_class=MessageClass.LIFE_SAFETY))
    desk.platform.after = [Doubtful("no answer")]
    desk.platform.blind = [CannotTell("nobody can")]
    wake = Wake("bluesky", calls)
    assert not wake(desk.deliver(alert)), "it is looked at first"
    desk.clock.pass_(11)
    assert wake(desk.deliver(alert))
    assert calls.opened == [(f"doubt:{alert.identifier}/bluesky", alert.identifier)]


def test_an_urgent_post_that_is_not_out_after_a_minute_wakes_somebody_once() -> None:
    desk, calls = Desk(), Calls()
    alert = desk.commit(an_alert(message_class=MessageClass.LIFE_SAFETY, lane="urgent"), lane="urgent")
    wake = Wake("bluesky", calls)
    for _ in range(3):
        desk.platform.before = [ChannelUnavailable("refused")]
        desk.clock.pass_(120)
        assert wake(desk.deliver(alert))
    assert set(calls.opened) == {(f"late:{alert.identifier}/bluesky", alert.identifier)}, "one id is one call-out"


def test_a_campaign_that_fails_lets_everybody_sleep() -> None:
    calls = Calls()
    assert not Wake("bluesky", calls)(Report("Failed", alert_id="A-1", person=True))
    assert calls.opened == []


def test_an_order_that_is_not_taken_stops_no_delivery() -> None:
    assert Wake("bluesky", Calls(broken=True))(Report("Unknown", alert_id="A-1", person=True, life_safety=True))
