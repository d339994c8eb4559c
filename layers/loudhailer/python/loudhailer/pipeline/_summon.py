"""Calling somebody out, as far as approvals, reviews and broken glass need it."""

from typing import Protocol

from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role


class Summon(Protocol):
    """Whoever calls people out."""

    def call(self, about: str, reference: str, reason: str, roles: tuple[Role, ...]) -> None:
        """Let somebody in one of these roles be called, once for each `about`; an alert's `reference` may be empty."""
        ...

    def over(self, about: str, why: str) -> None:
        """Say that nobody has to be called about it any more."""
        ...


class NobodyIsCalledYet:
    """Stands where call-outs are not wired: nobody is called, and whoever looks at the desk still sees what waits."""

    def call(self, about: str, reference: str, reason: str, roles: tuple[Role, ...]) -> None:
        """Call nobody."""

    def over(self, about: str, why: str) -> None:
        """Nobody was called."""


def about_approval(approval: Approval, rung: int) -> str:
    """Return what a rung's call is about: each rung is a call of its own, and none is made twice."""
    return f"approval:{approval.alert_id}:{approval.asked_at.timestamp():.0f}:{rung}"


def reason_of(approval: Approval) -> str:
    """Say why somebody is called, without a word of what is to be said."""
    return f"Alert {approval.alert_id} waits for approval until {approval.expires_at:%H:%M} UTC."
