"""The clock's share of approvals: ask, call, expire, and carry out what somebody answered and a crash left undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from loudhailer import approvals
from loudhailer.domain.act import Act
from loudhailer.domain.approval import Approval, Stand
from loudhailer.domain.crisis import Action
from loudhailer.domain.delivery import Due
from loudhailer.domain.errors import ClaimLost, Transient
from loudhailer.gate import Standing, decide
from loudhailer.gate_ports import Gates
from loudhailer.pipeline._carry_out import ApprovalSaves, CarryOut
from loudhailer.pipeline._summon import Summon, about_approval, reason_of
from loudhailer.plan import Plan
from loudhailer.ports import Alerts, Audit, Clock, DueList, Incidents

BY = "loudhailer"
_AHEAD = timedelta(days=366)
"""How far ahead the index is read: what is held waits for as long as it lives."""
WORDS = ("Asked", "Called", "Expired", "Ended", "Healed", "Stuck")
"""What is counted: asked for late, called, expired, replaced by newer words, carried out late, and not moved."""


class ApprovalList(ApprovalSaves, Protocol):
    """Approvals as the clock meets them."""

    def approval(self, alert_id: str) -> Approval | None:
        """Return the alert's approval, None where none was asked."""
        ...

    def owed(self, until: datetime | None = None) -> Sequence[Approval]:
        """Return those of which something is owed by `until`, longest owed first."""
        ...


@dataclass(frozen=True, slots=True)
class KeepApprovals:
    """Look once a minute after everything that waits for approval. `chain` is who is called, and for how long."""

    plan: Plan
    chain: approvals.Chain
    approvals: ApprovalList
    held: DueList
    alerts: Alerts
    incidents: Incidents
    gates: Gates
    carry_out: CarryOut
    summon: Summon
    audit: Audit
    clock: Clock
    limit: int = 200

    def __call__(self) -> Mapping[str, int]:
        """Look once and return what became of how many, by word."""
        counts = dict.fromkeys(WORDS, 0)
        for alert_id in self._held():
            self._count(counts, partial(self._ask, alert_id))
        for approval in self.approvals.owed(self.clock()):
            self._count(counts, partial(self._one, approval))
        return counts

    def _count(self, counts: dict[str, int], step: Callable[[], str]) -> None:
        try:
            word = step()
        except ClaimLost:
            return  # a person answered between the index and the write: that is what we want
        except Transient:
            word = "Stuck"  # one that cannot be moved now must not stop those behind it
        if word:
            counts[word] += 1

    def _held(self) -> tuple[str, ...]:
        """Return the alerts that wait for approval on any channel, each once."""
        held = self.held.due(Due.HELD, self.clock() + _AHEAD, self.limit)
        return tuple(dict.fromkeys(each.alert_id for each in held if each.held_as is Action.APPROVE))

    def _ask(self, alert_id: str) -> str:
        """Ask for leave that nobody asked for yet: a level, a lead or another gate may have come after the commit.

        Leave that was given and does not suffice where it is now needed is asked for again, with what was answered.
        """
        approval = self.approvals.approval(alert_id)
        if approval is not None and approval.is_owed:
            return ""
        alert, now = self.alerts.alert(alert_id), self.clock()
        standing = Standing(now, self.incidents.head(alert.source, alert.incident_id).lead, approval)
        gates = self.gates.gates(alert.drafts)
        decisions = {name: decide(self.plan, alert, gate, standing) for name, gate in gates.items()}
        asks = approval is None or approval.stand is Stand.APPROVED
        fresh = approvals.asked(self.plan, alert, decisions, now, approval) if asks else None
        if fresh is None:
            if approval is None:
                return ""  # no gate asks for approval any more; what is held is a person's to release
            self.carry_out(approval)
            return "Healed"
        self.approvals.save(fresh)
        return "Asked"

    def _one(self, approval: Approval) -> str:
        now = self.clock()
        if approval.stand is not Stand.WAITING:
            self.carry_out(approval)
            return "Healed"
        alert = self.alerts.alert(approval.alert_id)
        spoken = self.incidents.head(alert.source, alert.incident_id).spoken
        if spoken > alert.revision:
            self._end(approval, Stand.REPLACED, f"revision {spoken} has replaced it", now)
            return "Ended"
        if now >= approval.expires_at:
            self._end(approval, Stand.EXPIRED, "nobody approved it in time", now)
            return "Expired"
        roles, moved = approvals.called(approval, self.chain, now)
        if roles:
            # The call first: made twice it is one call, and one that is lost is made again in a minute.
            self.summon.call(about_approval(approval, approval.rung), approval.reference, reason_of(approval), roles)
        self.approvals.save(moved)
        return "Called" if roles else ""

    def _end(self, approval: Approval, stand: Stand, why: str, now: datetime) -> None:
        ended = self.approvals.save(approvals.answered(approval, stand, "", why, now))
        self.carry_out(ended)
        self.audit.append(
            Act(
                chain=f"incident:{ended.reference}",
                at=now,
                by=BY,
                deed=stand,
                subject=ended.alert_id,
                reason=why,
                result=f"{stand}; the words are {ended.digest[:16]}",
            )
        )
