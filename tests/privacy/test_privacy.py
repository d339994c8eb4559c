"""What must not go out is recognised in free text, and what only looks like it is left alone."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loudhailer.domain.incident import Sensitivity
from loudhailer.privacy import RECOGNISERS, Found, Kind, coarsened, found_in, reason_of
from loudhailer.privacy.kind import REASONS
from tests.privacy.corpus import known

WAITS = [
    ("name", "Watch Manager Price said the road is shut"),
    ("name", "SMITH, John has been informed"),
    ("name", "spoke to john smith"),
    ("name", "the house of the McAllister family is alight"),
    ("phone", "Ring +44 (0)7700 900123"),
    ("phone", "oh seven seven double oh nine hundred one two three"),
    ("email", "sam (at) example (dot) org"),
    ("registration", "recovery of ab12 cde"),
    ("registration", "AXZ 8716 in the ditch"),
    ("postcode", "Stokeby st47qr"),
    ("house_number", "Fire at 12-14, Mill Lane"),
    ("house_number", "Tân yn 3 Heol y Felin"),
    ("casualties", "casulaty to hosptial"),
    ("casualties", "Cafodd dau berson eu cludo i'r ysbyty"),
    ("self_harm", "PERSON WRONG SIDE OF BARRIER"),
    ("effecting_entry", "collapse behind locked doors"),
    ("medical", "70yo male, chest pains"),
    ("domestic_abuse", "cam-drin domestig"),
    ("children", "3yo locked in car"),
    ("fatal", "DOA, coroner informed"),
    ("arson", "wilful fire raising"),
    ("terrorism", "sus package, EOD en route"),
]
GOES = [
    "A49 closed between the B4361 and J10; exit 3 of the roundabout at platform 2",
    "Reference CTL-2026-004117, grid reference SO 4912 8721, flight BA2490, bus 14",
    "No injuries reported, nobody was hurt and everyone is accounted for",
    "King William Street and Charlotte Street are closed; the Prince of Wales Bridge is open in Storm Darragh",
    "Call 999 in an emergency, 101 for the police, 0800 111 999 if you smell gas, or 0345 988 1188",
    "Unit 7, Mill Lane Industrial Estate: a fire, 12 firefighters, 3 pumps",
    "A car is well alight near the dead end; the fire has died down",
    "Domestic appliances, a children's centre, a medical centre and a play area are not affected",
    "Bydd yr A487 ar gau tan 5pm oherwydd llifogydd ger Afon Hafren",
]


@pytest.mark.parametrize(("kind", "text"), WAITS)
def test_what_must_wait_is_found(kind: str, text: str) -> None:
    assert kind in {str(each.kind) for each in found_in(text)}


@pytest.mark.parametrize("text", GOES)
def test_what_only_looks_like_it_goes(text: str) -> None:
    assert [(each.kind, text[each.start : each.end]) for each in found_in(text)] == []


def test_every_kind_has_a_recogniser_a_reason_and_every_never_automatic_one_a_sensitivity() -> None:
    assert RECOGNISERS.keys() == REASONS.keys() == set(Kind)
    assert set(list(Kind)[list(Kind).index(Kind.CASUALTIES) :]) <= set(map(str, Sensitivity))


def test_a_reason_never_repeats_the_words() -> None:
    text = "spoke to john smith"
    (found,) = found_in(text)
    assert reason_of(found) == "it seems to name a person"
    assert text[found.start : found.end] == "john smith"


@pytest.mark.parametrize(
    ("text", "coarse"),
    [
        ("14 Mill Lane, Stokeby ST4 7QR", "Mill Lane, Stokeby ST4"),
        ("Fire at Flat 3, 12-14 High Street", "Fire at High Street"),
        ("Smoke (14a Mill Lane)", "Smoke (Mill Lane)"),
        ("14 Heol y Felin", "Heol y Felin"),
        ("The A49 is closed at junction 3", "The A49 is closed at junction 3"),
    ],
)
def test_a_dwelling_is_coarsened_to_its_street(text: str, coarse: str) -> None:
    assert coarsened(text) == coarse


PLACES = {Kind.HOUSE_NUMBER, Kind.POSTCODE}
PIECES = st.lists(
    st.sampled_from(
        [
            "14",
            "12-14",
            "2a",
            "Flat 3",
            ",",
            "Mill Lane",
            "The Green",
            "ST4 7QR",
            "st47qr",
            "at",
            "No.",
            "A49",
            "é",
            "\u200b",
        ]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=50, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60), st.sampled_from([text.words for text in known()])))
def test_what_is_coarse_holds_no_dwelling_and_cannot_be_made_coarser(text: str) -> None:
    coarse = coarsened(text)
    assert not PLACES & {each.kind for each in found_in(coarse)}
    assert coarsened(coarse) == coarse


@settings(max_examples=50, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=60)))
def test_what_is_found_lies_within_the_text_in_order_and_apart(text: str) -> None:
    found = found_in(text)
    assert list(found) == sorted(found, key=lambda each: (each.start, each.end, each.kind))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    for kind in Kind:
        same = [each for each in found if each.kind is kind]
        assert all(one.end <= other.start for one, other in itertools.pairwise(same))


def test_signs_that_nobody_sees_hide_nothing() -> None:
    assert {each.kind for each in found_in("bo\u00admb thr\u200beat")} == {Kind.TERRORISM}
    assert found_in("\u200bbomb") == (Found(Kind.TERRORISM, 1, 5),)


NASTY = [
    "1 ",
    "a@",
    "1-1-",
    "J. ",
    "child hurt ",
    "no injuries ",
    "14 Mill Lane ",
    "Aa Aa, 1",
    "+44",
    "e\u0301",
    " ",
    "flat ",
]


@pytest.mark.parametrize("piece", NASTY)
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    def spent(size: int) -> float:
        text = (piece * size)[:size]
        began = time.process_time()
        found_in(text)
        coarsened(text)
        return time.process_time() - began

    spent(100)
    # Eight times the length in eight times the time; the square of it would be sixty-four.
    assert min(spent(32_000) for _ in range(2)) < 30 * max(spent(4_000), 0.001)
