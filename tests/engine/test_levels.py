"""Levels and held posts on the running engine: for a scope, one pulls and two lift, and a person decides what goes."""

import itertools
import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.stage import Stage
from loudhailer.aws.gates import GateTable
from loudhailer.domain.crisis import Declared
from loudhailer.domain.delivery import State
from tests.builders import shipped_config
from tests.engine.conftest import an_event, deliveries_of, end_of, eventually, settled
from tests.engine.officers import audit_lines, calling, knock, said

pytestmark = pytest.mark.engine
_numbers = itertools.count(1)


def a_campaign(stage: Stage) -> str:
    """Plan a campaign for the next half minute, and return its alert's identifier."""
    words = {"type": "campaign", "title": f"Test it {os.getpid()}-{next(_numbers)}", "message": "Press the button."}
    later = (datetime.now(UTC) + timedelta(seconds=30)).isoformat()
    event_id, _ = stage.put_event(an_event("campaign.planned", source="westshire.comms", publish_at=later, **words))
    return end_of(stage, event_id).alert_id


def suggested(answer: dict[str, Any], alert_id: str) -> list[dict[str, Any]]:
    return [each for each in answer["suggested"] if each["identifier"] == alert_id]


def test_a_level_for_one_incident_names_what_it_holds_and_leaves_every_other_alone(stage: Stage) -> None:
    one, other = a_campaign(stage), a_campaign(stage)
    scope = f"incident:{one.rsplit('-', 1)[0]}"
    with calling(stage, "silver") as silver:
        asked = {"level": "crisis", "scope": scope}
        before = said(silver.post("/crisis/preview", json=asked))
        assert {each["identifier"] for each in before["waiting"]} == {one}
        assert said(silver.get("/crisis"))["gates"][0]["declared"] == []
        until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
        told = said(silver.put("/crisis", json=asked | {"reason": "bad taste", "until": until}))
        assert {each["channel"] for each in told["waiting"] if each["identifier"] == one} == set(stage.channels)
        assert not [each for each in told["waiting"] if each["identifier"] == other]
        assert told["also_pause"]
        shown = said(silver.get("/crisis"))
        assert {(each["scope"], each["by"]) for gate in shown["gates"] for each in gate["declared"]} == {
            (scope, stage.officers["silver"].username)
        }
        ticked = said(silver.post("/crisis/ticks", json={"what": told["also_pause"][0]["what"]}))
        assert ticked["also_pause"][0]["done_by"] == stage.officers["silver"].username
        ended = said(silver.put("/crisis", json={"level": "normal", "scope": scope, "reason": "all is well"}))
        assert not [level for gate in ended["gates"] for level in gate["declared"]]

    def out() -> bool:
        stage.sweep()
        return all(each.final for alert in (one, other) for each in deliveries_of(stage, alert).values())

    eventually(out, patience=90)


def test_one_pulls_two_lift_and_only_a_person_releases(stage: Stage) -> None:
    with calling(stage, "duty") as duty, calling(stage, "silver") as silver, calling(stage, "gold") as gold:
        pulled = said(duty.put("/crisis", json={"level": "lockdown", "reason": "a stolen phone"}))
        revoked = [each["what"] for each in pulled["revoke"]]
        assert revoked == [each.platform for each in shipped_config().plan.levels["lockdown"].revoke]

        event = an_event()
        body = json.dumps({"detail-type": event["detail-type"], "detail": event["detail"]}).encode()
        shut = knock(stage, body)
        assert (shut.status_code, shut.headers["retry-after"]) == (503, "60")
        event_id, _ = stage.put_event(an_event())
        alert_id = end_of(stage, event_id).alert_id
        assert {each.state for each in deliveries_of(stage, alert_id).values()} == {State.HELD}

        lift = {"level": "normal", "reason": "all credentials are new"}
        assert duty.put("/crisis", json=lift).status_code == 403
        first = said(gold.put("/crisis", json=lift))
        assert first["lift"]["by"] == stage.officers["gold"].username
        assert {gate["level"] for gate in said(gold.put("/crisis", json=lift))["gates"]} == {"lockdown"}
        done = said(silver.put("/crisis", json=lift))
        assert {gate["level"] for gate in done["gates"]} == {"normal"}
        # The index is behind by a moment; whoever looks again sees it.
        listed = eventually(
            lambda: [each for each in said(duty.get("/held"))["held"] if each["identifier"] == alert_id]
        )
        assert {(each["fate"], each["worth"]) for each in listed} == {("release", True)}
        for one in suggested(done, alert_id):
            assert one["fate"] == "release"
        assert {each.state for each in deliveries_of(stage, alert_id).values()} == {State.HELD}
        assert knock(stage, body).status_code == 202

        assert duty.post(f"/held/{alert_id}/release", json={"reason": "go on"}).status_code == 403
        released = said(silver.post(f"/held/{alert_id}/release", json={"reason": "it is still true"}))
        assert (released["refused"], released["warnings"]) == ({}, [])
    assert {each.state for each in settled(stage, alert_id).values()} == {State.SENT}
    deeds = [line["deed"] for line in audit_lines(stage, f"incident:{alert_id.rsplit('-', 1)[0]}")]
    assert deeds == ["release"]


def test_what_was_held_is_dropped_folded_or_approved_anew(stage: Stage) -> None:
    stage.order(by="tests", reason="a test", level="lockdown")
    ids = [end_of(stage, stage.put_event(an_event())[0]).alert_id for _ in range(4)]
    stage.order(by="tests", reason="a test", level="normal")
    with calling(stage, "comms") as comms:
        said(comms.post(f"/held/{ids[0]}/drop", json={"reason": "old news"}))
        said(comms.post(f"/held/{ids[1]}/reapprove", json={"reason": "is it still true?"}))
        asked = {"alerts": ids[2:], "title": "What has happened since 6pm", "reason": "one post is enough"}
        folded = said(comms.post("/held/digests", json=asked))
        assert (folded["folded"], folded["digest"]["fate"]) == (ids[2:], "held")
        refused = comms.post(f"/held/{ids[1]}/release", json={"reason": "go on"})
        assert (refused.status_code, "it needs approval" in refused.json()["detail"]) == (409, True)
    for alert_id, state in ((ids[0], State.SUPERSEDED), (ids[1], State.HELD), (ids[2], State.SUPERSEDED)):
        assert {each.state for each in deliveries_of(stage, alert_id).values()} == {state}


def test_a_level_that_nobody_ends_falls_by_the_clock_and_never_to_normal(stage: Stage) -> None:
    gates = GateTable(stage.engine.client("dynamodb"), stage.stack.outputs["StateTableName"])
    past = datetime.now(UTC) - timedelta(seconds=1)
    for channel in stage.channels:
        gates.declare(channel, Declared(level="crisis", by="silver", reason="a test", at=past, until=past))

    def fallen() -> bool:
        stage.stack.invoke(stage.stack.outputs["WatchFunction"], {})
        return {gate.level for gate in gates.gates(stage.channels).values() if gate} == {"heightened"}

    eventually(fallen)
    lines = [line for line in audit_lines(stage, "command") if line["by"] == "clock"]
    assert lines[-1]["deed"] == "set level heightened for service"


def test_anybody_on_duty_stops_a_channel_and_only_gold_starts_it(stage: Stage) -> None:
    with calling(stage, "comms") as comms, calling(stage, "gold") as gold:
        stopped = said(comms.put("/channels/mastodon", json={"stopped": True, "reason": "a wrong post"}))
        assert stopped["gates"][0]["stopped"] is True
        try:
            again = {"stopped": False, "reason": "all is well"}
            assert comms.put("/channels/mastodon", json=again).status_code == 403
            assert comms.put("/channels/mastodon", json={"reason": "x"}).status_code == 422
        finally:
            assert said(gold.put("/channels/mastodon", json=again))["gates"][0]["stopped"] is False
