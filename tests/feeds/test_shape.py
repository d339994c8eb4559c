"""Shapes, made one and made shorter: none loses ground by it."""

from itertools import pairwise
from math import cos, hypot, pi, sin

from hypothesis import given, settings
from hypothesis import strategies as st

from loudhailer.area import distance_km
from loudhailer.domain.incident import Incident, Severity
from loudhailer.feeds import Policy
from loudhailer.feeds._geojson import points_of
from loudhailer.feeds._point import Point
from loudhailer.feeds._shape import MOST_POINTS, thinned
from loudhailer.feeds._told import Record, told

NEAR = 1e-4
HOME = ((52.4, -2.6), (52.4, -2.5), (52.5, -2.5), (52.5, -2.6))
AROUND_HOME = ((52.0, -3.0), (52.0, -2.0), (53.0, -2.0), (53.0, -3.0), (52.0, -3.0))
ELSEWHERE = ((56.0, -4.0), (56.0, -3.9), (56.1, -3.9), (56.0, -4.0))
POLICY = Policy(source="x")
GB = (49.8, -8.7, 60.9, 1.8)

axis = st.floats(-80, 80).map(lambda each: round(each, 5))
lines = st.lists(st.tuples(axis, axis), min_size=MOST_POINTS + 1, max_size=200)


def sides(point: Point, ring: tuple[Point, ...]) -> list[float]:
    """Return how far a point lies on each side's inner side, in degrees; below 0 is outside."""
    lengths = [(one, two, hypot(two[0] - one[0], two[1] - one[1])) for one, two in pairwise(ring)]
    return [
        ((two[0] - one[0]) * (point[1] - one[1]) - (two[1] - one[1]) * (point[0] - one[0])) / length
        for one, two, length in lengths
        if length
    ]


@settings(max_examples=60, deadline=None)
@given(lines)
def test_a_surface_that_was_thinned_holds_every_corner_that_it_had(corners: list[Point]) -> None:
    ring = thinned([*corners, corners[0]])
    assert len(ring) <= MOST_POINTS
    if len({*corners}) > 2:
        assert ring[0] == ring[-1]
    spans = len({north for north, _ in corners}) > 1 and len({east for _, east in corners}) > 1
    if spans and ring[0] == ring[-1] and len(ring) > 3 and max(map(abs, sides(ring[0], ring)), default=0) > NEAR:
        assert all(min(sides(corner, ring)) >= -NEAR for corner in corners)


def test_a_round_surface_of_many_corners_is_held_by_one_that_is_hardly_larger() -> None:
    turns = [2 * pi * each / 400 for each in range(400)]
    circle = [(round(52 + sin(turn), 5), round(-2 + cos(turn), 5)) for turn in turns]
    ring = thinned([*circle, circle[0]])
    assert (len(ring) <= MOST_POINTS, ring[0]) == (True, ring[-1])
    assert all(min(sides(corner, ring)) >= -NEAR for corner in circle)
    assert max(hypot(north - 52, east + 2) for north, east in ring) < 1.02


@settings(max_examples=60, deadline=None)
@given(lines)
def test_a_line_that_was_thinned_keeps_its_ends_and_what_reaches_furthest(line: list[Point]) -> None:
    if line[0] == line[-1]:
        return
    kept = thinned(line)
    assert (len(kept) <= MOST_POINTS, kept[0], kept[-1]) == (True, line[0], line[-1])
    assert set(kept) <= set(line)
    for up, right in ((1, 0), (0, 1), (1, 1), (1, -1)):
        for most in (min, max):
            assert most(up * n + right * e for n, e in kept) == most(up * n + right * e for n, e in line)


def test_a_warning_along_a_coast_with_two_corners_far_away_still_covers_us() -> None:
    coast = tuple((50.0, -5.0 + each / 100) for each in range(401))
    ring = (*coast, (58.0, -1.0), (58.0, -5.0), coast[0])
    assert distance_km(ring, HOME) == 0
    assert distance_km(thinned(ring), HOME) == 0


def test_a_line_that_bulges_into_our_area_still_reaches_it() -> None:
    line = [(50.0, -5.0 + each / 100) for each in range(401)]
    line[243] = (52.45, -2.55)
    assert distance_km(thinned(line), HOME) == 0


def one_of(*shapes: tuple[Point, ...], policy: Policy = POLICY) -> Incident:
    return told([Record(id="1", points=each) for each in shapes], policy)


def test_surfaces_of_several_records_are_one_around_all_of_them() -> None:
    incident = one_of(ELSEWHERE, AROUND_HOME)
    assert distance_km(incident.shape, HOME) == 0
    assert incident.shape[0] == incident.shape[-1]
    assert incident.point == ELSEWHERE[0]
    assert distance_km(one_of(ELSEWHERE, ((52.45, -2.55),)).shape, HOME) == 0


def test_the_same_surface_in_several_records_is_that_surface() -> None:
    assert one_of(AROUND_HOME, AROUND_HOME).shape == AROUND_HOME


def test_a_policy_s_severity_decides_for_each_record_and_the_gravest_counts() -> None:
    policy = Policy(source="x", severities={"red": Severity.MINOR, "amber": Severity.MODERATE})
    records = [
        Record(id="1", words="Red alert", severity=Severity.EXTREME),
        Record(id="1", words="red", grade="Amber"),
        Record(id="1", words="other"),
    ]
    assert told(records, policy).severity is Severity.MODERATE


def test_a_line_stays_a_line_and_a_few_stand_in_one_row() -> None:
    line = ((52.0, -2.0), (52.1, -2.0), (52.1, -2.1))
    assert one_of(line).shape == line
    assert one_of(line, ((53.0, -2.0),)).shape == (*line, (53.0, -2.0))


def test_a_short_record_between_two_long_ones_is_not_thinned_away() -> None:
    far = tuple((50.0, -5.0 + each / 100) for each in range(401))
    farther = tuple((55.0, -5.0 + each / 100) for each in range(401))
    assert distance_km(one_of(far, ((52.45, -2.55), (52.46, -2.55)), farther).shape, HOME) == 0


def test_a_surface_that_reaches_beyond_where_its_source_speaks_of_keeps_its_ground() -> None:
    ring = ((52.0, -3.0), (52.0, 3.0), (53.0, 3.0), (53.0, -3.0), (52.0, -3.0))
    incident = one_of(ring, policy=Policy(source="x", box=GB))
    assert (distance_km(incident.shape, HOME), bool(incident.doubt)) == (0, True)


def test_what_is_torn_at_the_180th_meridian_does_not_span_the_other_way() -> None:
    east = ((52.0, 179.0), (52.0, 180.0), (53.0, 180.0), (52.0, 179.0))
    west = ((52.0, -180.0), (52.0, -179.0), (53.0, -179.0), (52.0, -180.0))
    assert one_of(east, west).shape == (*east, *west)


def turned(ring: tuple[Point, ...]) -> list[list[float]]:
    return [[east, north] for north, east in ring]


def test_several_surfaces_in_geojson_are_one_around_all_of_them() -> None:
    several = {"type": "MultiPolygon", "coordinates": [[turned(ELSEWHERE)], [turned(AROUND_HOME)]]}
    collected = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [-4.0, 56.0]},
            {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [turned(AROUND_HOME)]}]},
        ],
    }
    for geometry in (several, collected):
        points = points_of(geometry)
        assert (distance_km(points, HOME), points[0]) == (0, points[-1])


def test_one_surface_or_line_in_geojson_is_as_it_stands() -> None:
    assert points_of({"type": "Polygon", "coordinates": [turned(AROUND_HOME)]}) == AROUND_HOME
    lines = {"type": "MultiLineString", "coordinates": [turned(AROUND_HOME[:2]), turned(AROUND_HOME[2:4])]}
    assert points_of(lines) == AROUND_HOME[:4]


def test_points_without_end_are_held_too() -> None:
    turns = [2 * pi * each / 5000 for each in range(5000)]
    circle = [(round(52 + sin(turn), 5), round(-2 + cos(turn), 5)) for turn in turns]
    assert len(ring := thinned([*circle, circle[0]])) <= MOST_POINTS
    assert all(min(sides(corner, ring)) >= -NEAR for corner in circle)
