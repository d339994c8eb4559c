"""The crisis state as one channel sees it, and what may be decided about a post."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from loudhailer.domain.caller import Role
from loudhailer.domain.record import Record
from loudhailer.domain.spending import Circuit

SERVICE = "service"
"""The scope of a level that is declared for everything; `area:<name>` and `incident:<reference>` are narrower."""
NORMAL = "normal"
"""The level at which nobody has declared anything."""


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
    WAIT = "wait"  # goes by itself when the quiet hours end
    APPROVE = "approve"  # held until a named role approves it
    HOLD = "hold"  # held until a person releases it, at a level that lets it go
    DROP = "drop"  # not said at all


@dataclass(frozen=True, slots=True)
class Decision:
    """The gate's answer: what to do, and why in a sentence that a person understands.

    `roles` may approve where approval is asked, and `second` must too where the plan asks for two. `until` is when to
    look again where it waits, and `brief` that somebody counts the seconds until then: a queue keeps it, no sweep.
    `blind` says that the gate could not be read, so that a person must review it. `stays` says that it is no gate's
    answer, so that none will give another one when its time comes.
    """

    action: Action
    reason: str
    roles: tuple[Role, ...] = ()
    second: tuple[Role, ...] = ()
    until: datetime | None = None
    brief: bool = False
    blind: bool = False
    stays: bool = False

    @property
    def sends(self) -> bool:
        """Tell whether the post may leave."""
        return self.action is Action.SEND


class Declared(Record):
    """A level that somebody declared: for what, why, and until when (None: until a person ends it).

    `warned` is when a person was told that it is about to end. Where two have to lift it, `lift_by` is the first who
    asked for that at `lift_at`, and `lift_to` the level that they asked for: it stands until another person agrees.
    """

    scope: str = SERVICE
    level: str
    by: str
    reason: str
    at: AwareDatetime
    until: AwareDatetime | None = None
    warned: AwareDatetime | None = None
    lift_by: str = ""
    lift_to: str = ""
    lift_at: AwareDatetime | None = None


class Permit(Record):
    """One sender's leave to send one alert, taken from the gate's item as it was read."""

    alert_id: str
    at: AwareDatetime


class Leaving(Record):
    """A post that was leaving already at the moment in which a level was declared."""

    channel: str
    alert_id: str
    since: AwareDatetime


class Tick(Record):
    """Somebody has paused by hand what Loudhailer does not control, or revoked a credential."""

    what: str
    by: str
    at: AwareDatetime


class Quiet(Record):
    """Hours of the night (`HH:MM`, Europe/London, the end may be tomorrow's) in which classes wait for the morning."""

    start: str
    end: str
    classes: tuple[MessageClass, ...]


class GateState(Record):
    """One channel's gate item. A channel that nobody took live is in Exercise; `stopped` is its kill switch.

    `declared` holds the levels by scope; a scope that is not there is at level normal. `permits` are the posts that are
    leaving at this moment, by alert. `version` counts what people changed: permits do not count. `spent` is what is
    spent of each budget, by bucket (`posts#minute#2026-11-29T06:02`); `circuit` is how the platform has answered.
    """

    channel: str
    live: bool = False
    stopped: bool = False
    declared: dict[str, Declared] = Field(default_factory=dict)
    quiet: tuple[Quiet, ...] = ()
    permits: dict[str, Permit] = Field(default_factory=dict)
    spent: dict[str, int] = Field(default_factory=dict)
    circuit: Circuit = Circuit()
    version: int = 0

    def leaving(self) -> tuple[Leaving, ...]:
        """Return the posts that are leaving, longest first; one alert counts once."""
        found: dict[str, Leaving] = {}
        for permit in sorted(self.permits.values(), key=lambda each: each.at):
            leaving = Leaving(channel=self.channel, alert_id=permit.alert_id, since=permit.at)
            found.setdefault(permit.alert_id, leaving)
        return tuple(found.values())

    @property
    def level(self) -> str:
        """Return the level that is declared for the whole service."""
        found = self.declared.get(SERVICE)
        return found.level if found else NORMAL
