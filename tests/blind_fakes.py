"""The ports of the path without claims, in memory."""

from dataclasses import dataclass, field
from datetime import timedelta

from loudhailer.domain.blind import Intent
from loudhailer.domain.crisis import GateState
from loudhailer.domain.errors import StateUnavailable


@dataclass
class Copies:
    """The gates' copies outside the table; `broken` reads and keeps nothing."""

    kept: dict[str, GateState] = field(default_factory=dict)
    broken: bool = False

    def keep(self, gate: GateState) -> None:
        if self.broken:
            raise StateUnavailable("the copies do not answer")
        self.kept[gate.channel] = gate

    def copy(self, channel: str) -> GateState:
        if self.broken:
            raise StateUnavailable("the copies do not answer")
        return self.kept.get(channel, GateState(channel=channel))


@dataclass
class Intents:
    """The blind queues; those named in `broken` take nothing, and those in `without` have none."""

    put_: list[Intent] = field(default_factory=list)
    delays: list[timedelta] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    without: set[str] = field(default_factory=set)

    def reaches(self, channel: str) -> bool:
        return channel not in self.without

    def put(self, intent: Intent, delay: timedelta = timedelta()) -> None:
        if intent.channel in self.broken:
            raise StateUnavailable("the queue does not answer")
        self.put_.append(intent)
        self.delays.append(delay)


@dataclass
class Spool:
    """The record queue."""

    bodies: list[str] = field(default_factory=list)
    broken: bool = False

    def put(self, body: str) -> None:
        if self.broken:
            raise StateUnavailable("the queue does not answer")
        self.bodies.append(body)
