"""What must not be said of anybody: the address of a dwelling. A street and a town are enough. Pure."""

import re

_POSTCODE = re.compile(
    # Outward and inward part of a full postcode. A road and an ordinal ("the M6 2nd exit") only look like one, and a
    # time ("the A49 6pm") ends in a letter that no postcode has there.
    r"\b[A-Z]{1,2}[0-9][A-Z0-9]?[\s-]*(?!(?-i:1st|2nd|3rd|[04-9]th)\b)[0-9][ABD-HJLNP-UW-Z]{2}\b",
    re.IGNORECASE,
)
_NOT_AFTER = r"a|b|m|junctions?|j|exits?|the|platform|gate|route|bus|marker|post|zone|region|district|highway"
_NOT_BEFORE = (
    r"m|mph|past|along|before|after|beyond|miles?|metres?|yards?|km|kilometres?|minutes?|mins?|hours?|hrs?|"
    r"magnitude|days?|lanes?|vehicles?|cars?|lorries|crews?|engines?|fire|"
    r"people|homes|properties|and|or|to|of|in|on|at|from|near|by|with|north|south|east|west|northbound|southbound|"
    r"eastbound|westbound"
)
_NUMBERED = re.compile(
    rf"(?:\b(?P<before>[^\W\d_]+)\.?\s+)?\b\d+[a-z]?(?:\s?-\s?\d+[a-z]?)?(?:,\s*|\s+)(?!(?:{_NOT_BEFORE})\b)[^\W\d_]",
    re.IGNORECASE,
)
_INNOCENT = re.compile(rf"(?:{_NOT_AFTER})", re.IGNORECASE)
# What each of the others holds at least, which is looked for much faster.
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d")
_FLAT = re.compile(r"\b(?:flat|apartment)\s+\d", re.IGNORECASE)


def address_in(text: str) -> str:
    """Say what kind of address a text holds, empty where it holds none. The address itself is never repeated.

    Doubt falls on the side of refusing: a place can be said again without its number, an address cannot be called back.
    """
    if _INWARD.search(text) and _POSTCODE.search(text):
        return "a full postcode"
    if not _NUMBER.search(text):
        return ""
    if _FLAT.search(text):
        return "a house number"
    for number in _NUMBERED.finditer(text):
        if not _INNOCENT.fullmatch(number["before"] or ""):
            return "a house number"
    return ""
