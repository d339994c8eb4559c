"""How a row of the tables is written: what a person reads in a document that others sent.

In every field `None` asserts nothing: the document leaves it to the reader. A text asserts just that text, "" that
there is none, several texts that it is one of them. Times are in UTC, to the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from local.deploy import ROOT
from loudhailer.config import Config, load
from loudhailer.domain.incident import Incident
from loudhailer.feeds import Policy, policy_of

Words = str | tuple[str, ...] | None
CLOSURE, LANES, OTHER = "highways_closure", "highways_lanes", "highways_incident"
NOT_A_CLOSURE = (LANES, OTHER)
ROAD = (CLOSURE, LANES, OTHER)
NAMES = {
    "highways_agency": "highways_agency",
    "ntis": "ntis",
    "national_highways": "national_highways",
    "ea_floods": "ea_floods",
    "street_manager": "street_manager",
    "tfl": "tfl",
    "traffic_wales": "traffic_wales",
    "national_highways_rss": "national_highways_rss",
    "tasmania_fire": "tasmania_fire",
    "wa_dfes": "wa_dfes",
    "meteoalarm_uk": "meteoalarm_uk",
    "environment_agency": "environment_agency",
    "nws": "nws",
    "toronto_fire": "toronto_fire",
    "nsw_rfs": "nsw_rfs",
    "drivebc": "drivebc",
    "alberta": "alberta_511",
    "hawaii": "hawaii_work_zones",
    "jamaica": "jamaica_closures",
    "bart": "bart",
}
"""What the tables call a policy, and the name that it has in config/feeds.yaml."""


@dataclass(frozen=True)
class Told:
    """One incident. `levels` are CAP's severity, urgency and certainty; `withheld` is a word of the reason.

    A `guarded` one may not go out before a person has looked: it is withheld, doubted or sensitive. `point` is () where
    there is none to be had, `road` the first of its roads. `facts` are those that must be there, an empty one one that
    must not.
    """

    id: Words
    updated: Words = None
    starts: Words = None
    ends: Words = None
    expires: Words = None
    phase: Words = "open"
    status: str = "Actual"
    kind: Words = None
    severity: Words = None
    levels: str | None = None
    point: tuple[float, ...] | None = None
    withheld: str | None = ""
    guarded: bool = False
    road: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """A document that is read, in one of these formats, under a policy of feeds.yaml or the default one with a zone.

    `links` are a word of each address that it leads to and one of its version. `never` are words that no incident may
    hold anywhere. `unlike` says that no two ids may be the same, where the document has none of its own.
    """

    format: Words
    told: tuple[Told, ...] = ()
    policy: str = ""
    zone: str = ""
    links: tuple[tuple[str, str], ...] = ()
    refused: int = 0
    never: tuple[str, ...] = ()
    unlike: bool = False


@dataclass(frozen=True)
class Refused:
    """A document that is refused whole, with a word of the reason: by recognising no format in it, or by reading it.

    `read_as` is the format that it would be taken for: its reader refuses it as well.
    """

    word: Words
    place: str = "document"
    read_as: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Silent:
    """A document that tells the public nothing, read or refused; a valid list that is `whole` would end all others."""

    whole: bool = True
    never: tuple[str, ...] = ()


Row = Read | Refused | Silent


@cache
def shipped() -> Config:
    """Return the configuration that is shipped, read once."""
    return load(ROOT / "config")


def policy_for(row: Row) -> Policy:
    """Return how the row's document is read."""
    if isinstance(row, Read) and row.policy:
        config = shipped()
        name = NAMES[row.policy]
        assert name in config.feeds.policies, f"config/feeds.yaml has no policy {name}"
        return policy_of(name, config)
    return Policy(source="x", zone=ZoneInfo(row.zone)) if isinstance(row, Read) and row.zone else Policy(source="x")


def differences(told: Told, incident: Incident) -> list[str]:
    """List where an incident is not what a person read."""
    levels = f"{incident.severity} {incident.urgency} {incident.certainty}"
    pairs: list[tuple[str, Words, str]] = [
        ("id", told.id, incident.id),
        ("updated", told.updated, _second(incident.updated)),
        ("starts", told.starts, _second(incident.starts)),
        ("ends", told.ends, _second(incident.expected_end)),
        ("expires", told.expires, _second(incident.expires)),
        ("phase", told.phase, incident.phase),
        ("status", told.status, incident.status),
        ("kind", told.kind, incident.event_type),
        ("severity", told.severity, incident.severity),
        ("levels", told.levels, levels),
        *((f"facts.{name}", words, incident.facts.get(name, "")) for name, words in told.facts.items()),
    ]
    found = [
        f"{name}: {is_!r}, not {said!r}" for name, said, is_ in pairs if said is not None and is_ not in _any(said)
    ]
    if told.withheld is not None and (
        told.withheld not in incident.withheld or bool(told.withheld) != bool(incident.withheld)
    ):
        found.append(f"withheld: {incident.withheld!r}, not {told.withheld!r}")
    if told.guarded and not (incident.withheld or incident.doubt or incident.sensitivities):
        found.append("it may go out with nobody looking")
    first = "".join(incident.roads[:1])
    if told.road is not None and not (first == told.road or (told.road and first.startswith(f"{told.road} "))):
        found.append(f"roads: {incident.roads!r}, not first {told.road!r}")
    if told.point is not None and not _is_at(told.point, incident.point):
        found.append(f"point: {incident.point!r}, not {told.point!r}")
    return found


def _any(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else words


def _second(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment is not None else ""


def _is_at(said: tuple[float, ...], point: tuple[float, float] | None) -> bool:
    """Four digits are eleven metres: what a change of grid and the rounding may differ by."""
    if not said or point is None:
        return not said and point is None
    return all(abs(one - other) <= 0.0001 for one, other in zip(said, point, strict=True))
