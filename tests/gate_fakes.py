"""The gate items in memory, with the conditions of the table (tests/aws/test_gate_contract.py)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loudhailer.domain.crisis import NORMAL, SERVICE, Declared, GateState, Permit, Quiet
from loudhailer.domain.errors import GateMoved
from loudhailer.domain.spending import Charge, Mark
from tests.builders import NOW


@dataclass
class MemoryGates:
    """The gate items, in a dictionary; `taken` are all permits that were ever taken."""

    gate_items: dict[str, GateState | None] = field(default_factory=dict)
    taken: list[tuple[str, str]] = field(default_factory=list)

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        return {name: self.gate_items.get(name, GateState(channel=name)) for name in channels}

    def _gate(self, channel: str) -> GateState:
        return self.gate_items.get(channel) or GateState(channel=channel)

    def declare(self, channel: str, declared: Declared, *, seen: int | None = None) -> tuple[GateState, GateState]:
        was = self._gate(channel)
        if seen is not None and was.version != seen:
            raise GateMoved(channel)
        levels = {scope: each for scope, each in was.declared.items() if scope != declared.scope}
        if declared.level != NORMAL:
            levels[declared.scope] = declared
        now = was.model_copy(update={"declared": levels, "version": was.version + 1})
        self.gate_items[channel] = now
        return was, now

    def switch(self, channel: str, *, live: bool | None = None, stopped: bool | None = None) -> GateState:
        changes = {"live": live, "stopped": stopped}
        return self._set(channel, **{name: value for name, value in changes.items() if value is not None})

    def hush(self, channel: str, quiet: tuple[Quiet, ...]) -> GateState:
        return self._set(channel, quiet=quiet)

    def _set(self, channel: str, **changes: object) -> GateState:
        seen = self._gate(channel)
        changed = seen.model_copy(update=changes | {"version": seen.version + 1})
        self.gate_items[channel] = changed
        return changed

    def take(
        self,
        channel: str,
        key: str,
        permit: Permit,
        *,
        seen: int,
        charges: Sequence[Charge] = (),
        ended: Sequence[str] = (),
    ) -> None:
        gate = self._gate(channel)
        if gate.version != seen or any(
            each.room is not None and gate.spent.get(each.key, 0) > each.room for each in charges
        ):
            raise GateMoved(channel)
        spent = {name: amount for name, amount in gate.spent.items() if name not in ended}
        for each in charges:
            spent[each.key] = spent.get(each.key, 0) + each.amount
        taken = {"permits": {**gate.permits, key: permit}, "spent": spent}
        self.gate_items[channel] = gate.model_copy(update=taken)
        self.taken.append((channel, permit.alert_id))

    def give_back(self, channel: str, key: str, mark: Mark | None = None) -> None:
        gate = self._gate(channel)
        left = {name: each for name, each in gate.permits.items() if name != key}
        circuit = gate.circuit.marked(mark) if mark else gate.circuit
        self.gate_items[channel] = gate.model_copy(update={"permits": left, "circuit": circuit})

    def level(self, level: str, *channels: str, scope: str = SERVICE) -> None:
        """Declare a level."""
        for name in channels:
            self.declare(name, Declared(scope=scope, level=level, by="g.officer", reason="a test", at=NOW))

    def live(self, *channels: str) -> None:
        """Take channels live."""
        for name in channels:
            self.switch(name, live=True)
