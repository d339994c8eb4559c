"""Places in GeoJSON, which writes longitude first: https://www.rfc-editor.org/rfc/rfc7946."""

from collections.abc import Iterator
from itertools import islice

from loudhailer.feeds._point import Point, point_at
from loudhailer.feeds._shape import together

_MOST_POSITIONS = 20_000
"""In one part of a geometry; a long road has some hundreds."""


def points_of(geometry: object) -> tuple[Point, ...]:
    """List a geometry's points in its order, those of a surface's outer ring only; what is no point is left out.

    Several surfaces are the one around all of them, as `together` makes it.
    """
    read = ([point_of(each[1], each[0]) for each in islice(part, _MOST_POSITIONS)] for part in _parts(geometry))
    return together([point for point in part if point is not None] for part in read)


def surface_of(geometry: object) -> tuple[Point, ...]:
    """Return a geometry's surface, or the one around all of its surfaces; empty where it has none."""
    return together(points_of({"type": "Polygon", "coordinates": each}) for each in _polygons(geometry))


def first_of(geometry: object) -> Point | None:
    """Return the first point as it is written, before any shape is made of several."""
    return next((point for part in _parts(geometry) for each in part if (point := point_of(each[1], each[0]))), None)


def point_of(latitude: object, longitude: object) -> Point | None:
    """Read a point whose two halves are numbers or hold them in words; None where it is none on the earth."""
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
    if not isinstance(geometry, dict):
        return
    several, held = geometry.get("geometries"), geometry.get("coordinates")
    for each in several if isinstance(several, list) else []:
        yield from _polygons(each)
    if geometry.get("type") == "Polygon":
        yield held
    elif geometry.get("type") == "MultiPolygon" and isinstance(held, list):
        yield from held


def _parts(geometry: object) -> Iterator[Iterator[list[object]]]:
    if not isinstance(geometry, dict):
        return
    several = geometry.get("geometries")
    for each in several if isinstance(several, list) else []:
        yield from _parts(each)
    yield from _corners(geometry.get("coordinates"), surface=_rings_of(geometry.get("type")))


def _rings_of(kind: object) -> int:
    """Return how deep a list of rings lies, of which the first one is the outer: 0 where there are none."""
    return {"Polygon": 1, "MultiPolygon": 2}.get(kind, 0) if isinstance(kind, str) else 0


def _corners(value: object, surface: int) -> Iterator[Iterator[list[object]]]:
    if not isinstance(value, list):
        return
    if _is_position(value):
        yield iter([value])
        return
    inner = value[:1] if surface == 1 else value
    yield (each for each in inner if _is_position(each))
    for each in inner:
        if isinstance(each, list) and each and isinstance(each[0], list):
            yield from _corners(each, surface - 1)


def _is_position(value: object) -> bool:
    return isinstance(value, list) and len(value) > 1 and not isinstance(value[0], list | dict)
