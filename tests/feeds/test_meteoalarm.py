"""MeteoAlarm: which entries are one warning, what its version says, and what is never believed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Severity
from loudhailer.feeds import Policy, Reading
from loudhailer.feeds._meteoalarm_warning import name_of
from loudhailer.feeds.meteoalarm import parse
from loudhailer.normalise import digest_of
from tests.feeds.caps import xml
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "meteoalarm"
POLICY = Policy(source="meteoalarm_uk", box=(48, -13, 63, 5))
OWN = {
    "identifier": "2.49.0.0.826.0.GB_261124180126_0a1b2c3d.v6.0.W",
    "sent": "2026-11-24T18:01:26+00:00",
    "status": "Actual",
    "message_type": "Alert",
    "scope": "Public",
    "event": "Amber wind warning",
    "severity": "Severe",
    "areaDesc": "Westshire",
}


def a_list(*entries: dict[str, Any]) -> bytes:
    told = "".join(xml(entry="<link hreflang='en'/>" + xml(**OWN | each)) for each in entries)
    return f"<feed><id>tag:meteoalarm.org,2021-02-19:UK</id>{told}</feed>".encode()


def read(*entries: dict[str, Any]) -> Incident:
    (incident,) = parse(a_list(*entries), POLICY).incidents
    return incident


def test_the_entries_of_a_warning_are_one_incident_and_its_newest_version_speaks() -> None:
    reading = parse((SAMPLES / "uk.atom").read_bytes(), POLICY)
    wind, snow = reading.incidents
    assert (wind.id, wind.identifier) == ("2.49.0.0.826.0.GB_0a1b2c3d.W", OWN["identifier"])
    assert (wind.severity, wind.phase, wind.event_type) == (Severity.SEVERE, Phase.OPEN, "warning")
    assert wind.facts == {"warning": "Amber wind warning", "area": "Westshire; Upper Alderdale, Alder Islands"}
    assert (wind.starts, wind.expires) == (
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC),
    )
    assert (wind.updated, wind.references, wind.withheld) == (datetime(2026, 11, 24, 18, 1, 26, tzinfo=UTC), (), "")
    assert (snow.id, snow.phase) == ("2.49.0.0.826.0.GB_99887766.S", Phase.CLOSED)
    assert [str(each) for each in reading.refused] == [
        "entry.4.references: they are missing, and what a Cancel ends is never guessed"
    ]


def test_the_json_tells_of_the_same_incident() -> None:
    reading = parse((SAMPLES / "uk.json").read_bytes(), POLICY)
    (told,), (atom, _) = reading.incidents, parse((SAMPLES / "uk.atom").read_bytes(), POLICY).incidents
    assert (told.id, told.revision, told.severity) == (atom.id, atom.revision, atom.severity)
    assert told.facts == {"warning": "Amber wind warning", "area": "Westshire", "publisher": "Weather service"}
    assert [each.place for each in reading.refused] == ["warnings.1.msgType"]


@pytest.mark.parametrize(
    ("identifier", "stem", "number"),
    [
        (OWN["identifier"], "2.49.0.0.826.0.GB_0a1b2c3d.W", 6),
        ("2.49.0.0.826.0.GB_261123104205_0a1b2c3d.v12.0.W", "2.49.0.0.826.0.GB_0a1b2c3d.W", 12),
        ("A.v3", "A", 3),
        ("2.49.0.1.372.0.250413231648.N_Norm002_SmallCraft", "2.49.0.1.372.0.250413231648.N_Norm002_SmallCraft", None),
        ("A.vx", "A.vx", None),
    ],
)
def test_a_version_is_none_of_a_warning_s_name(identifier: str, stem: str, number: int | None) -> None:
    assert (name_of(identifier).stem, name_of(identifier).number) == (stem, number)


def test_a_later_version_has_a_higher_revision_and_the_same_id() -> None:
    old = read({"identifier": "2.49.0.0.826.0.GB_261124170000_0a1b2c3d.v5.0.W", "sent": "2026-11-24T17:00:00+00:00"})
    new = read({"message_type": "Update"})
    assert (old.id, old.revision < new.revision) == (new.id, True)


def test_what_its_title_and_its_colours_say_is_not_believed() -> None:
    told = read({"title": "Red Wind Warning", "severity": "Moderate", "event": "Amber wind warning"})
    assert (told.severity, told.headline) == (Severity.MODERATE, "Amber wind warning")


@pytest.mark.parametrize(
    ("changes", "status", "withheld"),
    [({"status": "Test"}, "Test", ""), ({"scope": "Restricted"}, "Actual", "scope Restricted is never broadcast")],
)
def test_only_what_is_actual_and_public_may_be_said(changes: dict[str, Any], status: str, withheld: str) -> None:
    assert (read(changes).status, read(changes).withheld) == (status, withheld)


def test_entries_in_several_languages_are_one_incident_in_english() -> None:
    told = read({"language": "de", "event": "Windwarnung"}, {"language": "en-GB"})
    assert (told.facts["warning"], told.withheld) == ("Amber wind warning", "")


def test_a_place_that_is_elsewhere_is_doubted() -> None:
    told = read({"polygon": "-2.7,52.4 -2.6,52.4 -2.6,52.5"})
    assert (told.point, told.doubt) == (None, "its position lies outside of where its source speaks of")


def test_one_entry_that_cannot_be_read_loses_no_other() -> None:
    reading = parse(a_list({}, {"identifier": "B", "sent": "soon"}, {"identifier": ...}), POLICY)
    assert len(reading.incidents) == 1
    assert [(each.place, each.about) for each in reading.refused] == [("entry.1.sent", "B"), ("entry.2.identifier", "")]


@pytest.mark.parametrize("document", [a_list(), b'{"warnings": []}'])
def test_a_list_of_nothing_is_read(document: bytes) -> None:
    assert parse(document, POLICY) == Reading()


OLD = b"<rss><channel><title>Meteoalarm</title><link>http://www.meteoalarm.eu/</link></channel></rss>"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not XML ("),
        (a_list({})[:-9], "it is not XML ("),
        (b"{", "it is not JSON ("),
        (b"{}", "it holds no list of warnings"),
        (json.dumps({"warnings": {}}).encode(), "it holds no list of warnings"),
        (b"<feed/>", "it is no Atom feed of MeteoAlarm"),
        (b"<html><body>Sorry</body></html>", "it is no Atom feed of MeteoAlarm"),
        (b"<feed><title>News</title><entry/></feed>", "none of its entries is a warning of MeteoAlarm"),
        (b"<feed><title>x</title>" + b"<entry/>" * 10_001 + b"</feed>", "it lists 10,001 records"),
        (OLD, "it is their RSS, tables with pictures for people; ask for the Atom feed of the country"),
    ],
    ids=range(10),
)
def test_what_is_no_list_of_theirs_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, POLICY)
    assert refusal.value.place == "document"
    assert refusal.value.reason.startswith(reason)


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_document_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
