"""A person says what no sender can know, through the deployed template: doubts, posts by hand, what comes off."""

import json
from datetime import datetime
from typing import Any

import httpx
import pytest

from local.stage import Stage
from loudhailer.domain.alert import Alert
from loudhailer.domain.delivery import Delivery, State
from tests.engine.conftest import an_event, deliveries_of, end_of, eventually, later, settled, texts
from tests.engine.delivery_scenarios import dies, is_now, left_in_doubt, unannounced
from tests.engine.officers import audit_lines, calling, said

pytestmark = pytest.mark.engine
WHY = {"reason": "a test of the engine"}


def settle(stage: Stage, alert_id: str, channel: str, word: str, **more: Any) -> httpx.Response:
    with calling(stage, "duty") as duty:
        return duty.post(f"/deliveries/{alert_id}/settle", json=WHY | {"word": word, "channel": channel} | more)


def raised(stage: Stage) -> str:
    event_id, _ = stage.put_event(an_event())
    return end_of(stage, event_id).alert_id


def in_state(stage: Stage, alert_id: str, channel: str, state: State) -> Delivery:
    """Return a delivery once it stands so."""

    eventually(lambda: deliveries_of(stage, alert_id)[channel].state is state, patience=60)
    return deliveries_of(stage, alert_id)[channel]


def test_a_doubt_that_somebody_has_seen_out_ends_and_the_all_clear_still_goes(stage: Stage) -> None:
    stage.sandbox.fault("telegram", kind="drop_answer")
    event = an_event()
    event_id, _ = stage.put_event(event)
    alert_id = end_of(stage, event_id).alert_id
    in_state(stage, alert_id, "telegram", State.UNKNOWN)
    with calling(stage, "duty") as duty:
        listed = said(duty.get("/doubts"))["doubts"]
        (doubt,) = [each for each in listed if each["identifier"] == alert_id]
    assert (doubt["channel"], doubt["attempt"]) == ("telegram", 1)
    told = said(settle(stage, alert_id, "telegram", "out", link="https://t.me/example/1", attempt=1))
    assert told["warnings"] == []
    sent = settled(stage, alert_id)["telegram"]
    assert (sent.state, sent.told_by, sent.ref.url if sent.ref else "") == (
        State.SENT,
        stage.officers["duty"].username,
        "https://t.me/example/1",
    )
    closed_id, _ = stage.put_event(later(event, "incident.closed"))
    assert settled(stage, end_of(stage, closed_id).alert_id)["telegram"].state is State.SENT
    assert len(texts(stage, "telegram", doubt["reference"])) == 2
    chain = audit_lines(stage, f"incident:{doubt['reference']}")
    assert "it is out" in {line["deed"] for line in chain}


def test_a_doubt_that_is_not_there_is_sent_again_once(stage: Stage) -> None:
    stage.sandbox.fault("telegram", kind="server_error", status=500)
    alert_id = raised(stage)
    in_state(stage, alert_id, "telegram", State.UNKNOWN)
    reference = alert_id.partition("-")[0]
    assert texts(stage, "telegram", reference) == []
    for repeated in (False, True):
        answer = settle(stage, alert_id, "telegram", "again", attempt=1)
        if repeated and answer.status_code == httpx.codes.CONFLICT:
            break  # it is out already
        assert said(answer)["repeated"] is repeated
    in_state(stage, alert_id, "telegram", State.SENT)
    assert len(texts(stage, "telegram", reference)) == 1


def test_what_was_posted_by_hand_is_not_posted_by_the_retry(stage: Stage) -> None:
    stage.sandbox.fault("mastodon", kind="off")
    alert_id = raised(stage)
    in_state(stage, alert_id, "mastodon", State.RETRY)

    def by_hand() -> bool:
        answer = settle(stage, alert_id, "mastodon", "by_hand", link="https://social.example/1")
        if answer.status_code == httpx.codes.CONFLICT:
            # A retry holds the lease, or was quicker: that is told, and nothing is written over it.
            assert any(why in answer.json()["detail"] for why in ("sent at this moment", "changed it in this moment"))
            return False
        return not said(answer)["warnings"]

    eventually(by_hand, patience=30)
    stage.sandbox.fault("mastodon", kind="on")
    assert settled(stage, alert_id)["mastodon"].reason.endswith("posted it by hand")
    other = raised(stage)
    in_state(stage, other, "mastodon", State.SENT)
    assert texts(stage, "mastodon", alert_id.partition("-")[0]) == []


def test_a_dead_letter_is_shown_by_the_command_line_and_goes_out_once_it_is_put_back(stage: Stage) -> None:
    alert = unannounced(stage, "bluesky")
    dies(stage, alert, "bluesky")
    shown = json.loads(stage.officer("--as", "silver", "--json", "redrive", "--dry-run"))
    (heap,) = [each for each in shown["channels"] if each["channel"] == "bluesky"]
    assert (heap["count"], heap["deliveries"][0]["identifier"]) == (1, alert.identifier)
    assert datetime.fromisoformat(heap["oldest"]).tzinfo is not None
    assert is_now(stage, alert, "bluesky", State.PENDING)
    moved = json.loads(stage.officer("--as", "silver", "--json", "redrive", "bluesky", "--yes", "--reason", "a test"))
    assert [(each["moved"], each["remaining"]) for each in moved["channels"]] == [(1, 0)]
    in_state(stage, alert.identifier, "bluesky", State.SENT)
    assert len(texts(stage, "bluesky", alert.reference)) == 1
    assert "redrive" in {line["deed"] for line in audit_lines(stage, "command")}


def test_what_never_left_is_a_tombstone_that_no_message_lifts(stage: Stage) -> None:
    alert = unannounced(stage, "bluesky")
    with calling(stage, "comms") as comms:
        told = said(comms.post(f"/deliveries/{alert.identifier}/retract", json=WHY))
    assert [each["state"] for each in told["deliveries"]] == ["RETRACTED"]
    dies(stage, alert, "bluesky")
    with calling(stage, "duty") as duty:
        moved = said(duty.post("/dead-letters/bluesky/redrive", json=WHY))
        assert duty.post(f"/deliveries/{alert.identifier}/retract", json=WHY).status_code == httpx.codes.FORBIDDEN
    assert (moved["moved"], moved["done"]) == (0, 1)
    assert texts(stage, "bluesky", alert.reference) == []


def test_a_correction_reports_every_channel_and_the_one_that_is_down(stage: Stage) -> None:
    line = stage.officer("--as", "silver", "--json", "alert", "raise", "--type", "fire", "--place", "by the old quay")
    first = json.loads(line)["identifier"]
    settled(stage, first)
    stage.sandbox.fault("mastodon", kind="off")
    reference = first.partition("-")[0]
    with pytest.raises(RuntimeError, match="not done on mastodon"):
        stage.officer("--as", "silver", "alert", "correct", reference, "--place", "by the new quay", "--take-down")
    with calling(stage, "silver") as silver:
        reached = said(silver.get(f"/alerts/{reference}/channels"))
        found = {each["channel"]: each for each in reached["channels"]}
        assert reached["takes_down"]
        assert {name for name, each in found.items() if each["under_way"]} == {"mastodon"}
        assert found["telegram"]["deliveries"][0]["state"] == "SENT"
        stage.sandbox.fault("mastodon", kind="on")

        def everywhere() -> bool:
            told = said(silver.get(f"/alerts/{reference}/channels"))["channels"]
            return all(each["well"] for each in told)

        eventually(everywhere, patience=60)


def test_a_doubt_without_its_platform_is_settled_by_whoever_can_see_it(stage: Stage) -> None:
    alert: Alert = unannounced(stage, "page")
    left_in_doubt(stage, alert, "page")
    assert said(settle(stage, alert.identifier, "page", "again"))["repeated"] is False
    in_state(stage, alert.identifier, "page", State.SENT)
