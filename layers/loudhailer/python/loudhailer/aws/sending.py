"""What AWS's answers to a send mean, in our own tree: nothing left, refused, or it may be out.

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/CommonErrors.html. A client that sends makes one
attempt (`bootstrap/sending.py`): there is no key that would make a second one safe. AWS's own sentences repeat what was
sent, a number or an address, so only its codes are told.
"""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProxyConnectionError,
)
from botocore.parsers import ResponseParserError

from loudhailer.domain.errors import (
    ChannelUnavailable,
    Doubtful,
    LoudhailerError,
    PostRejected,
    RateLimited,
    Unauthorized,
)

# botocore writes every call and every answer into these, numbers and words and all. Filters, not levels: whoever turns
# levels up to look into a fault must not find somebody's number.
for _talkative in ("client", "endpoint", "hooks", "parsers", "auth", "httpsession", "retryhandler", "awsrequest"):
    logging.getLogger(f"botocore.{_talkative}").addFilter(lambda record: record.levelno > logging.DEBUG)

Words = Callable[[str, str], LoudhailerError | None]
"""What a service's own code and reason mean; None where its status says it all."""

_NOTHING_LEFT = (
    EndpointConnectionError,
    ConnectTimeoutError,
    ProxyConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
)
_NOT_OURS = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "OptInRequired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)
"""What botocore's reader stumbles over where an answer is JSON of another shape, or none at all."""
_OUT_OF_DATE = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed"})
"""Lambda brings new credentials by itself, and clocks are set right: the next attempt may fare better."""
_TOO_FAST = frozenset({"Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException"})
_SOON = 5.0
"""Seconds. AWS never says when to come back; what it limits are calls and parts of texts a second."""


def sent(call: Callable[..., Mapping[str, Any]], request: Mapping[str, Any], words: Words) -> str:
    """Make the one call and return the id that the service gave; raise what any other end of it means.

    `words` is asked first what a refusal means. No error holds anything of the request or of AWS's own sentence.
    """
    failure: LoudhailerError
    try:
        return str(call(**request)["MessageId"])
    except ParamValidationError:
        failure = PostRejected("nothing was sent: AWS's own rules do not let it through")
    except _NOTHING_LEFT as error:
        failure = ChannelUnavailable(f"nothing was sent ({type(error).__name__})")
    except ClientError as error:
        failure = _meaning(error.response, words)
    except (BotoCoreError, ResponseParserError, *_UNREADABLE) as error:
        failure = Doubtful(f"the request left and no clear answer came ({type(error).__name__})")
    # Raised out here, so that botocore's error does not hang on ours as its context.
    raise failure


def _meaning(answer: Mapping[str, Any], words: Words) -> LoudhailerError:
    code = _word(answer.get("Error", {}).get("Code"))
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _TOO_FAST or status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(f"AWS asks for a pause ({code})", _SOON)
    if status == HTTPStatus.REQUEST_TIMEOUT or not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Doubtful(f"AWS did not say whether it took the post ({code})")
    if code in _OUT_OF_DATE:
        return ChannelUnavailable(f"nothing was sent: AWS wants fresh credentials ({code})")
    if said := words(code, _word(answer.get("Reason"))):
        return said
    if code in _NOT_OURS or status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Unauthorized(f"AWS refuses us ({code})")
    return PostRejected(f"AWS refuses the post ({code})")


def _word(said: object) -> str:
    """Return a code as it may be told: what is no single word may be a sentence that repeats what was sent."""
    return said if isinstance(said, str) and said.replace("_", "").isalnum() and said.isascii() else "no code"
