"""What is open when the watch changes hands: what is held, and what is out of the ordinary at the gates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from loudhailer.domain.crisis import NORMAL, GateState
from loudhailer.domain.delivery import Delivery, State
from loudhailer.gate_ports import Gates
from loudhailer.ports import Archive, Clock, Deliveries

_LOOKED_AT = 50
"""How many alerts' deliveries a handover looks at: those of today and yesterday, the newest first."""
_LINES = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of open business: how much there is of it, and the first of it in words."""

    kind: str
    count: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Business:
    """All that whoever takes the watch must know of, as far as the ledger and the gates tell it."""

    archive: Archive
    dealt: Deliveries
    gates: Gates
    channels: Sequence[str]
    clock: Clock

    def __call__(self) -> tuple[Matter, ...]:
        """Return what is open, kind by kind; a kind of which there is nothing is named too."""
        return (_matter("held posts", self._held()), _matter("levels and stops", self._gates()))

    def _held(self) -> Iterator[str]:
        today = self.clock().date()
        alerts = [alert for back in (0, 1) for alert in self.archive.recent(today - timedelta(days=back))]
        for alert in alerts[:_LOOKED_AT]:
            held = [each for each in self.dealt.deliveries(alert.identifier) if each.state is State.HELD]
            for reason, channels in _by_reason(held).items():
                yield f"{alert.identifier}, {alert.headline}: {', '.join(channels)} ({reason})"

    def _gates(self) -> Iterator[str]:
        for channel, gate in self.gates.gates(self.channels).items():
            yield from _unusual(channel, gate)


def _unusual(channel: str, gate: GateState | None) -> Iterator[str]:
    """Yield what is not as on an ordinary night at one channel's gate."""
    if gate is None:
        yield f"{channel}: its gate makes no sense, so everything waits"
        return
    if gate.stopped:
        yield f"{channel}: stopped by its kill switch"
    if not gate.live:
        yield f"{channel}: in Exercise"
    for declared in gate.declared.values():
        if declared.level != NORMAL:
            end = f", until {declared.until.isoformat(timespec='minutes')}" if declared.until else ""
            yield f"{channel}: level {declared.level} for {declared.scope}, by {declared.by}{end}"


def _by_reason(held: Sequence[Delivery]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in held:
        found.setdefault(each.reason, []).append(each.channel)
    return found


def _matter(kind: str, lines: Iterator[str]) -> Matter:
    found = tuple(lines)
    return Matter(kind, len(found), found[:_LINES])
