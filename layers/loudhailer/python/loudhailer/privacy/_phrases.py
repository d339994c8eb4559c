"""Phrases as a person would list them, and where they stand in a reading. Pure.

A phrase is words between blanks. `word*` is every word that begins so, `a/b` is one or the other, `(word)` may be
missing, `#` is a number, `<name>` a list of words of the family. `..` are up to four words of the same sentence, `~` up
to four that count nobody and are parted by no comma. Hyphens part words, and case and accents do not count.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from loudhailer.privacy._reading import HEAD, Reading
from loudhailer.privacy._words import listed
from loudhailer.privacy.kind import Found, Kind

_NUMBERS = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty both several multiple numerous many dozen dozens couple "
    "un dau dwy tri tair pedwar pedair pump chwech saith wyth naw deg nifer sawl"
)
NUMBER = rf"(?:(?:x )?[0-9]{{1,3}}(?: ?x)?|x[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
_STOPS = r"[.;!?]"
_ANY = rf"(?:(?!{_STOPS} |but |however |although |ond )[^ ]+ ){{0,4}}"
_UNCOUNTED = (
    rf"(?:(?!{_STOPS} |[,:(] |but |however |although |ond |(?:x?[0-9]+|{'|'.join(_NUMBERS[1:])}|man|woman|male|"
    rf"female) )"
    r"[^ ]+ ){0,4}"
)


@dataclass(frozen=True)
class Family:
    """The phrases of one kind. What `innocent` covers, even in part, is not found.

    `lists` are what `<name>` stands for.
    """

    kind: Kind
    phrases: tuple[str, ...]
    innocent: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Each kind has one family."""
        return hash(self.kind)

    def found(self, reading: Reading) -> Iterator[Found]:
        """Yield where one of the phrases stands, without what is innocent."""
        hits = list(spans(self.phrases, self, reading))
        if not hits:
            return
        innocent = list(spans(self.innocent, self, reading))
        for start, end in hits:
            if not any(first < end and start < last for first, last in innocent):
                yield Found(self.kind, *reading.of_line(start, end))


def spans(phrases: tuple[str, ...], family: Family, reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where phrases stand in the reading's line; only those are tried of which a word is there."""
    index = _index(phrases, family)
    tried: set[str] = set()
    for head in reading.heads & index.keys():
        for phrase in index[head]:
            if phrase not in tried:
                tried.add(phrase)
                for hit in _pattern(phrase, family).finditer(reading.line):
                    yield hit.span()


@cache
def _index(phrases: tuple[str, ...], family: Family) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for phrase in phrases:
        for head in _heads(phrase, family):
            index.setdefault(head, []).append(phrase)
    return index


def _heads(phrase: str, family: Family) -> frozenset[str]:
    """Return what the words begin with of which a text must have one to hold the phrase: those of its rarest slot."""
    slots = [_words(slot, family) for slot in phrase.split() if slot not in {"..", "~", "#"} and slot[0] != "("]
    usable = [
        {word.rstrip("*")[:HEAD] for word in words}
        for words in slots
        if all(word != "#" and (len(word) > HEAD or not word.endswith("*")) for word in words)
    ]
    return frozenset(min(usable, key=lambda heads: (len(heads), -min(map(len, heads)))))


def _words(slot: str, family: Family) -> list[str]:
    words: list[str] = []
    for each in slot.strip("()").split("/") if slot != "/" else ["/"]:
        words += _listed(each[1:-1], family) if each[0] == "<" else [each]
    return words


def _listed(name: str, family: Family) -> list[str]:
    return family.lists[name].split()


@cache
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
