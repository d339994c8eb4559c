"""HELD: what becomes of what is held. Pure. It proposes; only a person acts, one alert at a time."""

from dataclasses import dataclass
from datetime import datetime

from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass
from loudhailer.domain.delivery import UNCLAIMED_AFTER, Delivery, Due, State
from loudhailer.domain.incident import IncidentHead
from loudhailer.gate import Standing, decide
from loudhailer.plan import Fate, Plan


@dataclass(frozen=True, slots=True)
class File:
    """All that is known of an alert when somebody decides about its held posts."""

    alert: Alert
    head: IncidentHead
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the plan proposes for one held post. `worth` says that it could go now; if not, `why` says why not."""

    fate: Fate
    worth: bool
    why: str = ""


def stale(file: File, delivery: Delivery, now: datetime) -> str:
    """Say why words must never go out any more, whatever the gate says; empty where they may."""
    if now >= delivery.expires_at:
        return f"it expired at {delivery.expires_at.isoformat()}"
    if file.head.spoken > delivery.revision:
        return f"revision {file.head.spoken} has replaced it"
    return ""


def decision_of(plan: Plan, file: File, gate: GateState | None, now: datetime, *, released: bool = False) -> Decision:
    """Ask the gate again, as if the post were new, or as if a person had `released` it."""
    return decide(plan, file.alert, gate, Standing(now, file.head.lead, file.approval, released=released))


def keeps(plan: Plan, file: File, delivery: Delivery, gate: GateState | None, now: datetime) -> str:
    """Say why a person may not release a held post now; empty where they may.

    What waits for approval is let go by those who approve, and what is dropped by nobody.
    """
    if reason := stale(file, delivery, now):
        return reason
    if delivery.held_as is Action.DROP:
        return f"the plan drops it: {delivery.reason}"
    decision = decision_of(plan, file, gate, now, released=True)
    if delivery.held_as is Action.APPROVE or decision.action is Action.APPROVE:
        return f"it needs approval, not release: {decision.reason if not decision.sends else delivery.reason}"
    return "" if decision.action in {Action.SEND, Action.WAIT} else decision.reason


def proposed(plan: Plan, file: File, delivery: Delivery, gate: GateState | None, now: datetime) -> Proposal:
    """Return what the plan proposes for it, and whether it is still worth sending."""
    why = keeps(plan, file, delivery, gate, now)
    return Proposal(fate=plan.held[file.alert.message_class], worth=not why, why=why)


def released(delivery: Delivery, username: str, decision: Decision, now: datetime) -> Delivery:
    """Return a held post let go: its sender asks gate and expiry once more. In quiet hours it waits for their end."""
    waits = decision.action is Action.WAIT and decision.until is not None
    return delivery.model_copy(
        update={
            "state": State.PENDING,
            "reason": f"released by {username}",
            "released_by": username,
            "alone": True,
            "held_as": None,
            "not_before": None,
            "due": Due.PLANNED if waits else Due.UNCLAIMED,
            "due_at": decision.until if waits else now + UNCLAIMED_AFTER,
            "sweeps": 0,
        }
    )


def unfit(plan: Plan, file: File, delivery: Delivery, gate: GateState | None, now: datetime) -> str:
    """Say why a held post may not be folded into a digest; empty where it may.

    A digest is information: it must be no way round what still holds the post, round the agency that leads its
    incident, or round the plan that drops it. Life-safety is said in its own words.
    """
    if reason := stale(file, delivery, now):
        return reason
    if file.alert.message_class is MessageClass.LIFE_SAFETY:
        return "life_safety is never folded: release it, or drop it"
    if file.head.lead and not file.alert.amplifies:
        return f"{file.head.lead} leads its incident: we pass on its words only"
    if delivery.held_as is Action.DROP:
        return f"the plan drops it: {delivery.reason}"
    if gate is not None and (gate.stopped or not gate.live):
        return ""  # nothing leaves there at all, the digest neither
    decision = decision_of(plan, file, gate, now)
    if decision.action in {Action.HOLD, Action.DROP}:
        return decision.reason
    # The digest is approved as free text is, and as what is sensitive where any of it is.
    digest = set(plan.people.free_text.roles) & (set(plan.sensitive.roles) if file.alert.sensitivities else set(Role))
    easier = decision.action is Action.APPROVE and (bool(digest - set(decision.roles)) or bool(decision.second))
    return f"a digest needs less approval than it does: {decision.reason}" if easier else ""
