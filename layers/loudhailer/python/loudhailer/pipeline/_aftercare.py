"""What a deed at the desk brings with it: broken glass before, a review and a call after. None of it fails the deed."""

from dataclasses import dataclass

from loudhailer import approvals
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval
from loudhailer.domain.errors import Transient
from loudhailer.domain.review import Review, ReviewKind
from loudhailer.pipeline._summon import Summon, about_approval, reason_of
from loudhailer.pipeline.glass import Glasses
from loudhailer.pipeline.review import Reviews
from loudhailer.plan import Plan
from loudhailer.ports import Clock


@dataclass(frozen=True, slots=True)
class Aftercare:
    """Looks for somebody's broken glass, opens the reviews that the plan asks for, and calls who must approve."""

    plan: Plan
    chain: approvals.Chain
    glasses: Glasses
    reviews: Reviews
    summon: Summon
    clock: Clock

    def glass(self, username: str) -> str:
        """Return the id of the glass that somebody has broken; empty where none stands, or nobody can tell.

        In doubt it is whole: what it would let pass then waits for approval.
        """
        try:
            glass = self.glasses.glass(username)
        except Transient:
            return ""
        return glass.id if glass is not None and glass.stands(self.clock()) else ""

    def after(self, alert: Alert, approval: Approval | None, *, went: bool) -> tuple[str, ...]:
        """Do what follows from an alert, and return what of it went wrong. `went` says that some of it goes at once."""
        warnings = []
        try:
            if went:
                self._review(alert)
        except Transient:
            warnings.append("no review could be opened: tell somebody to look at it")
        if approval is not None:
            try:
                self._call(approval)
            except Transient:
                warnings.append("nobody could be called to approve it: that is tried again within a minute")
        return tuple(warnings)

    def _review(self, alert: Alert) -> None:
        """Open the review of what went at once; repeated, it is the same one."""
        if not alert.by or alert.message_class not in self.plan.people.reviewed:
            return
        past = f" under break-glass {alert.glass}" if alert.glass else ""
        self.reviews.open(
            Review(
                id=f"after-{alert.identifier}",
                kind=ReviewKind.AFTER,
                about=f"{alert.message_class} of {alert.by} went at once{past}: {alert.headline}",
                by=alert.by,
                typed_by=alert.typed_by,
                reference=alert.reference,
                alert_id=alert.identifier,
                opened_at=self.clock(),
            )
        )

    def _call(self, approval: Approval) -> None:
        roles, _ = approvals.called(approval, self.chain, self.clock())
        if roles:
            self.summon.call(about_approval(approval, 0), approval.reference, reason_of(approval), roles)
