"""Service alerts of public transport, GTFS Realtime: https://gtfs.org/documentation/realtime/reference/.

Protobuf, for which the extra `gtfs` is installed, or one of its renderings in JSON.
"""

import re
from functools import partial
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._gathered import id_in, incidents_of, records_of, within
from loudhailer.feeds._gtfs_alert import said_by, told_by
from loudhailer.feeds._gtfs_protobuf import unpacked
from loudhailer.feeds._json import open_json
from loudhailer.feeds._sniff import text_in
from loudhailer.feeds._times import moment_of
from loudhailer.feeds.reading import Policy, Reading

MAX_BYTES = 4 * 1024 * 1024
"""The largest message that is read."""
_MAX_DEPTH = 20
_HEADER = re.compile(rb"\n[\x05-\x7f]\n[\x03-\x05][0-9]\.[0-9]")
"""How a message begins: its header, and in it the version."""
_VERSIONS = (b'"gtfs_realtime_version"', b'"gtfsRealtimeVersion"', b'"GtfsRealtimeVersion"')
_DIFFERENTIAL = ("DIFFERENTIAL", 1, "1")


def recognises(document: bytes) -> bool:
    """Say whether a document looks like a message of GTFS Realtime; reading it may still refuse it."""
    if _HEADER.match(document):
        return True
    text = text_in(document)
    return text.startswith(b"{") and any(each in text for each in _VERSIONS)


def parse(document: bytes, policy: Policy) -> Reading:
    """Read a message; raise `FeedError` where it is none. One alert that cannot be read is refused alone."""
    message = _message(document)
    header = said_by(message.get("header"))
    entities = message.get("entity", message.get("entities", []))
    # Renderings leave out a list that is empty, so only the version tells that it is one.
    if not header.get("gtfs_realtime_version") or not isinstance(entities, list):
        raise FeedError("document", "it holds no header with a version, or no list of entities")
    if within(entities) and not any(_is_alert(said_by(each)) for each in entities):
        raise FeedError("document", "it holds trips, vehicles or other things and no alerts")
    items = ((f"entity.{number}", each) for number, each in enumerate(entities))
    records, refused = records_of(items, partial(told_by, policy=policy), lambda each: id_in(said_by(each).get("id")))
    if header.get("incrementality") in _DIFFERENTIAL:
        reason = "it tells of changes only, so nobody has ended because it leaves them out"
        refused = (*refused, FeedError("header.incrementality", reason))
    return Reading(
        incidents=incidents_of(records, policy, moment_of(header.get("timestamp"), policy.zone)), refused=refused
    )


def _message(document: bytes) -> dict[str, Any]:
    packed = _HEADER.match(document) is not None
    if not packed and text_in(document).startswith(b"{"):
        return said_by(open_json(document, "document", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH))
    if len(document) > MAX_BYTES:
        raise FeedError("document", f"it has {len(document):,} bytes; at most {MAX_BYTES:,} are read")
    return unpacked(document)


def _is_alert(entity: dict[str, Any]) -> bool:
    return isinstance(entity.get("alert"), dict) or entity.get("is_deleted") is True
