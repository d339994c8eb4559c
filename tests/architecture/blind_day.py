"""An hour of the recorded day in which no gate can be read and an evacuation goes past the table."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import boto3

from loudhailer.aws.items import gate_key
from loudhailer.bootstrap import deciding, delivering, looking, record
from loudhailer.channels import CHANNELS
from loudhailer.channels.kind import Audience
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Caller, Role
from loudhailer.domain.crisis import GateState
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Doubtful, StateUnavailable
from loudhailer.domain.post import Post, Receipt
from loudhailer.pipeline.blind import Blind
from loudhailer.pipeline.command import Order
from loudhailer.pipeline.desk import Raising
from loudhailer.pipeline.received import Received, Report
from loudhailer.ports import Arrival, Channel, Sender
from tests.architecture.grants import physical
from tests.architecture.recorded import Stage
from tests.architecture.template import REGION
from tests.builders import an_incident


class Unreadable:
    """Gates of which none can be read."""

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        raise StateUnavailable(f"nobody can read {', '.join(channels)}")


class Unclear:
    """A platform that gives no clear answer."""

    def publish(self, post: Post) -> Receipt:
        raise Doubtful(post.key)

    def find(self, post: Post) -> Receipt | None:
        raise NotImplementedError(post.key)


LISTED = [name for name, kind in CHANNELS.items() if kind.audience is Audience.LISTED]
PAST = [name for name in CHANNELS if name not in LISTED]
"""The channels that are reached past the tables: who is on a list is not."""


def play_blind(stage: Stage) -> None:
    """Hand an evacuation to the blind queues, send it, and drain what became of it."""
    facts = {"place": "in High Street, Stokeby"}
    telling = an_incident(source="desk", id="D-blind", event_type="evacuation", facts=facts)
    arrival = Arrival(Sender("desk:officer:blind", "desk", "desk.raise"), telling, by="officer", roles=(Role.SILVER,))
    taken(stage, "RecordQueue")
    with stage.function("ServeAlerts", deciding.build_desk) as desk:
        past = desk.blind
        assert isinstance(past, Blind)
        handed = replace(past, tell=replace(past.tell, clock=stage.clock, gates=Unreadable()))(arrival, "a request")
        _forget_copy(stage, "page")
        assert not past.copies.copy("page").live, "without a copy it is in Exercise"
    states = {each.channel: each.state for each in handed.deliveries}
    assert states == dict.fromkeys(PAST, State.CLAIMED) | dict.fromkeys(LISTED, State.FAILED)

    for channel in PAST:
        (body,) = taken(stage, f"{channel.capitalize()}BlindQueue")
        with stage.failing():
            assert _send(stage, channel, body).word == "Retried", "put there anew"
        assert _send(stage, channel, body, Unclear()).word == "Unknown", "deferred"
        assert _send(stage, channel, body).word == "Sent"
    with stage.function("WriteRecord", record.build_record) as write:
        accounts = taken(stage, "RecordQueue")
        assert len(accounts) == 1 + len(PAST)
        for account in accounts:
            write(account)
    order = Order(by="gold", reason="its copy is gone", level="heightened", channels=("page",))
    _forget_copy(stage, "page")
    with stage.function("ServeCrisis", looking.build_crisis) as crisis:
        assert crisis.command(order).warnings == ()
    _forget_copy(stage, "page")
    with stage.function("ChangeGate", looking.build_command) as command:
        assert command(order).warnings == ()
    _play_without_gates(stage)


def _play_without_gates(stage: Stage) -> None:
    """Raise and send an evacuation while no gate's item makes sense: it goes by claims, and is listed for review."""
    name, table = physical(stage.at.template.resources["StateTable"], ""), boto3.client("dynamodb", region_name=REGION)
    kept = [table.get_item(TableName=name, Key=gate_key(channel))["Item"] for channel in CHANNELS]
    for item in kept:
        table.put_item(TableName=name, Item=item | {"live": {"S": "perhaps"}})
    officer, raising = Caller("officer", frozenset({Role.SILVER})), Raising("evacuation", {"place": "in Stokeby"})
    with stage.function("ServeAlerts", deciding.build_desk) as desk:
        here = replace(desk, tell=replace(desk.tell, clock=stage.clock))
        alert = here.raise_(officer, Behalf(), raising).alert
    for channel in PAST:
        assert _send(stage, channel, Announcement.of(alert).model_dump_json(), lane="Urgent").word == "Sent"
    for channel in LISTED:
        bodies = [Announcement.of(alert, part).model_dump_json() for part in ("", "ward-3")]
        assert [_send(stage, channel, each, lane="Urgent").word for each in bodies] == ["Spread", "Sent"]
    for item in kept:
        table.put_item(TableName=name, Item=item)


def _send(stage: Stage, channel: str, body: str, platform: Channel | None = None, *, lane: str = "Blind") -> Report:
    queue, handle = stage.put_on(f"{channel.capitalize()}{lane}Queue", body)
    with stage.function(f"Publish{channel.capitalize()}", lambda: delivering.build_deliver(queue)) as sender:
        here = replace(sender, clock=stage.clock, jitter=lambda seconds: seconds, channel=platform or sender.channel)
        return here(Received(body, handle))


def taken(stage: Stage, queue: str) -> list[str]:
    """Take all that is on a queue."""
    url, bodies = physical(stage.at.template.resources[queue], ""), []
    sqs = boto3.client("sqs", region_name=REGION)
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for each in messages:
            bodies.append(str(each["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
    return bodies


def _forget_copy(stage: Stage, channel: str) -> None:
    """Take away the copy of a gate, as if the release that keeps them were new."""
    bucket = physical(stage.at.template.resources["DocumentsBucket"], "")
    boto3.client("s3", region_name=REGION).delete_object(Bucket=bucket, Key=f"gates/{channel}.json")
