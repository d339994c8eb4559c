"""A sender of `bluesky` with everything around it in memory, and the alerts it is given."""

from dataclasses import dataclass, field
from datetime import timedelta

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Delivery, Thread
from loudhailer.pipeline.deliver import Deliver, Received, Report
from tests.approval_fakes import MemoryReviews
from tests.builders import a_delivery, an_alert, shipped_config
from tests.fakes import Clock, Deferrals, MemoryState, Platform

LEASE = timedelta(seconds=20)


@dataclass
class Desk:
    """A sender of `bluesky` with everything around it in memory."""

    state: MemoryState = field(default_factory=MemoryState)
    platform: Platform = field(default_factory=Platform)
    queue: Deferrals = field(default_factory=Deferrals)
    clock: Clock = field(default_factory=Clock)
    reviews: MemoryReviews = field(default_factory=MemoryReviews)

    def __post_init__(self) -> None:
        self.state.live("bluesky")

    def commit(self, alert: Alert, **changes: object) -> Alert:
        self.state.alerts[alert.identifier] = alert
        self.state.stored[alert.identifier, "bluesky"] = a_delivery(alert, **changes)
        return alert

    def deliver(self, alert: Alert, body: str | None = None, receives: int = 1) -> Report:
        sender = Deliver(
            name="bluesky",
            plan=shipped_config().plan,
            channel=self.platform,
            dossiers=self.state,
            log=self.state,
            queue=self.queue,
            clock=self.clock,
            jitter=lambda seconds: seconds,
            lease=LEASE,
            permits=self.state,
            new_key=lambda: f"{len(self.state.taken):08x}",
            reviews=self.reviews,
        )
        return sender(Received(body or Announcement.of(alert).model_dump_json(), "receipt", receive_count=receives))

    def delivery(self, alert: Alert) -> Delivery:
        return self.state.stored[alert.identifier, "bluesky"]

    def thread(self) -> Thread:
        return next(iter(self.state.threads.values()))


def update(revision: int = 2) -> Alert:
    return an_alert(revision=revision, msg_type=MsgType.UPDATE)


def cancel(revision: int = 2) -> Alert:
    return an_alert(revision=revision, msg_type=MsgType.CANCEL)
