"""CAP's `info` block: the words of one alert in one language."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.feeds._plain import bounded, one_line
from loudhailer.feeds._point import Point, corner_of, middle_of
from loudhailer.feeds._xml import children, name_of, text_of
from loudhailer.privacy import address_in

# The Environment Agency's events begin with a number of theirs and what is done, and end with how it was sent.
_BEFORE = re.compile(r"^(?:\d{3}(?:/\d{3})*\s+)?(?:(?:issue|update|remove)\s+)?", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:-\s*Cell Broadcast|\bEA)$")
_REMOVED = re.compile(r"^(?:\d{3}(?:/\d{3})*\s+)?remove\s", re.IGNORECASE)
_OVER = re.compile(r"cancellation|no longer in force", re.IGNORECASE)
_ALL_CLEAR = re.compile(r"^all[ -]clear", re.IGNORECASE)
_NAMELESS = re.compile(r"polygon|circle|[\W\d_]+", re.IGNORECASE)
"""What some write where an area's name belongs: the kind of its shape, or a code of theirs without a letter."""
_MORE = " and other areas"


def chosen(infos: Sequence[Element]) -> Element | None:
    """Return the block to speak from: British English, any English, one that names no language, or else the first.

    Several blocks are one alert in several languages or for several areas, never several alerts.
    """
    return min(infos, key=_rank, default=None)


def _rank(info: Element) -> int:
    language = _language(info)
    return ("en-gb", "en", "").index(language if language in {"en-gb", ""} else "en") if is_english(info) else 3


def _language(info: Element) -> str:
    return text_of(info, "language").replace("_", "-").casefold()


def is_english(info: Element) -> bool:
    """Say whether the block is English, as CAP says it is where it names no language."""
    return (_language(info) or "en").partition("-")[0] == "en"


def ends_in(infos: Sequence[Element], spoken: Element) -> tuple[bool, bool]:
    """Say whether the sender's own words end the incident, and whether some of them end it and others do not.

    Blocks of one language may be for several areas: it is over where all of them say so. Another language's words for
    an end are not known here, so they say nothing against it.
    """
    said = {_says_it_is_over(each) for each in infos if is_english(each) == is_english(spoken)}
    return said == {True}, len(said) > 1


def _says_it_is_over(info: Element) -> bool:
    event = one_line(text_of(info, "event"))
    return (
        any((each.text or "").strip() == "AllClear" for each in children(info, "responseType"))
        or text_of(info, "urgency").casefold() == "past"
        or _REMOVED.search(event) is not None
        or _OVER.search(event) is not None
        or _ALL_CLEAR.search(headline_of(info)) is not None
    )


def warning_of(event: str) -> str:
    """Return the event as it is said in public: "064 Issue Flood Alert EA" is a "Flood Alert"."""
    shorn = event
    while (shorter := _AFTER.sub("", shorn)) != shorn:
        shorn = shorter
    return bounded(_BEFORE.sub("", shorn, count=1).strip() or event)


def headline_of(info: Element) -> str:
    """Return the sender's headline on one line."""
    return bounded(one_line(text_of(info, "headline")))


def sender_of(info: Element) -> str:
    """Return who the warning is from, as the sender wants to be called."""
    return bounded(one_line(text_of(info, "senderName")))


def area_of(info: Element) -> str:
    """Return the areas' names, whole ones where they are too many."""
    names = _all_areas(info)
    kept = bounded(names, _MORE)
    if kept == names:
        return names
    before, separator, _ = kept.rpartition("; " if "; " in kept else ", ")
    return before + _MORE if separator else kept


def address_in_area(info: Element) -> str:
    """Say what kind of address the areas hold, also where only the uncut text does; empty where they hold none."""
    return address_in(_all_areas(info))


def _all_areas(info: Element) -> str:
    names = (one_line(text_of(area, "areaDesc")) for area in children(info, "area"))
    return ", ".join(dict.fromkeys(name for name in names if name and not _NAMELESS.fullmatch(name)))


def point_of(info: Element) -> Point | None:
    """Return the middle of the first polygon's corners, or of the first circle; None where it makes no sense."""
    for shape in (each for area in children(info, "area") for each in area):
        corners = (shape.text or "").split()
        if corners and name_of(shape) == "polygon":
            return middle_of(corners)
        if corners and name_of(shape) == "circle":
            return corner_of(corners[0])
    return None
