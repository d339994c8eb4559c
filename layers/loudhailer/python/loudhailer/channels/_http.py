"""https://www.python-httpx.org/exceptions/ and https://www.rfc-editor.org/rfc/rfc9110#status.codes: what an answer is.

Every channel that speaks HTTP goes through `send` and `read`, so a timeout, a 429 or a 503 means the same everywhere.
There is no idempotency class here: `send` sends once and never retries, because only a channel knows whether it may.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from loudhailer.channels._pause import pause
from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    Permanent,
    PostRejected,
    RateLimited,
    Transient,
    Unauthorized,
)

# httpx writes the address of every request into its log, and on Telegram the address holds the token. A filter, not a
# level: whoever turns levels up to look into a fault must not find a credential.
logging.getLogger("httpx").addFilter(lambda _record: False)

Words = Callable[[httpx.Response], LoudhailerError | None]
Reply = TypeVar("Reply")

# Raised before a whole request is with the platform. Every other error of httpx leaves the post in doubt.
_NOTHING_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeError,  # a header or a body that cannot be encoded
)


def send(
    client: httpx.Client,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    json: Any = None,
    content: bytes | None = None,
    words: Words | None = None,
    seconds: float | None = None,
) -> httpx.Response:
    """Send one request within the client's own deadlines; return a 2xx answer, raise what any other one means.

    `content` is a body that is not JSON; `seconds` is a shorter deadline for each phase of this one request.

    `words` is asked first what a refusal means, and answers None where it has nothing to add. No error repeats what was
    sent or received: httpx prints an illegal header, token and all, and platforms echo what they refuse.
    """
    failure: LoudhailerError
    timeout = httpx.USE_CLIENT_DEFAULT if seconds is None else httpx.Timeout(seconds)
    try:
        response = client.request(
            method, url, headers=headers, params=params, json=json, content=content, timeout=timeout
        )
    except _NOTHING_LEFT as error:
        failure = ChannelUnavailable(f"nothing was sent ({type(error).__name__})")
    except httpx.HTTPError as error:
        failure = Doubtful(f"the request left and no clear answer came ({type(error).__name__})")
    else:
        if response.is_success:
            return response
        failure = (words(response) if words else None) or _meaning(response)
    # Raised out here, so that httpx's error does not hang on ours as its context.
    raise failure


def _meaning(response: httpx.Response) -> LoudhailerError:
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited("the platform asks for a pause (429)", pause(response.headers))
    # A redirect is no answer of these APIs, and after some the post is out.
    if status == httpx.codes.REQUEST_TIMEOUT or not response.is_client_error:
        return Doubtful(f"the platform did not say whether it took the post ({status})")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return Unauthorized(f"the platform refuses our credential ({status})")
    return PostRejected(f"the platform refuses the post ({status})")


def read(reply: type[Reply], response: httpx.Response) -> Reply:
    """Read a 2xx answer as `reply`; one of another shape leaves the post in doubt."""
    with suppress(ValidationError):  # its text quotes the answer
        return TypeAdapter(reply).validate_json(response.content)
    raise Doubtful(f"the platform's answer cannot be read ({response.status_code})")


def named(response: httpx.Response, *names: str) -> bool:
    """Tell whether a refusal's body says one of `names` as its `error`, the way XRPC names what went wrong."""
    with suppress(ValidationError):
        return TypeAdapter(dict[str, Any]).validate_json(response.content).get("error") in names
    return False


@contextmanager
def preparing() -> Iterator[None]:
    """Turn a doubt into an outage: signing in and looking up make nothing public."""
    try:
        yield
    except Doubtful as doubt:
        raise ChannelUnavailable(f"nothing was sent: {doubt}") from None


@contextmanager
def looking() -> Iterator[None]:
    """Leave the doubt standing: all but a pause is `Doubtful` here, because a look that fails proves nothing."""
    try:
        yield
    except RateLimited:
        raise
    except (Transient, Permanent) as error:
        raise Doubtful(f"could not look: {error}") from None
