"""One incident of the NSW Rural Fire Service's list."""

import html
import re
from typing import Any
from zoneinfo import ZoneInfo

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Phase, Sensitivity, Severity
from loudhailer.feeds._fire_words import is_medical, is_planned, kind_of
from loudhailer.feeds._gathered import id_in
from loudhailer.feeds._geojson import first_of, points_of, surface_of
from loudhailer.feeds._plain import one_line
from loudhailer.feeds._times import moment_of
from loudhailer.feeds._told import Record

ALERT_LEVELS = {
    "emergency warning": Severity.EXTREME,
    "watch and act": Severity.SEVERE,
    "advice": Severity.MINOR,
}
"""By `ALERT LEVEL`, or else the category; any other, as `Not Applicable`, is `Unknown`."""

PHASES = {
    "going": Phase.OPEN,
    "being controlled": Phase.OPEN,
    "under control": Phase.OPEN,
    "patrolled": Phase.OPEN,
    "out": Phase.CLOSED,
}
"""By `STATUS`: only a fire that is out is over. What it says besides keeps it open."""

_UTC, _SYDNEY = ZoneInfo("UTC"), ZoneInfo("Australia/Sydney")
"""`pubDate` is of no clock in New South Wales; what the text says is."""
_BREAK = re.compile(r"<br[\s/]{0,9}>", re.IGNORECASE)
_MOST_LABELS = 40


def id_of(feature: Any) -> str:
    """Return the incident's id, empty where it has none."""
    return id_in(_properties(feature).get("guid"))


def is_one(feature: Any) -> bool:
    """Tell whether a feature is an incident as this service lists them."""
    said = _properties(feature)
    return "guid" in said and ("description" in said or "pubDate" in said)


def told_by(feature: Any) -> Record:
    """Read one incident; raise `FeedError` where it has no id."""
    said, own = _properties(feature), id_of(feature)
    if not own:
        raise FeedError("properties.guid", "it is missing")
    labels = _labels(said.get("description"))
    kind, title = labels.get("TYPE", ""), one_line(said.get("title"))
    version = moment_of(said.get("pubDate"), _UTC) or moment_of(labels.get("UPDATED"), _SYDNEY)
    if is_medical(f"{kind} {title}"):
        reason, flags = "it is a medical call", (Sensitivity.MEDICAL,)
        return Record(id=own, kind="attended_incident", version=version, withheld=reason, sensitivities=flags)
    geometry = feature.get("geometry")
    level = (labels.get("ALERT LEVEL", "") or one_line(said.get("category"))).casefold()
    no_fire = labels.get("FIRE", "").casefold() == "no"
    return Record(
        id=own,
        words=f"{kind} {level}".strip(),
        kind="attended_incident" if no_fire else kind_of(kind),
        phase=PHASES.get(labels.get("STATUS", "").casefold(), Phase.OPEN),
        version=version,
        severity=ALERT_LEVELS.get(level, Severity.UNKNOWN),
        place=f"near {title}" if title else "",
        area=labels.get("COUNCIL AREA", ""),
        headline=title,
        # What has burnt is a surface; where the fire is said to be is a point beside it.
        points=surface_of(geometry) or points_of(geometry),
        point=first_of(geometry),
        doubt="it is a fire that crews have lit" if is_planned(kind) else "",
    )


def _properties(feature: Any) -> dict[str, Any]:
    said = feature.get("properties") if isinstance(feature, dict) else None
    return said if isinstance(said, dict) else {}


def _labels(description: object) -> dict[str, str]:
    """Return what stands behind each label of the text."""
    lines = _BREAK.split(description) if isinstance(description, str) else []
    pairs = (html.unescape(each).partition(":") for each in lines[:_MOST_LABELS])
    return {one_line(label).upper(): one_line(value) for label, mark, value in pairs if mark}
