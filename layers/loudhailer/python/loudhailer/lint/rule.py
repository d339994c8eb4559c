"""What a rule is: a code, words for people, and a pure function that finds places in a text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from loudhailer.lint.reading import Part, Reading


class Hardness(StrEnum):
    """When what a rule finds stops a post that no person has read."""

    HARD = "hard"
    LIVES = "hard in `life_safety`"
    SOFT = "soft"


class Hit(NamedTuple):
    """One place that a rule found. `fix` is empty where the rule's own says it all."""

    where: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `asks` says what it asks for, `reason` why, `fix` what to do; for people.

    `find` gets the post and the part of it to look at: each part in one of its `languages`, or, where it names none,
    the whole of a post in any.
    """

    code: str
    asks: str
    reason: str
    fix: str
    hardness: Hardness
    find: Callable[[Reading, Part], Iterator[Hit]]
    languages: tuple[str, ...] = ()
