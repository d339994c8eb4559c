from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox
from tests.sandbox.callers import NtfyCaller

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def refusal(answer: httpx.Response) -> tuple[int, int]:
    body = answer.json()
    assert body["http"] == answer.status_code
    return answer.status_code, body["code"]


def test_a_message_is_answered_as_the_server_writes_it(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    answer = ntfy.send(
        f"Smoke in Harbour Street.\n{LINK} \n", title="Smoke", priority=5, click=LINK, sequence_id="lh-1"
    )
    told = answer.json()
    assert told["expires"] - told["time"] == 12 * 3600
    assert told | {"id": "", "time": 0, "expires": 0} == {
        "id": "",
        "sequence_id": "lh-1",
        "time": 0,
        "expires": 0,
        "event": "message",
        "topic": ntfy.topic,
        "title": "Smoke",
        "message": f"Smoke in Harbour Street.\n{LINK}",
        "priority": 5,
        "click": LINK,
    }
    (post,) = sandbox.posts("ntfy")
    assert (post["id"], post["key"], post["link"]) == ("lh-1", "lh-1", LINK)
    assert post["url"] == f"{sandbox.addresses['ntfy']}/{ntfy.topic}"
    assert [(part["kind"], part["text"]) for part in post["parts"]] == [
        ("text", "Smoke in Harbour Street.\n"),
        ("link", LINK),
    ]
    assert ntfy.http.get(post["url"]).text == post["text"]


def test_a_repeat_under_one_sequence_is_kept_twice_and_seen_once(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    first, second = (ntfy.send(text, sequence_id="lh-1").json()["id"] for text in ("One", "One again"))
    assert [event["id"] for event in ntfy.events()] == [first, second]
    assert [(post["id"], post["text"]) for post in sandbox.posts("ntfy")] == [("lh-1", "One again")]


def test_without_a_sequence_the_same_call_twice_is_two_messages(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    assert ntfy.send("Twice").json()["id"] != ntfy.send("Twice").json()["id"]
    assert len(sandbox.posts("ntfy")) == 2


def test_a_message_that_is_taken_away_is_seen_no_more_and_kept_all_the_same(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    ntfy.send("Wrong", sequence_id="lh-1")
    ntfy.send("Right", sequence_id="lh-2")
    for _ in range(2):
        assert ntfy.delete("lh-1").json()["event"] == "message_delete"
    assert [post["text"] for post in sandbox.posts("ntfy")] == ["Right"]
    assert [event["event"] for event in ntfy.events()] == ["message", "message", "message_delete", "message_delete"]
    assert refusal(ntfy.delete("a:b")) == (404, 40401)


@pytest.mark.parametrize(("text", "kept"), [("x" * 4095, True), ("x" * 4096, False), ("ŵ" * 2048, False)])
def test_4096_bytes_become_a_file_that_nobody_opens(sandbox: Sandbox, ntfy: NtfyCaller, text: str, kept: bool) -> None:  # noqa: FBT001 - the table's question
    told = ntfy.send(text).json()
    assert ("attachment" not in told) is kept
    assert (sandbox.posts("ntfy")[0]["text"] == text) is kept


def test_a_poll_without_anything_is_an_empty_answer_of_its_own_media_type(ntfy: NtfyCaller) -> None:
    answer = ntfy.poll()
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("application/x-ndjson")


def test_a_poll_gives_what_came_at_or_after_a_moment(ntfy: NtfyCaller) -> None:
    at = ntfy.send("Now").json()["time"]
    assert [event["message"] for event in ntfy.events(since=str(at))] == ["Now"]
    assert ntfy.events(since=str(at + 60)) == []


def test_no_token_is_forbidden_and_a_wrong_one_unauthorised(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    assert refusal(ntfy.send("No", token="")) == (403, 40301)
    assert refusal(ntfy.send("No", token="tk_another")) == (401, 40101)
    assert refusal(ntfy.poll(token="tk_another")) == (401, 40101)
    assert refusal(ntfy.send("No", topic="another")) == (403, 40301)
    assert refusal(ntfy.poll(topic="another")) == (403, 40301)
    sandbox.fault("ntfy", kind="auth_lost")
    assert refusal(ntfy.send("No")) == (401, 40101)
    sandbox.clear("ntfy")
    assert ntfy.send("Yes").status_code == 200
    assert len(sandbox.posts("ntfy")) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"topic": "a b"}, 40009), ({"sequence_id": "a:b"}, 40049), ({"priority": 9}, 40007), ({"priority": "x"}, 40007)],
)
def test_a_field_that_the_server_cannot_use_is_refused(ntfy: NtfyCaller, fields: dict[str, Any], code: int) -> None:
    assert refusal(ntfy.send("No", **fields)) == (400, code)


def test_a_body_that_is_no_json_is_refused(ntfy: NtfyCaller) -> None:
    answer = ntfy.http.post(f"{ntfy.address}/", content=b"{", headers={"Authorization": f"Bearer {ntfy.token}"})
    assert refusal(answer) == (400, 40024)


def test_an_empty_message_says_triggered(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    ntfy.send(" ")
    assert sandbox.posts("ntfy")[0]["text"] == "triggered"


def test_a_pause_has_no_end_that_anybody_tells(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    sandbox.fault("ntfy", kind="rate_limited", retry_after=90)
    answer = ntfy.send("Wait")
    assert refusal(answer) == (429, 42901)
    assert [name for name in answer.headers if "retry" in name or "limit" in name] == []


def test_an_answer_may_be_lost_after_the_message_is_out(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    sandbox.fault("ntfy", kind="drop_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        ntfy.send("Out", sequence_id="lh-1")
    assert [event["sequence_id"] for event in ntfy.events()] == ["lh-1"]


def test_a_person_s_removal_takes_it_from_the_server_too(sandbox: Sandbox, ntfy: NtfyCaller) -> None:
    message_id = ntfy.send("Gone").json()["id"]
    sandbox.remove("ntfy", message_id)
    assert (ntfy.events(), sandbox.posts("ntfy")) == ([], [])
