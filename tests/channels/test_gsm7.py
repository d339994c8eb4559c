"""What a text takes, to the last sign: the alphabet, the parts, and the one number that stands for both limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels._gsm7 import MOST, PARTS, SEPTETS, measure, parts, plain

EXTENDED = "\f^{}\\[~]|€"
ordinary = "".join(sign for sign, size in SEPTETS.items() if size == 1)
in_septets = st.text(alphabet=ordinary + EXTENDED, max_size=1000)
in_units = st.text(alphabet="aŵ\u20ac🚒\u0301", min_size=1, max_size=450).map(lambda text: f"ŵ{text}")


def split(text: str) -> list[str]:
    """The parts as a sender makes them, sign by sign: nothing that takes two is ever torn."""
    septets = set(text) <= set(SEPTETS)
    alone, joined = (160, 153) if septets else (70, 67)

    def size(sign: str) -> int:
        return SEPTETS[sign] if septets else len(sign.encode("utf-16-le")) // 2

    if sum(map(size, text)) <= alone:
        return [text]
    found, taken = [""], 0
    for sign in text:
        if taken + size(sign) > joined:
            found.append("")
            taken = 0
        found[-1] += sign
        taken += size(sign)
    return found


def test_the_alphabet_has_127_signs_and_an_extension_of_ten() -> None:
    assert list(SEPTETS.values()).count(1) == 127
    assert {sign for sign, size in SEPTETS.items() if size == 2} == set(EXTENDED)
    assert "ç" not in SEPTETS, "only the capital has a place"
    assert set("àèéìòùÄÖÑÜäöñüß£¥§¿¡ΔΩ") <= set(SEPTETS)
    assert not set("âêôûŵŷïÂÔŴ\u2019\u2026\u2013") & set(SEPTETS), "Welsh has no place in it"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 152 + "€" + "a" * 152, 3),  # the euro is not torn: the first part stays one short
        ("a" * 151 + "€" + "a" * 153, 2),
        ("ŵ" * 70, 1),
        ("ŵ" * 71, 2),
        ("ŵ" * 134, 2),
        ("ŵ" * 135, 3),
        ("🚒" * 35, 1),
        ("🚒" * 66, 2),
        ("🚒" * 67, 3),  # 134 units, but 67 is odd
        ("ŵ" + "🚒" * 66 + "ŵ", 2),
    ],
)
def test_a_text_becomes_so_many_parts(text: str, count: int) -> None:
    assert parts(text) == len(split(text)) == count


@given(in_septets)
def test_septets_are_split_as_a_sender_splits_them(text: str) -> None:
    assert parts(text) == len(split(text))
    assert (measure(text) <= MOST) == (len(split(text)) <= PARTS)


@given(in_units)
def test_units_are_split_as_a_sender_splits_them(text: str) -> None:
    assert parts(text) == len(split(text))
    assert (measure(text) <= MOST) == (len(split(text)) <= PARTS)


@given(in_septets | in_units, in_septets | in_units)
def test_a_longer_text_never_measures_less(text: str, more: str) -> None:
    assert measure(text) <= measure(text + more)


@pytest.mark.parametrize("sign", ["a", "€", "ŵ", "🚒", "aŵ", "€a", "🚒ŵ"])
def test_the_last_sign_that_fits_is_the_last_of_six_parts(sign: str) -> None:
    text = ""
    while len(split(text + sign)) <= 6:
        text += sign
    assert measure(text) <= MOST < measure(text + sign)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Don\u2019t \u2013 leave\u2026", "Don't - leave..."),
        ("“Mill Lane”", '"Mill Lane"'),
        ("5\u00a0miles", "5 miles"),
        ("Larwm tân ŵy €5", "Larwm tân ŵy €5"),
    ],
)
def test_a_typographer_s_signs_are_sent_as_a_typewriter_has_them(text: str, sent: str) -> None:
    assert plain(text) == sent


@given(st.text(max_size=200))
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
