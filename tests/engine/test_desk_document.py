"""The API's own document against the API: whatever it lets one send or does not, no call ends in a server error."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from local.deploy import ROOT
from local.stage import Stage
from local.users import sign_in
from tests.engine.officers import calling, knock, said

pytestmark = pytest.mark.engine
SHORT, LONG = 100, 2000
Operation = APIOperation[Any, Any, Any, Any]
TYPES = ("road_closure", "evacuation", "information", "fire", "appeal")


class Callers:
    """Sends what was made up, with a good token, to the running API; counts the answers."""

    def __init__(self, stage: Stage, reference: str) -> None:
        self.stage, self.reference = stage, reference
        self.address, host = stage.desk
        token = sign_in(stage.stack, stage.officers["duty_silver"])
        self.headers = {"Host": host, "Authorization": f"Bearer {token}"}
        self.answers: Counter[int] = Counter()

    def call(self, case: Case[Any]) -> None:
        number = self.answers.total()
        if case.path.startswith("/hooks") and number % 2:
            # Signed, so that what stands behind the proof is reached too.
            status = knock(self.stage, json.dumps(_plain(case.body)).encode()).status_code
        else:
            if "reference" in (case.path_parameters or {}) and number % 2:
                case.path_parameters["reference"] = self.reference
            if isinstance(case.body, dict) and "type" in case.body and number % 2:
                case.body["type"] = TYPES[number % len(TYPES)]
            status = case.call(base_url=self.address, headers=self.headers).status_code
        self.answers[status] += 1
        assert status < httpx.codes.INTERNAL_SERVER_ERROR, case.as_curl_command()


def _plain(body: object) -> object:
    return body if isinstance(body, dict | list | str | int | float | bool) else None


def operations() -> list[Operation]:
    schema = schemathesis.openapi.from_path(ROOT / "docs/openapi.json")
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def make_up(operation: Operation, mode: GenerationMode, callers: Callers, times: int) -> None:
    @settings(max_examples=times, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def call(case: Case[Any]) -> None:
        callers.call(case)

    try:
        call()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "an operation without parameters cannot be called wrongly"


@pytest.fixture
def callers(stage: Stage) -> Iterator[Callers]:
    """Return callers of a desk in Exercise: what they raise is held, so that nobody is flooded."""
    stage.order(by="tests", reason="made-up calls must not flood the platforms", live=False)
    with calling(stage, "silver") as silver:
        first = said(silver.post("/alerts", json={"type": "fire", "place": "in a made-up place", "cause": "fire"}))
    yield Callers(stage, first["reference"])
    stage.order(by="tests", reason="back to live", live=True, channels=stage.channels)
    stage.order(by="tests", reason="tidying up", level="normal")


@pytest.mark.parametrize("calls", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
def test_no_call_whatever_is_a_server_error(callers: Callers, calls: int) -> None:
    offered = operations()
    share = calls // (2 * len(offered)) + 2
    for operation in offered:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            make_up(operation, mode, callers, share)
    print(f"{callers.answers.total()} calls: {dict(callers.answers)}")  # noqa: T201
    assert callers.answers.total() >= calls
    assert {200, 202, 401, 404, 422} <= set(callers.answers)
