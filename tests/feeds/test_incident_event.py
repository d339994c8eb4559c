"""The incident event: what is read of it, and what is refused, with its place."""

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.compose import slots_of
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Sensitivity, Status
from loudhailer.feeds import read_event
from loudhailer.normalise import digest_of
from tests.builders import CONTROL, NOW, shipped_config

CONFIG = shipped_config()
SAMPLES = sorted((ROOT / "events" / "incidents").glob("*.json"))
REFUSED = {
    "no_place": "detail.incident.place",
    "revision_is_a_word": "detail.incident.revision",
    "unknown_detail_type": "detail-type",
}
TIMES = ["publish_at", "expires", "expected_end", "next_update"]
CODES = ["id", "type", "cause"]
NAMES = ["road", "place", "title"]


def an_event(detail_type: str = "incident.reported", **incident: Any) -> str:
    """Return the body of an event about a fire, with these fields of its incident changed; `...` leaves one out."""
    fields = {
        "id": "CTL-1",
        "revision": 1,
        "status": "Actual",
        "type": "fire",
        "road": "A4117",
        "place": "on Harrow Moor",
    } | incident
    fields = {name: value for name, value in fields.items() if value is not ...}
    detail = {"schema": "1", "incident": fields}
    return json.dumps({"id": "e-1", "source": CONTROL, "detail-type": detail_type, "detail": detail})


def read(body: str) -> Incident:
    telling = read_event(body, "fallback", CONFIG).telling
    assert isinstance(telling, Incident)
    return telling


def refusal_of(body: str) -> FeedError:
    with pytest.raises(FeedError) as refusal:
        slots_of(read(body), CONFIG, NOW)
    return refusal.value


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_read(sample: Path) -> None:
    document = json.loads(sample.read_text(encoding="utf-8"))
    told = document["detail"]["incident"]
    incident = read(sample.read_text(encoding="utf-8"))
    assert (incident.source, incident.id, incident.revision) == (document["source"], told["id"], told["revision"])
    assert incident.event_type in CONFIG.words.events
    assert slots_of(incident, CONFIG, NOW)


@pytest.mark.parametrize("sample", sorted((ROOT / "events" / "refused").glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_of_a_refusal_is_refused_at_its_place(sample: Path) -> None:
    assert refusal_of(sample.read_text(encoding="utf-8")).place == REFUSED[sample.stem]


def test_all_that_an_event_says_is_read() -> None:
    body = an_event(
        "incident.updated",
        severity="Severe",
        urgency="Immediate",
        certainty="Observed",
        cause="collision",
        title="Test it Tuesday",
        message="Press the button.\n\nIt takes a minute.",
        sensitivities=["fatal", "children", "fatal"],
        next_update="2026-11-22T18:30:00+01:00",
    )
    assert read(body) == Incident.model_validate(
        {
            "source": CONTROL,
            "id": "CTL-1",
            "revision": 1,
            "phase": Phase.OPEN,
            "status": Status.ACTUAL,
            "event_type": "fire",
            "severity": "Severe",
            "urgency": "Immediate",
            "certainty": "Observed",
            "facts": {
                "road": "A4117",
                "place": "on Harrow Moor",
                "cause": "collision",
                "title": "Test it Tuesday",
                "message": "Press the button.\n\nIt takes a minute.",
            },
            "sensitivities": (Sensitivity.CHILDREN, Sensitivity.FATAL),
            "next_update": NOW,
            "roads": ("A4117",),
            "area": "on Harrow Moor",
        }
    )


@pytest.mark.parametrize(
    ("detail_type", "phase"),
    [
        ("incident.reported", Phase.OPEN),
        ("incident.updated", Phase.OPEN),
        ("campaign.planned", Phase.OPEN),
        ("incident.closed", Phase.CLOSED),
    ],
)
def test_only_the_sources_own_word_ends_an_incident(detail_type: str, phase: Phase) -> None:
    assert read(an_event(detail_type)).phase is phase


def test_what_is_not_said_is_unknown() -> None:
    incident = read(an_event(road=...))
    assert {incident.severity, incident.urgency, incident.certainty} == {"Unknown"}
    assert incident.facts == {"place": "on Harrow Moor"}
    assert {getattr(incident, name) for name in TIMES} == {None}


@pytest.mark.parametrize("detail_type", ["incident.exploded", "", "Incident.Reported", "incident.reported ", "x" * 500])
def test_an_unknown_detail_type_names_the_known_ones(detail_type: str) -> None:
    refusal = refusal_of(an_event(detail_type))
    assert refusal.place == "detail-type"
    assert refusal.reason.endswith(
        "is not known; known are campaign.planned, incident.closed, incident.reported, incident.updated"
    )


@pytest.mark.parametrize("value", [0, -1, 1_000_001, 1.0, 1.5, "1", "first", True, None, [1], {"n": 1}, 10**400, ...])
def test_a_revision_is_a_whole_number_from_one(value: Any) -> None:
    assert refusal_of(an_event(revision=value)).place == "detail.incident.revision"


@pytest.mark.parametrize("value", [1, 2, 1_000_000])
def test_a_whole_number_is_a_revision(value: int) -> None:
    assert read(an_event(revision=value)).revision == value


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize(
    "value",
    [
        "2026-11-22T17:30:00",
        "2026-11-22",
        "17:30",
        "soon",
        "",
        "2026-02-30T00:00:00Z",
        "2026-11-22T25:00:00Z",
        1795368660,
        "1795368660",
        1.5,
        True,
        [],
    ],
)
def test_a_time_carries_its_offset(name: str, value: Any) -> None:
    assert refusal_of(an_event(**{name: value})).place == f"detail.incident.{name}"


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize("value", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_no_clock_in_london_shows_is_refused(name: str, value: str) -> None:
    assert refusal_of(an_event(**{name: value})).place == f"detail.incident.{name}"


@given(
    times=st.fixed_dictionaries(
        dict.fromkeys(TIMES, st.datetimes(timezones=st.integers(-14, 14).map(lambda h: timezone(timedelta(hours=h)))))
    )
)
def test_whatever_time_is_read_can_be_said_and_compared(times: dict[str, datetime]) -> None:
    try:
        incident = read(an_event(**{name: moment.isoformat() for name, moment in times.items()}))
    except FeedError as refusal:
        early_or_late = [name for name, moment in times.items() if not 2000 < moment.year < 2099]
        assert refusal.place.rpartition(".")[2] in early_or_late  # noqa: PT017  # either way must hold
        return
    slots_of(incident, CONFIG, NOW)
    digest_of(incident)
    assert incident.publish_at is not None
    assert (incident.publish_at + timedelta(days=1)).astimezone(UTC) > incident.publish_at


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("class", "life_safety"),
        ("message_class", "life_safety"),
        ("phase", "closed"),
        ("source", "westshire.comms"),
        ("Id", "CTL-1"),
        ("", 1),
        ("warning", "Flood Warning"),
        ("headline", "Fire"),
    ],
)
def test_a_field_that_nobody_knows_is_refused(field: str, value: Any) -> None:
    assert refusal_of(an_event(**{field: value})).place == f"detail.incident.{field}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "actual"),
        ("status", ...),
        ("severity", "Bad"),
        ("urgency", "now"),
        ("certainty", None),
        ("id", ...),
        ("id", ""),
        ("id", "a b"),
        ("id", "a#b"),
        ("id", "CTL-1\n"),
        ("id", "x" * 65),
        ("id", 7),
        ("type", "Fire"),
        ("type", "fire\n"),
        ("cause", "because of a fire"),
        ("cause", "fire\n"),
        ("place", ""),
        ("place", "   "),
        ("place", 7),
        ("place", "x" * 161),
        ("title", "x" * 161),
        ("message", ""),
        ("message", "x" * 1001),
        ("place", "on Harrow \ud800 Moor"),
    ],
)
def test_a_value_out_of_shape_is_refused_at_its_place(field: str, value: Any) -> None:
    assert refusal_of(an_event(**{field: value})).place == f"detail.incident.{field}"


def test_a_sensitivity_that_nobody_knows_is_refused_and_not_passed_over() -> None:
    assert refusal_of(an_event(sensitivities=["fatal", "gossip"])).place == "detail.incident.sensitivities.1"


@pytest.mark.parametrize("schema", ["2", 1, None, "", "1.0"])
def test_another_schema_is_refused(schema: Any) -> None:
    body = json.loads(an_event())
    body["detail"]["schema"] = schema
    assert refusal_of(json.dumps(body)).place == "detail.schema"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u202e", "\u2066", "\u2028"])
@pytest.mark.parametrize("field", [*NAMES, "message"])
def test_signs_that_steer_a_screen_are_refused(field: str, sign: str) -> None:
    assert refusal_of(an_event(**{field: f"on Harrow{sign}Moor"})).place == f"detail.incident.{field}"


@pytest.mark.parametrize("sign", ["\n", "\t"])
@pytest.mark.parametrize("field", NAMES)
def test_a_name_stands_on_one_line(field: str, sign: str) -> None:
    assert refusal_of(an_event(**{field: f"on Harrow{sign}Moor"})).place == f"detail.incident.{field}"


@pytest.mark.parametrize(
    "name", ["Llanfairpwllgwyngyll", "Tân-y-Graig", "King\u2019s Lynn & Wisbech", "Ø", "👩\u200d🚒"]
)
def test_names_in_any_language_are_read(name: str) -> None:
    assert read(an_event(place=name)).facts["place"] == name


@pytest.mark.parametrize(
    "postcode", ["SY8 1AB", "SY81AB", "sy8 1ab", "EC1A 1BB", "M1 1AE", "B33 8TH", "SY8  1AB", "SY8\u00a01AB", "SY8-1AB"]
)
@pytest.mark.parametrize("field", [*NAMES, "message"])
def test_a_full_postcode_is_coarsened_wherever_it_stands(field: str, postcode: str) -> None:
    text = read(an_event(**{field: f"Mill Street, Stokeby ({postcode}), near the mill"})).facts[field]
    assert text.startswith("Mill Street, Stokeby (")
    assert postcode[-3:] not in text
    assert text.endswith("), near the mill")


@pytest.mark.parametrize(
    "place",
    [
        "14 Mill Street",
        "at 14 Mill Street, Stokeby",
        "At 14 Mill Street",
        "14, Mill Street",
        "14a Mill Street",
        "14A Mill Street",
        "14-16 Mill Street",
        "14 MILL STREET",
        "14 mill street",
        "14 Millbank",
        "14 Ŵyn Street",
        "14 Élan Close",
        "on 14 Mill Street",
        "opposite 14 Mill Street",
        "Number 14 Mill Street",
        "no. 14 Mill Street",
        "Flat 3, Mill Court",
        "Rose Cottage, 14 Mill Street",
    ],
)
def test_a_house_number_does_not_come_in(place: str) -> None:
    for name in ("place", "road"):
        told = ""
        with suppress(FeedError):  # what cannot be coarsened is refused
            incident = read(an_event(**{name: place}))
            told = f"{incident.facts} {incident.roads} {incident.area}"
        assert not re.search(r"\b(14|3)\b", told)


def test_a_dwelling_is_coarsened_to_its_street() -> None:
    said = read(an_event(place="at 14 Mill Street, Stokeby ST99 7QR", message="Ask at 14 Mill Street."))
    assert (said.facts["place"], said.area) == ("at Mill Street, Stokeby ST99", "at Mill Street, Stokeby ST99")
    assert said.facts["message"] == "Ask at Mill Street."


@pytest.mark.parametrize(
    "place",
    [
        "on Mill Street, Stokeby",
        "between Mill Street and Stokeby Road",
        "on the A49 near Stokeby",
        "at the A5 Churncote roundabout",
        "by the A4117 and Mill Street",
        "B5130 at Farndon",
        "on the A1(M) at junction 14",
        "M6 junction 14",
        "near junction 14 Southbound",
        "at junction 6A",
        "at J10 of the M6",
        "between junctions 14 and 15",
        "between M6 junction 10 and M6 junction 10A",
        "10 miles of queues",
        "10 MILES OF QUEUES",
        "2 miles south of Stokeby",
        "200 metres from Mill Street",
        "200m past the mill",
        "500m along Mill Street",
        "200 m north of Stokeby",
        "on the M 6 Toll",
        "on the A 49 Stokeby bypass",
        "in the 30 mph zone",
        "near the 3 Horseshoes, Stokeby",
        "at the A49 1st exit",
        "on the M6 2nd exit",
        "on the A49 from 5am",
        "on the A49 6pm to 5am",
    ],
)
def test_a_road_or_a_junction_is_no_house(place: str) -> None:
    assert read(an_event(place=place)).facts["place"] == place
