"""Documents that somebody made to do harm, and ones that only a machine gone mad would make."""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

DEEP, MANY = 100_000, 1_000_000
_ROOTS = {
    "cap": '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
    "datex2": '<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0">',
    "rss": '<rss version="2.0"><channel><item>',
    "meteoalarm": '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">',
    "open511": '<open511 version="v1"><events>',
    "cifs": "<incidents><incident>",
    "fire_cad": "<tfs_active_incidents><event>",
}
"""How documents of XML formats begin."""
_LISTS = {
    "national_highways": '{"D2Payload":{"situation":[',
    "ea_floods": '{"items":[',
    "wzdx": '{"type":"FeatureCollection","road_event_feed_info":{},"feed_info":{"version":"4.2"},"features":[',
    "nws": '{"type":"FeatureCollection","title":"current watches, warnings, and advisories","features":[',
    "fire_cad": '{"type":"FeatureCollection","features":[',
    "open511": '{"events":[',
    "cifs": '{"incidents":[',
    "gtfs_rt": '{"header":{"gtfs_realtime_version":"2.0"},"entity":[',
    "street_manager": '{"Type":"Notification","Message":[',
    "incident_event": '{"detail-type":"x","detail":[',
    "tfl": "[",
}
"""How documents of JSON formats begin."""


def _bomb() -> str:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{grown}]>'


PROLOGUES = {
    "a billion laughs": (_bomb(), "&e9;"),
    "quadratic blow-up": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 20_000),
    "parameter entities": ("<!DOCTYPE x [<!ENTITY % p \"<!ENTITY q 'x'>\"> %p;]>", "&q;"),
    "an external entity": ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>', "&f;"),
    "an external DTD": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
    "an entity of the network": ('<!DOCTYPE x [<!ENTITY n PUBLIC "n" "http://127.0.0.1:9/n">]>', "&n;"),
    "an undefined entity": ("", "&nowhere;"),
}


@lru_cache
def harmful() -> tuple[tuple[str, bytes], ...]:
    """Return what no reader may read."""
    return (*_of_xml(), *_of_json())


def _of_xml() -> Iterator[tuple[str, bytes]]:
    """Yield what no reader of XML may read: entities, and what is nested without an end."""
    for name, root in _ROOTS.items():
        for what, (prologue, used) in PROLOGUES.items():
            yield f"{name}: {what}", f'<?xml version="1.0"?>{prologue}{root}{used}'.encode()
        yield f"{name}: deep", (root + "<a>" * DEEP + "</a>" * DEEP).encode()
        yield f"{name}: deep and open", (root + "<a>" * DEEP).encode()


def _of_json() -> Iterator[tuple[str, bytes]]:
    """Yield what no reader of JSON may read."""
    for name, begun in _LISTS.items():
        yield f"{name}: deep lists", (begun + "[" * DEEP + "]" * DEEP).encode()
        yield f"{name}: deep and open", (begun + '{"a":' * DEEP).encode()
        yield f"{name}: NaN", (begun + "NaN" + _closed(begun)).encode()
        yield f"{name}: -Infinity", (begun + "-Infinity" + _closed(begun)).encode()
        yield f"{name}: a number of 5,000 digits", (begun + "9" * 5_000 + _closed(begun)).encode()


def large(share: float) -> Iterator[tuple[str, str, bytes]]:
    """Yield what is large in one way only: it may be read or refused, in time and in the memory that there is.

    Each with the format that it is made for, empty where it is for nobody. `share` of the largest size is made.
    """
    many = int(MANY * share)
    for name, root in _ROOTS.items():
        if share == 1 or name == "cap":  # all are opened by the same reader of XML
            opening = root.removesuffix(">")
            yield name, "a million attributes", (opening + "".join(f' a{n}=""' for n in range(many)) + ">").encode()
            yield name, "as many as fit", (opening + "".join(f' a{n}=""' for n in range(many // 3)) + "/>").encode()
            yield name, "as many elements as fit", (root + "<a/>" * min(99_000, many // 2)).encode()
        yield name, "one long text", (root + f"<a>{'1 ' * many}</a>").encode()
    for name, begun in _LISTS.items():
        yield name, "a million numbers", (begun + "1," * many + "1" + _closed(begun)).encode()
        yield name, "empty objects", (begun + "{}," * (many // 3) + "{}" + _closed(begun)).encode()
        yield name, "one long text", (begun + json.dumps("1 " * many) + _closed(begun)).encode()
        held = "{" + ",".join(f'"{n}":0' for n in range(many // 5)) + "}"
        yield name, "many keys", (begun + held + _closed(begun)).encode()
    yield "", "blanks", b" " * (many * 4) + b"{"
    yield "", "open angles", b"<" * (many * 4)
    yield "", "open brackets", b"[" * (many * 4)
    yield "", "quotes", b'"' * (many * 4)
    yield "", "nothing but NUL", b"\x00" * (many * 4)
    yield "", "protobuf of the longest length", b"\x0a\xff\xff\xff\xff\x0f" * (many // 2)
    yield "", "protobuf of groups", b"\x0b" * (many * 4)
    yield "", "protobuf of nested messages", b"\x0a\x80\x80\x01" * many


def _closed(begun: str) -> str:
    opened: list[str] = []
    for sign in re.sub(r'"[^"]*"', "", begun):
        if sign in "[{":
            opened.append({"[": "]", "{": "}"}[sign])
        elif sign in "]}":
            opened.pop()
    return "".join(reversed(opened))


def spoilt(sample: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a sample with every one of its texts or numbers made into the same nuisance."""
    for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig"):
        yield f"in {encoding}", sample.decode(errors="replace").encode(encoding)
    yield "with a NUL in the middle", sample[: len(sample) // 2] + b"\x00" + sample[len(sample) // 2 :]
    yield "twice", sample * 2
    try:
        read = json.loads(sample)
    except (ValueError, RecursionError):
        yield from _spoilt_xml(sample)
        return
    for what, change in _CHANGES.items():
        yield what, json.dumps(_everywhere(read, change)).encode(errors="surrogatepass")
    text = json.dumps(read)
    yield "every number out of all range", re.sub(r"(?<=[ \[])-?\d+(\.\d+)?(?=[,\]}])", "1e999999", text).encode()
    yield "every key twice", re.sub(r'("[^"]{1,40}"): ', r"\1: null, \1: ", text).encode()


def _spoilt_xml(sample: bytes) -> Iterator[tuple[str, bytes]]:
    text = sample.decode(errors="replace")
    for words in (
        "",
        " ",
        "1e999999",
        "9" * 5_000,
        "nan",
        "\ud800",
        "&#xFFFE;",
        "2026-02-30T25:61:61Z",
        "12 High Street",
    ):
        yield f"every text is {words[:20]!r}", re.sub(r">[^<>]+<", f">{words}<", text).encode(errors="surrogatepass")
    yield "every attribute is empty", re.sub(r'(?<=[a-z])="[^"]*"', '=""', text).encode()


_CHANGES: dict[str, Callable[[Any], Any]] = {
    "every text half a pair": lambda old: "\ud800" if isinstance(old, str) else old,
    "every text empty": lambda old: "" if isinstance(old, str) else old,
    "every text NUL": lambda old: "\x00" if isinstance(old, str) else old,
    "every text a number": lambda old: 7 if isinstance(old, str) else old,
    "every number a text": lambda old: str(old) if isinstance(old, int | float) else old,
    "every number enormous": lambda old: 10**300 if isinstance(old, int | float) else old,
    "every leaf null": lambda _: None,
    "every leaf a list": lambda old: [old],
    "every leaf an object": lambda old: {"value": old},
    "every leaf true": lambda _: True,
}


def _everywhere(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _everywhere(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [_everywhere(each, change) for each in value]
    return change(value)
