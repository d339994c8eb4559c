"""Words that are too long for one post, in parts: at the end of a sentence, else of a word, never within one."""

import re
from collections.abc import Callable, Iterator, Sequence

import regex

from loudhailer.domain.errors import PostDoesNotFit

_BLANK = regex.compile(r"\s+(?!\p{GCB=Extend}|\p{GCB=ZWJ}|\p{GCB=SpacingMark})")
"""What parts two words: no blank that bears a mark of its own, which would begin a post with nothing under it."""
_SENTENCE = regex.compile(rf"(?<=[.!?…]){_BLANK.pattern}")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
# Where the script has no blanks, words end where Unicode says: https://www.unicode.org/reports/tr29/#Word_Boundaries
_WORDS = regex.compile(r"(?w)\b")
_WORDY = regex.compile(r"[\p{L}\p{N}]")
_WHOLE = re.compile(r"https?://|[#@]")
"""A link, a tag or a name of an account is never parted."""
_PAUSES = (",", ";", ":", "、", "\uff0c")

Fits = Callable[[str, int], bool]
"""Tells whether a text fits as the part of that number, from 0: the first bears what the others do not."""
_Token = tuple[str, str]
"""A word, behind the blank before it, empty where the script needs none."""


def chunks(sentences: Sequence[str], fits: Fits) -> list[str]:
    """Return the sentences in as few parts as they fill; raise `PostDoesNotFit` where a single word does not."""
    parts: list[str] = []
    kept = ""
    for gap, sentence in _sentences(sentences):
        if fits(longer := kept + gap + sentence if kept else sentence, len(parts)):
            kept = longer
            continue
        if kept:
            parts.append(kept)
        *full, kept = _words(sentence, fits, len(parts))
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


def _words(sentence: str, fits: Fits, at: int) -> list[str]:
    """Return one sentence in parts that end with a word, the first of them the part of that number."""
    parts: list[str] = []
    line: list[_Token] = []
    said = ""
    for token in _tokens(sentence):
        longer = said + "".join(token) if line else token[1]
        if fits(longer, at + len(parts)):
            line.append(token)
            said = longer
            continue
        number = at + len(parts) + 1
        ends = [end for end in (_pause(line), len(line)) if end and fits(_said([*line[end:], token]), number)]
        if not ends:
            raise PostDoesNotFit("it has a word that is longer than a post")
        parts.append(_said(line[: ends[0]]))
        line = [*line[ends[0] :], token]
        said = _said(line)
    return [*parts, said]


def _pause(line: Sequence[_Token]) -> int:
    """Return how many words end with a comma in the second half of a line, where its reader pauses; 0 for none."""
    return next((end for end in range(len(line), len(line) // 2, -1) if line[end - 1][1].endswith(_PAUSES)), 0)


def _said(tokens: Sequence[_Token]) -> str:
    return "".join(word if place == 0 else gap + word for place, (gap, word) in enumerate(tokens))


def _tokens(sentence: str) -> list[_Token]:
    tokens: list[_Token] = []
    for word in filter(None, _BLANK.split(sentence)):
        pieces = _pieces(word) if _UNSPACED.search(word) and not _WHOLE.search(word) else [word]
        tokens.extend((" " if place == 0 else "", each) for place, each in enumerate(pieces))
    return tokens


def _pieces(word: str) -> list[str]:
    """Return the words of a script without blanks, each with the signs that end it."""
    pieces: list[str] = []
    for each in filter(None, _WORDS.split(word)):
        if pieces and not _WORDY.search(each):
            pieces[-1] += each
        else:
            pieces.append(each)
    return pieces
