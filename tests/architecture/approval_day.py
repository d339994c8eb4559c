"""What people do on the recorded day about each other's words, and what the clock does where nobody answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from loudhailer.bootstrap import deciding
from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Behalf, Caller, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import NotAllowed, StateUnavailable
from loudhailer.pipeline.approve import Approve
from loudhailer.pipeline.desk import Desk, Raising, Said
from tests.architecture.recorded import Stage

DUTY, GOLD = Caller("duty", frozenset({Role.DUTY})), Caller("gold", frozenset({Role.GOLD}))
NOBODY = Caller("nobody", frozenset())
ALONE = Behalf()


def play_approvals(stage: Stage) -> None:
    """Approve, let it expire, heal a crash, break the glass, review, hand over the lead, lift a class."""
    said = _raised(stage, "information", "Water is at the sports hall.")
    with _approve(stage) as approve:
        ((asked,), _) = approve.waiting(GOLD)
        assert approve.show(GOLD, said.alert.identifier).approval == asked.approval
        answer = approve.approve(GOLD, said.alert.identifier, asked.approval.digest)
        assert (answer.approval.stand, answer.warnings) == ("approved", ())
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            approve.waiting(NOBODY)

    crashed = _raised(stage, "information", "Water is at the town hall.")
    with _approve(stage) as approve:
        digest = approve.show(GOLD, crashed.alert.identifier).approval.digest
        lost = replace(approve, carry_out=_Lost())  # type: ignore[arg-type]
        assert lost.approve(GOLD, crashed.alert.identifier, digest).warnings
    _raised(stage, "information", "Water is at the church hall.")
    unasked = _raised(stage, "information", "Water is at the mill.")
    stage.forget({"pk": {"S": f"ALERT#{unasked.alert.identifier}"}, "sk": {"S": "APPROVAL"}})
    counts = _minute(stage)
    assert counts["Healed"] >= 1
    assert counts["Asked"] == 1, "held for approval that nobody had asked for yet: the gates are read for it"
    stage.later(4 * 3600)
    with stage.unwritable_audit():
        assert _minute(stage)["Expired"] >= 1

    with stage.function("ServeApprovals", deciding.build_second) as second:
        built = second.glass
        glass = replace(built, clock=stage.clock, guard=replace(built.guard, clock=stage.clock))
        assert glass.open(DUTY, "nobody else is here")[1] == ()
    evacuation = _raised(stage, "evacuation", "Use the east road.", place="at Mill Street, Stokeby")
    assert evacuation.alert.glass
    with stage.function("ServeApprovals", deciding.build_second) as second:
        assert replace(second.glass, clock=stage.clock).close(DUTY)[0].closed_at
    with stage.function("ServeApprovals", deciding.build_second) as second:
        for review in second.reviewing.show(GOLD):
            assert second.reviewing.close(GOLD, review.id, "it was right")[1] == ()

    with stage.function("ServeAlerts", deciding.build_desk) as desk:
        road = Raising("road_closure", {"road": "A4117", "place": "at Aldermere"})
        closed = _at(desk, stage).raise_(GOLD, ALONE, road).alert.reference
        other = Raising("road_closure", {"road": "A4118", "place": "at Stokeby"})
        led = _at(desk, stage).raise_(GOLD, ALONE, other).alert.reference
    with stage.function("ServeLead", deciding.build_lead) as built_lead:
        lead = replace(built_lead, desk=_at(built_lead.desk, stage))
        reference = answer.approval.reference
        assert lead.hand(GOLD, ALONE, reference, "police", "they have taken command").lead == "police"
        theirs = "https://police.westshire.example/1"
        assert lead.amplify(DUTY, ALONE, reference, "Stay away.", theirs).alert.amplifies
        assert lead.hand(GOLD, ALONE, reference, "us", "they have left").lead == ""
        assert lead.lift(GOLD, ALONE, closed, MessageClass.LIFE_SAFETY, "gas under the road").fate == "posted"
        assert lead.hand(GOLD, ALONE, led, "police", "they have taken command").lead == "police"
        assert lead.lift(GOLD, ALONE, led, MessageClass.LIFE_SAFETY, "theirs to say").fate == "held"
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            lead.hand(NOBODY, ALONE, reference, "police", "why not")


class _Lost:
    """A worker that is gone before it carried an answer out."""

    def __call__(self, approval: Approval) -> Approval:
        raise StateUnavailable(approval.alert_id)


def _raised(stage: Stage, event_type: str, message: str, **facts: str) -> Said:
    words = {"title": "For Stokeby", "message": message} | facts
    with stage.function("ServeAlerts", deciding.build_desk) as desk:
        return _at(desk, stage).raise_(DUTY, ALONE, Raising(event_type, words))


def _at(desk: Desk, stage: Stage) -> Desk:
    return replace(
        desk,
        guard=replace(desk.guard, clock=stage.clock),
        tell=replace(desk.tell, clock=stage.clock),
        aftercare=replace(desk.aftercare, clock=stage.clock),
    )


@contextmanager
def _approve(stage: Stage) -> Iterator[Approve]:
    with stage.function("ServeApprovals", deciding.build_second) as second:
        approve = second.approve
        guard, carry_out = replace(approve.guard, clock=stage.clock), replace(approve.carry_out, clock=stage.clock)
        yield replace(approve, clock=stage.clock, guard=guard, carry_out=carry_out)


def _minute(stage: Stage) -> dict[str, int]:
    stage.later(60)
    with stage.function("KeepWatch", deciding.build_keep_watch) as watch:
        keep = watch.approvals
        carry_out = replace(keep.carry_out, clock=stage.clock)
        return dict(replace(keep, clock=stage.clock, carry_out=carry_out)())
