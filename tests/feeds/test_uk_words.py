"""What the public reads of floods, street works and London's roads: documents as sent, with the shipped words."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer import compose
from loudhailer.channels import CHANNELS
from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Incident, IncidentHead, Phase
from loudhailer.domain.post import Limits, Variant
from loudhailer.feeds import FEEDS, policy_of
from loudhailer.normalise import Announce, Ignore, assess
from tests.builders import shipped_config
from tests.feeds import test_ea_floods as floods
from tests.feeds import test_street_manager as streets
from tests.feeds import test_tfl as tfl

CONFIG = shipped_config()
NOW = datetime(2026, 6, 23, 10, 0, tzinfo=UTC)
ROOMY = {"page": Limits(10_000, "characters", len)}


def read(source: str, document: bytes) -> Incident:
    (incident,) = FEEDS[source].parse(document, policy_of(source, CONFIG)).incidents
    return incident


def posts(incident: Incident, msg_type: MsgType, channels: dict[str, Limits]) -> dict[str, str]:
    variant = Variant.FIRST if msg_type is MsgType.ALERT else Variant.REPLY
    drafts = compose.words_of(
        CONFIG,
        incident,
        msg_type,
        CONFIG.plan.class_of(incident.source, incident.event_type) or MessageClass.INCIDENT,
        reference="J3BWW4D7C",
        issued=NOW,
        url="",
        channels=channels,
    ).drafts
    return {name: each[variant].text for name, each in drafts.items() if variant in each}


def said(incident: Incident, msg_type: MsgType = MsgType.ALERT) -> str:
    """Return the words, without the line that says when they were issued, and what stands under that."""
    return posts(incident, msg_type, ROOMY)["page"].partition("\n\n")[0]


def credit(incident: Incident) -> str:
    return posts(incident, MsgType.ALERT, ROOMY)["page"].splitlines()[-1]


def after(told: Incident, then: Incident) -> Incident:
    """Return what is announced of `then` where `told` was said before."""
    head = IncidentHead(
        source=told.source, id=told.id, revision=told.revision, told=told, alert_ids=("A",), spoken=1, said="x"
    )
    verdict = assess(then, head, NOW)
    assert isinstance(verdict, Announce)
    return verdict.incident


def flood(level: int) -> Incident:
    return read("ea_floods", floods.a_list(floods.a_warning(level, ..., f"2026-06-14T1{level}:00:00")))


def works(event: str, minute: int = 0, **changes: Any) -> Incident:
    message = streets.a_message(event, streets.works(**changes), event_time=f"2026-06-23T09:{minute:02}:00.001Z")
    return read("street_manager", json.dumps(message).encode())


@pytest.mark.parametrize(
    ("level", "words", "end"),
    [
        (
            1,
            (
                "Severe flood warning: River Alder at Aldermere. Danger to life: be ready to leave. "
                "Do not walk or drive through flood water. The Environment Agency issued this warning."
            ),
            (
                "The Environment Agency has removed its severe flood warning: River Alder at Aldermere. "
                "Stay out of any flood water."
            ),
        ),
        (
            2,
            (
                "Flood warning from the Environment Agency: River Alder at Aldermere. Flooding is expected: act now. "
                "Do not walk or drive through flood water."
            ),
            (
                "The Environment Agency has removed its flood warning: River Alder at Aldermere. "
                "Stay out of any flood water."
            ),
        ),
        (
            3,
            "Flood alert from the Environment Agency: River Alder at Aldermere. Flooding is possible. Be prepared.",
            "The Environment Agency has removed its flood alert: River Alder at Aldermere.",
        ),
    ],
    ids=["severe", "warning", "alert"],
)
def test_a_flood_is_said_by_its_level_and_ended_by_the_agency_s_own_word(level: int, words: str, end: str) -> None:
    told = flood(level)
    assert said(told) == words
    over = after(told, flood(4))
    assert (over.phase, over.event_type) == (Phase.CLOSED, told.event_type)
    assert said(over, MsgType.CANCEL) == end
    assert "safe" not in end
    assert compose.headline_of(CONFIG, over, compose.slots_of(over, CONFIG, NOW)).startswith("Ended: ")


def test_a_flood_that_grows_says_so() -> None:
    assert said(flood(1), MsgType.UPDATE).startswith("Now a severe flood warning: River Alder at Aldermere.")


def test_an_end_of_what_was_never_said_is_not_said() -> None:
    verdict = assess(flood(4), IncidentHead(source="ea_floods", id="999FWWAL01"), NOW)
    assert isinstance(verdict, Ignore)
    assert verdict.reason == "it was closed, but never announced"


def test_an_emergency_closure_is_said_with_its_street_and_its_end_without_a_promise() -> None:
    told = works("WORK_START", proposed_end_date="2026-06-25T23:00:00.000Z")
    assert said(told) == (
        "Road closed for emergency works: High Street, Stokeby, Aldermere. "
        "The national street works register lists this closure. Please find another route. "
        "The works are expected to last until about 11:59pm on Friday 26 June."
    )
    assert said(works("PERMIT_GRANTED"), MsgType.UPDATE).startswith(
        "Update: road closed for emergency works: High Street, Stokeby, Aldermere."
    )


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        ("WORK_STOP", "the emergency works have finished"),
        ("WORK_START_REVERTED", "the emergency works had not started after all"),
        ("PERMIT_CANCELLED", "the emergency works have been cancelled"),
        ("PERMIT_REVOKED", "the permit for the emergency works has been taken back"),
    ],
)
def test_each_end_of_works_is_said_in_its_own_words(event: str, outcome: str) -> None:
    over = after(works("WORK_START"), works(event, minute=30))
    words = said(over, MsgType.CANCEL)
    assert words == (
        "Notice of emergency works ended: High Street, Stokeby, Aldermere. "
        f"The national street works register says that {outcome}. Check before you travel."
    )
    assert not any(each in words.casefold() for each in ("reopen", "safe", "clear"))
    headline = compose.headline_of(CONFIG, over, compose.slots_of(over, CONFIG, NOW))
    assert headline == "Ended: Notice of emergency works: High Street, Stokeby, Aldermere"


def test_a_stop_that_was_taken_back_opens_the_closure_anew() -> None:
    told, stop = works("WORK_START"), works("WORK_STOP", minute=30)
    head = IncidentHead(
        source=told.source,
        id=told.id,
        revision=stop.revision,
        told=after(told, stop),
        alert_ids=("A",),
        spoken=2,
        said="x",
        phase=Phase.CLOSED,
    )
    verdict = assess(works("WORK_STOP_REVERTED", minute=40), head, NOW)
    assert isinstance(verdict, Announce)
    assert verdict.msg_type is MsgType.ALERT
    assert "outcome" not in verdict.incident.facts


def test_a_person_s_end_of_works_says_what_it_can() -> None:
    over = works("WORK_START").model_copy(update={"phase": Phase.CLOSED})
    assert said(over, MsgType.CANCEL) == (
        "Notice of emergency works ended: High Street, Stokeby, Aldermere. Check before you travel."
    )


def test_silence_ends_neither_a_flood_nor_street_works() -> None:
    for source in ("ea_floods", "street_manager"):
        assert CONFIG.rules_of(source).ends.absent_after == 0
    for event_type in ("severe_flood_warning", "flood_warning", "flood_alert", "street_works"):
        assert CONFIG.words.events[event_type].unlisted == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"streets": [tfl.a_street()]},
            "Transport for London lists the A9999 Aldermere Road northbound in Greenwich as closed because of",
        ),
        (
            {"location": "MILL STREET (SE99)", "streets": [tfl.a_street("Closed", "")]},
            "Transport for London lists Mill Street as closed because of roadworks.",
        ),
        (
            {"hasClosures": True, "comments": "Lane one closed."},
            "Transport for London lists lanes on the A9999 Aldermere Road in Greenwich as closed because of roadworks.",
        ),
        ({"category": "Hazards"}, "Transport for London lists an incident on the A9999 Aldermere Road in Greenwich."),
    ],
    ids=range(4),
)
def test_london_s_roads_are_said_in_transport_for_london_s_name(changes: Any, words: str) -> None:
    record = tfl.a_record(endDateTime=..., **changes)
    assert said(read("tfl", tfl.an_array(record))).startswith(words)


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda: flood(2), "Uses Environment Agency flood and river level data from the real-time data API (Beta)."),
        (lambda: works("WORK_START"), "Source: Street Manager, under the OGL v3.0."),
        (
            lambda: read("tfl", tfl.an_array(tfl.a_record())),
            "Powered by TfL Open Data. Contains OS data © Crown copyright and database rights 2016.",
        ),
    ],
    ids=["ea_floods", "street_manager", "tfl"],
)
def test_the_line_that_the_licence_asks_for_stands_under_every_post(make: Callable[[], Incident], line: str) -> None:
    assert credit(make()) == line


def test_all_of_it_fits_every_channel() -> None:
    limits = {name: kind.limits for name, kind in CHANNELS.items()}
    stop = after(works("WORK_START"), works("WORK_STOP", minute=30))
    closed = read("tfl", tfl.an_array(tfl.a_record(streets=[tfl.a_street()])))
    for incident in (*map(flood, (1, 2, 3)), works("WORK_START"), closed):
        assert posts(incident, MsgType.ALERT, limits).keys() == limits.keys()
    assert posts(stop, MsgType.CANCEL, limits).keys() == limits.keys()


def test_the_documents_that_we_ship_are_read_without_a_refusal() -> None:
    for source in ("ea_floods", "street_manager", "tfl"):
        for path in sorted((ROOT / "events/feeds" / source).iterdir()):
            assert FEEDS[source].parse(path.read_bytes(), policy_of(source, CONFIG)).refused == ()
