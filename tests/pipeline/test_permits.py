"""Leave to send: taken from the gate as it was read, given back by who took it, not by who only passes by."""

import itertools
from dataclasses import dataclass, field

import pytest

from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.crisis import GateState, Permit
from loudhailer.domain.errors import StateUnavailable
from loudhailer.pipeline.deliver import Deliver, Received, Report
from tests.builders import a_delivery, an_alert, shipped_config
from tests.fakes import Clock, Deferrals, MemoryState, Platform
from tests.pipeline.desk import LEASE


@dataclass
class LostAnswers(MemoryState):
    """A table that takes a permit and whose answer never comes back."""

    lost: bool = False

    def take(self, channel: str, key: str, permit: Permit, *, seen: int) -> None:
        super().take(channel, key, permit, seen=seen)
        if self.lost:
            raise StateUnavailable("take permit: no answer")


@dataclass
class Sender:
    """A sender of `bluesky`."""

    state: LostAnswers = field(default_factory=LostAnswers)
    platform: Platform = field(default_factory=Platform)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.state.live("bluesky")
        keys = itertools.count(1)
        self._deliver = Deliver(
            name="bluesky",
            plan=shipped_config().plan,
            channel=self.platform,
            dossiers=self.state,
            log=self.state,
            queue=Deferrals(),
            clock=self.clock,
            jitter=lambda seconds: seconds,
            lease=LEASE,
            permits=self.state,
            new_key=lambda: f"key-{next(keys)}",
        )

    def commit(self) -> Alert:
        alert = an_alert()
        self.state.alerts[alert.identifier] = alert
        self.state.stored[alert.identifier, "bluesky"] = a_delivery(alert)
        return alert

    def deliver(self, alert: Alert) -> Report:
        return self._deliver(Received(Announcement.of(alert).model_dump_json(), "receipt"))

    @property
    def gate(self) -> GateState:
        gate = self.state.gate_items["bluesky"]
        assert gate is not None
        return gate

    def somebody_takes(self, alert: Alert) -> None:
        """Let another sender of the same alert take its permit and be slow to claim."""
        self.state.take(
            "bluesky", "another", Permit(alert_id=alert.identifier, at=self.clock()), seen=self.gate.version
        )


@pytest.fixture
def sender() -> Sender:
    return Sender()


def test_a_permit_is_taken_for_a_post_and_given_back_after_it(sender: Sender) -> None:
    alert = sender.commit()
    assert sender.deliver(alert).word == "Sent"
    assert sender.state.taken == [("bluesky", alert.identifier)]
    assert sender.gate.permits == {}


def test_a_second_copy_of_a_message_gives_nobody_else_s_permit_back(sender: Sender) -> None:
    """Its holder has claimed nothing yet; were its permit gone, an order would not name the post that is leaving."""
    alert = sender.commit()
    sender.somebody_takes(alert)
    sender.deliver(alert)
    assert [each.alert_id for each in sender.gate.leaving()] == [alert.identifier]


def test_the_permit_of_a_worker_that_must_be_dead_is_given_back_for_it(sender: Sender) -> None:
    alert = sender.commit()
    sender.somebody_takes(alert)
    sender.clock.pass_(LEASE.total_seconds() + 1)
    sender.deliver(alert)
    assert sender.gate.permits == {}


def test_a_permit_whose_answer_was_lost_does_not_stay(sender: Sender) -> None:
    alert = sender.commit()
    sender.state.lost = True
    assert sender.deliver(alert).word == "Contended"
    assert (sender.gate.permits, sender.platform.published) == ({}, [])
