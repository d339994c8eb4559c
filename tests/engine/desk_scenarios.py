"""What officers do, for the test that takes the functions' rights away one by one."""

import itertools
import json
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx

from local.engine import EngineError
from local.stage import Stage
from loudhailer.domain.caller import Role
from loudhailer.domain.callout import CalloutOrder, key_of
from loudhailer.domain.delivery import State
from loudhailer.domain.watch import OnCall, Watch
from tests.engine.conftest import an_event, deliveries_of
from tests.engine.officers import audit_lines, calling, knock
from tests.engine.record_scenarios import (
    comes_true,
)

_numbers = itertools.count(1)


def an_order_is_carried_out(stage: Stage) -> bool:
    try:
        stage.order(by="tests", reason="is the statement needed?", level="normal")
    except (EngineError, RuntimeError):
        return False
    return True


def an_officer_raises_and_updates(stage: Stage) -> bool:
    words = {"type": "road_closure", "road": f"B{time.monotonic_ns()}", "place": "at Harrow Moor"}
    with calling(stage, "silver") as silver:
        raised = silver.post("/alerts", json=words)
        if raised.status_code != httpx.codes.OK or raised.json()["warnings"]:
            return False
        alert_id = raised.json()["identifier"]
        if not comes_true(lambda: all(each.state is State.SENT for each in deliveries_of(stage, alert_id).values())):
            return False
        updated = silver.post(f"/alerts/{raised.json()['reference']}/updates", json={"cause": "fire"})
        return bool(updated.status_code == httpx.codes.OK and not updated.json()["warnings"])


def a_refusal_is_written_down(stage: Stage) -> bool:
    with calling(stage, "nobody") as nobody:
        return nobody.get("/alerts").status_code == httpx.codes.FORBIDDEN


def an_officer_looks(stage: Stage) -> bool:
    with calling(stage, "comms") as comms:
        listed = comms.get("/alerts")
        if listed.status_code != httpx.codes.OK or not listed.json()["alerts"]:
            return False
        shown = comms.get(f"/alerts/{listed.json()['alerts'][0]['reference']}")
        return shown.status_code == httpx.codes.OK


def a_lent_role_declares(stage: Stage) -> bool:
    """Lend, declare with it, take it back: what a token that is older than the loan may is read from the watch."""
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    with calling(stage, "gold") as gold, calling(stage, "comms") as comms:
        loan = {"role": "gold", "to": "officer-comms", "until": until, "reason": "is the statement needed?"}
        lent = gold.post("/watch/delegations", json=loan)
        if lent.status_code != httpx.codes.OK:
            return False
        declared = comms.put("/crisis", json={"level": "normal", "reason": "is the statement needed?"})
        taken = gold.delete(f"/watch/delegations/{lent.json()['delegations'][-1]['id']}")
        return (declared.status_code, taken.status_code) == (httpx.codes.OK, httpx.codes.OK)


def a_lent_role_reads_the_record(stage: Stage) -> bool:
    """Lend, read with it, take it back."""
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    with calling(stage, "gold") as gold, calling(stage, "duty") as duty:
        loan = {"role": "gold", "to": "officer-duty", "until": until, "reason": "is the statement needed?"}
        lent = gold.post("/watch/delegations", json=loan)
        if lent.status_code != httpx.codes.OK:
            return False
        read = duty.get("/audit/command")
        taken = gold.delete(f"/watch/delegations/{lent.json()['delegations'][-1]['id']}")
        return (read.status_code, taken.status_code) == (httpx.codes.OK, httpx.codes.OK)


def the_watch_is_kept(stage: Stage) -> bool:
    # The same handover again would be the one that was made, and nothing would be written.
    summary = f"Is the statement needed? Nothing else is open, {next(_numbers)}."
    with calling(stage, "gold") as gold:
        answers = [
            gold.post("/watch/handovers", json={"to": "officer-silver", "summary": summary}),
            gold.put("/watch/quiet-hours", json={"hours": []}),
            gold.get("/watch", params={"versions": 3}),
        ]
    told = [answer.json() for answer in answers]
    return {answer.status_code for answer in answers} == {httpx.codes.OK} and not any(each["warnings"] for each in told)


def a_signed_event_comes_in(stage: Stage) -> bool:
    event = an_event()
    body = json.dumps({"detail-type": event["detail-type"], "detail": event["detail"]}).encode()
    return knock(stage, body).status_code == httpx.codes.ACCEPTED


def _opened(stage: Stage) -> str:
    """Order a call-out with the duty officer on call; return its id once they were called, nothing where they are not.

    Ordered twice at most: the first order may have met a worker that was being ended, and then hides for minutes.
    """
    person = OnCall(username="d.officer", phone="+441632960101")
    stage.put_watch(Watch(on_call={Role.DUTY: (person,)}, version=1))
    for _ in range(2):
        name = f"late:LEAST-{next(_numbers)}"
        stage.call_out(CalloutOrder(id=name, about=name, reason="Is the statement needed?"))
        if _taken(stage, name, 1):
            return name
    return ""


def _taken(stage: Stage, name: str, calls: int) -> bool:
    """Tell whether the telephone comes to have taken so many calls."""

    def taken() -> bool:
        found = stage.callout(name)
        return found is not None and sum(each.result.startswith("taken") for each in found.attempts) == calls

    return comes_true(taken)


def somebody_is_called_and_called_again(stage: Stage) -> bool:
    name = _opened(stage)
    if not name:
        return False
    stage.owe_call(name)
    with suppress(EngineError):
        stage.turn_callouts()
    return _taken(stage, name, 2)


def nobody_is_on_call_and_that_is_written_down(stage: Stage) -> bool:
    name = f"late:LEAST-{next(_numbers)}"
    stage.put_watch(Watch(version=2))
    stage.call_out(CalloutOrder(id=name, about=name, reason="Is the statement needed?"))
    return comes_true(lambda: name in {line["subject"] for line in audit_lines(stage, "command")})


def an_officer_lists_and_has_it(stage: Stage) -> bool:
    name = _opened(stage)
    if not name:
        return False
    with calling(stage, "duty") as duty:
        listed = duty.get("/callouts")
        mine = duty.post(f"/callouts/{key_of(name)}/acknowledgement")
    written = name in {line["subject"] for line in audit_lines(stage, "command")}
    return (listed.status_code, mine.status_code) == (httpx.codes.OK, httpx.codes.OK) and written
