"""The desk's functions as API Gateway calls them, with everything behind them in memory."""

import json
from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from functions.receive_hook import app as hook
from functions.serve_alerts import app as alerts
from functions.serve_ledger import app as ledger
from loudhailer.domain.errors import StateUnavailable
from loudhailer.domain.feed import FeedHead
from loudhailer.domain.incident import Sensitivity
from loudhailer.domain.post import Variant
from loudhailer.hooks import signature_of
from loudhailer.pipeline.feeds import Feeds
from loudhailer.pipeline.hook import Hook
from tests.builders import CONTROL, shipped_config
from tests.fakes import Clock, MemoryFeeds, MemoryState, Tellings
from tests.pipeline.officers import Officers

CONTEXT: Any = SimpleNamespace(
    function_name="f", memory_limit_in_mb=1, invoked_function_arn="arn", aws_request_id="r-1", function_version="1"
)
SILVER = {"token_use": "access", "username": "silver", "cognito:groups": "[silver]"}


def asked(
    app: Any,
    method: str,
    path: str,
    claims: Mapping[str, str] = SILVER,
    *,
    body: str = "",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> tuple[int, Any]:
    """Ask a function as API Gateway does; return the status and the answer."""
    event = {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": urlencode(query or {}),
        "queryStringParameters": dict(query or {}),
        "headers": {"content-type": "application/json", **(headers or {})},
        "requestContext": {
            "requestId": "r-1",
            "http": {"method": method, "path": path},
            "stage": "$default",
            "authorizer": {"jwt": {"claims": dict(claims)}},
        },
        "body": body,
        "isBase64Encoded": False,
    }
    answer = app.lambda_handler(event, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the metrics the names that the template gives them."""
    for app in (hook, alerts):
        monkeypatch.setattr(app.metrics.provider, "namespace", "Loudhailer")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Officers:
    officers = Officers()
    monkeypatch.setattr(ledger, "build_ledger", officers.ledger)
    monkeypatch.setattr(alerts, "build_desk", officers.desk)
    return officers


def test_what_was_raised_late_last_night_is_listed_after_midnight(at: Officers) -> None:
    at.way_in.clock.pass_(6 * 3600 + 20 * 60)
    reference = at.raised().alert.reference
    before = at.way_in.clock().date()
    at.way_in.clock.pass_(15 * 60)
    assert at.way_in.clock().date() > before
    status, told = asked(ledger, "GET", "/alerts")
    assert (status, [(each["reference"], each["open"]) for each in told["alerts"]]) == (200, [(reference, True)])


def test_what_is_held_is_listed_with_what_is_open_and_says_so(at: Officers) -> None:
    reference = at.raised(sensitivities=(Sensitivity.FATAL,)).alert.reference
    for path, query in (("/alerts", {"open": "true"}), (f"/alerts/{reference}", {})):
        _, told = asked(ledger, "GET", path, query=query)
        assert [(each["reference"], each["open"], each["state"]) for each in told["alerts"]] == [
            (reference, False, "held")
        ]
    assert asked(ledger, "GET", "/alerts", query={"open": "false"})[1]["alerts"] == []


def test_an_identity_token_proves_nothing_and_is_no_refusal_of_a_role(at: Officers) -> None:
    status, told = asked(ledger, "GET", "/alerts", {"token_use": "id", "cognito:username": "silver"})
    assert (status, told["type"]) == (401, "urn:loudhailer:problem:not-proven")
    assert at.chain.acts == []


def test_an_end_may_name_the_facts_that_it_is_about(at: Officers) -> None:
    said = at.raised()
    status, told = asked(alerts, "POST", f"/alerts/{said.alert.reference}/end", body='{"place": "at Harrow Moor"}')
    assert (status, told["fate"]) == (200, "posted")
    assert "at Harrow Moor" in at.way_in.state.alerts[told["identifier"]].drafts["page"][Variant.REPLY].text


def test_an_end_may_give_its_facts_in_the_other_language(at: Officers) -> None:
    said = at.raised()
    body = '{"place": "at Harrow Moor", "translations": {"cy": {"place": "ar Ros Harrow"}}}'
    status, _ = asked(alerts, "POST", f"/alerts/{said.alert.reference}/end", body=body)
    told = at.way_in.state.head(said.alert.source, said.alert.incident_id).told
    assert (status, told and told.translations) == (200, {"cy": {"place": "ar Ros Harrow"}})


def test_each_feed_that_may_be_polled_says_how_it_is_doing(at: Officers, monkeypatch: pytest.MonkeyPatch) -> None:
    heads, now = MemoryFeeds(), at.way_in.clock()
    good = now - timedelta(minutes=3)
    heads.remember(
        FeedHead(
            name="national_highways",
            last_good=good,
            last_try=now,
            last_error="feeds.example: it answered 503",
            failures=3,
            count=7,
            refused=2,
            reasons={"it has no road": 2},
            not_before=now + timedelta(minutes=5),
        )
    )
    config = shipped_config()
    looking = Feeds(at.ledger().guard, config, heads, lambda name: config.rules_of(name).mode, at.way_in.clock)
    monkeypatch.setattr(ledger, "build_feeds", lambda: looking)
    status, told = asked(ledger, "GET", "/feeds")
    floods, roads, *_ = told["feeds"]
    assert (status, floods["name"], floods["polled"], floods["age_seconds"]) == (200, "environment_agency", False, None)
    assert (roads["format"], roads["mode"], roads["age_seconds"], roads["count"]) == (
        "national_highways", "propose", 180, 7,
    )  # fmt: skip
    assert (roads["refusals"], roads["failures"]) == ({"it has no road": 2}, 3)
    assert roads["next_due"] == "2026-11-22T17:35:00Z"


class Unread:
    """Secrets that cannot be read."""

    def of(self, source: str) -> tuple[str, ...]:
        raise StateUnavailable(f"read {source}: ThrottlingException")


@pytest.mark.parametrize(("source", "count"), [(CONTROL, 1), ("nobody", 0), ("national_highways", 0)])
def test_a_knock_whose_secret_cannot_be_read_is_answered_as_any_and_needs_a_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], source: str, count: int
) -> None:
    clock, state, queue = Clock(), MemoryState(), Tellings()
    config = shipped_config()
    door = Hook(config.plan, ("page",), state, config.sources, Unread(), state, queue, clock)
    monkeypatch.setattr(hook, "build_hook", lambda: door)
    stamp = str(int(clock().timestamp()))
    proof = {"X-Loudhailer-Timestamp": stamp, "X-Loudhailer-Signature": f"v1={signature_of('a', stamp, b'{}')}"}
    status, told = asked(hook, "POST", f"/hooks/{source}", body="{}", headers=proof)
    assert (status, told["detail"]) == (401, "the request is not signed as docs/webhook.md says")
    assert f'"NeedsAPerson":[{count}.0]' in capsys.readouterr().out
    assert queue.bodies == []
