"""Where a disruption is. TfL writes longitude first, some of it as JSON in a string."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from loudhailer.feeds._json import listed
from loudhailer.feeds._point import Point, point_at
from loudhailer.feeds._shape import together

_LONGEST = 100_000
_MOST_DEEP = 4


def point_of(record: Mapping[str, Any]) -> Point | None:
    """Return where it is; None where nobody said so in a way that can be read."""
    geography = record.get("geography")
    return _pair(_inner(record.get("point"))) or _pair(
        geography.get("coordinates") if isinstance(geography, dict) else None
    )


def shape_of(record: Mapping[str, Any], streets: Iterable[Mapping[str, Any]]) -> tuple[Point, ...]:
    """Return the outer edge of its surface or its line, or else the lines of its streets; several come `together`."""
    places = (_edges(record.get(name)) for name in ("geometry", "geography"))
    edges = next(filter(None, places), [])
    segments = (each.get("segments") for each in streets)
    lines = (
        part.get("lineString") for each in segments if isinstance(each, list) for part in each if isinstance(part, dict)
    )
    shapes = edges or [listed(_inner(line)) for line in lines]
    return together([point for each in shape if (point := _pair(each)) is not None] for shape in shapes)


def _edges(geometry: object) -> list[list[Any]]:
    """Return the outer edge of each of a geometry's surfaces, or its line."""
    if not isinstance(geometry, dict):
        return []
    held = listed(geometry.get("coordinates"))
    return [edge for each in (held if geometry.get("type") == "MultiPolygon" else [held]) if (edge := _outer(each))]


def _outer(value: object) -> list[Any]:
    """Return the first list of pairs, however deep it lies: the outer edge of the first surface."""
    for _ in range(_MOST_DEEP):
        pairs = listed(value)
        if not pairs or not isinstance(pairs[0], list):
            return []
        if _pair(pairs[0]) is not None:
            return pairs
        value = pairs[0]
    return []


def _inner(text: object) -> object:
    """Return what a string of JSON holds, or what is no string as it is; None where it cannot be read."""
    if not isinstance(text, str):
        return text
    if len(text) > _LONGEST:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _pair(value: object) -> Point | None:
    pair = listed(value)
    if len(pair) not in {2, 3} or not all(isinstance(each, int | float) for each in pair):
        return None
    return point_at(str(pair[1]), str(pair[0]))
