"""The ports that the use cases are given: each call goes through `Calls`, and then to what is kept in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from loudhailer.domain.alert import Alert, Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Approval
from loudhailer.domain.crisis import GateState, Permit
from loudhailer.domain.delivery import Delivery, Due, State, Thread
from loudhailer.domain.errors import (
    CannotTell,
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    PostRejected,
    RateLimited,
)
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post, PostRef, Receipt
from loudhailer.domain.review import Review
from loudhailer.domain.spending import Charge, Mark
from loudhailer.ports import Channel, Commit, Dossier, StoredObject
from tests.approval_fakes import MemoryReviews
from tests.fakes import Documents, MemoryState
from tests.simulation.calls import Calls
from tests.simulation.faults import Came, Kind, Point, came
from tests.simulation.oracle import Oracle
from tests.simulation.platforms import Pages, Platform, Wall
from tests.simulation.queues import Queue, lane_queue

_LATE = 3.0
"""The longest that a platform takes over a request whose caller has given up, in seconds."""


@dataclass
class Table:
    """The state table."""

    calls: Calls
    state: MemoryState
    reviews: MemoryReviews
    documents: Documents
    oracle: Oracle

    def head(self, source: str, incident_id: str) -> IncidentHead:
        return self.calls(Point.LOOK_UP, lambda: self.state.head(source, incident_id))

    def alert(self, alert_id: str) -> Alert:
        return self.calls(Point.LOOK_UP, lambda: self.state.alert(alert_id))

    def approval(self, alert_id: str) -> Approval | None:
        return self.calls(Point.LOOK_UP, lambda: self.state.approval(alert_id))

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        return self.calls(Point.LOOK_UP, lambda: self.state.gates(channels))

    def outcome(self, event_id: str) -> Outcome | None:
        return self.calls(Point.LOOK_UP, lambda: self.state.outcome(event_id))

    def status_due(self, now: datetime, limit: int) -> Sequence[IncidentHead]:
        return self.calls(Point.LOOK_UP, lambda: self.state.status_due(now, limit))

    def deliveries(self, alert_id: str) -> Sequence[Delivery]:
        return self.calls(Point.LOOK_UP, lambda: self.state.deliveries(alert_id))

    def record(self, outcome: Outcome) -> None:
        self.calls(Point.NOTE, lambda: self.state.record(outcome))

    def keep(self, event_id: str, body: str) -> str:
        return self.calls(Point.NOTE, lambda: self.documents.keep(event_id, body))

    def open(self, review: Review) -> None:
        self.calls(Point.NOTE, lambda: self.reviews.open(review))

    def commit(self, commit: Commit) -> None:
        self.calls(Point.COMMIT, lambda: self.state.commit(commit))

    def dossier(self, announcement: Announcement, channel: str) -> Dossier:
        shift = self.calls.shift
        delivery = self.state.stored.get((announcement.alert_id, channel))
        if shift is not None and delivery is not None and not shift.claimed and shift.is_about(delivery):
            shift.state = came(delivery)
        return self.calls(Point.READ, lambda: self.state.dossier(announcement, channel))

    def due(self, kind: Due, now: datetime, limit: int) -> Sequence[Delivery]:
        shift = self.calls.shift
        if shift is not None:
            shift.state = Came.NEW
        return self.calls(Point.DUE, lambda: self.state.due(kind, now, limit))

    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        point = self._point(delivery, thread)

        def write() -> tuple[Delivery, Thread | None]:
            written = self.state.save(delivery, thread)
            self.oracle.wrote(written[0], claimed=point is Point.CLAIM)
            return written

        return self.calls(point, write)

    def _point(self, delivery: Delivery, thread: Thread | None) -> Point:
        shift = self.calls.shift
        if shift is None or shift.what != "deliver":
            if shift is not None:
                shift.state = came(self.state.stored[delivery.alert_id, delivery.channel])
                shift.about = f"{delivery.alert_id}/{delivery.channel}"
            return Point.SWEEP
        if shift.state is Came.FINAL or not shift.is_about(delivery):
            return Point.FOLLOW
        if delivery.state is State.CLAIMED:
            shift.claimed = True
            return Point.CLAIM
        return Point.RECORD if thread is not None else Point.SETTLE

    def take(
        self,
        channel: str,
        key: str,
        permit: Permit,
        *,
        seen: int,
        charges: Sequence[Charge] = (),
        ended: Sequence[str] = (),
    ) -> None:
        self.calls(Point.PERMIT, lambda: self.state.take(channel, key, permit, seen=seen, charges=charges, ended=ended))

    def give_back(self, channel: str, key: str, mark: Mark | None = None) -> None:
        self.calls(Point.GIVE_BACK, lambda: self.state.give_back(channel, key, mark))


@dataclass
class Topic:
    """SNS in front of the channel queues; `spread` draws how late each copy arrives."""

    calls: Calls
    queues: Mapping[tuple[str, Lane], Queue]
    put: Callable[[Queue, str], None]

    def announce(self, announcement: Announcement, channels: Sequence[str], lane: Lane) -> None:
        shift = self.calls.shift
        sweeping = shift is not None and shift.what == "sweep"
        point = Point.RE_ANNOUNCE if sweeping else Point.ANNOUNCE

        def publish() -> None:
            for channel in channels:
                self.put(lane_queue(self.queues, channel, lane), announcement.model_dump_json())

        shift, kind = self.calls.drawn_for(point)
        if kind is Kind.LOST:
            self.calls.say(shift, point, kind)
            return  # the topic took it, and no queue ever got it
        self.calls.with_kind(shift, point, kind, publish)


@dataclass
class Deferrals:
    """The queue that a message came from."""

    calls: Calls
    queue_of: Callable[[str], Queue]

    def defer(self, receipt_handle: str, delay: timedelta) -> None:
        queue = self.queue_of(receipt_handle)
        self.calls(Point.DEFER, lambda: queue.defer(receipt_handle, delay, self.calls.time()))


@dataclass
class Behind:
    """The queue that a message came from, for what follows from it."""

    calls: Calls
    put_on: Callable[[Queue, str], None]

    def put(self, announcement: Announcement) -> None:
        shift = self.calls.shift
        if shift is None or shift.copy is None:
            raise AssertionError("what follows, follows from a message")
        queue = shift.copy.queue
        self.calls(Point.FOLLOW, lambda: self.put_on(queue, announcement.model_dump_json()))


@dataclass
class Store:
    """The page's store."""

    calls: Calls
    files: Pages

    def read(self, key: str) -> StoredObject | None:
        return self.calls(Point.STORE_READ, lambda: self.files.read(key), ChannelUnavailable)

    def write(self, key: str, body: bytes, *, content_type: str, over: str | None) -> None:
        self.calls(
            Point.STORE_WRITE,
            lambda: self.files.write(key, body, content_type=content_type, over=over),
            ChannelUnavailable,
        )


@dataclass
class Line:
    """The way to a platform. `carrier` answers on it; `late` lets a request land behind its caller's back."""

    name: str
    calls: Calls
    carrier: Platform | Channel
    oracle: Oracle
    pages: Pages | None = None
    looked: dict[str, float] = field(default_factory=dict)

    def publish(self, post: Post) -> Receipt:
        if self.pages is not None:
            self.pages.posts[f"{post.reference}-{post.revision}"] = post
        shift, kind = self.calls.drawn_for(Point.PUBLISH)
        self.oracle.begins(self.name, post)
        if kind in {Kind.LIMITED, Kind.REJECTED, Kind.LOST, Kind.LATE}:
            self.calls.say(shift, Point.PUBLISH, kind)
        if kind is Kind.LIMITED:
            raise RateLimited("slow down", self._pause())
        if kind is Kind.REJECTED:
            raise PostRejected("not these words")
        if kind is Kind.LOST or (kind is Kind.LATE and self.pages is not None):
            raise Doubtful("no answer")
        if kind is Kind.LATE:
            self.calls.later(self.calls.chaos.rng.uniform(0.0, _LATE), lambda: self._land(post))
            raise Doubtful("no answer in time")
        trouble: Callable[[str], LoudhailerError] = Doubtful if kind is Kind.UNHEARD else ChannelUnavailable
        return self.calls.with_kind(shift, Point.PUBLISH, kind, lambda: self.carrier.publish(post), trouble)

    def _land(self, post: Post) -> None:
        carrier = self.carrier
        try:
            carrier.publish(post, late=True)  # type: ignore[call-arg]  # only the platforms of our own land late
        except LoudhailerError:
            return  # it was refused, and nobody was there to hear it

    @property
    def retracts(self) -> bool:
        """Tell whether the platform takes a post off again."""
        return self.pages is None

    def retract(self, post: Post, ref: PostRef) -> None:
        shift, kind = self.calls.drawn_for(Point.RETRACT)
        if kind is Kind.LIMITED:
            self.calls.say(shift, Point.RETRACT, kind)
            raise RateLimited("slow down", self._pause())
        carrier = self.carrier
        if not isinstance(carrier, Wall):
            raise TypeError("only a wall has posts to take off")
        self.calls.with_kind(shift, Point.RETRACT, kind, lambda: carrier.take_off(post, ref), Doubtful)

    def _pause(self) -> float:
        """Return what the platform asks for: seconds, or longer than a queue can wait."""
        return self.calls.chaos.rng.choice((1.0, 5.0, 30.0, 120.0, 1000.0, 1000.0, 1000.0, 1000.0))

    def find(self, post: Post) -> Receipt | None:
        shift, kind = self.calls.drawn_for(Point.FIND)
        try:
            if kind is Kind.LIMITED:
                self.calls.say(shift, Point.FIND, kind)
                raise RateLimited("slow down", max(self._pause(), self._pause()))
            return self.calls.with_kind(shift, Point.FIND, kind, lambda: self.carrier.find(post), Doubtful)
        except CannotTell:
            raise
        except LoudhailerError:
            self.looked[post.key] = self.calls.time()
            raise
