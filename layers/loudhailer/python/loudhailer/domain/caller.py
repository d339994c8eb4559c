"""Who asks, in which roles, and what for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the service tonight; the names of the groups that they are in."""

    DUTY = "duty"  # the duty officer
    CONTROL = "control"  # the control room, which types for a named officer
    BRONZE = "bronze"  # operational command
    SILVER = "silver"  # tactical command
    GOLD = "gold"  # strategic command
    COMMS = "comms"


class Deed(StrEnum):
    """What a person can ask the desk for; `may` in plan.yaml says which roles may."""

    RAISE = "raise"
    UPDATE = "update"
    CORRECT = "correct"
    END = "end"
    DECLARE = "declare"
    APPROVE = "approve"
    RELEASE = "release"
    REVIEW = "review"
    BREAK_GLASS = "break_glass"
    LEAD = "lead"
    LIFT = "lift"
    GO_LIVE = "go_live"
    STOP = "stop"
    READ = "read"
    PREVIEW = "preview"
    DRILL = "drill"
    HAND_OVER = "hand_over"
    DELEGATE = "delegate"
    PUT_ON_CALL = "put_on_call"
    QUIET = "quiet"
    AUDIT = "audit"
    LEGAL_HOLD = "legal_hold"
    SETTLE = "settle"
    RETRACT = "retract"
    REDRIVE = "redrive"
    RAISE_SOURCE = "raise_source"
    LOWER_SOURCE = "lower_source"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who signed in, and the roles that the directory gives them: never what a request says of itself.

    `lent` are further roles that hold at this moment, each with who lent it; only the guard says which.
    """

    username: str
    roles: frozenset[Role]
    lent: Mapping[Role, str] = field(default_factory=dict, hash=False)

    @property
    def holds(self) -> frozenset[Role]:
        """Return every role that they have at this moment, their own and those that are lent to them."""
        return self.roles | self.lent.keys()


@dataclass(frozen=True, slots=True)
class Leave:
    """That somebody may do a deed: who, as the guard knows them, and the roles in which they act."""

    caller: Caller
    roles: tuple[Role, ...]

    @property
    def capacity(self) -> str:
        """Say in which roles they act, and of one that is lent who lent it."""
        lent = self.caller.lent
        return f"as {', '.join(f'{role} (lent by {lent[role]})' if role in lent else role for role in self.roles)}"

    def signed(self, reason: str = "") -> str:
        """Return the reason that they give, for the audit; what was done in a lent role says so."""
        in_lent = any(role in self.caller.lent for role in self.roles)
        return f"{reason} ({self.capacity})" if reason and in_lent else reason or self.capacity


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom a deed was typed and by what means they asked; both empty where somebody speaks for themselves."""

    requested_by: str = ""
    means: str = ""


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's: the pool does not look at the case of a name."""
    return one.casefold() == other.casefold()
