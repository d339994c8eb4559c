"""How far something is from the service's area: properties that hold for every area and every shape."""

from math import inf, isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loudhailer.area import Point, distance_km, km_between

WESTSHIRE = ((52.0, -3.0), (52.0, -2.0), (53.0, -2.0), (53.0, -3.0))
U_SHAPED = (
    (52.0, -3.0),
    (52.0, -2.0),
    (53.0, -2.0),
    (53.0, -2.2),
    (52.2, -2.2),
    (52.2, -2.8),
    (53.0, -2.8),
    (53.0, -3.0),
)
POINTS = st.tuples(st.floats(51, 54), st.floats(-4, -1))
LINES = st.lists(POINTS, min_size=2, max_size=6).map(tuple)


@st.composite
def surfaces(draw: st.DrawFn) -> tuple[Point, ...]:
    """Return a box around some place, its first corner repeated."""
    (south, west), high, wide = draw(POINTS), draw(st.floats(0.01, 1)), draw(st.floats(0.01, 1))
    corners = ((south, west), (south, west + wide), (south + high, west + wide), (south + high, west))
    return (*corners, corners[0])


SHAPES = POINTS.map(lambda point: (point,)) | LINES | surfaces()


@given(SHAPES, st.integers(0, 3), st.sampled_from(["forwards", "backwards"]))
def test_where_a_boundary_is_begun_and_which_way_round_does_not_matter(
    shape: tuple[Point, ...], turn: int, way: str
) -> None:
    turned = (*WESTSHIRE[turn:], *WESTSHIRE[:turn])
    same = distance_km(shape, tuple(reversed(turned)) if way == "backwards" else (*turned, turned[0]))
    assert isclose(same, distance_km(shape, WESTSHIRE), abs_tol=1e-6)


@given(SHAPES)
def test_a_shape_is_as_near_as_its_nearest_part_or_nearer(shape: tuple[Point, ...]) -> None:
    nearest = min(distance_km((each,), WESTSHIRE) for each in shape)
    assert distance_km(shape, WESTSHIRE) <= nearest + 1e-9
    assert distance_km(tuple(reversed(shape)), WESTSHIRE) == pytest.approx(distance_km(shape, WESTSHIRE), abs=1e-6)


@given(POINTS)
def test_a_point_inside_is_no_distance_away_and_every_other_is_some(point: Point) -> None:
    inside = 52 < point[0] < 53 and -3 < point[1] < -2
    assume(min(abs(point[0] - 52), abs(point[0] - 53), abs(point[1] + 3), abs(point[1] + 2)) > 1e-6)
    assert (distance_km((point,), WESTSHIRE) == 0) is inside


@given(POINTS)
def test_the_flat_map_is_as_good_as_a_globe_near_the_area(point: Point) -> None:
    nearest = (min(max(point[0], 52), 53), min(max(point[1], -3), -2))
    assert distance_km((point,), WESTSHIRE) == pytest.approx(km_between(point, nearest), rel=0.02, abs=0.05)


@given(surfaces())
def test_a_surface_that_holds_the_whole_area_is_in_it_and_its_line_alone_is_not(around: tuple[Point, ...]) -> None:
    (south, west), (north, east) = around[0], around[2]
    tiny = ((south + north) / 2, (west + east) / 2)
    height, width = (north - south) / 20, (east - west) / 20
    area = (tiny, (tiny[0] + height, tiny[1]), (tiny[0], tiny[1] + width))
    assert distance_km(around, area) == 0
    assert distance_km(around[:4], area) > 0, "a line around an area is not in it"


@pytest.mark.parametrize(
    ("shape", "inside"),
    [
        pytest.param(((52.1, -2.5),), 1, id="at-the-bottom"),
        pytest.param(((52.6, -2.5),), 0, id="in-the-bay"),
        pytest.param(((52.9, -2.9), (52.9, -2.1)), 1, id="over-the-bay"),
        pytest.param(((52.6, -3.5), (52.6, -1.5)), 1, id="right-through"),
        pytest.param(((53.5, -3.5), (53.5, -1.5)), 0, id="past-it"),
    ],
)
def test_an_area_with_a_bay_holds_what_lies_on_its_land(shape: tuple[Point, ...], inside: int) -> None:
    assert (distance_km(shape, U_SHAPED) == 0) == inside


def test_a_line_through_the_area_is_in_it_though_both_its_ends_are_far() -> None:
    assert distance_km(((52.5, -5.0), (52.5, 1.0)), WESTSHIRE) == 0


def test_the_date_line_parts_no_neighbours() -> None:
    fiji = ((-18.0, 179.5), (-18.0, -179.5), (-17.0, -179.5), (-17.0, 179.5))
    assert distance_km(((-17.5, 180.0),), fiji) == 0
    assert distance_km(((-17.5, -179.4),), fiji) == pytest.approx(10.6, abs=0.2)


def test_what_encloses_nothing_is_infinitely_far() -> None:
    assert distance_km(((52.5, -2.5),), WESTSHIRE[:2]) == inf
    assert distance_km((), WESTSHIRE) == inf


def test_a_degree_north_is_sixty_nautical_miles() -> None:
    assert km_between((52, -2), (53, -2)) == pytest.approx(111.2, abs=0.1)
