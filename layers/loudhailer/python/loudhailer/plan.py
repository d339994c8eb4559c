"""The crisis plan: what a service has decided beforehand, so that at 3am nobody has to. Pure: shape and questions.

The file is `config/plan.yaml`; docs/plan.md explains each choice of the one that we ship.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.callout import Rung
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.incident import Sensitivity


class _Strict(BaseModel):
    """We own this file: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Strict):
    """What is done with a post: `send`, `hold`, `drop`, or `{approve: [roles], second: [roles]}`.

    With `second`, two people have to approve, one of each list.
    """

    action: Action
    roles: tuple[Role, ...] = ()
    second: tuple[Role, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: object) -> object:
        """Read the short forms that people write."""
        if isinstance(written, str):
            if written not in {"send", "hold", "drop"}:
                raise ValueError("write send, hold, drop, or {approve: [roles]}")
            return {"action": written}
        if isinstance(written, Mapping) and "approve" in written and "action" not in written:
            if set(written) - {"approve", "second"} or not written["approve"]:
                raise ValueError("write {approve: [roles]} with at least one role, and perhaps second: [roles]")
            return {"action": Action.APPROVE, "roles": written["approve"], "second": written.get("second", ())}
        return written

    def __str__(self) -> str:
        """Return it as the docs show it."""
        if self.action is not Action.APPROVE:
            return str(self.action)
        second = f", then {' or '.join(self.second)}" if self.second else ""
        return f"approve: {' or '.join(self.roles)}{second}"


class Ends(_Strict):
    """When a level ends that nobody ends, in minutes; a person is warned before. It never falls to normal."""

    after_minutes: int = Field(ge=15, le=7 * 24 * 60)
    warn_minutes: int = Field(default=30, ge=5)
    falls_to: str


class Credential(_Strict):
    """A credential to revoke when an account may be in the wrong hands, and where that is done."""

    platform: str
    where: str


class Level(_Strict):
    """What each class does at a level, who may declare it and for what, who may end it and how many that takes."""

    classes: dict[MessageClass, Rule]
    declare: tuple[Role, ...] = Field(min_length=1)
    stand_down: tuple[Role, ...] = Field(min_length=1)
    to_lift: int = Field(default=1, ge=1, le=2)
    scopes: tuple[Literal["service", "area", "incident"], ...] = ("service", "area", "incident")
    ends: Ends | None = None
    closes_hooks: bool = False
    revoke: tuple[Credential, ...] = ()


class People(_Strict):
    """How what people raise at the desk goes, before the level is asked.

    `templates` says for each class who sends the plan's own words at once, unedited; anybody else's wait as `free_text`
    does. `reviewed` are the classes of which somebody else looks at each afterwards.
    """

    templates: dict[MessageClass, tuple[Role, ...]]
    reviewed: tuple[MessageClass, ...] = ()
    free_text: Rule


class BreakGlass(_Strict):
    """Who may send life_safety past the chain, and for how many minutes the glass stays broken."""

    roles: tuple[Role, ...] = Field(min_length=1)
    minutes: int = Field(default=30, ge=1, le=240)


class Agency(_Strict):
    """A service that may lead: how a sentence names it, and where its own words are found."""

    name: str
    link: str = ""


class Lead(_Strict):
    """Who leads what: the flags that set it at once, the agencies, and who may use our own words all the same."""

    flags: dict[Sensitivity, str] = {}
    agencies: dict[str, Agency] = {}
    own_words: tuple[Role, ...] = Field(min_length=1)


class Fate(StrEnum):
    """What is proposed for a held post when a level ends. Only a person carries it out, one by one."""

    EXPIRE = "expire"
    REAPPROVE = "reapprove"
    RELEASE = "release"
    DIGEST = "digest"
    DROP = "drop"


class AlsoPause(_Strict):
    """What Loudhailer does not control and somebody must pause by hand: a native scheduler, a paid advert, a banner."""

    what: str
    owner: str
    link: str = ""


class Approvals(_Strict):
    """How long an approval may wait, in minutes by class, before nobody's answer counts any more."""

    expire_after_minutes: dict[MessageClass, int]


class Doubt(StrEnum):
    """What to do where a platform can never say whether a post is out."""

    PERSON = "person"
    RATHER_TWICE = "rather_twice"


class CallOutRules(_Strict):
    """How a call-out goes on while nobody answers: by voice after so many minutes, and how often round the chain."""

    voice_after_minutes: int = Field(default=2, ge=1, le=30)
    rounds: int = Field(default=12, ge=1, le=100)


class ChainRung(Rung):
    """A rung of the chain of command as the plan writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


DEFAULT_CHAIN = (
    ChainRung(role=Role.DUTY, minutes=5),
    ChainRung(role=Role.BRONZE, minutes=5),
    ChainRung(role=Role.SILVER, minutes=10),
    ChainRung(role=Role.GOLD, minutes=10),
)
"""Who is called out where the plan says nothing."""


class Languages(_Strict):
    """How many seconds a class waits for the words of a further language, before it goes in those that are ready.

    Every class that is not named is held until a person gives the words, or releases it without; but life_safety, and
    what puts right or takes back, goes at once.
    """

    wait_seconds: dict[MessageClass, Annotated[int, Field(ge=1, le=900)]] = {}


class Plan(_Strict):
    """The plan as a whole. `digest` is of the file, so that every decision can name the plan it was made by."""

    levels: dict[str, Level]
    classes: dict[str, dict[str, MessageClass | dict[Role, MessageClass]]]
    people: People
    sensitive: Rule
    chain: tuple[ChainRung, ...] = Field(default=DEFAULT_CHAIN, min_length=1)
    call_out: CallOutRules = CallOutRules()
    approvals: Approvals
    break_glass: BreakGlass
    lead: Lead
    held: dict[MessageClass, Fate]
    also_pause: tuple[AlsoPause, ...] = ()
    doubt: dict[MessageClass, dict[str, Doubt]] = {}
    languages: Languages = Languages()
    may: dict[Deed, tuple[Role, ...]]
    digest: str = ""

    def class_of(self, source: str, event_type: str, roles: tuple[Role, ...] = ()) -> MessageClass | None:
        """Return the class the plan assigns, None where it assigns none: then nothing is said.

        Where it depends on the role, the first of the author's roles that is named decides.
        """
        found = self.classes.get(source, {}).get(event_type)
        if not isinstance(found, dict):
            return found
        return next((found[role] for role in found if role in roles), None)

    def may_say(self, source: str, message_class: MessageClass) -> bool:
        """Tell whether a source may bring anything of a class, whoever speaks for it."""
        found = self.classes.get(source, {}).values()
        return any(message_class in (each.values() if isinstance(each, dict) else (each,)) for each in found)

    def pauses(self, message_class: MessageClass) -> bool:
        """Tell whether any level keeps the class from leaving: then a sender needs a permit."""
        return any(level.classes[message_class].action is not Action.SEND for level in self.levels.values())

    def rule_at(self, level: str, message_class: MessageClass) -> Rule | None:
        """Return a level's rule; None for a level that this plan does not know."""
        known = self.levels.get(level)
        return known.classes[message_class] if known else None
