"""Every hour: the heads of the chains that were written to go where nobody can change them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from pydantic import ValidationError

from loudhailer.domain.audit import Anchor, Head, StoredAnchor, hour_of
from loudhailer.domain.errors import ClaimLost
from loudhailer.ports import Clock

FIRST_LOOK = timedelta(days=7)
"""How far back is looked where there is no anchor; by then the alarms have told for a week that there is none."""
_OVERLAP = timedelta(hours=1)
"""What is looked at a second time: the index is behind by a moment, and clocks differ."""


class Chains(Protocol):
    """The audit's chains, as far as their heads."""

    def touched(self, hours: Sequence[str]) -> frozenset[str]:
        """Return the chains that were written to in any of these hours (UTC)."""
        ...

    def head(self, chain: str) -> Head:
        """Return a chain's newest number and digest, read consistently."""
        ...


class Anchors(Protocol):
    """Where the anchors lie."""

    def newest(self, now: datetime) -> StoredAnchor | None:
        """Return the newest anchor, None where there is none yet."""
        ...

    def write(self, anchor: Anchor) -> str:
        """Write an anchor and return its key; raise `ClaimLost` where this second has one already."""
        ...


@dataclass(frozen=True, slots=True)
class Anchored:
    """What one run did: the anchor's key, and how many chains it holds."""

    key: str
    chains: int


@dataclass(frozen=True, slots=True)
class AnchorAudit:
    """Write the heads of all chains that were written to since the anchor before, also where runs were missed."""

    chains: Chains
    anchors: Anchors
    clock: Clock
    code: str

    def __call__(self) -> Anchored:
        """Anchor once. Where nothing was written the anchor holds no head, and still says that somebody looked."""
        now = self.clock()
        before = self.anchors.newest(now)
        touched = touched_since(self.chains, since=_moment_of(before, now), now=now)
        heads = {chain: self.chains.head(chain) for chain in sorted(touched)}
        anchor = Anchor(previous=before.digest if before else "", at=now, code=self.code, heads=heads)
        try:
            return Anchored(self.anchors.write(anchor), len(heads))
        except ClaimLost:
            # The clock called twice in one second; the other one's anchor says the same.
            return Anchored("", 0)


def touched_since(chains: Chains, *, since: datetime, now: datetime) -> frozenset[str]:
    """Return the chains that were written to since a moment, and a little before it."""
    return chains.touched(_hours(since - _OVERLAP, now))


def _moment_of(before: StoredAnchor | None, now: datetime) -> datetime:
    """Return when the anchor before was written; what cannot be read counts for nothing, as if there were none."""
    if before is None:
        return now - FIRST_LOOK
    try:
        return Anchor.model_validate_json(before.body).at
    except ValidationError:
        return now - FIRST_LOOK


def _hours(start: datetime, end: datetime) -> Sequence[str]:
    """Return every hour from one moment to the other, both included."""
    first = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return [hour_of(first + timedelta(hours=number)) for number in range(int((end - first) / timedelta(hours=1)) + 1)]
