"""How an error is told: the right status, where and why, and nothing of what was sent."""

import json
from typing import Any

import pytest

from loudhailer.desk.api import DeskApi, raw_body
from loudhailer.desk.models import RaiseRequest
from loudhailer.desk.problems import DECLARED, MEDIA_TYPE, problem_of
from loudhailer.domain import errors
from loudhailer.domain.errors import (
    ClaimLost,
    ConfigurationError,
    Conflict,
    FeedError,
    LoudhailerError,
    NotAllowed,
    NotFound,
    PartlyWritten,
    RateLimited,
    StateUnavailable,
    TellsNothing,
    TooLarge,
    Unproven,
)

SECRET = "14 Mill Street"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unproven("x"), 401),
        (NotAllowed("x"), 403),
        (NotFound("x"), 404),
        (Conflict("x"), 409),
        (ClaimLost("x"), 409),
        (TooLarge("x"), 413),
        (FeedError("detail.incident.road", "x"), 422),
        (StateUnavailable("x"), 503),
        (RateLimited("x", 3), 503),
        (PartlyWritten(("page",)), 503),
        (ConfigurationError(("x",)), 500),
        (ValueError(SECRET), 500),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int) -> None:
    problem = problem_of(error, "urn:x")
    assert (problem.status, problem.instance) == (status, "urn:x")
    assert problem.type.startswith("urn:loudhailer:problem:")
    assert SECRET not in problem.model_dump_json()


KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LoudhailerError)]
ARGUMENTS = {
    FeedError: ("place", "reason"),
    TellsNothing: ("place", "reason"),
    RateLimited: ("x", 1.0),
    PartlyWritten: (("page",),),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_of_the_tree_is_told(kind: type[LoudhailerError]) -> None:
    assert problem_of(kind(*ARGUMENTS.get(kind, ("x",))), "").status in {*DECLARED, 500}


def test_a_conflict_names_the_incident_and_a_part_failure_its_channels() -> None:
    assert problem_of(Conflict("raised already", "J3BWW4D7C"), "").reference == "J3BWW4D7C"
    assert problem_of(PartlyWritten(("page", "bluesky")), "").unwritten == ("page", "bluesky")


def test_a_missing_fact_is_told_by_the_name_that_the_request_has_for_it() -> None:
    (fault,) = problem_of(FeedError("detail.incident.place", "a fire cannot be announced without it"), "").errors
    assert fault.place == "body.place"


def api() -> DeskApi:
    made = DeskApi()

    @made.post("/alerts")
    def raise_alert(request: RaiseRequest) -> dict[str, str]:
        if request.type == "bug":
            raise ValueError(SECRET)
        if request.type == "busy":
            raise StateUnavailable("get: ThrottlingException")
        return {"type": request.type}

    return made


def ask(body: str | None, *, kind: str = "application/json", path: str = "/alerts", encoded: bool = False) -> Any:
    event = {
        "version": "2.0",
        "rawPath": path,
        "headers": {"content-type": kind},
        "requestContext": {"requestId": "r-1", "http": {"method": "POST", "path": path}, "stage": "$default"},
        "body": body,
        "isBase64Encoded": encoded,
    }
    answer = api().resolve(event, None)  # type: ignore[arg-type]  # it looks at no context
    return answer["statusCode"], answer["headers"], json.loads(answer["body"])


def test_a_good_request_is_answered() -> None:
    status, headers, told = ask('{"type": "fire"}')
    assert (status, told) == (200, {"type": "fire"})
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[" * 30_000, 400),
        ('{"type": NaN}', 400),
        ("9" * 9_000, 400),
        ('"' + "x" * 70_000 + '"', 413),
        ("é" * 40_000, 413),
        ("x" * 200_000, 413),
        (None, 422),
        ("", 422),
        ("null", 422),
        ("[1]", 422),
        ("7", 422),
        ('{"type": "bug"}', 500),
        ('{"type": "busy"}', 503),
        ('{"type": "fire", "road": "\\ud800"}', 422),
        ('{"type": "fire", "road": "a\\u202eb"}', 422),
        ('{"type": "fire", "place": "a\\nb"}', 422),
        ('{"type": "fire", "expires": 1795368600}', 422),
        ('{"type": "fire", "expires": "2026-11-22T17:30:00"}', 422),
        ('{"type": "fire", "severity": "Dreadful"}', 422),
        ('{"type": "fire", "roles": ["gold"]}', 422),
        ('{"type": "fire", "class": "life_safety"}', 422),
    ],
)
def test_whatever_is_sent_is_a_problem_and_never_a_crash(body: str | None, status: int) -> None:
    answered, headers, told = ask(body)
    assert (answered, told["status"], headers["Content-Type"]) == (status, status, MEDIA_TYPE)
    assert told["instance"] == "urn:loudhailer:request:r-1"
    assert ("Retry-After" in headers) == (status == 503)
    assert SECRET not in json.dumps(told)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_what_is_no_json_is_refused(kind: str) -> None:
    assert ask('{"type": "fire"}', kind=kind)[0] == 415


def test_a_body_that_is_not_what_it_says_is_refused() -> None:
    assert ask("%%%", encoded=True)[0] == 400
    assert ask("/w==", encoded=True)[0] == 400
    assert ask("eyJ0eXBlIjogImZpcmUifQ==", encoded=True)[0] == 200


def test_a_path_that_is_not_there_is_a_problem_too() -> None:
    assert ask("{}", path="/nowhere")[0] == 404


def test_nothing_of_a_bad_request_is_said_again() -> None:
    body = json.dumps({"type": SECRET, SECRET: 1, "road": SECRET * 20, "severity": SECRET, "expires": SECRET})
    _, _, told = ask(body)
    assert SECRET not in json.dumps(told)
    assert {fault["place"] for fault in told["errors"]} >= {"body.type", "body.road", "body.severity", "body.expires"}


def test_a_body_is_given_back_byte_for_byte() -> None:
    assert raw_body({"body": "/wA=", "isBase64Encoded": True}) == b"\xff\x00"
    assert raw_body({"body": "é", "isBase64Encoded": False}) == "é".encode()
    assert raw_body({}) == b""
