"""Plain words: what people read at a glance, what a translator gets right, and what no colleague has to explain."""

import re
from collections.abc import Iterator

from loudhailer.lint._word_lists import DRAMATIC, JARGON, PLAIN, SHORT
from loudhailer.lint.reading import Part, Reading
from loudhailer.lint.rule import Hit
from loudhailer.lint.spoken import LONGEST_WHERE

_MOST_WORDS = 25
_LIST = 3
_HAS_A_WORD = re.compile(r"\w")
_RAW = re.compile(
    r"\{\w*\}|\[[^\[\]\n]{0,30}\{|&(?:amp|lt|gt|quot|nbsp|apos|#x?[0-9a-f]{1,6});|</?[a-z]{1,10}(?: [^<>\n]{0,80})?/?>|"
    r"(?<![\w#@/])[a-z]{2,20}(?:_[a-z]{2,20}){1,6}(?![\w@]|\.\w)|\ufffd|Ã[\x80-\xbf©¨¢]|â€|"
    r"\b(?:undefined|NaN|NULL)\b",
    re.ASCII,
)
_CODE = re.compile(r"(?<!area )(?<!dialling )(?<!QR )\b[Cc]ode [0-9]{1,2}\b")
_RAW_SIGNS = ("{", "&", "<", "_", "\ufffd", "Ã", "â€", "undefined", "NaN", "NULL")
_DANGLES = re.compile(r".*[,;(\u2013\u2014-]|(?:a|an|and|at|because|from|near|of|or|the|to|with)")


def long_sentence(_: Reading, part: Part) -> Iterator[Hit]:
    """Find a sentence that is too long. A list of names after a colon is read name by name."""
    for sentence in part.sentences:
        if len(sentence) > 2 * _MOST_WORDS and len(sentence.split()) > _MOST_WORDS:
            head, colon, names = sentence.partition(": ")
            counted = head if colon and names.count(", ") + names.count("; ") >= _LIST else sentence
            if sum(1 for each in counted.split() if _HAS_A_WORD.search(each)) > _MOST_WORDS:
                yield Hit(sentence)


def jargon(_: Reading, part: Part) -> Iterator[Hit]:
    """Find the services' own words and codes."""
    for found, plain in SHORT[part.language].find(part.text, part.words):
        yield Hit(found[0], _instead(plain))
    if part.language == "en":
        for found, plain in JARGON.find(part.text, part.words):
            yield Hit(found[0], _instead(plain))
        if "code" in part.words:
            for code in _CODE.finditer(part.text):
                yield Hit(code[0])


def office_words(_: Reading, part: Part) -> Iterator[Hit]:
    """Find words of reports and forms for which there is a plain one."""
    for found, plain in PLAIN.find(part.text, part.words):
        if not _is_named(part.text, found):
            yield Hit(found[0], _instead(plain))


def drama(_: Reading, part: Part) -> Iterator[Hit]:
    """Find the words of headlines."""
    for found, _plain in DRAMATIC.find(part.text, part.words):
        if not _is_named(part.text, found):
            yield Hit(found[0])


def _is_named(text: str, found: re.Match[str]) -> bool:
    """Tell whether a word is part of a name, as in "Mount Horror Road": it and one beside it have capitals."""
    if not found[0][0].isupper():
        return False
    before, after = text[max(0, found.start() - LONGEST_WHERE) : found.start()], text[found.end() : found.end() + 2]
    word = before.rstrip(" ").rpartition(" ")[2]
    return after.lstrip(" ")[:1].isupper() or (before.endswith(" ") and word[:1].isupper() and word.isalpha())


def _instead(plain: str) -> str:
    return f"Write “{plain}”." if plain else ""


def raw(reading: Reading, _: Part) -> Iterator[Hit]:
    """Find what was meant for a machine: a slot that nothing filled, a mark, an entity, a code, broken letters."""
    if any(sign in reading.plain for sign in _RAW_SIGNS):
        for found in _RAW.finditer(reading.plain):
            yield Hit(found[0])


def broken_end(_: Reading, part: Part) -> Iterator[Hit]:
    """Find words that stop before they are finished."""
    said = part.said.split()
    while said and said[-1].startswith("#"):
        del said[-1]
    last = said[-1] if said else ""
    if last.endswith(("…", "...")) or (part.language == "en" and _DANGLES.fullmatch(last[-LONGEST_WHERE:])):
        yield Hit(last[-LONGEST_WHERE:])
