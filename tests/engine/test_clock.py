"""The clock speaks through the deployed template, under its own role."""

import time
from datetime import UTC, datetime

import pytest

from local.stage import Stage
from loudhailer.domain.delivery import State
from tests.engine.conftest import an_event, end_of, eventually, later, settled, texts

pytestmark = pytest.mark.engine


def incident_of(stage: Stage, event_id: str) -> tuple[str, str]:
    """Return an event's incident and its reference, once it is posted."""
    outcome = end_of(stage, event_id)
    settled(stage, outcome.alert_id)
    return outcome.incident_id, outcome.alert_id.split("-")[0]


def test_an_open_incident_gets_its_status_under_what_was_said(stage: Stage) -> None:
    event = an_event()
    event_id, _ = stage.put_event(event)
    incident_id, reference = incident_of(stage, event_id)
    stage.owe_status("westshire.control", incident_id)
    assert stage.status()["Told"] == 1
    assert {each.state for each in settled(stage, f"{reference}-2").values()} == {State.SENT}
    posts = [post for post in stage.sandbox.posts("bluesky") if reference in post["text"]]
    assert posts[1]["text"].startswith("Last confirmed at ")
    assert "A4117 closed between Aldermere and Stokeby" in posts[1]["text"]
    assert posts[1]["reply_to"] == posts[0]["id"]
    assert stage.status()["Told"] == 0, "once a turn"


def test_a_status_stops_with_its_incident(stage: Stage) -> None:
    event = an_event()
    event_id, _ = stage.put_event(event)
    _, reference = incident_of(stage, event_id)
    closed_id, _ = stage.put_event(later(event, "incident.closed"))
    settled(stage, end_of(stage, closed_id).alert_id)
    assert stage.status()["Told"] == 0
    assert len(texts(stage, "bluesky", reference)) == 2


def test_the_scheduler_itself_fires_the_clock_within_its_minute(stage: Stage) -> None:
    """The one firing that nobody calls by hand: EventBridge Scheduler, `rate(1 minute)`, the function's own role."""
    event_id, _ = stage.put_event(an_event())
    incident_id, reference = incident_of(stage, event_id)
    stage.owe_status("westshire.control", incident_id)
    began = time.monotonic()
    eventually(lambda: len(texts(stage, "bluesky", reference)) == 2, patience=75)
    assert texts(stage, "bluesky", reference)[1].startswith("Last confirmed at "), datetime.now(UTC)
    assert time.monotonic() - began <= 75
