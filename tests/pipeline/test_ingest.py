"""From an event to one committed alert, or to one line in the ledger that says why not."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from local.deploy import ROOT
from loudhailer import feeds
from loudhailer.domain.alert import Lane, MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Limits, Variant
from loudhailer.pipeline.ingest import Ingest
from loudhailer.ports import Commit
from tests.builders import CONTROL, NOW, shipped_config
from tests.fakes import Announcements, Clock, Documents, MemoryState

CHANNELS = {"page": Limits(20_000, "characters", len), "bluesky": Limits(300, "characters", len)}


@dataclass
class Desk:
    """Ingest with everything around it in memory."""

    state: MemoryState = field(default_factory=MemoryState)
    topic: Announcements = field(default_factory=Announcements)
    documents: Documents = field(default_factory=Documents)
    clock: Clock = field(default_factory=Clock)
    channels: dict[str, Limits] = field(default_factory=lambda: dict(CHANNELS))
    events: int = 0

    def __post_init__(self) -> None:
        self.state.live(*self.channels)

    def ingest(self) -> Ingest:
        config = shipped_config()
        return Ingest(
            config=config,
            channels=self.channels,
            page_url=lambda reference: f"https://alerts.example/alerts/{reference}.html",
            read=lambda body, fallback_id: feeds.read_event(body, fallback_id, config.sources),
            sender=feeds.sender_of,
            incidents=self.state,
            alerts=self.state,
            gates=self.state,
            commits=self.state,
            outcomes=self.state,
            documents=self.documents,
            announcer=self.topic,
            clock=self.clock,
        )

    def put(self, detail_type: str = "incident.reported", event_id: str = "", **changes: Any) -> Outcome:
        self.events += 1
        incident = {
            "id": "CTL-1",
            "revision": 1,
            "status": "Actual",
            "type": "road_closure",
            "road": "A4117",
            "place": "between Aldermere and Stokeby",
        }
        envelope = {
            "id": event_id or f"event-{self.events}",
            "source": changes.pop("source", CONTROL),
            "detail-type": detail_type,
            "detail": {"schema": "1", "incident": incident | changes},
        }
        return self.ingest()(json.dumps(envelope), "message-1")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_reported_incident_becomes_an_alert_on_every_channel_and_one_announcement(desk: Desk) -> None:
    outcome = desk.put()
    assert (outcome.fate, outcome.reason) == (Fate.POSTED, "committed for page, bluesky")
    alert = desk.state.alerts[outcome.alert_id]
    assert (alert.msg_type, alert.message_class, alert.lane) == (MsgType.ALERT, MessageClass.INCIDENT, Lane.ROUTINE)
    assert alert.headline == "A4117 closed between Aldermere and Stokeby"
    assert [(channels, lane) for _, channels, lane in desk.topic.said] == [(("page", "bluesky"), Lane.ROUTINE)]
    assert {each.state for each in desk.state.stored.values()} == {State.PENDING}
    assert {(each.due, each.due_at) for each in desk.state.stored.values()} == {
        (Due.UNCLAIMED, NOW + timedelta(seconds=90))
    }


def test_the_same_event_delivered_twice_is_one_alert_and_may_be_announced_again(desk: Desk) -> None:
    first, second = desk.put(event_id="e"), desk.put(event_id="e")
    assert first == second
    assert (len(desk.state.alerts), len(desk.topic.said)) == (1, 2)


def test_the_same_revision_in_another_event_is_merged(desk: Desk) -> None:
    desk.put()
    assert desk.put().fate is Fate.MERGED
    assert (len(desk.state.alerts), len(desk.topic.said)) == (1, 1)


def test_a_higher_revision_is_an_update_that_names_what_it_updates(desk: Desk) -> None:
    first = desk.put()
    second = desk.put("incident.updated", revision=2, cause="collision")
    alert = desk.state.alerts[second.alert_id]
    assert (alert.msg_type, alert.references) == (MsgType.UPDATE, (first.alert_id,))
    assert set(alert.drafts["bluesky"]) == set(Variant)


def test_a_revision_that_comes_too_late_is_superseded(desk: Desk) -> None:
    desk.put("incident.updated", revision=2)
    assert desk.put("incident.updated", revision=1).fate is Fate.SUPERSEDED


def test_the_end_of_an_incident_goes_on_the_urgent_lane(desk: Desk) -> None:
    desk.put()
    outcome = desk.put("incident.closed", revision=2)
    alert = desk.state.alerts[outcome.alert_id]
    assert (alert.msg_type, alert.lane) == (MsgType.CANCEL, Lane.URGENT)
    assert "reopened" in alert.drafts["bluesky"][Variant.REPLY].text


def test_the_end_of_what_was_never_announced_is_refused(desk: Desk) -> None:
    outcome = desk.put("incident.closed")
    assert (outcome.fate, outcome.reason) == (Fate.REFUSED, "it was closed, but never announced")


def test_a_report_that_its_end_overtook_announces_nothing(desk: Desk) -> None:
    desk.put("incident.closed", revision=2)
    assert desk.put(revision=1).fate is Fate.SUPERSEDED
    assert (desk.state.alerts, desk.topic.said) == ({}, [])


def test_a_revision_older_than_one_that_was_merged_announces_nothing(desk: Desk) -> None:
    desk.put(revision=1)
    assert desk.put("incident.updated", revision=3).fate is Fate.MERGED
    assert desk.put("incident.updated", revision=2, cause="collision").fate is Fate.SUPERSEDED


def test_a_revision_older_than_one_that_had_expired_announces_nothing(desk: Desk) -> None:
    past = (NOW - timedelta(minutes=1)).isoformat()
    assert desk.put("incident.updated", revision=2, expires=past).fate is Fate.EXPIRED
    assert desk.put(revision=1).fate is Fate.SUPERSEDED


def test_an_end_goes_out_although_the_incident_had_expired(desk: Desk) -> None:
    desk.put(expires=(NOW + timedelta(minutes=1)).isoformat())
    desk.clock.pass_(120)
    outcome = desk.put("incident.closed", revision=2, expires=(NOW + timedelta(minutes=1)).isoformat())
    assert outcome.fate is Fate.POSTED
    assert desk.state.alerts[outcome.alert_id].expires == desk.clock.now + timedelta(hours=2)


def test_an_update_that_had_expired_does_not_reopen_what_was_closed(desk: Desk) -> None:
    desk.put()
    desk.put("incident.closed", revision=2)
    desk.put("incident.updated", revision=3, expires=(NOW - timedelta(minutes=1)).isoformat())
    outcome = desk.put("incident.updated", revision=4)
    assert desk.state.alerts[outcome.alert_id].msg_type is MsgType.ALERT
    assert desk.state.alerts[outcome.alert_id].since == 3


@pytest.mark.parametrize(
    ("changes", "person"),
    [
        ({"place": "at 14 Mill Street"}, True),
        ({"status": "Exercise"}, False),
        ({"sensitivities": ["fatal"]}, True),
        ({}, False),
    ],
)
def test_what_needs_a_person_says_so(desk: Desk, changes: dict[str, Any], person: bool) -> None:  # noqa: FBT001  # a row
    assert desk.put(**changes).person is person


def test_an_exercise_is_never_committed(desk: Desk) -> None:
    outcome = desk.put(status="Exercise")
    assert (outcome.fate, desk.state.alerts) == (Fate.REFUSED, {})


def test_a_first_deploy_holds_everything(desk: Desk) -> None:
    desk.state.gate_items.clear()
    outcome = desk.put()
    assert (outcome.fate, desk.topic.said) == (Fate.HELD, [])
    assert "Exercise" in outcome.reason


def test_only_the_channels_that_may_send_are_announced(desk: Desk) -> None:
    desk.state.change("page", level=None, live=None, stopped=True)
    desk.put()
    assert desk.topic.said[0][1] == ("bluesky",)


def test_a_sensitive_incident_waits_for_a_person(desk: Desk) -> None:
    outcome = desk.put(sensitivities=["fatal"])
    assert (outcome.fate, desk.topic.said) == (Fate.HELD, [])
    assert "a person decides" in outcome.reason


def test_a_campaign_waits_in_the_table_for_its_time(desk: Desk) -> None:
    due = NOW + timedelta(minutes=5)
    outcome = desk.put(
        "campaign.planned",
        source="westshire.comms",
        type="campaign",
        title="Test it Tuesday",
        message="Press the button.",
        publish_at=due.isoformat(),
    )
    assert (outcome.fate, desk.topic.said) == (Fate.POSTED, [])
    assert {(each.due, each.due_at) for each in desk.state.stored.values()} == {(Due.PLANNED, due)}


def test_a_campaign_planned_in_a_crisis_still_waits_for_its_time(desk: Desk) -> None:
    for channel in CHANNELS:
        desk.state.change(channel, level="crisis", live=None, stopped=None)
    desk.put(
        "campaign.planned",
        source="westshire.comms",
        type="campaign",
        title="Test it Tuesday",
        message="Press the button.",
        publish_at=(NOW + timedelta(days=1)).isoformat(),
    )
    assert {each.state for each in desk.state.stored.values()} == {State.PENDING}


def test_control_cannot_plan_a_campaign_nor_comms_report_an_evacuation(desk: Desk) -> None:
    assert desk.put("campaign.planned", type="campaign", title="Hello", message="Hello").fate is Fate.REFUSED
    assert desk.put(source="westshire.comms", type="evacuation").fate is Fate.REFUSED


def test_an_event_claims_no_class_of_its_own(desk: Desk) -> None:
    outcome = desk.put(**{"class": "life_safety"})
    assert (outcome.fate, "class" in outcome.reason) == (Fate.REFUSED, True)


@pytest.mark.parametrize("name", ["no_place", "unknown_detail_type", "revision_is_a_word", "house_number"])
def test_a_bad_event_is_refused_with_a_place_and_kept_for_a_person(desk: Desk, name: str) -> None:
    body = (ROOT / "events" / "refused" / f"{name}.json").read_text(encoding="utf-8")
    outcome = desk.ingest()(body, "message-9")
    assert outcome.fate is Fate.REFUSED
    assert ": " in outcome.reason
    assert desk.documents.kept == {"message-9": body}
    assert desk.state.ends["message-9"].document == "memory://message-9"


@pytest.mark.parametrize("body", ["", "not json", "[]", "null", '{"detail": 1}', "x" * 262_144])
def test_what_is_no_event_at_all_still_ends_in_the_ledger(desk: Desk, body: str) -> None:
    assert desk.ingest()(body, "message-1").fate is Fate.REFUSED
    assert list(desk.state.ends) == ["message-1"]


def test_a_refused_event_delivered_again_keeps_its_first_end(desk: Desk) -> None:
    first = desk.ingest()("not json", "message-1")
    desk.clock.pass_(60)
    assert desk.ingest()("not json", "message-1") == first


def test_an_announcement_lost_after_commit_is_made_good_when_the_event_comes_again(desk: Desk) -> None:
    desk.topic.broken = True
    with pytest.raises(StateUnavailable):
        desk.put(event_id="e")
    desk.topic.broken = False
    assert desk.put(event_id="e").fate is Fate.POSTED
    assert (len(desk.state.alerts), len(desk.topic.said)) == (1, 1)


def test_a_head_that_moves_while_the_words_are_written_is_compared_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = MemoryState.commit

    def overtaken(state: MemoryState, given: Commit) -> None:
        monkeypatch.setattr(MemoryState, "commit", commit)
        desk.put("incident.updated", revision=2)
        commit(state, given)

    monkeypatch.setattr(MemoryState, "commit", overtaken)
    assert desk.put(revision=1).fate is Fate.SUPERSEDED
    assert next(iter(desk.state.heads.values())).revision == 2


def test_an_event_that_never_wins_goes_back_to_its_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise ClaimLost("commit")

    monkeypatch.setattr(MemoryState, "commit", lost)
    with pytest.raises(ClaimLost):
        desk.put()


def test_a_channel_too_small_for_the_words_fails_alone(desk: Desk) -> None:
    desk.channels["bluesky"] = replace(CHANNELS["bluesky"], size=20)
    outcome = desk.put()
    states = {channel: each.state for (_, channel), each in desk.state.stored.items()}
    assert (outcome.fate, states) == (Fate.POSTED, {"page": State.PENDING, "bluesky": State.FAILED})
    assert desk.topic.said[0][1] == ("page",)


def test_a_closed_incident_that_is_reported_again_is_a_new_alert(desk: Desk) -> None:
    desk.put()
    desk.put("incident.closed", revision=2)
    outcome = desk.put("incident.reported", revision=3)
    assert desk.state.alerts[outcome.alert_id].msg_type is MsgType.ALERT
