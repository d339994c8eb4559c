"""What EventBridge wraps around an event: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html."""

import json
from dataclasses import dataclass
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._json import open_json
from loudhailer.ports import Sender

MAX_BYTES = 64 * 1024
"""The largest envelope that is read. A mobilising system's event is about 1 KiB; what is larger is a mistake."""
_MAX_DEPTH = 20
_LONGEST_NAME = 128


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event off the bus: who sent it, and its detail as untrusted JSON."""

    sender: Sender
    detail: dict[str, Any]


def open_envelope(body: str | bytes, *, fallback_id: str) -> Envelope:
    """Read an envelope; raise `FeedError` with the place and the reason.

    `fallback_id` names the event where the body does not (the queue's own message id).
    """
    document = open_json(body, "event", most_bytes=MAX_BYTES, most_deep=_MAX_DEPTH)
    detail = document.get("detail")
    if not isinstance(detail, dict):
        raise FeedError("detail", "it is missing or not a JSON object")
    return Envelope(sender=_sender(document, fallback_id), detail=detail)


def sender_of(body: str, fallback_id: str) -> Sender:
    """Return who sent a body that cannot be read, as far as it can be told."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    return _sender(document if isinstance(document, dict) else {}, fallback_id)


def _sender(document: dict[str, Any], fallback_id: str) -> Sender:
    """Read the envelope's own fields; none of them may grow into the ledger's keys without bound."""

    def plain(value: object) -> str:
        # Half a surrogate pair is JSON, but no table and no log can write it down.
        return str(value).encode(errors="replace").decode()[:_LONGEST_NAME]

    return Sender(
        event_id=plain(document.get("id") or fallback_id),
        source=plain(document.get("source", "")),
        detail_type=plain(document.get("detail-type", "")),
    )
