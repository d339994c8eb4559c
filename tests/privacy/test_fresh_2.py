"""The second texts written by hand: many, even, of every kind, met nowhere else, with nobody's number or address."""

import re
from collections import Counter

from tests.privacy.blind import BLIND
from tests.privacy.corpus import KINDS, held_out, known
from tests.privacy.fresh import FRESH
from tests.privacy.fresh_2 import FRESH_2
from tests.privacy.fresh_2_goes import GOES
from tests.privacy.fresh_2_waits import WAITS
from tests.privacy.natural import NATURAL
from tests.privacy.test_corpus import numbers_in
from tests.privacy.test_fresh import DRAMA, PUBLISHED, plain

_DOMAIN = re.compile(r"@\S+?\.(\w+)(?!\S*\.\w)")
# Two words in a row that begin with capitals, as people and places do; those that any text may share are no name.
_NAMED = re.compile(r"(?=\b([A-Z][a-z][\w'-]* [A-Z][a-z][\w'-]*))")
_ANYONES = {"Chief Fire", "Fire Officer", "High Street", "Trading Estate"}


def test_they_are_many_even_and_of_every_kind() -> None:
    assert len(FRESH_2) >= 600
    assert 0.45 <= len(WAITS) / len(FRESH_2) <= 0.55
    met = Counter(kind for text in FRESH_2 for kind in text.kinds)
    assert set(met) == KINDS
    assert min(met.values()) >= 15, met


def test_each_table_holds_one_half() -> None:
    assert [text.words for text in WAITS if not text.kinds] == []
    assert [text.words for text in GOES if text.kinds] == []


def test_none_appears_twice_nor_in_another_corpus() -> None:
    met = Counter(plain(text.words) for text in (*FRESH_2, *FRESH, *BLIND, *known(), *held_out(), *NATURAL))
    assert {words for words in (plain(text.words) for text in FRESH_2) if met[words] > 1} == set()


def test_the_blind_texts_share_no_person_or_place_with_them() -> None:
    mine, blind = ({name for text in half for name in _NAMED.findall(text.words)} for half in (FRESH_2, BLIND))
    assert len(mine) > 200
    assert mine & blind <= _ANYONES


def test_every_number_and_address_is_nobodys() -> None:
    numbers = {number for text in FRESH_2 for number in numbers_in(text.words)}
    assert len(numbers) > 15
    assert {number for number in numbers if not DRAMA.fullmatch(number)} - PUBLISHED == set()
    assert {domain for text in FRESH_2 for domain in _DOMAIN.findall(text.words)} == {"example"}
