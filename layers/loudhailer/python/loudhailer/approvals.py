"""APPROVALS: who is asked for leave, whose answer counts, and who is called while nobody answers. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval, Stand, Voice, words_digest
from loudhailer.domain.caller import Leave, Role
from loudhailer.domain.crisis import Action, Decision
from loudhailer.plan import Plan

Chain = Sequence[tuple[Role, int]]
"""The chain of command: each role, and how many minutes it has before the next one is called."""


def asked(
    plan: Plan, alert: Alert, decisions: Mapping[str, Decision], now: datetime, before: Approval | None = None
) -> Approval | None:
    """Return the leave that an alert needs on any of its channels, None where it needs none.

    The gates may ask for different roles: any of them may answer, and each gate looks for itself whether that suffices.
    Where it does not, the alert is asked for again: who answered `before` has said so of these very words, and counts.
    """
    asking = {name: each for name, each in decisions.items() if each.action is Action.APPROVE}
    waiting = list(asking.values())
    if not waiting:
        return None
    patience = timedelta(minutes=plan.approvals.expire_after_minutes[alert.message_class])
    digest = words_digest(alert)
    return Approval(
        alert_id=alert.identifier,
        reference=alert.reference,
        digest=digest,
        author=alert.by,
        typed_by=alert.typed_by,
        hands=tuple(sorted(alert.hands)),
        roles=tuple(role for role in Role if any(role in each.roles for each in waiting)),
        second=tuple(role for role in Role if any(role in each.second for each in waiting)),
        reason=waiting[0].reason + _faults(alert, asking),
        asked_at=now,
        due_at=now,
        expires_at=min(alert.expires, max(alert.publish_at or now, now) + patience),
        voices=before.voices if before and before.digest == digest else (),
        version=before.version if before else 0,
    )


def _faults(alert: Alert, channels: Collection[str]) -> str:
    """Say what is wrong with words that no person wrote: whoever lets them go is the first who reads them."""
    found = dict.fromkeys(each for name in channels for each in alert.faults.get(name, ()))
    return f"; its words have faults: {'; '.join(found)}" if found and not alert.by else ""


def voices_of(approval: Approval, leave: Leave, now: datetime) -> tuple[Voice, ...]:
    """Return somebody's voice in each role of theirs that counts, none where none does.

    One person in two roles is one person still: `Approval.suffices` asks for two where the plan does.
    """
    wanted = {*approval.roles, *approval.second}
    who, lent = leave.caller.username, leave.caller.lent
    given = (Voice(by=who, role=role, at=now, lent_by=lent.get(role, "")) for role in leave.roles if role in wanted)
    return tuple(each for each in given if approval.counts(each))


def heard(approval: Approval, voices: tuple[Voice, ...], now: datetime) -> Approval:
    """Return the approval with these voices in it, approved where they suffice."""
    known = {(each.by.casefold(), each.role) for each in approval.voices}
    fresh = tuple(each for each in voices if (each.by.casefold(), each.role) not in known)
    counted = approval.model_copy(update={"voices": (*approval.voices, *fresh)})
    if not counted.suffices(approval.roles, approval.second):
        return counted
    return answered(counted, Stand.APPROVED, people_of(counted), "", now)


def answered(approval: Approval, stand: Stand, by: str, why: str, now: datetime) -> Approval:
    """Return the approval as it was answered; what follows from it is owed at once."""
    update = {"stand": stand, "answered_by": by, "answer": why, "answered_at": now, "due_at": now, "carried_out": False}
    return approval.model_copy(update=update)


def people_of(approval: Approval) -> str:
    """Name who gave leave, each once."""
    return " and ".join(dict.fromkeys(each.by for each in approval.voices if approval.counts(each)))


def called(approval: Approval, chain: Chain, now: datetime) -> tuple[tuple[Role, ...], Approval]:
    """Return whom to call now, nobody where all were called, and the approval as it stands afterwards.

    From its first rung the whole chain of those who may answer is called, then from the next one upwards: somebody who
    has taken the call and does not answer holds it up for so many minutes only. Roles that the chain does not name are
    called with its first rung. It is looked at again no later than it expires.
    """
    wanted = {*approval.roles, *approval.second}
    rungs = [(role, minutes) for role, minutes in chain if role in wanted]
    named = {role for role, _ in rungs}
    others = tuple(role for role in Role if role in wanted - named)
    if approval.rung >= max(1, len(rungs)):
        return (), approval.model_copy(update={"due_at": approval.expires_at})
    roles = tuple(role for role, _ in rungs[approval.rung :]) + (others if approval.rung == 0 else ())
    patience = timedelta(minutes=rungs[approval.rung][1]) if rungs else approval.expires_at - now
    later = min(now + patience, approval.expires_at)
    return roles, approval.model_copy(update={"rung": approval.rung + 1, "due_at": later})
