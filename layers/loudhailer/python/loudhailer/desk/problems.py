"""How the desk says that something is wrong: https://www.rfc-editor.org/rfc/rfc9457 (application/problem+json).

No problem shows a trace, a credential or what was sent; an unexpected error shows only its number in the log.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestUnsupportedContentType, RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.domain.errors import (
    ClaimLost,
    Conflict,
    DoorsShut,
    FeedError,
    NotAllowed,
    NotFound,
    NotSent,
    NotTaken,
    PartlyWritten,
    TooLarge,
    Transient,
    Unproven,
)

MEDIA_TYPE = "application/problem+json"
_RETRY_AFTER, _SHUT_FOR = 2, 60
"""Seconds after which it is worth asking again, and where a level has closed the door."""
_PLAIN = re.compile(r"[A-Za-z0-9_]{1,40}")


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(frozen=True)

    place: str = Field(description="Where, such as `body.road`", examples=["body.road"])
    reason: str = Field(description="What is wrong there, in words", examples=["Field required"])


class Problem(BaseModel):
    """What is wrong, for people and for programs (RFC 9457)."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(examples=["urn:loudhailer:problem:not-allowed"])
    title: str = Field(examples=["Not allowed"])
    status: int = Field(examples=[403])
    detail: str = Field(examples=["raise is for duty, control, bronze, silver, gold; your roles: comms"])
    instance: str = Field(default="", description="The request, as the logs number it")
    errors: tuple[Fault, ...] = ()
    reference: str = Field(default="", description="The incident that stands in the way, where there is one")
    unwritten: tuple[str, ...] = Field(default=(), description="Channels of which it is not known: ask again")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status and how it is called."""

    status: int
    title: str

    @property
    def type(self) -> str:
        """Return the name that programs know it by."""
        return f"urn:loudhailer:problem:{self.title.lower().replace(' ', '-')}"


_SHUT = Kind(503, "Closed")
KINDS: tuple[tuple[type[Exception], Kind], ...] = (
    (Unproven, Kind(401, "Not proven")),
    (NotTaken, Kind(403, "Not taken")),
    (NotAllowed, Kind(403, "Not allowed")),
    (NotFound, Kind(404, "Not found")),
    (NotFoundError, Kind(404, "Not found")),
    (Conflict, Kind(409, "Conflict")),
    (TooLarge, Kind(413, "Too large")),
    (RequestUnsupportedContentType, Kind(415, "Not JSON")),
    (RequestValidationError, Kind(422, "Not valid")),
    (FeedError, Kind(422, "Cannot be said")),
    # Somebody else was quicker: what is there now is to be looked at first.
    (ClaimLost, Kind(409, "Overtaken")),
    (NotSent, Kind(503, "Not sent")),
    (DoorsShut, _SHUT),
    (Transient, Kind(503, "Not available")),
)
"""The first kind that fits an error is how it is told."""
UNEXPECTED = Kind(500, "Unexpected")
UNREADABLE = Kind(400, "Not readable")
DECLARED: dict[int, str] = {
    400: "The body is not JSON, or not what the path and the headers promise",
    401: "No valid token, or no valid signature",
    403: "The caller's roles do not let them; it is in the audit",
    404: "There is no such alert",
    409: "It does not fit what is already so",
    413: "The body is too large",
    415: "The body is not JSON",
    422: "Something in the request cannot be; `errors` says where",
    503: "Our own state does not answer; ask again after the seconds in Retry-After",
}
"""Every problem that an operation may answer with, for the OpenAPI document."""


def problem_of(error: Exception, instance: str) -> Problem:
    """Return the problem that an error is told as."""
    kind = next((kind for kind_of, kind in KINDS if isinstance(error, kind_of)), UNEXPECTED)
    detail, reference = str(error), ""
    faults: tuple[Fault, ...] = ()
    match error:
        case RequestValidationError():
            return validation_problem(error.errors(), instance)
        case FeedError():
            place = error.place.removeprefix("detail.").removeprefix("incident.")
            detail, faults = error.reason, (Fault(place=f"body.{place}", reason=error.reason),)
        case Conflict():
            reference = error.reference
        case NotFoundError():
            detail = "there is nothing at this path"
        case RequestUnsupportedContentType():
            detail = "send application/json"
        case PartlyWritten():
            return _problem(kind, detail, instance, unwritten=error.unwritten)
        case ClaimLost():
            detail = "somebody else changed it in this moment; look at it, then decide anew"
        case Transient() if not isinstance(error, NotSent | DoorsShut):
            detail = "our own state does not answer; nothing is lost by asking again"
        case _ if kind is UNEXPECTED:
            detail = "something went wrong here; the log has it under `instance`"
    return _problem(kind, detail, instance, errors=faults, reference=reference)


def retry_after(problem: Problem) -> int:
    """Return after how many seconds it is worth asking again; 0 where it is not ours to mend."""
    if problem.status != _SHUT.status:
        return 0
    return _SHUT_FOR if problem.type == _SHUT.type else _RETRY_AFTER


def validation_problem(errors: Sequence[Any], instance: str) -> Problem:
    """Return what is wrong with a request, without what was sent."""
    faults = tuple(Fault(place=_place(error), reason=_reason(error)) for error in errors)
    if any(error.get("type") == "json_invalid" for error in errors):
        return _problem(UNREADABLE, "the body is not JSON", instance)
    kind = next(kind for kind_of, kind in KINDS if kind_of is RequestValidationError)
    return _problem(
        kind, "; ".join(f"{each.place}: {each.reason}" for each in faults[:3]), instance, errors=faults[:20]
    )


def unreadable_problem(detail: str, instance: str) -> Problem:
    """Return that a request could not even be taken apart."""
    return _problem(UNREADABLE, detail, instance)


def _problem(kind: Kind, detail: str, instance: str, **more: Any) -> Problem:
    return Problem(type=kind.type, title=kind.title, status=kind.status, detail=detail, instance=instance, **more)


def _place(error: Any) -> str:
    """Say where; a name that nobody knows is the sender's own text, so only a plain one is said again."""
    return ".".join(part if _PLAIN.fullmatch(part) else "…" for part in map(str, error["loc"]))


def _reason(error: Any) -> str:
    """Say what is wrong in pydantic's own words, but for those that may hold what was sent."""
    if error.get("type") == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if error.get("type") in {"extra_forbidden", "missing", "enum", "literal_error"} or "too_" in str(error.get("type")):
        return str(error["msg"])
    return str(error["msg"]).split(":", 1)[0].split(", input", 1)[0]
