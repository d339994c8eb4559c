"""The library formats' share of other people's documents, read as a person reads them.

They are not ours to ship: the tests skip where they are missing.
"""

from dataclasses import dataclass
from datetime import datetime

import pytest

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds import FEEDS, policy_of, recognise
from loudhailer.feeds.reading import Reading
from tests.builders import shipped_config
from tests.feeds.test_real_documents import DOCUMENTS

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents of others are not here")
CONFIG = shipped_config()


@dataclass(frozen=True)
class Told:
    """What a document's first incident says, and how many there are; times as ISO."""

    policy: str
    count: int
    id: str
    updated: str = ""
    starts: str = ""
    ends: str = ""
    type: str = "highways_incident"
    severity: str = "Unknown"
    phase: str = "open"
    withheld: int = 0
    closed: int = 0


TOLD = {
    "wzdx/hidot-4.1.json": Told(
        "hawaii_work_zones",
        2,
        "69009d13-2651-405f-ae04-d7b0ec33d73a",
        "2026-07-02T23:13:50Z",
        "2025-11-03T23:37:22.671Z",
        "2025-11-12T04:52:58.560Z",
    ),
    "wzdx/nysdot-4.1.json": Told(
        "", 2, "vcF0/Np3Ba0ad+14hQ0fLSaGXnw=", "2026-07-03T10:00:30Z", "2026-07-09T12:00:00Z", "2026-07-09T15:00:00Z"
    ),
    "wzdx/scenario1_simple_linestring_example.geojson": Told(
        "",
        5,
        "af2e3f51-611f-4ce0-9282-2f28ca68e62f",
        "2009-12-31T18:01:01Z",
        "2010-01-01T01:00:00Z",
        "2010-01-02T01:00:00Z",
        "highways_lanes",
        "Minor",
    ),
    "wzdx/scenario1_simple_multipoint_example.geojson": Told(
        "",
        5,
        "af2e3f51-611f-4ce0-9282-2f28ca68e62f",
        "2009-12-31T18:01:01Z",
        "2010-01-01T01:00:00Z",
        "2010-01-02T01:00:00Z",
        "highways_lanes",
        "Minor",
    ),
    "wzdx/scenario5_recurring_linestring_example.geojson": Told(
        "",
        4,
        "a2100c5b-58b9-4593-992d-0795bafe3d8d",
        "2022-01-01T08:32:01Z",
        "2022-01-01T08:30:00Z",
        "2022-01-01T17:00:00Z",
        severity="Minor",
    ),
    "wzdx/scenario7_mobileoperation_linestring_example.geojson": Told(
        "",
        2,
        "01841847-3cda-4aa8-a283-1b4a11f31c08",
        "2022-09-12T16:42:53Z",
        "2022-09-13T13:00:00Z",
        "2022-09-13T21:00:00Z",
        "highways_lanes",
        "Minor",
    ),
    # Its time of update is in the year 2083, which is not believed.
    "open511/drivebc-two.json": Told(
        "drivebc", 2, "drivebc.ca/DBC-28386", "2021-04-26T08:19:02-04:00", "2021-04-26T15:19:00Z", severity="Severe"
    ),
    "open511/tmdd-converted.json": Told(
        "drivebc",
        5,
        "example.jurisdiction/1681",
        "2012-04-16T09:07:00-07:00",
        "2012-04-16T16:07:00Z",
        severity="Minor",
    ),
    "open511/test-one.xml": Told(
        "drivebc",
        19,
        "test.open511.org/1",
        "",
        "2013-05-08T07:00:00Z",
        "2013-05-10T07:00:00Z",
        severity="Minor",
        phase="closed",
        closed=13,
    ),
    "open511/ibi511-alberta.json": Told(
        "alberta_511", 3, "18", "2026-08-16T05:21:56Z", "2021-10-06T18:00:00Z", "2026-12-01T02:00:00Z"
    ),
    "open511/ibi511-nevada.json": Told(
        "", 3, "125464", "2025-10-01T15:53:05Z", "2025-10-01T15:51:00Z", "", "highways_lanes", "Minor"
    ),
    "cifs/google-doc-single.xml": Told(
        "", 1, "101", "", "2017-12-07T08:00:00Z", "2017-12-07T22:00:00Z", severity="Minor"
    ),
    "cifs/nwa-jamaica-nested.json": Told(
        "jamaica_closures",
        2,
        "bb32057c-6b13-4245-8986-249620ebbc3b",
        "",
        "2026-08-08T00:00:00Z",
        "2026-09-01T04:30:00Z",
        "highways_closure",
        "Moderate",
    ),
    "cifs/osasco-test.json": Told(
        "",
        1,
        "1777554821834",
        "2026-04-30T10:13:41-03:00",
        "2026-04-30T10:12:00-03:00",
        "2026-04-30T23:00:00-03:00",
        "highways_closure",
        "Moderate",
    ),
    "gtfs-rt/bart-alerts.json": Told("bart", 1, "BSA_187874", "2019-08-07T17:45:42Z", type="disruption"),
    "gtfs-rt/bart-alerts.pb": Told("bart", 1, "BSA_187874", "2019-08-07T17:45:42Z", type="disruption"),
    "gtfs-rt/mbta-enhanced-closed.json": Told(
        "", 1, "138754", "2023-06-20T17:55:38Z", type="disruption", severity="Severe", phase="closed", closed=1
    ),
    "cad-fire/toronto-2020-12-10T2050.xml": Told(
        "toronto_fire",
        6,
        "F20122837",
        "2020-12-10T20:50:02-05:00",
        "2020-12-10T19:04:54-05:00",
        type="attended_incident",
        withheld=2,
    ),
    "cad-fire/toronto-2020-12-10T2125.xml": Told(
        "toronto_fire",
        8,
        "F20122862",
        "2020-12-10T21:25:02-05:00",
        "2020-12-10T20:24:51-05:00",
        type="fire",
        severity="Severe",
        withheld=3,
    ),
    "cad-fire/toronto-2020-12-10T2150.xml": Told(
        "toronto_fire",
        8,
        "F20122862",
        "2020-12-10T21:50:02-05:00",
        "2020-12-10T20:24:51-05:00",
        type="fire",
        severity="Severe",
        withheld=4,
    ),
    "cad-fire/toronto-2020-12-10T2325.xml": Told(
        "toronto_fire",
        5,
        "F20122862",
        "2020-12-10T23:25:02-05:00",
        "2020-12-10T20:24:51-05:00",
        type="fire",
        severity="Severe",
        withheld=1,
    ),
    "nsw-rfs-geojson/incidents.json": Told("nsw_rfs", 4, "1234", "2018-09-21T06:30:00Z", type="attended_incident"),
}
PLACED = [
    "wzdx/hidot-4.1.json",
    "open511/drivebc-two.json",
    "open511/ibi511-alberta.json",
    "cifs/nwa-jamaica-nested.json",
    "nsw-rfs-geojson/incidents.json",
]
NOTHING = ["gtfs-rt/caltrain-no-alerts.pb"]
REFUSED = {"wzdx/arrow_board_ok_example.geojson": "it lists devices"}
UNKNOWN = ["gtfs-rt/invalid.pb", "cad-fire/eido-call-transfer.json"]


def read(name: str, policy: str = "") -> Reading:
    document = (DOCUMENTS / name).read_bytes()
    return FEEDS[recognise(document)].parse(document, policy_of(policy, CONFIG))


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("name", TOLD)
def test_a_document_is_read_as_a_person_reads_it(name: str) -> None:
    told = TOLD[name]
    reading = read(name, told.policy)
    first = reading.incidents[0]
    assert (reading.refused, reading.next_page, len(reading.incidents)) == ((), "", told.count)
    assert len({each.id for each in reading.incidents}) == told.count
    assert (first.id, first.event_type, first.severity, first.phase) == (told.id, told.type, told.severity, told.phase)
    assert (first.updated, first.starts, first.expected_end) == (
        moment(told.updated),
        moment(told.starts),
        moment(told.ends),
    )
    assert sum(bool(each.withheld) for each in reading.incidents) == told.withheld
    assert sum(each.phase == "closed" for each in reading.incidents) == told.closed


@pytest.mark.parametrize("name", PLACED)
def test_every_point_lies_where_its_source_speaks_of(name: str) -> None:
    told = read(name, TOLD[name].policy).incidents
    assert all(each.point is not None for each in told)
    assert not any("outside" in each.doubt for each in told)


def test_an_incident_whose_alarms_go_up_stays_the_same() -> None:
    def of(name: str) -> Incident:
        found = read(f"cad-fire/toronto-2020-12-10T{name}.xml", "toronto_fire").incidents
        return next(each for each in found if each.id == "F20122862")

    assert [of(each).severity for each in ("2050", "2125", "2325")] == ["Moderate", "Severe", "Severe"]
    assert of("2050").facts == of("2325").facts


@pytest.mark.parametrize("name", NOTHING)
def test_a_valid_list_of_nothing_is_read(name: str) -> None:
    assert read(name) == Reading()


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_read_is_refused(name: str) -> None:
    with pytest.raises(FeedError, match=REFUSED[name]):
        read(name)


def test_no_document_of_these_formats_is_left_out() -> None:
    folders = ("wzdx", "open511", "cifs", "gtfs-rt", "cad-fire", "nsw-rfs-geojson")
    there = {f"{folder}/{path.name}" for folder in folders for path in (DOCUMENTS / folder).iterdir()}
    assert there == {*TOLD, *NOTHING, *REFUSED, *UNKNOWN}
