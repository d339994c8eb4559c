"""One service alert, in any of the spellings in which GTFS Realtime is written as JSON."""

import re
from typing import Any

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Period, Phase, Sensitivity, Severity
from loudhailer.feeds._gathered import id_in
from loudhailer.feeds._nights import MOST_PERIODS
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record
from loudhailer.feeds.reading import Policy

SEVERITIES = {"INFO": Severity.MINOR, "WARNING": Severity.MODERATE, "SEVERE": Severity.SEVERE}
"""By `severity_level`; `UNKNOWN_SEVERITY`, and none, is `Unknown`."""

SENSITIVITIES = {"MEDICAL_EMERGENCY": Sensitivity.MEDICAL, "POLICE_ACTIVITY": Sensitivity.POLICE_LED}
"""Causes of which a person decides every word."""

_CAUSES = (
    "-",
    "UNKNOWN_CAUSE",
    "OTHER_CAUSE",
    "TECHNICAL_PROBLEM",
    "STRIKE",
    "DEMONSTRATION",
    "ACCIDENT",
    "HOLIDAY",
    "WEATHER",
    "MAINTENANCE",
    "CONSTRUCTION",
    "POLICE_ACTIVITY",
    "MEDICAL_EMERGENCY",
)
_EFFECTS = (
    "-",
    "NO_SERVICE",
    "REDUCED_SERVICE",
    "SIGNIFICANT_DELAYS",
    "DETOUR",
    "ADDITIONAL_SERVICE",
    "MODIFIED_SERVICE",
    "OTHER_EFFECT",
    "UNKNOWN_EFFECT",
    "STOP_MOVED",
    "NO_EFFECT",
    "ACCESSIBILITY_ISSUE",
)
_LEVELS = ("-", "UNKNOWN_SEVERITY", "INFO", "WARNING", "SEVERE")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST_PERIODS = 1000
_MOST_LANGUAGES = 100


def said_by(value: object) -> dict[str, Any]:
    """Return an object with its own keys in snake case, empty where it is none."""
    return {_HUMP.sub("_", key).lower(): each for key, each in value.items()} if isinstance(value, dict) else {}


def told_by(entity: object, policy: Policy) -> Record | None:
    """Read one entity; None where it is no alert; raise `FeedError` with the place and the reason."""
    said = said_by(entity)
    own = id_in(said.get("id"))
    if not said or not own:
        raise FeedError("id", "it is missing")
    if said.get("is_deleted") is True:
        return Record(id=own, kind="disruption", phase=Phase.CLOSED)
    if not isinstance(said.get("alert"), dict):
        return None
    alert = said_by(said["alert"])
    cause, effect = _name(alert.get("cause"), _CAUSES), _name(alert.get("effect"), _EFFECTS)
    periods = _periods(alert.get("active_period", alert.get("active_periods")), policy)
    headline, foreign = _text(alert.get("header_text"))
    mercury = said_by(alert.get("transit_realtime.mercury_alert"))
    starts, ends = [each.start for each in periods], [each.end for each in periods]
    return Record(
        id=own,
        words=" ".join(
            filter(None, (effect, cause, *map(one_line, (alert.get("effect_detail"), mercury.get("alert_type")))))
        ),
        kind="disruption",
        phase=_phase(alert),
        version=moment_of(alert.get("last_modified_timestamp", mercury.get("updated_at")), policy.zone),
        grade=_name(alert.get("severity_level"), _LEVELS),
        severity=SEVERITIES.get(_name(alert.get("severity_level"), _LEVELS), Severity.UNKNOWN),
        headline=headline,
        start=min((each for each in starts if each), default=None) if None not in starts else None,
        end=max((each for each in ends if each), default=None) if None not in ends else None,
        periods=periods,
        withheld="it has no English text" if foreign else "",
        doubt="it has more periods than are kept" if len(periods) > MOST_PERIODS else "",
        sensitivities=(SENSITIVITIES[cause],) if cause in SENSITIVITIES else (),
    )


def _phase(alert: dict[str, Any]) -> Phase:
    """Read MBTA's own words for it: others end an alert by leaving it out."""
    if alert.get("closed_timestamp"):
        return Phase.CLOSED
    return Phase.PLANNED if one_line(alert.get("alert_lifecycle")).upper() == "UPCOMING" else Phase.OPEN


def _name(value: object, names: tuple[str, ...]) -> str:
    """Return the name of an enumeration's value, which some write as its number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return names[value] if 0 < value < len(names) else ""
    return one_line(value).upper()


def _periods(listed: object, policy: Policy) -> tuple[Period, ...]:
    """Return when it is active: always where none is named; 0 is unset, and what is unset is open."""
    found: list[Period] = []
    for each in (listed if isinstance(listed, list) else [listed])[:_MOST_PERIODS]:
        said = said_by(each)
        start, end = (moment_of(said.get(name), policy.zone) for name in ("start", "end"))
        if said and (start is None or end is None or start < end):
            found.append(Period(start=start, end=end))
    return tuple(found)


def _text(value: object) -> tuple[str, bool]:
    """Return the English words of a translated text, or else those in no named language, or else the first.

    The other is whether they are in another language. New York adds the same words with marks: "en-html".
    """
    said = said_by(value)
    listed = said.get("translation", said.get("translations", value))
    told = [said_by(each) for each in (listed if isinstance(listed, list) else [listed])[:_MOST_LANGUAGES]]
    told = [said_by(each["translation"]) if isinstance(each.get("translation"), dict) else each for each in told]
    found = [(one_line(each.get("language")).casefold().replace("_", "-"), one_line(each.get("text"))) for each in told]
    found = [(language, words) for language, words in found if words and not language.endswith("-html")] or found
    for wanted in ("en-gb", "en", "en-", ""):
        for language, words in found:
            if words and (language == wanted or (wanted == "en-" and language.startswith(wanted))):
                return words, False
    return next(((words, True) for _, words in found if words), (one_line(value), False))
