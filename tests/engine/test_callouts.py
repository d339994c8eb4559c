"""Somebody is woken through the deployed template: queue, clock, telephone, link, all under their own roles."""

import itertools
import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from local.stage import Stage
from loudhailer.domain.caller import Role
from loudhailer.domain.callout import Callout, CalloutOrder
from loudhailer.domain.watch import OnCall, Watch
from tests.engine.conftest import eventually
from tests.engine.officers import audit_lines, calling, runs

pytestmark = pytest.mark.engine
DUTY, BRONZE = "+441632960101", "+441632960102"
_numbers = itertools.count(1)


@pytest.fixture
def on_call(stage: Stage) -> Iterator[Stage]:
    people = {
        Role.DUTY: (OnCall(username="d.officer", phone=DUTY),),
        Role.BRONZE: (OnCall(username="b.officer", phone=BRONZE),),
    }
    stage.put_watch(Watch(on_call=people, version=1))
    yield stage
    stage.sandbox.clear("telephone")
    for callout in _open(stage):
        stage.call_out(CalloutOrder(id=callout.id, closed="tidying up"))
    eventually(lambda: not _open(stage), patience=90)


def _open(stage: Stage) -> list[Callout]:
    with calling(stage, "duty") as duty:
        listed = duty.get("/callouts").json()["callouts"]
    return [found for each in listed if (found := stage.callout(each["id"])) and found.is_open]


def opened(stage: Stage) -> Callout:
    """Open a call-out that no other test has; return it once its first call is taken."""
    name = f"approval:ENGINE{os.getpid()}-{next(_numbers)}"
    stage.call_out(CalloutOrder(id=name, about=name.partition(":")[2], reason="An approval is owed."))
    return taken(stage, name, 1)


def taken(stage: Stage, name: str, count: int) -> Callout:
    """Return a call-out once the telephone service has taken so many calls of it."""

    def rung() -> Callout | None:
        found = stage.callout(name)
        attempts = found.attempts if found else ()
        return found if sum(each.result.startswith("taken") for each in attempts) == count else None

    answer: Callout = eventually(rung)
    return answer


def heard(stage: Stage, callout: Callout) -> list[tuple[str, str]]:
    """Return who heard of a call-out, and how, in order."""
    ids = {each.result.removeprefix("taken: ") for each in callout.attempts}
    return [(call["number"], call["means"]) for call in stage.sandbox.calls() if call["id"] in ids]


def step(stage: Stage, callout: Callout, count: int) -> Callout:
    """Let the time of the next step come and the clock look, its own or ours."""
    stage.owe_call(callout.id)
    stage.turn_callouts()
    return taken(stage, callout.id, count)


def link_of(stage: Stage, number: str, callout: Callout) -> str:
    """Return the link in the last text message to a number about a call-out."""
    links: list[str] = [
        part["href"] for call in stage.sandbox.calls(number) for part in call["parts"] if callout.key in part["href"]
    ]
    return links[-1]


def opening(stage: Stage, method: str, link: str) -> httpx.Response:
    """Follow a link as a phone does, but for the name, which may not resolve here."""
    parts = urlsplit(link)
    assert parts.hostname == stage.desk[1]
    with calling(stage) as phone:
        return phone.request(method, f"{parts.path}?{parts.query}")


def test_a_call_out_that_nobody_answers_reaches_the_next_person_and_one_that_is_answered_nobody(on_call: Stage) -> None:
    callout = opened(on_call)
    assert heard(on_call, callout) == [(DUTY, "sms")]
    assert heard(on_call, step(on_call, callout, 2)) == [(DUTY, "sms"), (DUTY, "voice")]
    reached = step(on_call, callout, 3)
    assert heard(on_call, reached) == [(DUTY, "sms"), (DUTY, "voice"), (BRONZE, "sms")]

    link = link_of(on_call, BRONZE, callout)
    shown = opening(on_call, "GET", link)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<button" in shown.text
    standing = on_call.callout(callout.id)
    assert standing is not None
    assert standing.is_open, "a preview is no answer"
    assert "Somebody has it" in opening(on_call, "POST", link).text

    done = on_call.callout(callout.id)
    assert done is not None
    assert done.acknowledged_by == "b.officer"
    on_call.owe_call(callout.id)
    on_call.turn_callouts()
    assert heard(on_call, done) == [(DUTY, "sms"), (DUTY, "voice"), (BRONZE, "sms")]
    (line,) = [line for line in audit_lines(on_call, "command") if line["subject"] == callout.id]
    assert (line["by"], line["deed"], line["result"]) == (
        "b.officer",
        "acknowledge call-out",
        "acknowledged by the link",
    )
    assert not [item for item in on_call.items() if item["pk"]["S"].startswith("CALLOUT#") and "441632" in str(item)]


def test_the_same_order_twice_wakes_nobody_twice_and_a_closed_one_nobody_any_more(on_call: Stage) -> None:
    callout = opened(on_call)
    on_call.call_out(CalloutOrder(id=callout.id, about=callout.about, reason=callout.reason))
    on_call.call_out(CalloutOrder(id=callout.id, closed="it was approved"))
    eventually(lambda: (found := on_call.callout(callout.id)) and found.closed_why == "it was approved")
    on_call.owe_call(callout.id)
    on_call.turn_callouts()
    assert heard(on_call, taken(on_call, callout.id, 1)) == [(DUTY, "sms")]
    assert "It is over" in opening(on_call, "GET", link_of(on_call, DUTY, callout)).text


def test_a_text_message_that_is_not_taken_is_followed_by_the_voice_and_then_by_the_next_person(on_call: Stage) -> None:
    on_call.sandbox.fault("telephone", kind="server_error", status=503, times=4)  # each is asked twice
    name = f"approval:ENGINE{os.getpid()}-{next(_numbers)}"
    on_call.call_out(CalloutOrder(id=name, about="x", reason="An approval is owed."))

    def failed() -> bool:
        found = on_call.callout(name)
        return found is not None and [each.result[:6] for each in found.attempts] == ["failed", "failed"]

    eventually(failed)
    on_call.turn_callouts()
    assert heard(on_call, taken(on_call, name, 1)) == [(BRONZE, "sms")]


def test_a_link_that_is_not_whole_leads_nowhere_and_changes_nothing(on_call: Stage) -> None:
    callout = opened(on_call)
    link = link_of(on_call, DUTY, callout)
    for wrong in (link[:-1], link.replace(callout.key, "a" * 12), link.partition("?")[0]):
        for method in ("GET", "POST"):
            answer = opening(on_call, method, wrong)
            assert (answer.status_code, "leads nowhere" in answer.text) == (404, True)
    standing = on_call.callout(callout.id)
    assert standing is not None
    assert standing.is_open


def test_who_has_signed_in_lists_and_acknowledges_and_nobody_else_does(on_call: Stage) -> None:
    callout = opened(on_call)
    with calling(on_call) as stranger, calling(on_call, "nobody") as nobody, calling(on_call, "comms") as comms:
        before = runs(on_call)
        assert stranger.get("/callouts").status_code == httpx.codes.UNAUTHORIZED
        assert stranger.post(f"/callouts/{callout.key}/acknowledgement").status_code == httpx.codes.UNAUTHORIZED
        assert runs(on_call) == before
        assert nobody.get("/callouts").status_code == httpx.codes.FORBIDDEN
        listed = comms.get("/callouts").json()["callouts"]
        assert callout.key in {each["key"] for each in listed}
        assert "441632" not in str(listed)
        answer = comms.post(f"/callouts/{callout.key}/acknowledgement")
    assert (answer.status_code, answer.json()["acknowledged_by"]) == (200, on_call.officers["comms"].username)


@pytest.mark.long  # it waits for the scheduler's own minute
def test_the_scheduler_itself_calls_the_next_one_within_its_minute(on_call: Stage) -> None:
    """The one firing that nobody calls by hand."""
    callout = opened(on_call)
    began = time.monotonic()
    on_call.owe_call(callout.id)
    eventually(lambda: len(heard(on_call, on_call.callout(callout.id) or callout)) == 2, patience=75)
    assert time.monotonic() - began <= 75
