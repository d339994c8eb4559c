"""Approvals: show what waits, approve, return, reject. May they? → is it theirs? → write → audit → let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol

from loudhailer import approvals
from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval, Stand, words_digest
from loudhailer.domain.caller import Caller, Deed, Leave
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import Conflict, NotFound, Transient
from loudhailer.pipeline._carry_out import ApprovalSaves, CarryOut, said_of
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.review import OpenReviews
from loudhailer.ports import Archive, Audit, Clock, Deliveries


class ApprovalStore(ApprovalSaves, Protocol):
    """Approvals as they are stored."""

    def approval(self, alert_id: str) -> Approval | None:
        """Return the alert's approval, None where none was asked."""
        ...

    def owed(self) -> Sequence[Approval]:
        """Return those of which something is owed, longest owed first."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """An approval and the alert whose every word it is about."""

    approval: Approval
    alert: Alert


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an answer. `warnings` are what went wrong after it was written: do not answer again."""

    approval: Approval
    deliveries: tuple[Delivery, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approve:
    """Give leave, or refuse it, to somebody else's words."""

    guard: Guard
    approvals: ApprovalStore
    archive: Archive
    dealt: Deliveries
    carry_out: CarryOut
    audit: Audit
    reviews: OpenReviews
    clock: Clock

    def waiting(self, caller: Caller) -> tuple[tuple[Asked, ...], int]:
        """Return what waits for an answer, what expires first first, and how many reviews nobody has closed."""
        self.guard(Deed.READ, caller, "approvals")
        found = [each for each in self.approvals.owed() if each.stand is Stand.WAITING]
        alerts = ((each, self.archive.find(each.alert_id)) for each in sorted(found, key=lambda one: one.expires_at))
        return tuple(Asked(each, alert) for each, alert in alerts if alert is not None), len(self.reviews.left_open())

    def show(self, caller: Caller, alert_id: str) -> Asked:
        """Return an approval with every variant on every channel; raise `NotFound` where none was asked."""
        self.guard(Deed.READ, caller, f"the approval of {alert_id}")
        return self._asked(alert_id)

    def approve(self, caller: Caller, alert_id: str, digest: str) -> Answer:
        """Give leave to exactly the words whose digest was seen.

        Raise `Conflict` where they are others, or it is answered already; `NotAllowed` to who wrote or typed them.
        """
        asked, leave = self._answering(caller, alert_id)
        approval, now = asked.approval, self.clock()
        if not digest == approval.digest == words_digest(asked.alert):
            raise Conflict("these are not the words that you saw; look at them again", approval.reference)
        voices = approvals.voices_of(approval, leave, now)
        if not voices:
            needed = " or ".join(dict.fromkeys((*approval.roles, *approval.second)))
            self._refused(caller, asked, f"it is for {needed} to approve, in a role that its author did not lend")
        heard = approvals.heard(approval, voices, now)
        as_ = ", ".join(f"{each.role} (lent by {each.lent_by})" if each.lent_by else each.role for each in voices)
        result = "approved" if heard.stand is Stand.APPROVED else "it waits for another person"
        return self._written(caller, heard, Deed.APPROVE, f"as {as_}", result)

    def return_(self, caller: Caller, alert_id: str, reason: str) -> Answer:
        """Give it back to its author with a reason: other words are another alert."""
        return self._declined(caller, alert_id, Stand.RETURNED, reason)

    def reject(self, caller: Caller, alert_id: str, reason: str) -> Answer:
        """Say that it is not to be said at all, and why."""
        return self._declined(caller, alert_id, Stand.REJECTED, reason)

    def _declined(self, caller: Caller, alert_id: str, stand: Stand, reason: str) -> Answer:
        asked, leave = self._answering(caller, alert_id)
        now = self.clock()
        if not approvals.voices_of(asked.approval, leave, now):
            self._refused(caller, asked, "who may not approve it may not decline it either")
        done = approvals.answered(asked.approval, stand, caller.username, reason, now)
        return self._written(caller, done, stand, leave.signed(reason), stand)

    def _answering(self, caller: Caller, alert_id: str) -> tuple[Asked, Leave]:
        """Return what is answered, and who answers in which roles; nothing is written before all of this holds."""
        leave = self.guard(Deed.APPROVE, caller, alert_id)
        asked = self._asked(alert_id)
        approval = asked.approval
        if approval.is_own(caller.username):
            self._refused(caller, asked, "nobody answers for words that they wrote or typed themselves")
        if approval.stand is not Stand.WAITING:
            raise Conflict(f"it is answered already: {said_of(approval)}", approval.reference)
        if self.clock() >= approval.expires_at:
            raise Conflict("it has expired: these words are too old to be approved", approval.reference)
        return asked, leave

    def _asked(self, alert_id: str) -> Asked:
        approval, alert = self.approvals.approval(alert_id), self.archive.find(alert_id)
        if approval is None or alert is None:
            raise NotFound(f"nobody asked for approval of {alert_id}")
        return Asked(approval, alert)

    def _refused(self, caller: Caller, asked: Asked, why: str) -> NoReturn:
        self.guard.refuse(Deed.APPROVE, caller, asked.approval.alert_id, why)

    def _written(self, caller: Caller, approval: Approval, deed: str, reason: str, result: str) -> Answer:
        """Write the answer over the version that was looked at, then the audit, then let the posts follow."""
        stored, warnings = self.approvals.save(approval), []
        act = Act(
            chain=f"incident:{stored.reference}",
            at=self.clock(),
            by=caller.username,
            deed=deed,
            subject=stored.alert_id,
            reason=reason,
            result=f"{result}; the words are {stored.digest[:16]}",
        )
        try:
            self.audit.append(act)
        except Transient:
            warnings.append("the audit could not be written: note who did this, and when")
        if stored.stand is not Stand.WAITING:
            try:
                stored = self.carry_out(stored)
            except Transient:
                warnings.append("it is answered, but not carried out: that is tried again within a minute")
        deliveries: tuple[Delivery, ...] = ()
        try:
            deliveries = tuple(self.dealt.deliveries(stored.alert_id))
        except Transient:
            warnings.append("how the deliveries stand could not be read")
        return Answer(stored, deliveries, tuple(warnings))
