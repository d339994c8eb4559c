"""British National Grid: where a point of it lies on the earth, and how feeds write such points."""

from math import asinh, atan2, atanh, cos, cosh, radians, sin, sinh, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.feeds._grid import _AIRY, _SCALE, _TRUE_EAST, _TRUE_LAT, _TRUE_LON, points_of, unprojected, wgs84_of
from loudhailer.feeds._shape import MOST_POINTS
from loudhailer.feeds.reading import GREAT_BRITAIN

METRES = 111_320
"""In a degree of latitude."""


def degrees(whole: int, minutes: int, seconds: float) -> float:
    return whole + minutes / 60 + seconds / 3600


def apart(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return how many metres lie between two near points."""
    north, east = one[0] - two[0], (one[1] - two[1]) * cos(radians(one[0]))
    return METRES * sqrt(north**2 + east**2)


def test_the_worked_example_of_ordnance_survey_comes_out_to_the_millimetre() -> None:
    there = unprojected(651_409.903, 313_177.270)
    assert apart(there, (degrees(52, 39, 27.2531), degrees(1, 43, 4.5177))) < 0.01


def test_the_water_tower_of_caister_lies_where_a_satellite_finds_it() -> None:
    """Ordnance Survey gives this tower in ETRS89 too; a plain Helmert is a few metres off."""
    there = wgs84_of(651_409.903, 313_177.270)
    assert there is not None
    assert apart(there, (degrees(52, 39, 28.8282), degrees(1, 42, 57.8663))) < 5


@pytest.mark.parametrize(
    ("east", "north", "point"),
    [
        (400_000, 100_000, (50.799560607, -2.001367117)),
        (530_000, 180_000, (51.503990828, -0.12835394)),
        (100_000, 5_000, (49.869920133, -6.176608284)),
        (330_000, 1_150_000, (60.2282586, -3.265522764)),
        (245_000, 660_000, (55.808326713, -4.474810283)),
    ],
    ids=["south coast", "London", "Scilly", "Orkney", "Glasgow"],
)
def test_points_from_end_to_end_are_those_of_proj_with_the_same_helmert(
    east: float, north: float, point: tuple[float, float]
) -> None:
    there = wgs84_of(east, north)
    assert there is not None
    assert apart(there, point) < 1, "five digits of a degree are a metre"


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the grid's east and north of a point by Krüger's series, which is another way than ours."""
    a, b = (axis * _SCALE for axis in _AIRY)
    n, e = (a - b) / (a + b), sqrt(1 - (b / a) ** 2)
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alphas = (n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3, 13 / 48 * n**2 - 3 / 5 * n**3, 61 / 240 * n**3)

    def flat(lat: float, lon: float) -> tuple[float, float]:
        t = sinh(atanh(sin(lat)) - e * atanh(e * sin(lat)))
        xi, eta = atan2(t, cos(lon)), asinh(sin(lon) / sqrt(t * t + cos(lon) ** 2))
        north = xi + sum(w * sin(2 * k * xi) * cosh(2 * k * eta) for k, w in enumerate(alphas, 1))
        east = eta + sum(w * cos(2 * k * xi) * sinh(2 * k * eta) for k, w in enumerate(alphas, 1))
        return radius * east, radius * north

    east, north = flat(radians(latitude), radians(longitude) - _TRUE_LON)
    return _TRUE_EAST + east, -100_000 + north - flat(_TRUE_LAT, 0)[1]


@given(east=st.floats(0, 700_000), north=st.floats(0, 1_300_000))
def test_there_and_back_is_the_same_point(east: float, north: float) -> None:
    back = projected(*unprojected(east, north))
    assert abs(back[0] - east) < 0.05
    assert abs(back[1] - north) < 0.05


@pytest.mark.parametrize(
    ("east", "north"), [(-1, 0), (0, -1), (700_001, 0), (0, 1_300_001), (float("nan"), 0), (float("inf"), 0)]
)
def test_what_lies_beyond_the_grid_is_nowhere(east: float, north: float) -> None:
    assert wgs84_of(east, north) is None


HERE = wgs84_of(350_800.25, 285_900.5)
THERE = wgs84_of(350_812.75, 285_961.125)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("POINT(350800.25 285900.5)", (HERE,)),
        ("point (350800.25 285900.5)", (HERE,)),
        (" POINT Z (350800.25 285900.5 12) ", (HERE,)),
        ("SRID=27700;POINT(350800.25 285900.5)", (HERE,)),
        ("LINESTRING(350800.25 285900.5,350812.75 285961.125)", (HERE, THERE)),
        ("LINESTRING (350800.25 285900.5, 350812.75 285961.125)", (HERE, THERE)),
        ("POLYGON((350800.25 285900.5,350812.75 285961.125,350800.25 285900.5),(1 1,2 2,1 1))", (HERE, THERE, HERE)),
        ("MULTIPOINT((350800.25 285900.5),(350812.75 285961.125))", (HERE, THERE)),
        ("MULTIPOINT(350800.25 285900.5,350812.75 285961.125)", (HERE, THERE)),
        (
            "MULTILINESTRING((350800.25 285900.5,350812.75 285961.125),(350800.25 285900.5,350812.75 285961.125))",
            (HERE, THERE),
        ),
        ("MULTIPOLYGON(((350800.25 285900.5,350812.75 285961.125,350800.25 285900.5)))", (HERE, THERE, HERE)),
    ],
    ids=range(11),
)
def test_well_known_text_is_read_with_and_without_blanks(text: str, points: tuple[object, ...]) -> None:
    assert points_of(text) == points


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        {"type": "Point"},
        "",
        "POINT EMPTY",
        "POINT()",
        "POINT(350800)",
        "POINT(350800 285900",
        "POINT(350800 285900))",
        "POINT(a b)",
        "POINT(nan nan)",
        "POINT(1e999 1)",
        "POINT(-2.7 52.4)",
        "CIRCLE(350800 285900)",
        "LINESTRING(350800 285900,350812)",
        "LINESTRING(350800 285900,,)",
        "LINESTRING(350800 285900,9350812 285961)",
        "GEOMETRYCOLLECTION(POINT(1 2))",
    ],
    ids=repr,
)
def test_text_that_is_no_place_on_the_grid_is_none(text: object) -> None:
    assert points_of(text) is None


def test_a_long_line_is_told_by_some_of_its_points_from_end_to_end() -> None:
    line = ",".join(f"{350_000 + step} {285_000 + step}" for step in range(9_000))
    points = points_of(f"LINESTRING({line})")
    assert points is not None
    assert len(points) == MOST_POINTS
    assert (points[0], points[-1]) == (wgs84_of(350_000, 285_000), wgs84_of(358_999, 293_999))
    assert all(GREAT_BRITAIN[0] < lat < GREAT_BRITAIN[2] for lat, _ in points)


@given(text=st.text(alphabet="POINTLESRGYMU()0123456789., -+eZ", max_size=80) | st.text(max_size=40))
def test_whatever_is_written_is_read_or_is_none(text: str) -> None:
    assert points_of(text) is None or points_of(text)
