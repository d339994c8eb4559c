"""Phrases as a person would list them, and where they stand in a reading. Pure.

A phrase is words between blanks. `word*` is every word that begins so, `a/b` is one or the other, `(word)` may be
missing, `#` is a number, `<name>` a list of words of the family. `..` are up to four words of the same sentence, `~` up
to four that count nobody and are parted by no comma. Hyphens part words, and case and accents do not count.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loudhailer.privacy._lists import PUBLIC
from loudhailer.privacy._near import LOOKS_BACK, STOPS, Near, bit
from loudhailer.privacy._reading import HEAD, Reading
from loudhailer.privacy._words import listed, words
from loudhailer.privacy.kind import Found, Kind

_NUMBERS = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty both several multiple numerous many dozen dozens couple "
    "un dau dwy tri tair pedwar pedair chwech saith wyth naw deg nifer sawl"
)
NUMBER = rf"(?:(?:x )?[0-9]{{1,3}}(?: ?x)?|x[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
_COMMON = words(
    "fire fires fire* over over* smoke time crews crew if out down off under water way road bridge stre* 1 2 3 4 5 "
    "the in on at to of for by from with and is are was be been has have a an it up no not all as . , : ; ? use"
)
_STREETS = words(
    "lane street avenue close walk way hill drive crescent cottage cottages farm mountain ridge lodge museum "
    "bridge mews "
    "terrace grove roundabout wood beach bay"
)
_PEOPLE = bit(" ".join(word for word in PUBLIC.split() if word not in {"farmer", "caller"}))
"""A farmer stands by when a beast is pulled out."""
_STOPS = r"[.;!?]"
_ANY = rf"(?:(?!{_STOPS} |but |however |although |ond )[^ ]+ ){{0,4}}"
_UNCOUNTED = (
    rf"(?:(?!{_STOPS} |[,:(] |but |however |although |ond |(?:x?[0-9]+|{'|'.join(_NUMBERS[1:])}|man|woman|male|"
    rf"female) )"
    r"[^ ]+ ){0,4}"
)


def together(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bring together what overlaps; what is left stands apart and in order."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart


def _meets(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether one of some spans that lie apart reaches into this one."""
    # The last that begins before the end is the only one that can.
    before = bisect_left(spans, (end, 0)) - 1
    return before >= 0 and spans[before][1] > start


def advised(reading: Reading, words_of_advice: str, at: int) -> bool:
    """Tell whether a word of advice stands in the sentence before this place."""
    known = bit(words_of_advice)
    first = at
    while at > 0 and first - at < LOOKS_BACK and reading.words[at - 1] not in STOPS:
        at -= 1
        if reading.masks[at] & known:
            return True
    return False


def _called(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a place is called so: "Mortuary Cottages", "Wilful Lane"; "Fatal Road Traffic Collision" is none."""
    at = reading.at(start)
    if at != reading.at(end - 1) or not reading.capital(at):
        return False
    after = reading.words[at + 1 : at + 3]
    acronym = reading.cased[slice(*reading.tokens[at])].isupper() and not reading.cased.isupper()
    if acronym or not after or not reading.capital(at + 1):
        return False
    return after[0] in _STREETS or (
        len(after) > 1 and after[1] in _STREETS and reading.capital(at + 2) and not reading.cased.isupper()
    )


@dataclass(frozen=True)
class Family:
    """The phrases and the grammars of one kind. What `innocent` covers, even in part, is not found.

    `lists` are what `<name>` stands for. What `lifeless` covers is not found either, unless a person stands in it, nor
    what follows a word of `advice` in its sentence.
    """

    kind: Kind
    phrases: tuple[str, ...]
    innocent: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    near: tuple[Near, ...] = ()
    lifeless: tuple[str, ...] = ()
    advice: str = ""

    def found(self, reading: Reading) -> Iterator[Found]:
        """Yield where one of the phrases stands, without what is innocent."""
        hits = [] if self._sought.heads.isdisjoint(reading.heads) else list(self._sought.spans(reading))
        there = reading.mask
        for each in self.near:
            one, other = each.bits
            if there & one and there & other:
                hits += [reading.in_line(*span) for span in each.spans(reading.words, reading.masks)]
        if not hits:
            return
        innocent = together(self._excused.spans(reading))
        lifeless = together(self._lifeless.spans(reading)) if self.lifeless else []
        for start, end in hits:
            if _meets(innocent, start, end) or (
                _meets(lifeless, start, end) and not self._peopled(reading, start, end)
            ):
                continue
            if _called(reading, start, end):
                continue
            if not self.advice or not advised(reading, self.advice, reading.at(start)):
                yield Found(self.kind, *reading.of_line(start, end))

    def _peopled(self, reading: Reading, start: int, end: int) -> bool:
        masks = reading.masks[reading.at(start) : reading.at(end - 1) + 1]
        return any(mask & _PEOPLE for mask in masks)

    @cached_property
    def _lifeless(self) -> "_Index":
        return _indexed(self.lifeless, self)

    @cached_property
    def _sought(self) -> "_Index":
        return _indexed(self.phrases, self)

    @cached_property
    def _excused(self) -> "_Index":
        return _indexed(self.innocent, self)


@dataclass(frozen=True)
class _Index:
    """Phrases by what one of their words begins with. A pattern is made when it is needed first."""

    family: Family
    by_head: Mapping[str, Sequence[str]]
    heads: frozenset[str]
    patterns: dict[str, re.Pattern[str]]

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Yield where phrases stand in the reading's line; only those are tried of which a word is there."""
        there = {phrase for head in self.heads & reading.heads for phrase in self.by_head[head]}
        for phrase in there:
            pattern = self.patterns.get(phrase)
            if pattern is None:
                pattern = self.patterns[phrase] = _pattern(phrase, self.family)
            for hit in pattern.finditer(reading.line):
                yield hit.span()


def _indexed(phrases: tuple[str, ...], family: Family) -> _Index:
    by_head: dict[str, list[str]] = {}
    for phrase in phrases:
        for head in _heads(phrase, family):
            by_head.setdefault(head, []).append(phrase)
    return _Index(family, by_head, frozenset(by_head), {})


def _heads(phrase: str, family: Family) -> frozenset[str]:
    """Return what the words begin with of which a text must have one to hold the phrase: those of its rarest slot."""
    slots = [_words(slot, family) for slot in phrase.split() if slot not in {"..", "~", "#"} and slot[0] != "("]
    usable = [
        frozenset({f"{word[:HEAD]}*" if word.endswith("*") else word for word in words})
        for words in slots
        if all(word != "#" and (len(word) > HEAD or not word.endswith("*")) for word in words)
    ]
    return min(usable, key=_rarity)


def _rarity(heads: frozenset[str]) -> tuple[int, int, int]:
    """Order slots: such as no text is without come last, then few words first, then long ones."""
    return len(heads & _COMMON), len(heads), -min(map(len, heads))


def _words(slot: str, family: Family) -> list[str]:
    words: list[str] = []
    for each in slot.strip("()").split("/") if slot != "/" else ["/"]:
        words += _listed(each[1:-1], family) if each[0] == "<" else [each]
    return words


def _listed(name: str, family: Family) -> list[str]:
    return family.lists[name].split()


def _pattern(phrase: str, family: Family) -> re.Pattern[str]:
    return re.compile("(?<= )" + "".join(_slot(slot, family) for slot in phrase.split()))


def _slot(slot: str, family: Family) -> str:
    if slot == "..":
        return _ANY
    if slot == "~":
        return _UNCOUNTED
    if slot == "#":
        return f"{NUMBER} "
    words = [NUMBER if word == "#" else re.escape(word).replace(r"\*", "[^ ]*") for word in _words(slot, family)]
    return f"(?:(?:{'|'.join(words)}) ){'?' if slot[0] == '(' else ''}"
