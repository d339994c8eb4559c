"""Sources through their own function, as API Gateway calls it."""

import json
from typing import Any

import pytest

from functions.serve_sources import app as sources
from tests.desk.test_functions import asked
from tests.pipeline.officers import Officers
from tests.pipeline.test_admit import NH, a_closure
from tests.pipeline.test_modes import modes

COMMS = {"token_use": "access", "username": "comms", "cognito:groups": "[comms]"}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Officers:
    officers = Officers()
    officers.way_in.sources.usual = None
    monkeypatch.setattr(sources, "build_modes", lambda: modes(officers))
    return officers


def put(body: dict[str, Any], claims: dict[str, str] = COMMS, name: str = NH) -> tuple[int, Any]:
    return asked(sources, "PUT", f"/sources/{name}", claims, body=json.dumps({"reason": "a test"} | body))


def test_a_source_is_listed_put_in_shadow_looked_at_and_raised(at: Officers) -> None:
    status, listed = asked(sources, "GET", "/sources")
    assert status == 200
    (mine,) = [each for each in listed["sources"] if each["name"] == NH]
    assert (mine["mode"], mine["since"], mine["licence"]) == ("propose", None, "Open Government Licence v3.0")
    assert put({"mode": "shadow"})[0] == 200
    at.way_in.fed(a_closure())
    status, shown = asked(sources, "GET", f"/sources/{NH}")
    (shadow,) = shown["shadows"]
    assert (status, shadow["incident_id"], shadow["class"]) == (200, "NH-1", "incident")
    assert {each["channel"]: each["action"] for each in shadow["channels"]} == {"page": "send", "bluesky": "send"}
    assert all("M1" in each["text"] for each in shadow["channels"])
    assert put({"mode": "propose"})[0] == 409
    status, raised = put({"mode": "propose", "seen": shown["seen"]})
    source = raised["source"]
    assert (status, source["mode"], source["by"], raised["repeated"]) == (200, "propose", "comms", False)


def test_what_went_today_is_told(at: Officers) -> None:
    at.way_in.sources.usual = None
    _, shown = asked(sources, "GET", f"/sources/{NH}")
    assert put({"mode": "auto", "seen": shown["seen"]})[0] == 409, "nothing of it was seen"
    assert put({"mode": "auto", "seen": shown["seen"], "nothing_seen": True})[0] == 200
    at.way_in.fed(a_closure())
    _, shown = asked(sources, "GET", f"/sources/{NH}")
    assert shown["source"]["went_today"] == {"page": 1, "bluesky": 1}
    assert shown["source"]["counted_on"] == "2026-11-22"


@pytest.mark.parametrize(
    "body", [{"mode": "loud"}, {"mode": "learn", "reason": ""}, {"mode": "learn", "by": "gold"}, {}], ids=str
)
def test_a_request_that_makes_no_sense_is_refused(at: Officers, body: dict[str, Any]) -> None:
    assert put(body)[0] == 422
    assert at.way_in.sources.states == {}


def test_an_unknown_source_is_not_found_and_who_may_not_is_told_so(at: Officers) -> None:
    assert asked(sources, "GET", "/sources/nobody")[0] == 404
    duty = {"token_use": "access", "username": "duty", "cognito:groups": "[duty]"}
    assert put({"mode": "auto", "seen": "x"}, duty)[0] == 403
    assert put({"mode": "learn"}, duty)[0] == 200
    assert at.chain.acts[0].deed == "refused: raise_source"
