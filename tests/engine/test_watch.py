"""Who has the watch, on the running engine: what counts for a token that is older, and what is kept for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from local.stage import Stage
from loudhailer.aws.items import unpacked, watch_key
from loudhailer.domain.crisis import Quiet
from loudhailer.domain.watch import Watch
from tests.engine.conftest import eventually
from tests.engine.officers import audit_lines, calling, said

pytestmark = pytest.mark.engine
PHONE, OTHER = "+441632960123", "+441632960124"
SUMMARY = "Nothing is held; the closure at Stokeby is open until the morning."


def versions(stage: Stage) -> list[Watch]:
    """Return every version of the watch that the table holds, oldest first."""
    items = [each for each in stage.items() if each["pk"]["S"] == "WATCH#HISTORY"]
    return [unpacked(each, Watch) for each in sorted(items, key=lambda each: str(each["sk"]["S"]))]


def hushes(caller: httpx.Client) -> int:
    return caller.put("/watch/quiet-hours", json={"hours": [], "reason": "a test"}).status_code


def lend(by: httpx.Client, role: str, to: str, seconds: float) -> httpx.Response:
    until = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
    return by.post("/watch/delegations", json={"role": role, "to": to, "until": until, "reason": "a test"})


def test_a_loan_counts_for_a_token_that_is_older_and_no_longer_than_it_says(stage: Stage) -> None:
    with calling(stage, "duty") as duty, calling(stage, "silver") as silver:
        assert hushes(duty) == 403, "the token is made, and gives no such role"
        given = said(lend(silver, "silver", "officer-duty", 4))["delegations"][-1]
        assert hushes(duty) == 200, "the same token, at once"
        assert lend(duty, "silver", "officer-comms", 60).status_code == 403, "a lent role is not lent on"
        end = datetime.fromisoformat(given["until"])
        eventually(lambda: datetime.now(UTC) > end)
        assert hushes(duty) == 403, "the same token, after the end"
    words = [each["body"]["S"] for each in stage.items() if each["sk"]["S"] == "WORDS"]
    assert any("a test (as silver (lent by officer-silver))" in each for each in words)


def test_what_is_taken_back_counts_no_more_and_only_lender_or_gold_take_it(stage: Stage) -> None:
    with calling(stage, "bronze") as bronze, calling(stage, "silver") as silver, calling(stage, "gold") as gold:
        loan = said(lend(silver, "silver", "officer-bronze", 60))["delegations"][-1]["id"]
        assert hushes(bronze) == 200
        with calling(stage, "comms") as comms:
            assert comms.delete(f"/watch/delegations/{loan}").status_code == 403
        assert said(gold.delete(f"/watch/delegations/{loan}"))["delegations"] == []
        assert hushes(bronze) == 403
        assert gold.delete(f"/watch/delegations/{loan}").status_code == 404


def test_a_handover_moves_the_calls_and_every_version_is_kept(stage: Stage) -> None:
    before = len(versions(stage))
    with calling(stage, "gold") as gold, calling(stage, "silver") as silver, calling(stage, "duty") as duty:
        roster = {"people": [{"username": "officer-silver", "phone": PHONE}], "reason": "tonight"}
        said(gold.put("/watch/on-call/silver", json=roster))
        handed = said(silver.post("/watch/handovers", json={"to": "a.khan", "summary": SUMMARY, "phone": OTHER}))
        assert (handed["roles"], handed["warnings"]) == (["silver"], [])
        assert {each["kind"] for each in handed["business"]} == {"held posts", "levels and stops"}
        short = silver.post("/watch/handovers", json={"to": "a.khan", "summary": "all quiet"})
        assert (short.status_code, short.json()["errors"][0]["place"]) == (422, "body.summary")
        told = said(duty.get("/watch", params={"versions": 2}))
        assert told["on_call"]["silver"] == [{"username": "a.khan", "phone": "…124"}]
        assert [each["by"] for each in told["versions"]] == ["officer-silver", "officer-gold"]
        assert duty.get("/watch", params={"phones": True}).status_code == 403
        assert OTHER in said(silver.get("/watch", params={"phones": True, "yaml": True}))["yaml"]
        assert duty.put("/watch/on-call/duty", json=roster).status_code == 403
    kept = versions(stage)
    assert [each.version for each in kept] == list(range(1, len(kept) + 1))
    assert len(kept) == before + 2
    (current,) = [each for each in stage.items() if each["pk"] == watch_key()["pk"]]
    assert unpacked(current, Watch) == kept[-1]
    told_of = [str(line) for line in audit_lines(stage, "command")]
    assert not any(number.removeprefix("+44") in line for number in (PHONE, OTHER) for line in told_of)


def test_acts_at_once_lose_no_version(stage: Stage) -> None:
    before = len(versions(stage))
    with calling(stage, "gold") as gold:

        def put(number: int) -> int:
            person = {"username": f"x{number}", "phone": PHONE}
            return gold.put("/watch/on-call/duty", json={"people": [person]}).status_code

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(put, range(8)))
    assert set(answers) <= {200, 409}, "done, or overtaken three times and told so"
    kept = [each.version for each in versions(stage)]
    assert kept[before:] == list(range(before + 1, before + 1 + answers.count(200)))


def test_quiet_hours_lie_on_every_gate(stage: Stage) -> None:
    hours = [{"start": "23:00", "end": "06:00", "classes": ["promotional"]}]
    with calling(stage, "comms") as comms:
        said(comms.put("/watch/quiet-hours", json={"hours": hours}))
        gates = [each for each in stage.items() if each["pk"]["S"].startswith("GATE#")]
        assert len(gates) == len(stage.channels)
        expected = Quiet.model_validate(hours[0]).model_dump_json()
        assert {each["quiet"]["S"].replace(" ", "") for each in gates} == {f"[{expected}]".replace(" ", "")}
        refused = comms.put("/watch/quiet-hours", json={"hours": [{**hours[0], "classes": ["life_safety"]}]})
        assert refused.status_code == 422
        said(comms.put("/watch/quiet-hours", json={"hours": []}))
