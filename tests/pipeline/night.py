"""A whole service in memory on a bad night: the table may be unreadable or unwritable, gates nonsense, workers die."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Approval
from loudhailer.domain.blind import Intent
from loudhailer.domain.crisis import GateState, MessageClass
from loudhailer.domain.delivery import Delivery, State, Thread
from loudhailer.domain.errors import CannotTell, StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Limits, Post, Receipt
from loudhailer.pipeline._follow import Follows
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.drain import Drain
from loudhailer.pipeline.received import Received, Report
from loudhailer.pipeline.send_blind import SendBlind
from loudhailer.plan import Doubt
from loudhailer.ports import Commit, Dossier
from tests.approval_fakes import MemoryReviews
from tests.builders import shipped_config
from tests.fakes import Deferrals, MemoryState, Platform
from tests.pipeline.desk import LEASE
from tests.pipeline.officers import Officers
from tests.pipeline.way_in import WayIn

CHANNELS = {"bluesky": Limits(300, "characters", len), "telegram": Limits(4096, "characters", len)}


@dataclass
class Outage(MemoryState):
    """The state table, of which nothing can be read, or nothing written."""

    unreadable: bool = False
    unwritable: bool = False

    def _read(self) -> None:
        if self.unreadable:
            raise StateUnavailable("the table cannot be read")

    def _write(self) -> None:
        if self.unwritable or self.unreadable:
            raise StateUnavailable("the table cannot be written")

    def head(self, source: str, incident_id: str) -> IncidentHead:
        self._read()
        return super().head(source, incident_id)

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        self._read()
        return super().gates(channels)

    def outcome(self, event_id: str) -> Outcome | None:
        self._read()
        return super().outcome(event_id)

    def approval(self, alert_id: str) -> Approval | None:
        self._read()
        return super().approval(alert_id)

    def deliveries(self, alert_id: str) -> Sequence[Delivery]:
        self._read()
        return super().deliveries(alert_id)

    def dossier(self, announcement: Announcement, channel: str) -> Dossier:
        self._read()
        return super().dossier(announcement, channel)

    def record(self, outcome: Outcome) -> None:
        self._write()
        super().record(outcome)

    def commit(self, commit: Commit) -> None:
        self._write()
        super().commit(commit)

    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        self._write()
        return super().save(delivery, thread)


@dataclass
class Keyless(Platform):
    """A platform without a native key that nobody can ask: every call is another post."""

    def publish(self, post: Post) -> Receipt:
        self.public.pop(post.key, None)
        return super().publish(post)

    def find(self, post: Post) -> Receipt | None:
        raise CannotTell(post.key)


class Killed(BaseException):
    """A worker that is gone in the middle."""


@dataclass
class Night:
    """The desk, both senders of both channels, and the drain; `doubt` is the policy for telegram."""

    doubt: Doubt = Doubt.RATHER_TWICE
    state: Outage = field(default_factory=Outage)
    reviews: MemoryReviews = field(default_factory=MemoryReviews)
    platforms: dict[str, Platform] = field(default_factory=lambda: {"bluesky": Platform(), "telegram": Keyless()})
    received: dict[int, int] = field(default_factory=dict)
    channels: Mapping[str, Limits] = field(default_factory=lambda: CHANNELS)

    def __post_init__(self) -> None:
        self.way_in = WayIn(state=self.state, channels=dict(self.channels))
        self.officers = Officers(self.way_in)
        self.clock, self.queues, self.spool = self.way_in.clock, self.officers.queues, self.officers.spool
        for name in self.channels:
            self.officers.copies.keep(self.state.gates([name])[name] or GateState(channel=name))

    def break_gates(self) -> None:
        """Make nonsense of every gate's item."""
        for name in CHANNELS:
            self.state.gate_items[name] = None

    def restore(self) -> None:
        """Let the table answer again."""
        self.state.unreadable = self.state.unwritable = False

    def sender(self, channel: str) -> SendBlind:
        plan = shipped_config().plan
        return SendBlind(
            name=channel,
            plan=plan.model_copy(update={"doubt": {MessageClass.LIFE_SAFETY: {"telegram": self.doubt}}}),
            channel=self.platforms[channel],
            gates=self.state,
            outcomes=self.state,
            dossiers=self.state,
            queue=Deferrals(),
            blind=self.queues,
            records=self.spool,
            clock=self.clock,
            jitter=lambda seconds: seconds,
        )

    def send(self, intent: Intent) -> Report:
        """Hand an intent out once more, and take it off its queue where it is done with."""
        count = self.received[id(intent)] = self.received.get(id(intent), 0) + 1
        report = self.sender(intent.channel)(Received(intent.model_dump_json(), "receipt", receive_count=count))
        if not report.again:
            self.queues.put_.remove(intent)
        return report

    def send_all(self) -> list[str]:
        return [self.send(each).word for each in list(self.queues.put_)]

    def intent(self, channel: str) -> Intent:
        return next(each for each in self.queues.put_ if each.channel == channel)

    def drain(self, body: str) -> str:
        return Drain(
            incidents=self.state,
            outcomes=self.state,
            alerts=self.state,
            commits=self.state,
            dossiers=self.state,
            log=self.state,
            audit=self.officers.chain,
            reviews=self.reviews,
            lease=LEASE,
        )(body)

    def drain_all(self) -> None:
        for body in self.spool.bodies:
            self.drain(body)

    def deliver(self, channel: str, announcement: Announcement) -> Report:
        """Hand an announcement to the channel's ordinary sender."""
        sender = Deliver(
            name=channel,
            plan=shipped_config().plan,
            channel=self.platforms[channel],
            dossiers=self.state,
            log=self.state,
            queue=Deferrals(),
            clock=self.clock,
            jitter=lambda seconds: seconds,
            lease=LEASE,
            permits=self.state,
            new_key=lambda: "key",
            reviews=self.reviews,
            follows=Follows(self.state, self.state, Deferrals(), self.clock),
        )
        return sender(Received(announcement.model_dump_json(), "receipt"))

    def deliver_all(self) -> None:
        for announcement, channels, _ in self.way_in.topic.said:
            for channel in channels:
                self.deliver(channel, announcement)

    def published(self) -> dict[str, int]:
        return {name: len(platform.published) for name, platform in self.platforms.items()}

    def stand(self) -> dict[str, State]:
        """Return how each channel's one delivery stands."""
        assert len(self.state.stored) <= len(CHANNELS), "one alert"
        return {channel: each.state for (_, channel), each in self.state.stored.items()}

    def evacuate(self, **changes: Any) -> Any:
        facts = {"place": "in Mill Street, Stokeby"}
        return self.officers.raised(event_type="evacuation", **({"facts": facts} | changes))


def handed() -> Night:
    """Return the night in which an evacuation was just handed to the blind queues."""
    night = Night()
    night.state.unreadable = True
    night.evacuate()
    return night
