"""What officers do about levels and held posts on the recorded day, and what the clock does about levels."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from loudhailer.aws.gates import GateTable
from loudhailer.bootstrap import deciding, looking
from loudhailer.domain.caller import Behalf, Caller, Role
from loudhailer.domain.crisis import Permit
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Conflict, NotAllowed
from loudhailer.pipeline.command import Order
from loudhailer.pipeline.crisis import Crisis
from loudhailer.pipeline.desk import Raising
from loudhailer.pipeline.held import Held
from tests.architecture.recorded import Stage

OFFICER, NOBODY = Caller("officer", frozenset({Role.SILVER, Role.GOLD})), Caller("nobody", frozenset())
CHANNEL = "page"


def play_held(stage: Stage, reference: str) -> None:
    """Declare, look, tick, stop and start; let a level fall; release, drop, fold and have approved again."""
    with stage.function("ServeCrisis", looking.build_crisis) as built:
        _declare(_timed(built, stage), reference)
    for spooled in (stage.unwritable_audit(), nullcontext()):
        with stage.function("ServeCrisis", looking.build_crisis) as built:
            crisis = _timed(built, stage)
            assert crisis.declare(OFFICER, "crisis", "a test", until=stage.clock() + timedelta(hours=1)).gates
        stage.later(2 * 60 * 60)
        with stage.function("KeepWatch", deciding.build_keep_watch) as keep, spooled:
            levels = replace(keep.levels, clock=stage.clock)
            assert levels()["Fell"] == len(levels.channels)
    _order(stage, "lockdown")
    with stage.function("ServeHeld", deciding.build_held) as built:
        held = _as_today(built, stage)
        ids = [
            _raised(held, place)
            for place in ("at Harrow Moor", "in Stokeby", "in Aldermere", "at the mill", "by the weir")
        ]
    _order(stage, "normal")
    with stage.function("ServeHeld", deciding.build_held) as built:
        held = _as_today(built, stage)
        assert {each.alert.identifier for each in held.show(OFFICER)} >= set(ids)
        assert held.release(OFFICER, ids[0], "a test").warnings == ()
        assert held.drop(OFFICER, ids[1], "a test").warnings == ()
        assert held.reapprove(OFFICER, ids[2], "a test").warnings == ()
        assert held.fold(OFFICER, ids[3:], "Since 6pm", "a test").folded == tuple(ids[3:])
        with pytest.raises(Conflict):
            held.release(OFFICER, ids[2], "a test")
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            held.show(NOBODY)


def _declare(crisis: Crisis, reference: str) -> None:
    for scope in ("service", f"incident:{reference}"):
        declared = crisis.declare(OFFICER, "crisis", "a test", scope=scope)
        assert (declared.warnings, set(declared.gates)) == ((), set(crisis.command.channels))
    assert crisis.preview(OFFICER, "crisis", "service").warnings == ()
    assert crisis.tick(OFFICER, declared.also_pause[0].what).also_pause[0].tick
    gates = crisis.gates
    assert isinstance(gates, GateTable)
    standing = gates.gates([CHANNEL])[CHANNEL]
    assert standing
    gates.take(CHANNEL, "one", Permit(alert_id=f"{reference}-1", at=crisis.command.clock()), seen=standing.version)
    assert crisis.show(OFFICER).leaving[0].state is State.PENDING
    gates.give_back(CHANNEL, "one")
    for stopped in (True, False):
        assert crisis.switch(OFFICER, CHANNEL, stopped=stopped, reason="a test").gates
    assert crisis.show(OFFICER).warnings == ()
    assert crisis.declare(OFFICER, "normal", "a test", scope=f"incident:{reference}").warnings == ()


def _timed(crisis: Crisis, stage: Stage) -> Crisis:
    command = replace(crisis.command, clock=stage.clock)
    return replace(crisis, guard=replace(crisis.guard, clock=stage.clock), command=command)


def _as_today(held: Held, stage: Stage) -> Held:
    guard = replace(held.guard, clock=stage.clock)
    desk = replace(held.desk, guard=guard, tell=replace(held.desk.tell, clock=stage.clock))
    return replace(held, guard=guard, desk=desk, clock=stage.clock)


def _raised(held: Held, place: str) -> str:
    return held.desk.raise_(OFFICER, Behalf(), Raising("fire", {"place": place})).alert.identifier


def _order(stage: Stage, level: str) -> None:
    with stage.function("ChangeGate", looking.build_command) as command:
        assert command(Order(by="gold", reason="a test", level=level)).unwritten == ()
