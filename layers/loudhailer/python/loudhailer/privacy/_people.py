"""Names of persons: by lists of names, by titles, and by the words that names stand after. No model of language."""

import re
from collections.abc import Iterator

from loudhailer.privacy._given import given, surnames
from loudhailer.privacy._name_words import (
    CUES,
    ENDS,
    EXEMPT,
    ORDINARY,
    PLACE_BEFORE,
    PLACES,
    PREPOSITIONS,
    RANKS,
    SAINTS,
    SOFT_PLACES,
    SPEAKING,
    TITLES,
)
from loudhailer.privacy._reading import Reading
from loudhailer.privacy.kind import Found, Kind

_CAPITAL = re.compile(r"[A-Z][a-z']*(?:[A-Z][a-z']*)*\Z")
_NAME_SHAPE = re.compile(r"(?:[a-z]+'?[a-z]+)\Z")
_LONGEST_RUN = 6


def names(reading: Reading) -> Iterator[Found]:
    """Yield names of persons."""
    words = reading.words
    cased = tuple(reading.cased[start:end] for start, end in reading.tokens)
    shouted = _shouted(cased)
    at = 0
    while at < len(words):
        length = _name_at(words, cased, at, shouted)
        if length:
            start, end = reading.tokens[at][0], reading.tokens[at + length - 1][1]
            yield Found(Kind.NAME, *reading.of_text(start, end))
        at += max(length, 1)


def _shouted(cased: tuple[str, ...]) -> bool:
    """Tell whether a text is all capitals, where these say nothing."""
    letters = [word for word in cased if word.isalpha() and len(word) > 1]
    return bool(letters) and sum(map(str.isupper, letters)) * 10 > 7 * len(letters)


def _name_at(words: tuple[str, ...], cased: tuple[str, ...], at: int, shouted: bool) -> int:  # noqa: FBT001
    """Return how many words from here are a name; 0 where none begins here."""
    word = words[at]
    if word in TITLES or word in RANKS:
        return _titled(words, cased, at, shouted)
    if word in CUES:
        return _cued(words, cased, at)
    if word in given() or (len(word) == 1 and word.isalpha()) or cased[at][:1].isupper():
        return _named(words, cased, at, shouted)
    return 0


def _titled(words: tuple[str, ...], cased: tuple[str, ...], at: int, shouted: bool) -> int:  # noqa: FBT001
    """A title or a rank and what follows it: "Mrs Jones", "Watch Manager Sam Price"."""
    first = at + 1
    word = words[at]
    if word in RANKS:
        if first >= len(words) or words[first] not in RANKS[word]:
            return 0
        first += 1
    elif cased[at][:1].islower() and word in {
        "miss",
        "major",
        "sir",
        "dame",
        "di",
        "ds",
        "dc",
        "fr",
        "insp",
        "cm",
        "wm",
    }:
        return 0
    if word == "dr" and at and cased[at - 1][:1].isupper() and not _stops(words[at - 1]):
        return 0
    if first < len(words) and words[first] == ".":
        first += 1
    end = _run_end(words, cased, first, shouted, titled=True)
    if end == first or _is_place(words, cased, first, end):
        return 0
    if (
        words[first] in PLACES
        or words[first] in ORDINARY
        or words[first] in SOFT_PLACES
        and words[first] not in surnames()
    ):
        return 0
    low = cased[first][:1].islower() or shouted
    if low and words[first] not in surnames() and words[first] not in given():
        return 0 if cased[first][:1].islower() or words[first] in ORDINARY else end - at
    return end - at


def _run_end(words: tuple[str, ...], cased: tuple[str, ...], first: int, shouted: bool, *, titled: bool = False) -> int:  # noqa: FBT001
    """Return where the words end that could belong to one name."""
    at = first
    while at < len(words) and at - first < _LONGEST_RUN:
        word = words[at]
        if not _NAME_SHAPE.match(word) and not (len(word) == 1 and word.isalpha()):
            break
        capital = cased[at][:1].isupper()
        if not capital and not (titled and at == first):
            break
        if shouted and at > first and word in ORDINARY:
            break
        at += 1
    return at


def _is_place(words: tuple[str, ...], cased: tuple[str, ...], first: int, end: int) -> bool:
    """Tell whether what seems a name is a part of a place's: "Charlotte Street", "the James Paget University Hospital"."""
    if first and (words[first - 1] in SAINTS or words[first - 1] in PLACE_BEFORE):
        return True
    if first > 1 and words[first - 1] == "." and words[first - 2] in SAINTS:
        return True
    last = end
    while last < len(words) and last - end < 3 and (cased[last][:1].isupper() or words[last] in PLACES):
        last += 1
    tail = words[first + 1 : last]
    if any(word in PLACES for word in tail):
        return True
    # "David Hall" may be both; after "at" it is a place.
    if len(tail) and words[end - 1] in SOFT_PLACES and end - first > 1:
        return not _speaks(words, cased, first, end)
    return False


def _speaks(words: tuple[str, ...], cased: tuple[str, ...], first: int, end: int) -> bool:
    """Tell whether the words around speak of a person."""
    if first and words[first - 1] in PREPOSITIONS:
        return False
    after = words[end] if end < len(words) else ""
    if after == "," and end + 1 < len(words) and words[end + 1].isdigit() and len(words[end + 1]) == 2:
        return True
    return after in SPEAKING or bool(first and words[first - 1] in CUES)


def _named(words: tuple[str, ...], cased: tuple[str, ...], at: int, shouted: bool) -> int:  # noqa: FBT001
    word = words[at]
    if len(word) == 1:
        return _initialled(words, cased, at, shouted)
    capital = cased[at][:1].isupper()
    if at + 1 >= len(words):
        return 0
    if words[at + 1] == "," and capital:
        return _reversed(words, cased, at)
    if word not in given():
        return _aged(words, cased, at)
    sure = given()[word] and not (shouted and word in ORDINARY)
    second = words[at + 1]
    if not capital:
        plain = (
            surnames().get(second, False)
            and sure
            and second not in PLACES
            and second not in ORDINARY
            and cased[at + 1][:1].islower()
        )
        if plain and not (at + 2 < len(words) and words[at + 2] in PLACES) and not (at and words[at - 1] in SAINTS):
            return 2
        return 0
    end = _run_end(words, cased, at, shouted)
    if end - at < 2 or _is_place(words, cased, at, end):
        return 0
    if " ".join(words[at : at + 2]) in EXEMPT:
        return 0
    if second in PLACES or second in ENDS:
        return 0
    if second in ORDINARY and second not in surnames():
        return 0
    known = second in surnames() or (end - at > 2 and words[end - 1] in surnames())
    if shouted:
        if not sure and not (surnames().get(second, False)):
            return 0
        return end - at if known or second not in ORDINARY else 0
    if not sure:
        return (
            end - at
            if (surnames().get(second, False) and not (at and words[at - 1] in PREPOSITIONS))
            or _speaks(words, cased, at, end)
            else 0
        )
    return end - at


def _initialled(words: tuple[str, ...], cased: tuple[str, ...], at: int, shouted: bool) -> int:  # noqa: FBT001
    """Initials and a surname: "J. Smith", "R K Patel"."""
    if not cased[at].isupper() or (
        at and (words[at - 1] in ENDS or words[at - 1].isdigit() or len(words[at - 1]) == 1)
    ):
        return 0
    last, dotted, letters = at, False, 0
    while (
        last < len(words) and letters < 4 and (len(words[last]) == 1 and (cased[last].isupper() or words[last] == "."))
    ):
        dotted = dotted or words[last] == "."
        letters += words[last] != "."
        last += 1
    if last >= len(words) or not cased[last][:1].isupper() or words[last] not in surnames():
        return 0
    if words[last] in PLACES or not surnames()[words[last]] and not dotted:
        return 0
    if not dotted and letters == 1 and words[at] in {"a", "i", "m", "b"}:
        return 0
    if last + 1 < len(words) and (words[last + 1] in PLACES or words[last + 1] in SOFT_PLACES):
        return 0
    if shouted and not dotted and letters == 1:
        return 0
    return last + 1 - at


def _reversed(words: tuple[str, ...], cased: tuple[str, ...], at: int) -> int:
    """The surname first: "SMITH, John"."""
    if at + 2 >= len(words) or not surnames().get(words[at], False) or not given().get(words[at + 2], False):
        return 0
    if not cased[at + 2][:1].isupper() or words[at] in PLACES or (at and words[at - 1] in PREPOSITIONS):
        return 0
    after = words[at + 3] if at + 3 < len(words) else ""
    if after in PLACES or after in surnames() and cased[at + 3][:1].isupper():
        return 0
    return 3


def _aged(words: tuple[str, ...], cased: tuple[str, ...], at: int) -> int:
    """Two names that no list has, and an age: "Xanthe Quill, 34,"."""
    end = at
    while end < len(words) and end - at < 4 and _NAME_SHAPE.match(words[end]) and cased[end][:1].isupper():
        end += 1
    if end - at < 2 or end + 1 >= len(words) or words[end] != ",":
        return 0
    if any(word in PLACES or word in ORDINARY for word in words[at:end]):
        return 0
    age = words[end + 1 : end + 3]
    old = (
        age[0].isdigit() and 1 <= len(age[0]) <= 2 and (len(age) == 1 or age[1] in {",", ".", "of", "from", "was", ")"})
    )
    return end - at if old or age[0] == "aged" else 0


def _cued(words: tuple[str, ...], cased: tuple[str, ...], at: int) -> int:
    """Words that a name stands after: "named as", "contact", "spoke to"."""
    first = at + 1
    while first < len(words) and first - at < 5 and words[first] in CUES[words[at]]:
        first += 1
    if first >= len(words) or not _NAME_SHAPE.match(words[first]):
        return 0
    need = CUES[words[at]]
    word = words[first]
    if "!" in need and first == at + 1:
        return 0
    if word in PLACES or word in ORDINARY or word in TITLES or word in RANKS or word in EXEMPT:
        return 0
    strong = "=" in need
    end = first
    while (
        end < len(words)
        and end - first < 4
        and _NAME_SHAPE.match(words[end])
        and cased[end][:1].isupper()
        and words[end] not in PLACES
    ):
        end += 1
    if end > first and end < len(words) and words[end] in PLACES:
        return 0
    if given().get(word, False):
        return max(end, first + 1) - at
    if strong and end - first >= 2 and not any(words[i] in ORDINARY for i in range(first, end)):
        return end - at
    return 0


def _stops(word: str) -> bool:
    return word in {".", ",", ";", ":", "!", "?", "(", ")"}
