"""The record's functions as API Gateway, the clock and the queue call them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from functions.anchor_audit import app as anchor
from functions.serve_audit import app as audit
from functions.write_record import app as record
from loudhailer.aws.audit import AuditTable
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.spooled import SpooledAct
from loudhailer.pipeline.anchor import AnchorAudit
from loudhailer.pipeline.record import WriteRecord, writers_of
from tests.aws.recording import an_act
from tests.desk.test_functions import CONTEXT, SILVER, asked
from tests.pipeline.test_records import Recorded

GOLD = {**SILVER, "username": "gold", "cognito:groups": "[gold]"}
COMMS = {**SILVER, "username": "comms", "cognito:groups": "[comms]"}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorded]:
    with mock_aws():
        recorded = Recorded()
        monkeypatch.setattr(audit, "build_records", recorded.records)
        yield recorded


def test_a_chain_is_shown_by_its_name_or_by_a_reference(at: Recorded) -> None:
    status, told = asked(audit, "GET", f"/audit/{at.reference.lower()}")
    assert (status, [each["deed"] for each in told["entries"]], told["next"]) == (200, ["raise", "correct"], None)
    assert asked(audit, "GET", "/audit/command")[0] == 200
    assert asked(audit, "GET", f"/audit/{at.reference}", query={"after": "1"})[1]["entries"][0]["number"] == 2
    assert asked(audit, "GET", "/audit/NOTHING")[0] == 404
    assert asked(audit, "GET", "/audit/incident:A")[0] == 422


def test_a_verification_is_no_chain_of_that_name(at: Recorded) -> None:
    at.anchor()
    status, told = asked(audit, "GET", "/audit/verification", query={"chain": "command", "days": "7"})
    assert (status, told["intact"], told["lines"], told["anchors"]) == (200, True, 1, 1)
    assert asked(audit, "GET", "/audit/verification", query={"days": "367"})[0] == 422


def test_a_report_is_the_whole_bundle(at: Recorded) -> None:
    status, told = asked(audit, "GET", f"/incidents/{at.reference}/report", COMMS)
    assert (status, told["reference"], told["made_by"]) == (200, at.reference, "comms")
    assert told["timeline"]


def test_gold_holds_and_lets_go_and_says_why(at: Recorded) -> None:
    path = f"/incidents/{at.reference}/holds"
    assert asked(audit, "POST", path, GOLD, body="{}")[0] == 422
    assert asked(audit, "POST", path, SILVER, body='{"reason": "a letter"}')[0] == 403
    status, told = asked(audit, "POST", path, GOLD, body='{"reason": "a letter"}')
    assert (status, told["files"]) == (200, 3)
    assert asked(audit, "POST", f"{path}/release", GOLD, body='{"reason": "closed"}')[1]["files"] == 3
    assert asked(audit, "POST", path.replace(at.reference, "NOTHING"), GOLD, body='{"reason": "why"}')[0] == 404


def test_who_may_not_look_is_refused(at: Recorded) -> None:
    duty = {**SILVER, "cognito:groups": "[duty]"}
    for path in ("/audit/command", "/audit/verification", f"/incidents/{at.reference}/report"):
        assert asked(audit, "GET", path, duty)[0] == 403


def drained(body: str, build: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(record, "build_record", build)
    answer = record.lambda_handler({"Records": [{"messageId": "m-1", "body": body}]}, CONTEXT)
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def test_what_was_spooled_is_written_and_what_cannot_be_goes_back(
    at: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build() -> WriteRecord:
        return WriteRecord(writers_of(at.audit, str))

    def broken() -> WriteRecord:
        raise StateUnavailable("no answer")

    def spoiled() -> WriteRecord:
        raise TypeError("a bug")

    body = SpooledAct(act=an_act("why", chain="desk")).model_dump_json()
    for failing in (broken, spoiled):
        assert drained(body, failing, monkeypatch) == ["m-1"]
    assert drained("no body of ours", build, monkeypatch) == ["m-1"]
    assert drained(body, build, monkeypatch) == []
    assert drained(body, build, monkeypatch) == []
    assert at.audit.chains.head("desk").number == 1


def test_the_clock_anchors_and_counts(
    at: Recorded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(anchor.metrics.provider, "namespace", "Loudhailer")
    table: AuditTable = at.audit
    monkeypatch.setattr(anchor, "build_anchor", lambda: AnchorAudit(table.chains, at.vault, at.clock, "0"))
    told = anchor.lambda_handler({}, CONTEXT)
    assert told["chains"] == 2
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert counted[0]["AuditChainsAnchored"] == [2.0]
