"""JSON from outside: bounded in size and depth, and nothing but JSON."""

import json
from typing import Any

from loudhailer.domain.errors import FeedError

_MOST_HELD = 700_000
"""Each takes up to 200 bytes of memory, however few it has in the document. Eight MiB of positions hold fewer."""


def open_json(body: str | bytes, place: str, *, most_bytes: int, most_deep: int) -> dict[str, Any]:
    """Read a JSON object; raise `FeedError` at `place` with the reason."""
    document = open_json_value(body, place, most_bytes=most_bytes, most_deep=most_deep)
    if not isinstance(document, dict):
        raise FeedError(place, "it is not a JSON object")
    return document


def open_json_list(body: str | bytes, place: str, *, most_bytes: int, most_deep: int) -> list[Any]:
    """Read a JSON array; raise `FeedError` at `place` with the reason."""
    document = open_json_value(body, place, most_bytes=most_bytes, most_deep=most_deep)
    if not isinstance(document, list):
        raise FeedError(place, "it is not a JSON array")
    return document


def open_json_value(body: str | bytes, place: str, *, most_bytes: int, most_deep: int) -> Any:
    """Read any JSON value; raise `FeedError` at `place` with the reason."""
    document = body.encode(errors="surrogatepass") if isinstance(body, str) else body
    if len(document) > most_bytes:
        raise FeedError(place, f"it has {len(document):,} bytes; at most {most_bytes:,} are read")
    if document.count(b"{") + document.count(b"[") > _MOST_HELD:
        raise FeedError(place, f"it holds more than {_MOST_HELD:,} objects and lists")
    return _opened(body, place, most_deep)


def listed(value: object) -> list[Any]:
    """Return a list as it is, and an empty one for whatever else stands where one belongs."""
    return value if isinstance(value, list) else []


def _opened(body: str | bytes, place: str, most_deep: int) -> Any:
    try:
        document = json.loads(body, parse_constant=_refuse_constant)
    except RecursionError:
        raise FeedError(place, f"it is nested deeper than {most_deep}") from None
    except ValueError as exc:
        raise FeedError(place, f"it is not JSON ({exc})") from None
    if isinstance(document, dict | list) and _is_deeper(document, most_deep):
        raise FeedError(place, f"it is nested deeper than {most_deep}")
    return document


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _is_deeper(value: object, most: int) -> bool:
    """Say whether a JSON value is nested deeper, without recursion: the value is not trusted."""
    level = [value]
    for _ in range(most):
        level = [
            child
            for each in level
            if isinstance(each, dict | list)
            for child in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)
