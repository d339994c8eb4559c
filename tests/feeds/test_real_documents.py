"""Documents of others, as they were really sent: each is read as a person read it, or refused for its own reason.

They are not ours to ship: the tests skip where they are missing.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.feeds import FEEDS, Policy, Reading, recognise
from loudhailer.normalise import digest_of
from tests.feeds.spoiling import spoilt

DOCUMENTS = Path(os.environ.get("LOUDHAILER_SHARED") or ROOT.parent / "shared") / "feeds"
POLICY = Policy(source="x")

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents of others are not here")


@dataclass(frozen=True)
class Told:
    """What a document of one incident tells, as a person read it."""

    id: str
    updated: str
    expires: str = ""
    levels: str = "Unknown Unknown Unknown"
    warning: str = ""
    area: str = ""
    phase: str = "open"
    status: str = "Actual"
    withheld: str = ""


WAINFLEET = "River Steeping in Wainfleet All Saints"
TOLD = {
    "cap/uk-ea-wainfleet-severe-alert.xml": Told(
        "50385fcb0ab7aa447bbd46d848ce8466E",
        "2020-02-16T23:01:13Z",
        "2020-02-26T23:01:14Z",
        "Severe Immediate Likely",
        "Severe Flood Warning",
        WAINFLEET,
    ),
    "cap/uk-ea-wainfleet-cancel.xml": Told(
        "50385fcb0ab7aa447bbd46d848ce8466E",
        "2020-02-16T23:02:26Z",
        "2020-02-16T23:30:13Z",
        "Severe Immediate Likely",
        "Severe Flood Warning",
        WAINFLEET,
        phase="closed",
    ),
    "cap/uk-ea-windemere-multipolygon.xml": Told(
        "4f6d28b10ab7aa447bbd46d85f1e9effE",
        "2020-02-16T23:01:13Z",
        "2020-02-26T23:01:14Z",
        "Severe Immediate Likely",
        "Severe Flood Warning",
        "Windemere",
    ),
    "cap/uk-ea-defra-service-update.xml": Told(
        "4eb3b7350ab7aa443650fc9351f02940E10",
        "2026-05-28T11:00:02Z",
        "2026-05-29T11:00:02Z",
        "Minor Immediate Likely",
        "Flood Alert",
        "test area description",
        status="Test",
    ),
    "cap/alertswiss-landslide-as-cap.xml": Told(
        "POA-1222963954-5",
        "2025-05-20T12:41:00+02:00",
        "",
        "Moderate Unknown Unknown",
        "Falling rocks, landslide",
        "Sonvico - Denti della vecchia",
    ),
    "cap/alertswiss-test-status.xml": Told(
        "TEST-1163", "2025-06-21T08:07:00+02:00", warning="Cap Test Event", status="Test"
    ),
    "cap/canada-empty-references.cap": Told(
        "2.49.0.1.124.6bddbc91.2012",
        "2012-05-02T23:21:04Z",
        "2012-05-03T00:20:00Z",
        "Minor Past Observed",
        "thunderstorm",
        "Windsor - Leamington - Essex County",
        phase="closed",
    ),
    "cap/gdacs-tropical-cyclone.xml": Told(
        "GDACS_EQ_1470644_1625617",
        "2025-03-01T22:52:24Z",
        "",
        "Moderate Past Observed",
        "Earthquake",
        phase="closed",
    ),
    "cap/iceland-two-languages.cap": Told(
        "is-IMO-2a4c2db8-07fd-4a0f-b372-9667280d46d1",
        "2021-09-10T13:30:26Z",
        "2021-09-13T10:00:00Z",
        "Moderate Unknown Likely",
        "Weather Warning: Wind",
        "Reykjavik - Capital Region",
    ),
    "cap/ie-smallcraft-emma.xml": Told(
        "2.49.0.1.372.0.250413231648.N_Norm002_SmallCraft",
        "2025-04-14T00:16:48+01:00",
        "2025-04-14T20:00:00+01:00",
        "Moderate Future Likely",
        "Small Craft",
        "from Fair Head to Strangford Lough to Howth Head",
    ),
    "cap/invalid-missing-scope.cap": Told(
        "12345", "2010-08-31T00:09:25Z", warning="Storm", area="New York", withheld="it names no scope"
    ),
    "cap/kz-freezing-rain.xml": Told(
        "2.49.0.0.398.0-20250306-133701-0284797-00-EN",
        "2025-03-06T13:37:01Z",
        "2025-03-07T16:00:00Z",
        "Moderate Future Likely",
        "Freezing rain, icing",
        "Kokpekti district (Abai oblysy)",
    ),
    "cap/no-info-cancel.cap": Told(
        "1017033100951096-517189320160225203219800", "2016-02-25T12:47:09-08:00", phase="closed"
    ),
    "cap/ph-test-status.cap": Told(
        "103ff55e-b538-49a2-a94a-64470ddea2cc",
        "2014-11-03T14:57:33+08:00",
        "2014-11-04T03:57:28+08:00",
        "Minor Expected Possible",
        "Tropical Cyclone Alert",
        "Philippine Area of Responsibility",
        status="Test",
    ),
    "cap/usgs-earthquake-cap11.cap": Told(
        "USGS-earthquakes-us2010apcd.6.20100831T000925.496Z",
        "2010-08-31T00:09:25-05:00",
        "2010-09-02T00:09:25-05:00",
        "Unknown Past Likely",
        "Earthquake",
        "185 miles (298 km) NNE of Neiafu, Tonga; 186 miles (299 km) SSW of APIA, Samoa; "
        "211 miles (340 km) SW of PAGO PAGO, American Samoa and other areas",
        phase="closed",
    ),
    "cap/usgs-earthquake-latin1.cap": Told(
        "USGS-earthquakes-usB000D5T4.3947362.7.20121014T225304.360Z.0",
        "2012-10-14T22:53:04Z",
        "2012-10-21T22:53:04Z",
        "Unknown Past Likely",
        "Earthquake",
        "47 miles (76 km) SSW of Usulután, Usulután, El Salvador; 53 miles (86 km) S of Zacatecoluca, La Paz, "
        "El Salvador and other areas",
        phase="closed",
    ),
    "cap/wcatwc-tsunami-update.cap": Told(
        "PAAQ-1-lqw6d6",
        "2011-09-02T11:36:50Z",
        "2011-09-02T12:36:50Z",
        "Extreme Immediate Likely",
        "Tsunami Warning",
        "Coastal areas between and including Unimak Pass, Alaska (80 miles NE of Dutch Harbor) "
        "to Amchitka Pass, Alaska (125 miles W of Adak)",
    ),
    "rss-georss/nsw-rfs-cap-edxl.xml": Told(
        "2014-05-08T10:31:00-00:00:160068",
        "2014-05-08T10:31:00Z",
        "2014-05-09T10:31:00Z",
        "Minor Unknown Observed",
        "Other Non-Urgent Alerts",
        withheld="its area holds a house number",
    ),
    "datex2-v3-json/datex-eu-accident.json": Told(
        "12345",
        "2018-10-11T14:32:00+02:00",
        "",
        "Unknown Unknown Observed",
        withheld="it names no confidentiality",
    ),
}
LINKS = {
    "cap/nws-feed-index.atom": [
        "2014-05-10T22:00:00-06:00",
        "2014-05-10T22:00:00-06:00",
    ],
    "cap/sweden-krisinformation.atom": [
        "2018-11-21T12:52:06+01:00",
        "2018-11-15T15:35:16+01:00",
        "2018-11-07T22:47:09+01:00",
        "2018-11-02T11:58:37+01:00",
    ],
    "cap/bom-wmo-index.rss": ["2026-01-01T05:09:13+00:00"],
}
REFUSED = {
    "cap/hostile-xxe.cap": "it holds a DTD or entities",
    "meteoalarm/es034-legacy-2013.rss": "it is their RSS",
}
UNKNOWN = [
    "cap/alertswiss-landslide.json",
    "gtfs-rt/invalid.pb",
    "cad-fire/eido-call-transfer.json",
    "nh-roadworks-xml/new-format.xml",
    "nh-roadworks-xml/old-format.xml",
]
SEVERAL = ["cap/smhi-bundle.cap", "datex2-v3-json/nh-closures-doc-shaped.json"]


def read(name: str) -> Reading:
    document = (DOCUMENTS / name).read_bytes()
    return FEEDS[recognise(document)].parse(document, POLICY)


def only(name: str) -> Incident:
    reading = read(name)
    assert (reading.links, reading.refused) == ((), ())
    (incident,) = reading.incidents
    return incident


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("name", TOLD)
def test_a_document_of_one_incident_is_read_as_a_person_reads_it(name: str) -> None:
    told, incident = TOLD[name], only(name)
    assert (incident.id, incident.phase, incident.status) == (told.id, told.phase, told.status)
    assert f"{incident.severity} {incident.urgency} {incident.certainty}" == told.levels
    assert (incident.updated, incident.expires) == (moment(told.updated), moment(told.expires))
    assert incident.updated is not None
    assert incident.revision == incident.updated.timestamp()
    assert (incident.facts.get("warning", ""), incident.facts.get("area", "")) == (told.warning, told.area)
    assert incident.withheld == told.withheld
    assert digest_of(incident)


def test_the_references_lead_back_to_the_first_alert() -> None:
    assert only("cap/uk-ea-wainfleet-cancel.xml").references == (only("cap/uk-ea-wainfleet-severe-alert.xml").id,)
    assert only("cap/wcatwc-tsunami-update.cap").references == ("PAAQ-1-lqw6d6",)
    assert only("cap/uk-ea-windemere-multipolygon.xml").references == ()


def test_points_lie_where_the_documents_say() -> None:
    assert only("cap/uk-ea-wainfleet-severe-alert.xml").point == (53.10668, 0.24211)
    assert only("cap/usgs-earthquake-latin1.cap").point == (12.747, -88.783)
    assert only("cap/ie-smallcraft-emma.xml").point is None


def test_a_bundle_in_another_language_is_read_whole_and_withheld_whole() -> None:
    reading = read("cap/smhi-bundle.cap")
    assert (len(reading.incidents), len({each.id for each in reading.incidents}), reading.refused) == (17, 17, ())
    assert {each.withheld for each in reading.incidents} == {"it has no English text"}


@pytest.mark.parametrize("name", LINKS)
def test_an_index_links_to_its_alerts(name: str) -> None:
    reading = read(name)
    assert [each.version for each in reading.links] == LINKS[name]
    assert (reading.incidents, reading.refused) == ((), ())


def test_an_index_with_pages_for_people_leads_to_the_documents() -> None:
    document = (DOCUMENTS / "meteoalarm/uk-storm-eowyn.atom").read_bytes()
    assert all("/api/v1/warnings/" in each.url for each in FEEDS["cap"].parse(document, POLICY).links)


def test_closures_are_read_by_situation() -> None:
    closed, active = read("datex2-v3-json/nh-closures-doc-shaped.json").incidents
    assert (closed.id, closed.phase, closed.event_type) == ("384696", "closed", "highways_closure")
    assert (closed.facts, closed.roads) == ({"road": "A361", "cause": "flood_water"}, ("A361",))
    assert (closed.starts, closed.expires) == (moment("2025-03-14T08:00:00Z"), moment("2025-03-15T06:00:00Z"))
    assert (active.id, active.phase, active.event_type) == ("signs/M5-S6216", "open", "highways_lanes")
    assert active.facts == {"road": "M5", "place": "southbound between J14 and J13"}
    assert (active.updated, active.expires) == (moment("2025-03-21T06:03:57Z"), moment("2025-03-21T06:16:57Z"))
    assert (active.point, active.withheld, active.status) == ((52.77, -2.11), "", "Actual")


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_read_is_refused(name: str) -> None:
    with pytest.raises(FeedError) as refusal:
        read(name)
    assert refusal.value.reason.startswith(REFUSED[name])


@pytest.mark.parametrize("name", UNKNOWN)
def test_other_formats_are_not_taken_for_ours(name: str) -> None:
    with pytest.raises(FeedError, match="its format is not known"):
        read(name)


def test_no_document_of_these_formats_is_left_out() -> None:
    there = {
        f"{path.parent.name}/{path.name}" for name in ("cap", "datex2-v3-json") for path in (DOCUMENTS / name).iterdir()
    }
    assert there <= {*TOLD, *LINKS, *REFUSED, *UNKNOWN, *SEVERAL}


@given(data=st.data(), name=st.sampled_from([*TOLD, *LINKS, *SEVERAL]))
def test_a_broken_copy_is_read_or_refused(data: st.DataObject, name: str) -> None:
    document = (DOCUMENTS / name).read_bytes()
    known = recognise(document)
    try:
        FEEDS[known].parse(data.draw(spoilt(document)), POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
