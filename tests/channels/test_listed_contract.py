"""What every channel to a list keeps to: AWS's codes mean the same, and nobody's address is told."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from loudhailer.channels import CHANNELS
from loudhailer.channels.kind import Audience
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    OptedOut,
    OutOfMoney,
    PostRejected,
    RateLimited,
    Unauthorized,
)
from loudhailer.ports import Listed
from tests.channels.kit import (
    MAILBOX,
    NUMBER,
    a_post,
    accepting,
    body_of,
    channel_answering,
    everything_said_of,
    secret_for,
    wiring,
)

LISTED = sorted(name for name, kind in CHANNELS.items() if kind.audience is Audience.LISTED)
every_listed_channel = pytest.mark.parametrize("name", LISTED)

Case = tuple[int, str, str, type[LoudhailerError]]
EVERYWHERE: list[Case] = [
    (400, "ThrottlingException", "", RateLimited),
    (429, "TooManyRequestsException", "", RateLimited),
    (400, "Throttling", "", RateLimited),
    (400, "AccessDeniedException", "", Unauthorized),
    (403, "UnrecognizedClientException", "", Unauthorized),
    (403, "InvalidSignatureException", "", Unauthorized),
    (403, "ExpiredTokenException", "", ChannelUnavailable),
    (400, "ValidationException", "", PostRejected),
    (500, "InternalServerException", "", Doubtful),
    (503, "ServiceUnavailableException", "", Doubtful),
    (400, "SomethingNewException", "", PostRejected),
]
OF_ONE: dict[str, list[Case]] = {
    "sms": [
        (400, "ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT", OptedOut),
        (400, "ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", PostRejected),
        (400, "ConflictException", "", PostRejected),
        (400, "ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", OutOfMoney),
        (400, "ServiceQuotaExceededException", "DAILY_DESTINATION_CALL_LIMIT", RateLimited),
        (400, "AccessDeniedException", "ACCOUNT_DISABLED", Unauthorized),
        (400, "ResourceNotFoundException", "", PostRejected),
        (400, "ValidationException", "DESTINATION_COUNTRY_BLOCKED", PostRejected),
        (400, "ValidationException", "SENDER_ID_REQUIRES_REGISTRATION", PostRejected),
    ],
    "email": [
        (400, "MessageRejected", "", PostRejected),
        (400, "BadRequestException", "", PostRejected),
        (404, "NotFoundException", "", PostRejected),
        (400, "LimitExceededException", "", RateLimited),
        (400, "AccountSuspendedException", "", Unauthorized),
        (400, "SendingPausedException", "", Unauthorized),
        (400, "MailFromDomainNotVerifiedException", "", Unauthorized),
    ],
}
CASES = [(name, *case) for name in LISTED for case in (*EVERYWHERE, *OF_ONE[name])]
NOTHING_LEFT = [httpx.ConnectError, httpx.ConnectTimeout]
IN_DOUBT = [httpx.ReadTimeout, httpx.ReadError, httpx.WriteError]


@pytest.fixture(autouse=True)
def _no_address_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    untold(f"{record.getMessage()} {record.args!r} {record.exc_info!r}" for record in caplog.get_records("call"))


def untold(said: Iterator[str] | list[str]) -> None:
    """Fail where an address of somebody, or the words for them, are said."""
    everything = "\n".join(said)
    for secret in (NUMBER, NUMBER[1:], MAILBOX, "Keep windows closed"):
        assert secret not in everything


def refusing(status: int, code: str, reason: str) -> Callable[[httpx.Request], httpx.Response]:
    """AWS with a refusal; its sentence repeats all that it was told, as AWS's may."""

    def platform(request: httpx.Request) -> httpx.Response:
        body = {"__type": f"com.amazonaws#{code}", "message": f"{request.content!r}", "Message": f"{request.content!r}"}
        return httpx.Response(status, json=body | ({"Reason": reason} if reason else {}))

    return platform


@pytest.mark.parametrize(("name", "status", "code", "reason", "meaning"), CASES)
def test_a_code_of_aws_has_its_meaning_and_no_address(
    name: str, status: int, code: str, reason: str, meaning: type[LoudhailerError]
) -> None:
    with pytest.raises(meaning) as raised:
        channel_answering(name, refusing(status, code, reason)).publish(a_post())
    assert type(raised.value) is meaning
    untold([everything_said_of(raised.value)])
    assert str(raised.value)


@every_listed_channel
@pytest.mark.parametrize("code", ["no number +447700900103", "+447700900103", "ward-3@a.example", "<html>", "é" * 9])
def test_a_code_that_is_no_code_is_not_told(name: str, code: str) -> None:
    with pytest.raises(PostRejected) as raised:
        channel_answering(name, refusing(400, code, code)).publish(a_post())
    assert code not in everything_said_of(raised.value)


@every_listed_channel
def test_a_pause_is_some_seconds_and_a_quota_of_a_day_is_an_hour(name: str) -> None:
    with pytest.raises(RateLimited) as raised:
        channel_answering(name, refusing(400, "ThrottlingException", "")).publish(a_post())
    assert raised.value.retry_after == 5
    for_a_day = {"sms": "ServiceQuotaExceededException", "email": "LimitExceededException"}
    with pytest.raises(RateLimited) as raised:
        channel_answering(name, refusing(400, for_a_day[name], "DAILY_DESTINATION_CALL_LIMIT")).publish(a_post())
    assert raised.value.retry_after == 3600


@every_listed_channel
@pytest.mark.parametrize("failure", [*NOTHING_LEFT, *IN_DOUBT], ids=lambda each: each.__name__)
def test_a_broken_connection_is_a_doubt_once_the_request_has_left(
    name: str, failure: type[httpx.TransportError]
) -> None:
    def platform(request: httpx.Request) -> httpx.Response:
        raise failure(f"{request.url} {request.content!r}")

    with pytest.raises(ChannelUnavailable if failure in NOTHING_LEFT else Doubtful) as raised:
        channel_answering(name, platform).publish(a_post())
    untold([everything_said_of(raised.value)])


@every_listed_channel
@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_an_unclear_answer_is_not_asked_for_twice(name: str, status: int) -> None:
    calls: list[httpx.Request] = []

    def platform(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return httpx.Response(status, content=b"<html>try again</html>")

    with pytest.raises(Doubtful):
        channel_answering(name, platform).publish(a_post())
    assert len(calls) == 1


@every_listed_channel
def test_a_repeat_sends_the_same_even_from_a_fresh_process(name: str) -> None:
    bodies = []

    def platform(request: httpx.Request) -> httpx.Response:
        bodies.append((request.method, request.url, request.content))
        return accepting(request)

    for _ in range(2):
        channel_answering(name, platform).publish(a_post())
    assert bodies[0] == bodies[1]


@every_listed_channel
def test_every_recipient_is_told_apart_and_only_they_are_addressed(name: str) -> None:
    seen: list[str] = []

    def platform(request: httpx.Request) -> httpx.Response:
        seen.append(str(body_of(request)))
        return accepting(request)

    channel: Any = CHANNELS[name].build(wiring(CHANNELS[name], platform))
    people: Listed = channel
    listed = [line.partition("=")[::2] for line in secret_for(CHANNELS[name])["recipients"].splitlines()]
    assert [recipient for recipient, _ in listed] == list(people.recipients())
    for recipient, _ in listed:
        channel.publish(a_post(recipient=recipient))
    for body, (_, own) in zip(seen, listed, strict=True):
        assert [address for _, address in listed if address in body] == [own]


@every_listed_channel
def test_a_channel_to_a_list_neither_threads_nor_takes_anything_back(name: str) -> None:
    kind = CHANNELS[name]
    assert (kind.threads, kind.retracts, kind.pictures) == (False, False, False)
    assert "recipients" in kind.secret_fields
