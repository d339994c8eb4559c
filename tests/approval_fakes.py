"""Approvals, reviews, broken glass and calls in memory, with the tables' own conditions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.glass import Glass
from loudhailer.domain.review import Review
from tests.fakes import MemoryState


@dataclass
class MemoryApprovals:
    """The approvals of a state; `broken` fails so many writes from now."""

    state: MemoryState
    broken: int = 0

    def approval(self, alert_id: str) -> Approval | None:
        return self.state.approvals.get(alert_id)

    def save(self, approval: Approval) -> Approval:
        if self.broken:
            self.broken -= 1
            raise StateUnavailable("the table does not answer")
        seen = self.state.approvals.get(approval.alert_id)
        if (seen.version if seen else 0) != approval.version:
            raise ClaimLost("approval")
        stored = approval.model_copy(update={"version": approval.version + 1})
        self.state.approvals[approval.alert_id] = stored
        return stored

    def owed(self, until: datetime | None = None) -> Sequence[Approval]:
        found = [each for each in self.state.approvals.values() if each.is_owed]
        return sorted(
            (each for each in found if until is None or each.due_at <= until),
            key=lambda each: (each.due_at, each.alert_id),
        )


@dataclass
class MemoryReviews:
    """Reviews by id."""

    reviews: dict[str, Review] = field(default_factory=dict)
    broken: bool = False

    def open(self, review: Review) -> None:
        if self.broken:
            raise StateUnavailable("the table does not answer")
        self.reviews.setdefault(review.id, review.model_copy(update={"version": 1}))

    def review(self, review_id: str) -> Review | None:
        return self.reviews.get(review_id)

    def save(self, review: Review) -> Review:
        seen = self.reviews.get(review.id)
        if (seen.version if seen else 0) != review.version:
            raise ClaimLost("review")
        self.reviews[review.id] = review.model_copy(update={"version": review.version + 1})
        return self.reviews[review.id]

    def left_open(self) -> Sequence[Review]:
        if self.broken:
            raise StateUnavailable("the table does not answer")
        return sorted(
            (each for each in self.reviews.values() if each.closed_at is None), key=lambda each: each.opened_at
        )


@dataclass
class MemoryGlasses:
    """Broken glass by who broke it."""

    glasses: dict[str, Glass] = field(default_factory=dict)
    broken: bool = False

    def glass(self, username: str) -> Glass | None:
        if self.broken:
            raise StateUnavailable("the table does not answer")
        return self.glasses.get(username.casefold())

    def save(self, glass: Glass) -> Glass:
        seen = self.glasses.get(glass.username.casefold())
        if (seen.version if seen else 0) != glass.version:
            raise ClaimLost("glass")
        stored = glass.model_copy(update={"version": glass.version + 1})
        self.glasses[glass.username.casefold()] = stored
        return stored


@dataclass
class Calls:
    """Who was called about what, once for each; and what is over."""

    called: dict[str, tuple[Role, ...]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    broken: bool = False

    def call(self, about: str, reference: str, reason: str, roles: Sequence[Role]) -> None:  # noqa: ARG002  # the port's shape
        if self.broken:
            raise StateUnavailable("nobody can be called")
        self.called.setdefault(about, tuple(roles))

    def over(self, about: str, why: str) -> None:  # noqa: ARG002  # the port's shape
        self.ended.append(about)
