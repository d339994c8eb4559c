"""The seams: what the pipeline asks of the world, a verb each.

`aws/` answers them on AWS, `channels/` on the platforms, `tests/fakes.py` in memory. Every method may raise
`StateUnavailable` where it talks to our own state.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert, Lane, Worded
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import GateState, MessageClass
from loudhailer.domain.delivery import Delivery, Due, Thread
from loudhailer.domain.incident import IncidentHead, Telling
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Post, PostRef, Receipt

Clock = Callable[[], datetime]
"""The present, aware; handed in so that every decision can be replayed."""


def utc_now() -> datetime:
    """Return the present: the only place that asks the machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sender:
    """Where an incoming event came from, as far as its body tells."""

    event_id: str
    source: str
    detail_type: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """An incoming event that could be read, and what it tells.

    `hold` is why nothing of it may go out by itself, empty where it may. Where a person speaks, `by` says who decided,
    `typed_by` who wrote it down for them and `means` how they asked; `roles` are those in which they acted, `glass` is
    their broken glass, `amplifies` says that they only pass on the leading agency's words. `hands` are others whose
    words they pass on, and `lifted` is the class to which they lift the incident: no body that anybody sends holds it.
    `takes_down` says that the earlier posts are to go once this is out. `counted` says that nobody but a machine lets
    it go, so that the brake counts it; `person` that somebody must look at it at once.
    """

    sender: Sender
    telling: Telling
    hold: str = ""
    by: str = ""
    typed_by: str = ""
    means: str = ""
    roles: tuple[Role, ...] = ()
    glass: str = ""
    amplifies: bool = False
    lifted: MessageClass | None = None
    hands: tuple[str, ...] = ()
    takes_down: bool = False
    counted: bool = False
    person: bool = False

    def ended(self, fate: Fate, reason: str, at: datetime) -> Outcome:
        """Return the ledger's line for how it ended."""
        return Outcome(
            event_id=self.sender.event_id,
            received_at=at,
            fate=fate,
            reason=reason,
            source=self.sender.source,
            detail_type=self.sender.detail_type,
            incident_id=self.telling.id,
            by=self.by,
            typed_by=self.typed_by,
            means=self.means,
        )


@dataclass(frozen=True, slots=True)
class Commit:
    """All that one revision writes, in one transaction. `head.version` is the version that was read.

    `approval` goes with an alert that has to be approved. `alert` is None for a revision that says nothing new but
    makes what is older stale.
    """

    head: IncidentHead
    outcome: Outcome
    alert: Alert | None = None
    deliveries: tuple[Delivery, ...] = ()
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a delivery is decided on, from one consistent read. `gate` is None where the item makes no sense."""

    alert: Alert
    head: IncidentHead
    delivery: Delivery
    thread: Thread
    gate: GateState | None
    approval: Approval | None = None


class Incidents(Protocol):
    """What we already said about incidents."""

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return the incident's head; version 0 where it was never seen."""
        ...


class Alerts(Protocol):
    """Committed alerts."""

    def alert(self, alert_id: str) -> Alert:
        """Return a committed alert; raise `StateUnavailable` where it is not there (yet)."""
        ...


class Approvals(Protocol):
    """Leave that was asked and given."""

    def approval(self, alert_id: str) -> Approval | None:
        """Return the alert's approval, None where none was asked."""
        ...


class Commits(Protocol):
    """The one transaction of ingest."""

    def commit(self, commit: Commit) -> None:
        """Write all or nothing; raise `ClaimLost` where the head has moved or the event was committed before."""
        ...


class Brake(Protocol):
    """What keeps a source from saying too much at once."""

    def __call__(self, alert: Worded, going: Sequence[str], now: datetime, /) -> Mapping[str, str]:
        """Count a new alert that would go on these channels; return why it waits on those where it does."""
        ...


class Outcomes(Protocol):
    """The ledger of what came in."""

    def outcome(self, event_id: str) -> Outcome | None:
        """Return the event's end, None where it has none yet."""
        ...

    def record(self, outcome: Outcome) -> None:
        """Write the event's end; a second end for one event is ignored."""
        ...


class Archive(Protocol):
    """What was committed, for people who look."""

    def find(self, alert_id: str) -> Alert | None:
        """Return a committed alert, None where there is none."""
        ...

    def recent(self, day: date) -> Sequence[Alert]:
        """Return the alerts that were committed on a day (UTC), newest first."""
        ...


class Replays(Protocol):
    """Which of a webhook's bodies were taken in already."""

    def seen(self, source: str, digest: str, now: datetime) -> bool:
        """Tell whether this one was, within its window."""
        ...

    def remember(self, source: str, digest: str, until: datetime) -> None:
        """Note that it was; nobody asks after `until`."""
        ...


class HookSecrets(Protocol):
    """What the systems that post to the webhook sign with."""

    def of(self, source: str) -> tuple[str, ...]:
        """Return a source's live secrets, the current one first; none where there are none."""
        ...


class Documents(Protocol):
    """Refused originals, kept where a person can read them."""

    def keep(self, event_id: str, body: str) -> str:
        """Keep the original and return where."""
        ...


class Announcer(Protocol):
    """The fan-out."""

    def announce(self, announcement: Announcement, channels: Sequence[str], lane: Lane) -> None:
        """Publish once; each named channel's queue of that lane gets it."""
        ...


class Dossiers(Protocol):
    """What a delivery is decided on."""

    def dossier(self, announcement: Announcement, channel: str) -> Dossier:
        """Read it all at once, consistently."""
        ...


class DeliveryLog(Protocol):
    """Deliveries and threads, written only over the versions that were read."""

    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        """Write both or neither and return them with their new versions; raise `ClaimLost` where either has moved."""
        ...


class DueList(Protocol):
    """The sparse index `due`."""

    def due(self, kind: Due, now: datetime, limit: int) -> Sequence[Delivery]:
        """Return at most `limit` deliveries whose time has come, oldest first."""
        ...


class StatusList(Protocol):
    """Open incidents that the clock owes a status."""

    def status_due(self, now: datetime, limit: int) -> Sequence[IncidentHead]:
        """Return at most `limit` heads whose time has come, longest owed first."""
        ...


class Deliveries(Protocol):
    """What became of an alert."""

    def deliveries(self, alert_id: str) -> Sequence[Delivery]:
        """Return the alert's deliveries, read consistently."""
        ...


class Audit(Protocol):
    """The chain of acts."""

    def append(self, act: Act) -> int:
        """Add the act to its chain and return its number."""
        ...


class Queue(Protocol):
    """The channel queue that a message came from."""

    def defer(self, receipt_handle: str, delay: timedelta) -> None:
        """Let the message come back after `delay`, to the second."""
        ...


class Follow(Protocol):
    """The channel queue that a message came from, for what follows from it on the same channel."""

    def put(self, announcement: Announcement) -> None:
        """Put ids on it."""
        ...


class Channel(Protocol):
    """A platform that carries posts to the public.

    `publish` raises `RateLimited`, `ChannelUnavailable` (nothing left), `Doubtful` (it may be out) or a `Permanent`.
    `find` looks whether a doubtful attempt landed: its receipt, or None when it certainly did not; it raises a
    `Transient` when it cannot tell.
    """

    def publish(self, post: Post) -> Receipt:
        """Make `post` public, once per `post.key` wherever the platform has a native key."""
        ...

    def find(self, post: Post) -> Receipt | None:
        """Look for `post`; make nothing public that is not public already, but complete what is half done."""
        ...


class Listed(Protocol):
    """A channel whose posts go to the people of a fixed list."""

    def recipients(self) -> Sequence[str]:
        """Return the recipients' ids, never their addresses; each is one part of the channel."""
        ...


class Retractor(Protocol):
    """A platform that takes a post off again.

    `retract` raises `RateLimited`, `ChannelUnavailable`, `Doubtful` (it may still be there) or a `Permanent`.
    """

    def retract(self, post: Post, ref: PostRef) -> None:
        """Take `post`, which is at `ref`, off the platform; one that is not there any more is no error."""
        ...


class Texter(Protocol):
    """The service that sends text messages, one attempt a call."""

    def text(self, number: str, words: str, *, about: str) -> str:
        """Send `words` to one number and return the id at the service; `about` names the delivery in its events.

        Raise as `Channel.publish` does, and `OptedOut`; no error holds the number.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail to one address.

    `about` names the delivery in the service's events; who writes to `unsubscribe` wants no more.
    """

    to: str
    sender: str
    subject: str
    text: str
    about: str
    unsubscribe: str


class Mailer(Protocol):
    """The service that sends e-mail, one attempt a call."""

    def mail(self, mail: Mail) -> str:
        """Send it and return the id at the service.

        Raise as `Channel.publish` does, and `OptedOut`; no error holds the address.
        """
        ...


class IngestQueue(Protocol):
    """The queue before ingest."""

    def put(self, bodies: Sequence[str]) -> None:
        """Put every body on the queue; raise `StateUnavailable` where any of them may not be there."""
        ...


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A stored file and the version it has, as the store writes it (an S3 ETag)."""

    body: bytes
    version: str


class ObjectStore(Protocol):
    """Files under keys, written only over the version that was read."""

    def read(self, key: str) -> StoredObject | None:
        """Return the file, or None where there is none; raise `ChannelUnavailable` when the store does not answer."""
        ...

    def write(self, key: str, body: bytes, *, content_type: str, over: str | None) -> None:
        """Write the file over that version (None: where there is none yet); raise `ClaimLost` if it has moved."""
        ...
