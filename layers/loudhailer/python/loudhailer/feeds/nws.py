"""Alerts of the National Weather Service of the United States: https://www.weather.gov/documentation/services-web-api.

A GeoJSON collection whose features are CAP's alerts, one such feature, or the same as JSON-LD. The active ones are
listed.
"""

from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds._gathered import records_of
from loudhailer.feeds._json import open_json
from loudhailer.feeds._links import is_web
from loudhailer.feeds._nws_alert import identifier_of, read_feature
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds._wkt import geometry_in
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 4 * 1024 * 1024
"""The largest page that is read."""
_MAX_DEPTH = 40
_MOST_FEATURES = 5_000
"""A page of the API has 500."""
_ALERT = (b'"messageType"', b'"areaDesc"')
_EMPTY = b"api.weather.gov/ontology"
_OTHERS = ("feed_info", "road_event_feed_info")


def recognises(document: bytes) -> bool:
    """Say whether a document looks like NWS alerts in JSON; reading it may still refuse it."""
    if not text_in(document).startswith(b"{"):
        return False
    empty = _EMPTY in document and (b'"features"' in document or b'"@graph"' in document)
    return empty or all(each in document for each in _ALERT)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a page; raise `FeedError` where it is none. One alert that cannot be read is refused alone."""
    page = open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH)
    numbered = ((f"features.{number}", feature) for number, feature in enumerate(_features(page)))
    read, refused = records_of(numbered, lambda feature: read_feature(feature, policy), identifier_of)
    incidents: dict[str, Incident] = {}
    for incident in read:
        # A list of all alerts has the one that was replaced beside the one that replaces it.
        known = incidents.get(incident.id)
        if known is None or known.revision < incident.revision:
            incidents[incident.id] = incident
    return Reading(incidents=tuple(incidents.values()), refused=refused, next_page=_next_page(page))


def _features(page: dict[str, Any]) -> list[Any]:
    """Return the features. Without the list nothing is known; an empty one is news."""
    kind = page.get("type")
    features = [page] if kind == "Feature" else page.get("features")
    if isinstance(page.get("@graph"), list):
        features = [_feature_of(each) for each in page["@graph"]]
    elif kind not in ("Feature", "FeatureCollection"):
        features = None
    if not isinstance(features, list):
        raise FeedError("document", "it is no collection of alerts")
    if len(features) > _MOST_FEATURES:
        raise FeedError("document", f"it has {len(features):,} alerts; at most {_MOST_FEATURES:,} are read")
    alerts = [each for each in features if isinstance(each, dict) and _is_alert(each.get("properties"))]
    empty = not features and any(name in page for name in ("updated", "title", "@context"))
    if any(name in page for name in _OTHERS) or not (alerts or empty):
        raise FeedError("document", "it holds features, but no alerts of the National Weather Service")
    return features


def _feature_of(node: object) -> dict[str, Any]:
    """Return a node of JSON-LD as a feature; what is a geometry there is written as text."""
    text = node.get("geometry") if isinstance(node, dict) else None
    return {"properties": node, "geometry": geometry_in(text) if isinstance(text, str) else text}


def _is_alert(properties: object) -> bool:
    return isinstance(properties, dict) and "messageType" in properties and "event" in properties


def _next_page(page: dict[str, Any]) -> str:
    pagination = page.get("pagination")
    url = pagination.get("next") if isinstance(pagination, dict) else None
    return url if isinstance(url, str) and is_web(url) else ""
