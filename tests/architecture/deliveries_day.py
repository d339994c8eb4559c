"""What officers do about deliveries on the recorded day: settle doubts, take posts off, put dead letters back."""

from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from loudhailer.aws.state import StateTable
from loudhailer.bootstrap import deciding, looking, settling
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Caller, Role
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import Conflict, NotAllowed
from loudhailer.domain.post import Variant
from loudhailer.pipeline._freeze import freeze
from loudhailer.pipeline.command import Order
from loudhailer.pipeline.deliveries import Settling
from loudhailer.pipeline.desk import Raising
from loudhailer.pipeline.redrive import Redrive
from loudhailer.settling import Account, Word
from tests.architecture.grants import physical
from tests.architecture.recorded import Stage
from tests.architecture.template import REGION

OFFICER, NOBODY = Caller("officer", frozenset({Role.SILVER})), Caller("nobody", frozenset())
CHANNEL = "page"


def play_deliveries(stage: Stage) -> None:
    """Settle one doubt each way, post by hand what was held, take an alert off, put every channel's letters back."""
    ids = [_raised(stage, place) for place in ("on the quay", "at the ford", "by the lock", "at the sluice")]
    for each in ids[:2]:
        _doubted(stage, each)
    _order(stage, "lockdown")
    held = _raised(stage, "under the viaduct")
    _order(stage, "normal")
    with stage.function("ServeDeliveries", settling.build_settling) as built:
        acts = _settling_as_today(built, stage)
        assert {each.alert.identifier for each in acts.doubts(OFFICER).doubts} >= set(ids[:2])
        for alert_id, word in zip([*ids[:2], held], (Word.OUT, Word.AGAIN, Word.BY_HAND), strict=True):
            done = acts.settle(OFFICER, Behalf(), alert_id, CHANNEL, Account(word, ""), reason="a test")
            assert done.warnings == ()
        assert acts.retract(OFFICER, Behalf(), ids[2], "a test").warnings == ()
        with pytest.raises(Conflict):
            acts.retract(OFFICER, Behalf(), ids[2], "a test", [CHANNEL], by_hand=True)
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            acts.doubts(NOBODY)
    with stage.function("ServeDeliveries", settling.build_redrive) as built_redrive:
        redrive = _redrive_as_today(built_redrive, stage)
        for channel in redrive.letters.channels:
            _die(stage, ids[3], channel)
        assert {each.count for each in redrive.show(OFFICER)} == {1}
        for channel in redrive.letters.channels:
            moved = redrive(OFFICER, Behalf(), channel, "a test")
            assert (moved.moved + moved.done, moved.remaining, moved.warnings) == (1, 0, ())
    with stage.function("ServeLedger", looking.build_everywhere) as everywhere:
        reached = replace(everywhere, clock=stage.clock)(OFFICER, ids[0].split("-", maxsplit=1)[0])
        assert reached.channels


def _settling_as_today(built: Settling, stage: Stage) -> Settling:
    return replace(built, guard=replace(built.guard, clock=stage.clock), clock=stage.clock)


def _redrive_as_today(built: Redrive, stage: Stage) -> Redrive:
    return replace(built, guard=replace(built.guard, clock=stage.clock), clock=stage.clock)


def _raised(stage: Stage, place: str) -> str:
    with stage.function("ServeAlerts", deciding.build_desk) as desk:
        guard, tell = replace(desk.guard, clock=stage.clock), replace(desk.tell, clock=stage.clock)
        aftercare = replace(desk.aftercare, clock=stage.clock)
        today = replace(desk, guard=guard, tell=tell, aftercare=aftercare)
        return today.raise_(OFFICER, Behalf(), Raising("fire", {"place": place})).alert.identifier


def _order(stage: Stage, level: str) -> None:
    with stage.function("ChangeGate", looking.build_command) as command:
        assert command(Order(by="gold", reason="a test", level=level)).unwritten == ()


def _doubted(stage: Stage, alert_id: str) -> None:
    """Leave a delivery as a sender does whose platform did not answer. Nothing of this is recorded."""
    client = boto3.client("dynamodb", region_name=REGION)
    state = StateTable(client, physical(stage.at.template.resources["StateTable"], ""))
    seen = state.dossier(_ids(state, alert_id), CHANNEL)
    doubt = seen.delivery.settled(State.UNKNOWN, "Doubtful: no answer").model_copy(
        update={
            "post": freeze(seen.alert, CHANNEL, Variant.FIRST, seen.thread, stage.clock()),
            "claims": 1,
            "due": Due.DOUBT,
            "due_at": stage.clock(),
        }
    )
    thread = seen.thread.claimed(seen.delivery, stage.clock(), timedelta(seconds=20))
    state.save(doubt, thread.released(alert_id, doubtful=True))


def _die(stage: Stage, alert_id: str, channel: str) -> None:
    """Put a message on a channel's dead-letter queue, as SQS does. Nothing of this is recorded."""
    client = boto3.client("dynamodb", region_name=REGION)
    state = StateTable(client, physical(stage.at.template.resources["StateTable"], ""))
    queue = physical(stage.at.template.resources[f"{channel.capitalize()}DeadLetterQueue"], "")
    body = _ids(state, alert_id).model_dump_json()
    boto3.client("sqs", region_name=REGION).send_message(QueueUrl=queue, MessageBody=body)


def _ids(state: StateTable, alert_id: str) -> Announcement:
    return Announcement.of(state.alert(alert_id))
