"""A text as names are looked for in it: its words in small letters, as they stand, and what stands between them."""

import re
from dataclasses import dataclass

from loudhailer.privacy._given import surnames
from loudhailer.privacy._name_words import (
    BEFORE_PLACES,
    CAPITAL_PLACES,
    CUES,
    FIRMS,
    ORDINARY,
    OWNED,
    PARTICLES,
    PLACES,
    PREPOSITIONS,
    SAINTS,
    SOFT_PLACES,
    SPEAKING,
)
from loudhailer.privacy._reading import Reading

LETTERS = re.compile(r"[a-z]+(?:'[a-z]+)?\Z")
LONGEST = 5
"""How many words a name has at most."""
LOOKS_BACK = 3
_LOUD = 0.7
_SHORT = 6
_STATES = frozenset(
    [
        "closed",
        "shut",
        "open",
        "opened",
        "reopened",
        "blocked",
        "flooded",
        "busy",
        "clear",
        "passable",
        "impassable",
        "full",
    ]
)
"""How a place is: "Graham Drove is shut"."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text's words in small letters and as they stand, and what stands before each.

    `shouted` is a text in capitals, `quiet` one without any: these say nothing there. `known` has words of ours.
    """

    words: tuple[str, ...]
    cased: tuple[str, ...]
    close: tuple[str, ...]
    shouted: bool
    quiet: bool
    known: bool

    def word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def capital(self, at: int) -> bool:
        return 0 <= at < len(self.cased) and self.cased[at][0].isupper()

    def run(self, first: int) -> int:
        """Return where the words end that could belong to one name: capitals, without a mark between them."""
        at = first
        while at < len(self.words) and at - first < LONGEST and self._goes_on(first, at):
            at += 1
        return at

    def _goes_on(self, first: int, at: int) -> bool:
        if not LETTERS.match(self.words[at]):
            return False
        if not self.capital(at):
            return at > first and self.words[at] in PARTICLES and self.capital(at + 1) and self.close[at] == " "
        if at == first:
            return True
        return self.close[at] in {" ", "-"} and not (self.shouted and self.words[at] in ORDINARY)

    def parts(self, first: int, end: int) -> int:
        """Count the words of a run as blanks part them: "Jean-Pierre" is one."""
        return sum(self.close[at] != "-" for at in range(first + 1, end)) + 1

    def is_place(self, first: int, end: int) -> bool:
        """Tell whether what seems a name is a part of a place's: "Charlotte Street", "the James Paget Hospital"."""
        back = self.words[max(0, first - LOOKS_BACK) : first]
        if any(word in BEFORE_PLACES for word in back) or any(word in SAINTS for word in back[-2:]):
            return True
        if self.words[end - 1].endswith("'s") and self.word(end) in OWNED:
            return any(word in PLACES for word in self.words[first + 1 : end])
        last = end
        while last < len(self.words) and last - end < LOOKS_BACK and self.close[last] in {" ", "-"}:
            if self.shouted and self.words[last] in ORDINARY and self.words[last] not in PLACES:
                break
            if not self.capital(last) and self.words[last] not in PLACES:
                break
            last += 1
        tail = self.words[first + 1 : last]
        if any(word in PLACES for word in tail):
            return True
        inner = first > 0 and self.capital(first - 1) and self.close[first] == " " and first > 1
        if not self.shouted and any(
            word in CAPITAL_PLACES and self.capital(at) and (at > first + 1 or inner or not surnames().get(word, False))
            for at, word in enumerate(tail, first + 1)
        ):
            return not self.speaks(first, end)
        # "David Hall" may be both; after "at" it is a place.
        return any(word in SOFT_PLACES for word in tail) and not self.speaks(first, end)

    def is_firm(self, end: int) -> bool:
        """Tell whether a run ends as firms and pubs are called: "Molly Malone's"; "John Smith's car" is a person's."""
        owner = self.words[end - 1].endswith("'s") or (end < len(self.close) and self.close[end][:1] == "'")
        what = self.word(end)
        if what in {"and", "&"} and self.word(end + 1) in FIRMS:
            return True
        if what == "car" and self.word(end + 1) == "park":
            return owner
        return owner and what not in OWNED and (not what.isalpha() or self.capital(end) or what in ORDINARY | PLACES)

    def speaks(self, first: int, end: int) -> bool:
        """Tell whether the words around a run speak of a person."""
        if self.word(first - 1) in PREPOSITIONS:
            return False
        if self.word(end) in {",", "("} and self.word(end + 1).isdigit() and len(self.word(end + 1)) == len("45"):
            return True
        if self.word(first - 1) in {"old", "yo"}:
            return True
        if self.word(end + 1) in _STATES:
            return False
        return self.word(end) in SPEAKING or self.word(first - 1) in CUES or self.word(first - 1) == ":"


def said_in(reading: Reading) -> Said:
    """Return a reading as names are looked for in it."""
    tokens, text = reading.tokens, reading.cased
    cased = tuple(text[start:end] for start, end in tokens)
    close = tuple(
        text[before:start]
        for before, start in zip((0, *(end for _, end in tokens)), (start for start, _ in tokens), strict=False)
    )
    letters = [word for word in cased if len(word) > 1 and word.isalpha()]
    loud = sum(map(str.isupper, letters))
    return Said(
        reading.words,
        cased,
        close,
        bool(letters) and loud > _LOUD * len(letters),
        not any(word[0].isupper() for word in letters),
        len(reading.words) <= _SHORT or not ORDINARY.isdisjoint(reading.words),
    )
