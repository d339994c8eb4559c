import json
import time
from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox, running_sandbox
from tests.channels.kit import PNG
from tests.sandbox.callers import TelegramCaller, an_http_client

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert (body["ok"], body["error_code"]) == (False, answer.status_code)
    return answer.status_code, body["description"]


def test_a_message_is_answered_as_the_bot_api_writes_it(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    answer = telegram.send(f"🚒 Smoke in Harbour Street.\n{LINK}\n#FireAlert").json()
    assert answer["ok"] is True
    message = answer["result"]
    assert isinstance(message["message_id"], int)
    assert message["chat"] == {
        "id": -1001234567890,
        "title": "Westshire Fire and Rescue",
        "username": "westshirefire",
        "type": "channel",
    }
    # In UTF-16: the fire engine takes two.
    assert message["entities"] == [
        {"offset": 28, "length": len(LINK), "type": "url"},
        {"offset": 29 + len(LINK), "length": 10, "type": "hashtag"},
    ]
    (post,) = sandbox.posts("telegram")
    assert (post["id"], post["key"], post["language"]) == (str(message["message_id"]), "", "")
    assert post["url"] == f"{sandbox.addresses['telegram']}/westshirefire/{post['id']}"
    assert telegram.http.get(post["url"]).text == post["text"]


def test_ids_count_up_and_are_never_given_again(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    first, second = (telegram.send(text).json()["result"]["message_id"] for text in ("One", "Two"))
    sandbox.remove("telegram", str(second))
    sandbox.reset()
    third = telegram.send("Three").json()["result"]["message_id"]
    assert (second, third) == (first + 1, first + 2)


def test_the_same_call_twice_is_two_messages(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    assert telegram.send("Twice").json() != telegram.send("Twice").json()
    assert len(sandbox.posts("telegram")) == 2


@pytest.mark.parametrize("text", ["x" * 4096, "🚒" * 2048, "ŵ" * 4096])
def test_a_text_holds_4096_utf_16_units(telegram: TelegramCaller, text: str) -> None:
    assert telegram.send(text).status_code == 200
    assert refusal(telegram.send("x" + text)) == (400, "Bad Request: message is too long")


@pytest.mark.parametrize("text", ["", " \n", None])
def test_an_empty_text_is_refused(telegram: TelegramCaller, text: str | None) -> None:
    assert refusal(telegram.send(text)) == (400, "Bad Request: message text is empty")


@pytest.mark.parametrize(
    ("token", "expected"), [("7:AA-another_bot", (401, "Unauthorized")), ("no-token", (404, "Not Found"))]
)
def test_a_wrong_token_is_refused(
    sandbox: Sandbox, telegram: TelegramCaller, token: str, expected: tuple[int, str]
) -> None:
    assert refusal(telegram.send("Not ours", token=token)) == expected
    assert sandbox.posts() == []


def test_credentials_that_are_lost_are_refused_until_they_are_back(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    sandbox.fault("telegram", kind="auth_lost")
    assert refusal(telegram.send("No")) == (401, "Unauthorized")
    sandbox.clear("telegram")
    assert telegram.send("Yes").status_code == 200


@pytest.mark.parametrize(
    ("chat", "sentence"), [("@another", "Bad Request: chat not found"), ("", "Bad Request: chat_id is empty")]
)
def test_only_its_own_chat_is_there(telegram: TelegramCaller, chat: str, sentence: str) -> None:
    assert refusal(telegram.send("Hello", chat_id=chat)) == (400, sentence)


def test_replies_are_public_under_the_first_message(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    first = telegram.send("First").json()["result"]["message_id"]
    second = telegram.send("Second", reply_parameters={"message_id": first}).json()["result"]
    telegram.send("Third", reply_parameters={"message_id": second["message_id"]})
    assert second["reply_to_message"]["text"] == "First"
    ids = [post["id"] for post in sandbox.posts("telegram")]
    shown = [(post["root"], post["reply_to"]) for post in sandbox.posts("telegram")]
    assert shown == [("", ""), (ids[0], ids[0]), (ids[0], ids[1])]


def test_a_reply_to_a_message_that_a_person_deleted_is_refused_unless_it_may_stand_alone(
    sandbox: Sandbox, telegram: TelegramCaller
) -> None:
    first = telegram.send("First").json()["result"]["message_id"]
    sandbox.remove("telegram", str(first))
    for insisting in ({"message_id": first}, {"message_id": first, "allow_sending_without_reply": False}):
        answer = telegram.send("Second", reply_parameters=insisting)
        assert refusal(answer) == (400, "Bad Request: message to be replied not found")
    assert sandbox.posts() == []
    alone = {"message_id": first, "allow_sending_without_reply": True}
    assert "reply_to_message" not in telegram.send("Second", reply_parameters=alone).json()["result"]


@pytest.mark.parametrize("parameters", [{"message_id": "x"}, {}, "later", 3])
def test_reply_parameters_that_cannot_be_read(telegram: TelegramCaller, parameters: Any) -> None:
    answer = telegram.send("Second", reply_parameters=parameters)
    if parameters == {}:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 400


def test_a_form_is_as_good_as_json(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    first = telegram.send("First").json()["result"]["message_id"]
    fields = {"chat_id": telegram.chat, "text": "Second", "reply_parameters": json.dumps({"message_id": first})}
    assert telegram.http.post(telegram.url("sendMessage"), data=fields).status_code == 200
    assert sandbox.posts("telegram")[1]["reply_to"] == str(first)
    fields["reply_parameters"] = "{"
    assert telegram.http.post(telegram.url("sendMessage"), data=fields).status_code == 400


def test_the_end_of_a_pause_stands_in_the_body_alone(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    sandbox.fault("telegram", kind="rate_limited", retry_after=90)
    answer = telegram.send("Wait")
    assert refusal(answer) == (429, "Too Many Requests: retry after 90")
    assert answer.json()["parameters"] == {"retry_after": 90}
    assert [name for name in answer.headers if "retry" in name or "limit" in name] == []
    assert sandbox.posts() == []


def test_only_sending_meets_a_fault(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    sandbox.fault("telegram", kind="server_error", status=502)
    assert telegram.http.get(telegram.url("getMe")).json()["result"]["is_bot"] is True
    assert sandbox.channel("telegram")["attempts"] == 0
    assert telegram.send("Lost").status_code == 502
    assert telegram.send("Kept").status_code == 200


def test_an_answer_may_be_lost_after_the_message_is_out(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    sandbox.fault("telegram", kind="drop_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        telegram.send("Out")
    assert [post["text"] for post in sandbox.posts("telegram")] == ["Out"]


def test_a_method_that_is_not_played_is_not_found(telegram: TelegramCaller) -> None:
    assert refusal(telegram.http.post(telegram.url("sendVideo"))) == (404, "Not Found: method not found")


def test_links_and_tags_are_made_clickable(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    telegram.send("More: https://a.test/1#top. #Westport, not #1")
    (post,) = sandbox.posts("telegram")
    marked = [(part["kind"], part["text"]) for part in post["parts"] if part["kind"] != "text"]
    assert marked == [("link", "https://a.test/1#top"), ("tag", "#Westport")]
    assert "".join(part["text"] for part in post["parts"]) == post["text"]


def test_a_photo_is_shown_over_its_caption(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    first = telegram.send("First").json()["result"]["message_id"]
    reply = {"reply_parameters": json.dumps({"message_id": first})}
    message = telegram.send_photo(f"Flood. {LINK}", PNG, **reply).json()["result"]
    assert message["caption"] == f"Flood. {LINK}"
    assert message["caption_entities"] == [{"offset": 7, "length": len(LINK), "type": "url"}]
    assert "text" not in message
    post = sandbox.posts("telegram")[1]
    assert (post["text"], post["reply_to"]) == (f"Flood. {LINK}", str(first))
    (picture,) = post["pictures"]
    assert picture["alt"] == "", "there is no place for it"
    assert telegram.http.get(picture["url"]).content == PNG


@pytest.mark.parametrize("caption", ["", "x" * 1024, "🚒" * 512])
def test_a_caption_holds_1024_units_and_may_be_empty(telegram: TelegramCaller, caption: str) -> None:
    assert telegram.send_photo(caption, PNG).status_code == 200
    if caption:
        assert refusal(telegram.send_photo("x" + caption, PNG)) == (400, "Bad Request: message caption is too long")


def test_a_photo_that_is_none_is_refused(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    assert refusal(telegram.send_photo("Flood", None)) == (400, "Bad Request: there is no photo in the request")
    assert refusal(telegram.send_photo("Flood", b"words")) == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    assert refusal(telegram.send_photo("Flood", PNG, chat_id="@other")) == (400, "Bad Request: chat not found")
    assert sandbox.posts() == []


def test_a_photo_meets_the_faults_of_a_post(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    sandbox.fault("telegram", kind="server_error", status=502)
    assert telegram.send_photo("Lost", PNG).status_code == 502
    assert sandbox.posts() == []


def test_a_message_is_deleted_once_and_then_is_not_there(sandbox: Sandbox, telegram: TelegramCaller) -> None:
    ids = [telegram.send(text).json()["result"]["message_id"] for text in ("One", "Two")]
    assert refusal(telegram.delete(ids[0], token="7:AA-another_bot")) == (401, "Unauthorized")
    assert refusal(telegram.delete(ids[0], chat_id="@other")) == (400, "Bad Request: chat not found")
    assert telegram.delete(ids[0]).json() == {"ok": True, "result": True}
    assert refusal(telegram.delete(ids[0])) == (400, "Bad Request: message to delete not found")
    assert [post["text"] for post in sandbox.posts()] == ["Two"]


def test_a_message_of_two_days_ago_cannot_be_deleted() -> None:
    now = time.time()
    with running_sandbox(clock=lambda: now) as sandbox, an_http_client() as http:
        telegram = TelegramCaller(sandbox, http)
        ids = [telegram.send(text).json()["result"]["message_id"] for text in ("One", "Two")]
        now += 48 * 3600 - 2
        assert telegram.delete(ids[0]).status_code == 200
        now += 2
        assert refusal(telegram.delete(ids[1])) == (400, "Bad Request: message can't be deleted for everyone")
        assert len(sandbox.posts()) == 1
