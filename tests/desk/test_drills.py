"""Drills through their own functions, as API Gateway and the drill queue call them."""

import json
from typing import Any

import pytest

from functions.publish_drill import app as wall
from functions.serve_drills import app as drills
from tests.desk.test_functions import CONTEXT, asked
from tests.pipeline.drills import drill_desk
from tests.pipeline.officers import Officers

EVACUATION = {"type": "evacuation", "place": "at Drillton"}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Officers:
    officers = Officers()
    desk = drill_desk(officers)
    monkeypatch.setattr(drills, "build_drill_desk", lambda: desk)
    monkeypatch.setattr(wall, "build_show_drill", officers.way_in.show_drill)
    monkeypatch.setattr(wall.metrics.provider, "namespace", "Loudhailer")
    return officers


def records(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]}


def test_a_drill_is_raised_shown_and_read(at: Officers) -> None:
    status, raised = asked(drills, "POST", "/drills", body=json.dumps(EVACUATION))
    assert (status, raised["drill"]["status"], raised["drill"]["shown_at"]) == (200, "Exercise", None)
    (call,) = at.way_in.calls.said
    assert wall.lambda_handler(records(call.model_dump_json()), CONTEXT) == {"batchItemFailures": []}
    status, shown = asked(drills, "GET", f"/drills/{raised['drill']['reference'].lower()}")
    assert (status, shown["drills"][0]["place"]) == (200, f"memory://{raised['drill']['identifier']}")
    assert asked(drills, "GET", "/drills", query={"days": "1"}) == (200, shown)
    assert [each["channel"] for each in shown["drills"][0]["boards"]] == ["page", "bluesky"]


@pytest.mark.parametrize("status", ["Test", "Draft"])
def test_a_drill_says_as_what_it_is_raised(at: Officers, status: str) -> None:
    answered, raised = asked(drills, "POST", "/drills", body=json.dumps(EVACUATION | {"status": status}))
    assert (answered, raised["drill"]["status"]) == (200, status)
    assert len(at.way_in.calls.said) == (status == "Test")


@pytest.mark.parametrize("status", ["Actual", "System", "exercise", ""])
def test_no_drill_is_actual(at: Officers, status: str) -> None:
    answered, problem = asked(drills, "POST", "/drills", body=json.dumps(EVACUATION | {"status": status}))
    assert (answered, problem["errors"][0]["place"]) == (422, "body.status")
    assert at.way_in.drills.drills == {}


def test_an_unknown_drill_is_not_found(at: Officers) -> None:
    assert at.way_in.drills.drills == {}
    assert asked(drills, "GET", "/drills/DRILL-222222222")[0] == 404


def test_what_is_no_drill_goes_back_to_the_drill_queue_alone(at: Officers) -> None:
    asked(drills, "POST", "/drills", body=json.dumps(EVACUATION))
    good = at.way_in.calls.said[0].model_dump_json()
    answer = wall.lambda_handler(records("{}", good, '{"v": 1, "drill_id": "DRILL-A-1"}'), CONTEXT)
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["0", "2"]
    assert len(at.way_in.wall.shown) == 1


def test_a_bug_takes_no_other_drill_with_it(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise KeyError("a bug")

    asked(drills, "POST", "/drills", body=json.dumps(EVACUATION))
    monkeypatch.setattr(at.way_in.wall, "show", broken)
    answer = wall.lambda_handler(records(at.way_in.calls.said[0].model_dump_json()), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
