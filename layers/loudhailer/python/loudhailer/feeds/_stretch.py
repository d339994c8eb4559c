"""Where on a road something is, in our words around its source's names: "northbound between A and B"."""

import re

from loudhailer.feeds._plain import one_line

_BOUND = {"n": "north", "ne": "northeast", "e": "east", "se": "southeast", "s": "south", "sw": "southwest", "w": "west"}
_BOUND |= {"nb": "north", "eb": "east", "sb": "south", "wb": "west"}
_BOUND |= {"nw": "northwest"}
_WAY = re.compile(
    r"(?P<road>(?:Interstate|Highway|Hwy|Route|US|SR|SH|I|(?!CR|TR|CO)[A-Z]{2})[ -]?\d{1,4}) (?P<way>[NSEW])B?",
    re.IGNORECASE,
)
"""How some write which way they mean behind a highway's number: "I-880 N". A county road's "200 N" is its name."""
_BOTH = frozenset({"both", "all", "both directions", "all directions", "both_directions", "both ways"})
_PHRASE = re.compile(
    r"(?:at|near|from|between|in|on|along|just)\b|\d[\d.]{0,9} ?(?:km|mi|miles?|m|metres?)\b", re.IGNORECASE
)
"""How a source begins where it gives the whole phrase and no name."""


def stretch_of(direction: object, start: object = "", end: object = "") -> str:
    """Return the phrase with what is known of it, empty where that is nothing."""
    first, last = one_line(start).rstrip(" ,;"), one_line(end).rstrip(" ,;")
    return " ".join(filter(None, (_bound(direction), _between(first or last, last if first != last else ""))))


def road_of(name: object) -> str:
    """Return a road's name without the way behind its number, which looks like the beginning of an address."""
    words = one_line(name)
    found = _WAY.fullmatch(words)
    return found["road"] if found else words


def way_of(name: object) -> str:
    """Return the way that stands behind a road's number, empty where none does."""
    found = _WAY.fullmatch(one_line(name))
    return found["way"] if found else ""


def _bound(direction: object) -> str:
    words = one_line(direction).casefold()
    if words in _BOTH:
        return "in both directions"
    whole = _BOUND.get(words, words.removesuffix("bound"))
    return f"{whole}bound" if whole in _BOUND.values() else ""


def _between(first: str, last: str) -> str:
    if not first:
        return ""
    if _PHRASE.match(first):
        return f"{first} to {last}" if last else first
    return f"between {first} and {last}" if last and first != last else f"near {first}"
