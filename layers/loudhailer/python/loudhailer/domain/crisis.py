"""The crisis state as one channel sees it, and what may be decided about a post."""

from dataclasses import dataclass
from enum import StrEnum

from loudhailer.domain.record import Record


class MessageClass(StrEnum):
    """What a post is for; the plan assigns it, never an event or a request."""

    LIFE_SAFETY = "life_safety"
    INCIDENT = "incident"
    STATUS = "status"
    INFORMATION = "information"
    APPEAL = "appeal"
    PROMOTIONAL = "promotional"


class Action(StrEnum):
    """What the gate does with a post."""

    SEND = "send"
    HOLD = "hold"
    APPROVE = "approve"  # held until a named role approves it
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's answer: what to do, and why in a sentence that a person understands."""

    action: Action
    reason: str

    @property
    def sends(self) -> bool:
        """Tell whether the post may leave."""
        return self.action is Action.SEND


class GateState(Record):
    """One channel's gate item. A channel that nobody took live is in Exercise; `stopped` is its kill switch."""

    channel: str
    live: bool = False
    stopped: bool = False
    level: str = "normal"
    version: int = 0
