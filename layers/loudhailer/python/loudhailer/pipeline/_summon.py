"""Calling somebody out, as far as approvals, reviews and broken glass need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loudhailer.approvals import Chain
from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role
from loudhailer.domain.callout import Rung
from loudhailer.pipeline.call_out import Callouts

_MINUTES = 5
"""How long somebody is given in a role that the plan's chain does not name."""


class Summon(Protocol):
    """Whoever calls people out."""

    def call(self, about: str, reference: str, reason: str, roles: Sequence[Role]) -> None:
        """Let somebody in one of these roles be called, once for each `about`; an alert's `reference` may be empty."""
        ...

    def over(self, about: str, why: str) -> None:
        """Say that nobody has to be called about it any more."""
        ...


@dataclass(frozen=True, slots=True)
class CallOutChain:
    """Opens a call-out along some rungs of the plan's chain; a role that the chain does not name comes last."""

    callouts: Callouts
    chain: Chain

    def call(self, about: str, reference: str, reason: str, roles: Sequence[Role]) -> None:
        """Let somebody in one of these roles be called."""
        minutes = dict(self.chain)
        order = [role for role, _ in self.chain if role in roles]
        rungs = (*order, *(role for role in roles if role not in minutes))
        chain = tuple(Rung(role=role, minutes=minutes.get(role, _MINUTES)) for role in rungs)
        self.callouts.open(about, about=reference or about, reason=reason, chain=chain)

    def over(self, about: str, why: str) -> None:
        """Let nobody be called about it any more."""
        self.callouts.close(about, why)


def about_approval(approval: Approval, rung: int) -> str:
    """Return what a rung's call is about: each rung is a call of its own, and none is made twice."""
    return f"approval:{approval.alert_id}:{approval.asked_at.timestamp():.0f}:{rung}"


def reason_of(approval: Approval) -> str:
    """Say why somebody is called, without a word of what is to be said."""
    return f"Alert {approval.alert_id} waits for approval until {approval.expires_at:%H:%M} UTC."
