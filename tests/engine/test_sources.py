"""How far a source's words go by themselves, through the deployed template."""

import httpx
import pytest

from local.stage import Stage
from loudhailer.domain.delivery import State
from loudhailer.domain.outcome import Fate
from tests.engine.conftest import an_event, deliveries_of, end_of, later, settled, texts
from tests.engine.officers import CONTROL, audit_lines, calling, said
from tests.engine.source_scenarios import put_mode, trusted_again

pytestmark = pytest.mark.engine


def test_what_is_proposed_waits_until_a_person_releases_it(stage: Stage) -> None:
    with trusted_again(stage), calling(stage, "duty") as duty, calling(stage, "silver") as silver:
        assert said(put_mode(duty, "propose"))["source"]["mode"] == "propose"
        event_id, _ = stage.put_event(an_event(road="A5001"))
        held = end_of(stage, event_id)
        assert (held.fate, held.reason) == (Fate.HELD, f"proposed by {CONTROL}: a person may release it")
        assert {each.state for each in deliveries_of(stage, held.alert_id).values()} == {State.HELD}
        released = silver.post(f"/held/{held.alert_id}/release", json={"reason": "it is so"})
        assert released.status_code == httpx.codes.OK, released.text
    sent = settled(stage, held.alert_id, patience=60)
    assert {each.state for each in sent.values()} == {State.SENT}
    (text,) = texts(stage, "bluesky", held.alert_id.rsplit("-", 1)[0])
    assert "A5001" in text


def test_what_is_told_in_shadow_is_worded_and_said_to_nobody_and_comms_alone_raise_it(stage: Stage) -> None:
    event = an_event(road="A5002")
    with trusted_again(stage), calling(stage, "gold") as gold, calling(stage, "comms") as comms:
        said(put_mode(gold, "shadow"))
        event_id, _ = stage.put_event(event)
        told = end_of(stage, event_id)
        assert (told.fate, told.reason) == (
            Fate.REHEARSED,
            f"shadow: it would have been posted on {', '.join(stage.channels)}",
        )
        shown = said(comms.get(f"/sources/{CONTROL}"))
        newest = shown["shadows"][0]
        assert newest["incident_id"] == event["detail"]["incident"]["id"]
        assert all("A5002" in each["text"] and each["action"] == "send" for each in newest["channels"])
        assert put_mode(gold, "propose", seen=shown["seen"]).status_code == httpx.codes.FORBIDDEN
        assert put_mode(comms, "propose").status_code == httpx.codes.CONFLICT
        assert put_mode(comms, "auto", seen=shown["seen"]).status_code == httpx.codes.CONFLICT
        for mode in ("propose", "auto"):
            said(put_mode(comms, mode, seen=said(comms.get(f"/sources/{CONTROL}"))["seen"]))
        acts = [(each["deed"], each["subject"], each["result"]) for each in audit_lines(stage, "command")]
        assert acts[-3:] == [
            ("set mode shadow", CONTROL, "it was auto"),
            ("set mode propose", CONTROL, "it was shadow"),
            ("set mode auto", CONTROL, "it was propose"),
        ]
    assert not [each for each in stage.sandbox.posts() if "A5002" in each["text"]]
    event_id, _ = stage.put_event(later(event, cause="collision"))
    outcome = end_of(stage, event_id)
    assert (outcome.fate, stage.alerts()[outcome.alert_id].msg_type) == (Fate.POSTED, "Alert"), "it is new to everybody"
