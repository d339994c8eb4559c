"""What breaks about levels and held posts when a statement is taken out of a role."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx

from local.engine import EngineError
from local.stage import Stage
from loudhailer.aws.gates import GateTable
from loudhailer.domain.crisis import Declared
from loudhailer.domain.delivery import State
from tests.engine.conftest import an_event, deliveries_of
from tests.engine.officers import calling, knock
from tests.engine.record_scenarios import comes_true


def an_officer_declares(stage: Stage) -> bool:
    """Declare, look what that means without a warning, tick off, and end it again."""
    with calling(stage, "gold") as gold:
        declared = gold.put("/crisis", json={"level": "heightened", "reason": "is the statement needed?"})
        if declared.status_code != httpx.codes.OK or declared.json()["warnings"]:
            return False
        ticked = gold.post("/crisis/ticks", json={"what": declared.json()["also_pause"][0]["what"]})
        shown = gold.get("/crisis")
        ended = gold.put("/crisis", json={"level": "normal", "reason": "it is"})
        return all(
            each.status_code == httpx.codes.OK and not each.json()["warnings"] for each in (ticked, shown, ended)
        )


def patiently(what: Callable[[], bool]) -> bool:
    """Tell whether it becomes true while first workers start; a lost announcement is made good only after 90 s."""
    return any(comes_true(what) for _ in range(3))


def _held(stage: Stage, count: int) -> list[str]:
    """Have incidents held by a level that has ended since; none where that cannot be."""
    stage.order(by="tests", reason="a test", level="lockdown")
    events = [stage.put_event(an_event())[0] for _ in range(count)]
    try:
        if not patiently(lambda: set(events) <= set(stage.outcomes())):
            return []
    finally:
        stage.order(by="tests", reason="a test", level="normal")
    return [stage.outcomes()[each].alert_id for each in events]


def held_posts_are_decided_about(stage: Stage) -> bool:
    """List, release and fold, without a warning."""
    ids = _held(stage, 3)
    if not ids:
        return False
    why = {"reason": "is the statement needed?"}
    with calling(stage, "comms") as comms:
        listed = comms.get("/held")
        if listed.status_code != httpx.codes.OK or not listed.json()["held"]:
            return False
        released = comms.post(f"/held/{ids[0]}/release", json=why)
        folded = comms.post("/held/digests", json=why | {"alerts": ids[1:], "title": f"Since {time.monotonic_ns()}"})
        done = all(each.status_code == httpx.codes.OK and not each.json()["warnings"] for each in (released, folded))
    return done and patiently(lambda: all(each.state is State.SENT for each in deliveries_of(stage, ids[0]).values()))


def a_lockdown_shuts_the_webhook(stage: Stage) -> bool:
    """Without the gates nobody could tell, and then nothing must be lost."""
    stage.order(by="tests", reason="a test", level="lockdown")
    try:
        body = json.dumps({"detail-type": "incident.reported", "detail": {}}).encode()
        return knock(stage, body).status_code == httpx.codes.SERVICE_UNAVAILABLE
    finally:
        stage.order(by="tests", reason="a test", level="normal")


def a_level_falls_at_its_end(stage: Stage) -> bool:
    gates = GateTable(stage.engine.client("dynamodb"), stage.stack.outputs["StateTableName"])
    past = datetime.now(UTC) - timedelta(seconds=1)
    level = Declared(level="crisis", by="tests", reason="is the statement needed?", at=past, until=past)
    for channel in stage.channels:
        gates.declare(channel, level)

    def fell() -> bool:
        with suppress(EngineError):
            counts = stage.stack.invoke(stage.stack.outputs["WatchFunction"], {})
            return bool(counts["levels"]["Fell"] and not counts["levels"]["Stuck"])
        return False

    return comes_true(fell)
