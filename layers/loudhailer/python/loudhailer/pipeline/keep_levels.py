"""The clock's share of command: a level that nobody ends is warned of, and then falls; never to normal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from loudhailer import levels
from loudhailer.compose import say_time
from loudhailer.domain.act import Act
from loudhailer.domain.crisis import Declared, GateState
from loudhailer.domain.errors import GateMoved, Transient
from loudhailer.gate_ports import GateKeeper
from loudhailer.pipeline._summon import Summon
from loudhailer.plan import Plan
from loudhailer.ports import Audit, Clock

CLOCK = "clock"
"""Who acts where nobody did."""


@dataclass(frozen=True, slots=True)
class KeepLevels:
    """Warn of every level that ends soon, and let fall what is over. Each write is over the version that was read.

    So whatever a person does in the same moment stands: the next minute looks again. What is held stays held.
    """

    plan: Plan
    channels: Sequence[str]
    gates: GateKeeper
    audit: Audit
    summon: Summon
    clock: Clock

    def __call__(self) -> Mapping[str, int]:
        """Look once and return what became of how many gates, by word."""
        counts = dict.fromkeys(("Warned", "Fell", "Overtaken", "Stuck"), 0)
        gates = {name: gate for name, gate in self.gates.gates(self.channels).items() if gate is not None}
        for scope, names in _together(gates):
            # Whoever was told of one channel was told of all that end with it.
            declared = max((gates[name].declared[scope] for name in names), key=lambda each: each.warned is not None)
            match levels.what_now(declared, self.plan, self.clock()):
                case levels.Fall(to):
                    self._fall(declared, names, to, gates, counts)
                case levels.Warn(until):
                    self._warn(declared, names, until, gates, counts)
                case levels.Stay():
                    continue
        return counts

    def _fall(
        self, over: Declared, names: Sequence[str], to: str, gates: dict[str, GateState], counts: dict[str, int]
    ) -> None:
        now = self.clock()
        fallen = Declared(
            scope=over.scope,
            level=to,
            by=CLOCK,
            reason=f"nobody ended {over.level} before its time; {over.by} had declared it",
            at=now,
            until=levels.until_of(self.plan, to, None, now),
        )
        fell = self._write(names, fallen, gates, counts)
        counts["Fell"] += len(fell)
        if fell:
            self._note(f"set level {to} for {over.scope}", fell, fallen.reason, counts)

    def _warn(
        self,
        declared: Declared,
        names: Sequence[str],
        until: datetime,
        gates: dict[str, GateState],
        counts: dict[str, int],
    ) -> None:
        now, level = self.clock(), self.plan.levels[declared.level]
        what = f"{declared.level} for {declared.scope}"
        reason = f"{what} ends at {say_time(until, now)}: stand it down, or declare it again"
        try:
            # What it is about is its id: each end of a level is a call of its own.
            about = f"level-end:{declared.level}:{declared.scope}:{until.isoformat()}"
            self.summon.call(about, "", reason, level.stand_down)
        except Transient:
            # Not noted as warned: the next minute calls. At its end it falls all the same, which is the safe side.
            counts["Stuck"] += len(names)
            return
        told = self._write(names, declared.model_copy(update={"warned": now}), gates, counts)
        counts["Warned"] += len(told)
        self._note(f"warn of the end of {what}", told, reason, counts)

    def _write(
        self, names: Sequence[str], declared: Declared, gates: dict[str, GateState], counts: dict[str, int]
    ) -> list[str]:
        """Write it on every channel that is still as it was read, and return those."""
        done = []
        for name in names:
            try:
                _, gates[name] = self.gates.declare(name, declared, seen=gates[name].version)
            except GateMoved:
                counts["Overtaken"] += 1  # a person was quicker: what they did stands
            except Transient:
                counts["Stuck"] += 1
            else:
                done.append(name)
        return done

    def _note(self, deed: str, names: Sequence[str], reason: str, counts: dict[str, int]) -> None:
        act = Act(
            chain="command",
            at=self.clock(),
            by=CLOCK,
            deed=deed,
            subject=", ".join(names),
            reason=reason,
            result="done" if names else "overtaken by a person",
        )
        try:
            self.audit.append(act)
        except Transient:
            counts["Stuck"] += 1  # it is done; that its line is missing is for a person to see


def _together(gates: Mapping[str, GateState]) -> list[tuple[str, tuple[str, ...]]]:
    """Return which channels have the same level for the same scope with the same end: they are warned of as one."""
    found: dict[tuple[str, str, datetime | None], list[str]] = {}
    for name, gate in gates.items():
        for scope, declared in gate.declared.items():
            found.setdefault((scope, declared.level, declared.until), []).append(name)
    return [(scope, tuple(names)) for (scope, _, _), names in found.items()]
