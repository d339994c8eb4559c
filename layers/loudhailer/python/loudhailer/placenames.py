"""A place as a source or an officer describes it, said in another language by patterns around its names.

A pattern is words with slots, and what they are in the other language, with the same slots:

    ("northbound {place}", "tua'r gogledd {place}"), ("between J{n} and J{m}", "rhwng cyffordd {n} a chyffordd {m}")

A slot {n} or {m} is the number of a road or a junction, {place} what another pattern says, and any other a name, or
several with commas between them. Of the text that no pattern matches as a whole nothing is said at all: half a sentence
in another language would be wrong where it matters most.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

_SLOT = re.compile(r"\{(\w+)\}")
_LONGEST = 200
"""A place is a few words; what is longer is prose, which only a person translates."""
_DEEPEST = 3
"""How often a place stands in a place: "northbound" before a stretch, and a town behind it."""
_MOST_WORDS = 5
_NUMBERS = re.compile(r"[A-Z]{0,3}-?\d{1,4}[A-Z]?(?:\(M\))?(?:/[A-Z]{0,3}-?\d{1,4}[A-Z]?(?:\(M\))?){0,2}")
"""The number of a road or a junction, or of those that meet there: "A49", "29A", "M56/A56"."""
_WORD = re.compile(r"\(?[^\W_][^\W_]*(?:['\u2019./&-]{1,2}[^\W_]+)*(?:\(M\))?\.?\)?|&")
_INSIDE = frozenset({"of", "upon", "the", "le", "la", "les", "de", "du", "des", "et", "sur", "y", "yr", "ar", "&"})
"""Words that stand small within a name."""
_GRAMMAR = frozenset(
    "along and anticlockwise around at between both by clockwise directions eastbound from in into near next "
    "northbound off on onto opposite or outside southbound to toward towards ways westbound with".split()
)
"""Words that say where, not what: a name that holds one is half a sentence, unless it is listed as a whole."""


def said_in(text: str, patterns: Sequence[tuple[str, str]], names: Mapping[str, str]) -> str | None:
    """Return a place in the other language by the first pattern that matches it whole; None where none does.

    `names` are proper names that have a form of their own there; all others stay as they are. A slot ends where the
    words behind it in the pattern first come, and holds at least one letter: so no text is read in two ways, and each
    pattern looks at it once. A phrase may begin with a capital ("Eastbound").
    """
    if len(text) > _LONGEST:
        return None
    place = " ".join(text.split())
    return _said(place[:1].lower() + place[1:], patterns, names) or _said(place, patterns, names)


def _said(text: str, patterns: Sequence[tuple[str, str]], names: Mapping[str, str], depth: int = 0) -> str | None:
    for say, other in patterns:
        found = _slots(say, text)
        if found is None:
            continue
        filled: dict[str, str] = {}
        for slot, words in found.items():
            if slot in {"n", "m"}:
                value = _number(words)
            elif slot == "place":
                value = _said(words, patterns, names, depth + 1) if depth < _DEEPEST else None
            else:
                value = _names(words, names)
            if value is None:
                break
            filled[slot] = value
        else:
            return _SLOT.sub(lambda slot: filled[slot[1]], other)
    return None


def _slots(say: str, text: str) -> dict[str, str] | None:
    """Return what stands in each slot of a pattern, None where the words around them are others."""
    before, *rest = _parts(say)
    if not rest:
        return {} if text == say else None
    if not (text.startswith(before) and text.endswith(rest[-1])):
        return None
    *ends, last = rest[1::2]
    found, at = {}, len(before)
    for slot, words in zip(rest[::2], (*ends, ""), strict=True):
        end = text.find(words, at + 1) if words else len(text) - len(last)
        if end <= at:
            return None
        found[slot], at = text[at:end], end + len(words)
    return found


@cache
def _parts(say: str) -> tuple[str, ...]:
    return tuple(_SLOT.split(say))


def _number(words: str) -> str | None:
    number = words.removeprefix("the ")
    return number if _NUMBERS.fullmatch(number) else None


def _names(words: str, names: Mapping[str, str]) -> str | None:
    """Return names as the other language has them, without an English article; None where one is no name."""
    if words in names:
        return names[words]
    said = [_name(each.removeprefix("the "), names) for each in words.split(", ")]
    return ", ".join(filter(None, said)) if all(said) else None


def _name(words: str, names: Mapping[str, str]) -> str | None:
    if words in names:
        return names[words]
    each = words.split(" ")
    if len(each) > _MOST_WORDS or not all(map(_WORD.fullmatch, each)) or each[-1] in _INSIDE:
        return None
    first, *others = each
    big = _is_big(first) and all(_is_big(word) or word in _INSIDE for word in others)
    return words if big and not any(word.casefold().strip("().") in _GRAMMAR for word in each) else None


def _is_big(word: str) -> bool:
    letter = word.lstrip("(")[0]
    return letter.isupper() or letter.isdigit()
