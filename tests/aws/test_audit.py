"""The audit against moto: lines, words, what two writers do to each other, and the spool behind it."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from loudhailer import verify
from loudhailer.aws.audit import PATIENCE, AuditTable
from loudhailer.aws.chains import AuditChains
from loudhailer.aws.spool import SpooledAudit
from loudhailer.domain.act import Act
from loudhailer.domain.audit import Body, hour_of
from loudhailer.domain.errors import StateUnavailable, UnreadableBody
from loudhailer.pipeline.record import WriteRecord, writers_of
from tests.aws.recording import DAYS, a_queue, an_act, an_audit
from tests.builders import NOW
from tests.fakes import Clock


@pytest.fixture(autouse=True)
def _aws() -> Iterator[None]:
    with mock_aws():
        yield


@pytest.fixture
def audit() -> AuditTable:
    return an_audit(clock=Clock())


def stored(audit: AuditTable, chain: str = "command") -> list[dict[str, Any]]:
    """Return a chain's items as they lie in the table."""
    items: list[dict[str, Any]] = audit.chains.client.query(
        TableName=audit.chains.name,
        KeyConditionExpression="#chain = :chain",
        ExpressionAttributeNames={"#chain": "chain"},
        ExpressionAttributeValues={":chain": {"S": chain}},
    )["Items"]
    return items


def words_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName="StateTable")["Items"]
    return items


def test_each_line_of_a_chain_is_bound_to_the_one_before(audit: AuditTable) -> None:
    assert [audit.append(an_act(reason)) for reason in ("one", "two", "three")] == [1, 2, 3]
    assert audit.append(an_act("one", chain="another")) == 1
    lines = audit.chains.lines("command")
    assert [line.before for line in lines[1:]] == [line.digest for line in lines[:-1]]
    assert len({line.digest for line in lines}) == 3
    assert verify.findings_of({"command": lines}) == ()


def test_the_chain_holds_no_words_and_the_words_can_be_erased(audit: AuditTable) -> None:
    audit.append(an_act("Harrow Moor is burning"))
    assert "Harrow Moor" not in json.dumps(stored(audit))
    (line,) = audit.chains.lines("command")
    digest = Body.model_validate_json(line.body).words
    assert audit.words.of([digest])[digest].text == "Harrow Moor is burning"
    (item,) = words_items()
    assert int(item["ttl"]["N"]) == int((NOW + timedelta(days=DAYS)).timestamp())
    boto3.client("dynamodb").delete_item(TableName="StateTable", Key={key: item[key] for key in ("pk", "sk")})
    assert audit.words.of([digest]) == {}
    assert verify.findings_of({"command": [line]}, (), audit.words.of([digest])) == ()


def test_an_act_without_a_reason_has_no_words(audit: AuditTable) -> None:
    audit.append(an_act(""))
    assert words_items() == []
    assert Body.model_validate_json(audit.chains.lines("command")[0].body).words == ""


def test_words_that_are_held_are_not_forgotten_until_they_are_let_go(audit: AuditTable) -> None:
    digest = audit.words.keep("why", NOW)
    audit.words.hold([digest])
    assert "ttl" not in words_items()[0]
    audit.words.let_go([digest], NOW)
    assert int(words_items()[0]["ttl"]["N"]) == int((NOW + timedelta(days=DAYS)).timestamp())
    assert audit.words.of([digest])[digest].text == "why"


def test_a_line_says_which_code_wrote_it_when_and_by_which_plan(audit: AuditTable) -> None:
    audit.append(an_act("why", plan_digest="f" * 16, id="act-1"))
    body = Body.model_validate_json(audit.chains.lines("command")[0].body)
    assert (body.id, body.plan_digest, body.written, body.v) == ("act-1", "f" * 16, NOW, 2)
    assert body.code.startswith("0.1.0+")


def test_what_was_written_in_an_hour_is_found_by_the_hour(audit: AuditTable) -> None:
    audit.append(an_act("one"))
    audit.append(an_act("two", chain="incident:J3BWW4D7C", at=NOW - timedelta(days=1)))
    assert audit.chains.touched([hour_of(NOW), hour_of(NOW + timedelta(hours=1))]) == {"command", "incident:J3BWW4D7C"}
    assert audit.chains.touched([hour_of(NOW - timedelta(days=1))]) == frozenset()
    assert audit.chains.touched([]) == frozenset()


def test_a_chain_is_read_in_pages(audit: AuditTable) -> None:
    for number in range(1, 8):
        audit.append(an_act(str(number), chain="desk"))
    assert [line.number for line in audit.chains.lines("desk", limit=3)] == [1, 2, 3]
    assert [line.number for line in audit.chains.lines("desk", after=3, limit=3)] == [4, 5, 6]
    assert [line.number for line in audit.chains.newest_first("desk", page=2)] == [7, 6, 5, 4, 3, 2, 1]


def test_a_line_whose_answer_was_lost_is_not_written_twice(audit: AuditTable, monkeypatch: pytest.MonkeyPatch) -> None:
    put = audit.chains.client.put_item

    def answers_nothing(**line: Any) -> None:
        put(**line)
        put(**line)  # as botocore repeats it below us

    monkeypatch.setattr(audit.chains.client, "put_item", answers_nothing)
    assert audit.append(an_act("once")) == 1
    assert audit.chains.head("command").number == 1


@dataclass
class Overtaken:
    """Chains of which every number is taken by somebody else, `times` times."""

    chains: AuditChains
    times: int
    others: list[int] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.chains, name)

    def add(self, line: Any) -> None:
        if len(self.others) < self.times:
            words = AuditTable(self.chains, an_other_s_words(), clock=Clock())
            self.others.append(words.append(an_act(f"another's {len(self.others)}")))
        self.chains.add(line)


def an_other_s_words() -> Any:
    class Words:
        def keep(self, text: str, now: object) -> str:  # noqa: ARG002
            return "0" * 64

    return Words()


@dataclass
class Time:
    """A clock in seconds that only pauses move."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def test_who_is_overtaken_pauses_and_takes_the_next_number(audit: AuditTable) -> None:
    time = Time()
    chains: Any = Overtaken(audit.chains, times=3)
    late = replace(audit, chains=chains, pause=time.pause, jitter=lambda most: most, monotonic=time)
    assert late.append(an_act("mine")) == 4
    assert time.pauses == [0.02, 0.04, 0.08]
    assert verify.findings_of({"command": audit.chains.lines("command")}) == ()


def test_who_is_overtaken_for_seconds_hears_that_the_audit_does_not_answer(audit: AuditTable) -> None:
    time = Time()
    chains: Any = Overtaken(audit.chains, times=1000)
    late = replace(audit, chains=chains, pause=time.pause, jitter=lambda most: most, monotonic=time)
    with pytest.raises(StateUnavailable, match="overtaken"):
        late.append(an_act("mine"))
    assert PATIENCE <= time.now < PATIENCE + 0.5


def test_a_repeated_act_is_appended_once(audit: AuditTable) -> None:
    act = an_act("once", id="act-1")
    assert audit.append(act) == 1
    for number in range(60):
        audit.append(an_act(f"between {number}"))
    assert audit.append_once(act) == 1
    assert audit.append_once(an_act("once", id="act-2")) == 62
    assert audit.append_once(an_act("first of its chain", chain="desk")) == 1


def test_the_search_for_a_repeat_ends_where_lines_are_older_than_the_act(
    audit: AuditTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        audit.append(an_act(str(number)))
    pages: list[Any] = []
    query = audit.chains.client.query

    def counted(**asked: Any) -> Any:
        pages.append(asked)
        return query(**asked)

    monkeypatch.setattr(audit.chains.client, "query", counted)
    assert audit.append_once(an_act("an hour later", at=NOW + timedelta(hours=1))) == 121
    assert len(pages) == 1


def test_a_burst_of_acts_by_many_writers_loses_none(audit: AuditTable) -> None:
    lock, put, query = threading.Lock(), audit.chains.client.put_item, audit.chains.client.query

    def alone(call: Any) -> Any:
        # moto's table is no database: two calls in one moment could both find a number free.
        def locked(**sent: Any) -> Any:
            with lock:
                return call(**sent)

        return locked

    audit.chains.client.put_item, audit.chains.client.query = alone(put), alone(query)
    spool = SpooledAudit(audit, a_queue())
    acts = [an_act(f"act {number}", chain="incident:J3BWW4D7C", id=str(number)) for number in range(60)]
    with ThreadPoolExecutor(8) as writers:
        numbers = list(writers.map(spool.append, acts))
    drain(spool)
    lines = audit.chains.lines("incident:J3BWW4D7C")
    assert sorted(Body.model_validate_json(line.body).id for line in lines) == sorted(act.id for act in acts)
    assert len({number for number in numbers if number}) == len([number for number in numbers if number])
    assert verify.findings_of({"incident:J3BWW4D7C": lines}) == ()


def drain(spool: SpooledAudit) -> int:
    """Write all that is on the queue, and return how many bodies that were."""
    table: Any = spool.table
    write, done = WriteRecord(writers_of(table, str)), 0
    while messages := spool.queue.client.receive_message(QueueUrl=spool.queue.url).get("Messages"):
        for message in messages:
            write(message["Body"])
            write(message["Body"])  # as a queue may bring it twice
            spool.queue.client.delete_message(QueueUrl=spool.queue.url, ReceiptHandle=message["ReceiptHandle"])
            done += 1
    return done


class Unwritable:
    """An audit that takes nothing."""

    def append(self, act: Act) -> int:
        raise StateUnavailable(act.chain)


def test_what_the_audit_cannot_take_waits_on_the_queue_and_is_written_once(audit: AuditTable) -> None:
    queue = a_queue()
    assert SpooledAudit(Unwritable(), queue).append(an_act("why")) == 0
    assert drain(SpooledAudit(audit, queue)) == 1
    (line,) = audit.chains.lines("command")
    body = Body.model_validate_json(line.body)
    assert (body.id, audit.words.of([body.words])[body.words].text) == (an_act("why").key, "why")


def test_an_act_that_was_written_though_no_answer_came_is_not_written_again(audit: AuditTable) -> None:
    @dataclass
    class Silent:
        table: AuditTable

        def append(self, act: Act) -> int:
            self.table.append(act)
            raise StateUnavailable("no answer")

    queue = a_queue()
    assert SpooledAudit(Silent(audit), queue).append(an_act("why")) == 0
    assert drain(SpooledAudit(audit, queue)) == 1
    assert audit.chains.head("command").number == 1


def test_only_where_audit_and_queue_both_fail_does_the_deed_hear_of_it() -> None:
    queue = replace(a_queue(), url="https://sqs.eu-west-2.amazonaws.com/000000000000/gone")
    with pytest.raises(StateUnavailable):
        SpooledAudit(Unwritable(), queue).append(an_act("why"))


@pytest.mark.parametrize(
    "body", ["", "[]", '{"v": 1}', '{"v": 9, "kind": "act"}', '{"v": 1, "kind": "act"}', '{"v": 1, "kind": "other"}']
)
def test_a_body_that_is_not_read_here_goes_back_to_its_queue(audit: AuditTable, body: str) -> None:
    with pytest.raises(UnreadableBody):
        WriteRecord(writers_of(audit, str))(body)
    assert audit.chains.head("command").number == 0
