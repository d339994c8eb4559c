"""What a poll costs: `python -m benchmarks.polling`. Ten thousand known incidents, counted call by call on moto.

Printed: the polls that it takes to tell all of them, and what one costs when they are all known. Whatever is asked of
AWS is counted by botocore itself; the seconds are this machine's.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from moto import mock_aws

from loudhailer.aws.memory import FeedTable
from loudhailer.aws.state import StateTable
from loudhailer.aws.storage import DocumentBucket
from loudhailer.domain.incident import Certainty, Incident, Phase, Severity, Status, Urgency
from loudhailer.feed_ports import Feed, Fetched, Validators
from loudhailer.feed_rules import FeedRules
from loudhailer.feeds.reading import Reading
from loudhailer.pipeline.poll import Poll, PollReport
from loudhailer.ports import utc_now

KNOWN = 10_000
NAME, ADDRESS, REGION = "national_highways", "https://feeds.example/closures", "eu-west-2"


@dataclass
class Server:
    """Serves one document, with a validator or without; `requests` counts."""

    body: bytes
    etag: str = ""
    requests: int = 0

    def get(self, url: str, *, validators: Validators, until: float) -> Fetched:  # noqa: ARG002  # it is never slow
        """Answer."""
        self.requests += 1
        if self.etag and validators.etag == self.etag:
            return Fetched(304, url, etag=self.etag)
        return Fetched(200, url, self.body, etag=self.etag)


class Taking:
    """An ingest queue: what it is told is no poll's cost that grows with what is known."""

    def put(self, bodies: Sequence[str]) -> None:
        """Take them."""


@dataclass
class Calls:
    """What was asked of AWS, by operation, and how many items were written beside the feed's own head."""

    made: Counter[str] = field(default_factory=Counter)
    written: int = 0

    def note(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        """Count one call."""
        self.made[model.name] += 1
        body = json.loads(params["body"]) if params.get("body") else {}
        puts = [each["Put"]["Item"] for each in body.get("TransactItems", []) if "Put" in each]
        puts += [body["Item"]] if model.name == "PutItem" else []
        self.written += sum(item["sk"]["S"] != "STATE" for item in puts)


@dataclass
class Bench:
    """A poller on moto's table, with a queue that takes everything."""

    server: Server
    calls: Calls
    poll: Poll

    def polled(self) -> tuple[PollReport, Calls, float]:
        """Poll once; return the report, the calls that it made and the seconds that it took."""
        before, written, started = self.calls.made.copy(), self.calls.written, time.perf_counter()
        report = self.poll(NAME)
        made = Calls(self.calls.made - before, self.calls.written - written)
        return report, made, time.perf_counter() - started


def a_document(many: int, roads: Sequence[str] = ("M99",)) -> bytes:
    """Return a list of so many incidents."""
    return json.dumps([[f"situation-{number:07}", roads[number % len(roads)]] for number in range(many)]).encode()


def read(body: bytes) -> Reading:
    """Read such a list: what the formats cost is measured by another benchmark."""
    return Reading(incidents=tuple(_incident(name, road) for name, road in json.loads(body)))


def _incident(name: str, road: str) -> Incident:
    return Incident(
        source=NAME,
        id=name,
        revision=1,
        phase=Phase.OPEN,
        status=Status.ACTUAL,
        event_type="highways_closure",
        severity=Severity.UNKNOWN,
        urgency=Urgency.UNKNOWN,
        certainty=Certainty.UNKNOWN,
        facts={"road": road, "place": f"southbound near {name}"},
    )


@contextmanager
def on_moto(server: Server) -> Iterator[Bench]:
    """Build a poller whose tables are moto's."""
    with mock_aws():
        dynamodb, s3 = (boto3.client(each, region_name=REGION) for each in ("dynamodb", "s3"))
        dynamodb.create_table(
            TableName="state",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        calls = Calls()
        for each in (dynamodb, s3):
            each.meta.events.register("before-call.*.*", calls.note)
        feed = Feed(NAME, ADDRESS, lambda: server, read, snapshot=True, rules=FeedRules())
        yield Bench(
            server,
            calls,
            Poll(
                feeds={NAME: feed},
                memory=FeedTable(dynamodb, "state"),
                queue=Taking(),
                outcomes=StateTable(dynamodb, "state"),
                documents=DocumentBucket(s3, "documents"),
                clock=utc_now,
                monotonic=time.monotonic,
            ),
        )


def main() -> None:
    """Print what each kind of poll costs."""
    server = Server(a_document(KNOWN))
    with on_moto(server) as bench:
        polls = 0
        while True:
            report, made, seconds = bench.polled()
            polls += 1
            if polls == 1:
                print(f"the first poll of {KNOWN:,}: {report.told:,} told, {report.left:,} left; {seconds:.1f} s")
            if not report.left:
                break
        print(f"all {KNOWN:,} told after {polls} polls, at most {report.told:,} each")
        _, made, seconds = bench.polled()
        print(f"{KNOWN:,} known and unchanged, read whole: {_said(made)}; {seconds:.2f} s")
        server.etag = '"1"'
        bench.polled()
        requests = server.requests
        _, made, seconds = bench.polled()
        print(f"not changed (304): {server.requests - requests} request; {_said(made)}; {seconds:.3f} s")


def _said(calls: Calls) -> str:
    made = ", ".join(f"{count} {name}" for name, count in sorted(calls.made.items()))
    return f"{made}; {calls.written} items written beside the feed's own"


if __name__ == "__main__":
    main()
