"""From an event to one committed alert, or to one line in the ledger that says why not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.outcome import Fate
from loudhailer.domain.post import Variant
from loudhailer.ports import Commit
from tests.builders import NOW
from tests.fakes import MemoryState
from tests.pipeline.way_in import CHANNELS, WayIn


@pytest.fixture
def way_in() -> WayIn:
    return WayIn()


def test_a_reported_incident_becomes_an_alert_on_every_channel_and_one_announcement(way_in: WayIn) -> None:
    outcome = way_in.put()
    assert (outcome.fate, outcome.reason) == (Fate.POSTED, "committed for page, bluesky")
    alert = way_in.state.alerts[outcome.alert_id]
    assert (alert.msg_type, alert.message_class, alert.lane) == (MsgType.ALERT, MessageClass.INCIDENT, Lane.ROUTINE)
    assert alert.headline == "A4117 closed between Aldermere and Stokeby"
    assert [(channels, lane) for _, channels, lane in way_in.topic.said] == [(("page", "bluesky"), Lane.ROUTINE)]
    assert {each.state for each in way_in.state.stored.values()} == {State.PENDING}
    assert {(each.due, each.due_at) for each in way_in.state.stored.values()} == {
        (Due.UNCLAIMED, NOW + timedelta(seconds=90))
    }


def test_the_same_event_delivered_twice_is_one_alert_and_may_be_announced_again(way_in: WayIn) -> None:
    first, second = way_in.put(event_id="e"), way_in.put(event_id="e")
    assert first == second
    assert (len(way_in.state.alerts), len(way_in.topic.said)) == (1, 2)


def test_the_same_revision_in_another_event_is_merged(way_in: WayIn) -> None:
    way_in.put()
    assert way_in.put().fate is Fate.MERGED
    assert (len(way_in.state.alerts), len(way_in.topic.said)) == (1, 1)


def test_a_higher_revision_is_an_update_that_names_what_it_updates(way_in: WayIn) -> None:
    first = way_in.put()
    second = way_in.put("incident.updated", revision=2, cause="collision")
    alert = way_in.state.alerts[second.alert_id]
    assert (alert.msg_type, alert.references) == (MsgType.UPDATE, (first.alert_id,))
    assert set(alert.drafts["bluesky"]) == {Variant.FIRST, Variant.REPLY, Variant.STANDALONE}


def test_a_revision_that_comes_too_late_is_superseded(way_in: WayIn) -> None:
    way_in.put("incident.updated", revision=2)
    assert way_in.put("incident.updated", revision=1).fate is Fate.SUPERSEDED


def test_the_end_of_an_incident_goes_on_the_urgent_lane(way_in: WayIn) -> None:
    way_in.put()
    outcome = way_in.put("incident.closed", revision=2)
    alert = way_in.state.alerts[outcome.alert_id]
    assert (alert.msg_type, alert.lane) == (MsgType.CANCEL, Lane.URGENT)
    assert "reopened" in alert.drafts["bluesky"][Variant.REPLY].text


def test_the_end_of_what_was_never_announced_is_refused(way_in: WayIn) -> None:
    outcome = way_in.put("incident.closed")
    assert (outcome.fate, outcome.reason) == (Fate.REFUSED, "it was closed, but never announced")


def test_a_report_that_its_end_overtook_announces_nothing(way_in: WayIn) -> None:
    way_in.put("incident.closed", revision=2)
    assert way_in.put(revision=1).fate is Fate.SUPERSEDED
    assert (way_in.state.alerts, way_in.topic.said) == ({}, [])


def test_a_revision_older_than_one_that_was_merged_announces_nothing(way_in: WayIn) -> None:
    way_in.put(revision=1)
    assert way_in.put("incident.updated", revision=3).fate is Fate.MERGED
    assert way_in.put("incident.updated", revision=2, cause="collision").fate is Fate.SUPERSEDED


def test_a_revision_older_than_one_that_had_expired_announces_nothing(way_in: WayIn) -> None:
    past = (NOW - timedelta(minutes=1)).isoformat()
    assert way_in.put("incident.updated", revision=2, expires=past).fate is Fate.EXPIRED
    assert way_in.put(revision=1).fate is Fate.SUPERSEDED


def test_an_end_goes_out_although_the_incident_had_expired(way_in: WayIn) -> None:
    way_in.put(expires=(NOW + timedelta(minutes=1)).isoformat())
    way_in.clock.pass_(120)
    outcome = way_in.put("incident.closed", revision=2, expires=(NOW + timedelta(minutes=1)).isoformat())
    assert outcome.fate is Fate.POSTED
    assert way_in.state.alerts[outcome.alert_id].expires == way_in.clock.now + timedelta(hours=2)


def test_an_update_that_had_expired_does_not_reopen_what_was_closed(way_in: WayIn) -> None:
    way_in.put()
    way_in.put("incident.closed", revision=2)
    way_in.put("incident.updated", revision=3, expires=(NOW - timedelta(minutes=1)).isoformat())
    outcome = way_in.put("incident.updated", revision=4)
    assert way_in.state.alerts[outcome.alert_id].msg_type is MsgType.ALERT
    assert way_in.state.alerts[outcome.alert_id].since == 3


@pytest.mark.parametrize(
    ("changes", "person"),
    [
        ({"place": "at 14 Mill Street"}, False),
        ({"place": "at Mill Street, 3 casualties"}, True),
        ({"status": "Exercise"}, False),
        ({"sensitivities": ["fatal"]}, True),
        ({}, False),
    ],
)
def test_what_needs_a_person_says_so(way_in: WayIn, changes: dict[str, Any], person: bool) -> None:  # noqa: FBT001  # a row
    assert way_in.put(**changes).person is person


def test_an_exercise_is_never_committed(way_in: WayIn) -> None:
    outcome = way_in.put(status="Exercise")
    assert (outcome.fate, way_in.state.alerts) == (Fate.REHEARSED, {})


def test_a_first_deploy_holds_everything(way_in: WayIn) -> None:
    way_in.state.gate_items.clear()
    outcome = way_in.put()
    assert (outcome.fate, way_in.topic.said) == (Fate.HELD, [])
    assert "Exercise" in outcome.reason


def test_only_the_channels_that_may_send_are_announced(way_in: WayIn) -> None:
    way_in.state.switch("page", stopped=True)
    way_in.put()
    assert way_in.topic.said[0][1] == ("bluesky",)


def test_a_sensitive_incident_waits_for_a_person(way_in: WayIn) -> None:
    outcome = way_in.put(sensitivities=["fatal"])
    assert (outcome.fate, way_in.topic.said) == (Fate.HELD, [])
    assert "a person decides" in outcome.reason


def test_a_campaign_waits_in_the_table_for_its_time(way_in: WayIn) -> None:
    due = NOW + timedelta(minutes=5)
    outcome = way_in.put(
        "campaign.planned",
        source="westshire.comms",
        type="campaign",
        title="Test it Tuesday",
        message="Press the button.",
        publish_at=due.isoformat(),
    )
    assert (outcome.fate, way_in.topic.said) == (Fate.POSTED, [])
    assert {(each.due, each.due_at) for each in way_in.state.stored.values()} == {(Due.PLANNED, due)}


def test_a_campaign_planned_in_a_crisis_still_waits_for_its_time(way_in: WayIn) -> None:
    for channel in CHANNELS:
        way_in.state.level("crisis", channel)
    way_in.put(
        "campaign.planned",
        source="westshire.comms",
        type="campaign",
        title="Test it Tuesday",
        message="Press the button.",
        publish_at=(NOW + timedelta(days=1)).isoformat(),
    )
    assert {each.state for each in way_in.state.stored.values()} == {State.PENDING}


def test_control_cannot_plan_a_campaign_nor_comms_report_an_evacuation(way_in: WayIn) -> None:
    assert way_in.put("campaign.planned", type="campaign", title="Hello", message="Hello").fate is Fate.REFUSED
    assert way_in.put(source="westshire.comms", type="evacuation").fate is Fate.REFUSED


def test_an_event_claims_no_class_of_its_own(way_in: WayIn) -> None:
    outcome = way_in.put(**{"class": "life_safety"})
    assert (outcome.fate, "class" in outcome.reason) == (Fate.REFUSED, True)


@pytest.mark.parametrize("name", ["no_place", "unknown_detail_type", "revision_is_a_word"])
def test_a_bad_event_is_refused_with_a_place_and_kept_for_a_person(way_in: WayIn, name: str) -> None:
    body = (ROOT / "events" / "refused" / f"{name}.json").read_text(encoding="utf-8")
    outcome = way_in.ingest()(body, "message-9")
    assert outcome.fate is Fate.REFUSED
    assert ": " in outcome.reason
    assert way_in.documents.kept == {"message-9": body}
    assert way_in.state.ends["message-9"].document == "memory://message-9"


@pytest.mark.parametrize("body", ["", "not json", "[]", "null", '{"detail": 1}', "x" * 262_144])
def test_what_is_no_event_at_all_still_ends_in_the_ledger(way_in: WayIn, body: str) -> None:
    assert way_in.ingest()(body, "message-1").fate is Fate.REFUSED
    assert list(way_in.state.ends) == ["message-1"]


def test_a_refused_event_delivered_again_keeps_its_first_end(way_in: WayIn) -> None:
    first = way_in.ingest()("not json", "message-1")
    way_in.clock.pass_(60)
    assert way_in.ingest()("not json", "message-1") == first


def test_an_announcement_lost_after_commit_is_made_good_when_the_event_comes_again(way_in: WayIn) -> None:
    way_in.topic.broken = True
    with pytest.raises(StateUnavailable):
        way_in.put(event_id="e")
    way_in.topic.broken = False
    assert way_in.put(event_id="e").fate is Fate.POSTED
    assert (len(way_in.state.alerts), len(way_in.topic.said)) == (1, 1)


def test_a_head_that_moves_while_the_words_are_written_is_compared_again(
    way_in: WayIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = MemoryState.commit

    def overtaken(state: MemoryState, given: Commit) -> None:
        monkeypatch.setattr(MemoryState, "commit", commit)
        way_in.put("incident.updated", revision=2)
        commit(state, given)

    monkeypatch.setattr(MemoryState, "commit", overtaken)
    assert way_in.put(revision=1).fate is Fate.SUPERSEDED
    assert next(iter(way_in.state.heads.values())).revision == 2


def test_an_event_that_never_wins_goes_back_to_its_queue(way_in: WayIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise ClaimLost("commit")

    monkeypatch.setattr(MemoryState, "commit", lost)
    with pytest.raises(ClaimLost):
        way_in.put()


def test_a_channel_too_small_for_the_words_fails_alone(way_in: WayIn) -> None:
    way_in.channels["bluesky"] = replace(CHANNELS["bluesky"], size=20)
    outcome = way_in.put()
    states = {channel: each.state for (_, channel), each in way_in.state.stored.items()}
    assert (outcome.fate, states) == (Fate.POSTED, {"page": State.PENDING, "bluesky": State.FAILED})
    assert way_in.topic.said[0][1] == ("page",)


def test_a_closed_incident_that_is_reported_again_is_a_new_alert(way_in: WayIn) -> None:
    way_in.put()
    way_in.put("incident.closed", revision=2)
    outcome = way_in.put("incident.reported", revision=3)
    assert way_in.state.alerts[outcome.alert_id].msg_type is MsgType.ALERT
