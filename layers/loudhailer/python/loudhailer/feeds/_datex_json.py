"""DATEX II in JSON, made into the elements of DATEX II in XML, so that one reader reads both."""

from typing import Any
from xml.etree.ElementTree import Element  # a plain tree, made here

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._datex_situation import TYPE
from loudhailer.feeds._plain import id_of

_MOST_VALUES = 20_000
"""A situation has a few hundred. What is larger would take more memory than it can be worth."""


def situation_of(raw: object) -> Element | FeedError:
    """Make a situation's element, or say why there is none."""
    if not isinstance(raw, dict):
        return FeedError("idG", "the situation is no object")
    own = raw.get("idG")
    if not isinstance(own, str) or not own.strip():
        return FeedError("idG", "it is missing")
    try:
        return _made(own, raw)
    except FeedError as refusal:
        return FeedError(refusal.place, refusal.reason, id_of(own))


def _made(own: str, raw: dict[str, Any]) -> Element:
    records = raw.get("situationRecord")
    if not isinstance(records, list) or not records:
        raise FeedError("situationRecord", "it is missing or empty")
    room = [_MOST_VALUES]
    situation = Element("situation", {"id": own})
    for name, value in raw.items():
        if name not in {"idG", "situationRecord"}:
            _add(situation, name, value, room)
    for each in records:
        situation.append(_record(each, room))
    return situation


def _record(raw: object, room: list[int]) -> Element:
    """Make the element of a record, alone under the name of its class; an empty one where it is not."""
    held = [(name, body) for name, body in raw.items() if isinstance(body, dict)] if isinstance(raw, dict) else []
    # Some write a record's extension beside it; what it is, it says itself.
    plain = [each for each in held if not each[0].endswith("ExtensionG")]
    held = plain if len(plain) == 1 else held
    if len(held) != 1:
        return Element("situationRecord")
    name, body = held[0]
    record = Element("situationRecord", {TYPE: name})
    inner = [each for each in body.items() if isinstance(each[1], dict)]
    if "validity" not in body and len(inner) == 1 and "validity" in inner[0][1]:
        name, body = inner[0]
        record.set(TYPE, name)
    for key, value in body.items():
        _add(record, key, value, room)
    return record


def _add(parent: Element, name: str, value: Any, room: list[int], language: str = "") -> None:
    """Add a value under its name: a list as several elements, words as text. Its depth is bounded where it is read."""
    room[0] -= 1
    if room[0] < 0:
        raise FeedError("situationRecord", f"the situation holds more than {_MOST_VALUES:,} values")
    if isinstance(value, list):
        for each in value:
            _add(parent, name, each, room, language)
        return
    element = Element(name, {"lang": language} if language else {})
    parent.append(element)
    if isinstance(value, dict):
        said, system = value.get("lang"), value.get("srsName")
        if isinstance(system, str):
            element.set("srsName", system)
        for key, each in value.items():
            _add(element, key, each, room, said if isinstance(said, str) else language)
    elif isinstance(value, str | int | float):
        element.text = str(value).casefold() if isinstance(value, bool) else str(value)
