"""A text as the recognisers read it: folded sign by sign, and once more as a line of words. Pure."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import or_

from loudhailer.privacy._near import mask
from loudhailer.privacy._typos import typos

_WORD = re.compile(r"(?<![\w.])(?:[A-Za-z]\.){2,4}(?= [a-z0-9]|[,;:)]|\Z)|[^\W_]+(?:'[^\W_]+)*|[^\w\s'-]")
"""A word, or one mark. A hyphen parts words: "life-changing" and "life changing" are read alike."""
_UNLIKE = {
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u0142": "l", "\u0141": "L", "\u00f8": "o", "\u00d8": "O", "\u0131": "i", "\u0111": "d", "\u0110": "D",
    "\u00d7": "x",
}  # fmt: skip
HEAD = 4
"""By how many of its first letters a word is looked up."""


@lru_cache(maxsize=4096)
def _fold(sign: str) -> str:
    """Return a sign without its accents, as one of ASCII where there is one; empty where nobody sees it."""
    if sign.isspace():
        return " "
    if sign in _UNLIKE:
        return _UNLIKE[sign]
    if unicodedata.category(sign) in {"Mn", "Me", "Cf", "Cc"}:
        return ""
    plain = unicodedata.normalize("NFKD", sign)[:1]
    return plain if len(plain.lower()) == 1 else sign


def _undotted(word: str) -> str:
    return word.replace(".", "") or word


@dataclass(frozen=True)
class Reading:
    """`cased` is the text folded, `signs` where each of its signs stands in the text, None where in the same place."""

    cased: str
    signs: tuple[int, ...] | None

    @cached_property
    def plain(self) -> str:
        """`cased` in small letters, of the same length."""
        small = self.cased.lower()
        # The Turkish capital I and a few others become two signs.
        return small if len(small) == len(self.cased) else "".join(each.lower()[:1] for each in self.cased)

    @cached_property
    def tokens(self) -> tuple[tuple[int, int], ...]:
        """Where each word or mark of `cased` begins and ends."""
        return tuple([each.span() for each in _WORD.finditer(self.cased)])

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words and marks in small letters, rid of what was mistyped."""
        plain, wrong = self.plain, typos()
        words = [plain[start:end] for start, end in self.tokens]
        return tuple([wrong[word] if word in wrong else _undotted(word) if "." in word else word for word in words])

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words, and what each begins with."""
        words = self.words
        return frozenset(words).union([f"{word[:HEAD]}*" for word in words])

    @cached_property
    def masks(self) -> tuple[int, ...]:
        """For each word the bits of the lists that have it."""
        masks = [mask(word) for word in self.words]
        if "lady" in self.words:
            # "Narrow boat Lady Eleanor": a title, which names look at, and nobody's sex.
            for at, word in enumerate(self.words[:-1]):
                if word == "lady" and self.capital(at) and self.capital(at + 1) and not self.cased.isupper():
                    masks[at] = 0
        return tuple(masks)

    @cached_property
    def mask(self) -> int:
        """The bits of all words together."""
        return reduce(or_, self.masks, 0)

    @cached_property
    def numbered(self) -> tuple[int, ...]:
        """Which words have a digit."""
        return tuple([at for at, word in enumerate(self.words) if not word.isalpha() and any(map(str.isdigit, word))])

    @cached_property
    def line(self) -> str:
        """The words in small letters with one blank before and after each: what phrases are looked for in."""
        return f" {' '.join(self.words)} "

    @cached_property
    def _places(self) -> tuple[int, ...]:
        places, at = [], 1
        for word in self.words:
            places.append(at)
            at += len(word) + 1
        return tuple(places)

    def in_line(self, first: int, last: int) -> tuple[int, int]:
        """Return where in `line` the words stand from the first up to the last."""
        return self._places[first], self._places[last] + len(self.words[last]) + 1

    def capital(self, at: int) -> bool:
        """Tell whether a word begins with a capital."""
        return self.cased[self.tokens[at][0]].isupper()

    def at(self, place: int) -> int:
        """Return which word stands at a place of `line`."""
        return max(bisect_right(self._places, place) - 1, 0)

    def of_line(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text the words are that stand at these places of `line`."""
        return self.of_text(self.tokens[self.at(start)][0], self.tokens[self.at(end - 1)][1])

    def of_text(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text these places of `cased` are."""
        if self.signs is None:
            return start, end
        return self.signs[start], self.signs[end - 1] + 1


def reading(text: str) -> Reading:
    """Read a text: what looks alike is alike, and what nobody sees is not there."""
    if text.isascii() and text.isprintable():
        return Reading(text.replace("`", "'"), None)
    folded = [_fold(sign) for sign in text]
    if all(folded):
        return Reading("".join(folded), None)
    return Reading("".join(folded), tuple(at for at, sign in enumerate(folded) if sign))
