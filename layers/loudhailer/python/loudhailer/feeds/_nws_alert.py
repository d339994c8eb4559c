"""One alert of the National Weather Service, whose properties are CAP's, into its incident."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds._cap_tree import read_alert
from loudhailer.feeds._plain import one_line, time_of
from loudhailer.feeds.reading import Policy

_TOLD = (
    "language",
    "event",
    "urgency",
    "severity",
    "certainty",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
)
_UNREADABLE = "9999-12-31T00:00:00Z"
"""Where a reference has no time it stands behind those that have one."""
_MOST_REFERENCES = 500
_ROAD = re.compile(r"\b(?:(?P<short>I|US) ?(?:- ?)?|(?P<long>Interstate|Highway|Hwy) )(?=\d)", re.IGNORECASE)
_MEASURE = re.compile(r"(?<=\d) (?:(?P<sea>NM|nautical miles?)|feet|ft)\b", re.IGNORECASE)
"""Zones are named after roads, heights and distances at sea: "I - 5 Corridor", "Below 7400 Feet", "out 20 NM". Written
without the blank they are no house numbers, which an area must not hold."""


def read_feature(feature: object, policy: Policy) -> Incident | None:
    """Read a feature; None for an answer between systems. Raise `FeedError` with the place and the reason."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict):
        raise FeedError("properties", "they are missing")
    incident = read_alert(_as_cap(properties, feature.get("geometry")), policy)
    if incident is None:
        return None
    # Words that hold for longer than they say of themselves are not stale before.
    return incident.model_copy(update={"expires": incident.expected_end or incident.expires})


def identifier_of(feature: object) -> str:
    """Return a feature's identifier, empty where it has none."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return one_line(properties.get("id")) if isinstance(properties, dict) else ""


def _as_cap(properties: Mapping[str, Any], geometry: object) -> dict[str, Any]:
    parameters = properties.get("parameters")
    held = parameters if isinstance(parameters, dict) else {}
    ends = properties.get("ends") if time_of(properties.get("ends")) else _first(held.get("eventEndingTime"))
    zones = _ROAD.sub(_glued, one_line(properties.get("areaDesc")))
    zones = _MEASURE.sub(lambda found: "nm" if found["sea"] else "ft", zones)
    area = {"areaDesc": zones, "polygon": list(_polygons(geometry)), "circle": _circle(geometry)}
    info = {
        **{name: properties.get(name) for name in _TOLD},
        "responseType": properties.get("response") or properties.get("responseType"),
        "parameter": {"valueName": "ends", "value": ends},
        "area": area,
    }
    return {
        "identifier": properties.get("id"),
        "sender": properties.get("sender"),
        "sent": properties.get("sent"),
        "status": properties.get("status"),
        "msgType": properties.get("messageType"),
        # What the API holds is for everybody; an alert that says otherwise is believed.
        "scope": properties.get("scope") or "Public",
        "note": properties.get("note"),
        "references": _references(properties.get("references"), held.get("expiredReferences")),
        "info": info,
    }


def _glued(road: re.Match[str]) -> str:
    """Return a kind of road, to stand before its number without a blank."""
    return road["short"] or ("I" if road["long"].casefold() == "interstate" else "Hwy")


def _references(listed: object, expired: object) -> str:
    """Return the earlier alerts as CAP writes them, the expired ones too: the oldest of all names the incident."""
    told = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    groups = [
        ",".join(
            (_sign(each.get("sender")) or "-", _sign(each.get("identifier")), _sign(each.get("sent")) or _UNREADABLE)
        )
        for each in told[:_MOST_REFERENCES]
        if _sign(each.get("identifier"))
    ]
    older = [each for each in expired if isinstance(each, str)] if isinstance(expired, list) else [_first(expired)]
    return " ".join((*groups, *older))


def _sign(text: object) -> str:
    """Return what holds neither a blank nor a comma, which stand between the references."""
    return "_".join(one_line(text).replace(",", " ").split())


def _first(value: object) -> str:
    each = value[0] if isinstance(value, list) and value else value
    return each if isinstance(each, str) else ""


def _polygons(geometry: object) -> Iterator[str]:
    """Yield the outer rings as CAP writes them, latitude first."""
    kind, held = _kind_and_held(geometry)
    polygons = [held] if kind == "Polygon" else held if kind == "MultiPolygon" else []
    for polygon in polygons:
        ring = polygon[0] if isinstance(polygon, list) and polygon else None
        if isinstance(ring, list):
            yield " ".join(map(_corner, ring))


def _circle(geometry: object) -> str:
    kind, held = _kind_and_held(geometry)
    return f"{_corner(held)} 0" if kind == "Point" else ""


def _kind_and_held(geometry: object) -> tuple[object, list[Any]]:
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        return "", []
    return geometry.get("type"), geometry["coordinates"]


def _corner(position: object) -> str:
    """Turn GeoJSON's longitude, latitude round; what is no position stays no corner, so that it is missed."""
    if isinstance(position, list) and len(position) > 1 and all(isinstance(each, int | float) for each in position[:2]):
        return f"{position[1]!r},{position[0]!r}"
    return "?"
