"""What the record's functions do, as scenarios that hold or do not."""

import itertools
import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx

from local.engine import EngineError
from local.stage import Stage
from loudhailer.domain.act import Act
from loudhailer.domain.spooled import SpooledAct
from tests.engine.conftest import send_body
from tests.engine.officers import audit_lines, calling

Scenario = Callable[[Stage], bool]
PATIENCE = 8.0
_chains = itertools.count(1)


def comes_true(what: Callable[[], bool]) -> bool:
    """Tell whether `what` becomes true while patience lasts."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


def a_spooled_act_comes_into_its_chain(stage: Stage) -> bool:
    chain = f"incident:SPOOLED{next(_chains)}"
    act = Act(chain=chain, at=datetime.now(UTC), by="gold", deed="raise", subject="s", reason="why", result="posted")
    send_body(stage, "RecordQueue", SpooledAct(act=act).model_dump_json())
    return comes_true(lambda: [line["deed"] for line in audit_lines(stage, chain)] == ["raise"])


def the_audit_is_anchored(stage: Stage) -> bool:
    """Anchor twice: the second one reads the first."""
    stage.order(by="tests", reason="something to anchor", level="normal")

    def anchored() -> bool:
        with suppress(EngineError):
            told = stage.anchor()
            # A second has one anchor.
            return bool(told["key"]) and told["chains"] > 0
        return False

    return comes_true(anchored) and comes_true(anchored)


def a_credential_is_renewed(stage: Stage) -> bool:
    """Let a channel's credential end soon, with nobody at it, and look at it once."""
    channel, path = "threads", "/loudhailer"
    secret = {**stage.sandbox.secrets[channel], "expires_at": (datetime.now(UTC) + timedelta(days=5)).isoformat()}
    name, table = f"{path}/{channel}", stage.stack.outputs["StateTableName"]
    stage.engine.client("dynamodb").delete_item(
        TableName=table, Key={"pk": {"S": f"REFRESH#{channel}"}, "sk": {"S": "LEASE"}}
    )
    ssm = stage.engine.client("ssm")
    ssm.put_parameter(Name=name, Value=json.dumps(secret), Type="SecureString", Overwrite=True)
    with suppress(EngineError):
        if stage.stack.invoke(stage.stack.outputs["RefreshFunction"], {}) == {channel: "Renewed"}:
            stored = json.loads(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
            return bool(stored["access_token"] != secret["access_token"])
    return False


def gold_holds_and_lets_go(stage: Stage) -> bool:
    if not the_audit_is_anchored(stage):
        return False
    words = {"type": "road_closure", "road": f"B{time.monotonic_ns()}", "place": "at Harrow Moor"}
    with calling(stage, "gold") as gold:
        reference = gold.post("/alerts", json=words).json()["reference"]
        answers = [
            gold.get("/audit/verification"),
            gold.get(f"/audit/{reference}"),
            gold.get(f"/incidents/{reference}/report"),
            gold.post(f"/incidents/{reference}/holds", json={"reason": "a letter"}),
            gold.post(f"/incidents/{reference}/holds/release", json={"reason": "closed"}),
        ]
    return all(answer.status_code == httpx.codes.OK for answer in answers)
