"""Fire services' lists: Toronto's and New South Wales', whose health is nobody's news, and no list of callers."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Sensitivity, Severity, Status, Urgency
from loudhailer.feeds import Policy, recognise
from loudhailer.feeds.fire_cad import parse
from loudhailer.normalise import digest_of
from tests.feeds.spoiling import spoilt
from tests.feeds.times import utc

SAMPLES = ROOT / "events" / "feeds" / "fire_cad"
POLICY = Policy(source="fire_service")
CALLER = "555 0100 Someone Atall"
EIDO = {
    "$id": "urn:emergency:uid:incidentid:1",
    "eidoVersion": "1.0",
    "callComponent": [{"callBackReference": {"number": CALLER}}],
    "incidentComponent": [{"incidentTypeCommonRegistryText": "Fire", "incidentTrackingIdentifier": CALLER}],
}


def told(name: str) -> tuple[Incident, ...]:
    reading = parse((SAMPLES / name).read_bytes(), POLICY)
    assert reading.refused == ()
    return reading.incidents


def of_toronto(**said: str) -> Incident:
    fields = {"event_num": "F1", "event_type": "Fire - Grass", "prime_street": "MILL LANE, NY"} | said
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    document = f"<tfs_active_incidents><event>{inner}</event></tfs_active_incidents>"
    (incident,) = parse(document.encode(), POLICY).incidents
    return incident


def of_new_south_wales(description: str, **said: str) -> Incident:
    properties = {
        "guid": "1",
        "title": "Mill Rd",
        "description": description,
        "pubDate": "18/02/2026 1:30:00 PM",
    } | said
    feature = {"type": "Feature", "geometry": None, "properties": properties}
    (incident,) = parse(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(), POLICY).incidents
    return incident


def test_a_row_of_toronto_s_is_one_incident_of_the_city_s_clocks() -> None:
    assert told("toronto_1.xml")[0] == Incident(
        source="fire_service",
        id="F26000001",
        revision=1784767802,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="fire",
        severity=Severity.MODERATE,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={"road": "Mill Lane", "place": "on Mill Lane between Harbour Rd and Quay St W"},
        headline="Fire - Highrise Residential",
        starts=utc(23, 0, 24, month=7).replace(second=51),
        updated=utc(23, 0, 50, month=7).replace(second=2),
        roads=("Mill Lane",),
        area="on Mill Lane between Harbour Rd and Quay St W",
    )


def test_which_engines_go_and_how_many_alarms_change_nothing_that_the_public_sees() -> None:
    before, after = told("toronto_1.xml")[0], told("toronto_2.xml")[0]
    assert (before.severity, after.severity) == (Severity.MODERATE, Severity.SEVERE)
    assert before.revision < after.revision
    assert digest_of(before) == digest_of(after)


def test_the_street_may_come_only_after_the_crossing_ones() -> None:
    assert told("toronto_1.xml")[1].facts == {"place": "at Weir Ave and Quay St W"}
    assert told("toronto_1.xml")[4].facts["place"] == "on Quay St W near Weir Ave"
    assert of_toronto(prime_street=" ", cross_streets="").facts == {}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"event_type": "MEDICAL", "prime_street": "M1S"}, "it is a medical call"),
        ({"event_type": "Medical - Assist", "prime_street": "MILL LANE"}, "it is a medical call"),
        ({"event_type": "Suicide Attempt"}, "it is a medical call"),
        ({"event_type": "VITAL SIGNS ABSENT"}, "it is a medical call"),
        ({"event_type": "Check Call", "prime_street": "M4W"}, "it names a postcode area only, as medical calls do"),
    ],
    ids=range(5),
)
def test_somebody_s_health_is_nobody_s_news(said: dict[str, str], reason: str) -> None:
    incident = of_toronto(**said)
    assert (incident.withheld, incident.sensitivities) == (reason, (Sensitivity.MEDICAL,))
    assert (incident.facts, incident.roads, incident.area, incident.headline) == ({}, (), "", "")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Fire -  Highrise Residential", "fire"),
        ("Alarm Highrise Residential", "attended_incident"),
        ("Fire Alarm", "attended_incident"),
        ("Hazmat Level 1", "attended_incident"),
    ],
)
def test_an_alarm_is_no_fire_yet(words: str, kind: str) -> None:
    assert of_toronto(event_type=words).event_type == kind


def test_a_house_number_is_left_out() -> None:
    incident = of_toronto(prime_street="12 MILL LANE, NY", cross_streets="A ST / B ST")
    assert (incident.facts, incident.roads) == ({}, ())


def test_a_list_without_rows_is_real_and_says_that_nothing_is_on() -> None:
    assert told("toronto_3_none.xml") == ()
    reading = parse(b'{"type": "FeatureCollection", "features": []}', POLICY)
    assert (reading.incidents, reading.refused) == ((), ())


def test_an_incident_of_new_south_wales_is_one_incident_in_utc() -> None:
    first = told("nsw.json")[0]
    assert replace_shape(first) == Incident(
        source="fire_service",
        id="https://incidents.rfs.nsw.gov.au/api/v1/incidents/900001",
        revision=1771373460,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="fire",
        severity=Severity.EXTREME,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={"place": "near Weir Forest Rd, Millbrook", "area": "Westshire"},
        headline="Weir Forest Rd, Millbrook",
        updated=utc(18, 0, 11, month=2),
        area="Westshire",
        point=(-36.25493, 149.92445),
    )
    assert first.shape == ((-36.15, 149.48), (-36.15, 149.49), (-36.16, 149.49), (-36.15, 149.48))


def test_without_a_publication_the_text_s_own_time_counts_and_what_has_burnt_lies_within_one_surface() -> None:
    feature = json.loads((SAMPLES / "nsw.json").read_bytes())["features"][0]
    ring = [[149.4, -36.1], [149.5, -36.1], [149.5, -36.2], [149.4, -36.2], [149.4, -36.1]]
    small = [[149.1, -36.1], [149.2, -36.1], [149.2, -36.2], [149.1, -36.1]]
    feature["geometry"] = {"type": "MultiPolygon", "coordinates": [[small], [ring, small]]}
    feature["properties"] |= {"pubDate": None, "description": "STATUS: Out of control <br />UPDATED: 1 Jul 2026 14:28"}
    document = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (incident,) = parse(document, POLICY).incidents
    assert incident.updated == utc(1, 4, 28, month=7)
    assert incident.shape[0] == incident.shape[-1]
    assert set(incident.shape) == {(-36.1, 149.1), (-36.2, 149.2), (-36.2, 149.5), (-36.1, 149.5)}


def replace_shape(incident: Incident) -> Incident:
    return incident.model_copy(update={"shape": ()})


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("Going", Phase.OPEN),
        ("Being controlled", Phase.OPEN),
        ("Under control", Phase.OPEN),
        ("Patrolled", Phase.OPEN),
        ("Out", Phase.CLOSED),
        ("Out of control", Phase.OPEN),
        ("", Phase.OPEN),
    ],
)
def test_only_a_fire_that_is_out_is_over(status: str, phase: Phase) -> None:
    assert of_new_south_wales(f"STATUS: {status} <br />TYPE: Bush Fire<BR/>FIRE: Yes").phase is phase


@pytest.mark.parametrize(
    ("level", "severity"),
    [
        ("Emergency Warning", Severity.EXTREME),
        ("Watch and Act", Severity.SEVERE),
        ("Advice", Severity.MINOR),
        ("Not Applicable", Severity.UNKNOWN),
    ],
)
def test_the_alert_level_is_its_severity(level: str, severity: Severity) -> None:
    assert of_new_south_wales(f"ALERT LEVEL: {level} <br />TYPE: Bush Fire").severity is severity
    assert of_new_south_wales("TYPE: Bush Fire", category=level).severity is severity


def test_what_is_no_fire_is_attended_and_what_crews_have_lit_is_looked_at_first() -> None:
    assert of_new_south_wales("TYPE: Bush Fire<br>FIRE: No").event_type == "attended_incident"
    lit, sick = told("nsw.json")[2:]
    assert lit.doubt == "it is a fire that crews have lit"
    assert (sick.withheld, sick.facts, sick.point) == ("it is a medical call", {}, None)


def test_a_row_without_its_number_is_refused_and_loses_no_other() -> None:
    rows = "<event><event_type>x</event_type></event><event><event_num>F2</event_num></event>"
    reading = parse(f"<tfs_active_incidents>{rows}</tfs_active_incidents>".encode(), POLICY)
    assert [str(each) for each in reading.refused] == ["event.0.event_num: it is missing"]
    assert [(each.id, each.doubt) for each in reading.incidents] == [("F2", "it does not say what it is")]


def test_callers_are_never_read_and_never_repeated() -> None:
    document = json.dumps(EIDO).encode()
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert CALLER not in str(refusal.value)
    with pytest.raises(FeedError, match="its format is not known") as refusal:
        recognise(document)
    assert CALLER not in str(refusal.value)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\n",
        b"<html></html>",
        b"[]",
        b"{}",
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": [{"properties": {"event": "x"}}]}',
        (SAMPLES / "toronto_1.xml").read_bytes()[:-9],
        (SAMPLES / "nsw.json").read_bytes()[:-9],
    ],
    ids=range(9),
)
def test_what_is_no_list_is_refused_whole(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, replace(POLICY, source=""))
    assert refusal.value.place == "document"


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_list_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(0 < len(each.id) <= 128 for each in reading.incidents)
