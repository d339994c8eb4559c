"""What of a feed could not be read: kept for a person, and put into the ledger once, not every minute."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from loudhailer.domain.errors import FeedError
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.ports import Clock, Documents, Outcomes

DETAIL_TYPE = "feed.refused"
_MOST_A_POLL = 10
"""More of one poll than this tell a person nothing new: the feed has changed its format."""
_MOST_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be read, and the document that it stood in: empty where there was none."""

    error: FeedError
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Refusals:
    """The ledger's share of what a feed says and we cannot read."""

    outcomes: Outcomes
    documents: Documents
    clock: Clock

    def report(
        self, feed: str, found: Sequence[Refusal], reported: tuple[str, ...]
    ) -> tuple[tuple[str, ...], Sequence[Outcome]]:
        """Record what is not among `reported`; return what now is, and the new lines."""
        new = [(mark, each) for mark, each in _marked(feed, found).items() if mark not in reported][:_MOST_A_POLL]
        kept: dict[bytes, str] = {}
        lines = []
        for mark, refusal in new:
            event_id = f"{feed}:refused:{mark}"
            if refusal.body and refusal.body not in kept:
                kept[refusal.body] = self.documents.keep(event_id, refusal.body.decode(errors="replace"))
            outcome = Outcome(
                event_id=event_id,
                received_at=self.clock(),
                fate=Fate.REFUSED,
                reason=str(refusal.error),
                source=feed,
                detail_type=DETAIL_TYPE,
                document=kept.get(refusal.body, ""),
                person=True,
            )
            self.outcomes.record(outcome)
            lines.append(outcome)
        return (*reported, *(mark for mark, _ in new))[-_MOST_REMEMBERED:], lines


def _marked(feed: str, found: Sequence[Refusal]) -> dict[str, Refusal]:
    """Return the refusals by what they say: the document around them changes every minute, the trouble does not."""
    return {
        hashlib.sha256(f"{feed}\n{each.error}".encode(errors="replace")).hexdigest()[:16]: each
        for each in reversed(found)
    }
