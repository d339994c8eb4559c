"""CAP's `area` elements: what they are called, and where they lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.feeds._point import Point, around, circle_about, closed, corner_of, crosses, middle_of, ring_of
from loudhailer.feeds._shape import thinned
from loudhailer.feeds._told import NOT_THERE, believed
from loudhailer.feeds._xml import children, name_of
from loudhailer.feeds.reading import Policy

_CORNERS = 3
_MOST_CORNERS = 100_000
"""The largest alert that was met has about as many."""
_UNREAD = "a part of its area cannot be read"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where alerts hold: a point for people who look, the surface, and what is odd about them."""

    point: Point | None = None
    shape: tuple[Point, ...] = ()
    doubt: str = ""


def spot_of(infos: Sequence[Element], policy: Policy) -> Spot:
    """Return where the areas of these blocks lie.

    Of several surfaces the one around all of them is kept: it may say that a place is concerned which is not, and never
    the other way round.
    """
    rings, unread = _rings(infos)
    corners = [corner for _, ring in rings for corner in ring]
    doubts = [_UNREAD] if unread else []
    if corners and not believed(corners, policy):
        return Spot(doubt="; ".join([*doubts, NOT_THERE]))
    point = rings[0][0] if rings else None
    return Spot(point, _surface([ring for _, ring in rings]), "; ".join(doubts))


def _surface(rings: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """Return one closed surface; none where the map is torn at the 180th meridian, for it would span the other way."""
    corners = [corner for ring in rings for corner in ring]
    if not corners or crosses(corners):
        return ()
    if len(rings) > 1:
        return thinned(around(corners) or corners)
    return thinned(closed(corners)) if len(corners) >= _CORNERS else ()


def _rings(infos: Sequence[Element]) -> tuple[list[tuple[Point, tuple[Point, ...]]], bool]:
    """Return each shape's middle and corners, in the document's order, and whether one could not be read."""
    found: list[tuple[Point, tuple[Point, ...]]] = []
    unread, many = False, 0
    for shape in (each for info in infos for area in children(info, "area") for each in area):
        # Some write a blank behind the comma too.
        kind, corners = name_of(shape), " ".join((shape.text or "").split()).replace(", ", ",").split()
        if kind not in {"polygon", "circle"} or not corners:
            continue
        many += len(corners)
        if many > _MOST_CORNERS:
            return found, True
        if kind == "polygon":
            ring = ring_of(corners)
            found += [(middle_of(ring), ring)] if ring else []
        else:
            ring = _circle(corners)
            found += [(ring[0], ring[1:] or ring)] if ring else []
        unread = unread or not ring
    return found, unread


def _circle(corners: Sequence[str]) -> tuple[Point, ...]:
    """Return a circle's centre, and behind it the surface where it has one: a radius of 0 is a place."""
    centre = corner_of(corners[0])
    if centre is None:
        return ()
    try:
        km = float(corners[1]) if len(corners) > 1 else 0.0
    except ValueError:
        km = 0.0
    return (centre, *circle_about(centre, km))
