"""A message of GTFS Realtime out of protobuf, by its makers' library where that is installed."""

import importlib
from functools import cache
from types import ModuleType
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._gathered import MOST_RECORDS

_MODULES = ("google.transit.gtfs_realtime_pb2", "google.protobuf.json_format", "google.protobuf.message")


@cache
def library() -> tuple[ModuleType, ...] | None:
    """Import the library; None where the extra is not installed. It is none of the deployed layer's."""
    try:
        return tuple(importlib.import_module(each) for each in _MODULES)
    except ImportError:
        return None


def unpacked(document: bytes) -> dict[str, Any]:
    """Return the message in the shape of its JSON; raise `FeedError` where it is none."""
    if not document.startswith(b"\n"):
        raise FeedError("document", "it is neither JSON nor a message of GTFS Realtime")
    known = library()
    if known is None:
        raise FeedError("document", "it is protobuf; to read it install the extra: pip install 'loudhailer[gtfs]'")
    realtime, rendering, messages = known
    message = realtime.FeedMessage()
    try:
        message.ParseFromString(document)
    except messages.DecodeError:
        raise FeedError("document", "it is no message of GTFS Realtime, or is cut off") from None
    # What else begins with a line's end may be taken for unknown fields; all that must be there has to be.
    if not message.IsInitialized():
        raise FeedError("document", "it is no message of GTFS Realtime: what every one has is missing")
    if len(message.entity) > MOST_RECORDS:
        raise FeedError("document", f"it has more than {MOST_RECORDS:,} entities")
    try:
        told: dict[str, Any] = rendering.MessageToDict(message, preserving_proto_field_name=True)
    except (ValueError, rendering.Error):
        raise FeedError("document", "it holds what no message of GTFS Realtime does") from None
    return told
