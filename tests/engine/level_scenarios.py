"""What breaks about levels and held posts when a statement is taken out of a role."""

import json
import time
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


def an_officer_declares_for_one_incident(stage: Stage) -> bool:
    event_id, _ = stage.put_event(an_event())
    if not comes_true(lambda: event_id in stage.outcomes()):
        return False
    scope = f"incident:{stage.outcomes()[event_id].alert_id.rsplit('-', 1)[0]}"
    with calling(stage, "gold") as gold:
        levels = ("heightened", "normal")
        answers = [gold.put("/crisis", json={"level": each, "scope": scope, "reason": "a test"}) for each in levels]
        return all(each.status_code == httpx.codes.OK for each in answers)


def _held(stage: Stage, count: int) -> list[str]:
    """Have incidents held by a level that has ended since; none where that cannot be."""
    stage.order(by="tests", reason="a test", level="lockdown")
    events = [stage.put_event(an_event())[0] for _ in range(count)]
    try:
        if not comes_true(lambda: set(events) <= set(stage.outcomes())):
            return []
    finally:
        stage.order(by="tests", reason="a test", level="normal")
    return [stage.outcomes()[each].alert_id for each in events]


def held_posts_are_decided_about(stage: Stage) -> bool:
    """List, release and fold, without a warning."""
    ids = _held(stage, 3)
    why = {"reason": "is the statement needed?"}
    with calling(stage, "comms") as comms:
        listed = comms.get("/held")
        if listed.status_code != httpx.codes.OK or not listed.json()["held"]:
            return False
        released = comms.post(f"/held/{ids[0]}/release", json=why)
        folded = comms.post("/held/digests", json=why | {"alerts": ids[1:], "title": f"Since {time.monotonic_ns()}"})
        done = all(each.status_code == httpx.codes.OK and not each.json()["warnings"] for each in (released, folded))
    return done and comes_true(lambda: all(each.state is State.SENT for each in deliveries_of(stage, ids[0]).values()))


def a_lent_role_releases(stage: Stage) -> bool:
    """Lend, release with it, take it back."""
    (alert_id,) = _held(stage, 1) or [""]
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    with calling(stage, "gold") as gold, calling(stage, "duty") as duty:
        loan = {"role": "gold", "to": "officer-duty", "until": until, "reason": "is the statement needed?"}
        lent = gold.post("/watch/delegations", json=loan)
        released = duty.post(f"/held/{alert_id}/release", json={"reason": "is the statement needed?"})
        taken = gold.delete(f"/watch/delegations/{lent.json()['delegations'][-1]['id']}")
        return (released.status_code, taken.status_code) == (httpx.codes.OK, httpx.codes.OK)


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
            return bool(counts["Fell"] and not counts["Stuck"])
        return False

    return comes_true(fell)
