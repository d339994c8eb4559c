"""What the code touches, the template grants, and nothing more.

A day is played with every function, built by bootstrap from the template's own environment, against moto. Each AWS call
is held against the statements of its function's role, leading keys included. The embedded engine does not look at
leading keys and AWS does: this is what stands between a typo and a denied call at 3am.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from moto import mock_aws

from local.deploy import ROOT
from loudhailer.bootstrap import delivering, incoming, looking
from loudhailer.channels import CHANNELS
from loudhailer.channels.kind import Audience
from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post, Receipt
from loudhailer.domain.told import Told, told_body
from loudhailer.feed_ports import Fetched, Validators
from loudhailer.feeds.reading import Reading
from loudhailer.pipeline.command import Order
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.poll import PollReport
from loudhailer.pipeline.received import Received, Report
from tests.architecture.approval_day import play_approvals
from tests.architecture.blind_day import play_blind
from tests.architecture.callout_night import IDENTITY, play_night
from tests.architecture.catch_up_day import play_catch_up
from tests.architecture.desk_day import play_desk, play_record
from tests.architecture.drill_day import play_drills
from tests.architecture.follow_day import play_follow
from tests.architecture.grants import Grant, Need, allowed, grants_of, physical
from tests.architecture.push_day import play_push
from tests.architecture.recorded import Stage
from tests.architecture.refresh_day import play_refresh
from tests.architecture.source_day import as_today, play_sources, trust_all
from tests.architecture.template import Statement, each, shipped
from tests.builders import an_incident, shipped_config
from tests.pushes import SOURCE

TEMPLATE = shipped()
ADDRESSES = {f"{name.capitalize()}Address": f"https://{name}.example" for name in CHANNELS} | {
    "SmsAddress": IDENTITY,
    "EmailAddress": "alerts@westshirefire.test",
    "EnvironmentAgencyAddress": "https://ea.example/feed",
    "NationalHighwaysAddress": "https://nh.example/closures",
    "PushSources": SOURCE,
}
AT = TEMPLATE.deployed(ADDRESSES | {"OwnPage": "yes", "CalloutIdentity": IDENTITY}, physical)
STATEMENTS = {function.name: AT.statements(function.name) for function in TEMPLATE.functions}
GRANTS = [grant for function, statements in STATEMENTS.items() for grant in grants_of(function, statements)]
MADE_FOR_US = {
    "sqs:ReceiveMessage": "the mapping takes messages with the function's role",
    "sqs:DeleteMessage": "the mapping acknowledges them",
    "sqs:GetQueueAttributes": "the mapping looks how many wait",
    "logs:CreateLogStream": "Lambda writes a function's logs with its role",
    "logs:PutLogEvents": "Lambda writes a function's logs with its role",
}
"""Actions that AWS's own machinery uses in a function's name, so that no call of ours shows them."""
OURS = {("ServeDeliveries", "PutBackAndAnnounce")}
"""Where we take from a queue ourselves: a person puts back what left it undone."""


class Dying:
    """A channel whose worker is gone before the platform answers."""

    def publish(self, post: Post) -> Receipt:
        raise SystemError(f"the worker that sent {post.key} is gone")

    def find(self, post: Post) -> Receipt | None:
        raise NotImplementedError(post.key)


class Served:
    """A feed's server with one document, and the reader of it."""

    def __init__(self, *incidents: Incident) -> None:
        self._incidents = incidents

    def get(self, url: str, *, validators: Validators, until: float) -> Fetched:  # noqa: ARG002
        return Fetched(200, url, b"a document")

    def read(self, body: bytes) -> Reading:
        assert body == b"a document"
        return Reading(incidents=self._incidents, refused=(FeedError("situation.1", "it has no road"),))


class Day:
    """The acts of a day, each by the function whose business it is."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._events = 0

    def order(self, **changes: Any) -> None:
        with self.stage.function("ChangeGate", looking.build_command) as command:
            effect = command(Order(by="gold", reason="a test", **changes))
        assert (effect.refused, effect.unwritten) == ("", ())

    def event(self, sample: str, event_id: str = "") -> Outcome:
        """Put one of the samples in; under an id that was used before, it is the same event again."""
        self._events += 1
        envelope = json.loads((ROOT / "events" / sample).read_text(encoding="utf-8"))
        return self.ingest(json.dumps(envelope | {"id": event_id or f"event-{self._events}"}))

    def ingest(self, body: str) -> Outcome:
        with self.stage.function("IngestIncident", incoming.build_ingest) as ingest:
            return as_today(ingest, self.stage)(body, "a message id")

    def deliver(self, channel: str, lane: Lane, about: Outcome | Announcement, *, dies: bool = False) -> Report:
        """Hand one announcement to a channel's sender, which dies in the middle of its call if told so.

        On a list it is handed on to one of its recipients.
        """
        ids = Announcement(alert_id=about.alert_id, source=about.source, incident_id=about.incident_id)
        if CHANNELS[channel].audience is not Audience.LISTED:
            return self.hand(channel, lane, about if isinstance(about, Announcement) else ids, dies=dies)
        spread = self.hand(channel, lane, ids)
        if spread.word not in {"Spread", "Repeated"}:
            return spread
        return self.hand(channel, lane, ids.model_copy(update={"part": "ward-3"}), dies=dies)

    def hand(self, channel: str, lane: Lane, ids: Announcement, *, dies: bool = False) -> Report:
        name, clock = channel.capitalize(), self.stage.clock
        queue, handle = self.stage.put_on(f"{name}{lane.value.capitalize()}Queue", ids.model_dump_json())
        with self.stage.function(f"Publish{name}", lambda: delivering.build_deliver(queue)) as deliver:
            assert isinstance(deliver, Deliver)
            worker = replace(
                deliver,
                clock=clock,
                jitter=lambda seconds: seconds,
                channel=Dying() if dies else deliver.channel,
                follows=replace(deliver.follows, clock=clock),
            )
            report = worker(Received(body=ids.model_dump_json(), receipt_handle=handle))
        with self.stage.function(f"Publish{name}", delivering.build_wake) as wake:
            wake(replace(report, person=True, life_safety=True))
        return report

    def status(self) -> dict[str, int]:
        with self.stage.function("PostStatus", incoming.build_status) as status:
            clock = self.stage.clock
            return dict(replace(status, clock=clock, tell=replace(status.tell, clock=clock))())

    def poll(self, feed: str, *incidents: Incident) -> PollReport:
        """Poll a feed with its own key, from a server that has these incidents and one that cannot be read."""
        served = Served(*incidents)
        with self.stage.function("PollFeed", incoming.build_poll) as poll:
            told = poll.feeds[feed]
            told.connect()  # the key is read, where the feed has one
            here = replace(told, connect=lambda: served, read=served.read)
            return replace(poll, feeds={feed: here}, clock=self.stage.clock)(feed)

    def sweep(self) -> dict[str, int]:
        with self.stage.function("SweepDue", delivering.build_sweep) as sweep:
            return dict(replace(sweep, clock=self.stage.clock)())


def play(day: Day) -> None:
    """Play every way that a call to AWS can come about."""
    day.order(live=True, channels=tuple(CHANNELS))
    trust_all(day.stage)
    day.order(level="heightened")
    day.order(level="normal")

    first = day.event("incidents/closure_1_reported.json", "event-of-closure")
    assert first.fate == "posted"
    assert day.event("incidents/closure_1_reported.json", "event-of-closure") == first, "redelivered"
    assert day.event("incidents/closure_1_reported.json").fate == "merged"
    for refused in sorted((ROOT / "events/refused").glob("*.json")):
        assert day.event(f"refused/{refused.name}").fate == "refused"
    second, third = (day.event(f"incidents/closure_{each}_updated.json") for each in (2, 3))
    assert day.event("incidents/campaign_planned.json").fate == "posted", "it waits in the table for its time"
    practised = json.loads((ROOT / "events/incidents/evacuation_1_reported.json").read_text(encoding="utf-8"))
    practised["detail"]["incident"]["status"] = "Exercise"
    assert day.ingest(json.dumps(practised | {"id": "event-of-drill"})).fate == "rehearsed"
    fire, leave = (day.event(f"incidents/{each}_1_reported.json") for each in ("fire", "evacuation"))

    for feed in ("environment_agency", "national_highways"):
        report = day.poll(feed, an_incident(source=feed))
        assert (report.word, report.told, report.refused) == ("Polled", 1, 1)
    facts = {"road": "M99", "place": "in Westshire"}
    listed = an_incident(source="national_highways", event_type="highways_closure", facts=facts)
    closure = day.ingest(told_body("a telling", Told(incident=listed)))

    for channel in CHANNELS:
        assert [day.deliver(channel, Lane.ROUTINE, third).word for _ in range(2)] == ["Sent", "Repeated"]
        assert day.deliver(channel, Lane.ROUTINE, closure).word == "Sent"
        assert [day.deliver(channel, Lane.ROUTINE, each).word for each in (first, second)] == ["Superseded"] * 2

    with day.stage.failing():
        for channel in CHANNELS:
            assert day.deliver(channel, Lane.URGENT, leave).word == "Retried"
            assert day.deliver(channel, Lane.URGENT, leave).word == "Waited", "deferred"
            assert day.deliver(channel, Lane.ROUTINE, fire).word == "Retried"
    day.stage.later(60)

    for channel in CHANNELS:
        assert day.deliver(channel, Lane.URGENT, leave).word == "Sent"
        with pytest.raises(SystemError):
            day.deliver(channel, Lane.ROUTINE, fire, dies=True)
    day.stage.later(60)
    for channel in CHANNELS:
        # It may be out: the sender looks, and learns as much as its platform lets it.
        assert day.deliver(channel, Lane.ROUTINE, fire).word in {"Sent", "Unknown"}

    day.event("incidents/closure_4_closed.json")
    day.stage.later(91)
    assert day.sweep()["Announced"] >= 2 * len(CHANNELS), "the end of the closure, and the campaign"
    day.order(stopped=True)
    day.stage.later(timedelta(minutes=20).total_seconds())
    campaigned = [
        name for name in CHANNELS if MessageClass.PROMOTIONAL not in shipped_config().channels.of(name).refuses
    ]
    # Besides these there are the others of each list, whom nobody has handed on yet.
    assert day.sweep()["HeldAtFanOut"] >= len(CHANNELS) + len(campaigned)

    day.order(stopped=False)
    day.stage.later(timedelta(hours=1).total_seconds())
    assert day.status()["Told"] >= 1, "the motorway is still listed as closed"
    play_approvals(day.stage)
    play_record(day.stage, play_desk(day.stage))
    play_follow(day)
    for act in (play_sources, play_drills, play_catch_up, play_blind, play_night):
        act(day.stage)
    with day.stage.unwritable_audit():
        day.order(level="normal")


@pytest.fixture(scope="module")
def needs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[frozenset[Need]]:
    with mock_aws():
        stage = Stage(AT)
        stage.create()
        play(Day(stage))
        play_refresh(stage)
        play_push(stage, tmp_path_factory.mktemp("pushed") / "config")
        yield frozenset(stage.recorder.noted)


@each(TEMPLATE.functions)
def test_every_call_that_a_function_makes_is_granted_to_it(of: Any, needs: frozenset[Need]) -> None:
    own = [need for need in needs if need.function == of.name]
    assert own, "the day has no act of this function; write one into play()"
    assert sorted(str(need) for need in own if not allowed(need, STATEMENTS[of.name])) == []


@pytest.mark.parametrize("grant", [pytest.param(grant, id=str(grant)) for grant in GRANTS])
def test_nothing_is_granted_that_no_call_needs(grant: Grant, needs: frozenset[Need]) -> None:
    """Without it, some call of the day would be denied; so it takes no more than it must."""
    machinery = grant.value in MADE_FOR_US or set(grant.statement.actions) <= set(MADE_FOR_US)
    if machinery and (grant.function, grant.statement.sid) not in OURS:
        return
    narrowed = [grant.left_out() if one == grant.statement else one for one in STATEMENTS[grant.function]]
    assert [need for need in needs if need.function == grant.function and not allowed(need, narrowed)]


@pytest.mark.parametrize(
    "grant", [pytest.param(grant, id=str(grant)) for grant in GRANTS if grant.value.endswith("/*")]
)
def test_objects_are_granted_in_the_narrowest_folder_that_holds_them(grant: Grant, needs: frozenset[Need]) -> None:
    touched = [need.resource for need in needs if allowed(need, [grant.statement]) and need.function == grant.function]
    assert grant.value == f"{os.path.commonpath(touched)}/*"


@pytest.mark.parametrize("action", MADE_FOR_US)
def test_what_we_do_not_call_ourselves_is_granted_and_not_called(action: str, needs: frozenset[Need]) -> None:
    assert action in {grant.value for grant in GRANTS}
    assert action not in {need.action for need in needs if need.function not in dict(OURS)}


def test_a_letter_wrong_in_a_leading_key_denies_a_call(needs: frozenset[Need]) -> None:
    wrong = [_with_keys(one, "THREAD#*", "TREAD#*") for one in STATEMENTS["PublishBluesky"]]
    denied = {need.action for need in needs if need.function == "PublishBluesky" and not allowed(need, wrong)}
    assert denied == {"dynamodb:BatchGetItem", "dynamodb:PutItem"}


def test_another_channel_s_gate_is_not_ours_to_read() -> None:
    table = physical(TEMPLATE.resources["StateTable"], "Arn")
    for gate, expected in (("GATE#bluesky", True), ("GATE#mastodon", False), ("EVENT#a", False)):
        need = Need("PublishBluesky", "a test", "dynamodb:BatchGetItem", table, frozenset({"ALERT#A-1", gate}))
        assert allowed(need, STATEMENTS["PublishBluesky"]) is expected


@pytest.mark.parametrize("action", ["PutItem", "UpdateItem", "DeleteItem"])
def test_who_counts_what_went_of_a_source_may_set_no_mode(action: str) -> None:
    table = physical(TEMPLATE.resources["StateTable"], "Arn")
    for key, writes in (("COUNTS#a", {"PutItem"}), ("SOURCE#a", set())):
        need = Need("IngestIncident", "a test", f"dynamodb:{action}", table, frozenset({key}))
        assert allowed(need, STATEMENTS["IngestIncident"]) is (action in writes)


def test_a_permission_too_many_is_seen(needs: frozenset[Need]) -> None:
    table = TEMPLATE.resources["StateTable"]
    spare = Statement("any", {"Sid": "Spare", "Action": "dynamodb:DeleteItem", "Resource": physical(table, "Arn")})
    for grant in grants_of("IngestIncident", [spare]):
        with pytest.raises(AssertionError):
            test_nothing_is_granted_that_no_call_needs(grant, needs)


def _with_keys(statement: Statement, old: str, new: str) -> Statement:
    body: dict[str, Any] = json.loads(json.dumps(statement.body).replace(old, new))
    return replace(statement, body=body)
