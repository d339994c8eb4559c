"""The ports in memory. `MemoryState` keeps to the same contract as the table (tests/aws/test_state_contract.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert, Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Approval
from loudhailer.domain.crisis import Tick
from loudhailer.domain.delivery import Delivery, Due, Thread, platform_of, thread_of
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.feed import FeedHead, Known
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post, PostRef, Receipt
from loudhailer.held import File
from loudhailer.ports import Commit, Dossier
from tests.builders import NOW
from tests.gate_fakes import MemoryGates


@dataclass
class Clock:
    """A clock that moves only when told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class MemoryState(MemoryGates):
    """All of the state table, in dictionaries, with the table's own conditions."""

    heads: dict[tuple[str, str], IncidentHead] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    stored: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    threads: dict[tuple[str, str, str], Thread] = field(default_factory=dict)
    ends: dict[str, Outcome] = field(default_factory=dict)
    hooks: dict[tuple[str, str], datetime] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    ticked: dict[tuple[datetime, str], Tick] = field(default_factory=dict)

    def head(self, source: str, incident_id: str) -> IncidentHead:
        return self.heads.get((source, incident_id), IncidentHead(source=source, id=incident_id))

    def alert(self, alert_id: str) -> Alert:
        if alert_id not in self.alerts:
            raise StateUnavailable(alert_id)
        return self.alerts[alert_id]

    def find(self, alert_id: str) -> Alert | None:
        return self.alerts.get(alert_id)

    def recent(self, day: date) -> Sequence[Alert]:
        found = [each for each in self.alerts.values() if each.sent.astimezone(UTC).date() == day]
        return sorted(found, key=lambda each: each.sent, reverse=True)

    def seen(self, source: str, digest: str, now: datetime) -> bool:
        until = self.hooks.get((source, digest))
        return until is not None and until > now

    def remember(self, source: str, digest: str, until: datetime) -> None:
        self.hooks[source, digest] = until

    def outcome(self, event_id: str) -> Outcome | None:
        return self.ends.get(event_id)

    def record(self, outcome: Outcome) -> None:
        self.ends.setdefault(outcome.event_id, outcome)

    def commit(self, commit: Commit) -> None:
        key = (commit.head.source, commit.head.id)
        if (
            self.head(*key).version != commit.head.version
            or (commit.alert is not None and commit.alert.identifier in self.alerts)
            or commit.outcome.event_id in self.ends
        ):
            raise ClaimLost("commit")
        self.heads[key] = commit.head.model_copy(update={"version": commit.head.version + 1})
        if commit.alert is not None:
            self.alerts[commit.alert.identifier] = commit.alert
        if commit.approval is not None:
            self.approvals[commit.approval.alert_id] = commit.approval.model_copy(update={"version": 1})
        self.ends[commit.outcome.event_id] = commit.outcome
        for each in commit.deliveries:
            self.stored[each.alert_id, each.channel] = each.model_copy(update={"version": 1})

    def dossier(self, announcement: Announcement, channel: str) -> Dossier:
        delivery = self.stored.get((announcement.alert_id, channel))
        if delivery is None:
            raise StateUnavailable(announcement.alert_id)
        key = (announcement.source, announcement.incident_id, thread_of(channel))
        fresh = Thread(source=key[0], incident_id=key[1], channel=thread_of(channel))
        return Dossier(
            alert=self.alert(announcement.alert_id),
            head=self.head(announcement.source, announcement.incident_id),
            delivery=delivery,
            thread=self.threads.get(key, fresh),
            gate=self.gates([platform_of(channel)])[platform_of(channel)],
            approval=self.approval(announcement.alert_id),
        )

    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        seen = self.stored.get((delivery.alert_id, delivery.channel))
        if (seen.version if seen else 0) != delivery.version:
            raise ClaimLost("delivery")
        moved = None
        if thread is not None:
            key = (thread.source, thread.incident_id, thread.channel)
            known = self.threads.get(key)
            if (known.version if known else 0) != thread.version:
                raise ClaimLost("thread")
            moved = self.threads[key] = thread.model_copy(update={"version": thread.version + 1})
        stored = delivery.model_copy(update={"version": delivery.version + 1})
        self.stored[delivery.alert_id, delivery.channel] = stored
        return stored, moved

    def due(self, kind: Due, now: datetime, limit: int) -> Sequence[Delivery]:
        owed = [each for each in self.stored.values() if each.due is kind and each.due_at and each.due_at <= now]
        return sorted(owed, key=lambda each: each.due_at or now)[:limit]

    def waiting(self, kinds: Sequence[Due], limit: int) -> Sequence[Delivery]:
        owed = [each for each in self.stored.values() if each.due in kinds]
        return sorted(owed, key=lambda each: each.due_at or NOW)[:limit]

    def files(self, deliveries: Sequence[Delivery]) -> Mapping[str, File]:
        return {
            each.alert_id: File(alert, self.head(each.source, each.incident_id), self.approval(each.alert_id))
            for each in deliveries
            if (alert := self.find(each.alert_id))
        }

    def let_go(self, deliveries: Sequence[Delivery], head: IncidentHead | None) -> None:
        self._unmoved(deliveries)
        if head is not None:
            if self.head(head.source, head.id).version != head.version:
                raise ClaimLost("head")
            self.heads[head.source, head.id] = head.model_copy(update={"version": head.version + 1})
        for each in deliveries:
            self.save(each)

    def threads_of(self, deliveries: Sequence[Delivery]) -> Mapping[str, Thread]:
        return {each.alert_id: self._thread(each.source, each.incident_id, each.channel) for each in deliveries}

    def _thread(self, source: str, incident_id: str, channel: str) -> Thread:
        fresh = Thread(source=source, incident_id=incident_id, channel=channel)
        return self.threads.get((source, incident_id, channel), fresh)

    def fold(self, folded: Sequence[tuple[Delivery, Thread]], commit: Commit | None = None) -> None:
        self._unmoved([delivery for delivery, _ in folded])
        if any(self._thread(of.source, of.incident_id, of.channel).version != of.version for _, of in folded):
            raise ClaimLost("thread")
        if commit is not None:
            self.commit(commit)
        for delivery, thread in folded:
            self.save(delivery, thread)

    def ask(self, approval: Approval, deliveries: Sequence[Delivery]) -> None:
        self._unmoved(deliveries)
        known = self.approval(approval.alert_id)
        if (known.version if known else 0) != approval.version:
            raise ClaimLost("approval")
        self.approvals[approval.alert_id] = approval.model_copy(update={"version": approval.version + 1})
        for each in deliveries:
            self.save(each)

    def settle(self, delivery: Delivery, thread: Thread | None, head: IncidentHead | None) -> None:
        if head is not None and self.head(head.source, head.id).version != head.version:
            raise ClaimLost("head")
        self.save(delivery, thread)
        if head is not None:
            self.heads[head.source, head.id] = head.model_copy(update={"version": head.version + 1})

    def _unmoved(self, deliveries: Sequence[Delivery]) -> None:
        for each in deliveries:
            if self.stored[each.alert_id, each.channel].version != each.version:
                raise ClaimLost("delivery")

    def ticks(self, declared: datetime) -> Sequence[Tick]:
        return [tick for (at, _), tick in self.ticked.items() if at == declared]

    def tick(self, declared: datetime, tick: Tick) -> None:
        self.ticked.setdefault((declared, tick.what), tick)

    def status_due(self, now: datetime, limit: int) -> Sequence[IncidentHead]:
        owed = [each for each in self.heads.values() if each.status_at and each.status_at <= now]
        return sorted(owed, key=lambda each: each.status_at or now)[:limit]

    def deliveries(self, alert_id: str) -> Sequence[Delivery]:
        return [each for (of, _), each in sorted(self.stored.items()) if of == alert_id]

    def approval(self, alert_id: str) -> Approval | None:
        return self.approvals.get(alert_id)


@dataclass
class MemoryFeeds:
    """What is remembered of the feeds; `writes` counts, `broken` fails the next write."""

    feeds: dict[str, FeedHead] = field(default_factory=dict)
    told: dict[str, Known] = field(default_factory=dict)
    outboxes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    writes: int = 0
    broken: bool = False

    def feed(self, name: str) -> FeedHead:
        return self.feeds.get(name, FeedHead(name=name))

    def known(self, name: str) -> Known:
        return self.told.get(name, Known())

    def listed(self, name: str, incident_id: str) -> datetime | None:
        known = self.known(name).incidents.get(incident_id)
        return self.feed(name).confirmed if known and known.listed else None

    def remember(
        self, feed: FeedHead, was: Known | None = None, now: Known | None = None, tellings: Sequence[str] = ()
    ) -> FeedHead:
        if self.broken:
            raise StateUnavailable("the table does not answer")
        if self.feed(feed.name).version != feed.version:
            raise ClaimLost("feed")
        stored = feed.model_copy(update={"version": feed.version + 1, "owed": int(bool(tellings))})
        self.feeds[feed.name], self.outboxes[feed.name] = stored, tuple(tellings)
        if was != now:
            self.told[feed.name] = now or Known()
        self.writes += 1
        return stored

    def owed(self, feed: FeedHead) -> Sequence[str]:
        return self.outboxes.get(feed.name, ())

    def settle(self, feed: FeedHead) -> FeedHead:
        return self.remember(feed)


@dataclass
class Tellings:
    """The bodies that were put on the ingest queue; `broken` fails the next call after so many bodies."""

    bodies: list[str] = field(default_factory=list)
    broken: int | None = None

    def put(self, bodies: Sequence[str]) -> None:
        if self.broken is not None:
            self.bodies.extend(bodies[: self.broken])
            raise StateUnavailable("the queue does not answer")
        self.bodies.extend(bodies)


@dataclass
class Announcements:
    """What was published to the topic."""

    said: list[tuple[Announcement, tuple[str, ...], Lane]] = field(default_factory=list)
    broken: bool = False

    def announce(self, announcement: Announcement, channels: Sequence[str], lane: Lane) -> None:
        if self.broken:
            raise StateUnavailable("the topic does not answer")
        self.said.append((announcement, tuple(channels), lane))


@dataclass
class Documents:
    """Refused originals."""

    kept: dict[str, str] = field(default_factory=dict)

    def keep(self, event_id: str, body: str) -> str:
        self.kept[event_id] = body
        return f"memory://{event_id}"


@dataclass
class Deferrals:
    """How long each message was put off, and what was put on its queue."""

    delays: list[timedelta] = field(default_factory=list)
    put_on: list[Announcement] = field(default_factory=list)

    def put(self, announcement: Announcement) -> None:
        self.put_on.append(announcement)

    def defer(self, receipt_handle: str, delay: timedelta) -> None:  # noqa: ARG002  # the port's shape
        self.delays.append(delay)


@dataclass
class Chain:
    """The audit."""

    acts: list[Act] = field(default_factory=list)
    broken: bool = False

    def append_once(self, act: Act) -> int:
        known = [each.key for each in self.acts if each.chain == act.chain]
        return known.index(act.key) + 1 if act.key in known else self.append(act)

    def append(self, act: Act) -> int:
        if self.broken:
            raise StateUnavailable("the audit does not answer")
        self.acts.append(act)
        return len(self.acts)


@dataclass
class Platform:
    """A channel with a native key. What is in `before` is raised by the next calls, what is in `after` once it is out.

    `blind` is raised by the next looks, `stubborn` by the next retractions.
    """

    public: dict[str, Post] = field(default_factory=dict)
    published: list[Post] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    blind: list[BaseException] = field(default_factory=list)
    during: Callable[[Post], None] = lambda _: None
    stubborn: list[BaseException] = field(default_factory=list)
    taken_off: list[str] = field(default_factory=list)

    def retract(self, post: Post, ref: PostRef) -> None:
        if self.stubborn:
            raise self.stubborn.pop(0)
        assert ref == self.ref(post)
        self.public.pop(post.key, None)
        self.taken_off.append(post.key)

    def publish(self, post: Post) -> Receipt:
        if self.before:
            raise self.before.pop(0)
        self.during(post)
        repeated = post.key in self.public
        if not repeated:
            self.public[post.key] = post
            self.published.append(post)
        if self.after:
            raise self.after.pop(0)
        return Receipt(self.ref(post), repeated=repeated)

    def find(self, post: Post) -> Receipt | None:
        if self.blind:
            raise self.blind.pop(0)
        return Receipt(self.ref(post), repeated=True) if post.key in self.public else None

    @staticmethod
    def ref(post: Post) -> PostRef:
        return PostRef(id=post.key, url=f"https://social.example/{post.key}")
