"""BUDGET: may this post leave now, by what the platform takes and the service pays for? Pure, after the gate.

Nothing of our own counting ever keeps life_safety back: it is counted, and only the platform can refuse it. What puts
right or takes back is urgent too: no minute's pace and no open circuit keeps it, and of every other budget it may have
what an incident may.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from loudhailer.domain.alert import Lane
from loudhailer.domain.crisis import Action, Decision, GateState, MessageClass
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import ChannelUnavailable, Doubtful, LoudhailerError
from loudhailer.domain.spending import Charge, Mark, Window
from loudhailer.purse import Budget, Purse

_SKEW = timedelta(minutes=5)
"""How long a bucket stays after its window: a worker whose clock is behind must not begin it again."""
_NAMED = {
    Window.MINUTE: "this minute",
    Window.QUARTER: "these 15 minutes",
    Window.HOUR: "this hour",
    Window.THREE_HOURS: "these 3 hours",
    Window.DAY: "today",
    Window.MONTH: "this month",
}


def dearest(spends: Callable[[str], Mapping[str, int]], texts: Iterable[str]) -> Mapping[str, int]:
    """Return the most that any of these words would cost, by unit: which of them go is decided later."""
    cost: dict[str, int] = {}
    for text in texts:
        for unit, amount in spends(text).items():
            cost[unit] = max(cost.get(unit, 0), amount)
    return cost


def charges(purse: Purse, cost: Mapping[str, int], delivery: Delivery, now: datetime) -> tuple[Charge, ...]:
    """Return what a post that costs so much takes of each of its channel's budgets."""
    spent = purse.spent_by(cost)
    return tuple(
        Charge(
            each.unit, each.per, each.per.begun(now), spent[each.unit], each.most, _room(purse, each, delivery, spent)
        )
        for each in purse.budget
        if spent.get(each.unit)
    )


def _room(purse: Purse, budget: Budget, delivery: Delivery, spent: Mapping[str, int]) -> int | None:
    urgent = delivery.lane is Lane.URGENT
    if delivery.message_class is MessageClass.LIFE_SAFETY or (urgent and budget.per is Window.MINUTE):
        return None
    message_class = MessageClass.INCIDENT if urgent else delivery.message_class
    return purse.allowed(budget, message_class) - spent[budget.unit]


def over(gate: GateState, charged: Iterable[Charge], message_class: MessageClass) -> tuple[datetime, str] | None:
    """Return until when a post waits for its budgets, and why; None where it may go."""
    used_up = [each for each in charged if each.room is not None and gate.spent.get(each.key, 0) > each.room]
    if not used_up:
        return None
    last = max(used_up, key=lambda each: each.ends)
    keeps = "life_safety" if message_class is MessageClass.INCIDENT else f"what matters more than {message_class}"
    return last.ends, f"the budget of {gate.channel} for {_NAMED[last.window]} keeps the rest for {keeps}"


def within(
    decision: Decision, gate: GateState | None, charged: Iterable[Charge], delivery: Delivery, now: datetime
) -> Decision:
    """Return the gate's decision, or that the post waits: until its platform is tried again, or for its budget.

    What is urgent is never kept from a platform that does not answer: it is what tries it.
    """
    if gate is None or not decision.sends:
        return decision
    until = gate.circuit.until
    if until is not None and now < until and not _tries(delivery):
        return replace(decision, action=Action.WAIT, reason=f"{gate.channel} does not answer", until=until)
    if waits := over(gate, charged, delivery.message_class):
        return replace(decision, action=Action.WAIT, reason=waits[1], until=waits[0])
    return decision


def _tries(delivery: Delivery) -> bool:
    return delivery.lane is Lane.URGENT or delivery.message_class is MessageClass.LIFE_SAFETY


def ended(gate: GateState, now: datetime) -> tuple[str, ...]:
    """Return the buckets whose window is over, so that the next charge takes them away; one that nobody knows stays."""
    found = []
    for key in gate.spent:
        _, window, begun = (*key.split("#"), "", "")[:3]
        try:
            if Window(window).ends(begun) + _SKEW <= now:
                found.append(key)
        except ValueError:
            continue
    return tuple(found)


def mark(gate: GateState, error: LoudhailerError | None, at: datetime) -> Mark | None:
    """Return what a call, which ended so, says of its platform; None where it says nothing.

    A pause that it asks for and a refusal are answers of a kind, but no sign that it takes posts.
    """
    if error is None:
        return gate.circuit.answer(at)
    return gate.circuit.outage(at) if isinstance(error, ChannelUnavailable | Doubtful) else None
