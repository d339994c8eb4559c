"""Pages of National Highways for tests, complete and unremarkable; a test names only what it is about."""

import json
from datetime import UTC, datetime
from typing import Any

from loudhailer.domain.incident import Incident
from loudhailer.feeds import Policy
from loudhailer.feeds.national_highways import parse
from loudhailer.feeds.reading import GREAT_BRITAIN

POLICY = Policy(source="national_highways", box=GREAT_BRITAIN)
PUBLISHED = "2026-11-22T17:35:00.0000000+00:00"
CLASS = "sitRoadOrCarriagewayOrLaneManagement"
HEADER = {"confidentiality": "noRestriction", "informationStatus": "real"}
START, END = "2026-11-22T17:20:00.0000000+00:00", "2026-11-22T20:30:00.0000000+00:00"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=UTC)


def without(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields but those that are `...`."""
    return {name: value for name, value in fields.items() if value is not ...}


def a_location(
    road: Any = "M99", description: Any = "M99 southbound between J2 and J1", line: Any = "52.4 -2.7 52.5 -2.8"
) -> Any:
    return {
        "locLinearLocation": {
            "gmlLineString": {"locGmlLineString": without({"posList": line})},
            "supplementaryPositionalDescription": without({"locationDescription": description}),
        },
        "locSingleRoadLinearLocation": {
            "linearWithinLinearElement": [{"linearElement": {"locLinearElementByCode": without({"roadName": road})}}]
        },
    }


def a_record(
    status: Any = "active", start: Any = START, end: Any = END, kind: Any = "laneClosures", **changes: Any
) -> Any:
    window = without({"overallStartTime": start, "overallEndTime": end})
    record = {
        "idG": "1",
        "validity": without({"validityStatus": status}) | {"validityTimeSpecification": window},
        "roadOrCarriagewayOrLaneManagementType": {"value": kind},
        "locationReference": a_location(),
    }
    return {CLASS: without(record | changes)}


def a_situation(*records: Any, **changes: Any) -> Any:
    situation = {
        "idG": "410001",
        "situationVersionTime": "2026-11-22T17:30:00.0000000+00:00",
        "headerInformation": HEADER,
        "situationRecord": list(records) or [a_record()],
    }
    return without(situation | changes)


def a_page(*situations: Any, **changes: Any) -> bytes:
    page = {"publicationTime": PUBLISHED, "situation": list(situations)}
    return json.dumps({"D2Payload": without(page | changes)}).encode()


def read(*records: Any, **changes: Any) -> Incident:
    """Return the incident of a situation with these records, which is read without a complaint."""
    reading = parse(a_page(a_situation(*records, **changes)), POLICY)
    assert reading.refused == ()
    (incident,) = reading.incidents
    return incident
