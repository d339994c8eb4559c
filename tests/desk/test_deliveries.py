"""Doubts, what comes off and dead letters over HTTP, with everything behind them in memory."""

import json
from typing import Any

import pytest

from functions.serve_alerts import app as alerts
from functions.serve_deliveries import app as deliveries
from functions.serve_ledger import app as ledger
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Due, State
from loudhailer.pipeline.redrive import Letter
from tests.builders import NOW, a_ref
from tests.desk.test_functions import asked
from tests.letters import MemoryLetters
from tests.pipeline.officers import Officers

CONTROL_ROOM = {"token_use": "access", "username": "control", "cognito:groups": "[control]"}
# A look, and a refusal, count nothing; Powertools warns of that.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")
WHY = {"reason": "seen on the account"}


@pytest.fixture
def letters() -> MemoryLetters:
    return MemoryLetters()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, letters: MemoryLetters) -> Officers:
    officers = Officers()
    for app in (deliveries, alerts):
        monkeypatch.setattr(app.metrics.provider, "namespace", "Loudhailer")
    monkeypatch.setattr(deliveries, "build_settling", officers.settling)
    monkeypatch.setattr(deliveries, "build_redrive", lambda: officers.redrive(letters))
    monkeypatch.setattr(ledger, "build_everywhere", officers.everywhere)
    monkeypatch.setattr(alerts, "build_desk", officers.desk)
    return officers


def doubted(at: Officers) -> str:
    alert_id = at.raised().alert.identifier
    known = at.way_in.state.stored[alert_id, "bluesky"]
    owed = {"due": Due.DOUBT, "due_at": NOW, "claims": 1}
    at.way_in.state.save(known.settled(State.UNKNOWN, "Doubtful: no answer").model_copy(update=owed))
    return alert_id


def settle(alert_id: str, who: dict[str, str] | None = None, **body: Any) -> tuple[int, Any]:
    sent = json.dumps({"channel": "bluesky", **WHY} | body)
    path = f"/deliveries/{alert_id.lower()}/settle"
    return asked(deliveries, "POST", path, body=sent, **({"claims": who} if who else {}))


def retract(alert_id: str, **body: Any) -> tuple[int, Any]:
    return asked(deliveries, "POST", f"/deliveries/{alert_id}/retract", body=json.dumps(WHY | body))


def test_a_doubt_is_listed_with_what_is_known_and_settled_by_its_attempt(at: Officers) -> None:
    alert_id = doubted(at)
    status, told = asked(deliveries, "GET", "/doubts")
    (doubt,) = told["doubts"]
    assert (status, doubt["identifier"], doubt["channel"], doubt["class"]) == (200, alert_id, "bluesky", "incident")
    assert (doubt["attempt"], doubt["looked_for"], doubt["reason"]) == (1, False, "Doubtful: no answer")
    status, told = settle(alert_id, word="out", link="https://social.example/1", attempt=doubt["attempt"])
    assert (status, told["repeated"]) == (200, False)
    found = {each["channel"]: (each["state"], each["link"]) for each in told["deliveries"]}
    assert found["bluesky"] == ("SENT", "https://social.example/1")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"word": "gone"}, "body.word"),
        ({"word": "out", "channel": "Sms; DROP"}, "body.channel"),
        ({"word": "out", "link": "javascript:alert(1)"}, "body.link"),
        ({"word": "out", "attempt": "1"}, "body.attempt"),
        ({"word": "again", "link": "https://social.example/1"}, "body"),
        ({"word": "out", "reason": ""}, "body.reason"),
        ({"word": "out", "by": "gold"}, "body.by"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(at: Officers, body: dict[str, Any], place: str) -> None:
    status, told = settle(doubted(at), **body)
    assert (status, told["errors"][0]["place"]) == (422, place)
    assert at.chain.acts[1:] == [], "only the raising is on the record"


def test_control_says_for_whom_and_a_conflict_says_why(at: Officers) -> None:
    alert_id = doubted(at)
    assert settle(alert_id, CONTROL_ROOM, word="out")[1]["errors"][0]["place"] == "body.requested_by"
    status, _ = settle(alert_id, CONTROL_ROOM, word="out", requested_by="Gold 1", means="phone")
    assert status == 200
    status, told = settle(alert_id, word="again")
    assert (status, told["detail"]) == (409, "bluesky: it is SENT already")
    assert told["reference"] == alert_id.split("-", maxsplit=1)[0]


def test_an_alert_is_taken_off_and_where_by_hand_is_said(at: Officers) -> None:
    alert_id = doubted(at)
    assert retract(alert_id, by_hand=True)[0] == 422
    status, told = retract(alert_id)
    assert (status, told["refused"]) == (200, {})
    assert {each["channel"]: each["state"] for each in told["deliveries"]} == {
        "bluesky": "UNKNOWN",
        "page": "RETRACTED",
    }
    assert retract(alert_id)[1]["repeated"]
    (wanted,) = asked(deliveries, "GET", "/doubts")[1]["doubts"]
    assert (wanted["retract_by"], wanted["looked_for"]) == ("silver", True)


def test_how_an_alert_stands_everywhere_is_asked_of_the_ledger(at: Officers) -> None:
    said = at.raised()
    for channel in ("page", "bluesky"):
        known = at.way_in.state.stored[said.alert.identifier, channel]
        at.way_in.state.save(known.settled(State.SENT, "").model_copy(update={"ref": a_ref(), "sent_at": NOW}))
    body = json.dumps({"road": "A4118", "take_down": True})
    path = f"/alerts/{said.alert.reference}"
    status, told = asked(alerts, "POST", f"{path}/corrections", body=body)
    assert (status, told["fate"]) == (200, "posted")
    status, reached = asked(ledger, "GET", f"{path}/channels", query={"alert": told["identifier"]})
    assert (status, reached["identifier"]) == (200, told["identifier"])
    assert {each["channel"]: (each["under_way"], each["well"]) for each in reached["channels"]} == {
        "page": (True, False),
        "bluesky": (True, False),
    }
    assert {len(each["earlier"]) for each in reached["channels"]} == {1}


@pytest.mark.parametrize(("withdrawn", "status"), [(True, 200), (False, 422)])
def test_only_what_never_was_so_is_taken_down_by_an_end(at: Officers, withdrawn: bool, status: int) -> None:  # noqa: FBT001
    said = at.raised()
    body = json.dumps({"withdrawn": withdrawn, "take_down": True})
    assert asked(alerts, "POST", f"/alerts/{said.alert.reference}/end", body=body)[0] == status


def test_an_update_takes_nothing_down(at: Officers) -> None:
    said = at.raised()
    body = json.dumps({"road": "A4118", "take_down": True})
    status, told = asked(alerts, "POST", f"/alerts/{said.alert.reference}/updates", body=body)
    assert (status, told["errors"][0]["place"]) == (422, "body.take_down")


def test_dead_letters_are_listed_and_put_back(at: Officers, letters: MemoryLetters) -> None:
    alert = at.raised().alert
    letters.heaps["bluesky"].append(Letter("handle", Announcement.of(alert).model_dump_json(), NOW))
    status, told = asked(deliveries, "GET", "/dead-letters")
    page, bluesky = told["channels"]
    assert (status, page["count"], bluesky["count"], bluesky["oldest"]) == (200, 0, 1, "2026-11-22T17:30:00Z")
    assert [each["identifier"] for each in bluesky["deliveries"]] == [alert.identifier]
    status, told = asked(deliveries, "POST", "/dead-letters/bluesky/redrive", body=json.dumps(WHY))
    assert (status, told["moved"], told["remaining"]) == (200, 1, 0)
    assert asked(deliveries, "POST", "/dead-letters/fax/redrive", body=json.dumps(WHY))[0] == 404
