"""What breaks when a statement of the path without claims is taken out of its role."""

import itertools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx

from local.stage import Stage
from loudhailer.aws.items import gate_key
from loudhailer.channels import CHANNELS
from loudhailer.domain.blind import Account, Intent
from loudhailer.domain.delivery import State
from tests.engine.conftest import deliveries_of, send_body
from tests.engine.grants import without
from tests.engine.officers import audit_lines, calling
from tests.pipeline.night import Night

_numbers = itertools.count(1)


def a_place() -> str:
    """Return a place that no other test has."""
    return f"in Mill Street {os.getpid() % 10_000}x{next(_numbers)}, Stokeby"


@contextmanager
def nonsense_in_the_gates(stage: Stage) -> Iterator[None]:
    """Write into every gate's item what is no gate, and put it back as it was."""
    table, name = stage.engine.client("dynamodb"), stage.stack.outputs["StateTableName"]
    kept = [table.get_item(TableName=name, Key=gate_key(each), ConsistentRead=True)["Item"] for each in stage.channels]
    for item in kept:
        table.put_item(TableName=name, Item=item | {"live": {"S": "perhaps"}})
    try:
        yield
    finally:
        for item in kept:
            table.put_item(TableName=name, Item=item)


def on(channel: str) -> Intent:
    """Return the intent that a desk in memory hands over now for one channel; what it had for others has ended."""
    night = Night(channels={name: kind.limits for name, kind in CHANNELS.items()})
    night.clock.now = datetime.now(UTC)
    night.state.unreadable = True
    # A request of its own each time: under one key it would be the same one again.
    night.evacuate(facts={"place": a_place()}, key=f"{os.getpid()}-{next(_numbers)}")
    intent = night.intent(channel)
    alone = tuple(
        each if each.channel == channel else each.settled(State.FAILED, "a test of another channel")
        for each in intent.unwritten.deliveries
    )
    return intent.model_copy(update={"unwritten": intent.unwritten.model_copy(update={"deliveries": alone})})


def stands(stage: Stage, intent: Intent, state: State) -> Callable[[], bool]:
    """Tell whether the ledger has an intent's delivery in a state."""
    alert_id = f"{intent.unwritten.alert.reference}-1"

    def found() -> bool:
        delivery = deliveries_of(stage, alert_id).get(intent.channel)
        return delivery is not None and delivery.state is state

    return found


def an_intent_is_sent(channel: str, comes_true: Callable[[Callable[[], bool]], bool]) -> Callable[[Stage], bool]:
    """Return the scenario of an intent that is sent and accounted for."""

    def scenario(stage: Stage) -> bool:
        intent = on(channel)
        send_body(stage, f"{channel.capitalize()}BlindQueue", intent.model_dump_json())
        return comes_true(stands(stage, intent, State.SENT))

    return scenario


def an_intent_is_overtaken(channel: str, comes_true: Callable[[Callable[[], bool]], bool]) -> Callable[[Stage], bool]:
    """Return the scenario of an intent that comes to its sender after a newer word about its incident."""

    def scenario(stage: Stage) -> bool:
        intent = on(channel)
        send_body(stage, "RecordQueue", Account(unwritten=intent.unwritten).model_dump_json())
        if not comes_true(stands(stage, intent, State.CLAIMED)):
            return False
        with calling(stage, "silver") as silver:
            path = f"/alerts/{intent.unwritten.alert.reference}/updates"
            if silver.post(path, json={"place": a_place()}).status_code != httpx.codes.OK:
                return False
        send_body(stage, f"{channel.capitalize()}BlindQueue", intent.model_dump_json())
        return comes_true(stands(stage, intent, State.SUPERSEDED))

    return scenario


def an_account_is_written(comes_true: Callable[[Callable[[], bool]], bool]) -> Callable[[Stage], bool]:
    """Return the scenario of an account that ends in ledger and audit."""

    def scenario(stage: Stage) -> bool:
        intent = on("page")
        became = (intent.delivery.settled(State.FAILED, "a test"),)
        send_body(stage, "RecordQueue", Account(unwritten=intent.unwritten, became=became).model_dump_json())
        reference = intent.unwritten.alert.reference
        return comes_true(stands(stage, intent, State.FAILED)) and comes_true(
            lambda: bool(audit_lines(stage, f"incident:{reference}"))
        )

    return scenario


def a_stopped_channel_is_told(stage: Stage) -> bool:
    """Tell whether an evacuation goes past the table, and not to a channel whose copy says that it is stopped."""
    stage.order(by="tests", reason="a test of its copy", stopped=True, channels=["mastodon"])
    try:
        commit = without(stage, "ServeAlertsRole", "CommitAlertsAndWords")
        with nonsense_in_the_gates(stage), commit, calling(stage, "silver") as silver:
            answer = silver.post("/alerts", json={"type": "evacuation", "place": a_place()})
    finally:
        stage.order(by="tests", reason="as it was found", stopped=False, channels=["mastodon"])
    told = answer.json().get("warnings", ())
    return answer.status_code == httpx.codes.OK and any("mastodon: not sent" in each for each in told)


def an_order_keeps_its_copy(stage: Stage) -> bool:
    """Tell whether an order of command leaves a copy."""
    effect = stage.order(by="tests", reason="is the copy kept?", level="normal")
    return not effect["warnings"]


def a_declared_level_keeps_its_copy(stage: Stage) -> bool:
    """Tell whether a level that the desk declares is in the copy."""
    with calling(stage, "gold") as gold:
        gold.put("/crisis", json={"level": "heightened", "reason": "is the copy kept?"})
        bucket = stage.stack.outputs["DocumentsBucketName"]
        kept = json.loads(stage.engine.client("s3").get_object(Bucket=bucket, Key="gates/bluesky.json")["Body"].read())
        gold.put("/crisis", json={"level": "normal", "reason": "as it was found"})
    return "heightened" in str(kept["declared"])
