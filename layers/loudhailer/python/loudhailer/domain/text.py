"""What text and times from outside must be, whoever sends them: machines' documents, events and officers' requests."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TypeGuard
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""Where people read times."""
STEERING = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""Signs that steer a screen: controls, line separators, changes of direction. No name of a place has them.

Written as what stands in a class of signs, for Python, for pydantic and for JSON Schema alike.
"""
SOMEWHERE = "https://post.example/"
"""The beginning of what stands for the address of a post before it is known, wherever words are measured or read."""
LANGUAGES = {"en-GB": "English", "cy": "Welsh"}
"""How people name a language; any other by its code (BCP 47)."""
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_YEARS = range(2000, 2100)


def says_both(text: str, foreign: Iterable[int]) -> bool:
    """Tell whether lines of the other language are among a post's words, and not only in the frame under them."""
    words = text.rpartition("\n\n")[0]
    return any(number <= words.count("\n") for number in foreign)


def is_written(value: object) -> TypeGuard[str]:
    """Tell whether it is a time in words; a bare number would be read as seconds, or as milliseconds, by guess."""
    return isinstance(value, str) and _WRITTEN.match(value) is not None


def is_near(moment: datetime) -> bool:
    """Tell whether anything that we tell of can be at that time."""
    return moment.year in _YEARS


def written(value: object) -> object:
    """Return what is a time in words; raise `ValueError` that says how to write one."""
    if not is_written(value):
        raise ValueError("write it as 2026-11-22T17:30:00Z, with the offset")
    return value


def near(moment: datetime) -> datetime:
    """Return a time that we can tell of; raise `ValueError` for any other."""
    if not is_near(moment):
        raise ValueError("no incident is so far away")
    return moment


def language_name(language: str) -> str:
    """Return how people name a language."""
    return LANGUAGES.get(language, language)
