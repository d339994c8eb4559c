"""How far a source's words go by themselves, who said so, and what it has had said of late."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import AwareDatetime, Field

from loudhailer.domain.alert import Worded
from loudhailer.domain.drill import Would
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.record import Record


class Mode(StrEnum):
    """How far a source's words go by themselves, the shortest way first."""

    LEARN = "learn"  # remembered, and nothing else
    SHADOW = "shadow"  # what would have been said is written down, and nobody is told
    PROPOSE = "propose"  # a draft on the desk, which a person releases
    AUTO = "auto"  # the gate decides

    @property
    def step(self) -> int:
        """Return how far that is, 0 for the shortest way."""
        return list(Mode).index(self)


class SourceState(Record):
    """The mode that somebody set for a source: since when, who, and why. `version` is 0 where nobody ever did.

    `tried` is when its mode was last set below propose from above: since then shadow shows what it would have had said.
    """

    name: str
    mode: Mode | None = None
    since: AwareDatetime | None = None
    by: str = ""
    reason: str = ""
    tried: AwareDatetime | None = None
    version: int = 0


class SourceCounts(Record):
    """What went out of a source's new alerts by itself, as far as the doubts ask.

    `severe` and `others` are when each went, for as long as it counts. `channels` is how many went on each channel on
    the `day` (Europe/London, written 2026-11-22). `version` is 0 where none ever did.
    """

    name: str
    severe: tuple[AwareDatetime, ...] = ()
    others: tuple[AwareDatetime, ...] = ()
    day: str = ""
    channels: dict[str, int] = Field(default_factory=dict)
    version: int = 0


class Shadow(Worded):
    """What a source in shadow would have had said, and what each gate would have done with it.

    It has no status, so it is no `Alert` and no `Drill`, and none can be made of it; its `reference` is one that no
    alert has.
    """

    would: tuple[Would, ...]


@dataclass(frozen=True, slots=True)
class ShadowCommit:
    """All that one telling of a source in shadow writes, in one transaction. `head.version` is the one that was read.

    `shadow` is None for a telling that would have said nothing new.
    """

    head: IncidentHead
    outcome: Outcome
    shadow: Shadow | None = None
