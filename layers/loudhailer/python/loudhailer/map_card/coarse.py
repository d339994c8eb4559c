"""How an incident's geometry becomes coarse enough for the public: the one place that decides it. Pure.

A dwelling or a person must not be found from a card, whatever its source sends and however often it sends it again.

- A point is shown as a circle about the nearest crossing of a fixed grid, so that its middle tells nothing finer and a
  second, better position of the same place moves nothing. The circle always holds the point.
- A shape of less than half a kilometre is a house or a street: it is a point too.
- A surface, and a line that is a road's by its event type, are simplified; every corner lies on a fixed grid of about a
  hundred metres. Any other row of points may be homes one after the other, so it lies on the points' own grid.
- What happens to a numbered road by its event type (a closure, a queue) has no dwelling behind it, so there the point
  may be finer; never finer than about a hundred metres.

What has no sensible picture, such as a whole country or a pole, has none: None, never an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, hypot, isfinite, radians

from loudhailer.domain.card import Form, Point

KM_A_DEGREE = 111.195
DWELLING, ROAD = 0.01, 0.001
"""The grids' steps in degrees of latitude, and as far from west to east."""
RADIUS = {DWELLING: 1250, ROAD: 250}
"""Metres. Half a grid's diagonal and half of the largest small shape are less, so the circle holds all of it."""
SMALL_KM = {DWELLING: 0.5, ROAD: 0.2}
LARGEST_KM = 200
MOST_POINTS = 48
_MOST_READ = 256
_FEW, _TO_AND_FRO = 12, 1.5
"""Of so few points a line that is so many times longer than it reaches is no bend, but told out of order."""
_NARROWEST = 0.05
"""The furthest north and south: beyond 87 degrees the map is no map."""
_CORNERS = 3
_LEAST_KM2 = 0.02
"""A surface with less to it is a stripe of two corners' width: a line."""


@dataclass(frozen=True, slots=True)
class Coarse:
    """A form, its points on the grid, and a spot's radius in metres."""

    form: Form
    points: tuple[Point, ...]
    radius: int = 0


def coarse(point: Point | None, shape: Sequence[Point], *, street: bool = False, road: bool = False) -> Coarse | None:
    """Return what may be shown of a place, None where nothing can.

    `street` says that it is a road's matter by its event type, `road` that this road has a number too. A shape goes
    before a point. One whose last point repeats its first is a surface; that of several torn lines is one line, as
    everywhere else.
    """
    read = _sound(shape or ([point] if point else []))
    if not read:
        return None
    step = ROAD if road else DWELLING
    surface = len(set(read)) >= _CORNERS and read[0] == read[-1]
    longest = _span_km(read)
    if longest > LARGEST_KM:
        return None
    if longest < SMALL_KM[step]:
        lats, lons = [lat for lat, _ in read], [lon for _, lon in read]
        middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
        return Coarse(Form.SPOT, (snapped(middle, step),), RADIUS[step])
    line_step = ROAD if surface or street or road else DWELLING
    on_grid = _distinct([snapped(each, line_step) for each in read])
    if len(on_grid) == 1:
        return Coarse(Form.SPOT, (on_grid[0],), RADIUS[line_step])
    # Ends that fall on one crossing are no surface that the source did not draw.
    drawn = _fewer(on_grid, max(0.05, longest / 400))
    if surface and len(drawn) > _CORNERS and drawn[0] == drawn[-1] and _km2(drawn) >= _LEAST_KM2:
        return Coarse(Form.AREA, tuple(drawn))
    return Coarse(Form.LINE, tuple(_straightened(drawn)))


def snapped(point: Point, step: float) -> Point:
    """Return the nearest crossing of a grid that is fixed on the globe, about as far apart both ways."""
    row = round(point[0] / step)
    # The same for all of a row, so that neither the longitude nor the step tells anything of the point.
    narrow = max(_NARROWEST, round(cos(radians(row * step)), 3))
    column = round(point[1] * narrow / step)
    return round(row * step, 6), round(column * step / narrow, 6)


def _sound(points: Sequence[Point]) -> list[Point]:
    """Return what lies on a map, in one piece: what crosses the 180th meridian goes on beyond it."""
    good = [(lat, lon) for lat, lon in points if isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 360]  # noqa: PLR2004  # degrees
    if not good or any(cos(radians(lat)) < _NARROWEST for lat, _ in good):
        return []
    if len(good) > _MOST_READ:
        every = ceil(len(good) / _MOST_READ)
        good = [*good[:-1:every], good[-1]]
    first = good[0][1]
    return [(lat, first + (lon - first + 180) % 360 - 180) for lat, lon in good]


def flat(points: Sequence[Point], about: Point) -> list[tuple[float, float]]:
    """Return points in kilometres east and north of one: as good as a globe over the few that a card shows."""
    narrow = cos(radians(about[0]))
    return [((lon - about[1]) * KM_A_DEGREE * narrow, (lat - about[0]) * KM_A_DEGREE) for lat, lon in points]


def _span_km(points: Sequence[Point]) -> float:
    across = flat(points, points[0])
    easts, norths = [east for east, _ in across], [north for _, north in across]
    return hypot(max(easts) - min(easts), max(norths) - min(norths))


def across_km(points: Sequence[Point]) -> float:
    """Return how far apart the two points are that lie furthest apart.

    It serves for a line's length too: a closure that its source draws there and back is not twice as long.
    """
    laid = flat(points, points[0])
    return max(hypot(x2 - x1, y2 - y1) for x1, y1 in laid for x2, y2 in laid)


def _straightened(points: list[Point]) -> list[Point]:
    """Return a few points that go to and fro as one stretch.

    Some sources tell a road's two ends and then what lies between, and a middle of several lines stands beside their
    ends: read in that order it would look like a loop. A real bend is told by many points, and stays.
    """
    laid = flat(points, points[0])
    long = sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(laid))
    far, one, other = max(
        (hypot(x2 - x1, y2 - y1), one, other)
        for one, (x1, y1) in enumerate(laid)
        for other, (x2, y2) in enumerate(laid)
    )
    if len(points) > _FEW or long < _TO_AND_FRO * far:
        return points
    (x1, y1), (x2, y2) = laid[one], laid[other]
    along = [(x - x1) * (x2 - x1) + (y - y1) * (y2 - y1) for x, y in laid]
    return _distinct([points[each] for each in sorted(range(len(points)), key=along.__getitem__)])


def _km2(ring: Sequence[Point]) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat(ring, ring[0])))) / 2


def _distinct(points: Sequence[Point]) -> list[Point]:
    """Return points without those that repeat the one before."""
    return [each for number, each in enumerate(points) if number == 0 or each != points[number - 1]]


def _fewer(points: list[Point], within_km: float) -> list[Point]:
    """Return at most `MOST_POINTS` of a line or a ring (Douglas and Peucker), as far off as that takes."""
    laid = flat(points, points[0])
    while True:
        kept = _kept(laid, within_km)
        if len(kept) <= MOST_POINTS:
            return [points[each] for each in kept]
        within_km *= 1.7


def _kept(laid: Sequence[tuple[float, float]], within_km: float) -> list[int]:
    last = len(laid) - 1
    kept, open_ = {0, last}, [(0, last)]
    while open_:
        start, end = open_.pop()
        if end - start < 2:  # noqa: PLR2004  # there is nothing between neighbours
            continue
        (x1, y1), (x2, y2) = laid[start], laid[end]
        east, north = x2 - x1, y2 - y1
        long = east * east + north * north
        most, furthest = -1.0, start
        for number in range(start + 1, end):
            x, y = laid[number][0] - x1, laid[number][1] - y1
            # From the segment and not from its line: a road may turn back beyond its own end.
            along = max(0.0, min(1.0, (x * east + y * north) / long)) if long else 0.0
            if (far := hypot(x - along * east, y - along * north)) > most:
                most, furthest = far, number
        if most > within_km:
            kept.add(furthest)
            open_ += [(start, furthest), (furthest, end)]
    return sorted(kept)
