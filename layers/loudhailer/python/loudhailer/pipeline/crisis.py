"""The crisis level, as people at the desk see and change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.crisis import GateState
from loudhailer.domain.errors import FeedError, PartlyWritten
from loudhailer.gate_ports import Gates
from loudhailer.pipeline.command import Command, Order
from loudhailer.pipeline.guard import Guard


@dataclass(frozen=True, slots=True)
class Crisis:
    """Show the gates, and declare a level on them."""

    guard: Guard
    gates: Gates
    command: Command

    def show(self, caller: Caller) -> Mapping[str, GateState | None]:
        """Return each channel's gate; None where its item makes no sense, and then everything waits."""
        self.guard(Deed.READ, caller, "the crisis level")
        return self.gates.gates(self.command.channels)

    def declare(
        self, caller: Caller, level: str, reason: str, channels: Sequence[str] = ()
    ) -> Mapping[str, GateState | None]:
        """Declare a level on the named channels, or on all of them, and return their gates as written.

        Raise `FeedError` where the order is refused, `PartlyWritten` with the channels of which it is not known.
        """
        leave = self.guard(Deed.DECLARE, caller, f"level {level}")
        # An order without a reason is refused, so a lent role must not make one.
        why = leave.signed(reason) if reason.strip() else reason
        effect = self.command(Order(by=caller.username, reason=why, level=level, channels=tuple(channels)))
        if effect.refused:
            raise FeedError("level" if level not in self.command.plan.levels else "channels", effect.refused)
        if effect.unwritten:
            raise PartlyWritten(effect.unwritten)
        return {gate.channel: gate for gate in effect.written}
