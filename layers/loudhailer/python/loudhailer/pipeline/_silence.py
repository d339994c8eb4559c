"""A feed that falls silent: one line in the ledger for staff, and one when it speaks again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer.domain.feed import FeedHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.feed_rules import Silence
from loudhailer.ports import Outcomes

DETAIL_TYPE = "feed.silent"
UNREAD = "unread"
UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Silences:
    """Tells staff by the ledger, once a silence. Whether it also wakes somebody is the alarm's business."""

    outcomes: Outcomes
    silence: Silence

    def __call__(self, head: FeedHead) -> FeedHead:
        """Return the head of a feed that was just tried, with what staff were told of it."""
        now = head.last_try
        if now is None:
            return head
        kind, since = self._silent(head, now)
        if kind == head.silent:
            return head
        if kind:
            self._tell(head, kind, now, f"it is silent: {_LONG[kind]} for {_minutes(now - since)}{_why(head)}")
        else:
            self._tell(head, "over", now, f"it speaks again; it was {_LONG[head.silent]}")
        return head.model_copy(update={"silent": kind})

    def _silent(self, head: FeedHead, now: datetime) -> tuple[str, datetime]:
        """Return how a feed is silent and since when; empty where it is not."""
        read = head.last_good or head.first_try or now
        if now - read >= timedelta(minutes=self.silence.unread_minutes):
            return UNREAD, read
        changed = head.changed or now
        most = timedelta(minutes=self.silence.unchanged_minutes)
        if most and now - changed >= most:
            return UNCHANGED, changed
        return "", now

    def _tell(self, head: FeedHead, what: str, now: datetime, reason: str) -> None:
        self.outcomes.record(
            Outcome(
                # The same however often a poll breaks off behind this line, and another for each silence.
                event_id=f"{head.name}:silent:{what}:{head.version}",
                received_at=now,
                fate=Fate.REFUSED if what in _LONG else Fate.MERGED,
                reason=reason,
                source=head.name,
                detail_type=DETAIL_TYPE,
                person=what in _LONG,
            )
        )


_LONG = {UNREAD: "not read", UNCHANGED: "read, but without any change"}


def _minutes(long: timedelta) -> str:
    return f"{int(long.total_seconds() // 60):,} minutes"


def _why(head: FeedHead) -> str:
    return f"; the last answer was: {head.last_error}" if head.last_error else ""
