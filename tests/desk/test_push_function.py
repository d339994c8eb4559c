"""The function for what SNS pushes, as API Gateway calls it, with everything behind it in memory."""

import base64
import json
from types import SimpleNamespace
from typing import Any

import pytest

from functions.receive_push import app
from loudhailer.hooks import MAX_BYTES
from tests.desk.test_functions import CONTEXT
from tests.pushes import SOURCE, PushDoor, signed


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> PushDoor:
    door = PushDoor()
    monkeypatch.setattr(app, "build_push", door.push)
    monkeypatch.setattr(app.metrics.provider, "namespace", "Loudhailer")
    return door


def posted(body: str, *, packed: bool = False, source: str = SOURCE) -> Any:
    """Post as SNS does, by way of API Gateway."""
    path = f"/push/{source}"
    event = {
        "version": "2.0",
        "routeKey": "POST /push/{source}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": "Notification"},
        "requestContext": {"requestId": "r-1", "http": {"method": "POST", "path": path}, "stage": "$default"},
        "body": base64.b64encode(body.encode()).decode() if packed else body,
        "isBase64Encoded": packed,
    }
    answer = app.lambda_handler(event, CONTEXT)
    return SimpleNamespace(status=answer["statusCode"], told=json.loads(answer["body"]), event=event)


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_is_taken_as_text_and_as_base64(door: PushDoor, packed: bool) -> None:  # noqa: FBT001
    parcel = signed("Strasse gesperrt: \u00e4\u2603")
    answer = posted(json.dumps(parcel, ensure_ascii=False), packed=packed)
    assert (answer.status, answer.told) == (202, {"id": f"push:{SOURCE}:{parcel['MessageId']}"})
    assert len(door.queue.bodies) == 1


@pytest.mark.parametrize("body", ["", "{}", "not JSON", json.dumps(signed() | {"Message": "another"})])
def test_what_is_not_taken_is_counted_and_its_sender_hears_no_reason(
    door: PushDoor, capsys: pytest.CaptureFixture[str], body: str
) -> None:
    answer = posted(body)
    assert (answer.status, answer.told["detail"]) == (403, "it is not taken")
    assert set(answer.told) == {"type", "title", "status", "detail", "instance"}
    assert '"PushRefused":[1.0]' in capsys.readouterr().out
    assert door.queue.bodies == []


def test_a_body_that_is_no_base64_or_too_large_is_no_fault_of_ours(door: PushDoor) -> None:
    assert posted("x" * (MAX_BYTES + 1)).status == 413
    event = posted("{}", packed=True).event | {"body": "\u00e4"}
    assert app.lambda_handler(event, CONTEXT)["statusCode"] == 403
    assert door.queue.bodies == []


def test_our_own_fault_lets_sns_come_again(door: PushDoor) -> None:
    door.queue.broken = 0
    assert posted(json.dumps(signed())).status == 503


def test_the_end_of_a_subscription_needs_a_person(door: PushDoor, capsys: pytest.CaptureFixture[str]) -> None:
    assert posted(json.dumps(signed(Type="UnsubscribeConfirmation"))).status == 202
    assert '"NeedsAPerson":[0.0,1.0]' in capsys.readouterr().out.replace(" ", "")
    assert [each.person for each in door.state.ends.values()] == [True]
