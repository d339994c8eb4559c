"""Names of streets and places, as registers write them and as people say them."""

import re

from loudhailer.feeds._plain import one_line
from loudhailer.privacy import address_in

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SMALL = frozenset(
    {"and", "at", "by", "cum", "for", "in", "le", "near", "next", "of", "on", "the", "to", "under", "upon", "with"}
)
_DWELLING = re.compile(r"\b(?:flat|apartment)\s{1,9}\d{1,6}[a-z]?\b,?\s{0,9}", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d{1,6}[a-z]?(?:\s?-\s?\d{1,6}[a-z]?)?(?:,\s{0,9}|\s{1,9})(?=[^\W\d_])", re.IGNORECASE)
_ROAD = re.compile(r"(?:[Oo]n )?(?:[Tt]he )?(?P<road>(?!J)[A-Z]{1,3}[ -]?\d{1,5}(?:\(M\)|M)?)(?![\w/-])\s*")
"""A road's number in any country; J12 is a junction."""
_PADDED = re.compile(r"([A-Z]+)0+(?=[1-9])")
_LONGEST = 160
TRIED = re.compile(r"\b(?:(?<!\briver )(?<!\bupper )(?<!\blower )test(?! valley\b)|exercise|drill)\b", re.IGNORECASE)
"""What a test or an exercise is called; the river in Hampshire is a river."""


def cased(text: object) -> str:
    """Return a name on one line; one that is all capitals as people write it: "STOKEBY ON ALDER" is "Stokeby on Alder".

    Letters beside a digit stay as they are: they are a road's number or a postal district.
    """
    words = one_line(text)[:_LONGEST]
    return _WORD.sub(lambda found: _cased(found, words), words) if words.isupper() else words


def _cased(found: re.Match[str], words: str) -> str:
    word, start, end = found[0], found.start(), found.end()
    if (
        words[start - 1 : start].isdigit()
        or words[end : end + 1].isdigit()
        or words[start - 1 : end + 1] == f"({word})"
    ):
        return word
    small = word.casefold()
    return small if start and small in _SMALL else word[0] + small[1:]


def coarse(name: str) -> str:
    """Return a name without the number of a dwelling; empty where an address is left: the street is enough."""
    if not address_in(name):
        return name
    street = _NUMBER.sub("", _DWELLING.sub("", name)).strip(" ,")
    return "" if address_in(street) else street


def road_and_rest(words: str) -> tuple[str, str]:
    """Return the road that a text begins with and what is left; no road where it begins with none."""
    found = _ROAD.match(words)
    return (unpadded(found["road"].upper()), words[found.end() :]) if found else ("", words)


def road_first(prose: str) -> str:
    """Return the road that prose begins with, empty where it begins with none: "A 3 vehicle collision" is on no A3."""
    road = road_and_rest(prose)[0]
    return "" if " " in road else road


def unpadded(road: str) -> str:
    """Return a road's number without the zeros in front of it: "E004" is the E4."""
    return _PADDED.sub(r"\1", road)
