"""The anchors bucket against moto: what is written stays readable under whatever is put over it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.anchors import AnchorBucket
from loudhailer.aws.audit import AuditTable
from loudhailer.domain.audit import FIRST, Anchor, Head
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.pipeline.anchor import AnchorAudit
from loudhailer.verify import findings_of
from tests.aws.recording import a_vault, an_act, an_audit
from tests.builders import NOW
from tests.fakes import Clock


@pytest.fixture(autouse=True)
def _aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def vault() -> AnchorBucket:
    return a_vault()


def an_anchor(at: datetime = NOW, **heads: int) -> Anchor:
    return Anchor(at=at, code="0", heads={name: Head(number=number, digest=FIRST) for name, number in heads.items()})


def test_anchors_come_back_in_the_order_of_their_time(vault: AnchorBucket) -> None:
    keys = [vault.write(an_anchor(NOW + timedelta(days=40 * number))) for number in (2, 0, 1)]
    assert keys[1] == "anchors/2026/11/22/173000.json"
    assert [each.key for each in vault.since(NOW)] == sorted(keys)[1:], "from a second on, that one is left out"
    assert [each.key for each in vault.since(NOW - timedelta(seconds=1))] == sorted(keys)
    newest = vault.newest(NOW + timedelta(days=400))
    assert newest is not None
    assert newest.key == keys[0]


def test_a_second_has_one_anchor(vault: AnchorBucket) -> None:
    vault.write(an_anchor())
    with pytest.raises(ClaimLost):
        vault.write(an_anchor())


def test_what_is_put_over_an_anchor_or_marks_it_deleted_hides_nothing(vault: AnchorBucket) -> None:
    first, second = (vault.write(an_anchor(NOW + timedelta(hours=number), command=number)) for number in (1, 2))
    vault.client.put_object(Bucket="anchors", Key=first, Body=b"{}")
    vault.client.delete_object(Bucket="anchors", Key=second)
    found = vault.since(NOW)
    assert [(each.key, each.covered) for each in found] == [(first, True), (second, True)]
    assert [Anchor.model_validate_json(each.body).heads["command"].number for each in found] == [1, 2]


def test_many_versions_are_read_to_the_last_page(vault: AnchorBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [vault.write(an_anchor(NOW + timedelta(hours=number))) for number in range(1, 8)]
    listed = vault.client.list_object_versions
    monkeypatch.setattr(vault.client, "list_object_versions", lambda **asked: listed(MaxKeys=3, **asked))
    assert [each.key for each in vault.since(NOW)] == keys


def test_held_files_are_locked_until_they_are_let_go(vault: AnchorBucket) -> None:
    vault.hold("J3BWW4D7C/20261122T173000Z", {"report.md": b"# Report", "report.json": b"{}"})
    vault.hold("ANOTHER/20261122T173000Z", {"report.md": b"# Report"})

    def status(key: str) -> Any:
        return vault.client.get_object_legal_hold(Bucket="anchors", Key=key)["LegalHold"]["Status"]

    held = "holds/J3BWW4D7C/20261122T173000Z/report.md"
    assert status(held) == "ON"
    assert vault.let_go("J3BWW4D7C") == 2
    assert status(held) == "OFF"
    assert status("holds/ANOTHER/20261122T173000Z/report.md") == "ON"
    assert vault.let_go("NOTHING") == 0


def test_a_bucket_that_does_not_answer_is_unavailable() -> None:
    gone = AnchorBucket(boto3.client("s3"), "gone")
    with pytest.raises(StateUnavailable):
        gone.newest(NOW)
    with pytest.raises(StateUnavailable):
        gone.hold("J3BWW4D7C", {"a": b""})


def anchoring(audit: AuditTable, vault: AnchorBucket, clock: Clock) -> AnchorAudit:
    return AnchorAudit(audit.chains, vault, clock, "0")


def test_each_anchor_holds_what_was_written_since_the_one_before_also_where_runs_were_missed(
    vault: AnchorBucket,
) -> None:
    clock = Clock(datetime(2026, 11, 22, 17, 59, 59, tzinfo=UTC))
    audit = an_audit(clock=clock)
    anchor = anchoring(audit, vault, clock)
    audit.append(an_act("one"))
    assert anchor().chains == 1
    clock.pass_(2)
    audit.append(an_act("two", chain="desk"))
    clock.pass_(26 * 3600)
    audit.append(an_act("three", chain="incident:J3BWW4D7C"))
    assert anchor().chains == 3, "the hour before the last anchor is looked at a second time"
    clock.pass_(3 * 3600)
    assert anchor().chains == 1
    clock.pass_(3 * 3600)
    assert anchor().chains == 0
    anchors = vault.since(NOW)
    lines = {chain: audit.chains.lines(chain) for chain in ("command", "desk", "incident:J3BWW4D7C")}
    assert [Anchor.model_validate_json(each.body).previous for each in anchors[1:]] == [
        each.digest for each in anchors[:-1]
    ]
    assert findings_of(lines, anchors) == ()
    assert {each.what for each in findings_of(lines | {"desk": []}, anchors)} == {"cut"}


def test_the_clock_calling_twice_in_a_second_is_one_anchor(vault: AnchorBucket) -> None:
    clock = Clock()
    anchor = anchoring(an_audit(clock=clock), vault, clock)
    assert anchor().key
    assert anchor().key == ""


def test_an_anchor_that_cannot_be_read_counts_for_nothing(vault: AnchorBucket) -> None:
    clock = Clock()
    audit = an_audit(clock=clock)
    audit.append(an_act("one"))
    vault.client.put_object(Bucket="anchors", Key="anchors/2026/11/22/173001.json", Body=b"{")
    clock.pass_(5 * 24 * 3600)
    assert anchoring(audit, vault, clock)().chains == 1
