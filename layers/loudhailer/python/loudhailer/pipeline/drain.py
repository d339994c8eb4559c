"""What went past the table → the ledger, the audit and the list of reviews, once each (docs/adr/0019).

Every step is harmless when it is repeated: what cannot be written now comes again with the whole account.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.blind import Unwritten, read_account
from loudhailer.domain.delivery import Delivery, State, Thread
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.incident import IncidentHead
from loudhailer.pipeline._blind_ports import OnceAudit, blind_review
from loudhailer.pipeline.review import Reviews
from loudhailer.ports import Alerts, Commit, Commits, DeliveryLog, Dossier, Dossiers, Incidents, Outcomes

_TRIES = 3
_UNSENT = frozenset({State.PENDING, State.RETRY, State.HELD})
_Written = TypeVar("_Written")


@dataclass(frozen=True, slots=True)
class Drain:
    """Write accounts. `lease` is how long a sender may be at work on a thread."""

    incidents: Incidents
    outcomes: Outcomes
    alerts: Alerts
    commits: Commits
    dossiers: Dossiers
    log: DeliveryLog
    audit: OnceAudit
    reviews: Reviews
    lease: timedelta

    def __call__(self, body: str) -> str:
        """Write one account and say what became of it; raise a `Transient` where it must come again."""
        account = read_account(body)
        unwritten = account.unwritten
        alert = _tried(lambda: self._committed(unwritten))
        became = {each.channel: each for each in account.became}
        for delivery in unwritten.deliveries:
            name = delivery.channel
            _tried(partial(self._deliver, alert, unwritten, name, became.get(name)))
        self.audit.append_once(_act(alert, unwritten))
        self.reviews.open(blind_review(alert, unwritten.outcome.reason, unwritten.raised_at))
        return f"{alert.identifier} {' '.join(f'{name}={each.state}' for name, each in became.items())}".strip()

    def _committed(self, unwritten: Unwritten) -> Alert:
        """Return the alert as the ledger has it, under a number of its own; write it where nobody has yet."""
        known = self.outcomes.outcome(unwritten.outcome.event_id)
        if known is not None and known.alert_id:
            return self.alerts.alert(known.alert_id)
        head = self.incidents.head(unwritten.head.source, unwritten.head.id)
        alert = _numbered(unwritten.alert, head)
        deliveries = tuple(
            each.model_copy(update={"alert_id": alert.identifier, "revision": alert.revision})
            for each in unwritten.deliveries
        )
        outcome = unwritten.outcome.model_copy(update={"alert_id": alert.identifier})
        self.commits.commit(
            Commit(head=_head_with(head, unwritten.head, alert), outcome=outcome, alert=alert, deliveries=deliveries)
        )
        return alert

    def _deliver(self, alert: Alert, unwritten: Unwritten, channel: str, became: Delivery | None) -> None:
        """Write what is known of one delivery, and keep its place among the incident's posts on that channel."""
        ids = Announcement(alert_id=alert.identifier, source=alert.source, incident_id=alert.incident_id)
        dossier = self.dossiers.dossier(ids, channel)
        if became is None:
            intended = unwritten.delivery(channel)
            if intended is not None and intended.state is State.CLAIMED and _unplaced(dossier):
                self.log.save(dossier.delivery, self._placed(dossier, unwritten))
            return
        known = _known(dossier.delivery, became)
        if known is None:
            return
        thread = self._placed(dossier, unwritten)
        if known.state is State.SENT and known.ref is not None:
            # What follows the first stands on its own there, and begins no thread all the same.
            thread = thread.landed(alert.identifier, alert.revision, known.ref, replied=known.number > 1)
        else:
            thread = thread.freed(known, doubtful=known.state is State.UNKNOWN)
        self.log.save(known, thread)

    def _placed(self, dossier: Dossier, unwritten: Unwritten) -> Thread:
        """Return the thread with this alert at work on it since it was raised: what comes later is later."""
        if not _unplaced(dossier):
            return dossier.thread
        return dossier.thread.claimed(dossier.delivery, unwritten.raised_at, self.lease)


def _tried(write: Callable[[], _Written]) -> _Written:
    """Write over what is read anew, where somebody else was quicker."""
    for left in reversed(range(_TRIES)):
        try:
            return write()
        except ClaimLost:
            if not left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _unplaced(dossier: Dossier) -> bool:
    """Tell whether nothing on the thread says yet that this alert, or a newer one, was there."""
    return dossier.thread.head < dossier.delivery.revision


def _numbered(alert: Alert, head: IncidentHead) -> Alert:
    """Return the alert under the next number of its incident; its posts keep the key under which they went out."""
    number = head.spoken + 1
    return alert.model_copy(
        update={
            "identifier": f"{alert.reference}-{number}",
            "revision": number,
            "since": number if alert.msg_type is MsgType.ALERT else head.since,
            "references": head.alert_ids,
        }
    )


def _head_with(head: IncidentHead, blind: IncidentHead, alert: Alert) -> IncidentHead:
    """Return the stored head with what was said blind said of it; what it knew besides stays."""
    said = ("told", "said", "digest", "phase", "confirmed", "status_at")
    return head.model_copy(
        update={name: getattr(blind, name) for name in said}
        | {
            "revision": head.revision + 1,
            "spoken": alert.revision,
            "word": alert.revision,
            "since": alert.since,
            "alert_ids": (*head.alert_ids, alert.identifier),
            "held": False,
            "aired": True,
            "sensitivities": tuple(sorted({*head.sensitivities, *blind.sensitivities})),
            "lead": head.lead or blind.lead,
            "raised_as": head.raised_as or blind.raised_as,
        }
    )


def _known(stored: Delivery, became: Delivery) -> Delivery | None:
    """Return the delivery with what became of it, None where the ledger knows that, or better.

    That it is out is never unlearned. A second post, where nobody could tell of the first, is told beside it.
    """
    if stored.state is State.SENT:
        where = became.ref.url or became.ref.id if became.ref else ""
        if not where or stored.ref == became.ref or where in stored.reason:
            return None
        return stored.model_copy(update={"reason": f"{became.reason or 'sent twice'}; the other is at {where}"})
    intended = stored.state is State.CLAIMED and stored.blind
    doubted = became.state is State.UNKNOWN and stored.state in _UNSENT
    return _with(stored, became) if became.state is State.SENT or intended or doubted else None


def _with(stored: Delivery, became: Delivery) -> Delivery:
    """Return the stored delivery in the state that it came to."""
    return stored.settled(became.state, became.reason).model_copy(
        update={
            "blind": True,
            "ref": became.ref,
            "sent_at": became.sent_at,
            "attempts": stored.attempts + became.attempts,
            "post": became.post,
            "variant": became.variant,
            "code": became.code,
            "held_as": became.held_as,
            "due": became.due,
            "due_at": became.due_at,
        }
    )


def _act(alert: Alert, unwritten: Unwritten) -> Act:
    """Return the audit's line, the same however often it is written."""
    outcome = unwritten.outcome
    return Act(
        chain=f"incident:{alert.reference}",
        at=unwritten.raised_at,
        by=outcome.by,
        deed="raise",
        subject=alert.identifier,
        reason=f"as {', '.join(alert.roles)}",
        result=f"{outcome.fate}: {outcome.reason}",
        typed_by=outcome.typed_by,
        means=outcome.means,
        plan_digest=alert.plan_digest,
    )
