"""Words that are too long for one post, in parts: at the end of a sentence, else of a word, never within one."""

import re
from collections.abc import Callable, Iterator, Sequence

import regex

from loudhailer.domain.errors import PostDoesNotFit

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
# Where the script has no blanks, words end where Unicode says: https://www.unicode.org/reports/tr29/#Word_Boundaries
_WORDS = regex.compile(r"(?w)\b")
_WHOLE = re.compile(r"https?://|[#@]")
"""A link, a tag or a name of an account is never parted."""


def chunks(sentences: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    """Return the sentences in as few parts as they fill; raise `PostDoesNotFit` where a single word does not."""
    parts: list[str] = []
    kept = ""
    for gap, sentence in _sentences(sentences):
        if fits(longer := kept + gap + sentence if kept else sentence):
            kept = longer
            continue
        if kept:
            parts.append(kept)
        *full, kept = _words(sentence, fits)
        parts.extend(full)
    return [*parts, kept] if kept else parts


def _sentences(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence and each line, with what parts it from the one before."""
    for text in said:
        gap = " "
        for line in text.split("\n"):
            for sentence in filter(None, _SENTENCE.split(line)):
                yield gap, sentence
                gap = " "
            gap = "\n"


def _words(sentence: str, fits: Callable[[str], bool]) -> list[str]:
    """Return one sentence in parts that end with a word."""
    parts = [""]
    for gap, word in _tokens(sentence):
        if fits(longer := (parts[-1] + gap + word if parts[-1] else word)):
            parts[-1] = longer
        elif fits(word) and parts[-1]:
            parts.append(word)
        else:
            raise PostDoesNotFit("it has a word that is longer than a post")
    return parts


def _tokens(sentence: str) -> list[tuple[str, str]]:
    """Return the words, each with the blank before it, empty where the script needs none."""
    tokens: list[tuple[str, str]] = []
    for word in sentence.split():
        pieces = [word] if _WHOLE.search(word) or word.isascii() else [each for each in _WORDS.split(word) if each]
        tokens.extend((" " if place == 0 else "", each) for place, each in enumerate(pieces))
    return tokens
