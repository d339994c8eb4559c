"""Names of persons: by lists of names, by titles, and by the words that names stand after. No model of language."""

from collections.abc import Iterator
from functools import cache

from loudhailer.privacy._given import given, surnames
from loudhailer.privacy._name_words import (
    ANNOUNCING,
    BEFORE_PLACES,
    CUES,
    ENDEARING,
    EXEMPT,
    FATES,
    LABELS,
    NOBLE,
    NOBODYS,
    ORDINARY,
    OWNED,
    PARTICLES,
    PLACES,
    POLICE,
    PREPOSITIONS,
    RANKS,
    SAINTS,
    SAYING,
    SENT,
    SOFT_PLACES,
    SPELLING,
    TELLING,
    TITLES,
    UNSURE_TITLES,
)
from loudhailer.privacy._reading import Reading
from loudhailer.privacy._said import LETTERS, LONGEST, LOOKS_BACK, Said, said_in
from loudhailer.privacy.kind import Found, Kind

_INITIALS = 4
_MOST = 3
_SCOTS = ("mc", "mac", "o'")
Span = tuple[int, int]


def names(reading: Reading) -> Iterator[Found]:
    """Yield names of persons."""
    places = _places(reading)
    if not places:
        return
    said, past = said_in(reading), 0
    for at in places:
        span = _name_at(said, at) if at >= past else None
        if span is not None:
            past = span[1]
            start, end = reading.tokens[span[0]][0], reading.tokens[span[1] - 1][1]
            yield Found(Kind.NAME, *reading.of_text(start, end))


def _places(reading: Reading) -> list[int]:
    """Return where a name may begin or be announced: most words are passed over by one look."""
    words, hot, found = reading.words, _hot(), set()
    for at, word in enumerate(words):
        if word in hot or (word[-1] == "s" and at and words[at - 1] == "the"):
            found.add(at)
            if at > 1 and words[at - 1] == ",":
                found.add(at - 2)
        elif word in _around():
            found.update(range(max(0, at - _MOST - 1), at))
        elif word == "," and at + 1 < len(words) and (words[at + 1].isdigit() or words[at + 1] == "aged"):
            found.update(range(max(0, at - LOOKS_BACK - 1), at))
        elif len(word) == 1 and reading.cased[reading.tokens[at][0]].isupper():
            found.add(at)
    return sorted(found)


@cache
def _around() -> frozenset[str]:
    """Return what stands behind a name that no list has."""
    return SAYING | FATES | OWNED | {"("}


@cache
def _hot() -> frozenset[str]:
    return TITLES | RANKS.keys() | CUES.keys() | given().keys() | {"family"}


def _name_at(said: Said, at: int) -> Span | None:
    """Return where the name stands that begins here or after a word that announces it."""
    word = said.words[at]
    if word in TITLES or word in RANKS:
        return _titled(said, at)
    if word in CUES and word != "family":
        return _cued(said, at) or (_listed(said, at) if said.capital(at) and not said.shouted else None)
    if word == "family":
        return _family(said, at) or _cued(said, at)
    if len(word) == 1:
        return _initialled(said, at)
    if said.capital(at):
        return (
            _reversed(said, at)
            or _household(said, at)
            or _listed(said, at)
            or _aged(said, at)
            or _alone(said, at)
            or _unlisted(said, at)
        )
    return _quiet(said, at) if word in given() else None


def _titled(said: Said, at: int) -> Span | None:
    """A title or a rank and what follows it: "Mrs Jones", "Watch Manager Sam Price", "mr patel"."""
    word, first = said.words[at], _after_title(said, at)
    if not first:
        return None
    name = said.word(first)
    # "perdita di carico": Italian, in a text that has capitals.
    if (said.cased[at] == "di" and not said.quiet) or (len(word) == len("cm") and said.word(at - 1).isdigit()):
        return None
    if (
        not LETTERS.match(name)
        or (name in ORDINARY and (len(name) > 1 or said.run(first) < first + 2))
        or said.word(at - 1) in SAINTS
        or f"{word} {name}" in EXEMPT
    ):
        return None
    listed = name in surnames() or name in given()
    if not said.capital(first) or said.shouted:
        sure = word not in UNSURE_TITLES and word not in RANKS and name not in PLACES and len(name) > 1
        end = first + 1
        return (at, end) if (listed and name not in PLACES) or (sure and not _street_before(said, at)) else None
    if len(word) == len("DI") and word in UNSURE_TITLES and word not in {"dr", "fr"} and not said.cased[at].isupper():
        return None
    end = said.run(first)
    if name in PLACES or said.is_place(first, end) or said.is_firm(end) or (not listed and _street_before(said, at)):
        return None
    if word in NOBLE and end - first == 1:
        return None
    # An unlisted word in capitals is an acronym: "WM RCC".
    return (at, end) if listed or not said.cased[first].isupper() or len(name) == 1 else None


def _after_title(said: Said, at: int) -> int:
    """Return where the name begins behind a title or a rank, 0 where none can: "Rev C" is a drawing's."""
    word, first = said.words[at], at + 1
    if word in POLICE and said.word(first).isdigit():
        first += 1
    if word in RANKS and (word not in TITLES or said.word(first) in RANKS[word]):
        if said.word(first) not in RANKS[word]:
            return 0
        first += 1
    if said.word(first) == ".":
        first += 1
    if said.word(first) in PARTICLES and said.capital(first + 1):
        first += 1
    return 0 if word == "rev" and len(said.word(first)) == 1 else first


def _street_before(said: Said, at: int) -> bool:
    """Tell whether "Dr" ends a street's name, as in "Lake Shore Dr East"."""
    return said.words[at] in {"dr", "ms", "st"} and bool(LETTERS.match(said.word(at - 1))) and said.capital(at - 1)


def _cued(said: Said, at: int) -> Span | None:
    """A name after the words that announce one: "named as", "spoke to", "Caller:"."""
    filler = CUES[said.words[at]]
    first = at + 1
    while first - at <= LONGEST and said.word(first) in filler:
        first += 1
    if first == at + 1 and "!" in filler:
        return None
    name = said.word(first)
    if name in TITLES or name in RANKS or not LETTERS.match(name) or name in PLACES or name in ORDINARY:
        return None
    if f"{said.words[at]} {name}" in EXEMPT or (said.words[at] in ENDEARING and not given().get(name, False)):
        return None
    if said.capital(first) and said.word(first + 1) == "," and said.word(first + 2) in given():
        return first, first + 3
    end = said.run(first)
    if end > first:
        if said.is_place(first, end) or said.word(first) in SAINTS:
            return None
        unlike = any(word in ORDINARY or word in PLACES for word in said.words[first:end])
        if (said.parts(first, end) > 1 and not unlike and (not said.shouted or end - first > 1)) or name in given():
            return first, end
    if given().get(name, False):
        more = said.word(first + 1) in surnames() and said.word(first + 1) not in ORDINARY
        return first, first + 1 + more
    return None


def _family(said: Said, at: int) -> Span | None:
    """The name of a family: "the Ferrari family"."""
    first = at - 1
    while first > 0 and said.close[first] == "-":
        first -= 1
    name = said.word(first)
    if said.word(first - 1) != "the" or not LETTERS.match(name) or name in ORDINARY or name in {"royal", "holy"}:
        return None
    sure = surnames().get(name, False) or name.startswith(_SCOTS)
    return (first, at) if sure or (said.capital(first) and not said.shouted) else None


def _household(said: Said, at: int) -> Span | None:
    """Those of one name: "the Hendersons"."""
    name = said.words[at]
    if (
        said.word(at - 1) != "the"
        or name[-1:] != "s"
        or not surnames().get(name[:-1], False)
        or said.shouted
        or said.cased[at].isupper()
    ):
        return None
    if name in ORDINARY | PLACES or said.capital(at + 1) or said.word(at + 1) in PLACES:
        return None
    return at, at + 1


def _initialled(said: Said, at: int) -> Span | None:
    """Initials and a surname: "J. Smith", "R K Patel"."""
    if not said.cased[at].isupper() or not said.words[at].isalpha():
        return None
    before = said.word(at - 1)
    if (
        before in LABELS
        or before.isdigit()
        or (before == "." and not said.close[at])
        or (len(before) == 1 and before.isalnum())
    ):
        return None
    last, dots, letters = at, 0, 0
    while letters <= _INITIALS and (
        said.word(last) == "." or (len(said.word(last)) == 1 and said.cased[last].isupper())
    ):
        dots += said.words[last] == "."
        letters += said.words[last] != "."
        last += 1
    name, end = said.word(last), said.run(last)
    if end == last or len(name) == 1 or name in PLACES or name in ORDINARY or said.is_place(last, end):
        return None
    sure = dots or letters > 1
    if " ".join(said.words[at : at + 2]) in EXEMPT or said.is_firm(end):
        return None
    if "".join(said.words[at:last]) in {"u.s.", "us", "uk", "u.k.", "eu"} or before == "/":
        return None
    if sure and not said.shouted:
        return (at, end) if surnames().get(name, True) or dots else None
    plain = surnames().get(name, False) and (sure or at == 0 or said.words[at] not in {"a", "i", "m", "b", "o", "y"})
    return (at, end) if plain else None


def _reversed(said: Said, at: int) -> Span | None:
    """The surname first: "SMITH, John"."""
    if said.word(at + 1) != "," or not given().get(said.word(at + 2), False) or not said.capital(at + 2):
        return None
    if said.words[at] in PLACES or said.word(at - 1) in PREPOSITIONS:
        return None
    after = said.word(at + 3)
    if after in PLACES or (said.run(at + 2) > at + 3 and after not in given()):
        return None
    loud = said.cased[at].isupper() and not said.shouted and len(said.cased[at]) > 2  # noqa: PLR2004  # "UK, ..."
    loud = loud or (said.word(at - 1) == ":" and said.word(at - 2) in CUES)
    return (at, at + 3) if loud or surnames().get(said.words[at], False) else None


def _listed(said: Said, at: int) -> Span | None:
    """A given name that the list has, and what follows it."""
    word = said.words[at]
    if word not in given() or word in SAINTS or word in BEFORE_PLACES:
        return None
    end = said.run(at)
    if said.parts(at, end) < 2 or said.is_place(at, end) or said.is_firm(end):  # noqa: PLR2004  # two names
        return None
    # "the Mary Seddon Fountain", "the Tom Price Pavilion".
    if said.word(at - 1) == "the" and said.parts(at, end) > 2 and not said.shouted:  # noqa: PLR2004  # two names and a thing
        return None
    # A municipality in a list: "Pedro Osorio - RS (4314209)".
    if said.word(end + 1) == "(" and said.word(end + 2).isdigit() and said.close[end].strip() == "-":
        return None
    if (
        " ".join(said.words[at : at + 2]) in EXEMPT
        or SPELLING.issuperset(said.words[at:end])
        or not _surname_like(said, at)
    ):
        return None
    # An acronym is no name: "NENA Telecom".
    if said.cased[at].isupper() and not said.shouted and not said.cased[at + 1].isupper():
        return None
    sure = given()[word] and word not in ORDINARY
    family = any(said.words[each] in surnames() for each in range(at + 1, end))
    if sure:
        return (at, end) if family or said.known or said.speaks(at, end) else None
    plain = any(surnames().get(said.words[each], False) for each in range(at + 1, end))
    return (at, end) if (plain and said.word(at - 1) not in PREPOSITIONS) or said.speaks(at, end) else None


def _alone(said: Said, at: int) -> Span | None:
    """A given name alone, of somebody who does something: "Dave says", "Katie (14)", "call from Bogdan"."""
    if said.shouted or not given().get(said.words[at], False) or said.words[at] in SAINTS | ORDINARY | PLACES:
        return None
    before, after = said.word(at - 1), said.word(at + 1)
    if said.capital(at + 1) and said.close[at + 1] == " ":
        return None
    aged = (
        after in {"(", ","}
        and said.word(at + 2).isdigit()
        and len(said.word(at + 2)) < len("100")
        and said.word(at + 3) in {")", ",", ".", ""}
    )
    called = before in ANNOUNCING and said.word(at - 2) in SENT
    return (at, at + 1) if after in TELLING or aged or called else None


def _unlisted(said: Said, at: int) -> Span | None:
    """Two or three names that no list has, of somebody who says something: "Xanthe Quill, who lives nearby,"."""
    end = said.run(at)
    if said.shouted or not 1 < end - at <= _MOST or said.word(at - 1) in BEFORE_PLACES:
        return None
    words = said.words[at:end]
    owner = words[-1].endswith("'s") and said.word(end) in OWNED and not said.capital(end)
    plain = (*words[:-1], words[-1].removesuffix("'s"))
    if any(len(word) <= 1 or word in ORDINARY or word in NOBODYS for word in plain) or said.is_place(at, end):
        return None
    after = said.word(end + 1) if said.word(end) == "," else said.word(end)
    aged = (
        after == "("
        and said.word(end + 1).isdigit()
        and said.word(end + 2) == ")"
        and len(said.word(end + 1)) == len("45")
    )
    told = (after in {"has", "was"} and said.word(end + 1) in FATES) or said.word(end + 2) in FATES
    return (at, end) if owner or aged or told or after in SAYING or said.word(at - 1) in {"old", "late"} else None


def _surname_like(said: Said, at: int) -> bool:
    second = said.words[at + 1]
    return second not in PLACES and second not in LABELS and (second not in ORDINARY or second in surnames())


def _aged(said: Said, at: int) -> Span | None:
    """Two names that no list has, and an age: "Xanthe Quill, 34,"."""
    end = said.run(at)
    if end == len(said.words) or said.words[end] != "," or said.parts(at, end) < 2:  # noqa: PLR2004  # two names
        return None
    if any(word in PLACES or word in ORDINARY or word in SAINTS for word in said.words[at:end]) or said.is_place(
        at, end
    ):
        return None
    age, after = said.word(end + 1), said.word(end + 2)
    old = age.isdigit() and len(age) <= 2 and after in {"", ",", ".", "of", "from", "was", "is", "has", ")"}  # noqa: PLR2004
    return (at, end) if old or age == "aged" else None


def _quiet(said: Said, at: int) -> Span | None:
    """Two listed names in small letters, in a text that has no capitals or where a person is spoken of."""
    second, after = said.word(at + 1), said.word(at + 2)
    if not given()[said.words[at]] or not surnames().get(second, False) or said.close[at + 1] not in {" ", "-"}:
        return None
    if {said.words[at], second} & ORDINARY or second in PLACES or after in PLACES or after in SOFT_PLACES:
        return None
    if any(word in SAINTS or word in BEFORE_PLACES for word in said.words[max(0, at - 2) : at]):
        return None
    if f"{said.words[at]} {second}" in EXEMPT:
        return None
    return (at, at + 2) if said.quiet or said.speaks(at, at + 2) else None
