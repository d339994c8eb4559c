"""DATEX II's own words, and what we make of them: https://docs.datex2.eu/versions/3.4/."""

from collections.abc import Iterable
from typing import Protocol

from loudhailer.domain.incident import Certainty, Severity

CLOSED = frozenset({"suspended", "closed", "ended", "cancelled"})
"""Words of a record that no longer holds; suspended is National Highways' for works put off or cancelled."""

SEVERITIES = {
    "highest": Severity.SEVERE,
    "high": Severity.MODERATE,
    "medium": Severity.MINOR,
    "low": Severity.MINOR,
    "lowest": Severity.MINOR,
}
"""DATEX measures how much traffic is disturbed, CAP how much people are in danger: nothing there is `Extreme` here."""

PROBABILITIES = {"certain": Certainty.OBSERVED, "probable": Certainty.LIKELY, "riskOf": Certainty.POSSIBLE}

_CLOSURES = ("carriagewayclosures", "roadclosed", "closedpermanently")
_LANES = ("lane", "contraflow", "shoulder")
_CAUSES = (
    ("flood", "flood_water"),
    ("fallentree", "fallen_tree"),
    ("vehicleonfire", "fire"),
    ("seriousfire", "fire"),
    ("grassfire", "fire"),
    ("forestfire", "fire"),
    ("spillage", "spillage"),
    ("brokendown", "broken_down_vehicle"),
    ("accident", "collision"),
    ("emergency", "emergency_works"),
    ("roadmaintenance", "roadworks"),
    ("maintenanceworks", "roadworks"),
    ("constructionwork", "roadworks"),
    ("roadworks", "roadworks"),
    ("animalpresence", "animals"),
    ("infrastructuredamage", "damaged_road"),
    ("poorenvironment", "bad_weather"),
    ("obstruction", "obstruction"),
)
"""Parts of DATEX's words and our codes, the particular before the general. What is not here is left unsaid."""


class Kind(Protocol):
    """A record, as far as its kind is told."""

    @property
    def words(self) -> str:
        """Return its class and kind as DATEX calls them."""
        ...


def word_of(value: object) -> str:
    """Return the word of an enumeration: plain, under `value`, or where the enumeration was extended beside it."""
    if isinstance(value, dict):
        word = value.get("value")
        value = value.get("extendedValueG") if word == "extendedG" else word
    return value.strip() if isinstance(value, str) else ""


def kind_of(records: Iterable[Kind]) -> str:
    """Return the event type: what closes a road weighs more than what closes a lane, and that more than the rest."""
    words = " ".join(record.words.rpartition(" ")[2] for record in records).casefold()
    if any(each in words for each in _CLOSURES):
        return "highways_closure"
    return "highways_lanes" if any(each in words for each in _LANES) else "highways_incident"


def cause_of(words: Iterable[str]) -> str:
    """Return our code for a cause, empty where there is none."""
    said = " ".join(words).casefold()
    return next((code for part, code in _CAUSES if part in said), "")
