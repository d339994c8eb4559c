"""The corpus itself: large and even enough, held out in earnest, and with nobody's number in it."""

import re
from collections import Counter

from tests.privacy import may_go, must_wait, must_wait_events
from tests.privacy.corpus import KINDS, Text, held_out, known
from tests.privacy.natural import NATURAL
from tests.privacy.values import HOUSES, PHONES, PLATES, POOLS, POSTCODES, PUBLISHED, RESERVED

ALL = (*known(), *held_out())
WRITTEN = (*ALL, *NATURAL)
_DIGITS = re.compile(r"(?:\+|\(\+?)?\d(?:[\d\s().-]*\d)?")


def must(texts: tuple[Text, ...]) -> list[Text]:
    return [text for text in texts if text.kinds]


def numbers_in(words: str) -> list[str]:
    """Return what in a text is long enough for a telephone, as it is dialled at home."""
    found = []
    for match in _DIGITS.finditer(words):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        number = re.sub(r"^(?:0044|44)", "0", digits)
        if len(number) >= 10 and number.startswith("0"):
            found.append(number)
    return found


def is_nobodys(number: str) -> bool:
    published = {re.sub(r"\D", "", each) for each in PUBLISHED}
    kept = any(number.startswith(start) and len(number) == len(start) + free for start, free in RESERVED)
    return kept or number in published


def test_the_corpus_is_large_and_half_of_it_must_wait() -> None:
    assert len(ALL) >= 400
    for texts in (known(), held_out()):
        assert 0.45 <= len(must(texts)) / len(texts) <= 0.55


def test_a_third_is_held_out() -> None:
    assert 0.30 <= len(held_out()) / len(ALL) <= 0.37


def test_it_is_the_same_every_time() -> None:
    before = (known(), held_out())
    known.cache_clear()
    held_out.cache_clear()
    assert (known(), held_out()) == before


def test_no_text_appears_twice() -> None:
    twice = {words: times for words, times in Counter(text.words.casefold() for text in WRITTEN).items() if times > 1}
    assert twice == {}


def test_held_out_texts_share_no_template_and_no_value_with_known_ones() -> None:
    assert {text.template for text in known()}.isdisjoint(text.template for text in held_out())
    for tuned, measured in (*POOLS.values(), PHONES, PLATES, POSTCODES):
        assert {value.casefold() for value in tuned}.isdisjoint(value.casefold() for value in measured)
    # 14 Mill Lane is how most addresses are written; the streets and the numbers differ.
    assert set(HOUSES[0]) & set(HOUSES[1]) == {"{n} {s}", "{n} {g}"}


def test_every_kind_is_met_often_enough() -> None:
    for texts, enough in ((known(), 12), (held_out(), 5)):
        met = Counter(kind for text in texts for kind in text.kinds)
        assert set(met) == KINDS
        assert {kind: times for kind, times in met.items() if times < enough} == {}


def test_the_natural_texts_are_many_even_and_of_every_kind() -> None:
    assert len(NATURAL) >= 150
    assert 0.45 <= len(must(NATURAL)) / len(NATURAL) <= 0.55
    assert {kind for text in NATURAL for kind in text.kinds} == KINDS


def said_of(names: str, side: int, texts: tuple[Text, ...]) -> set[str]:
    """Return which of one half's values stand in texts, wherever they came from."""
    words = "\n".join(text.words for text in texts).casefold()
    values = {value.casefold() for name in names.split() for value in POOLS[name][side]}
    return {value for value in values if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", words)}


def test_no_half_says_the_others_people_and_places_nor_do_the_natural_texts() -> None:
    names = "given surname street green eponym place company pub mailbox"
    assert said_of(names, 0, held_out()) == set()
    assert said_of(names, 1, known()) == set()
    assert (
        said_of("given surname street place", 0, NATURAL) | said_of("given surname street place", 1, NATURAL) == set()
    )
    assert said_of("surname", 0, known()) == {surname.casefold() for surname in POOLS["surname"][0]}


def test_every_slot_is_filled_and_every_template_used() -> None:
    assert [text.words for text in ALL if "{" in text.words or text.words.startswith("=")] == []
    written = [words for _, words in (*must_wait.KNOWN, *must_wait.HELD_OUT)]
    written += [words for _, words in (*must_wait_events.KNOWN, *must_wait_events.HELD_OUT)]
    written += [*may_go.KNOWN, *may_go.HELD_OUT]
    assert {text.template for text in ALL} == set(written)
    assert len(set(written)) == len(written)


def test_no_telephone_number_is_anybodys() -> None:
    told = [(number, text) for text in WRITTEN for number in numbers_in(text.words)]
    assert len(told) > 40
    assert [(number, text.words) for number, text in told if not is_nobodys(number)] == []


def test_every_text_with_a_personal_telephone_number_is_seen_to_have_one() -> None:
    assert [text.words for text in WRITTEN if "phone" in text.kinds and not numbers_in(text.words)] == []


def test_the_watch_over_telephone_numbers_sees_one_of_somebody() -> None:
    assert numbers_in("ring +44 (0)1632 961123 now") == ["01632961123"]
    assert not is_nobodys("01632961123")
    assert is_nobodys("01632960123")
