"""POLICY: may this post leave on this channel, now? Pure: a plan, a gate item, an answer with its reason."""

from loudhailer.config import Plan
from loudhailer.domain.alert import Alert
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass
from loudhailer.domain.incident import Status


def decide(plan: Plan, alert: Alert, gate: GateState | None) -> Decision:
    """Decide about `alert` on one channel; `gate` is None when the item cannot be read.

    The order is from what no level can lift to what the level says, so that the safest reason wins.
    """
    if alert.status is not Status.ACTUAL:
        return Decision(Action.DROP, f"status {alert.status} is never published")
    if gate is None:
        return _blind(alert.message_class)
    if not gate.live:
        return Decision(Action.HOLD, f"{gate.channel} is in Exercise: nobody has taken it live")
    if gate.stopped:
        return Decision(Action.HOLD, f"{gate.channel} is stopped by its kill switch")
    if alert.sensitivities:
        kinds = ", ".join(alert.sensitivities)
        return Decision(Action.APPROVE, f"never published automatically ({kinds}): a person decides")
    actions = plan.levels.get(gate.level)
    if actions is None:
        # A level that this deploy's plan does not know may be stricter than any it does: hold.
        return Decision(Action.HOLD, f"the plan has no level {gate.level}")
    action = actions[alert.message_class]
    return Decision(action, f"level {gate.level}: the plan says {action} for {alert.message_class}")


def _blind(message_class: MessageClass) -> Decision:
    """Decide without a gate: the class alone speaks, never the author, and doubt is on the side of silence.

    Only a person's own life_safety may go blind (ADR 0003), and for now not even that: a blind decision needs a place
    where somebody finds it again and reviews it.
    """
    if message_class is MessageClass.PROMOTIONAL:
        return Decision(Action.DROP, "the crisis state cannot be read: promotional posts never go blind")
    return Decision(Action.HOLD, "the crisis state cannot be read: an automated alert waits")
