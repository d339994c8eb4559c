"""How far something is from the service's area, in kilometres on a map that is flat around it. Pure.

Close to the area the map is as good as a globe: over 100 km it errs by some hundred metres. Far from it distances are
only good for being large.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import asin, cos, hypot, inf, radians, sin, sqrt

Point = tuple[float, float]
_EARTH_KM = 6371.0
_KM_A_DEGREE = 111.195
_CORNERS = 3


def distance_km(shape: Sequence[Point], boundary: Sequence[Point]) -> float:
    """Return how far a shape is from what `boundary` encloses, 0 inside; points are (latitude, longitude).

    A shape of one point is that point, of several a line, and a surface where its last point repeats its first. A
    boundary is closed whether or not its last corner repeats its first; without three corners it encloses nothing.
    """
    corners = boundary[:-1] if len(boundary) > 1 and boundary[0] == boundary[-1] else boundary
    if len(corners) < _CORNERS or not shape:
        return inf
    flat = _map_around(corners)
    ring, drawn = flat([*corners, corners[0]]), flat(shape)
    surface = len(drawn) > _CORNERS and shape[0] == shape[-1]
    if any(_inside(each, ring) for each in drawn) or (surface and any(_inside(each, drawn) for each in ring)):
        return 0.0
    return min(_apart(one, other) for one in _edges(drawn) for other in pairwise(ring))


def km_between(one: Point, other: Point) -> float:
    """Return how far two points are apart on the globe (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def _map_around(corners: Sequence[Point]) -> Callable[[Sequence[Point]], list[Point]]:
    """Return what turns points into kilometres east and north of the first of some corners."""
    (north, east), latitudes = corners[0], [lat for lat, _ in corners]
    narrow = cos(radians((min(latitudes) + max(latitudes)) / 2))

    def flat(points: Sequence[Point]) -> list[Point]:
        # Close to the date line, east and west of it are neighbours.
        return [
            (((lon - east + 180) % 360 - 180) * _KM_A_DEGREE * narrow, (lat - north) * _KM_A_DEGREE)
            for lat, lon in points
        ]

    return flat


def _edges(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return pairwise(points) if len(points) > 1 else iter([(points[0], points[0])])


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    """Tell whether a point lies within a closed ring: a line from it to the east crosses the ring an odd number."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def _apart(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    """Return how far two segments are apart, 0 where they cross."""
    if _cross(one, other):
        return 0.0
    return min(
        *(_to_segment(end, other) for end in one),
        *(_to_segment(end, one) for end in other),
    )


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    """Return on which side of the line from `a` to `b` the point `c` lies: above 0 to the left, 0 on it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _to_segment(point: Point, segment: tuple[Point, Point]) -> float:
    (x, y), ((x1, y1), (x2, y2)) = point, segment
    long = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if not long else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / long))
    return hypot(x - (x1 + along * (x2 - x1)), y - (y1 + along * (y2 - y1)))
