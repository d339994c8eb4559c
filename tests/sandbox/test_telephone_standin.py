"""The telephone's stand-in, as AWS's own client meets it; and our adapter on it."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config

from local.sandbox import Sandbox
from local.stage import IDENTITY
from loudhailer.aws.telephone import Telephone
from loudhailer.domain.callout import Means
from loudhailer.domain.errors import NotRung
from tests.sandbox.callers import ring

NUMBER = "+441632960101"


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Any]:
    made = boto3.client(
        "pinpoint-sms-voice-v2",
        region_name="eu-west-2",
        endpoint_url=sandbox.addresses["telephone"],
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=1),
    )
    yield made
    made.close()


def test_a_text_message_and_a_voice_call_ring_their_number_and_are_nobody_s_post(sandbox: Sandbox, client: Any) -> None:
    telephone = Telephone(client, IDENTITY)
    ids = [telephone.ring(NUMBER, means, f"Wake up by {means}.") for means in Means]
    rung = sandbox.calls(NUMBER)
    assert [(call["id"], call["means"], call["words"]) for call in rung] == [
        (ids[0], "sms", "Wake up by sms."),
        (ids[1], "voice", "Wake up by voice."),
    ]
    assert sandbox.calls("+441632960102") == []
    assert sandbox.posts() == []


def faulty(**fault: Any) -> Callable[[Sandbox], None]:
    return lambda sandbox: sandbox.fault("telephone", **fault)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (faulty(kind="rate_limited", retry_after=1), "ThrottlingException"),
        (faulty(kind="auth_lost"), "AccessDeniedException INSUFFICIENT_ACCOUNT_REPUTATION"),
        (faulty(kind="server_error", status=503), "503"),
        (faulty(kind="slow", seconds=2), "ReadTimeoutError"),
        (faulty(kind="drop_answer"), "ConnectionClosedError"),
        (faulty(kind="off"), "EndpointConnectionError"),
    ],
)
def test_whatever_the_service_does_it_is_a_call_that_was_not_taken(
    sandbox: Sandbox, client: Any, trouble: Callable[[Sandbox], None], reason: str
) -> None:
    trouble(sandbox)
    with pytest.raises(NotRung) as refusal:
        Telephone(client, IDENTITY).ring(NUMBER, Means.SMS, "Wake up.")
    assert str(refusal.value) == reason


def test_no_number_is_in_an_error_or_in_a_log(sandbox: Sandbox, client: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    telephone = Telephone(client, IDENTITY)
    for number, words in (("call +441632960101 now", "Wake up."), (NUMBER, " "), ("", "Wake up.")):
        with pytest.raises(NotRung) as refusal:
            telephone.ring(number, Means.SMS, words)
        assert "1632" not in f"{refusal.value}{refusal.value.__cause__}"
    assert "1632" not in caplog.text
    assert sandbox.calls() == []


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"DestinationPhoneNumber": "01632"}, "DestinationPhoneNumber"),
        ({"MessageBody": "x" * 1601}, "MessageBody"),
        ({"OriginationIdentity": None}, "OriginationIdentity"),
    ],
)
def test_what_the_service_refuses_is_refused_in_its_shape(
    sandbox: Sandbox, http: httpx.Client, changed: dict[str, Any], wrong: str
) -> None:
    answer = ring(http, sandbox, **changed)
    assert answer.status_code == 400
    assert answer.json()["__type"].endswith("#ValidationException")
    assert answer.json()["Message"].startswith(wrong)
    assert ring(http, sandbox, "DeletePhoneNumber").status_code == 400


def test_the_wall_hears_of_a_call_and_a_reset_forgets_it(sandbox: Sandbox, http: httpx.Client) -> None:
    ring(http, sandbox, "SendVoiceMessage")
    (call,) = sandbox.calls()
    assert sandbox.channel("telephone")["attempts"] == 1
    sandbox.remove("telephone", call["id"])
    assert sandbox.calls() == []
    ring(http, sandbox)
    sandbox.reset()
    assert sandbox.calls() == []
