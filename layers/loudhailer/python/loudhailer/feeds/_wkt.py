"""Surfaces in well-known text, longitude first: https://www.ogc.org/standard/sfa/."""

import re
from typing import Any

_SURFACE = re.compile(r"\s{0,9}(?:MULTI)?POLYGON\s{0,9}\(", re.IGNORECASE)
_RING = re.compile(r"(?<!\()(?P<opened>\(++)(?P<pairs>[^()]++)\)")
_INSIDE = 2
"""How many brackets open an outer ring at least, where more than its own opens with it; a hole has one."""


def geometry_in(text: str) -> dict[str, Any] | None:
    """Return the outer rings of a surface as GeoJSON has them; None where the text is no surface."""
    if _SURFACE.match(text) is None:
        return None
    outer = [each["pairs"] for each in _RING.finditer(text) if len(each["opened"]) >= _INSIDE]
    rings = [[pair.split() for pair in pairs.split(",")] for pairs in outer]
    return {"type": "MultiPolygon", "coordinates": [[[_numbers(pair) for pair in ring]] for ring in rings]}


def _numbers(pair: list[str]) -> list[Any]:
    """Return a position; what is no number stays text, so that it is missed."""
    try:
        return [float(each) for each in pair]
    except ValueError:
        return list(pair)
