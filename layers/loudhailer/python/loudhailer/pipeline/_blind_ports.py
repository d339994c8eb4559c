"""What the path without claims asks of the world, and what somebody must look at afterwards."""

from datetime import timedelta
from typing import Protocol

from pydantic import AwareDatetime

from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.blind import Intent
from loudhailer.domain.crisis import GateState
from loudhailer.domain.review import Review, ReviewKind


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

    def reaches(self, channel: str) -> bool:
        """Tell whether a channel has one; who is on a list is reached by the ledger alone."""
        ...

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


def blind_review(alert: Alert, reason: str, opened_at: AwareDatetime) -> Review:
    """Return the review of an alert that went out without a look at the crisis state."""
    return Review(
        id=f"blind-{alert.identifier}",
        kind=ReviewKind.BLIND,
        about=f"{alert.message_class} of {alert.by} went blind ({reason}): {alert.headline}",
        by=alert.by,
        typed_by=alert.typed_by,
        reference=alert.reference,
        alert_id=alert.identifier,
        opened_at=opened_at,
    )
