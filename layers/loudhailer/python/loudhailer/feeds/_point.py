"""Points on the earth, as feeds write them: latitude first, in degrees (WGS 84)."""

from collections.abc import Sequence
from math import cos, pi, radians, sin

Point = tuple[float, float]
_DIGITS = 5
"""About a metre."""
_HALF_ROUND, _ROUND = 180, 360
_KM_A_DEGREE = 111.2
_CORNERS = 16
_WIDEST_KM, _NORTHMOST = 2_000, 80
"""Beyond these a circle on a flat map is none on the earth."""


def corner_of(text: str) -> Point | None:
    """Read "latitude,longitude"; None where it is no point on the earth."""
    latitude, _, longitude = text.partition(",")
    return point_at(latitude, longitude)


def point_at(latitude: str, longitude: str) -> Point | None:
    """Read a point; None where it is none on the earth."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    # Also false for what is not a number at all, though it has the type of one.
    return (round(north, _DIGITS), round(east, _DIGITS)) if -90 <= north <= 90 and -180 <= east <= 180 else None  # noqa: PLR2004  # the earth's


def points_of(numbers: Sequence[str]) -> tuple[Point, ...]:
    """Read "latitude longitude latitude longitude …"; empty where one of them is no point."""
    pairs = [point_at(*numbers[start : start + 2]) for start in range(0, len(numbers) - 1, 2)]
    points = tuple(each for each in pairs if each is not None)
    return points if len(points) == len(pairs) and len(numbers) % 2 == 0 else ()


def ring_of(corners: Sequence[str]) -> tuple[Point, ...]:
    """Read the corners of a polygon, each "latitude,longitude"; empty where one of them is no point.

    Some count on across the 180th meridian, to -180.1.
    """
    read = [_wrapped(each) for each in corners]
    points = tuple(each for each in read if each is not None)
    return points if len(points) == len(read) else ()


def _wrapped(text: str) -> Point | None:
    latitude, _, longitude = text.partition(",")
    try:
        east = float(longitude)
    except ValueError:
        return None
    if _HALF_ROUND < abs(east) <= _ROUND:
        return point_at(latitude, str(east - _ROUND if east > 0 else east + _ROUND))
    return point_at(latitude, longitude)


def middle_of(points: Sequence[Point]) -> Point:
    """Return the middle of a surface's corners, at least one, also where it lies across the 180th meridian."""
    # The last corner repeats the first.
    ring = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
    if crosses(ring):
        ring = [(north, east + _ROUND if east < 0 else east) for north, east in ring]
    north, east = (sum(axis) / len(ring) for axis in zip(*ring, strict=True))
    return round(north, _DIGITS), round(east - _ROUND if east > _HALF_ROUND else east, _DIGITS)


def crosses(points: Sequence[Point]) -> bool:
    """Say whether points lie on both sides of the 180th meridian: no warning spans half the earth the other way."""
    return max(east for _, east in points) - min(east for _, east in points) > _HALF_ROUND


def closed(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return a surface's corners with the first one repeated at the end, as some leave it out."""
    return tuple(points) if points[0] == points[-1] else (*points, points[0])


def around(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the closed surface that holds all of the points, without a dent; empty where they span none."""
    ordered = sorted(set(points))
    halves = [_half(ordered), _half(ordered[::-1])]
    ring = [*halves[0][:-1], *halves[1][:-1]]
    return closed(ring) if len(ring) > 2 else ()  # noqa: PLR2004  # a line has two ends


def _half(ordered: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for each in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], each) <= 0:
            kept.pop()
        kept.append(each)
    return kept


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def circle_about(middle: Point, km: float) -> tuple[Point, ...]:
    """Return the closed surface of a circle; empty where it has no width, or too much of it to be drawn flat."""
    if not 0 < km <= _WIDEST_KM or abs(middle[0]) > _NORTHMOST:
        return ()
    north = km / _KM_A_DEGREE
    east = north / cos(radians(middle[0]))
    turns = [2 * pi * number / _CORNERS for number in range(_CORNERS)]
    ring = [(middle[0] + north * cos(turn), middle[1] + east * sin(turn)) for turn in turns]
    if any(abs(each[0]) > 90 or abs(each[1]) > _HALF_ROUND for each in ring):  # noqa: PLR2004  # the earth's
        return ()
    return closed([(round(each[0], _DIGITS), round(each[1], _DIGITS)) for each in ring])
