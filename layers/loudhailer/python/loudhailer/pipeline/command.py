"""The acts of command on the gates: declare a level, take a channel live, stop it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, StrictBool

from loudhailer import levels
from loudhailer.domain.act import Act
from loudhailer.domain.crisis import SERVICE, Declared, GateState, Leaving
from loudhailer.domain.errors import FeedError, GateMoved, StateUnavailable
from loudhailer.domain.record import Record
from loudhailer.gate_ports import GateKeeper
from loudhailer.pipeline._blind_ports import GateCopies
from loudhailer.plan import Plan
from loudhailer.ports import Audit, Clock


class Order(BaseModel):
    """What is to be done to the gates, by whom and why. Exactly one of the three changes is given.

    A level is declared for a `scope` and perhaps until a time: the plan's own where none is given. No channel named
    means all of them, but going live names each. An unknown word is refused: a slip of the keyboard must not widen it.
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
    moved: tuple[str, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    refused: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """Carry out an order on every named channel, or on all of them."""

    plan: Plan
    channels: Sequence[str]
    gates: GateKeeper
    copies: GateCopies
    audit: Audit
    clock: Clock

    def __call__(self, order: Order, *, seen: Mapping[str, int] | None = None) -> Effect:
        """Write every gate, then the audit line; return only when all that could be written is.

        A channel in `seen` is written only over that version: whoever ends a level must not overrule who has just
        declared one. The others are written whatever they are, so that declaring never loses a race.
        """
        refusal = self._refusal(order)
        if refusal:
            return Effect(written=(), unwritten=(), refused=refusal)
        targets, now = order.channels or tuple(self.channels), self.clock()
        written: list[GateState] = []
        unwritten: list[str] = []
        moved: list[str] = []
        leaving: list[Leaving] = []
        for channel in targets:
            try:
                written.append(self._change(channel, order, (seen or {}).get(channel), now, leaving))
            except (StateUnavailable, GateMoved) as failure:
                # One channel that cannot be written must not keep the others unpaused.
                unwritten.append(channel)
                moved.extend([channel] if isinstance(failure, GateMoved) else [])
        self.audit.append(
            Act(
                chain="command",
                at=now,
                by=order.by,
                deed=_deed(order),
                subject=", ".join(targets),
                reason=order.reason,
                result=_result(unwritten, leaving),
            )
        )
        return Effect(
            written=tuple(written),
            unwritten=tuple(unwritten),
            moved=tuple(moved),
            leaving=tuple(leaving),
            warnings=tuple(filter(None, map(self._kept, written))),
        )

    def _kept(self, gate: GateState) -> str:
        """Keep a copy for the hour in which the table cannot be read; say where that fails, for the order stands."""
        try:
            self.copies.keep(gate)
        except StateUnavailable:
            return f"the copy of {gate.channel}'s gate outside the table is old: give the order again"
        return ""

    def _change(self, channel: str, order: Order, seen: int | None, now: datetime, leaving: list[Leaving]) -> GateState:
        """Write one gate, and note what was leaving by it."""
        if order.level is None:
            gate = self.gates.switch(channel, live=order.live, stopped=order.stopped)
            leaving.extend(gate.leaving())
            return gate
        scope, until = levels.check(self.plan, order.level, order.scope, order.until, now)
        declared = Declared(scope=scope, level=order.level, by=order.by, reason=order.reason, at=now, until=until)
        was, gate = self.gates.declare(channel, declared, seen=seen)
        leaving.extend(was.leaving())
        return gate

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
                bool(set(order.channels) - set(self.channels)),
                lambda: f"the service has no channel {', '.join(sorted(set(order.channels) - set(self.channels)))}",
            ),
        )
        refusal = next((why() for wrong, why in checks if wrong), "")
        if refusal or order.level is None:
            return refusal
        try:
            levels.check(self.plan, order.level, order.scope, order.until, self.clock())
        except FeedError as wrong:
            return wrong.reason
        return ""


def _result(unwritten: Sequence[str], leaving: Sequence[Leaving]) -> str:
    result = f"perhaps not written: {', '.join(unwritten)}" if unwritten else "done"
    posts = ", ".join(f"{each.alert_id} on {each.channel}" for each in leaving)
    return f"{result}; already leaving: {posts}" if posts else result


def _deed(order: Order) -> str:
    if order.level is not None:
        return f"set level {order.level} for {order.scope}"
    if order.live is not None:
        return "take live" if order.live else "put into Exercise"
    return "stop" if order.stopped else "start"
