"""The acts of command on the gates: declare a level, take a channel live, stop it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import AwareDatetime, BaseModel, ConfigDict, StrictBool

from loudhailer.domain.act import Act
from loudhailer.domain.crisis import SERVICE, Declared, GateState, Leaving
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.record import Record
from loudhailer.gate_ports import GateKeeper
from loudhailer.plan import Plan
from loudhailer.ports import Audit, Clock


class Order(BaseModel):
    """What is to be done to the gates, by whom and why. Exactly one of the three changes is given.

    A level is declared for a `scope` and perhaps until a time. No channel named means all of them, but going live names
    each. An unknown word is refused: a slip of the keyboard
    must not widen an order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    reason: str
    level: str | None = None
    scope: str = SERVICE
    until: AwareDatetime | None = None
    live: StrictBool | None = None
    stopped: StrictBool | None = None
    channels: tuple[str, ...] = ()


class Effect(Record):
    """What was done: the gates as written, and the channels of which that is not known: give those the order again.

    `leaving` is every post that was leaving already when a level was declared; nothing it pauses leaves after them.
    """

    written: tuple[GateState, ...]
    unwritten: tuple[str, ...]
    leaving: tuple[Leaving, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """Carry out an order on every named channel, or on all of them."""

    plan: Plan
    channels: Sequence[str]
    gates: GateKeeper
    audit: Audit
    clock: Clock

    def __call__(self, order: Order) -> Effect:
        """Write every gate, then the audit line; return only when all that could be written is."""
        refusal = self._refusal(order)
        if refusal:
            return Effect(written=(), unwritten=(), refused=refusal)
        targets = order.channels or tuple(self.channels)
        written: list[GateState] = []
        unwritten: list[str] = []
        leaving: list[Leaving] = []
        for channel in targets:
            try:
                written.append(self._change(channel, order, leaving))
            except StateUnavailable:
                # One channel that cannot be written must not keep the others unpaused.
                unwritten.append(channel)
        self.audit.append(
            Act(
                chain="command",
                at=self.clock(),
                by=order.by,
                deed=_deed(order),
                subject=", ".join(targets),
                reason=order.reason,
                result=f"perhaps not written: {', '.join(unwritten)}" if unwritten else "done",
            )
        )
        return Effect(written=tuple(written), unwritten=tuple(unwritten), leaving=tuple(leaving))

    def _change(self, channel: str, order: Order, leaving: list[Leaving]) -> GateState:
        """Write one gate, and note what was leaving by it."""
        if order.level is None:
            return self.gates.switch(channel, live=order.live, stopped=order.stopped)
        declared = Declared(
            scope=order.scope,
            level=order.level,
            by=order.by,
            reason=order.reason,
            at=self.clock(),
            until=order.until,
        )
        was, now = self.gates.declare(channel, declared)
        leaving.extend(was.leaving())
        return now

    def _refusal(self, order: Order) -> str:
        """Say why an order is not carried out, empty where it is."""
        checks: tuple[tuple[bool, Callable[[], str]], ...] = (
            (not order.by.strip(), lambda: "an order names who gives it (by)"),
            (not order.reason.strip(), lambda: "an order says why (reason)"),
            (
                sum(each is not None for each in (order.level, order.live, order.stopped)) != 1,
                lambda: "an order changes one thing: level, live or stopped",
            ),
            (bool(order.live) and not order.channels, lambda: "going live names its channels (channels)"),
            (
                order.level is not None and order.level not in self.plan.levels,
                lambda: f"the plan has no level {order.level!r}; it has {', '.join(self.plan.levels)}",
            ),
            (
                bool(set(order.channels) - set(self.channels)),
                lambda: f"the service has no channel {', '.join(sorted(set(order.channels) - set(self.channels)))}",
            ),
        )
        return next((why() for wrong, why in checks if wrong), "")


def _deed(order: Order) -> str:
    if order.level is not None:
        return f"set level {order.level} for {order.scope}"
    if order.live is not None:
        return "take live" if order.live else "put into Exercise"
    return "stop" if order.stopped else "start"
