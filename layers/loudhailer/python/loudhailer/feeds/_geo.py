"""Positions in RSS and Atom: GeoRSS (https://docs.ogc.org/cs/17-002r1/17-002r1.html), W3C's lat and long, plain names.

Latitude comes first in all of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.feeds._point import Point, around, circle_about, closed, crosses, point_at, points_of
from loudhailer.feeds._xml import name_of, text_of

_BETWEEN = re.compile(r"[\s,]+")
_SURFACES, _LINES = frozenset({"polygon", "box", "circle", "Polygon", "Envelope"}), frozenset({"line", "posList"})
_PLAIN = (("lat", "long"), ("lat", "lon"), ("latitude", "longitude"))
_PLACES = frozenset({"point", "pos"})
_CORNERS_OF_A_BOX = ("lowerCorner", "upperCorner")
_NAMES = _SURFACES | _LINES | _PLACES
_LONGEST = 200_000
"""Signs; about ten thousand corners, more than any item was met with."""
_BOX, _CIRCLE, _CORNERS = 4, 3, 3
_APART = 0.2
"""Degrees. What lies further apart is not the same place said twice."""
_NOWHERE = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Geo:
    """Where an item is: the points that it stretches over, a single one for a place; and whether it says two places.

    `point` is the place that stands beside a shape, None where none does.
    """

    points: tuple[Point, ...] = ()
    point: Point | None = None
    torn: bool = False


def geo_of(item: Element) -> Geo:
    """Read an item's position, in whichever ways it says it."""
    surfaces: list[tuple[Point, ...]] = []
    lines: list[Point] = []
    places: list[Point] = []
    inside: set[Element] = set()
    for element in item.iter():
        name = name_of(element)
        if name not in _NAMES:
            continue
        if name == "Polygon":
            # The rings of GML are lists of positions like its lines.
            inside.update(element.iter())
        numbers = _numbers_in(element, name)
        if name in _SURFACES and numbers:
            surfaces += [ring for ring in [_surface(name, numbers)] if ring]
        elif name == "posList" and element in inside:
            surfaces += [closed(ring) for ring in [points_of(numbers)] if len(ring) >= _CORNERS]
        elif name in _LINES:
            lines.extend(points_of(numbers))
        elif name in _PLACES and len(numbers) > 1:
            # GML may say a height as well.
            places.extend(points_of(numbers[:2]))
    places.extend(_plain(item))
    places = [each for each in places if each != _NOWHERE]
    beside = next(iter(places), None)
    corners = [corner for ring in surfaces for corner in ring]
    if corners and not crosses(corners):
        return Geo((surfaces[0] if len(surfaces) == 1 else around(corners)) or (corners[0],), beside)
    if len(lines) > 1:
        return Geo(tuple(lines), beside)
    return Geo(tuple(places[:1] or lines or corners[:1]), torn=_is_torn(places))


def _numbers_in(element: Element, name: str) -> list[str]:
    if name == "Envelope":
        return [number for each in _CORNERS_OF_A_BOX for number in text_of(element, each)[:_LONGEST].split()[:2]]
    return _BETWEEN.sub(" ", (element.text or "")[:_LONGEST]).split()


def _surface(name: str, numbers: Sequence[str]) -> tuple[Point, ...]:
    if name == "circle":
        centre = points_of(numbers[:2]) if len(numbers) == _CIRCLE else ()
        try:
            # In metres, as GeoRSS has it.
            return circle_about(centre[0], float(numbers[2]) / 1000) or centre if centre else ()
        except ValueError:
            return centre
    points = points_of(numbers)
    if name in {"box", "Envelope"}:
        if len(numbers) != _BOX or not points:
            return ()
        (south, west), (north, east) = points
        return (south, west), (south, east), (north, east), (north, west), (south, west)
    return closed(points) if len(points) >= _CORNERS else ()


def _plain(item: Element) -> list[Point]:
    said: dict[str, str] = {}
    for element in item.iter():
        said.setdefault(name_of(element), (element.text or "").strip())
    pairs = (point_at(said[north], said[east]) for north, east in _PLAIN if north in said and east in said)
    return [each for each in pairs if each is not None]


def _is_torn(places: Sequence[Point]) -> bool:
    return any(abs(each[0] - places[0][0]) > _APART or abs(each[1] - places[0][1]) > _APART for each in places)
