"""Texts by AWS End User Messaging, against the service's own model: what is asked, and what its codes mean."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from loudhailer.aws.texting import Texting
from loudhailer.domain.errors import (
    Doubtful,
    LoudhailerError,
    OptedOut,
    OutOfMoney,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from tests.channels.kit import everything_said_of

IDENTITY = "arn:aws:sms-voice:eu-west-2:123456789012:pool/pool-0123456789abcdef"
NUMBER, WORDS, ABOUT = "+447700900103", "Leave now. Larwm tân ŵ €", "AAAAAAA-1/sms/ward-3"
ASKED = {
    "DestinationPhoneNumber": NUMBER,
    "OriginationIdentity": IDENTITY,
    "MessageBody": WORDS,
    "MessageType": "TRANSACTIONAL",
    "TimeToLive": 7200,
    "Context": {"about": ABOUT},
}


@pytest.fixture
def service() -> Iterator[Stubber]:
    """The service's client, which refuses every request and every answer that its model does not know."""
    client = boto3.client("pinpoint-sms-voice-v2")
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def text(service: Stubber) -> str:
    return Texting(service.client, IDENTITY).text(NUMBER, WORDS, about=ABOUT)


def test_one_text_is_asked_for_as_the_model_has_it_and_its_id_comes_back(service: Stubber) -> None:
    service.add_response("send_text_message", {"MessageId": "text-1"}, ASKED)
    assert text(service) == "text-1"


def _errors() -> list[tuple[str, str, int, type[LoudhailerError]]]:
    return [
        ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT", 400, OptedOut),
        ("ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", 400, PostRejected),
        ("ConflictException", "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE", 400, PostRejected),
        ("ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", 400, OutOfMoney),
        ("ServiceQuotaExceededException", "DAILY_DESTINATION_CALL_LIMIT", 400, RateLimited),
        ("AccessDeniedException", "INSUFFICIENT_ACCOUNT_REPUTATION", 400, Unauthorized),
        ("ThrottlingException", "", 400, RateLimited),
        ("ResourceNotFoundException", "", 400, PostRejected),
        ("ValidationException", "DESTINATION_COUNTRY_BLOCKED", 400, PostRejected),
        ("InternalServerException", "", 500, Doubtful),
    ]


@pytest.mark.parametrize(("code", "reason", "status", "meaning"), _errors())
def test_a_code_of_the_model_has_its_meaning_and_tells_nobody_s_number(
    service: Stubber, code: str, reason: str, status: int, meaning: type[LoudhailerError]
) -> None:
    service.add_client_error(
        "send_text_message",
        service_error_code=code,
        service_message=f"{NUMBER} {WORDS}",
        http_status_code=status,
        modeled_fields={"Reason": reason} if reason else None,
        expected_params=ASKED,
    )
    with pytest.raises(meaning) as raised:
        text(service)
    assert type(raised.value) is meaning
    said = everything_said_of(raised.value)
    assert not any(secret in said for secret in (NUMBER, NUMBER[1:], "Leave now"))
    assert reason in str(raised.value) or meaning is OptedOut


def test_every_error_of_the_model_has_been_thought_of(service: Stubber) -> None:
    model: Any = service.client.meta.service_model.operation_model("SendTextMessage")
    assert {each.name for each in model.error_shapes} == {code for code, _, _, _ in _errors()}
    reasons = {each.name: each.members["Reason"].enum for each in model.error_shapes if "Reason" in each.members}
    for code, reason, _, _ in _errors():
        assert not reason or reason in reasons[code], "the model has no such reason"


@pytest.mark.parametrize(("number", "words"), [("", WORDS), (NUMBER, "")])
def test_what_the_model_does_not_let_through_is_refused_before_it_leaves(number: str, words: str) -> None:
    with pytest.raises(PostRejected, match="nothing was sent") as raised:
        Texting(boto3.client("pinpoint-sms-voice-v2"), IDENTITY).text(number, words, about=ABOUT)
    assert NUMBER not in everything_said_of(raised.value)
    assert WORDS not in everything_said_of(raised.value)
