"""What an incident stretches over: several shapes made one, and long ones shorter, and none loses ground by it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, pi, sin

from loudhailer.feeds._point import Point, around, closed, crosses

MOST_POINTS = 32
"""How many points of a shape are kept: enough to say what it is near to, and a queue's body is bounded."""
_CORNERS = 3
_SIDES = 16
"""Four of them face north, east, south and west, so none reaches further than the furthest point."""
_MOST_EXACT = 2_000
"""Of more points the surface without a dent is not worth its time."""
_TURNS = tuple((cos(2 * pi * side / _SIDES), sin(2 * pi * side / _SIDES)) for side in range(_SIDES))
_DIGITS = 5
_TOWARDS = ((1, 0), (0, 1), (1, 1), (1, -1))


def is_surface(points: Sequence[Point]) -> bool:
    """Say whether points are a surface's corners: the last repeats the first."""
    return len(points) > _CORNERS and points[0] == points[-1]


def together(shapes: Iterable[Sequence[Point]]) -> tuple[Point, ...]:
    """Return several shapes as one; the same shape twice is one.

    Of several of which one is a surface, or which are too many points, it is the surface around all of them: it may
    say that a place is concerned which is not, and never the other way round. A few lines and points stand in one row,
    and so does what is torn at the 180th meridian, for a surface would span the other way.
    """
    distinct = list(dict.fromkeys(tuple(each) for each in shapes if each))
    if len(distinct) <= 1:
        return distinct[0] if distinct else ()
    points = tuple(point for each in distinct for point in each)
    few = len(points) <= MOST_POINTS and not any(is_surface(each) for each in distinct)
    if few or crosses(points):
        return points
    return _around(points) or points


def thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return at most `MOST_POINTS` for a shape.

    A surface becomes the one around it without a dent, and where that has too many corners a rounder one that holds
    it. A line keeps its ends, what reaches furthest in each of eight directions, and of the rest as many at even steps
    as there is room for: what bulges out towards us is not cut off.
    """
    if len(points) <= MOST_POINTS:
        return tuple(points)
    if is_surface(points) and not crosses(points) and (ring := _around(points)):
        return ring if len(ring) <= MOST_POINTS else _held(ring)
    reaches = [[up * north + right * east for north, east in points] for up, right in _TOWARDS]
    last = len(points) - 1
    kept = {0, last, *(reach.index(most(reach)) for reach in reaches for most in (min, max))}
    steps = MOST_POINTS - len(kept) + 1
    kept |= {round(number * last / steps) for number in range(steps + 1)}
    return tuple(points[each] for each in sorted(kept))


def _around(points: Sequence[Point]) -> tuple[Point, ...]:
    return around(points) if len(points) <= _MOST_EXACT else _held(points)


def _held(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return a surface of `_SIDES` sides, each of which touches one of the points, which all lie inside of it."""
    spans = [_span([north * up + east * right for north, east in points]) for up, right in _TURNS[: _SIDES // 2]]
    reach = [*(most for _, most in spans), *(-least for least, _ in spans)]
    sides = pairwise([*zip(_TURNS, reach, strict=True), (_TURNS[0], reach[0])])
    narrow = sin(2 * pi / _SIDES)
    corners = [
        ((far * right2 - far2 * right) / narrow, (far2 * up - far * up2) / narrow)
        for ((up, right), far), ((up2, right2), far2) in sides
    ]
    norths, easts = _span([north for north, _ in points]), _span([east for _, east in points])
    return closed([(_within(north, norths), _within(east, easts)) for north, east in corners])


def _span(axis: Sequence[float]) -> tuple[float, float]:
    return min(axis), max(axis)


def _within(value: float, span: tuple[float, float]) -> float:
    """Return a number as it is written, and no further out than the furthest: nothing lies beyond a pole."""
    return min(max(round(value, _DIGITS), span[0]), span[1])
