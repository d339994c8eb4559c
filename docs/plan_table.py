"""The whole plan as tables: what the gate itself answers, for each level, class, role and way of writing."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from loudhailer.domain.alert import Alert, Lane, MsgType
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import NORMAL, SERVICE, Action, Decision, Declared, GateState, MessageClass
from loudhailer.domain.incident import Certainty, Manner, Severity, Status, Urgency
from loudhailer.gate import Standing, decide
from loudhailer.plan import Plan

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
MACHINE = "a machine"
PERSON = "a person"
AUTHORS: Mapping[str, Mapping[str, object]] = {
    "the plan's words": {},
    "own words": {"free_text": True},
    "a correction": {"manner": Manner.CORRECTION},
    "a withdrawal": {"manner": Manner.WITHDRAWN, "msg_type": MsgType.CANCEL},
}
"""How a person may write; a machine's words are always those of the plan."""


def answer(plan: Plan, level: str, message_class: MessageClass, role: Role | None, **written: object) -> Decision:
    """Return what the gate of a live channel answers at a level; `role` is None for a machine."""
    gate = GateState(channel="bluesky", live=True, version=1)
    if level != NORMAL:
        declared = Declared(level=level, by="gold", reason="an example", at=NOW)
        gate = gate.model_copy(update={"declared": {SERVICE: declared}})
    values = {"by": "an.officer", "roles": (role,)} if role else {}
    return decide(plan, _ALERT.model_copy(update={"message_class": message_class, **values, **written}), gate, _NOW)


def tables(plan: Plan) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield each level's name and its rows: the class, and an answer for a machine and for each way of a person."""
    for level in plan.levels:
        rows = []
        for each in MessageClass:
            people = (_people(plan, level, each, written) for written in AUTHORS.values())
            rows.append((f"`{each}`", _said(answer(plan, level, each, None)), *people))
        yield level, rows


def _people(plan: Plan, level: str, message_class: MessageClass, written: Mapping[str, object]) -> str:
    """Return the answers of all roles, those that get the same one together."""
    by_answer: dict[str, list[Role]] = {}
    for role in Role:
        by_answer.setdefault(_said(answer(plan, level, message_class, role, **written)), []).append(role)
    if len(by_answer) == 1:
        return next(iter(by_answer))
    return "; ".join(f"{', '.join(roles)}: {said}" for said, roles in by_answer.items())


def _said(decision: Decision) -> str:
    if decision.action is not Action.APPROVE:
        return str(decision.action)
    second = f", then {' or '.join(decision.second)}" if decision.second else ""
    return f"approve ({' or '.join(decision.roles)}{second})"


_NOW = Standing(NOW)
_ALERT = Alert(
    identifier="7KQ2MX9TA-1",
    reference="7KQ2MX9TA",
    revision=1,
    source="desk",
    incident_id="D-1",
    msg_type=MsgType.ALERT,
    status=Status.ACTUAL,
    message_class=MessageClass.INCIDENT,
    event_type="fire",
    severity=Severity.UNKNOWN,
    urgency=Urgency.UNKNOWN,
    certainty=Certainty.UNKNOWN,
    sensitivities=(),
    headline="",
    language="en-GB",
    sent=NOW,
    expires=NOW,
    references=(),
    lane=Lane.ROUTINE,
    plan_digest="",
    drafts={},
)
