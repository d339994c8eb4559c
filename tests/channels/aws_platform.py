"""AWS's sending services as the channel tests need them: real clients, answered by a function as a platform is."""

from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import Any

import boto3
import httpx
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)

from loudhailer.aws.mailing import Mailing
from loudhailer.aws.texting import Texting

Handler = Callable[[httpx.Request], httpx.Response]
IDENTITY = "arn:aws:sms-voice:eu-west-2:123456789012:phone-number/phone-0123456789abcdef"
_MEANT: dict[type[httpx.TransportError], Callable[[str, Exception], Exception]] = {
    httpx.ConnectError: lambda url, error: EndpointConnectionError(endpoint_url=url, error=error),
    httpx.ConnectTimeout: lambda url, error: ConnectTimeoutError(endpoint_url=url, error=error),
    httpx.ReadTimeout: lambda url, error: ReadTimeoutError(endpoint_url=url, error=error),
    httpx.ReadError: lambda url, error: ConnectionClosedError(endpoint_url=url, error=error),
    httpx.WriteError: lambda _url, error: HTTPClientError(error=error),
}
_now: list[Handler] = []


class _Answered:
    """A real client whose answers are a handler's. Clients are dear, so all of a service share one."""

    def __init__(self, service: str, handler: Handler) -> None:
        self._service, self._handler = service, handler

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            _now[:] = [self._handler]
            return getattr(_client(self._service), operation)(**request)

        return call


def texting(handler: Handler) -> Texting:
    return Texting(_Answered("pinpoint-sms-voice-v2", handler), IDENTITY)


def mailing(handler: Handler) -> Mailing:
    return Mailing(_Answered("sesv2", handler))


@cache
def _client(service: str) -> Any:
    once = Config(retries={"mode": "standard", "total_max_attempts": 1})
    made = boto3.client(
        service, region_name="eu-west-2", aws_access_key_id="test", aws_secret_access_key="test", config=once
    )
    made.meta.events.register("before-send", _answer)
    return made


def _answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    """Answer in the network's place: what botocore makes of a status or a broken connection is its own."""
    (handler,) = _now
    headers = {name: value if isinstance(value, str) else value.decode() for name, value in request.headers.items()}
    asked = httpx.Request(request.method, request.url, headers=headers, content=request.body or b"")
    try:
        answer = handler(asked)
    except httpx.TransportError as error:
        raise _MEANT[type(error)](request.url, error) from error
    return AWSResponse(request.url, answer.status_code, answer.headers, _Raw(answer.content))


class _Raw(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()
