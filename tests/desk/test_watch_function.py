"""Who has the watch, as API Gateway asks: what is answered, and that no number comes back that nobody asked for."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.serve_watch import app as watch
from loudhailer.domain.caller import Role
from tests.desk.test_functions import asked
from tests.pipeline.officers import Officers

# A request that is declined counts nothing, and Powertools remarks on it.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics to publish:UserWarning")
GOLD = {"token_use": "access", "username": "gold", "cognito:groups": "[gold]"}
DUTY = {"token_use": "access", "username": "duty", "cognito:groups": "[duty]"}
PHONE = "+441632960123"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Officers:
    officers = Officers()
    monkeypatch.setattr(watch, "build_watch", officers.watch)
    monkeypatch.setattr(watch.metrics.provider, "namespace", "Loudhailer")
    return officers


def put(body: object, claims: dict[str, str] = GOLD, role: str = "silver") -> tuple[int, Any]:
    return asked(watch, "PUT", f"/watch/on-call/{role}", claims, body=json.dumps(body))


def test_a_roster_is_written_and_answered_without_its_numbers(at: Officers) -> None:
    status, told = put({"people": [{"username": "a.khan", "phone": PHONE}]})
    assert (status, told["version"], told["on_call"]) == (
        200,
        1,
        {"silver": [{"username": "a.khan", "phone": "…123"}]},
    )
    assert at.watches.watch().on_call[Role.SILVER][0].phone == PHONE
    assert asked(watch, "GET", "/watch", GOLD, query={"phones": "true"})[1]["on_call"]["silver"][0]["phone"] == PHONE
    status, told = asked(watch, "GET", "/watch", DUTY, query={"phones": "true"})
    assert (status, PHONE in str(told)) == (403, False)


@pytest.mark.parametrize("phone", ["01632960123", "+44 1632 960123", "+0441632960123", "+441632960123x", "+4416"])
def test_a_number_that_is_none_is_refused_without_being_said_again(
    at: Officers, capsys: pytest.CaptureFixture[str], phone: str
) -> None:
    for path, method, body in (
        ("/watch/on-call/silver", "PUT", {"people": [{"username": "a.khan", "phone": phone}]}),
        ("/watch/handovers", "POST", {"to": "a.khan", "summary": "a summary of more than 20 signs", "phone": phone}),
    ):
        status, told = asked(watch, method, path, GOLD, body=json.dumps(body))
        assert (status, phone in str(told)) == (422, False)
    printed = capsys.readouterr()
    assert phone not in printed.out + printed.err
    assert at.watches.versions == []


@pytest.mark.parametrize("role", ["chief", "SILVER", "silver2"])
def test_a_role_that_is_none_is_refused(at: Officers, role: str) -> None:
    assert put({"people": []}, role=role)[0] == 422
    assert at.watches.versions == []


@pytest.mark.parametrize(
    "hours",
    [
        {"start": "24:00", "end": "06:00", "classes": ["appeal"]},
        {"start": "23:00", "end": "6am", "classes": ["appeal"]},
        {"start": "23:00", "end": "06:00", "classes": []},
        {"start": "23:00", "end": "06:00", "classes": ["news"]},
        {"start": "23:00", "end": "06:00", "classes": ["life_safety"]},
    ],
)
def test_quiet_hours_that_are_none_are_refused(at: Officers, hours: dict[str, object]) -> None:
    status, _ = asked(watch, "PUT", "/watch/quiet-hours", GOLD, body=json.dumps({"hours": [hours]}))
    assert (status, at.chain.acts) == (422, [])


def test_a_loan_is_taken_back_by_its_number_in_any_case(at: Officers) -> None:
    until = (at.way_in.clock() + timedelta(minutes=30)).isoformat()
    loan = {"role": "gold", "to": "duty", "until": until, "reason": "leave"}
    status, told = asked(watch, "POST", "/watch/delegations", GOLD, body=json.dumps(loan))
    assert (status, [each["id"] for each in told["delegations"]]) == (200, ["D1"])
    assert asked(watch, "DELETE", "/watch/delegations/d1", DUTY)[0] == 200, "they hold gold, for now"
    assert asked(watch, "DELETE", "/watch/delegations/D1", GOLD)[0] == 404


def test_an_act_that_is_not_in_the_audit_needs_a_person(at: Officers, capsys: pytest.CaptureFixture[str]) -> None:
    at.chain.broken = True
    _, told = put({"people": []})
    assert len(told["warnings"]) == 1
    assert '"NeedsAPerson":[1.0]' in capsys.readouterr().out.replace(" ", "")


def test_the_export_is_one_text(at: Officers) -> None:
    put({"people": [{"username": "a.khan", "phone": PHONE}]})
    _, told = asked(watch, "GET", "/watch", DUTY, query={"yaml": "true"})
    assert "…123" in told["yaml"]
    assert (told["on_call"], len(at.watches.versions)) == ({}, 1)
