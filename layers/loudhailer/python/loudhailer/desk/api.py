"""The resolver that every function of the desk answers with: validated requests, problems, logs without payloads."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType
from aws_lambda_powertools.event_handler.openapi.params import Header, Path
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.desk.caller import caller_of
from loudhailer.desk.problems import MEDIA_TYPE, Problem, problem_of, retry_after, unreadable_problem
from loudhailer.domain.caller import Caller
from loudhailer.domain.errors import TooLarge

MAX_BYTES = 64 * 1024
"""The largest body an officer's request may have."""
Reference = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9]{1,32}$", description="As every post prints it, in any case", examples=["J3BWW4D7C"]),
]
AlertId = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9]{1,32}-[0-9]{1,6}$", description="One alert's own identifier", examples=["J3BWW4D7C-2"]),
]
ChannelName = Annotated[str, Path(pattern=r"^[a-z_]{1,64}$", description="A channel", examples=["bluesky"])]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._:-]{0,64}$",
        description="The same key is the same request: send it again with it when no answer came",
    ),
]
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

logger = Logger()


class DeskApi(APIGatewayHttpResolver):
    """An HTTP API of the desk; `largest` is the most bytes of a body, None where the function looks itself."""

    def __init__(self, *, largest: int | None = MAX_BYTES) -> None:
        super().__init__(enable_validation=True, json_body_deserializer=_read)
        self._largest = largest
        self.exception_handler(Exception)(self._told)

    def resolve(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """Answer one request."""
        if self._largest is not None:
            refusal = self._unreadable(event)
            if refusal is not None:
                return _plain(refusal)
        answer: dict[str, Any] = super().resolve(event, context)
        answer["headers"] = {**answer.get("headers", {}), **_HEADERS}
        return answer

    @property
    def caller(self) -> Caller:
        """Return who calls."""
        return caller_of(self.current_event.raw_event)

    @property
    def instance(self) -> str:
        """Return the present request's number."""
        return instance_of(self.current_event.raw_event)

    def problem(self, problem: Problem) -> Response[Any]:
        """Return a problem as a response."""
        headers: dict[str, str | list[str]] = {}
        if pause := retry_after(problem):
            headers["Retry-After"] = str(pause)
        return Response(problem.status, MEDIA_TYPE, _body(problem), headers=headers)

    def _told(self, error: Exception) -> Response[Any]:
        problem = problem_of(error, self.instance)
        if problem.status >= 500:  # noqa: PLR2004  # ours, not the caller's
            logger.error("a request failed", instance=problem.instance, reason=type(error).__name__, exc_info=error)
        else:
            logger.info("a request was declined", instance=problem.instance, status=problem.status)
        return self.problem(problem)

    def _unreadable(self, event: Mapping[str, Any]) -> Problem | None:
        """Say what is wrong with a body that must not even be parsed."""
        instance, body = instance_of(event), event.get("body") or ""
        kind = str(event.get("headers", {}).get("content-type", "")).strip().lower()
        if body and kind and not kind.startswith("application/json"):
            return problem_of(RequestUnsupportedContentType("not JSON", errors=()), instance)
        # Four signs of Base64 are three bytes, and no sign of text is less than one.
        if len(body) > 2 * (self._largest or 0):
            return problem_of(TooLarge(f"a body has at most {self._largest:,} bytes"), instance)
        try:
            text = raw_body(event).decode()
        except ValueError:
            return unreadable_problem("the body is not UTF-8", instance)
        if len(text.encode()) > (self._largest or 0):
            return problem_of(TooLarge(f"a body has at most {self._largest:,} bytes"), instance)
        return None


def raw_body(event: Mapping[str, Any]) -> bytes:
    """Return the body as it was sent; raise `ValueError` where the event does not hold it."""
    body = str(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return body.encode(errors="surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise ValueError("the body is not Base64") from None


def instance_of(event: Mapping[str, Any]) -> str:
    """Return a request's number, as API Gateway's own log and ours have it."""
    return f"urn:loudhailer:request:{event.get('requestContext', {}).get('requestId', 'unknown')}"


def _read(text: str) -> Any:
    """Read a JSON body; whatever is wrong with it is told in one way."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError):
        raise json.JSONDecodeError("too deep, or no number", text, 0) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _plain(problem: Problem) -> dict[str, Any]:
    headers = {"Content-Type": MEDIA_TYPE, **_HEADERS}
    return {"statusCode": problem.status, "headers": headers, "body": _body(problem), "isBase64Encoded": False}


def _body(problem: Problem) -> str:
    return problem.model_dump_json(exclude_defaults=True)
