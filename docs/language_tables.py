"""The words of both languages side by side, for whoever reviews the second."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from docs.tables import table
from loudhailer.map_card.words import ENGLISH

_CONFIG = Path(__file__).resolve().parent.parent / "config"
_FRAMES = (
    "emergency",
    "ended",
    "unlisted",
    "withdrawn",
    "reduced_headline",
    "catch_up",
    "footer",
    "first_post",
    "part",
    "more_areas",
    "more_lines",
    "next_post",
    "follows",
)
_GROUPS = ("times", "pointers", "drill", "causes", "outcomes", "every_event")
_CARD = ("alt", "spot", "line", "area", "near", "pair", "distance")
_HEADS = ("headline", "over")
_LISTS = ("alert", "update", "cancel", "unlisted", "reduced")
_Row = tuple[str, str, str]


def sentences() -> str:
    """Return what is said of each event type, in English, in Welsh, and who has read it."""
    english, welsh = _words("words.yaml"), _words("words.cy.yaml")
    parts = [f"### Every post\n\n{_reviewed(welsh)}\n\n{_side_by_side(_frames(english, welsh))}"]
    for name, said in english["events"].items():
        other = welsh["events"][name]
        by = _reviewed({"reviewed_by": other.get("reviewed_by") or welsh["reviewed_by"]})
        parts.append(f"### {name}\n\n{by}\n\n{_side_by_side(_phrases(said, other))}")
    return "\n\n".join(parts)


def places() -> str:
    """Return how places are said in Welsh, in the order in which they are tried."""
    said = _words("words.cy.yaml")["places"]
    return table(("said of a place", "in Welsh"), [(_code(each["say"]), _code(each["as"])) for each in said])


def _words(name: str) -> Any:
    return yaml.safe_load((_CONFIG / name).read_text(encoding="utf-8"))


def _reviewed(words: Mapping[str, Any]) -> str:
    return f"Reviewed by: {words['reviewed_by'] or '**nobody yet**'}."


def _side_by_side(rows: Iterator[_Row]) -> str:
    return table(("part", "English", "Welsh"), list(rows))


def _frames(english: Mapping[str, Any], welsh: Mapping[str, Any]) -> Iterator[_Row]:
    """Yield what stands around all that is said. What English leaves to the code has no words of its own to compare."""
    for name in _FRAMES:
        if name in welsh:
            yield name, _code(english.get(name, "")), _code(welsh[name])
    for group in _GROUPS:
        for name, said in welsh[group].items():
            first = english.get(group, {}).get(name, "")
            yield from _rows(f"{group}.{name}", first, said)
    for name in _CARD:
        yield f"card.{name}", _code(getattr(ENGLISH, name).replace("\u00a0", " ")), _code(welsh["card"][name])


def _phrases(english: Mapping[str, Any], welsh: Mapping[str, Any]) -> Iterator[_Row]:
    for name in (*_HEADS, *_LISTS, "hashtags"):
        if name in english:
            yield from _rows(name, english[name], welsh[name])
    if "picture" in english:
        yield "picture", _code(english["picture"]["alt"]), _code(welsh["picture_alt"])


def _rows(name: str, english: Any, welsh: Any) -> Iterator[_Row]:
    if not isinstance(welsh, list):
        yield name, _code(english), _code(welsh)
        return
    first = english or [""] * len(welsh)
    for one, other in zip(first, welsh, strict=True):
        yield name, _code(one["say"] if isinstance(one, Mapping) else one), _code(other)


def _code(words: str) -> str:
    return f"`{words}`".replace("\n", " ⏎ ") if words else ""
