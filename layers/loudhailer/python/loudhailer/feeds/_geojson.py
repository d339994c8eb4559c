"""Places in GeoJSON, which writes longitude first: https://www.rfc-editor.org/rfc/rfc7946."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from loudhailer.feeds._point import Point, point_at

_MOST_POSITIONS = 20_000
"""A long road has some hundreds."""


def points_of(geometry: object) -> tuple[Point, ...]:
    """List a geometry's points in its order, those of a surface's outer ring only; what is no point is left out."""
    positions = islice(_positions(geometry), _MOST_POSITIONS)
    return tuple(point for each in positions if (point := point_of(each[1], each[0])) is not None)


def surface_of(geometry: object) -> tuple[Point, ...]:
    """Return the outer ring with the most corners of a geometry's surfaces; empty where it has none."""
    rings = (points_of({"type": "Polygon", "coordinates": each}) for each in _polygons(geometry))
    return max(rings, key=len, default=())


def spot_of(geometry: object) -> Point | None:
    """Return the first point that stands alone in a geometry; None where it has none."""
    spots = (points_of(each) for each in _parts(geometry) if each.get("type") == "Point")
    return next((each[0] for each in spots if each), None)


def point_of(latitude: object, longitude: object) -> Point | None:
    """Read a point whose two halves are numbers or hold them in words; None where it is none on the earth.

    Nobody means the sea off Ghana: two zeros are a place that was never filled in.
    """
    if isinstance(latitude, bool) or isinstance(longitude, bool):
        return None
    if not isinstance(latitude, int | float | str) or not isinstance(longitude, int | float | str):
        return None
    # Written as text, the largest of numbers are read without a fault, and are on no earth.
    try:
        point = point_at(str(latitude), str(longitude))
    except ValueError:  # more digits than Python writes
        return None
    return point if point != (0, 0) else None


def _polygons(geometry: object) -> Iterator[object]:
    for each in _parts(geometry):
        held = each.get("coordinates")
        if each.get("type") == "Polygon":
            yield held
        elif each.get("type") == "MultiPolygon" and isinstance(held, list):
            yield from held


def _parts(geometry: object) -> Iterator[dict[str, Any]]:
    """Yield the geometries in a geometry that hold no others."""
    if not isinstance(geometry, dict):
        return
    several = geometry.get("geometries")
    if isinstance(several, list):
        for each in several:
            yield from _parts(each)
    else:
        yield geometry


def _positions(geometry: object) -> Iterator[list[object]]:
    if not isinstance(geometry, dict):
        return
    several = geometry.get("geometries")
    for each in several if isinstance(several, list) else []:
        yield from _positions(each)
    yield from _corners(geometry.get("coordinates"), surface=_rings_of(geometry.get("type")))


def _rings_of(kind: object) -> int:
    """Return how deep a list of rings lies, of which the first one is the outer: 0 where there are none."""
    return {"Polygon": 1, "MultiPolygon": 2}.get(kind, 0) if isinstance(kind, str) else 0


def _corners(value: object, surface: int) -> Iterator[list[object]]:
    if not isinstance(value, list):
        return
    if len(value) > 1 and not isinstance(value[0], list | dict):
        yield value
        return
    for each in value[:1] if surface == 1 else value:
        yield from _corners(each, surface - 1)
