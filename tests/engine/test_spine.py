"""From event to post through the deployed template, with IAM enforced and real workers."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.deploy import ROOT, deploy
from local.stage import Stage
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import State
from loudhailer.domain.outcome import Fate
from tests.channels.kit import class_of
from tests.engine.conftest import (
    SOCIAL,
    an_event,
    deliveries_of,
    end_of,
    eventually,
    later,
    needs_a_person,
    send_body,
    settled,
    soon_again,
    texts,
)

pytestmark = pytest.mark.engine


def test_an_incident_becomes_a_thread_on_every_channel(stage: Stage) -> None:
    event = an_event()
    alerts = []
    for each in (event, later(event, cause="collision"), later(event, "incident.closed", revision=3)):
        event_id, _ = stage.put_event(each)
        alerts.append(end_of(stage, event_id).alert_id)
        assert {one.state for one in settled(stage, alerts[-1]).values()} == {State.SENT}
    reference = alerts[0].split("-")[0]
    for channel in SOCIAL:
        posts = [post for post in stage.sandbox.posts(channel) if reference in post["text"]]
        assert [bool(post["reply_to"]) for post in posts] == [False, True, True]
        assert {post["root"] or post["id"] for post in posts} == {posts[0]["id"]}
        assert posts[-1]["text"].startswith("The A4117 has reopened")
    listed = eventually(
        lambda: [each for each in stage.sandbox.pages() if (each["reference"], each["closed"]) == (reference, True)]
    )
    assert [post["revision"] for post in listed[0]["posts"]] == [1, 2, 3]


def test_the_same_event_put_twice_is_one_alert(stage: Stage) -> None:
    event = an_event()
    (first, _), (second, _) = stage.put_events([event, event])
    ends = {end_of(stage, first).fate, end_of(stage, second).fate}
    assert ends == {Fate.POSTED, Fate.MERGED}


def test_a_channel_that_is_off_delays_no_other_and_catches_up_once_each(stage: Stage) -> None:
    stage.sandbox.fault("mastodon", kind="off")
    event_id, _ = stage.put_event(an_event())
    alert_id = end_of(stage, event_id).alert_id
    reached = eventually(lambda: {c for c, d in deliveries_of(stage, alert_id).items() if d.state is State.SENT})
    eventually(lambda: deliveries_of(stage, alert_id)["mastodon"].state is State.RETRY)
    assert "mastodon" not in reached
    stage.sandbox.fault("mastodon", kind="on")
    assert settled(stage, alert_id)["mastodon"].state is State.SENT
    assert len(texts(stage, "mastodon", alert_id.split("-")[0])) == 1


@pytest.mark.parametrize("fault", [{"kind": "drop_answer"}, {"kind": "server_error", "status": 503, "stored": True}])
def test_an_answer_lost_after_acceptance_leaves_one_post(stage: Stage, fault: dict[str, Any]) -> None:
    asked = [channel for channel in SOCIAL if class_of(channel) != "E"]
    for channel in asked:
        stage.sandbox.fault(channel, **fault)
    event_id, _ = stage.put_event(an_event())
    alert_id = end_of(stage, event_id).alert_id
    deliveries = settled(stage, alert_id, patience=40)
    for channel in asked:
        assert (deliveries[channel].state, deliveries[channel].ref is not None) == (State.SENT, True)
        assert len(texts(stage, channel, alert_id.split("-")[0])) == 1


def test_where_nobody_can_be_asked_a_lost_answer_leaves_one_post_and_a_doubt(stage: Stage) -> None:
    """Nothing ends such a doubt but a person, so it is looked at until the post expires, and never sent again."""
    stage.sandbox.fault("telegram", kind="drop_answer")
    soon = datetime.now(UTC) + timedelta(seconds=8)
    event_id, _ = stage.put_event(an_event(expires=soon.isoformat()))
    alert_id = end_of(stage, event_id).alert_id
    delivery = eventually(
        lambda: [
            each
            for each in deliveries_of(stage, alert_id).values()
            if each.channel == "telegram" and needs_a_person(each)
        ]
    )[0]
    assert (delivery.state, delivery.ref) == (State.UNKNOWN, None)
    assert "Telegram cannot be asked" in delivery.reason
    assert stage.sandbox.channel("telegram")["state"] == "up"
    assert len(texts(stage, "telegram", alert_id.split("-")[0])) == 1


def test_a_rate_limit_is_waited_out(stage: Stage) -> None:
    stage.sandbox.fault("bluesky", kind="rate_limited", retry_after=3, times=1)
    event_id, accepted = stage.put_event(an_event())
    delivery = settled(stage, end_of(stage, event_id).alert_id)["bluesky"]
    assert (delivery.state, delivery.attempts) == (State.SENT, 2)
    assert delivery.sent_at is not None
    assert delivery.sent_at.timestamp() - accepted >= 3


def test_a_sender_killed_after_the_platform_accepted_leaves_one_post_and_a_true_record(stage: Stage) -> None:
    """SIGKILL between acceptance and record: redelivery, here after the claim's 20 s, finds the post and writes it."""
    # The stand-in accepts at once, then holds the answer back: there is time to kill the worker in between.
    stage.sandbox.fault("bluesky", kind="slow", seconds=6, stored=True, times=1)
    with soon_again(stage, "BlueskyRoutineQueue", seconds=22):
        event_id, _ = stage.put_event(an_event())
        alert_id = end_of(stage, event_id).alert_id
        reference = alert_id.split("-")[0]
        eventually(lambda: texts(stage, "bluesky", reference))
        assert deliveries_of(stage, alert_id)["bluesky"].state is State.CLAIMED
        stage.end_workers("PublishBluesky")
        delivery = settled(stage, alert_id, patience=90)["bluesky"]
    assert (delivery.state, delivery.reason) == (State.SENT, "it was already there")
    assert len(texts(stage, "bluesky", reference)) == 1


def test_a_campaign_that_waits_when_the_level_changes_is_held(stage: Stage) -> None:
    due = datetime.now(UTC) + timedelta(seconds=1)
    event_id, _ = stage.put_event(
        an_event(
            "campaign.planned",
            source="westshire.comms",
            type="campaign",
            title="Test it Tuesday",
            message="Press the button.",
            publish_at=due.isoformat(),
        )
    )
    alert_id = end_of(stage, event_id).alert_id
    stage.order(by="gold", reason="a major incident", level="crisis")
    time.sleep(1.1)
    stage.sweep()
    found = settled(stage, alert_id)
    assert {each.state for each in found.values()} == {State.HELD}
    stage.order(by="gold", reason="over", level="normal")
    stage.sweep()
    assert {each.state for each in deliveries_of(stage, alert_id).values()} == {State.HELD}
    assert texts(stage, "bluesky", alert_id.split("-")[0]) == []


def test_a_queued_post_is_held_at_claim(stage: Stage) -> None:
    """The level changes after the announcement and before the claim: the mail in the queue is held, not sent."""
    stage.sandbox.fault("bluesky", kind="rate_limited", retry_after=3, times=1)
    event_id, _ = stage.put_event(an_event())
    alert_id = end_of(stage, event_id).alert_id
    eventually(lambda: deliveries_of(stage, alert_id)["bluesky"].state is State.RETRY)
    stage.order(by="gold", reason="an account in the wrong hands", level="lockdown")
    held = settled(stage, alert_id)["bluesky"]
    assert (held.state, held.reason) == (State.HELD, "level lockdown: the plan says hold for incident")
    assert texts(stage, "bluesky", alert_id.split("-")[0]) == []


@pytest.mark.parametrize("name", ["no_place", "unknown_detail_type", "revision_is_a_word"])
def test_a_bad_event_is_refused_with_a_reason_and_kept(stage: Stage, name: str) -> None:
    event = json.loads((ROOT / "events" / "refused" / f"{name}.json").read_text(encoding="utf-8"))
    good_id = stage.put_events([event, an_event()])[1][0]
    bad = eventually(lambda: [each for each in stage.outcomes().values() if each.document and name_in(each, name)])[0]
    assert (bad.fate, bad.alert_id) == (Fate.REFUSED, "")
    assert end_of(stage, good_id).fate is Fate.POSTED
    bucket, key = bad.document.removeprefix("s3://").split("/", 1)
    kept = stage.engine.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    assert json.loads(kept)["detail"] == event["detail"]


def name_in(outcome: object, name: str) -> bool:
    reasons = {
        "no_place": "detail.incident.place: a road_closure cannot",
        "unknown_detail_type": "detail-type: 'incident.exploded' is not known",
        "revision_is_a_word": "detail.incident.revision: ",
    }
    return reasons[name] in str(outcome)


def test_an_event_of_a_quarter_of_a_mebibyte_is_refused_and_kept_whole(stage: Stage) -> None:
    event = an_event(place="x" * 100)
    event["detail"]["padding"] = "y" * (262_144 - len(json.dumps(event["detail"])) - 200)
    event_id, _ = stage.put_event(event)
    outcome = end_of(stage, event_id)
    assert outcome.fate is Fate.REFUSED
    assert "at most 65,536 are read" in outcome.reason
    bucket, key = outcome.document.removeprefix("s3://").split("/", 1)
    assert stage.engine.client("s3").head_object(Bucket=bucket, Key=key)["ContentLength"] > 261_000


def test_a_body_in_the_ingest_queue_that_is_no_event_reaches_the_ledger(stage: Stage) -> None:
    before = set(stage.outcomes())
    send_body(stage, "IngestQueue", "this is not JSON")
    new = eventually(lambda: set(stage.outcomes()) - before)
    assert "it is not JSON" in stage.outcomes()[new.pop()].reason


def test_a_message_of_the_version_before_survives_a_deploy(stage: Stage) -> None:
    mappings = stage.engine.client("lambda")
    queue_arn = stage.engine.client("sqs").get_queue_attributes(
        QueueUrl=stage.stack.resources["BlueskyRoutineQueue"], AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    [mapping] = mappings.list_event_source_mappings(EventSourceArn=queue_arn)["EventSourceMappings"]
    mappings.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    event_id, _ = stage.put_event(an_event())
    alert_id = end_of(stage, event_id).alert_id
    alert = stage.alerts()[alert_id]
    # Whatever is waiting there now is of this version; put one of the version before beside it, and take its twin away.
    stage.engine.client("sqs").purge_queue(QueueUrl=stage.stack.resources["BlueskyRoutineQueue"])
    old = Announcement.of(alert).model_copy(update={"v": 0}).model_dump_json()
    send_body(stage, "BlueskyRoutineQueue", old)
    deploy(stage.engine, {**stage.parameters, "LogRetentionDays": "30"}, config=stage.config)
    mappings.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    assert settled(stage, alert_id)["bluesky"].state is State.SENT


def test_a_message_of_an_unknown_version_goes_back_to_its_queue(stage: Stage) -> None:
    send_body(stage, "MastodonUrgentQueue", '{"v": 99, "alert_id": "x", "source": "s", "incident_id": "i"}')
    sqs, url = stage.engine.client("sqs"), stage.stack.resources["MastodonUrgentQueue"]

    def in_flight() -> bool:
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
        return bool(counts["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1")

    eventually(in_flight)
    time.sleep(1)
    assert in_flight()
    sqs.purge_queue(QueueUrl=url)


def test_a_first_deploy_comes_up_in_exercise(stage: Stage) -> None:
    stage.order(by="tests", reason="as on the first day", live=False)
    try:
        event_id, _ = stage.put_event(an_event())
        outcome = end_of(stage, event_id)
        assert outcome.fate is Fate.HELD
        assert texts(stage, "mastodon", outcome.alert_id.split("-")[0]) == []
    finally:
        stage.order(by="tests", reason="back to live", live=True, channels=stage.channels)


def test_an_order_is_written_in_the_audit_chain(stage: Stage) -> None:
    stage.order(by="gold", reason="to be found in the audit", level="heightened")
    lines = stage.engine.client("dynamodb").scan(TableName=stage.stack.outputs["AuditTableName"])["Items"]
    assert any('"deed":"set level heightened for service"' in line["body"]["S"] for line in lines)
    assert not any("to be found in the audit" in line["body"]["S"] for line in lines), "words lie apart"
    assert any("to be found in the audit" in each["body"]["S"] for each in stage.items() if each["sk"]["S"] == "WORDS")
