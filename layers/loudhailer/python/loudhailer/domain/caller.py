"""Who asks, in which roles, and what for."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who signed in, and the roles that the directory gives them: never what a request says of itself."""

    username: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom a deed was typed and by what means they asked; both empty where somebody speaks for themselves."""

    requested_by: str = ""
    means: str = ""
