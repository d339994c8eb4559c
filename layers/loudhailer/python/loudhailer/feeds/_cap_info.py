"""CAP's `info` blocks: the words of one alert, in several languages or for several areas."""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree

from loudhailer.domain.incident import Severity
from loudhailer.feeds._names import TRIED
from loudhailer.feeds._plain import bounded, one_line, time_of
from loudhailer.feeds._xml import children, text_of
from loudhailer.privacy import address_in

# The Environment Agency's events begin with a number of theirs and what is done, and end with how it was sent.
_BEFORE = re.compile(r"^(?:\d{3}(?:/\d{3})*\s+)?(?:(?:issue|update|remove)\s+)?", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:-\s*Cell Broadcast|\bEA)$")
_REMOVED = re.compile(r"^(?:\d{3}(?:/\d{3})*\s+)?remove\s", re.IGNORECASE)
_OVER = re.compile(r"cancellation|no longer in force", re.IGNORECASE)
_ALL_CLEAR = re.compile(r"^all[ -]clear", re.IGNORECASE)
_NAMELESS = re.compile(r"polygon|circle|(?:area|polygon|circle)?[\W\d_]+", re.IGNORECASE)
"""What some write where an area's name belongs: the kind of its shape, its number, or a code of theirs."""
_CALLED_A_TEST = re.compile(r"\bthis is (?:only )?an? (?:\w{1,30} ){0,4}(?:test|exercise|drill)\b", re.IGNORECASE)
"""How a text says it of itself: GOV.UK's national tests have the status Actual. Elsewhere a test is many a thing."""
_MORE = " and other areas"
_LONGEST_TEXT = 20_000
"""Signs of a text that is looked at."""


def speaking(infos: Sequence[Element]) -> list[Element]:
    """Return the blocks to speak from, the gravest first: those of the best language that are about its event.

    Best is British English, then any English, then one that names no language, or else the first. Several blocks are
    one alert in several languages or for several areas, never several alerts.
    """
    best = min(infos, key=_rank, default=None)
    if best is None:
        return []
    same = [each for each in infos if _language(each) == _language(best)]
    first = min(same, key=_gravity)
    return [first, *(each for each in same if each is not first and _event(each) == _event(first))]


def tells_of_more(infos: Sequence[Element], first: Element) -> bool:
    """Say whether another block of the language is about another event."""
    return any(_event(each) != _event(first) for each in infos if _language(each) == _language(first))


def _gravity(info: Element) -> int:
    said = text_of(info, "severity").casefold()
    return next((number for number, each in enumerate(Severity) if each.casefold() == said), len(Severity))


def _event(info: Element) -> str:
    return one_line(text_of(info, "event")).casefold()


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


def still_on(infos: Sequence[Element]) -> Sequence[Element]:
    """Return the blocks without the English ones that are over, where others are not and are for other areas.

    What names no area, or one of the same, contradicts the others, and none is left out.
    """
    over = [is_english(each) and _says_it_is_over(each) for each in infos]
    ended = {area for each, gone in zip(infos, over, strict=True) if gone for area in _areas(each)}
    english = (each for each, gone in zip(infos, over, strict=True) if is_english(each) and not gone)
    standing = {area for each in english for area in _areas(each)}
    if not ended or not standing or "" in ended | standing or ended & standing:
        return infos
    return [each for each, gone in zip(infos, over, strict=True) if not gone]


def _areas(info: Element) -> list[str]:
    """Return what its areas are called; an empty name where it has none."""
    return [one_line(text_of(area, "areaDesc")).casefold() for area in children(info, "area")] or [""]


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


def area_of(infos: Sequence[Element]) -> str:
    """Return the areas' names, whole ones where they are too many."""
    names = _all_areas(infos)
    kept = bounded(names, _MORE)
    if kept == names:
        return names
    before, separator, _ = kept.rpartition("; " if "; " in kept else ", ")
    return before + _MORE if separator else kept


def address_in_area(infos: Sequence[Element]) -> str:
    """Say what kind of address the areas hold, also where only the uncut text does; empty where they hold none."""
    return address_in(_all_areas(infos))


def _all_areas(infos: Sequence[Element]) -> str:
    areas = (area for info in infos for area in children(info, "area"))
    said = (one_line(text_of(area, "areaDesc")) for area in areas)
    names = dict.fromkeys(name for name in said if name and not _NAMELESS.fullmatch(name))
    # "Zone 4, Stokeby" would be a house's number.
    return ("; " if any(name[-1].isdigit() for name in names) else ", ").join(names)


def latest_of(infos: Sequence[Element], name: str) -> datetime | None:
    """Return the latest time under that name; None where one of the blocks has none: nobody says that it ends."""
    return _latest([time_of(text_of(info, name)) for info in infos])


def starts_in(infos: Sequence[Element]) -> datetime | None:
    """Return when it starts first."""
    starts = (time_of(text_of(info, "onset")) or time_of(text_of(info, "effective")) for info in infos)
    return min((each for each in starts if each is not None), default=None)


def ends_at(infos: Sequence[Element]) -> datetime | None:
    """Return when the hazard itself ends, which CAP has no element for; `expires` is when the words go stale."""
    return _latest([_parameter(info) for info in infos])


def _parameter(info: Element) -> datetime | None:
    named = ((text_of(each, "valueName").casefold(), text_of(each, "value")) for each in children(info, "parameter"))
    return next((time_of(value) for name, value in named if name in {"ends", "eventendingtime"}), None)


def _latest(times: Sequence[datetime | None]) -> datetime | None:
    said = [each for each in times if each is not None]
    return max(said) if said and len(said) == len(times) else None


def doubt_of(infos: Sequence[Element], spoken: Sequence[Element]) -> list[str]:
    """Say what is odd about the words, so that a person looks first."""
    unread = any(text_of(info, "expires") and time_of(text_of(info, "expires")) is None for info in spoken)
    doubts = (
        "when it expires cannot be read" if unread else "",
        "it tells of several events" if tells_of_more(infos, spoken[0]) else "",
    )
    return [each for each in doubts if each]


def speaks_of_a_test(first: Element, note: str) -> bool:
    """Say whether the words that speak, or the sender's note, call it a test or an exercise."""
    if any(TRIED.search(one_line(text)) for text in (note, text_of(first, "event"), text_of(first, "headline"))):
        return True
    texts = (text_of(first, name)[:_LONGEST_TEXT] for name in ("description", "instruction"))
    return any(_CALLED_A_TEST.search(" ".join(text.split())) for text in texts)
