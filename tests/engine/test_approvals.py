"""Somebody's own words on the running engine: they wait, nobody approves their own, and edited they wait again."""

import itertools
import os

import httpx
import pytest

from local.stage import Stage
from loudhailer.domain.delivery import State
from tests.engine.conftest import deliveries_of, eventually, settled, texts
from tests.engine.officers import audit_lines, calling, said

pytestmark = pytest.mark.engine
_numbers = itertools.count(1)


def a_message() -> dict[str, str]:
    """Return information that no other test has."""
    hall = f"hall {os.getpid()}-{next(_numbers)}"
    return {"type": "information", "title": "Water points", "message": f"Water is at the sports {hall}."}


def states(stage: Stage, alert_id: str) -> set[State]:
    return {each.state for each in deliveries_of(stage, alert_id).values()}


def answer(client: httpx.Client, alert_id: str) -> httpx.Response:
    """Approve what waits, in the words that are shown."""
    digest = said(client.get(f"/approvals/{alert_id}"))["digest"]
    return client.post(f"/approvals/{alert_id}/answer", json={"answer": "approve", "digest": digest})


def test_own_words_wait_for_somebody_else_and_edited_they_wait_again(stage: Stage) -> None:
    words = a_message()
    with calling(stage, "duty") as duty, calling(stage, "comms") as comms, calling(stage, "silver") as silver:
        first = said(duty.post("/alerts", json=words))
        alert_id, reference = first["identifier"], first["reference"]
        assert first["fate"] == "held"
        assert states(stage, alert_id) == {State.HELD}
        listed = eventually(
            lambda: [each for each in said(comms.get("/approvals"))["approvals"] if each["identifier"] == alert_id]
        )
        assert listed[0]["author"] == "officer-duty"
        shown = said(comms.get(f"/approvals/{alert_id}"))
        assert words["message"] in shown["drafts"]["bluesky"]["first"]
        refused = duty.post(f"/approvals/{alert_id}/answer", json={"answer": "approve", "digest": shown["digest"]})
        assert refused.status_code == 403

        edited = said(duty.post(f"/alerts/{reference}/updates", json={"message": f"{words['message']} Bring bottles."}))
        assert states(stage, edited["identifier"]) == {State.HELD}
        other = comms.post(
            f"/approvals/{edited['identifier']}/answer", json={"answer": "approve", "digest": shown["digest"]}
        )
        assert other.status_code == 409, "what was seen are not these words"
        assert said(answer(comms, edited["identifier"]))["stand"] == "approved"
        assert {each.state for each in settled(stage, edited["identifier"]).values()} == {State.SENT}
        assert answer(silver, edited["identifier"]).status_code == 409
    posted = texts(stage, "bluesky", reference)
    assert len(posted) == 1
    assert "Bring bottles." in posted[0]
    deeds = [line["deed"] for line in audit_lines(stage, f"incident:{reference}")]
    assert deeds == ["raise", "update", "approve"]


def test_returned_words_are_never_said_and_their_author_reads_why(stage: Stage) -> None:
    with calling(stage, "duty") as duty, calling(stage, "silver") as silver:
        first = said(duty.post("/alerts", json=a_message()))
        body = {"answer": "return", "reason": "which hall?"}
        assert said(silver.post(f"/approvals/{first['identifier']}/answer", json=body))["stand"] == "returned"
        told = said(duty.get(f"/alerts/{first['reference']}"))["alerts"][0]["deliveries"]
    assert {each["reason"] for each in told} == {"returned by officer-silver: which hall?"}
    assert texts(stage, "bluesky", first["reference"]) == []


def test_broken_glass_sends_own_words_at_once_and_shows_until_somebody_else_has_looked(stage: Stage) -> None:
    facts = {"type": "evacuation", "place": f"at Mill Street {os.getpid()}, Stokeby", "message": "Use the east road."}
    with calling(stage, "duty") as duty, calling(stage, "gold") as gold:
        glass = said(duty.post("/glass", json={"reason": "commander out of reach, plume moves"}))
        assert glass["warnings"] == []
        try:
            first = said(duty.post("/alerts", json=facts))
            assert {each.state for each in settled(stage, first["identifier"]).values()} == {State.SENT}
        finally:
            assert said(duty.delete("/glass"))["broken"] is False
        wanted = {f"glass-{glass['id']}", f"after-{first['identifier']}"}
        eventually(lambda: wanted <= {each["id"] for each in said(gold.get("/reviews"))["reviews"]})
        assert duty.post(f"/reviews/after-{first['identifier']}/close", json={"verdict": "fine"}).status_code == 403
        for review in wanted:
            assert said(gold.post(f"/reviews/{review}/close", json={"verdict": "it was right"}))["closed_by"]
        assert said(gold.get("/approvals"))["open_reviews"] >= 0


def test_where_another_agency_leads_our_words_wait_and_a_class_is_lifted_on_record(stage: Stage) -> None:
    road = f"B{os.getpid() % 100_000}{next(_numbers)}"
    closure = {"type": "road_closure", "road": road, "place": "at Harrow Moor"}
    with calling(stage, "silver") as silver, calling(stage, "gold") as gold:
        reference = said(silver.post("/alerts", json=closure))["reference"]
        lead = {"agency": "police", "reason": "they have taken command"}
        assert said(silver.put(f"/alerts/{reference}/lead", json=lead))["lead"] == "police"
        update = said(silver.post(f"/alerts/{reference}/updates", json={"cause": "collision"}))
        assert update["fate"] == "held"
        back = {"agency": "us", "reason": "handed back"}
        assert silver.put(f"/alerts/{reference}/lead", json=back).status_code == 403
        assert said(gold.put(f"/alerts/{reference}/lead", json=back))["lead"] == ""
        lift = {"class": "life_safety", "reason": "gas under the road"}
        lifted = said(silver.put(f"/alerts/{reference}/class", json=lift))
        assert (lifted["class"], lifted["lane"]) == ("life_safety", "urgent")
        settled(stage, lifted["identifier"])
    assert any("If you are in danger" in post for post in texts(stage, "bluesky", reference))
