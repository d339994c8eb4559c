"""The functions of a call-out as AWS calls them, and the page that a phone sees at 3am."""

import json
import re
import shutil
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import sync_playwright

from functions.acknowledge_callout import app as answering
from functions.call_person import app as calling
from loudhailer.desk.callouts import callout_page, trouble_page
from loudhailer.domain.callout import CalloutOrder, Means, key_of, order_body
from loudhailer.domain.errors import NotFound, StateUnavailable
from tests.desk.test_functions import CONTEXT, asked
from tests.pipeline.callouts import Night, Phones
from tests.unit.test_callouts import a_callout

NAME = "approval:J3BWW4D7C-2"
ORDER = CalloutOrder(id=NAME, about="J3BWW4D7C-2", reason="An approval is owed for J3BWW4D7C-2.")
KEY = key_of(NAME)


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Night:
    night = Night()
    for app in (answering, calling):
        monkeypatch.setattr(app.metrics.provider, "namespace", "Loudhailer")
    monkeypatch.setattr(calling, "build_call_out", lambda: night.call_out)
    monkeypatch.setattr(answering, "build_answer_callout", lambda: night.answer)
    return night


def records(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": f"m-{number}", "body": body} for number, body in enumerate(bodies)]}


def phone(method: str, key: str = KEY, t: str = "token-1") -> dict[str, Any]:
    """Follow the link as a phone does: no token of a sign-in, and a form's content type."""
    event = {
        "version": "2.0",
        "routeKey": f"{method} /callouts/{{key}}",
        "rawPath": f"/callouts/{key}",
        "rawQueryString": urlencode({"t": t}),
        "queryStringParameters": {"t": t},
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "requestContext": {
            "requestId": "r-1",
            "http": {"method": method, "path": f"/callouts/{key}"},
            "stage": "$default",
        },
        "body": "",
        "isBase64Encoded": False,
    }
    answer: dict[str, Any] = answering.lambda_handler(event, CONTEXT)
    return answer


def counted(out: str) -> dict[str, float]:
    """Return the sums of the metrics that a run wrote."""
    sums: dict[str, float] = {}
    for line in out.splitlines():
        told = json.loads(line)
        for metric in (
            each["Name"] for part in told.get("_aws", {}).get("CloudWatchMetrics", []) for each in part["Metrics"]
        ):
            values = told[metric] if isinstance(told[metric], list) else [told[metric]]
            sums[metric] = sums.get(metric, 0) + sum(values)
    return sums


def test_an_order_is_carried_out_and_what_cannot_be_read_goes_back_alone(
    night: Night, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = calling.lambda_handler(records("{}", order_body(ORDER)), CONTEXT)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-0"}]}
    assert len(night.rung) == 1
    out = capsys.readouterr().out
    assert counted(out) == {"CalloutCalled": 1, "CalloutFailed": 0, "CalloutUnanswered": 0, "NeedsAPerson": 1}
    assert "1632" not in out
    assert "token-1" not in out


def test_without_orders_it_is_the_clock(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    calling.lambda_handler(records(order_body(ORDER)), CONTEXT)
    night.phones = Phones(refuses=set(Means))
    night.clock.pass_(120)
    capsys.readouterr()
    assert calling.lambda_handler({"version": "0"}, CONTEXT)["Failed"] == 2, "the voice, and the next person's text"
    out = capsys.readouterr().out
    assert counted(out)["CalloutFailed"] == 2
    assert "1632" not in out


def test_a_bug_in_one_order_costs_the_next_one_nothing(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Phones, *_: object) -> str:
        monkeypatch.undo()
        monkeypatch.setattr(calling, "build_call_out", lambda: night.call_out)
        monkeypatch.setattr(calling.metrics.provider, "namespace", "Loudhailer")
        raise ZeroDivisionError(len(self.rung))

    monkeypatch.setattr(Phones, "ring", broken)
    two = records(order_body(ORDER), order_body(CalloutOrder(id="late:1")))
    assert calling.lambda_handler(two, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "m-0"}]}
    assert len(night.rung) == 1


def test_a_link_that_is_opened_shows_a_button_and_only_the_button_acknowledges(night: Night) -> None:
    night.call_out(ORDER)
    shown = phone("GET")
    assert (shown["statusCode"], "An approval is owed" in shown["body"], night.callout(NAME).is_open) == (
        200,
        True,
        True,
    )
    assert '<form method="post"><button' in shown["body"]
    pressed = phone("POST")
    assert "Somebody has it" in pressed["body"]
    assert "Who is called next: nobody." in pressed["body"]
    assert night.callout(NAME).acknowledged_by == "duty0"
    for again in (phone("GET"), phone("POST")):
        assert ("duty0" in again["body"], "<button" in again["body"]) == (True, False)


def test_the_page_runs_nothing_is_kept_nowhere_and_tells_nobody_its_address(night: Night) -> None:
    night.call_out(ORDER)
    for answer in (phone("GET"), phone("POST"), phone("GET", t="wrong"), phone("POST", key="a" * 12)):
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in headers["content-security-policy"]
        assert not re.search(r"<script|https?://|src=|\son\w+=", answer["body"])


def test_a_link_that_leads_nowhere_and_a_table_that_does_not_answer_are_told_in_words(night: Night) -> None:
    night.call_out(ORDER)
    wrong = phone("POST", t="token-2")
    assert (wrong["statusCode"], "leads nowhere" in wrong["body"]) == (404, True)

    def silent(key: str) -> None:
        raise StateUnavailable(f"get call-out {key}: timeout")

    night.store.find = silent  # type: ignore[method-assign]
    broken = phone("POST")
    assert (broken["statusCode"], "does not work at the moment" in broken["body"]) == (503, True)
    assert "It is not acknowledged" in broken["body"]


def test_an_unwritten_audit_line_is_a_matter_for_a_person(night: Night, capsys: pytest.CaptureFixture[str]) -> None:
    night.call_out(ORDER)
    night.lines.broken = True
    capsys.readouterr()
    assert phone("POST")["statusCode"] == 200
    out = capsys.readouterr().out
    assert counted(out) == {"NeedsAPerson": 1}
    assert "token-1" not in out


def test_who_has_signed_in_sees_everything_but_numbers_and_tokens(night: Night) -> None:
    night.call_out(ORDER)
    status, told = asked(answering, "GET", "/callouts")
    (one,) = told["callouts"]
    assert (status, one["key"], one["attempts"][0]["result"]) == (200, KEY, "taken: 1")
    assert not {"token", "phone", "chain"} & {*one, *one["attempts"][0]}
    assert asked(answering, "GET", "/callouts", {"token_use": "access", "username": "x"})[0] == 403
    status, told = asked(answering, "POST", f"/callouts/{KEY}/acknowledgement")
    assert (status, told["acknowledged_by"]) == (200, "silver")
    assert asked(answering, "POST", f"/callouts/{'a' * 12}/acknowledgement")[0] == 404
    assert asked(answering, "POST", "/callouts/no-key/acknowledgement")[0] == 422


def test_markup_in_a_reason_is_text_and_what_is_over_says_why() -> None:
    shown = callout_page(a_callout(reason="<script>alert(1)</script>", about='"><img>'))
    assert shown.body is not None
    assert "<script" not in shown.body
    assert "<img" not in shown.body
    over = callout_page(a_callout(closed_at="2026-11-22T17:31:00Z", closed_why="it was approved"))
    assert "it was approved" in str(over.body)
    assert "17:30 on 22 November" in str(over.body)


@pytest.mark.browser
def test_the_button_is_there_on_the_narrowest_phone() -> None:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("NO CHROMIUM ON THIS MACHINE: the page itself was not tested")
    pages = (
        callout_page(a_callout(reason="x" * 160)),
        trouble_page(NotFound("x")),
        trouble_page(StateUnavailable("x")),
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--no-first-run"])
        try:
            page = browser.new_page(viewport={"width": 320, "height": 568}, java_script_enabled=True)
            for shown in pages:
                page.set_content(str(shown.body))
                assert page.evaluate("document.documentElement.scrollWidth") <= 320
            page.set_content(str(pages[0].body))
            button = page.locator("button")
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
        finally:
            browser.close()
