import httpx
import pytest

from local.sandbox import Sandbox
from tests.sandbox.callers import Json, SlackCaller

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def marked(key: str, event: str = "loudhailer_post") -> Json:
    return {"metadata": {"event_type": event, "event_payload": {"key": key}}}


def history(slack: SlackCaller, **query: str) -> Json:
    return slack.read("conversations.history", include_all_metadata="true", **query)


def test_a_message_is_answered_as_slack_writes_it(sandbox: Sandbox, slack: SlackCaller) -> None:
    answer = slack.post(f"Smoke &amp; fire &lt;now&gt;. {LINK}", **marked("k1"))
    assert answer["ok"] is True
    assert answer["channel"] == slack.channel
    assert answer["message"]["text"] == f"Smoke &amp; fire &lt;now&gt;. <{LINK}>"
    (post,) = sandbox.posts("slack")
    assert (post["id"], post["key"], post["link"]) == (answer["ts"], "k1", LINK)
    assert post["text"] == f"Smoke & fire <now>. {LINK}"
    assert post["url"].endswith(f"/archives/{slack.channel}/p{answer['ts'].replace('.', '')}")
    assert LINK in slack.http.get(post["url"]).text


def test_the_same_call_twice_is_two_messages(sandbox: Sandbox, slack: SlackCaller) -> None:
    assert slack.post("Twice", **marked("k1"))["ts"] != slack.post("Twice", **marked("k1"))["ts"]
    assert len(sandbox.posts("slack")) == 2


def test_metadata_is_told_to_whoever_asks_for_it(slack: SlackCaller) -> None:
    slack.post("Marked", **marked("k1"))
    (asked,) = history(slack)["messages"]
    assert asked["metadata"]["event_payload"] == {"key": "k1"}
    (unasked,) = slack.read("conversations.history")["messages"]
    assert "metadata" not in unasked


@pytest.mark.parametrize("metadata", [marked("k1", "loudhailer.post"), {"metadata": {"event_type": "x"}}])
def test_metadata_of_another_shape_is_dropped_and_the_message_goes(slack: SlackCaller, metadata: Json) -> None:
    assert slack.post("Unmarked", **metadata)["ok"] is True
    assert "metadata" not in history(slack)["messages"][0]


def test_a_channel_shows_a_reply_only_where_that_was_asked_for(sandbox: Sandbox, slack: SlackCaller) -> None:
    root = slack.post("First")["ts"]
    hidden = slack.post("Hidden", thread_ts=root)["ts"]
    shown = slack.post("Shown", thread_ts=root, reply_broadcast=True)["ts"]
    assert [each["ts"] for each in history(slack)["messages"]] == [shown, root]
    thread = slack.read("conversations.replies", ts=root)["messages"]
    assert [each["ts"] for each in thread] == [root, hidden, shown]
    assert [(post["root"], post["reply_to"]) for post in sandbox.posts("slack")] == [
        ("", ""),
        (root, root),
        (root, root),
    ]


def test_a_reply_under_a_message_that_was_deleted_becomes_one_of_its_own(sandbox: Sandbox, slack: SlackCaller) -> None:
    root = slack.post("First")["ts"]
    sandbox.remove("slack", root)
    answer = slack.post("Second", thread_ts=root)
    assert answer["ok"] is True
    assert "thread_ts" not in answer["message"]
    assert [each["text"] for each in history(slack)["messages"]] == ["Second"]
    assert slack.read("conversations.replies", ts=root) == {"ok": False, "error": "thread_not_found"}


def test_a_reply_takes_no_reply(slack: SlackCaller) -> None:
    reply = slack.post("Reply", thread_ts=slack.post("First")["ts"])["ts"]
    assert slack.post("No", thread_ts=reply) == {"ok": False, "error": "cannot_reply_to_message"}


def test_a_page_says_that_there_is_more_and_starts_after_a_moment(slack: SlackCaller) -> None:
    first, second = slack.post("One")["ts"], slack.post("Two")["ts"]
    page = history(slack, limit="1")
    assert ([each["ts"] for each in page["messages"]], page["has_more"]) == ([second], True)
    assert [each["ts"] for each in history(slack, oldest=first)["messages"]] == [second]


def test_a_message_is_deleted_once(sandbox: Sandbox, slack: SlackCaller) -> None:
    ts = slack.post("Wrong")["ts"]
    assert slack.call("chat.delete", ts=ts).json()["ok"] is True
    assert sandbox.posts("slack") == []
    assert slack.call("chat.delete", ts=ts).json() == {"ok": False, "error": "message_not_found"}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"token": ""}, "not_authed"),
        ({"token": "xoxb-another"}, "invalid_auth"),
        ({"channel": "C0ANOTHER"}, "channel_not_found"),
        ({"text": " "}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
    ],
)
def test_a_refusal_is_a_200_with_a_word(sandbox: Sandbox, slack: SlackCaller, fields: Json, error: str) -> None:
    answer = slack.call("chat.postMessage", **{"text": "No"} | fields)
    assert (answer.status_code, answer.json()) == (200, {"ok": False, "error": error})
    assert sandbox.posts("slack") == []


def test_a_body_that_is_no_json_is_refused(slack: SlackCaller) -> None:
    headers = {"Authorization": f"Bearer {slack.token}"}
    answer = slack.http.post(f"{slack.address}/chat.postMessage", content=b"{", headers=headers)
    assert answer.json() == {"ok": False, "error": "invalid_json"}


def test_credentials_that_are_lost_are_refused_until_they_are_back(sandbox: Sandbox, slack: SlackCaller) -> None:
    sandbox.fault("slack", kind="auth_lost")
    assert slack.post("No")["error"] == "invalid_auth"
    assert history(slack)["error"] == "invalid_auth"
    sandbox.clear("slack")
    assert slack.post("Yes")["ok"] is True


def test_a_pause_is_a_429_with_whole_seconds(sandbox: Sandbox, slack: SlackCaller) -> None:
    sandbox.fault("slack", kind="rate_limited", retry_after=1.6)
    answer = slack.call("chat.postMessage", text="Wait")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert answer.json() == {"ok": False, "error": "ratelimited"}
    assert sandbox.posts("slack") == []


def test_an_answer_may_be_lost_after_the_message_is_out(sandbox: Sandbox, slack: SlackCaller) -> None:
    sandbox.fault("slack", kind="drop_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        slack.post("Out", **marked("k1"))
    assert history(slack)["messages"][0]["metadata"]["event_payload"] == {"key": "k1"}
    assert len(sandbox.posts("slack")) == 1


def test_nobody_reads_what_is_not_there(slack: SlackCaller) -> None:
    assert slack.http.get(f"{slack.address}/archives/{slack.channel}/p1795368602000300").status_code == 404
