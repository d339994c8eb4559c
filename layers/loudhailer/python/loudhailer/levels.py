"""LEVELS: for what, how long and by whom. Pure: a plan, what is declared, the time.

A level is for the whole service, an area or one incident, the strictest that reaches an alert is followed. One that
ends by itself falls to a stricter level than normal: what nobody stands down, nobody has looked at.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import capwords

from loudhailer.domain.caller import Role, same_person
from loudhailer.domain.crisis import NORMAL, SERVICE, Action, Declared, GateState
from loudhailer.domain.errors import FeedError
from loudhailer.plan import Level, Plan, Rule

LIFT_WITHIN = timedelta(minutes=30)
"""How long the first of two who lift a level waits for the second."""
SHORTEST = timedelta(minutes=1)
_AREA = re.compile(r"[A-Z0-9][A-Za-z0-9 .,'&()-]{2,59}")
_REFERENCE = re.compile(r"[A-Z0-9]{1,32}")
_KEEPS = {Action.SEND: 0, Action.WAIT: 0, Action.APPROVE: 1, Action.HOLD: 2, Action.DROP: 2}


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing is due."""


@dataclass(frozen=True, slots=True)
class Warn:
    """It ends soon, and nobody was told yet."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Fall:
    """It is over and nobody ended it: another level takes its place."""

    to: str


def what_now(declared: Declared, plan: Plan, now: datetime) -> Stay | Warn | Fall:
    """Say what the clock owes a declared level; one that this plan does not let end stays until a person ends it."""
    level = plan.levels.get(declared.level)
    if level is None or level.ends is None or declared.until is None:
        return Stay()
    if now >= declared.until:
        return Fall(level.ends.falls_to)
    soon = declared.until - timedelta(minutes=level.ends.warn_minutes)
    return Warn(declared.until) if declared.warned is None and now >= soon else Stay()


def until_of(plan: Plan, level: str, asked: datetime | None, now: datetime) -> datetime | None:
    """Return when the level will end by itself: the plan's own time, or an earlier one that somebody asked for.

    Raise `FeedError` where it may not be as asked.
    """
    ends = plan.levels[level].ends
    if ends is None:
        if asked is not None:
            raise FeedError("until", f"{level} does not end by itself; a person ends it")
        return None
    latest = now + timedelta(minutes=ends.after_minutes)
    if asked is None:
        return latest
    if asked < now + SHORTEST:
        raise FeedError("until", "it would be over at once")
    if asked > latest + SHORTEST:
        raise FeedError("until", f"{level} lasts {ends.after_minutes} minutes at most; declare it again before it ends")
    return min(asked, latest)


def scope_of(text: str) -> str:
    """Return a scope as it is always written; raise `FeedError` for what is none."""
    kind, _, name = text.partition(":")
    name = " ".join(name.split())
    if text == SERVICE:
        return SERVICE
    if kind == "area" and _AREA.fullmatch(capwords(name)):
        return f"area:{capwords(name)}"
    if kind == "incident" and _REFERENCE.fullmatch(name.upper()):
        return f"incident:{name.upper()}"
    raise FeedError("scope", "write service, area:<name of 3 to 60 letters> or incident:<REF>")


def check(plan: Plan, level: str, scope: str, asked: datetime | None, now: datetime) -> tuple[str, datetime | None]:
    """Return the scope as it is written and when the level will end; raise `FeedError` where it cannot be declared."""
    known = plan.levels.get(level)
    if known is None:
        raise FeedError("level", f"the plan has no level {level!r}; it has {', '.join(plan.levels)}")
    written = scope_of(scope)
    if written.partition(":")[0] not in known.scopes:
        raise FeedError("scope", f"{level} is declared for {' or '.join(known.scopes)} only")
    return written, until_of(plan, level, asked, now)


@dataclass(frozen=True, slots=True)
class Asks:
    """What declaring a level on one channel takes: a role of each list, and perhaps a second person.

    `lowers` says that something may leave by it that the present level keeps.
    """

    lists: tuple[tuple[Role, ...], ...]
    lowers: bool = False
    two: bool = False

    def lacks(self, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        """Return the first list of which none of `roles` is; empty where nothing lacks."""
        return next((each for each in self.lists if not set(each) & set(roles)), ())


def asks(plan: Plan, gate: GateState, scope: str, level: str, until: datetime | None) -> Asks:
    """Say what it takes to declare a level where `gate` stands.

    Who tightens needs the new level's leave, who loosens the present one's; who does both needs both. A level that this
    plan does not know may be as strict as any: only whom every level lets may end it.
    """
    new = plan.levels[level]
    present = gate.declared.get(scope)
    old = plan.levels.get(present.level if present else NORMAL)
    if old is None:
        every = tuple(each.stand_down for each in plan.levels.values())
        return Asks((new.declare,)) if tightest(plan, level) else Asks((new.declare, *every), lowers=True)
    shortens = present is not None and present.level == level and _sooner(until, present.until)
    lowers = shortens or _looser(new, old)
    raises = _looser(old, new) or not lowers
    lists = (*((new.declare,) if raises else ()), *((old.stand_down,) if lowers else ()))
    return Asks(lists, lowers=lowers, two=lowers and old.to_lift > 1)


def tightest(plan: Plan, level: str) -> bool:
    """Tell whether nothing leaves at this level that any other keeps: then whoever declares it loosens nothing."""
    return not any(_looser(plan.levels[level], each) for each in plan.levels.values())


def agreed(declared: Declared, username: str, level: str, now: datetime) -> bool:
    """Tell whether another person has asked, not long ago, to lift a level to just this one."""
    return (
        bool(declared.lift_by)
        and not same_person(declared.lift_by, username)
        and declared.lift_to == level
        and declared.lift_at is not None
        and now < declared.lift_at + LIFT_WITHIN
    )


def _sooner(asked: datetime | None, present: datetime | None) -> bool:
    return asked is not None and (present is None or asked < present)


def _looser(one: Level, other: Level) -> bool:
    """Tell whether something leaves by `one` that `other` keeps, or would keep longer."""
    if (other.closes_hooks and not one.closes_hooks) or one.to_lift < other.to_lift:
        return True
    return any(_lets_more(one.classes[each], rule) for each, rule in other.classes.items())


def _lets_more(one: Rule, other: Rule) -> bool:
    if _KEEPS[one.action] != _KEEPS[other.action]:
        return _KEEPS[one.action] < _KEEPS[other.action]
    if one.action is not Action.APPROVE:
        return False
    alone = bool(other.second) and not one.second
    return (
        alone or bool(set(one.roles) - set(other.roles)) or bool(other.second and set(one.second) - set(other.second))
    )
