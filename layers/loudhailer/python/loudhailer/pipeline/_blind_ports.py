"""What the path without claims asks of the world, and the list of what somebody must look at afterwards."""

from datetime import timedelta
from typing import Protocol

from pydantic import AwareDatetime

from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.blind import Intent
from loudhailer.domain.crisis import GateState
from loudhailer.domain.record import Record


class GateCopies(Protocol):
    """Copies of the gates outside the table, for the hour in which it cannot be read."""

    def keep(self, gate: GateState) -> None:
        """Keep a copy, unless a newer one is kept; raise `StateUnavailable` where it may not be."""
        ...

    def copy(self, channel: str) -> GateState:
        """Return the copy, which is Exercise where there is none; raise `StateUnavailable` where it cannot be read."""
        ...


class BlindQueues(Protocol):
    """The channels' blind queues."""

    def put(self, intent: Intent, delay: timedelta = timedelta()) -> None:
        """Put an intent on its channel's queue; raise `StateUnavailable` where it may not be there."""
        ...


class Records(Protocol):
    """The queue of what is to be written when the tables are back."""

    def put(self, body: str) -> None:
        """Put a body on the queue; raise `StateUnavailable` where it may not be there."""
        ...


class OnceAudit(Protocol):
    """The chain of acts, for what may come twice."""

    def append_once(self, act: Act) -> int:
        """Add the act to its chain unless it is there already, and return its number."""
        ...


class Review(Record):
    """Something that went out and that somebody else must look at. Under one `id` there is one."""

    id: str
    kind: str
    alert_id: str
    reference: str
    by: str
    reason: str
    opened_at: AwareDatetime


class Reviews(Protocol):
    """What is owed a second look."""

    def open(self, review: Review) -> None:
        """Open a review; one that was opened before stays as it is."""
        ...


def blind_review(alert: Alert, reason: str, opened_at: AwareDatetime) -> Review:
    """Return the review of an alert that went out without a look at the crisis state."""
    return Review(
        id=f"blind:{alert.identifier}",
        kind="blind",
        alert_id=alert.identifier,
        reference=alert.reference,
        by=alert.by,
        reason=reason,
        opened_at=opened_at,
    )
