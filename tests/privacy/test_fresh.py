"""The texts written by hand: many, even, of every kind, met nowhere else, and with nobody's number or address."""

import re
from collections import Counter

import pytest

from tests.privacy.blind import BLIND
from tests.privacy.corpus import KINDS, Text, held_out, known
from tests.privacy.fresh import FRESH
from tests.privacy.natural import NATURAL
from tests.privacy.test_corpus import numbers_in
from tests.privacy.written import texts

WRITTEN = (*FRESH, *BLIND)
# Ofcom keeps these for drama; the last are lines that public bodies publish (floods, gas, Crimestoppers).
DRAMA = re.compile(
    r"01632960\d{3}|02079460\d{3}|0(?:11[345678]|121|131|141|151|161)4960\d{3}|07700900\d{3}|03069990\d{3}"
    r"|08081570\d{3}"
)
PUBLISHED = {"03459881188", "0800111999", "0800555111"}
# Two words in a row that begin with capitals, as people and places do.
_NAMED = re.compile(r"(?=\b([A-Z][a-z][\w'-]* [A-Z][a-z][\w'-]*))")
_DOMAIN = re.compile(r"@\S+?\.(\w+)(?!\S*\.\w)")


def plain(words: str) -> str:
    """Return a text as it is compared: letters and digits alone."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


@pytest.mark.parametrize(("written", "enough", "of_each"), [(FRESH, 600, 5), (BLIND, 300, 4)], ids=["fresh", "blind"])
def test_they_are_many_even_and_of_every_kind(written: tuple[Text, ...], enough: int, of_each: int) -> None:
    assert len(written) >= enough
    assert 0.45 <= sum(bool(text.kinds) for text in written) / len(written) <= 0.55
    met = Counter(kind for text in written for kind in text.kinds)
    assert set(met) == KINDS
    assert min(met.values()) >= of_each, met


def test_none_appears_twice_nor_in_another_corpus() -> None:
    met = Counter(plain(text.words) for text in (*WRITTEN, *known(), *held_out(), *NATURAL))
    assert {words for words in (plain(text.words) for text in WRITTEN) if met[words] > 1} == set()


def test_the_blind_texts_have_people_and_places_of_their_own() -> None:
    named = [{name for text in half for name in _NAMED.findall(text.words)} for half in (FRESH, BLIND)]
    assert min(map(len, named)) > 100
    assert named[0] & named[1] <= {"The Green"}


def test_every_number_and_address_is_nobodys() -> None:
    numbers = {number for text in WRITTEN for number in numbers_in(text.words)}
    assert len(numbers) > 25
    assert {number for number in numbers if not DRAMA.fullmatch(number)} - PUBLISHED == set()
    assert {domain for text in WRITTEN for domain in _DOMAIN.findall(text.words)} == {"example"}


def test_a_table_is_read_with_its_labels() -> None:
    read = texts("# somebody\nname phone | Ring Ann\n    on 01632 960001\n- | A | B\n")
    assert [(text.words, text.kinds) for text in read] == [
        ("Ring Ann on 01632 960001", frozenset({"name", "phone"})),
        ("A | B", frozenset()),
    ]
    with pytest.raises(ValueError, match="no label"):
        texts("The road is open")
