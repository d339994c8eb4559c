"""Officers and webhooks on the running engine: real tokens, real signatures, the API as its callers reach it."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from local.stage import Stage
from local.users import sign_in
from loudhailer.hooks import signature_of

SERVED = (
    "ServeAlerts",
    "ServeLedger",
    "ServeDrills",
    "ServeSources",
    "ServeCrisis",
    "ServeHeld",
    "ServeDeliveries",
    "ServeLead",
    "ServeApprovals",
    "ServeWatch",
    "ServeAudit",
    "ReceiveHook",
    "ReceivePush",
    "AcknowledgeCallout",
)
CONTROL = "westshire.control"
NONE: Mapping[str, str] = {}


@contextmanager
def calling(stage: Stage, officer: str = "", *, token: str = "") -> Iterator[httpx.Client]:
    """Return a client of the desk's API with an officer's token, or with the one given, or with none."""
    address, host = stage.desk
    headers = {"Host": host}
    if officer:
        token = sign_in(stage.stack, stage.officers[officer])
    if token:
        headers["Authorization"] = f"Bearer {token}"
    with httpx.Client(base_url=address, headers=headers, timeout=40) as client:
        yield client


def said(answer: httpx.Response) -> dict[str, Any]:
    """Return what a deed was answered with; fail with the problem where it was none."""
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def runs(stage: Stage) -> int:
    """Return how often the desk's functions have begun to run, by what Lambda wrote into their logs."""
    logs, count = stage.engine.client("logs"), 0
    for name in SERVED:
        group = stage.stack.resources[f"{name}Logs"]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            count += sum(event["message"].startswith("START ") for event in page["events"])
    return count


def audit_lines(stage: Stage, chain: str) -> list[dict[str, Any]]:
    """Return one chain of the audit, oldest first."""
    lines = stage.engine.client("dynamodb").query(
        TableName=stage.stack.outputs["AuditTableName"],
        KeyConditionExpression="#chain = :chain",
        ExpressionAttributeNames={"#chain": "chain"},
        ExpressionAttributeValues={":chain": {"S": chain}},
        ConsistentRead=True,
    )["Items"]
    return [json.loads(line["body"]["S"]) for line in lines]


def knock(
    stage: Stage,
    body: bytes,
    *,
    source: str = CONTROL,
    secret: str = "",
    seconds: int = 0,
    headers: Mapping[str, str] = NONE,
) -> httpx.Response:
    """Post a body to the webhook, signed with the source's own secret unless another is given."""
    stamp = str(int(time.time()) + seconds)
    signature = f"v1={signature_of(secret or stage.hooks[CONTROL], stamp, body)}"
    told = {"X-Loudhailer-Timestamp": stamp, "X-Loudhailer-Signature": signature, "Content-Type": "application/json"}
    with calling(stage) as client:
        return client.post(f"/hooks/{source}", content=body, headers=told | dict(headers))
