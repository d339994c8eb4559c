"""A night on which somebody is called out, each act by the function whose business it is."""

from dataclasses import replace

import boto3
import pytest

from loudhailer.aws.items import packed, watch_key
from loudhailer.bootstrap import calling
from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.callout import CalloutOrder, key_of
from loudhailer.domain.errors import NotAllowed
from loudhailer.domain.watch import OnCall, Watch
from tests.architecture.grants import physical
from tests.architecture.recorded import Stage
from tests.architecture.template import ACCOUNT, REGION

IDENTITY = f"arn:aws:sms-voice:{REGION}:{ACCOUNT}:phone-number/phone-0123456789abcdef"
ORDER = CalloutOrder(id="approval:J3BWW4D7C-2", about="J3BWW4D7C-2", reason="An approval is owed.")


def play_night(stage: Stage) -> None:
    """Call somebody by text and by voice, answer by the link and signed in, and find nobody on call."""
    watch = Watch(on_call={Role.DUTY: (OnCall(username="d.officer", phone="+441632960101"),)})
    state = physical(stage.at.template.resources["StateTable"], "")
    boto3.client("dynamodb", region_name=REGION).put_item(TableName=state, Item=packed(watch_key(), watch))

    with stage.function("CallPerson", calling.build_call_out) as built:
        tokens = iter(("one", "two", "three"))
        call_out = replace(built, clock=stage.clock, new_token=lambda: next(tokens))
        assert call_out(ORDER)["Called"] == 1
        assert call_out(ORDER)["Called"] == 0
        stage.later(120)
        assert call_out.turn()["Called"] == 1
        assert call_out(CalloutOrder(id="late:1"))["Called"] == 1
        nobody = replace(call_out, watches=_Nobody())
        assert nobody(CalloutOrder(id="late:2"))["Unanswered"] == 1
        with stage.unwritable_audit():
            assert nobody(CalloutOrder(id="late:3"))["Unanswered"] == 1

    with stage.function("AcknowledgeCallout", calling.build_answer_callout) as answer:
        key = key_of(ORDER.id)
        assert answer.look(key, "one").is_open
        assert answer.acknowledge(key, "one").callout.acknowledged_by == "d.officer"
        officer = Caller("officer", frozenset({Role.DUTY}))
        assert {each.id for each in answer.unanswered(officer)} == {"late:1", "late:2", "late:3"}
        assert not answer.acknowledge_as(officer, key_of("late:1")).callout.is_open
        with pytest.raises(NotAllowed), stage.unwritable_audit():
            answer.unanswered(Caller("nobody", frozenset()))


class _Nobody:
    """A watch that nobody has."""

    def watch(self) -> Watch:
        return Watch()
