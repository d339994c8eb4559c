import time
from datetime import UTC, datetime

import httpx
import pytest

from local.sandbox import Sandbox
from tests.sandbox.callers import BlueskyCaller, MastodonCaller, a_record, new_rkey


def test_bluesky_asks_for_a_pause_as_often_as_told_and_keeps_nothing(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    sandbox.fault("bluesky", kind="rate_limited", retry_after=3, times=2)
    answers = [bluesky.put(a_record()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].json()["error"] == "RateLimitExceeded"
    assert answers[0].headers["retry-after"] == "3"
    assert abs(int(answers[0].headers["ratelimit-reset"]) - time.time() - 3) < 2
    assert len(sandbox.posts()) == 1


def test_mastodon_tells_the_end_of_a_pause_only_in_iso_8601(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    sandbox.fault("mastodon", kind="rate_limited", retry_after=90)
    answer = mastodon.post("Wait")
    assert (answer.status_code, answer.json()) == (429, {"error": "Too many requests"})
    assert "retry-after" not in answer.headers
    pause = datetime.fromisoformat(answer.headers["X-RateLimit-Reset"]) - datetime.now(UTC)
    assert 85 < pause.total_seconds() <= 90


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_keeps_nothing(sandbox: Sandbox, mastodon: MastodonCaller, status: int) -> None:
    sandbox.fault("mastodon", kind="server_error", status=status)
    assert mastodon.post("Lost").status_code == status
    assert sandbox.posts() == []
    assert mastodon.post("Kept").status_code == 200


def test_a_server_error_may_come_after_the_post_is_out(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    sandbox.fault("mastodon", kind="server_error", status=504, stored=True)
    assert mastodon.post("Out", key="a-1").status_code == 504
    assert [post["text"] for post in sandbox.posts()] == ["Out"]


def test_a_dropped_answer_leaves_the_post_public_and_its_key_good(
    sandbox: Sandbox, bluesky: BlueskyCaller, mastodon: MastodonCaller
) -> None:
    rkey = new_rkey()
    for channel in ("bluesky", "mastodon"):
        sandbox.fault(channel, kind="drop_answer")
    with pytest.raises(httpx.TransportError):
        bluesky.put(a_record(), rkey)
    with pytest.raises(httpx.TransportError):
        mastodon.post("Out", key="a-1")
    assert [post["channel"] for post in sandbox.posts()] == ["bluesky", "mastodon"]
    assert "commit" not in bluesky.put(a_record(), rkey).json()
    assert mastodon.post("Out", key="a-1").json()["id"] == sandbox.posts("mastodon")[0]["id"]
    assert len(sandbox.posts()) == 2


def test_a_refusal_is_dropped_like_any_answer(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    sandbox.fault("mastodon", kind="drop_answer")
    with pytest.raises(httpx.TransportError):
        mastodon.post("")
    assert sandbox.posts() == []


def test_a_slow_platform_posts_even_when_nobody_waits_any_more(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    sandbox.fault("mastodon", kind="slow", seconds=0.2)
    with pytest.raises(httpx.ReadTimeout):
        mastodon.http.post(
            f"{mastodon.address}/api/v1/statuses",
            json={"status": "Late"},
            headers={"Authorization": f"Bearer {mastodon.token}"},
            timeout=0.05,
        )
    assert sandbox.posts() == []
    until = time.monotonic() + 5
    while not sandbox.posts() and time.monotonic() < until:
        time.sleep(0.02)
    assert [post["text"] for post in sandbox.posts()] == ["Late"]


def test_faults_come_in_the_order_they_were_asked_for(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    sandbox.fault("mastodon", kind="server_error", status=502, times=2)
    sandbox.fault("mastodon", kind="rate_limited", retry_after=1)
    assert (
        sandbox.channel("mastodon")["detail"] == "answers 502 (next 2 posts); rate limited, retry after 1 s (next post)"
    )
    assert [mastodon.post("Try").status_code for _ in range(4)] == [502, 502, 429, 200]
    assert sandbox.channel("mastodon") | {"handle": ""} == {
        "name": "mastodon",
        "label": "Mastodon",
        "handle": "",
        "audience": "public",
        "state": "up",
        "detail": "",
        "attempts": 4,
    }


def test_only_posting_calls_meet_a_fault(sandbox: Sandbox, bluesky: BlueskyCaller, mastodon: MastodonCaller) -> None:
    for channel in ("bluesky", "mastodon"):
        sandbox.fault(channel, kind="server_error")
    assert bluesky.log_in().status_code == 200
    assert bluesky.get("3mabcdefghijk").json()["error"] == "RecordNotFound"
    assert mastodon.get("/api/v1/accounts/verify_credentials").status_code == 200
    assert sandbox.channel("mastodon")["state"] == "faulty"
    assert sandbox.channel("mastodon")["attempts"] == 0


def test_lost_credentials_are_refused_and_old_sessions_stay_so(
    sandbox: Sandbox, bluesky: BlueskyCaller, mastodon: MastodonCaller
) -> None:
    for channel in ("bluesky", "mastodon"):
        sandbox.fault(channel, kind="auth_lost")
    assert bluesky.put(a_record()).json()["error"] == "ExpiredToken"
    assert bluesky.log_in().status_code == 401
    assert mastodon.post("No").status_code == 401
    for channel in ("bluesky", "mastodon"):
        sandbox.clear(channel)
    assert bluesky.put(a_record()).json()["error"] == "ExpiredToken"
    assert bluesky.put(a_record(), token=bluesky.log_in().json()["accessJwt"]).status_code == 200
    assert mastodon.post("Yes").status_code == 200


@pytest.mark.parametrize("undo", ["on", "clear", "reset"])
def test_a_channel_that_is_off_refuses_connections_until_it_is_back_at_its_address(
    sandbox: Sandbox, mastodon: MastodonCaller, undo: str
) -> None:
    sandbox.fault("mastodon", kind="off")
    assert sandbox.channel("mastodon")["state"] == "off"
    with pytest.raises(httpx.ConnectError):
        mastodon.post("No")
    if undo == "on":
        sandbox.fault("mastodon", kind="on")
    elif undo == "clear":
        sandbox.clear("mastodon")
    else:
        sandbox.reset()
    assert mastodon.post("Yes").status_code == 200


def test_going_off_cuts_connections_that_were_kept_open(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    with httpx.Client(base_url=mastodon.address, trust_env=False, timeout=5) as keeping:
        assert keeping.get("/api/v2/instance").status_code == 200
        sandbox.fault("mastodon", kind="off")
        with pytest.raises(httpx.TransportError):
            keeping.get("/api/v2/instance")


def test_a_reset_forgets_posts_keys_and_faults_but_keeps_sessions(
    sandbox: Sandbox, bluesky: BlueskyCaller, mastodon: MastodonCaller
) -> None:
    rkey = new_rkey()
    bluesky.put(a_record(), rkey)
    first = mastodon.post("First", key="a-1").json()["id"]
    sandbox.fault("mastodon", kind="server_error", times=9)
    sandbox.reset()
    assert sandbox.posts() == []
    assert "commit" in bluesky.put(a_record(), rkey).json()
    assert mastodon.post("First", key="a-1").json()["id"] != first


def test_an_unknown_channel_or_fault_is_refused_with_the_allowed_ones(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no channel 'telegraph': use one of bluesky, mastodon"):
        sandbox.fault("telegraph", kind="off")
    with pytest.raises(ValueError, match="one of rate_limited, server_error, drop_answer, slow, auth_lost, off, on"):
        sandbox.fault("bluesky", kind="haunted")
    with pytest.raises(ValueError, match="retry_after: Field required"):
        sandbox.fault("bluesky", kind="rate_limited")
    with pytest.raises(ValueError, match="secnods: Extra inputs are not permitted"):
        sandbox.fault("bluesky", kind="slow", seconds=1, secnods=1)
