"""What SNS pushes, for the test that takes the function's rights away one by one."""

import httpx

from local.stage import Stage
from tests.engine.officers import calling
from tests.pushes import SOURCE, TOPIC


def _taken(stage: Stage, body: bytes) -> bool:
    with calling(stage) as client:
        answer = client.post(f"/push/{SOURCE}", content=body, headers={"Content-Type": "text/plain"})
    return answer.status_code == httpx.codes.ACCEPTED


def a_signed_message_comes_in(stage: Stage) -> bool:
    return _taken(stage, stage.sandbox.published(TOPIC, "not a document"))


def a_subscription_is_confirmed(stage: Stage) -> bool:
    return _taken(stage, stage.sandbox.published(TOPIC, kind="SubscriptionConfirmation"))
