"""One row of Toronto Fire's list."""

import re
from datetime import datetime
from string import capwords
from xml.etree.ElementTree import Element  # the type; defusedxml has read the tree
from zoneinfo import ZoneInfo

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Sensitivity, Severity
from loudhailer.feeds._fire_words import is_medical, kind_of
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds._xml import text_of

ALARMS = {"1": Severity.MINOR, "2": Severity.MODERATE, "3": Severity.SEVERE, "4": Severity.SEVERE, "5": Severity.SEVERE}
ALARMS |= {"6": Severity.SEVERE}
"""By `alarm_lev`, which goes up as crews are called and may come down; 0, and none, is `Unknown`."""

_ZONE = ZoneInfo("America/Toronto")
"""The list is the city's own, and so are its clocks."""
_DISTRICT = re.compile(r",\s*[A-Z]{2}$")
_POSTCODE_AREA = re.compile(r"[A-Z][0-9][A-Z]")


def moment(text: str) -> datetime | None:
    """Read a time of the city's clocks."""
    return moment_of(text, _ZONE)


def id_of(event: Element) -> str:
    """Return the event's number, empty where it has none."""
    return one_line(text_of(event, "event_num"))


def told_by(event: Element) -> Record:
    """Read one row; raise `FeedError` where it has no number. Which engines go is nobody's news and changes always."""
    own, words = id_of(event), one_line(text_of(event, "event_type"))
    if not own:
        raise FeedError("event_num", "it is missing")
    street = _DISTRICT.sub("", one_line(text_of(event, "prime_street")).upper())
    crossing = [one_line(each) for each in text_of(event, "cross_streets").split("/")]
    crossing = [each for each in dict.fromkeys(crossing) if each][:2]
    start = moment(text_of(event, "dispatch_time"))
    severity = ALARMS.get(text_of(event, "alarm_lev"), Severity.UNKNOWN)
    if is_medical(words) or _POSTCODE_AREA.fullmatch(street):
        reason = "it is a medical call" if is_medical(words) else "it names a postcode area only, as medical calls do"
        flags = (Sensitivity.MEDICAL,)
        return Record(id=own, kind="attended_incident", start=start, withheld=reason, sensitivities=flags)
    return Record(
        id=own,
        words=words,
        kind=kind_of(words),
        severity=severity,
        roads=(capwords(street),) if street else (),
        place=_place(capwords(street), [capwords(each) for each in crossing]),
        headline=words,
        start=start,
        doubt="" if words else "it does not say what it is",
    )


def _place(street: str, crossing: list[str]) -> str:
    """Return where it is in words that follow what it is; the street may come only after the crossing ones."""
    if street:
        near = f" between {' and '.join(crossing)}" if len(crossing) > 1 else f" near {crossing[0]}" if crossing else ""
        return f"on {street}{near}"
    return f"at {' and '.join(crossing)}" if len(crossing) > 1 else f"on {crossing[0]}" if crossing else ""
