"""Small grammars: words of two lists that stand close together in one sentence, in either order. Pure.

A list is words between blanks; `word*` is every word that begins so, `#` is a number of people. Each word of a text is
looked up once, for all the grammars of all families.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from loudhailer.privacy._words import words

STOPS = words(". ; ! ? but however although")
_DENIALS = words(
    "no non not don't doesn't didn't nobody none without nil zero neb dim ddim heb nid ni na isn't aren't wasn't "
    "weren't unhurt"
)
_DENIED_WITHIN = 4
LOOKS_BACK = 24
_ADVICE = words(
    "if whenever never don't avoid prevent prevents preventing reduce reducing risk risks learn training exercise "
    "awareness campaign course remember advice advise tips always course courses museum drill charity fundraiser "
    "os byddwch peidiwch"
)
"""Words of a sentence that says what could be, or what to do, not what is."""
_FEW = re.compile(r"(?:x ?)?[0-9]{1,3}(?: ?x)?\Z")
_SHORTEST = 3
_MOST_KEPT = 20_000


@dataclass(frozen=True)
class Near:
    """A word of `one` and a word of `other`, with at most `within` - 1 words between.

    It says nothing where the word of `other` is denied shortly before it; nor, unless `sure`, in a sentence of advice.
    """

    one: str
    other: str
    within: int = 6
    sure: bool = False

    def __post_init__(self) -> None:
        """Learn the words, before the first text is read."""
        self.bits  # noqa: B018

    @cached_property
    def bits(self) -> tuple[int, int]:
        """The bits of both lists."""
        return bit(self.one), bit(self.other)

    def spans(self, said: tuple[str, ...], masks: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        """Yield the first and the last word of each pair."""
        one, other = self.bits
        for at, each in enumerate(masks):
            if not each & other or denied(said, at, advice=not self.sure):
                continue
            for step in range(1, self.within + 1):
                for place in (at - step, at + step):
                    if 0 <= place < len(said) and masks[place] & one and not _parted(said, at, place):
                        yield min(at, place), max(at, place)
                        break
                else:
                    continue
                break


def _parted(said: tuple[str, ...], at: int, place: int) -> bool:
    return any(word in STOPS for word in said[min(at, place) + 1 : max(at, place)])


def denied(said: tuple[str, ...], at: int, *, advice: bool = True) -> bool:
    """Tell whether what stands there is said not to be, or only advised against."""
    first = at
    while first > 0 and at - first < LOOKS_BACK and said[first - 1] not in STOPS:
        first -= 1
    before = said[first:at]
    return any(word in _DENIALS for word in before[-_DENIED_WITHIN:]) or (advice and not _ADVICE.isdisjoint(before))


_bits: dict[str, int] = {}
_exact: dict[str, int] = {}
_stems: dict[str, int] = {}
_numbered: list[int] = []
_seen: dict[str, int] = {}


def bit(listed: str) -> int:
    """Return the bit of a list of words; whoever names a list first has it learned."""
    known = _bits.get(listed)
    if known is None:
        known = _bits[listed] = 1 << len(_bits)
        _seen.clear()
        for word in listed.split():
            if word == "#":
                _numbered.append(known)
            elif word.endswith("*"):
                _stems[word[:-1]] = _stems.get(word[:-1], 0) | known
            else:
                _exact[word] = _exact.get(word, 0) | known
    return known


def mask(word: str) -> int:
    """Return the bits of the lists that have a word."""
    found = _seen.get(word)
    if found is None:
        found = _exact.get(word, 0)
        for end in range(_SHORTEST, len(word) + 1):
            found |= _stems.get(word[:end], 0)
        if word[0].isdigit() or word[0] == "x":
            found |= sum(_numbered) if _FEW.match(word) else 0
        if len(_seen) > _MOST_KEPT:
            _seen.clear()
        _seen[word] = found
    return found
