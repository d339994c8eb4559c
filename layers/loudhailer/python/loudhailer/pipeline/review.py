"""Reviews: what was done without a second person, until somebody else has looked at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loudhailer.domain.act import Act
from loudhailer.domain.approval import may_be
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.errors import Conflict, NotFound, Transient
from loudhailer.domain.review import Review
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Audit, Clock

COMMAND = "command"
"""The audit chain of what is about no one incident."""


class Reviews(Protocol):
    """Where a review is opened."""

    def open(self, review: Review) -> None:
        """Open it, once for each id: one that was opened before, or closed, stays as it is."""
        ...


class OpenReviews(Protocol):
    """What nobody has looked at yet."""

    def left_open(self) -> Sequence[Review]:
        """Return the reviews that nobody has closed, the oldest first."""
        ...


class ReviewStore(OpenReviews, Protocol):
    """Reviews as they are stored."""

    def review(self, review_id: str) -> Review | None:
        """Return a review, None where there is none."""
        ...

    def save(self, review: Review) -> Review:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        ...


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Show the reviews that are open, and close one."""

    guard: Guard
    reviews: ReviewStore
    audit: Audit
    clock: Clock

    def show(self, caller: Caller) -> tuple[Review, ...]:
        """Return those that nobody has closed, the oldest first."""
        self.guard(Deed.READ, caller, "reviews")
        return tuple(self.reviews.left_open())

    def close(self, caller: Caller, review_id: str, verdict: str) -> tuple[Review, tuple[str, ...]]:
        """Close it with a verdict, and return it with what went wrong after that.

        Raise `NotAllowed` to whoever did it or typed it, `NotFound` and `Conflict` where there is nothing to close.
        """
        leave = self.guard(Deed.REVIEW, caller, review_id)
        review = self.reviews.review(review_id)
        if review is None:
            raise NotFound(f"there is no review {review_id}")
        if any(may_be(caller.username, name) for name in (review.by, review.typed_by) if name):
            self.guard.refuse(Deed.REVIEW, caller, review_id, "nobody reviews what they did or typed themselves")
        if review.closed_at is not None:
            raise Conflict(f"{review.closed_by} has closed it already", review.reference)
        update = {"verdict": verdict, "closed_by": caller.username, "closed_at": self.clock()}
        closed = self.reviews.save(review.model_copy(update=update))
        act = Act(
            chain=f"incident:{closed.reference}" if closed.reference else COMMAND,
            at=self.clock(),
            by=caller.username,
            deed=Deed.REVIEW,
            subject=closed.id,
            reason=leave.signed(verdict),
            result="closed",
        )
        try:
            self.audit.append(act)
        except Transient:
            return closed, ("the audit could not be written: note who did this, and when",)
        return closed, ()
