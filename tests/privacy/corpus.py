"""Texts as control rooms, officers, road feeds and press desks write them, labelled with what may not go out by itself.

A text without kinds may go out; one with kinds waits for a person. Its kinds are what a careful reader names at least:
whoever finds more in it is not wrong. A death is `fatal`; `casualties` is how many are hurt or missing, and how they
are. A person's name, whatever the rank, is a `name`. Helplines that public bodies publish are nobody's `phone`, and
units of a trading estate nobody's `house_number`. Campaigns about smoke alarms or children's safety are no incident.

Held-out texts have templates and words that known ones have not: a recogniser is tuned on `known()` alone, and measured
on `held_out()`.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.privacy import may_go, must_wait, must_wait_events
from tests.privacy.parts import Filler

KINDS = frozenset(
    [
        "name",
        "phone",
        "email",
        "registration",
        "postcode",
        "house_number",
        "casualties",
        "self_harm",
        "effecting_entry",
        "medical",
        "domestic_abuse",
        "children",
        "fatal",
        "arson",
        "terrorism",
    ]
)
KNOWN_SEED, HELD_OUT_SEED = 7, 1907
_FILLINGS = {False: 3, True: 2}  # of a template that has slots, by whether it is held out
_SLOT = re.compile(r"\{([^{}]+)\}")
# What separates words, but no point or colon within a number, an address or an abbreviation.
_PUNCTUATION = re.compile(r"[,;]|[.:!](?=\s|$)")


@dataclass(frozen=True)
class Text:
    """One text, what in it must wait for a person, and the template that it was made from."""

    words: str
    kinds: frozenset[str]
    template: str


@cache
def known() -> tuple[Text, ...]:
    """Return the texts that a recogniser may be tuned on."""
    told = (*must_wait.KNOWN, *must_wait_events.KNOWN, *(("", words) for words in may_go.KNOWN))
    return tuple(_texts(told, KNOWN_SEED, held=False))


@cache
def held_out() -> tuple[Text, ...]:
    """Return the texts that a recogniser is measured on, and never tuned on."""
    told = (*must_wait.HELD_OUT, *must_wait_events.HELD_OUT, *(("", words) for words in may_go.HELD_OUT))
    return tuple(_texts(told, HELD_OUT_SEED, held=True))


def _texts(told: tuple[tuple[str, str], ...], seed: int, *, held: bool) -> Iterator[Text]:
    rng = random.Random(seed)  # noqa: S311  # the same texts every time, no secret
    filler = Filler(rng, held)
    for kinds, template in told:
        made: list[str] = []
        for _ in range(_FILLINGS[held] if _SLOT.search(template) else 1):
            words = _filled(template, filler)
            words = words if template.startswith("=") else _styled(words, rng)
            if words.casefold() not in made:
                made.append(words.casefold())
                yield Text(words, frozenset(kinds.split()), template)


def _filled(template: str, filler: Filler) -> str:
    """Fill every slot; what came already in this text is not said again."""
    said: set[str] = set()

    def fresh(slot: re.Match[str]) -> str:
        word = filler.fill(slot[1])
        for _ in range(9):
            if word not in said:
                break
            word = filler.fill(slot[1])
        said.add(word)
        return word

    return _SLOT.sub(fresh, template.removeprefix("="))


def _styled(words: str, rng: random.Random) -> str:
    """Write a text as some rooms do: in capitals, without any, or without punctuation."""
    style = rng.random()
    if style < 0.68:
        return words
    if style < 0.80:
        return words.upper()
    if style < 0.90:
        return words.lower()
    return _PUNCTUATION.sub("", words)
