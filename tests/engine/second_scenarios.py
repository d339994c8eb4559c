"""What breaks about approvals, reviews, broken glass and the lead when a statement is taken out of a role."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import httpx

from local.engine import EngineError
from local.stage import Stage
from loudhailer.aws.approvals import ApprovalTable
from loudhailer.domain.approval import Approval, Stand, Voice
from loudhailer.domain.caller import Role
from loudhailer.domain.delivery import State
from tests.engine.conftest import deliveries_of
from tests.engine.officers import calling
from tests.engine.record_scenarios import Scenario, comes_true


def _waiting(stage: Stage) -> str:
    """Have somebody's own words wait for approval; return the alert, empty where that cannot be."""
    words = {"type": "information", "title": "Water points", "message": f"Water is at hall {time.monotonic_ns()}."}
    with calling(stage, "duty") as duty:
        raised = duty.post("/alerts", json=words)
    return str(raised.json()["identifier"]) if raised.status_code == httpx.codes.OK else ""


def _clean(*answers: httpx.Response) -> bool:
    return all(each.status_code == httpx.codes.OK and not each.json().get("warnings") for each in answers)


def _sent(stage: Stage, alert_id: str) -> bool:
    return comes_true(lambda: all(each.state is State.SENT for each in deliveries_of(stage, alert_id).values()))


def words_are_approved_and_glass_is_broken(stage: Stage) -> bool:
    """List, look and approve without a warning; break the glass, put it back, and review it."""
    alert_id = _waiting(stage)
    with calling(stage, "comms") as comms, calling(stage, "bronze") as bronze:
        listed, shown = comms.get("/approvals"), comms.get(f"/approvals/{alert_id}")
        if not _clean(listed, shown):
            return False
        body = {"answer": "approve", "digest": shown.json()["digest"]}
        answered = comms.post(f"/approvals/{alert_id}/answer", json=body)
        broken = bronze.post("/glass", json={"reason": "is the statement needed?"})
        if not _clean(answered, broken, bronze.delete("/glass")):
            return False
        review = f"/reviews/glass-{broken.json()['id']}/close"
        return _clean(comms.post(review, json={"verdict": "it is"})) and _sent(stage, alert_id)


def the_lead_is_handed_over_and_a_class_lifted(stage: Stage) -> bool:
    """Hand over, pass on what waits for approval, take back, and lift, all without a warning."""
    closure = {"type": "road_closure", "road": f"B{time.monotonic_ns()}", "place": "at Harrow Moor"}
    theirs = {"message": "Please stay away.", "link": "https://police.westshire.example/7"}
    with calling(stage, "gold") as gold:
        at = f"/alerts/{gold.post('/alerts', json=closure).json()['reference']}"
        led = gold.put(f"{at}/lead", json={"agency": "police", "reason": "a test"})
        passed = gold.post(f"{at}/amplify", json=theirs)
        back = gold.put(f"{at}/lead", json={"agency": "us", "reason": "a test"})
        lifted = gold.put(f"{at}/class", json={"class": "life_safety", "reason": "a test"})
        return _clean(led, passed, back, lifted) and _sent(stage, lifted.json()["identifier"])


def the_clock_calls_and_carries_out(stage: Stage) -> bool:
    """Leave one approval unanswered, and one answered that nobody carried out."""
    table = ApprovalTable(stage.engine.client("dynamodb"), stage.stack.outputs["StateTableName"])
    unanswered, answered = (table.approval(_waiting(stage)) for _ in range(2))
    if unanswered is None or answered is None:
        return False
    voice, now = Voice(by="somebody", role=Role.COMMS, at=datetime.now(UTC)), datetime.now(UTC)
    table.save(answered.model_copy(update={"stand": Stand.APPROVED, "voices": (voice,), "due_at": now}))

    def kept() -> bool:
        with suppress(EngineError):
            stage.stack.invoke(stage.stack.outputs["WatchFunction"], {})
        return _rung(table.approval(unanswered.alert_id)) > 0

    return comes_true(kept) and _sent(stage, answered.alert_id)


def _rung(approval: Approval | None) -> int:
    return approval.rung if approval else 0


def own_words_call_somebody(stage: Stage) -> bool:
    """Raise without a warning what somebody must be called to approve."""
    words = {"type": "information", "title": "Water points", "message": f"Water is at hall {time.monotonic_ns()}."}
    with calling(stage, "duty") as duty:
        return _clean(duty.post("/alerts", json=words))


SECOND: dict[tuple[str, str], Scenario] = {
    **{
        ("ServeApprovalsRole", sid): words_are_approved_and_glass_is_broken
        for sid in ("FindWhatWaits", "ReadWhatIsAsked", "ReadDeliveries", "AnswerAndRelease", "Announce", "CallOut")
    },
    ("ServeAlertsRole", "CallOut"): own_words_call_somebody,
    **{
        ("ServeLeadRole", sid): the_lead_is_handed_over_and_a_class_lifted
        for sid in ("ReadWhatIsKnown", "ReadDeliveries", "ReadGates", "CommitAlerts", "Announce", "CallOut")
    },
    **{
        ("KeepWatchRole", sid): the_clock_calls_and_carries_out
        for sid in ("FindWhatWaits", "ReadWhatIsAsked", "ReadDeliveries", "AskAndRelease", "Announce", "CallOut")
    },
}
"""What breaks when a statement is taken out, by role and Sid."""
