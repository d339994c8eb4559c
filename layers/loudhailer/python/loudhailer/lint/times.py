"""Times and dates as GOV.UK writes them: "5:30pm Sunday 22 November"."""

import re
from collections.abc import Iterator

from loudhailer.lint.reading import Part, Reading
from loudhailer.lint.rule import Hit

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(_MONTHS)
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_DAYS = {day[:3]: day for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}
_CLOCK = re.compile(
    r"(?<![\w.:£$€/])(?:"
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-5][0-9]))?(?::[0-5][0-9])?\s?(?P<half>[ap]\.m\.|[ap]m\b|noon\b)|"
    r"(?P<hour24>[01]?[0-9]|2[0-4]):(?P<minute24>[0-5][0-9])(?::[0-5][0-9])?(?:\s?(?:hrs?|hours)\b)?(?![\w:])|"
    r"(?P<military>[0-2][0-9][0-5][0-9])\s?(?:hrs?|h)\b|"
    r"(?<=\bat )(?P<at>[0-2][0-9][0-5][0-9])\s?hours\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?<![\w.:£/-])(?P<first>[0-9]{1,2}(?:[:.][0-5][0-9])?\s?(?:[ap]m)?)\s?"
    r"[-\u2013\u2014]\s?(?P<last>[0-9]{1,2}(?:[:.][0-5][0-9])?\s?[ap]m)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?P<year>20[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?:T[0-9:.]{2,12}Z?)?\b|"
    r"(?<![\w/.-])(?P<day2>[0-3]?[0-9])(?P<dash>[/.-])(?P<month2>[01]?[0-9])(?P=dash)(?P<year2>20[0-9]{2}|[0-9]{2})(?![\w/-])|"
    rf"\b(?P<ordinal>[0-3]?[0-9])(?:st|nd|rd|th)(?: of)? (?P<month3>{_MONTH}|{_SHORT})\b|"
    rf"\b(?P<day5>[0-3]?[0-9]) (?P<month5>{_SHORT})\b"
)
_DAY_NUMBER = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\b(?!:|\s?[ap]m)")
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTH}|{_SHORT}) \Z")
_LONGEST_MONTH = 10
_MONTH_WORDS = frozenset(each.lower() for each in (*_MONTHS, *_SHORT.split("|")))
_DAY_WORDS = frozenset({"mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"})
# What such a time or date begins with at least, which is looked for much faster.
_CLOCK_BEGINS = re.compile(r"[0-9]{1,4}(?=[:.][0-9]|\s?[apnhAPNH-]|\s?[\u2013\u2014])")
_DATE_BEGINS = re.compile(r"[0-9]{1,4}(?=[/.-][0-9]|(?:st|nd|rd|th)\b| [A-Z][a-z]{2,3}\b)")
_NOON_ALONE = re.compile(r"(?<![0-9] )(?<![0-9])\bnoon\b")
_SHORT_DAY = re.compile(rf"\b(?P<day>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun) [0-3]?[0-9] (?:{_MONTH}|{_SHORT})\b")
_NOON, _DAY_HOURS = 12, 24


def clock(_: Reading, part: Part) -> Iterator[Hit]:
    """Find a time that is not written as 5:30pm, midday or midnight."""
    for digits in _CLOCK_BEGINS.finditer(part.text):
        found = _CLOCK.match(part.text, digits.start())
        if found and (right := _right_clock(found)) != found[0]:
            yield Hit(found[0], f"Write {right}.")
        if between := _RANGE.match(part.text, digits.start()):
            yield Hit(between[0], f"Write {between['first'].strip()} to {between['last']}.")
    if "noon" in part.words and (noon := _NOON_ALONE.search(part.text)):
        yield Hit(noon[0], "Write midday.")


def _right_clock(found: re.Match[str]) -> str:
    if found["half"]:
        if found["half"].lower() == "noon":
            return "midday"
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        afternoon = found["half"][0].lower() == "p" and hour < _NOON
        if found["half"][0].lower() == "a" and hour == _NOON:
            hour = 0
        return _said(hour + _NOON if afternoon else hour, minute)
    digits = found["military"] or found["at"]
    hour, minute = (int(digits[:2]), int(digits[2:])) if digits else (int(found["hour24"]), int(found["minute24"]))
    # Where the text does not say which half of the day it means, its writer has to.
    open_ = not digits and 0 < hour < _NOON and not found["hour24"].startswith("0")
    return f"{_said(hour, minute)} or {_said(hour + _NOON, minute)}" if open_ else _said(hour, minute)


def _said(hour: int, minute: int) -> str:
    hour %= _DAY_HOURS
    if (hour, minute) in {(0, 0), (_NOON, 0)}:
        return "midday" if hour else "midnight"
    minutes = f":{minute:02}" if minute else ""
    return f"{hour % _NOON or _NOON}{minutes}{'am' if hour < _NOON else 'pm'}"


def date(_: Reading, part: Part) -> Iterator[Hit]:
    """Find a date that is not written as 22 November."""
    for digits in _DATE_BEGINS.finditer(part.text):
        if found := _DATE.match(part.text, digits.start()):
            day = found["day"] or found["day2"] or found["ordinal"] or found["day5"]
            named = found["month3"] or found["month5"]
            number = int(found["month"] or found["month2"] or 0)
            year = found["year"] or found["year2"] or ""
            if named or 1 <= number <= len(_MONTHS):
                month = _month(named) if named else _MONTHS[number - 1]
                yield Hit(found[0], f"Write {int(day)} {month}{f' 20{year[-2:]}' if year else ''}.")
    if not _MONTH_WORDS.isdisjoint(part.words):
        for day in _DAY_NUMBER.finditer(part.text):
            if part.text[day.start() - 1 : day.start()] != " ":
                continue
            before = _MONTH_BEFORE.search(part.text, max(0, day.start() - _LONGEST_MONTH), day.start())
            if before:
                yield Hit(f"{before[0]}{day[0]}", f"Write {int(day[1])} {_month(before[0])}.")
    if not _DAY_WORDS.isdisjoint(part.words):
        for found in _SHORT_DAY.finditer(part.text):
            yield Hit(found[0], f"Write {_DAYS[found['day'][:3]]}.")


def _month(name: str) -> str:
    return next(each for each in _MONTHS if each.startswith(name[:3]))
