"""What officers and a webhook do on the recorded day, each by the function whose business it is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

import boto3
import pytest

from loudhailer.bootstrap import deciding, incoming, looking, record
from loudhailer.domain.act import Act
from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.crisis import MessageClass, Quiet
from loudhailer.domain.errors import ClaimLost, NotAllowed
from loudhailer.domain.spooled import SpooledAct
from loudhailer.domain.watch import OnCall
from loudhailer.hooks import Knock, signature_of
from loudhailer.pipeline.business import Business
from loudhailer.pipeline.desk import Change, Desk, Raising
from loudhailer.pipeline.watch import Open, Watchkeeping
from loudhailer.ports import Clock
from tests.architecture.deliveries_day import play_deliveries
from tests.architecture.held_day import play_held
from tests.architecture.recorded import Stage
from tests.architecture.template import REGION

OFFICER, NOBODY = Caller("officer", frozenset({Role.SILVER})), Caller("nobody", frozenset())
GOLD = Caller("gold", frozenset({Role.GOLD}))
ALONE = Behalf()
CLOSURE = Raising("road_closure", {"road": "A4117", "place": "past Harrow Moor"})
SECRET = "a secret of the tests"


def play_desk(stage: Stage) -> tuple[str, str]:
    """Raise, update, look, declare, keep watch and knock; and be refused. Return the references of two incidents."""
    with _desk(stage) as desk:
        first = desk.raise_(OFFICER, ALONE, CLOSURE, key="one")
        assert desk.raise_(OFFICER, ALONE, CLOSURE, key="one").repeated
        assert desk.raise_(OFFICER, ALONE, CLOSURE, key="two").repeated
        reference = first.alert.reference
        other = desk.raise_(OFFICER, ALONE, replace(CLOSURE, facts={"road": "A4118", "place": "at Stokeby"}))
        assert desk.amend(Deed.UPDATE, OFFICER, ALONE, reference, Change({"cause": "collision"})).fate == "posted"
        assert desk.preview(OFFICER, replace(CLOSURE, event_type="fire")).decisions
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            desk.raise_(NOBODY, ALONE, CLOSURE)

    with stage.function("ServeLedger", looking.build_ledger) as built:
        ledger = replace(built, clock=stage.clock)
        assert reference in {each.alert.reference for each in ledger.alerts(OFFICER, days=1, is_open=True)}
        assert len(ledger.alert(OFFICER, reference)) == 2
        assert ledger.deliveries(OFFICER, reference="", state=None)
        for writable in (stage.unwritable_audit(), nullcontext()):
            with pytest.raises(NotAllowed), writable:
                ledger.alerts(NOBODY, days=1, is_open=None)

    with stage.function("ServeLedger", looking.build_feeds) as feeds:
        assert {each.name for each in feeds(OFFICER)} >= {"environment_agency", "national_highways"}

    with stage.function("ServeCrisis", looking.build_crisis) as crisis:
        assert crisis.show(OFFICER).gates
        assert crisis.declare(OFFICER, "heightened", "a test").gates
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            crisis.show(NOBODY)

    play_held(stage, reference)
    play_deliveries(stage)

    with stage.function("ServeWatch", looking.build_watch) as built:
        _keep_watch(built, stage)

    for source in ("westshire.control", "westshire.comms"):
        secret = json.dumps({"current": SECRET})
        boto3.client("ssm", region_name=REGION).put_parameter(
            Name=f"/loudhailer/hooks/{source}", Value=secret, Type="SecureString"
        )
        with stage.function("ReceiveHook", incoming.build_hook) as built:
            hook = replace(built, clock=stage.clock)
            timestamp, body = str(int(stage.now.timestamp())), b'{"detail-type": "incident.reported", "detail": {}}'
            knock = Knock(source, timestamp, f"v1={signature_of(SECRET, timestamp, body)}", body)
            assert [hook(knock).repeated for _ in range(2)] == [False, True]
    return reference, other.alert.reference


def play_record(stage: Stage, references: tuple[str, str]) -> None:
    """Anchor the audit this year and the next, drain what was spooled, then read, verify, report, hold and let go."""
    with stage.function("AnchorAudit", record.build_anchor) as anchor:
        for later in (timedelta(), timedelta(hours=1), timedelta(days=40), timedelta(days=41)):
            assert replace(anchor, clock=_at(stage.clock() + later))().key

    act = Act(chain="desk", at=stage.clock(), by="gold", deed="raise", subject="s", reason="why", result="posted")
    body = SpooledAct(act=act).model_dump_json()
    stage.put_on("RecordQueue", body)
    with stage.function("WriteRecord", record.build_record) as write:
        assert write(body) == write(body)

    with stage.function("ServeAudit", record.build_records) as built:
        records = replace(built, clock=_at(stage.clock() + timedelta(days=41)))
        assert records.lines(GOLD, "command")
        assert records.verify(GOLD, days=60).findings == ()
        for reference in references:
            assert records.hold(GOLD, reference, "a letter").files == 3
            assert records.let_go(GOLD, reference, "closed").files == 3
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            records.lines(NOBODY, "command")


def _at(moment: datetime) -> Clock:
    return lambda: moment


def _keep_watch(built: Watchkeeping, stage: Stage) -> None:
    """Hand over, lend, take back, be quiet, look; be overtaken and be refused."""
    guard = replace(built.guard, clock=stage.clock)
    watch = replace(built, guard=guard, open=replace(_as_business(built.open), clock=stage.clock), clock=stage.clock)
    watch.put_on_call(OFFICER, Role.SILVER, (OnCall(username="officer", phone="+441632960123"),))
    handed = watch.hand_over(OFFICER, "another", "One closure is open, look at 6am.", "+441632960124")
    assert handed.roles == (Role.SILVER,)
    assert handed.warnings == ()
    loan = watch.delegate(OFFICER, Role.SILVER, "nobody", stage.clock() + timedelta(hours=1), "a test").watch
    assert watch.show(NOBODY, versions=9).versions[0].version == loan.version, "the role is lent to them"
    watch.take_back(OFFICER, loan.delegations[0].id)
    watch.set_quiet(OFFICER, (Quiet(start="23:00", end="06:00", classes=(MessageClass.PROMOTIONAL,)),))
    with pytest.raises(ClaimLost):
        watch.watches.keep(loan)
    with pytest.raises(NotAllowed), stage.unwritable_audit():
        watch.export(NOBODY)


def _as_business(asked: Open) -> Business:
    assert isinstance(asked, Business)
    return asked


@contextmanager
def _desk(stage: Stage) -> Iterator[Desk]:
    with stage.function("ServeAlerts", deciding.build_desk) as desk:
        guard = replace(desk.guard, clock=stage.clock)
        aftercare = replace(desk.aftercare, clock=stage.clock)
        yield replace(desk, guard=guard, tell=replace(desk.tell, clock=stage.clock), aftercare=aftercare)
