"""An exercise runs the whole path of the deployed template, to the drill wall and to nowhere else."""

import json

import httpx
import pytest

from local.stage import Stage
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.outcome import Fate
from tests.engine.conftest import an_event, end_of, eventually, send_body
from tests.engine.officers import calling

pytestmark = pytest.mark.engine
PLACE = "in Mill Street, Drillton"


def on_the_wall(stage: Stage, drill_id: str) -> str:
    """Return a drill's page, once it is there."""

    def look() -> str:
        answer = httpx.get(f"{stage.sandbox.addresses['wall']}/drills/{drill_id}.html", trust_env=False)
        return answer.text if answer.status_code == httpx.codes.OK else ""

    page: str = eventually(look)
    return page


def public_of(stage: Stage) -> list[str]:
    """Return all of an exercise that the public sees, or could come to see, anywhere."""
    seen = [*stage.sandbox.posts(), *stage.sandbox.pages(), *(each.model_dump() for each in stage.deliveries())]
    return [text for text in map(str, seen) if any(sign in text for sign in ("Drillton", "DRILL-", "EXERCISE"))]


@pytest.mark.parametrize("status", ["Exercise", "Test"])
def test_an_exercise_on_the_bus_reaches_the_drill_wall_and_nothing_public(stage: Stage, status: str) -> None:
    event_id, _ = stage.put_event(an_event(status=status, type="evacuation", place=PLACE))
    outcome = end_of(stage, event_id)
    assert (outcome.fate, outcome.status) == (Fate.REHEARSED, status)
    page = on_the_wall(stage, outcome.alert_id)
    band = " ".join([status.upper()] * 3)
    assert page.count(band) >= 2 + 2 * len(stage.channels), "the page says it, and so does each channel's text"
    assert page.count(f"Leave now if you are {PLACE}") >= len(stage.channels)
    assert '<meta name="robots" content="noindex' in page
    assert public_of(stage) == []


def test_an_exercise_at_the_desk_reaches_the_drill_wall_and_nothing_public(stage: Stage) -> None:
    with calling(stage, "duty") as duty:
        raised = duty.post("/drills", json={"type": "evacuation", "place": PLACE})
        assert raised.status_code == httpx.codes.OK, raised.text
        drill = raised.json()["drill"]
        assert drill["reference"].startswith("DRILL-")
        assert {each["channel"]: each["action"] for each in drill["boards"]} == dict.fromkeys(stage.channels, "send")
        assert PLACE in on_the_wall(stage, drill["identifier"])
        (shown,) = duty.get(f"/drills/{drill['reference']}").json()["drills"]
        assert shown["place"].endswith(f"/drills/{drill['identifier']}.html")
        assert shown["reference"] in {each["reference"] for each in duty.get("/drills").json()["drills"]}
        assert duty.get(f"/alerts/{drill['reference'][6:]}").status_code == httpx.codes.NOT_FOUND
        refused = duty.post(f"/alerts/{drill['reference'][6:]}/updates", json={"cause": "fire"})
        assert refused.status_code == httpx.codes.NOT_FOUND
    assert public_of(stage) == []


def test_an_exercise_never_touches_the_incident_of_the_same_name(stage: Stage) -> None:
    event = an_event()
    real, _ = stage.put_event(event)
    posted = end_of(stage, real)
    assert posted.fate is Fate.POSTED
    practised = json.loads(json.dumps(event))
    practised["detail"]["incident"] |= {"status": "Exercise", "revision": 2}
    drill, _ = stage.put_event(practised)
    outcome = end_of(stage, drill)
    assert (outcome.fate, outcome.incident_id) == (Fate.REHEARSED, posted.incident_id)
    heads = {each["pk"]["S"]: each for each in stage.items() if each["sk"]["S"] == "HEAD"}
    kept = json.loads(heads[f"INCIDENT#westshire.control#{posted.incident_id}"]["body"]["S"])
    assert (kept["revision"], kept["alert_ids"]) == (1, [posted.alert_id])


def test_a_drill_in_a_public_queue_and_a_copied_drill_are_never_sent(stage: Stage) -> None:
    event_id, _ = stage.put_event(an_event(status="Exercise", type="evacuation", place=PLACE))
    drill_id = end_of(stage, event_id).alert_id
    table, dynamodb = stage.stack.outputs["StateTableName"], stage.engine.client("dynamodb")
    for item in stage.items():
        if item["pk"]["S"] == f"DRILL#{drill_id}":
            dynamodb.put_item(TableName=table, Item=item | {"pk": {"S": f"ALERT#{drill_id}"}})
    try:
        drill = json.dumps({"v": 1, "drill_id": drill_id})
        incident = end_of(stage, event_id).incident_id
        alert = Announcement(alert_id=drill_id, source="westshire.control", incident_id=incident).model_dump_json()
        for body in (drill, alert):
            send_body(stage, "BlueskyUrgentQueue", body)
            send_body(stage, "PageRoutineQueue", body)
        queues = [stage.stack.resources[name] for name in ("BlueskyUrgentQueue", "PageRoutineQueue")]
        eventually(lambda: all(_in_flight(stage, each) >= 2 for each in queues))
        assert public_of(stage) == []
    finally:
        for item in stage.items():
            if item["pk"]["S"] == f"ALERT#{drill_id}":
                dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})
        for name in ("BlueskyUrgentQueue", "PageRoutineQueue"):
            stage.engine.client("sqs").purge_queue(QueueUrl=stage.stack.resources[name])


def _in_flight(stage: Stage, queue: str) -> int:
    """Return how many messages a sender has had in its hands and not acknowledged."""
    asked = ["ApproximateNumberOfMessagesNotVisible"]
    told = stage.engine.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=asked)["Attributes"]
    return int(told[asked[0]])
