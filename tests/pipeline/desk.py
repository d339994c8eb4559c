"""A sender of `bluesky` with everything around it in memory, and the alerts it is given."""

from dataclasses import dataclass, field
from datetime import timedelta

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Delivery, Thread
from loudhailer.pipeline._follow import Follows
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.received import Received, Report
from loudhailer.purse import Purse
from tests.approval_fakes import MemoryReviews
from tests.builders import a_delivery, an_alert, shipped_config
from tests.fakes import Clock, Deferrals, MemoryState, Platform

LEASE = timedelta(seconds=20)


@dataclass(frozen=True)
class List:
    """The recipients of a list."""

    ids: tuple[str, ...]

    def recipients(self) -> tuple[str, ...]:
        return self.ids


@dataclass
class Desk:
    """One channel's sender with everything around it in memory."""

    name: str = "bluesky"
    state: MemoryState = field(default_factory=MemoryState)
    platform: Platform = field(default_factory=Platform)
    queue: Deferrals = field(default_factory=Deferrals)
    clock: Clock = field(default_factory=Clock)
    reviews: MemoryReviews = field(default_factory=MemoryReviews)
    replies: bool = True
    retracts: bool = False
    recipients: tuple[str, ...] = ()
    purse: Purse = field(default_factory=lambda: Purse(budget=()))

    def __post_init__(self) -> None:
        self.state.live(self.name)

    def commit(self, alert: Alert, **changes: object) -> Alert:
        self.state.alerts[alert.identifier] = alert
        self.state.stored[alert.identifier, self.name] = a_delivery(alert, **{"channel": self.name} | changes)
        return alert

    def deliver(self, alert: Alert, body: str | None = None, receives: int = 1, part: str = "") -> Report:
        sender = Deliver(
            name=self.name,
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
            follows=Follows(
                self.state, self.state, self.queue, self.clock, replies=self.replies, retracts=self.retracts
            ),
            retractor=self.platform if self.retracts else None,
            listed=List(self.recipients) if self.recipients else None,
            purse=self.purse,
        )
        body = body or Announcement.of(alert, part).model_dump_json()
        return sender(Received(body, "receipt", receive_count=receives))

    def follow(self) -> list[Report]:
        """Let the sender read all that was put on its queue."""
        waiting, self.queue.put_on = self.queue.put_on, []
        return [self.deliver(self.state.alert(each.alert_id), each.model_dump_json()) for each in waiting]

    def delivery(self, alert: Alert, part: str = "") -> Delivery:
        return self.state.stored[alert.identifier, f"{self.name}/{part}" if part else self.name]

    def texts(self) -> list[str]:
        return [post.text for post in self.platform.published]

    def thread(self) -> Thread:
        return next(iter(self.state.threads.values()))


def update(revision: int = 2) -> Alert:
    return an_alert(revision=revision, msg_type=MsgType.UPDATE)


def cancel(revision: int = 2) -> Alert:
    return an_alert(revision=revision, msg_type=MsgType.CANCEL)
