"""How old somebody is, where it stands behind a name or a person: "Corin, 9," or "Cadet, 14, fainted"."""

from collections.abc import Iterator

from loudhailer.privacy._given import given
from loudhailer.privacy._lists import PERSON
from loudhailer.privacy._name_words import PLACES
from loudhailer.privacy._reading import Reading
from loudhailer.privacy._words import words
from loudhailer.privacy.kind import Found, Kind

_PERSONS = words(PERSON) | words("cadet scout brownie apprentice trainee brother sister uncle aunt friend")
_AFTER = words(". , ) of from was is has who and had were are which died left went suffered")
_OF_AGE = 18
_OLDEST = 104


def young(reading: Reading) -> Iterator[Found]:
    """Yield children by their age."""
    return (Found(Kind.CHILDREN, start, end) for age, start, end in _ages(reading) if age < _OF_AGE)


def grown(reading: Reading) -> Iterator[Found]:
    """Yield grown persons by their age."""
    return (Found(Kind.CASUALTIES, start, end) for age, start, end in _ages(reading) if age >= _OF_AGE)


def _ages(reading: Reading) -> Iterator[tuple[int, int, int]]:
    said = reading.words
    if "," not in said:
        return
    for at in range(1, len(said) - 1):
        age = said[at + 1]
        if said[at] != "," or not age.isdecimal() or not 0 < int(age[:4]) <= _OLDEST:
            continue
        if (said[at + 2] if at + 2 < len(said) else ".") in _AFTER and _somebody(reading, at - 1):
            yield int(age), *reading.of_text(reading.tokens[at - 1][0], reading.tokens[at + 1][1])


def _somebody(reading: Reading, at: int) -> bool:
    """Tell whether a word is a person, or ends a name."""
    word = reading.words[at]
    if word in _PERSONS:
        return True
    named = word in given() or (at > 0 and reading.words[at - 1] in given())
    return named and word not in PLACES and reading.cased[reading.tokens[at][0]].isupper()
