"""APPROVALS: who is asked for leave, and what becomes of an answer. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval, words_digest
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Action, Decision
from loudhailer.plan import Plan


def asked(plan: Plan, alert: Alert, decisions: Mapping[str, Decision], now: datetime) -> Approval | None:
    """Return the leave that an alert needs on any of its channels, None where it needs none.

    The gates may ask for different roles: any of them may answer, and each gate looks for itself whether that suffices.
    """
    waiting = [each for each in decisions.values() if each.action is Action.APPROVE]
    if not waiting:
        return None
    patience = timedelta(minutes=plan.approvals.expire_after_minutes[alert.message_class])
    return Approval(
        alert_id=alert.identifier,
        reference=alert.reference,
        digest=words_digest(alert),
        author=alert.by,
        typed_by=alert.typed_by,
        roles=tuple(role for role in Role if any(role in each.roles for each in waiting)),
        second=tuple(role for role in Role if any(role in each.second for each in waiting)),
        reason=waiting[0].reason,
        asked_at=now,
        due_at=now,
        expires_at=min(alert.expires, (alert.publish_at or now) + patience),
    )
