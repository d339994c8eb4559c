"""What officers and a webhook do on the recorded day, each by the function whose business it is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import boto3
import pytest

from loudhailer import bootstrap
from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.drill import DrillAnnouncement
from loudhailer.domain.errors import NotAllowed
from loudhailer.domain.incident import Status
from loudhailer.hooks import Knock, signature_of
from loudhailer.pipeline.desk import Change, Desk, Raising
from tests.architecture.recorded import Stage
from tests.architecture.template import REGION

OFFICER, NOBODY = Caller("officer", frozenset({Role.SILVER})), Caller("nobody", frozenset())
ALONE = Behalf()
CLOSURE = Raising("road_closure", {"road": "A4117", "place": "past Harrow Moor"})
SECRET = "a secret of the tests"


def play_desk(stage: Stage) -> None:
    """Raise, update, look, declare and knock; and be refused."""
    with _desk(stage) as desk:
        first = desk.raise_(OFFICER, ALONE, CLOSURE, key="one")
        assert desk.raise_(OFFICER, ALONE, CLOSURE, key="one").repeated
        assert desk.raise_(OFFICER, ALONE, CLOSURE, key="two").repeated
        reference = first.alert.reference
        assert desk.amend(Deed.UPDATE, OFFICER, ALONE, reference, Change({"cause": "collision"})).fate == "posted"
        assert desk.preview(OFFICER, replace(CLOSURE, event_type="fire")).decisions
        with pytest.raises(NotAllowed):
            desk.raise_(NOBODY, ALONE, CLOSURE)

    _play_drills(stage)
    with stage.function("ServeLedger", bootstrap.build_ledger) as built:
        ledger = replace(built, clock=stage.clock)
        assert reference in {each.alert.reference for each in ledger.alerts(OFFICER, days=1, is_open=True)}
        assert len(ledger.alert(OFFICER, reference)) == 2
        assert ledger.deliveries(OFFICER, reference="", state=None)
        with pytest.raises(NotAllowed):
            ledger.alerts(NOBODY, days=1, is_open=None)

    with stage.function("ServeCrisis", bootstrap.build_crisis) as crisis:
        assert all(crisis.show(OFFICER).values())
        assert crisis.declare(OFFICER, "heightened", "a test")
        with pytest.raises(NotAllowed):
            crisis.show(NOBODY)

    for source in ("westshire.control", "westshire.comms"):
        secret = json.dumps({"current": SECRET})
        boto3.client("ssm", region_name=REGION).put_parameter(
            Name=f"/loudhailer/hooks/{source}", Value=secret, Type="SecureString"
        )
        with stage.function("ReceiveHook", bootstrap.build_hook) as built:
            hook = replace(built, clock=stage.clock)
            timestamp, body = str(int(stage.now.timestamp())), b'{"detail-type": "incident.reported", "detail": {}}'
            knock = Knock(source, timestamp, f"v1={signature_of(SECRET, timestamp, body)}", body)
            assert [hook(knock).repeated for _ in range(2)] == [False, True]


def _play_drills(stage: Stage) -> None:
    """Raise a drill, put it on the wall, and look at it."""
    with stage.function("ServeDrills", bootstrap.build_drill_desk) as built:
        guard, tell = replace(built.guard, clock=stage.clock), replace(built.rehearse.tell, clock=stage.clock)
        drills = replace(built, guard=guard, rehearse=replace(built.rehearse, tell=tell))
        drill = drills.raise_(OFFICER, ALONE, CLOSURE, Status.EXERCISE, key="drill").practised.drill
        assert drills.raise_(OFFICER, ALONE, CLOSURE, Status.EXERCISE, key="drill").repeated
        assert drills.show(OFFICER, drill.reference)
        assert drills.list(OFFICER, days=1)
        with pytest.raises(NotAllowed):
            drills.list(NOBODY, days=1)
        other = drills.raise_(OFFICER, ALONE, CLOSURE, Status.TEST).practised.drill
    for each, word in ((drill, "Shown"), (drill, "Repeated"), (other, "Shown")):
        with stage.function("PublishDrill", bootstrap.build_show_drill) as show:
            assert show(DrillAnnouncement(drill_id=each.identifier).model_dump_json()).word == word


@contextmanager
def _desk(stage: Stage) -> Iterator[Desk]:
    with stage.function("ServeAlerts", bootstrap.build_desk) as desk:
        guard = replace(desk.guard, clock=stage.clock)
        yield replace(desk, guard=guard, tell=replace(desk.tell, clock=stage.clock))
