"""What EventBridge wraps around an event: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html."""

import json
from dataclasses import dataclass
from typing import Any

from loudhailer.domain.errors import FeedError
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
    size = len(body.encode(errors="surrogatepass") if isinstance(body, str) else body)
    if size > MAX_BYTES:
        raise FeedError("event", f"it has {size:,} bytes; at most {MAX_BYTES:,} are read")
    try:
        document = json.loads(body, parse_constant=_refuse_constant)
    except RecursionError:
        raise FeedError("event", f"it is nested deeper than {_MAX_DEPTH}") from None
    except ValueError as exc:
        raise FeedError("event", f"it is not JSON ({exc})") from None
    if not isinstance(document, dict):
        raise FeedError("event", "it is not a JSON object")
    if _depth(document) > _MAX_DEPTH:
        raise FeedError("event", f"it is nested deeper than {_MAX_DEPTH}")
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


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _depth(value: object) -> int:
    """Return how deep a JSON value is nested, without recursion: the value is not trusted."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        if deepest > _MAX_DEPTH:
            break
        level = [
            child
            for each in level
            if isinstance(each, dict | list)
            for child in (each.values() if isinstance(each, dict) else each)
        ]
    return deepest
