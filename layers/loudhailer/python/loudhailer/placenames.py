"""A place as a source or an officer describes it, said in another language by patterns around its names.

A pattern is words with slots, and what they are in the other language:

    ("northbound {place}", "tua'r gogledd {place}"), ("between J{n} and J{m}", "rhwng cyffordd {n} a chyffordd {m}")

A slot {n} or {m} is the number of a road or a junction, {place} what another pattern says, and any other a name, or
several with commas between them. Of a text that no pattern matches as a whole nothing is said: half a sentence in the
other language would be wrong where it matters most.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

_SLOT = re.compile(r"\{(\w+)\}")
_LONGEST, _DEEPEST, _MOST_WORDS = 200, 3, 5
"""How long a text is that is no prose yet, how often a place stands in a place, and how many words a name has."""
_NUMBER = r"[A-Z]{0,3}-?\d{1,4}[A-Z]?(?:\(M\))?"
_NUMBERS = re.compile(rf"{_NUMBER}(?:/{_NUMBER}){{0,2}}")
"""The number of a road or a junction, or of those that meet there: "A49", "29A", "M56/A56"."""
_WORD = re.compile(r"\(?[^\W_]+(?:['\u2019./&-]{1,2}[^\W_]+)*(?:\(M\))?\.?\)?")
_INSIDE = frozenset({"of", "upon", "the", "le", "la", "les", "de", "du", "des", "et", "sur", "y", "yr", "ar", "&"})
"""Words that stand small within a name."""
_GRAMMAR = re.compile(
    r"\b(?:and|around|at|between|both|by|directions|from|in|into|near|next to|off|on|onto|opposite|or|outside|to|"
    r"towards?|ways|with|(?:anti)?clockwise|(?:north|south)?(?:east|west)?bound)\b(?!-)",
    re.IGNORECASE,
)
"""Words that say where, not what: a name that holds one is half a sentence, unless it is listed as a whole."""


def said_in(text: str, patterns: Sequence[tuple[str, str]], names: Mapping[str, str]) -> str | None:
    """Return a place in the other language by the first pattern that matches it whole; None where none does.

    `names` are proper names that have a form of their own there; all others stay as they are. A slot holds at least one
    letter and ends where the words behind it in the pattern first come: no text is read in two ways, and each pattern
    goes through it once. A phrase may begin with a capital ("Eastbound").
    """
    place = " ".join(text.split()) if len(text) <= _LONGEST else ""
    return _said(place[:1].lower() + place[1:], patterns, names) or _said(place, patterns, names)


def _said(text: str, patterns: Sequence[tuple[str, str]], names: Mapping[str, str], depth: int = 0) -> str | None:
    def value_of(slot: str, words: str) -> str | None:
        if slot == "place":
            return _said(words, patterns, names, depth + 1) if depth < _DEEPEST else None
        if slot in {"n", "m"}:
            return number if _NUMBERS.fullmatch(number := words.removeprefix("the ")) else None
        return _names(words, names)

    for say, other in patterns:
        if (found := _slots(say, text)) is not None:
            values = {slot: value_of(slot, words) for slot, words in found.items()}
            if all(values.values()):
                return "".join(values[part] or "" if odd % 2 else part for odd, part in enumerate(_parts(other)))
    return None


def _slots(say: str, text: str) -> dict[str, str] | None:
    """Return what stands in each slot of a pattern, None where the words around them are others."""
    before, *rest = _parts(say)
    if not rest:
        return {} if text == say else None
    if not (text.startswith(before) and text.endswith(rest[-1])):
        return None
    found, at = {}, len(before)
    for slot, words in zip(rest[::2], (*rest[1:-1:2], ""), strict=True):
        end = text.find(words, at + 1) if words else len(text) - len(rest[-1])
        if end <= at:
            return None
        found[slot], at = text[at:end], end + len(words)
    return found


@cache
def _parts(pattern: str) -> tuple[str, ...]:
    """Return the words of a pattern, and between them its slots."""
    return tuple(_SLOT.split(pattern))


def _names(words: str, names: Mapping[str, str]) -> str | None:
    """Return names as the other language has them, without an English article; None where one is no name."""
    if words in names:
        return names[words]
    said = [names.get(each) or _name(each) for each in (part.removeprefix("the ") for part in words.split(", "))]
    return ", ".join(filter(None, said)) if all(said) else None


def _name(words: str) -> str | None:
    first, *between, last = words.split(" ") if " " in words else (words, words)
    whole = len(between) <= _MOST_WORDS - 2 and _is_big(first) and _is_big(last)
    small = any(not _is_big(word) and word not in _INSIDE for word in between)
    return words if whole and not small and not _GRAMMAR.search(words) else None


def _is_big(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and not word.lstrip("(")[0].islower()
