"""The record on the running engine: written to directly, as somebody would who may; verified, reported, held."""

import itertools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.stage import Stage
from loudhailer.aws.audit import AuditTable
from loudhailer.aws.chains import AuditChains
from loudhailer.aws.spool import RecordQueue, SpooledAudit
from loudhailer.aws.words import WordsTable
from loudhailer.domain.act import Act
from loudhailer.domain.audit import Body
from loudhailer.domain.delivery import State
from loudhailer.verify import findings_of
from tests.engine.conftest import eventually, settled
from tests.engine.officers import calling, said

pytestmark = pytest.mark.engine
Item = dict[str, Any]
_numbers = itertools.count(1)


def raised(stage: Stage) -> str:
    """Raise an alert and update it twice: three lines. Return its reference."""
    with calling(stage, "silver") as silver:
        words = {"type": "road_closure", "road": f"A{7000 + next(_numbers)}", "place": "at Stokeby"}
        reference = str(said(silver.post("/alerts", json=words))["reference"])
        for cause in ("collision", "fire"):
            said(silver.post(f"/alerts/{reference}/updates", json={"cause": cause}))
    return reference


def anchored(stage: Stage) -> None:
    """Anchor; a second has one anchor, so wait for one of our own."""
    eventually(lambda: stage.anchor()["key"])


def rows(stage: Stage, chain: str) -> list[Item]:
    found: list[Item] = stage.engine.client("dynamodb").query(
        TableName=stage.stack.outputs["AuditTableName"],
        KeyConditionExpression="#chain = :chain",
        ExpressionAttributeNames={"#chain": "chain"},
        ExpressionAttributeValues={":chain": {"S": chain}},
    )["Items"]
    return found


@contextmanager
def as_it_was(stage: Stage, chain: str) -> Iterator[Callable[[list[Item]], None]]:
    """Give a way to put other rows in a chain's place, straight into the table, and put its own back afterwards."""
    table, client = stage.stack.outputs["AuditTableName"], stage.engine.client("dynamodb")
    before = rows(stage, chain)

    def instead(wanted: list[Item]) -> None:
        for row in rows(stage, chain):
            client.delete_item(TableName=table, Key={name: row[name] for name in ("chain", "number")})
        for row in wanted:
            client.put_item(TableName=table, Item=row)

    try:
        yield instead
    finally:
        instead(before)


def numbered(row: Item, number: int) -> Item:
    return {**row, "number": {"N": str(number)}}


def edited(row: Item) -> Item:
    return {**row, "body": {"S": row["body"]["S"].replace("officer-silver", "officer-nobody")}}


SPOILED: Mapping[str, tuple[Callable[[list[Item]], list[Item]], str]] = {
    "one row edited": (lambda lines: [lines[0], edited(lines[1]), lines[2]], "edited"),
    "one row removed": (lambda lines: [lines[0], lines[2]], "missing"),
    "one row added": (lambda lines: [*lines, numbered(edited(lines[2]), 4)], "edited"),
    "two rows swapped": (lambda lines: [numbered(lines[1], 1), numbered(lines[0], 2), lines[2]], "edited"),
    "the tail cut": (lambda lines: lines[:2], "cut"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_somebody_does_to_the_table_is_found(stage: Stage, how: str) -> None:
    reference = raised(stage)
    anchored(stage)
    assert "as it was written" in stage.officer("--as", "gold", "audit", "verify", "--incident", reference)
    spoil, what = SPOILED[how]
    with as_it_was(stage, f"incident:{reference}") as instead:
        instead(spoil(rows(stage, f"incident:{reference}")))
        with pytest.raises(RuntimeError, match="not as it was written"):
            stage.officer("--as", "gold", "audit", "verify", "--incident", reference)
        with calling(stage, "gold") as gold:
            told = said(gold.get("/audit/verification", params={"chain": reference}))
        assert what in {each["what"] for each in told["findings"]}
    assert "as it was written" in stage.officer("--as", "gold", "audit", "verify", "--incident", reference)


def test_the_tail_since_the_last_anchor_can_be_cut_without_a_trace_until_the_next(stage: Stage) -> None:
    reference = raised(stage)
    with as_it_was(stage, f"incident:{reference}") as instead:
        instead(rows(stage, f"incident:{reference}")[:2])
        with calling(stage, "gold") as gold:
            told = said(gold.get("/audit/verification", params={"chain": reference}))
        assert (told["findings"], told["unanchored"]) == ([], 2)


def test_words_that_somebody_edits_are_found_and_words_that_are_erased_are_not(stage: Stage) -> None:
    reference = raised(stage)
    table, client = stage.stack.outputs["StateTableName"], stage.engine.client("dynamodb")
    digest = Body.model_validate_json(rows(stage, f"incident:{reference}")[0]["body"]["S"]).words
    key = {"pk": {"S": f"WORDS#{digest}"}, "sk": {"S": "WORDS"}}
    kept = client.get_item(TableName=table, Key=key)["Item"]
    assert json.loads(kept["body"]["S"])["text"] == "as silver"
    client.put_item(TableName=table, Item={**kept, "body": {"S": '{"salt":"s","text":"as gold"}'}})
    with calling(stage, "gold") as gold:
        told = said(gold.get("/audit/verification", params={"chain": reference}))
        assert [(each["number"], each["what"]) for each in told["findings"]] == [(1, "words")]
        client.delete_item(TableName=table, Key=key)
        told = said(gold.get("/audit/verification", params={"chain": reference}))
        assert (told["intact"], told["erased"]) == (True, 1)
        assert said(gold.get(f"/audit/{reference}"))["entries"][0]["erased"] is True


def test_an_anchor_cannot_be_deleted_and_what_covers_it_is_found(stage: Stage) -> None:
    anchored(stage)
    key, bucket, client = "", stage.stack.outputs["AuditAnchorsBucketName"], stage.engine.client("s3")
    while not key:
        key = stage.anchor()["key"]
    (version,) = client.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    with pytest.raises(ClientError, match="AccessDenied"):
        client.delete_object(Bucket=bucket, Key=key, VersionId=version["VersionId"])
    marker = client.delete_object(Bucket=bucket, Key=key)["VersionId"]
    try:
        with calling(stage, "gold") as gold:
            found = said(gold.get("/audit/verification"))["findings"]
        assert [key in each["why"] for each in found] == [True]
    finally:
        client.delete_object(Bucket=bucket, Key=key, VersionId=marker)


def test_the_report_reads_the_platforms_own_copies(stage: Stage, tmp_path: Path) -> None:
    reference = raised(stage)
    delivered = settled(stage, f"{reference}-3")
    assert {each.state for each in delivered.values()} == {State.SENT}
    anchored(stage)
    stage.officer("--as", "comms", "audit", "report", "--incident", reference, "--out", str(tmp_path))
    bundle = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    copies = {each["channel"]: each["platform"] for each in bundle["posted"] if each["identifier"] == f"{reference}-3"}
    assert {name: copy["same"] for name, copy in copies.items() if name != "telegram"} == {
        "bluesky": True,
        "mastodon": True,
        "page": True,
    }
    assert copies["telegram"]["why"] == "a bot cannot ask Telegram for what it has posted"
    assert [each["deed"] for each in bundle["acts"] if each["chain"] != "command"] == ["raise", "update", "update"]
    assert bundle["integrity"]["findings"] == []
    assert reference in (tmp_path / "timeline.svg").read_text(encoding="utf-8")


def test_a_hold_cannot_be_deleted_until_gold_lets_go(stage: Stage) -> None:
    reference = raised(stage)
    held = json.loads(
        stage.officer("--as", "gold", "audit", "hold", "--incident", reference, "--reason", "a letter", "--json")
    )
    bucket, client = stage.stack.outputs["AuditAnchorsBucketName"], stage.engine.client("s3")
    place = {"Bucket": bucket, "Key": f"holds/{held['folder']}/report.json"}
    assert client.get_object_legal_hold(**place)["LegalHold"]["Status"] == "ON"
    digests = [Body.model_validate_json(row["body"]["S"]).words for row in rows(stage, f"incident:{reference}")]
    words = [each for each in stage.items() if each["pk"]["S"] in {f"WORDS#{digest}" for digest in digests}]
    assert len(words) == 4
    assert not [each for each in words if "ttl" in each]
    with pytest.raises(RuntimeError, match="legal_hold is for gold"):
        stage.officer("--as", "silver", "audit", "release-hold", "--incident", reference, "--reason", "why")
    stage.officer("--as", "gold", "audit", "release-hold", "--incident", reference, "--reason", "closed")
    assert client.get_object_legal_hold(**place)["LegalHold"]["Status"] == "OFF"


def burst(stage: Stage, chain: str, acts: int, writers: int) -> tuple[float, int]:
    """Let writers write acts on one chain, all at once; return the seconds, and how many acts were spooled."""
    dynamodb, sqs = stage.engine.client("dynamodb"), stage.engine.client("sqs")
    words = WordsTable(dynamodb, stage.stack.outputs["StateTableName"], 30)
    table = AuditTable(AuditChains(dynamodb, stage.stack.outputs["AuditTableName"]), words)
    audit = SpooledAudit(table, RecordQueue(sqs, stage.stack.resources["RecordQueue"]))
    act = Act(chain=chain, at=datetime.now(UTC), by="gold", deed="raise", subject="s", reason="why", result="posted")
    begun = time.monotonic()
    with ThreadPoolExecutor(writers) as pool:
        numbers = list(pool.map(lambda n: audit.append(act.model_copy(update={"id": f"{chain}-{n}"})), range(acts)))
    return time.monotonic() - begun, numbers.count(0)


@pytest.mark.parametrize(
    ("acts", "writers"), [(60, 12), pytest.param(500, 32, marks=pytest.mark.long)], ids=["60", "500"]
)
def test_a_burst_of_acts_on_one_incident_loses_none(stage: Stage, acts: int, writers: int) -> None:
    chain = f"incident:BURST{next(_numbers)}"
    seconds, spooled = burst(stage, chain, acts, writers)
    chains = AuditChains(stage.engine.client("dynamodb"), stage.stack.outputs["AuditTableName"])
    print(f"{acts} acts by {writers} writers in {seconds:.1f} s; {spooled} went by the queue")  # noqa: T201  # with -s
    # What even the queue's function could not write comes again after its visibility timeout.
    eventually(lambda: chains.head(chain).number >= acts, patience=400)
    lines = chains.lines(chain)
    assert {Body.model_validate_json(line.body).id for line in lines} == {f"{chain}-{each}" for each in range(acts)}
    assert findings_of({chain: lines}) == ()
    assert len(lines) == acts


def test_an_act_that_the_table_cannot_take_waits_on_the_queue_and_comes_into_its_chain(stage: Stage) -> None:
    chain = f"incident:QUEUED{next(_numbers)}"
    sqs, dynamodb = stage.engine.client("sqs"), stage.engine.client("dynamodb")
    words = WordsTable(dynamodb, stage.stack.outputs["StateTableName"], 30)
    gone = AuditTable(AuditChains(dynamodb, "no-such-table"), words)
    audit = SpooledAudit(gone, RecordQueue(sqs, stage.stack.resources["RecordQueue"]))
    act = Act(chain=chain, at=datetime.now(UTC), by="gold", deed="raise", subject="s", reason="why", result="posted")
    assert [audit.append(act), audit.append(act)] == [0, 0]
    there = replace(gone, chains=AuditChains(dynamodb, stage.stack.outputs["AuditTableName"]))
    eventually(lambda: there.chains.head(chain).number == 1)
    assert there.append_once(act.model_copy(update={"id": act.key})) == 1
