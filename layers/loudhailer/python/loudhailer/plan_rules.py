"""What a plan must say so that a service can follow it: each problem with its number, place and remedy. Pure.

| LH103 | a level leaves a class open                                     |
| LH104 | there is no level normal                                        |
| LH107 | a deed is nobody's                                              |
| LH110 | a class is left out of people, approvals or held                |
| LH111 | an agency that may lead is not described                        |
| LH112 | who is asked to approve may not                                 |
| LH113 | who may declare or end a level may not declare at all           |
| LH114 | life_safety does not go at level normal                         |
| LH115 | a machine's class depends on a role                             |
| LH116 | a level falls to nothing, to normal, or round and round         |
| LH117 | nobody would be warned before a level ends                      |
| LH118 | another role than comms may let a source speak further          |
| LH119 | life_safety would wait long for a language                      |
"""

from collections.abc import Iterator

from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.crisis import NORMAL, Action, MessageClass
from loudhailer.plan import Level, Plan, Rule

Problem = tuple[int, str, str]
"""A number, a place in the file, and what is wrong with it."""

_LONGEST_WAIT = 120
"""Seconds that words about a danger to life may wait for another language."""


def problems_of(plan: Plan, desk: str) -> Iterator[Problem]:
    """Yield what is wrong with a plan in itself; `desk` is the one source that has roles."""
    yield from _levels(plan)
    yield from _deeds(plan)
    yield from _every_class(plan)
    wait = plan.languages.wait_seconds.get(MessageClass.LIFE_SAFETY, 0)
    if wait > _LONGEST_WAIT:
        place = f"languages.wait_seconds.{MessageClass.LIFE_SAFETY}"
        yield 119, place, f"must be at most {_LONGEST_WAIT}: who must leave now cannot wait for a translation"
    for flag, agency in plan.lead.flags.items():
        if agency not in plan.lead.agencies:
            yield 111, f"lead.flags.{flag}", f"lead.agencies does not describe {agency!r}"
    for place, rule in _rules(plan):
        able = set(plan.may.get(Deed.APPROVE, ()))
        if unable := [each for each in (*rule.roles, *rule.second) if each not in able]:
            yield 112, place, f"{', '.join(unable)} may not approve; add them to may.approve, or take them out here"
    for source, types in plan.classes.items():
        for event_type, assigned in types.items():
            if isinstance(assigned, dict) and source != desk:
                yield 115, f"classes.{source}.{event_type}", "a machine has no role; give it one class"


def _deeds(plan: Plan) -> Iterator[Problem]:
    """Yield deeds that nobody may do, or somebody too many."""
    for deed in Deed:
        if not plan.may.get(deed):
            yield 107, f"may.{deed}", f"it names no role, so nobody could; name one of {', '.join(Role)}"
    if others := [each for each in plan.may.get(Deed.RAISE_SOURCE, ()) if each is not Role.COMMS]:
        yield 118, f"may.{Deed.RAISE_SOURCE}", f"take out {', '.join(others)}: comms alone answer for a machine's words"


def _levels(plan: Plan) -> Iterator[Problem]:
    """Yield levels that leave something open, or that nobody could declare."""
    for name, level in plan.levels.items():
        if missing := [each for each in MessageClass if each not in level.classes]:
            yield 103, f"levels.{name}", f"says nothing of {', '.join(missing)}; every class needs an answer"
        may = set(plan.may.get(Deed.DECLARE, ()))
        for part in ("declare", "stand_down"):
            if unable := [each for each in getattr(level, part) if each not in may]:
                yield 113, f"levels.{name}.{part}", f"{', '.join(unable)} may not declare; add them to may.declare"
        yield from _ends(plan, name, level)
    normal = plan.levels.get(NORMAL)
    if normal is None:
        yield 104, "levels", "normal is missing; it is the level a first deploy starts at"
    elif (rule := normal.classes.get(MessageClass.LIFE_SAFETY)) and rule.action is not Action.SEND:
        yield 114, f"levels.{NORMAL}.classes.{MessageClass.LIFE_SAFETY}", "must be send: an evacuation waits for nobody"


def _ends(plan: Plan, name: str, level: Level) -> Iterator[Problem]:
    """Yield what is wrong with how a level ends by itself: what nobody ended is never taken for over."""
    ends, place = level.ends, f"levels.{name}.ends"
    if ends is None:
        return
    if name == NORMAL:
        yield 116, place, "normal does not end"
    elif ends.falls_to not in plan.levels:
        yield 116, f"{place}.falls_to", f"there is no level {ends.falls_to!r}"
    elif ends.falls_to == NORMAL:
        yield 116, f"{place}.falls_to", "must not be normal: only a person says that it is over"
    elif name in _falls(plan, ends.falls_to):
        yield (
            116,
            f"{place}.falls_to",
            f"{ends.falls_to} falls back to {name}; let one of them stay until a person ends it",
        )
    if ends.warn_minutes >= ends.after_minutes:
        yield 117, f"{place}.warn_minutes", f"must be less than after_minutes ({ends.after_minutes})"


def _falls(plan: Plan, name: str) -> set[str]:
    """Return the level and all to which it falls, one after the other."""
    seen: set[str] = set()
    while (level := plan.levels.get(name)) and name not in seen:
        seen.add(name)
        name = level.ends.falls_to if level.ends else ""
    return seen


def _every_class(plan: Plan) -> Iterator[Problem]:
    for place, answers in (
        ("people.templates", plan.people.templates),
        ("approvals.expire_after_minutes", plan.approvals.expire_after_minutes),
        ("held", plan.held),
    ):
        if missing := [each for each in MessageClass if each not in answers]:
            yield 110, place, f"says nothing of {', '.join(missing)}; every class needs an answer"


def _rules(plan: Plan) -> Iterator[tuple[str, Rule]]:
    """Yield every rule that may ask for approval, with its place."""
    for name, level in plan.levels.items():
        for message_class, rule in level.classes.items():
            yield f"levels.{name}.classes.{message_class}", rule
    yield "people.free_text", plan.people.free_text
    yield "sensitive", plan.sensitive
    yield "lead.own_words", Rule(action=Action.APPROVE, roles=plan.lead.own_words)
