"""CAP: which incident an alert is about, what ends it, and what is refused or withheld."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feeds import Link, Policy, Reading
from loudhailer.feeds.cap import parse
from loudhailer.normalise import digest_of
from tests.feeds.caps import BEFORE, POLICY, a_block, an_alert, read, refusal_of
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "cap"


def test_all_that_an_alert_says_is_read() -> None:
    assert read((SAMPLES / "flood_1_alert.xml").read_bytes()) == Incident(
        source="environment_agency",
        id="WS-FLOOD-0001A",
        identifier="WS-FLOOD-0001A",
        revision=1795368730,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="flood_warning",
        severity=Severity.MODERATE,
        urgency=Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        facts={
            "warning": "Flood Warning",
            "area": "River Alder at Aldermere, Stokeby riverside",
            "publisher": "Westshire flood warning service",
        },
        expires=datetime(2026, 11, 23, 17, 32, 10, tzinfo=UTC),
        headline="Flooding is expected on the River Alder",
        starts=datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
        updated=datetime(2026, 11, 22, 17, 32, 10, tzinfo=UTC),
        area="River Alder at Aldermere, Stokeby riverside",
        point=(52.445, -2.75),
        shape=((52.45, -2.76), (52.45, -2.74), (52.44, -2.74), (52.44, -2.76), (52.45, -2.76)),
    )


def test_a_warning_its_update_and_its_cancel_are_one_incident_with_rising_revisions() -> None:
    told = [
        read((SAMPLES / name).read_bytes())
        for name in ("flood_1_alert.xml", "flood_2_update.xml", "flood_3_cancel.xml")
    ]
    assert [each.id for each in told] == ["WS-FLOOD-0001A"] * 3
    assert [each.phase for each in told] == [Phase.OPEN, Phase.OPEN, Phase.CLOSED]
    assert [each.event_type for each in told] == ["flood_warning", "severe_flood", "severe_flood"]
    assert [each.references for each in told] == [(), ("WS-FLOOD-0001A",), ("WS-FLOOD-0001A", "WS-FLOOD-0001B")]
    assert sorted(each.revision for each in told) == [each.revision for each in told]
    assert {each.facts["area"] for each in told} == {"River Alder at Aldermere, Stokeby riverside"}


@pytest.mark.parametrize(
    "namespace", ["urn:oasis:names:tc:emergency:cap:1.1", "urn:oasis:names:tc:emergency:cap:1.2", ""]
)
def test_an_alert_is_known_by_its_names_whatever_its_version(namespace: str) -> None:
    document = an_alert().replace(b"urn:oasis:names:tc:emergency:cap:1.2", namespace.encode())
    assert read(document) == read(an_alert())
    prefixed = document.replace(b"<alert xmlns=", b"<cap:alert xmlns:cap=").replace(b"</alert>", b"</cap:alert>")
    assert not namespace or read(prefixed) == read(an_alert())


def test_a_source_without_a_name_here_is_the_sender_that_the_alert_names() -> None:
    assert read(an_alert(), Policy()).source == "floods.westshire.example"


@pytest.mark.parametrize(
    ("references", "own", "incident", "earlier"),
    [
        (..., "W-1", "W-1", ()),
        ("", "W-1", "W-1", ()),
        ("s,W-1,2026-11-22T16:00:00Z", "W-1", "W-1", ()),
        ("s,W-1,2026-11-22T16:00:00Z s,W-1,2026-11-22T16:00:00Z", "W-1", "W-1", ()),
        ("s,W-0,2026-11-22T16:00:00Z", "W-1", "W-0", ("W-0",)),
        ("s,B,2026-11-22T16:00:00Z s,A,2026-11-22T15:00:00Z", "W-1", "A", ("A", "B")),
        ("s,B,2026-11-22T16:00:00Z,s,A,2026-11-22T16:30:00+01:00", "W-1", "A", ("A", "B")),
        ("s,B,2026-11-22T16:00:00Z,\n\ts,A,2026-11-22T15:00:00Z,", "W-1", "A", ("A", "B")),
        ("s,B,2026-11-22T16:00:00 s,A,2026-11-22T15:00:00", "W-1", "B", ("B", "A")),
        ("s,W-1,2026-11-22T15:00:00Z s,A,2026-11-22T16:00:00Z s,A,2026-11-22T16:00:00Z", "W-1", "A", ("A",)),
    ],
    ids=range(10),
)
def test_the_oldest_of_the_earlier_alerts_names_the_incident(
    references: Any, own: str, incident: str, earlier: tuple[str, ...]
) -> None:
    told = read(an_alert(identifier=own, msgType="Update", references=references))
    assert (told.id, told.references) == (incident, earlier)


def test_of_very_many_earlier_alerts_the_first_and_the_latest_are_kept() -> None:
    groups = [f"s,W-{n},2026-11-{1 + n // 24:02}T{n % 24:02}:00:00Z" for n in range(240)]
    told = read(an_alert(identifier="own", references=" ".join(groups)))
    assert (told.id, len(told.references)) == ("W-0", 100)
    assert (told.references[:2], told.references[-1]) == (("W-0", "W-141"), "W-239")


@pytest.mark.parametrize(
    "references", ["W-0", "s,W-0", "s,W-0,yesterday", f"{BEFORE} s,W-2", "s a,W-0,2026-11-22T16:00:00Z"]
)
@pytest.mark.parametrize("msg_type", ["Alert", "Update", "Cancel"])
def test_references_that_are_no_groups_of_three_are_refused(references: str, msg_type: str) -> None:
    refusal = refusal_of(an_alert(msgType=msg_type, references=references))
    assert str(refusal) == "alert.references: they are not groups of sender, identifier and sent"


@pytest.mark.parametrize("references", [..., "", "  ", " , "])
def test_a_cancel_that_names_nothing_is_refused_and_not_guessed(references: Any) -> None:
    assert refusal_of(an_alert(msgType="Cancel", references=references)).place == "alert.references"


def test_a_cancel_may_name_the_very_identifier_that_its_sender_uses_again() -> None:
    told = read(an_alert(msgType="Cancel", references="s,W-1,2026-11-22T16:00:00Z"))
    assert (told.id, told.phase, told.references) == ("W-1", Phase.CLOSED, ())


def test_a_cancel_without_any_words_ends_the_incident_and_says_no_more() -> None:
    told = read(an_alert(..., msgType="Cancel", references=BEFORE))
    assert (told.id, told.phase, told.facts, told.withheld) == ("W-0", Phase.CLOSED, {}, "")
    assert (told.severity, told.headline, told.area, told.point) == (Severity.UNKNOWN, "", "", None)


@pytest.mark.parametrize(
    ("identifier", "safe"),
    [
        ("W-1", "W-1"),
        ("urn:oid:2.49.0.0.826.0/GB é", "urn:oid:2.49.0.0.826.0/GB é"),
        ("W" * 128, "W" * 128),
        ("W" * 129, "W" * 111 + "-fbb3373882e1db09"),
        ("W-1\u202e", "W-1-c7c0924cfad8151f"),
        ("W\t1", "W 1-f58bf779106c38aa"),
    ],
)
def test_an_id_is_one_that_a_key_can_hold(identifier: str, safe: str) -> None:
    assert read(an_alert(identifier=identifier)).id == safe


def test_ids_that_differ_stay_different_when_they_are_cut() -> None:
    assert read(an_alert(identifier="W" * 200 + "1")).id != read(an_alert(identifier="W" * 200 + "2")).id


@pytest.mark.parametrize("msg_type", ["Ack", "Error"])
def test_an_answer_between_systems_tells_the_public_nothing(msg_type: str) -> None:
    assert parse(an_alert(msgType=msg_type, sent="soon"), POLICY) == Reading()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"msgType": "alert"}, "alert.msgType"),
        ({"msgType": ...}, "alert.msgType"),
        ({"identifier": ...}, "alert.identifier"),
        ({"identifier": "  "}, "alert.identifier"),
        ({"sent": ...}, "alert.sent"),
        ({"sent": "2026-11-22T17:30:00"}, "alert.sent"),
        ({"sent": "22/11/2026 17:30"}, "alert.sent"),
        ({"sent": "2083-11-22T25:30:00Z"}, "alert.sent"),
        ({"sent": "9999-12-31T23:59:59-14:00"}, "alert.sent"),
        ({"sent": "0001-01-01T00:00:00+14:00"}, "alert.sent"),
        ({"status": "actual"}, "alert.status"),
        ({"status": ...}, "alert.status"),
        ({"info": ...}, "alert.info"),
        ({"info": a_block(event=...)}, "alert.info.event"),
        ({"info": a_block(event="\u202e")}, "alert.info.event"),
    ],
    ids=range(15),
)
def test_what_an_alert_must_say_is_missed_at_its_place(changes: dict[str, Any], place: str) -> None:
    info = changes.pop("info", a_block())
    assert refusal_of(an_alert(info, **changes)).place == place


@pytest.mark.parametrize("status", list(Status))
def test_the_status_is_read_as_it_stands(status: Status) -> None:
    assert read(an_alert(status=status)).status is status


@pytest.mark.parametrize(
    ("scope", "withheld"),
    [
        ("Public", ""),
        ("Restricted", "scope Restricted is never broadcast"),
        ("Private", "scope Private is never broadcast"),
        ("public", "scope public is never broadcast"),
        ("x" * 99, f"scope {'x' * 40} is never broadcast"),
        (..., "it names no scope"),
    ],
)
def test_only_what_its_sender_calls_public_is_broadcast(scope: Any, withheld: str) -> None:
    assert read(an_alert(scope=scope)).withheld == withheld


@pytest.mark.parametrize(
    "event",
    [
        "Remove Severe Flood Warning - Cell Broadcast",
        "064 Remove Flood Alert EA",
        "Tsunami Cancellation",
        "Flood warning no longer in force",
    ],
)
@pytest.mark.parametrize("msg_type", ["Alert", "Update"])
def test_an_event_that_says_so_ends_the_incident(msg_type: str, event: str) -> None:
    assert read(an_alert(a_block(event=event), msgType=msg_type)).phase is Phase.CLOSED


@pytest.mark.parametrize(
    "block",
    [
        {"responseType": "AllClear"},
        {"responseType": ["Monitor", "AllClear"]},
        {"urgency": "Past"},
        {"headline": "All-Clear for Aldermere"},
        {"headline": "ALL CLEAR"},
    ],
    ids=range(5),
)
def test_the_senders_own_word_ends_the_incident(block: dict[str, Any]) -> None:
    assert read(an_alert(a_block(**block))).phase is Phase.CLOSED


@pytest.mark.parametrize(
    "block",
    [
        {"event": "Removed tree"},
        {"headline": "Not all clear"},
        {"expires": "2020-01-01T00:00:00Z"},
        {"responseType": "Monitor"},
    ],
    ids=range(4),
)
def test_nothing_else_ends_it(block: dict[str, Any]) -> None:
    assert read(an_alert(a_block(**block))).phase is Phase.OPEN


def test_each_alert_of_a_bundle_is_read_and_one_that_is_broken_loses_no_other() -> None:
    alerts = [
        an_alert(identifier="A"),
        an_alert(identifier="B", sent="soon"),
        an_alert(msgType="Ack"),
        an_alert(identifier="C"),
    ]
    reading = parse(b"<alerts>" + b"".join(alerts) + b"</alerts>", POLICY)
    assert [each.id for each in reading.incidents] == ["A", "C"]
    assert [(each.place, each.about) for each in reading.refused] == [("alert.1.sent", "B")]


def test_an_alert_in_a_wrapper_is_read() -> None:
    wrapper = b'<d:EDXLDistribution xmlns:d="urn:oasis:names:tc:emergency:EDXL:DE:1.0">%b%b</d:EDXLDistribution>'
    actual = b"<d:distributionStatus>Actual</d:distributionStatus>"
    assert read(wrapper % (actual, an_alert())) == read(an_alert())


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not XML ("),
        (b"\n", "it is not XML ("),
        (b"fire!", "it is not XML ("),
        (b"{}", "it is not XML ("),
        (an_alert()[:-5], "it is not XML ("),
        (an_alert() * 2, "it is not XML ("),
        (an_alert().replace(b"Flood", b"Fl\xf6od"), "it is not XML ("),
        (b'<?xml version="1.0" encoding="UTF-32"?>' + an_alert(), "its encoding is not known"),
        (b'<?xml version="1.0" encoding="nobodys"?>' + an_alert(), "its encoding is not known"),
        (b"<html><body>Sorry</body></html>", "it is XML, but it holds no CAP alert"),
        (b'<rss version="2.0"><channel/></rss>', "it is XML, but it holds no CAP alert"),
        (b"<!DOCTYPE html><html/>", "it holds a DTD or entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + an_alert(), "it holds a DTD or entities"),
        (b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + an_alert(a_block(event="&b;")), "it holds a DTD or"),
        (an_alert(a_block(event="&nbsp;")), "it is not XML ("),
        (b"<alert>" * 5000, "it is nested deeper than 40"),
        (b"<alerts>" + b"<a/>" * 200_000 + b"</alerts>", "it has more than 200,000 elements"),
        (an_alert(a_block(headline="x" * 8 * 1024 * 1024)), "it has 8,38"),
    ],
    ids=range(18),
)
def test_what_is_no_cap_is_refused_whole(document: bytes, reason: str) -> None:
    refusal = refusal_of(document)
    assert refusal.place == "document"
    assert refusal.reason.startswith(reason)
    assert "passwd" not in refusal.reason


def test_latin_1_is_read_as_it_declares_itself() -> None:
    declared = b'<?xml version="1.0" encoding="ISO-8859-1"?>'
    document = declared + an_alert(a_block(event="é")).decode().encode("latin-1")
    assert read(document).facts["warning"] == "é"


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_document_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, POLICY)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    for each in reading.incidents:
        assert digest_of(each)
        assert 0 < len(each.id) <= 128
    assert all(isinstance(each, Link) for each in reading.links)
