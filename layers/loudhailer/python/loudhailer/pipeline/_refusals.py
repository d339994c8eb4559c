"""What of a feed could not be read: kept for a person, and put into the ledger once, not every minute."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loudhailer.domain.errors import FeedError
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.ports import Clock, Documents, Outcomes

DETAIL_TYPE = "feed.refused"
_MOST_A_POLL = 10
"""More of one poll than this tell a person nothing new: the feed has changed its format."""
_MOST_REMEMBERED = 200
_IN_A_LIST = re.compile(r"\.\d+(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be read, the document that it stood in, and the mark of the link that led there.

    The body is empty where there was none, the link for the feed's own pages.
    """

    error: FeedError
    body: bytes = b""
    link: str = ""


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


def often(found: Sequence[Refusal]) -> dict[str, int]:
    """Return how often what was wrong with what a feed says, the most frequent first, as many as a person reads."""
    return dict(Counter(str(each.error.reason) for each in found).most_common(_MOST_A_POLL))


def _marked(feed: str, found: Sequence[Refusal]) -> dict[str, Refusal]:
    """Return the refusals by what is wrong with which record, or which linked document.

    Neither the words around it count, which change every minute, nor where in a list it stands. One fault of many is
    one trouble, whichever they are.
    """
    often = Counter(_fault_of(each.error) for each in found)
    marked: dict[str, Refusal] = {}
    for each in reversed(found):
        fault = _fault_of(each.error)
        which = (each.link, each.error.about) if often[fault] <= _MOST_A_POLL else ()
        signs = "\n".join((feed, *which, fault))
        marked[hashlib.sha256(signs.encode(errors="replace")).hexdigest()[:16]] = each
    return marked


def _fault_of(error: FeedError) -> str:
    return f"{_IN_A_LIST.sub('', error.place)}: {error.reason}"
