"""What may be shown of a place, and what is said of it: no home is found by a card, and no geometry is an error."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.card import Form, Label, Point, Size
from loudhailer.map_card import Facts, card_of
from loudhailer.map_card.coarse import (
    DWELLING,
    LARGEST_KM,
    MOST_POINTS,
    RADIUS,
    ROAD,
    across_km,
    coarse,
    flat,
    snapped,
)
from loudhailer.map_card.words import CardWords
from tests.unit import cards
from tests.unit.cards import HOUSE, PLACES, STAMP, WATER, apart_km, of_the_road, of_the_water

FACTS = Facts("Fire in Mill Street, Stokeby", STAMP)
MANY = [
    (52.4 + 0.05 * math.sin(each * math.tau / 10_000), -2.6 + 0.05 * math.cos(each * math.tau / 10_000))
    for each in range(9_000)
]
somewhere = st.tuples(st.floats(-84, 84), st.floats(-180, 180))
near_home = st.tuples(st.floats(52.30, 52.50), st.floats(-2.80, -2.50))
anything = st.tuples(
    st.floats(allow_nan=True, allow_infinity=True), st.one_of(st.floats(-400, 400), st.floats(allow_nan=True))
)


def on_grid(point: Point, step: float) -> bool:
    return snapped(point, step) == point


@given(somewhere)
def test_a_point_is_somewhere_in_a_circle_whose_middle_tells_nothing_finer_than_a_kilometre(home: Point) -> None:
    found = coarse(home, (), road=False)
    assert found is not None
    assert (found.form, found.radius) == (Form.SPOT, RADIUS[DWELLING])
    assert found.radius >= 500
    assert on_grid(found.points[0], DWELLING)
    assert apart_km(found.points[0], home) * 1000 < found.radius


@given(near_home, st.floats(-0.004, 0.004), st.floats(-0.006, 0.006))
def test_every_home_around_a_crossing_of_the_grid_has_the_same_card(home: Point, north: float, east: float) -> None:
    lat, lon = snapped(home, DWELLING)
    assert coarse((lat + north, lon + east), (), road=False) == coarse((lat, lon), (), road=False)


@given(shape=st.lists(near_home, min_size=1, max_size=80), closed=st.booleans(), road=st.booleans())
def test_no_corner_of_a_card_is_finer_than_its_grid_nor_are_there_many(
    shape: list[Point], *, closed: bool, road: bool
) -> None:
    told = [*shape, shape[0]] if closed else shape
    found = coarse(None, told, road=road)
    assert found is not None
    surface = told[0] == told[-1] and len(set(told)) > 2
    finest = ROAD if road or (surface and found.form is not Form.SPOT) else DWELLING
    assert all(on_grid(each, finest) for each in found.points)
    assert 1 <= len(found.points) <= MOST_POINTS
    assert (found.form is Form.AREA) <= (found.points[0] == found.points[-1])


@given(near_home, st.lists(st.tuples(st.floats(-0.0015, 0.0015), st.floats(-0.002, 0.002)), min_size=2, max_size=9))
def test_a_shape_as_small_as_a_house_or_a_street_is_a_point_and_the_circle_holds_all_of_it(
    home: Point, steps: list[tuple[float, float]]
) -> None:
    street = [(home[0] + north, home[1] + east) for north, east in steps]
    found = coarse(None, [*street, street[0]], road=False)
    assert found is not None
    assert found.form is Form.SPOT
    assert all(apart_km(found.points[0], each) * 1000 < found.radius for each in street)


@given(
    point=st.one_of(st.none(), anything),
    shape=st.lists(anything, max_size=12),
    closed=st.booleans(),
    road=st.booleans(),
)
def test_no_geometry_at_all_is_an_error(point: Point | None, shape: list[Point], *, closed: bool, road: bool) -> None:
    ring = [*shape, *shape[:1]] if closed else shape
    found = card_of(point, ring, Facts("Closed", STAMP, "A49"), of_a_road=road, places=PLACES)
    assert found is None or (
        found == card_of(point, ring, Facts("Closed", STAMP, "A49"), of_a_road=road, places=PLACES)
    )


@pytest.mark.parametrize(
    ("shape", "form"),
    [
        ([(52.4, -2.6)], Form.SPOT),
        ([(52.4, -2.6)] * 5, Form.SPOT),
        ([(52.4, -2.6), (52.4, -2.6001), (52.4, -2.6)], Form.SPOT),
        # A ring without any surface, as a road told there and back.
        ([(52.4, -2.6), (52.4, -2.7), (52.4, -2.65), (52.4, -2.6)], Form.LINE),
        # A ring that crosses itself.
        ([(52.4, -2.6), (52.5, -2.7), (52.4, -2.7), (52.48, -2.6), (52.4, -2.6)], Form.AREA),
        # Across the 180th meridian.
        ([(-17.0, 179.95), (-17.0, -179.95), (-17.1, -179.95), (-17.0, 179.95)], Form.AREA),
        # Far too many corners.
        (MANY, Form.LINE),
        ([*MANY, MANY[0]], Form.AREA),
        # A county is a picture, a country is none.
        ([(52.0, -3.0), (53.0, -3.0), (53.0, -2.0), (52.0, -3.0)], Form.AREA),
        ([(50.0, -5.0), (58.0, -3.0), (52.0, 1.0), (50.0, -5.0)], None),
        ([(0.0, -180.0), (0.0, 0.0), (1.0, 180.0)], None),
        ([(89.5, 10.0), (89.6, 12.0)], None),
        ([(91.0, 0.0)], None),
        ([(math.nan, 0.0)], None),
        ([], None),
    ],
)
def test_a_geometry_that_is_odd_has_a_sensible_card_or_none(shape: list[Point], form: Form | None) -> None:
    found = coarse(None, shape, road=False)
    assert (found.form if found else None) == form
    if found:
        assert len(found.points) <= MOST_POINTS
        assert across_km(found.points) <= LARGEST_KM


def test_what_crosses_the_180th_meridian_stays_in_one_piece() -> None:
    found = coarse(None, [(-17.0, 179.9), (-17.0, -179.9)], street=True)
    assert found is not None
    assert across_km(found.points) == pytest.approx(21.3, abs=0.5)


def test_a_stretch_whose_middle_is_told_after_its_ends_is_no_loop() -> None:
    ends_first = [(53.0, -2.22), (52.8, -2.14), (52.9, -2.18), (52.998, -2.22), (52.85, -2.16)]
    found = coarse(None, ends_first, road=True)
    assert found is not None
    lats = [lat for lat, _ in found.points]
    assert lats in (sorted(lats), sorted(lats, reverse=True))


def test_the_shape_stays_what_it_was_within_a_hundred_metres() -> None:
    points = of_the_road().points
    assert across_km(points) == pytest.approx(14, abs=0.3)
    for corner in cards.ROAD:
        assert min(_from_leg(corner, leg) for leg in pairwise(points)) < 0.15


def _from_leg(point: Point, leg: tuple[Point, Point]) -> float:
    ((x1, y1), (x2, y2)) = flat(leg, point)
    long = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = max(0.0, min(1.0, -(x1 * (x2 - x1) + y1 * (y2 - y1)) / long))
    return math.hypot(x1 + share * (x2 - x1), y1 + share * (y2 - y1))


@pytest.mark.parametrize("road", ["A49", "M5", "B4364", "A1(M)", "a4117", "N-99", "A316 Burlington Lane"])
def test_only_a_numbered_road_s_own_matter_may_be_finer_than_a_dwelling(road: str) -> None:
    def radius(name: str, *, of_a_road: bool) -> int:
        return cards.drawn(card_of(HOUSE, (), Facts("Closed", STAMP, name), of_a_road=of_a_road, places=PLACES)).radius

    assert radius(road, of_a_road=True) == 250
    assert radius(road, of_a_road=False) == 1250, "a fire in a house on the A49 is a fire in a house"
    for name in ("Mill Street", "", "14 Mill Street", "A", "49"):
        assert radius(name, of_a_road=True) == 1250


def test_nothing_of_a_card_tells_the_house_not_even_what_must_be_seen() -> None:
    moved = (HOUSE[0] + 0.001, HOUSE[1] - 0.001)
    one, other = (card_of(each, (), FACTS, of_a_road=False, places=PLACES) for each in (HOUSE, moved))
    assert one == other
    assert f"{HOUSE[0]:.4f}" not in repr(one)


def test_a_circle_on_an_empty_sheet_is_no_card_but_a_road_is() -> None:
    assert card_of(HOUSE, (), FACTS, of_a_road=False) is None
    assert card_of(HOUSE, (), FACTS, of_a_road=False, places=[Label("Far", (53.4, -2.6))]) is None
    assert card_of(None, cards.ROAD, FACTS, of_a_road=False) is not None
    assert card_of(HOUSE, (), Facts(" ", STAMP), of_a_road=False, places=PLACES) is None


def test_the_alt_text_says_what_the_card_shows() -> None:
    house = card_of(HOUSE, (), FACTS, of_a_road=False, places=PLACES)
    road = card_of(None, cards.ROAD, Facts("A4117 closed", STAMP, "A4117"), of_a_road=True, places=PLACES)
    water = card_of(None, WATER, Facts("Flooding along the River Alder", STAMP), of_a_road=False, places=PLACES)
    assert house
    assert house[1] == (
        "Map: Fire in Mill Street, Stokeby. Somewhere in the shaded circle, about 1.6 miles (2.5 kilometres) across."
    )
    assert road
    assert road[1] == (
        "Map: A4117 closed. The marked stretch is about 9 miles (14 kilometres) from end to end."
        " Near Stokeby and Aldermere."
    )
    assert water
    assert water[1] == (
        "Map: Flooding along the River Alder. The shaded area is about 2.6 miles (4.3 kilometres) across."
        " Near Aldermere."
    )
    assert house[0].caption.replace("\u00a0", " ") in house[1]


@given(st.text(min_size=1, max_size=900).filter(str.strip))
def test_an_alt_text_holds_300_signs_whatever_the_headline(title: str) -> None:
    found = card_of(None, WATER, Facts(title, STAMP), of_a_road=False, places=PLACES)
    assert found is not None
    assert 0 < len(found[1]) <= 300
    assert found[1].startswith("Map: ")


def test_a_long_headline_is_cut_between_words_and_what_is_shown_stays() -> None:
    found = card_of(None, WATER, Facts("water " * 100, STAMP), of_a_road=False, places=PLACES)
    assert found is not None
    assert found[1].endswith("water water…. The shaded area is about 2.6 miles (4.3 kilometres) across.")


def test_a_fact_with_braces_is_words_and_never_a_slot() -> None:
    found = card_of(None, WATER, Facts("{caption} {places} {km}", STAMP), of_a_road=False, places=PLACES)
    assert found is not None
    assert found[1].startswith("Map: {caption} {places} {km}. The shaded area")


def test_another_language_brings_its_own_words() -> None:
    welsh = CardWords(
        alt="Map: {title}. {caption}",
        area="Mae'r ardal dywyll tua {across} ar draws.",
        near="Ger {places}.",
        miles="milltir",
        mile="filltir",
        kilometres="cilomedr",
        north="G",
        credit="Map syml, nid ar gyfer llywio.",
    )
    places = [Label("Llynwern", (52.452, -2.752), Size.TOWN)]
    found = card_of(None, WATER, Facts("Llifogydd", STAMP), of_a_road=False, places=places, words=welsh)
    assert found is not None
    card, alt = found
    assert alt == "Map: Llifogydd. Mae'r ardal dywyll tua 2.6 milltir (4.3 cilomedr) ar draws. Ger Llynwern."
    assert (card.units, card.north, card.credit) == (
        ("milltir", "filltir", "km"),
        "G",
        "Map syml, nid ar gyfer llywio.",
    )


def test_the_same_place_is_the_same_card() -> None:
    assert of_the_water() == of_the_water()
    assert of_the_road() != of_the_water()
