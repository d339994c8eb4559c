"""The whole plan that we ship, written by hand: level, class, role and way of writing. docs/plan.md shows the same."""

from itertools import product

import pytest

from docs.plan_table import AUTHORS, answer
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import MessageClass
from tests.builders import shipped_config

PLAN = shipped_config().plan
SEND, HOLD = ("send",), ("hold",)
EYES = ("approve", "bronze", "silver", "gold", "comms")
UPPER = ("approve", "silver", "gold", "comms")
COMMAND = ("approve", "silver", "gold")
OFFICERS = "duty control bronze silver gold"
SPOKESPEOPLE = "silver gold comms"

# level, class: a machine; who sends the plan's words at once; else; own words; a correction; a withdrawal
WRITTEN = {
    ("normal", "life_safety"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("normal", "incident"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("normal", "status"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("normal", "information"): (SEND, SPOKESPEOPLE, EYES, EYES, SEND, SEND),
    ("normal", "appeal"): (SEND, SPOKESPEOPLE, EYES, EYES, SEND, SEND),
    ("normal", "promotional"): (SEND, "comms", EYES, EYES, SEND, SEND),
    ("heightened", "life_safety"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("heightened", "incident"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("heightened", "status"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("heightened", "information"): (SEND, SPOKESPEOPLE, EYES, EYES, SEND, SEND),
    ("heightened", "appeal"): (UPPER, "", UPPER, UPPER, SEND, SEND),
    ("heightened", "promotional"): (HOLD, "", HOLD, HOLD, HOLD, HOLD),
    ("crisis", "life_safety"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("crisis", "incident"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("crisis", "status"): (SEND, OFFICERS, EYES, EYES, SEND, SEND),
    ("crisis", "information"): (UPPER, "", UPPER, UPPER, SEND, SEND),
    ("crisis", "appeal"): (COMMAND, "", COMMAND, COMMAND, SEND, SEND),
    ("crisis", "promotional"): (HOLD, "", HOLD, HOLD, HOLD, HOLD),
    **{("lockdown", each.value): (HOLD, "", HOLD, HOLD, HOLD, HOLD) for each in MessageClass},
}


def answered(level: str, message_class: str, role: Role | None, **written: object) -> tuple[str, ...]:
    decision = answer(PLAN, level, MessageClass(message_class), role, **written)
    assert decision.reason
    assert decision.second == ()
    return (decision.action.value, *decision.roles)


def test_the_table_answers_for_every_level_and_every_class() -> None:
    assert set(WRITTEN) == {(level, each.value) for level, each in product(PLAN.levels, MessageClass)}


@pytest.mark.parametrize(("level", "message_class"), WRITTEN)
def test_what_a_machine_tells_is_decided_as_written(level: str, message_class: str) -> None:
    assert answered(level, message_class, None) == WRITTEN[level, message_class][0]


@pytest.mark.parametrize("role", Role, ids=str)
@pytest.mark.parametrize(("level", "message_class"), WRITTEN)
def test_what_a_person_writes_is_decided_as_written(level: str, message_class: str, role: Role) -> None:
    _, at_once, template, own_words, correction, withdrawal = WRITTEN[level, message_class]
    wanted = (SEND if role.value in at_once.split() else template, own_words, correction, withdrawal)
    found = tuple(answered(level, message_class, role, **written) for written in AUTHORS.values())
    assert found == wanted
