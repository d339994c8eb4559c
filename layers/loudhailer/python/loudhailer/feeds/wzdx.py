"""Work zones, as WZDx 3.1 to 4.2 and CWZ 1.0 have them: https://github.com/usdot-jpo-ode/wzdx.

A GeoJSON collection of road events, which lists all that are open or planned. Feeds of devices look alike and are
refused: they hold no road events, so they say nothing of what has ended.
"""

from functools import partial
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._gathered import id_in, incidents_of, records_of, within
from loudhailer.feeds._json import open_json
from loudhailer.feeds._plain import bounded, one_line
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds._wzdx_event import is_device, said_by, snake_keys, told_by
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 8 * 1024 * 1024
"""The largest document that is read."""
_MAX_DEPTH = 40


def recognises(document: bytes) -> bool:
    """Say whether a document looks like a feed of work zones, or of their devices; reading it may still refuse it."""
    looks = text_in(document).startswith(b"{") and b'"FeatureCollection"' in document
    return looks and (b'feed_info"' in document or b'eedInfo"' in document)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a feed; raise `FeedError` where it is none. One road event that cannot be read is refused alone."""
    feed = snake_keys(open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH))
    # WSDOT sends both.
    info = next(
        (info for name in ("feed_info", "road_event_feed_info") if isinstance(info := feed.get(name), dict)), {}
    )
    features = feed.get("features")
    if feed.get("type") != "FeatureCollection" or not info or not isinstance(features, list):
        raise FeedError("document", "it holds no list of road events and what feed they are of")
    if within(features) and all(is_device(said_by(each)) for each in features):
        raise FeedError("document", "it lists devices and no road events")
    info = snake_keys(info)
    numbered = ((f"features.{number}", each) for number, each in enumerate(features))
    records, refused = records_of(numbered, partial(_read, policy=policy), _id_of)
    publisher = bounded(one_line(info.get("publisher")))
    published = moment_of(info.get("update_date"), policy.zone)
    return Reading(incidents=incidents_of(records, policy, published, publisher), refused=refused)


def _read(feature: Any, policy: Policy) -> Record | None:
    said = said_by(feature)
    if not said:
        raise FeedError("properties", "they are missing")
    own = _id_of(feature)
    if not own:
        raise FeedError("id", "it is missing")
    return told_by(said, own, feature.get("geometry"), policy)


def _id_of(feature: Any) -> str:
    """Return a road event's id. Some only count the features of the list, and keep the real one inside."""
    said = said_by(feature)
    return id_in(said.get("road_event_id"), said.get("id"), feature.get("id") if isinstance(feature, dict) else "")
