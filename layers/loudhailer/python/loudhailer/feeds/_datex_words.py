"""DATEX II's own words, and what we make of them: https://docs.datex2.eu/versions/3.4/."""

from functools import lru_cache
from xml.etree.ElementTree import Element  # the type; the tree is read by now

from loudhailer.domain.incident import Certainty, Severity, Status
from loudhailer.feeds._xml import text_of

STATUSES = {"real": Status.ACTUAL, "securityExercise": Status.EXERCISE, "technicalExercise": Status.EXERCISE}
"""Anything else is a test: nobody said that it is true."""

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

_LONGEST_WORD = 100
_CLOSURES = ("carriagewayclosures", "roadclosed", "closedpermanently")
_LANES = ("laneclos", "lanesclosed", "donotusespecifiedlanes", "contraflow", "shoulderclos")
"""Not all that speaks of lanes: narrow lanes are open, and so is a hard shoulder in use."""
OBSTRUCTION = "obstruction"
_CAUSES = (
    ("flood", "flood_water"),
    ("fallentree", "fallen_tree"),
    ("vehicleonfire", "fire"),
    ("vehiclefire", "fire"),
    ("seriousfire", "fire"),
    ("grassfire", "fire"),
    ("forestfire", "fire"),
    ("spillage", "spillage"),
    ("oilonroad", "spillage"),
    ("dieselonroad", "spillage"),
    ("petrolonroad", "spillage"),
    ("brokendown", "broken_down_vehicle"),
    ("accident", "collision"),
    ("trafficcollision", "collision"),
    ("emergencywork", "emergency_works"),
    ("emergencyroad", "emergency_works"),
    ("emergencyrepair", "emergency_works"),
    ("emergencymaintenance", "emergency_works"),
    ("roadmaintenance", "roadworks"),
    ("maintenancework", "roadworks"),
    ("constructionwork", "roadworks"),
    ("roadworks", "roadworks"),
    ("animalpresence", "animals"),
    ("animalsontheroad", "animals"),
    ("infrastructuredamage", "damaged_road"),
    ("poorenvironment", "bad_weather"),
    ("nonweatherrelated", ""),
    ("weatherrelated", "bad_weather"),
    ("obstruction", OBSTRUCTION),
)
"""Parts of DATEX's words and our codes, the particular before the general. What is not here is left unsaid."""


def word_in(element: Element | None) -> str:
    """Return the word of an enumeration: plain, under `value`, or where the enumeration was extended beside it."""
    if element is None:
        return ""
    word = (element.text or "").strip() or text_of(element, "value")
    if word in {"extendedG", "_extended", "extended"}:
        word = text_of(element, "extendedValueG") or element.get("_extendedValue", "").strip()
    return word[:_LONGEST_WORD]


@lru_cache(maxsize=1024)
def kind_of(words: str) -> str:
    """Return the event type: what closes a road weighs more than what closes a lane, and that more than the rest."""
    said = words.casefold()
    if any(each in said for each in _CLOSURES):
        return "highways_closure"
    return "highways_lanes" if any(each in said for each in _LANES) else "highways_incident"


@lru_cache(maxsize=1024)
def cause_of(words: str) -> str:
    """Return our code for a cause, empty where there is none."""
    said = words.casefold()
    return next((code for part, code in _CAUSES if part in said), "")
