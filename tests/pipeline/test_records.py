"""The record, for those who answer for it: on the tables and the bucket of moto, with an incident that really ran."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from loudhailer.aws.anchors import AnchorBucket
from loudhailer.aws.audit import AuditTable
from loudhailer.domain.audit import Body
from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import NotAllowed, NotFound
from loudhailer.pipeline.anchor import AnchorAudit
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.records import PAGE, Records, chain_of
from loudhailer.report import PlatformCopy
from loudhailer.verify import What
from tests.aws.recording import a_vault, an_act, an_audit
from tests.builders import shipped_config
from tests.pipeline.officers import COMMS, SILVER, Officers, somebody

GOLD, DUTY = somebody(Role.GOLD), somebody(Role.DUTY)


@dataclass
class Recorded:
    """An incident that silver raised and corrected, and whoever asks for its record."""

    officers: Officers = field(default_factory=Officers)

    def __post_init__(self) -> None:
        self.clock = self.officers.way_in.clock
        self.audit: AuditTable = an_audit(clock=self.clock)
        self.vault: AnchorBucket = a_vault()
        self.officers.chain = self.audit  # type: ignore[assignment]  # the fake's place, taken by the real one
        self.officers.guard = Guard(shipped_config().plan, self.audit, self.clock, self.officers.watches)
        said = self.officers.raised()
        self.clock.pass_(600)
        self.officers.amended(Deed.CORRECT, said, facts={"road": "A4118"})
        self.reference = said.alert.reference
        self.clock.pass_(1)
        self.audit.append(an_act("a reason of command", at=self.clock()))

    def records(self) -> Records:
        state = self.officers.way_in.state
        return Records(
            guard=self.officers.guard,
            chains=self.audit.chains,
            words=self.audit.words,
            vault=self.vault,
            archive=state,
            dealt=state,
            incidents=state,
            copies=unread,
            audit=self.audit,
            clock=self.clock,
            code="0.1.0+0",
        )

    def anchor(self) -> None:
        AnchorAudit(self.audit.chains, self.vault, self.clock, "0")()
        self.clock.pass_(60)

    def spoil(self, chain: str, number: int, **changes: str) -> None:
        """Write over a line, as somebody would who may write the table."""
        names = {f"#{name}": name for name in changes}
        self.audit.chains.client.update_item(
            TableName="AuditTable",
            Key={"chain": {"S": chain}, "number": {"N": str(number)}},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={f":{name}": {"S": value} for name, value in changes.items()},
        )

    def ttls(self) -> list[bool]:
        items = self.audit.chains.client.scan(TableName="StateTable")["Items"]
        return sorted("ttl" in item for item in items)


def unread(deliveries: Sequence[Delivery]) -> Mapping[tuple[str, str], PlatformCopy]:
    return {(each.alert_id, each.channel): PlatformCopy(why="not asked here") for each in deliveries}


@pytest.fixture
def at() -> Iterator[Recorded]:
    with mock_aws():
        yield Recorded()


def test_a_chain_is_read_with_its_words(at: Recorded) -> None:
    lines = at.records().lines(COMMS, at.reference.lower())
    assert [(each.body.deed, each.text, each.erased) for each in lines] == [
        ("raise", "as silver", False),
        ("correct", "as silver", False),
    ]
    assert at.records().lines(COMMS, at.reference, after=1)[0].number == 2
    assert at.records().lines(COMMS, at.reference, after=2) == ()
    assert len(at.records().lines(COMMS, "command")) == 1
    with pytest.raises(NotFound):
        at.records().lines(COMMS, "NOTHING")


def test_words_that_are_gone_are_said_to_be_erased(at: Recorded) -> None:
    for item in at.audit.chains.client.scan(TableName="StateTable")["Items"]:
        key = {name: item[name] for name in ("pk", "sk")}
        at.audit.chains.client.delete_item(TableName="StateTable", Key=key)
    assert [(each.text, each.erased) for each in at.records().lines(COMMS, at.reference)] == [("", True)] * 2
    verified = at.records().verify(COMMS)
    assert (verified.erased, verified.findings) == (3, ())


def test_a_page_holds_no_more_than_a_page(at: Recorded) -> None:
    for number in range(PAGE + 1):
        at.audit.append(an_act("", chain="desk", id=str(number)))
    assert len(at.records().lines(COMMS, "desk")) == PAGE


def test_the_record_is_verified_against_its_anchors(at: Recorded) -> None:
    nothing = at.records().verify(SILVER)
    assert (nothing.chains, nothing.anchors, nothing.last_anchor, nothing.unanchored) == (2, 0, None, 3)
    at.anchor()
    at.audit.append(an_act("after it", at=at.clock()))
    verified = at.records().verify(SILVER)
    assert (verified.chains, verified.lines, verified.anchors, verified.unanchored) == (2, 4, 1, 1)
    assert verified.findings == ()
    assert at.records().verify(SILVER, at.reference).chains == 1


def test_an_edited_line_and_edited_words_are_found(at: Recorded) -> None:
    at.anchor()
    chain = chain_of(at.reference)
    body = at.audit.chains.lines(chain)[0].body
    at.spoil(chain, 1, body=body.replace('"by":"silver"', '"by":"nobody"'))
    assert [(each.number, each.what) for each in at.records().verify(SILVER, at.reference).findings] == [
        (1, What.EDITED)
    ]
    digest = Body.model_validate_json(at.audit.chains.lines("command")[0].body).words
    at.audit.chains.client.update_item(
        TableName="StateTable",
        Key={"pk": {"S": f"WORDS#{digest}"}, "sk": {"S": "WORDS"}},
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": json.dumps({"salt": "s", "text": "another reason"})}},
    )
    assert {each.what for each in at.records().verify(SILVER).findings} == {What.EDITED, What.WORDS}


def test_a_line_that_can_no_longer_be_read_is_found_and_hides_no_other(at: Recorded) -> None:
    at.spoil(chain_of(at.reference), 1, body="nothing")
    assert [each.number for each in at.records().lines(SILVER, at.reference)] == [2]
    assert at.records().verify(SILVER, at.reference).findings


def test_a_chain_of_which_only_an_anchor_knows_is_looked_for(at: Recorded) -> None:
    at.anchor()
    chain = chain_of(at.reference)
    for number in (1, 2):
        key = {"chain": {"S": chain}, "number": {"N": str(number)}}
        at.audit.chains.client.delete_item(TableName="AuditTable", Key=key)
    (found,) = at.records().verify(SILVER).findings
    assert (found.chain, found.number, found.what) == (chain, 2, What.CUT)


def test_the_report_tells_what_was_said_done_and_posted(at: Recorded) -> None:
    at.anchor()
    bundle = at.records().report(COMMS, at.reference)
    assert [each.identifier for each in bundle.alerts] == [f"{at.reference}-1", f"{at.reference}-2"]
    assert [each.deed for each in bundle.acts] == ["raise", "correct", "set level crisis"]
    assert {each.plan_digest for each in bundle.decisions} == {shipped_config().plan.digest}
    assert len(bundle.not_posted) == len(bundle.decisions)
    assert (bundle.made_by, bundle.code, bundle.integrity.findings) == ("comms", "0.1.0+0", ())
    assert (bundle.integrity.lines, bundle.integrity.unanchored) == (3, 0)
    with pytest.raises(NotFound):
        at.records().report(COMMS, "NOTHING")


def test_the_report_of_a_record_that_was_changed_says_so(at: Recorded) -> None:
    at.spoil("command", 1, before="0")
    assert "command 1: edited" in at.records().report(COMMS, at.reference).integrity.findings[0]


def test_a_hold_locks_the_report_and_keeps_the_words(at: Recorded) -> None:
    held = at.records().hold(GOLD, at.reference, "Coroner's letter")
    assert (held.files, held.words) == (3, 3)
    keys = [each["Key"] for each in at.vault.client.list_objects_v2(Bucket="anchors")["Contents"]]
    assert sorted(keys) == [f"holds/{held.folder}/{name}" for name in ("report.json", "report.md", "timeline.svg")]
    assert at.ttls() == [False, False, False, True], "the order of command is not the incident's own"
    report = json.loads(at.vault.client.get_object(Bucket="anchors", Key=keys[0])["Body"].read())
    assert [(each["deed"], each["reason"]) for each in report["acts"]][-1] == ("legal hold", "Coroner's letter")

    at.clock.pass_(60)
    released = at.records().let_go(GOLD, at.reference, "Inquest closed")
    assert (released.files, released.words) == (3, 4)
    assert all(at.ttls())
    deeds = [each.body.deed for each in at.records().lines(GOLD, at.reference)]
    assert deeds == ["raise", "correct", "legal hold", "release legal hold"]


def test_a_hold_covers_what_there_is_and_may_be_given_again(at: Recorded) -> None:
    first = at.records().hold(GOLD, at.reference, "one")
    at.clock.pass_(60)
    second = at.records().hold(GOLD, at.reference, "two")
    assert first.folder != second.folder
    assert at.records().let_go(GOLD, at.reference, "closed").files == 6


def test_nothing_is_held_of_what_is_not_there_and_nothing_let_go_that_is_not_held(at: Recorded) -> None:
    with pytest.raises(NotFound):
        at.records().hold(GOLD, "NOTHING", "why")
    with pytest.raises(NotFound):
        at.records().let_go(GOLD, at.reference, "why")


def test_who_may_not_is_refused_and_it_is_written_down(at: Recorded) -> None:
    records, reference = at.records(), at.reference
    asked: list[Any] = [
        lambda: records.lines(DUTY, "command"),
        lambda: records.verify(DUTY),
        lambda: records.report(DUTY, reference),
        lambda: records.hold(SILVER, reference, "why"),
        lambda: records.let_go(SILVER, reference, "why"),
    ]
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()
    refused = at.records().lines(COMMS, "desk")
    assert [each.body.deed for each in refused] == ["refused: audit"] * 3 + ["refused: legal_hold"] * 2


def test_anchors_older_than_the_days_asked_for_are_not_read(at: Recorded) -> None:
    at.anchor()
    at.clock.pass_(timedelta(days=40).total_seconds())
    assert at.records().verify(SILVER, "command").anchors == 0
    assert at.records().verify(SILVER, "command", days=60).anchors == 1
