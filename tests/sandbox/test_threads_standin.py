import json
from datetime import UTC, datetime

import httpx
import pytest

from local.sandbox import Sandbox
from loudhailer.channels import Wiring
from loudhailer.channels._read_back import CLOCKS_DIFFER
from loudhailer.channels.threads import KIND, Threads
from loudhailer.domain.errors import ParentGone
from loudhailer.domain.post import Parent
from tests.channels.kit import MemoryStore, a_post
from tests.sandbox.callers import GraphCaller

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def refusal(answer: httpx.Response) -> tuple[int, int]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_container_is_public_once_it_is_published_and_only_once(sandbox: Sandbox, threads: GraphCaller) -> None:
    container = threads.prepare("Smoke in Harbour Street.").json()["id"]
    assert sandbox.posts("threads") == []
    assert sandbox.channel("threads")["attempts"] == 0
    made = threads.call("POST", "me/threads_publish", json={"creation_id": container}).json()["id"]
    (post,) = sandbox.posts("threads")
    assert post["id"] == made
    assert threads.http.get(post["url"]).text == post["text"]
    again = threads.call("POST", "me/threads_publish", json={"creation_id": container})
    assert refusal(again) == (400, 24)


def test_a_wrong_token_is_refused(sandbox: Sandbox, threads: GraphCaller) -> None:
    assert refusal(threads.call("POST", "me/threads", token="no", json={})) == (401, 190)
    sandbox.fault("threads", kind="auth_lost")
    assert refusal(threads.prepare("No")) == (401, 190)


@pytest.mark.parametrize("text", ["x" * 500, "火" * 500, "🚒" * 125, f"{'👨‍👩‍👧‍👦' * 20}"])
def test_a_text_holds_500_with_an_emoji_as_its_bytes(threads: GraphCaller, text: str) -> None:
    assert threads.prepare(text).status_code == 200
    assert refusal(threads.prepare(f"x{text}")) == (400, 100)
    assert refusal(threads.prepare(" ")) == (400, 100)


def test_posts_and_replies_stand_in_two_lists(sandbox: Sandbox, threads: GraphCaller) -> None:
    first = threads.publish("First #One #Two").json()["id"]
    second = threads.publish("Second", reply_to_id=first).json()["id"]
    third = threads.publish("Third", reply_to_id=second).json()["id"]
    asked = {"fields": "id,text,permalink,timestamp"}
    (post,) = threads.call("GET", "me/threads", params=asked).json()["data"]
    assert (post["id"], post["text"]) == (first, "First One #Two")
    replies = threads.call("GET", "me/replies", params=asked | {"limit": "1"}).json()
    assert [each["id"] for each in replies["data"]] == [third]
    assert replies["paging"]["next"]
    shown = [(post["root"], post["reply_to"]) for post in sandbox.posts("threads")]
    assert shown == [("", ""), (first, first), (first, second)]


def test_a_reply_to_nothing_is_refused(threads: GraphCaller) -> None:
    error = threads.prepare("Second", reply_to_id="7").json()["error"]
    assert (error["code"], error["error_subcode"]) == (100, 33)


def test_a_post_is_deleted_once(sandbox: Sandbox, threads: GraphCaller) -> None:
    post = threads.publish("Off").json()["id"]
    assert threads.call("DELETE", post).json() == {"success": True, "deleted_id": post}
    assert sandbox.posts("threads") == []
    assert refusal(threads.call("DELETE", post)) == (400, 100)


def test_a_new_token_is_given_and_both_are_good(threads: GraphCaller) -> None:
    assert refusal(threads.call("GET", "refresh_access_token")) == (400, 100)
    told = threads.call("GET", "refresh_access_token", params={"grant_type": "th_refresh_token"}).json()
    assert (told["token_type"], told["expires_in"]) == ("bearer", 5_184_000)
    for token in (None, told["access_token"]):
        assert threads.call("GET", "me/threads", token=token).status_code == 200


def test_a_throttle_tells_its_minutes_in_meta_s_own_header(sandbox: Sandbox, threads: GraphCaller) -> None:
    sandbox.fault("threads", kind="rate_limited", retry_after=30)
    answer = threads.publish("Wait")
    assert refusal(answer) == (400, 32)
    ((usage,),) = json.loads(answer.headers["X-Business-Use-Case-Usage"]).values()
    assert usage["estimated_time_to_regain_access"] == 0.5
    assert sandbox.posts("threads") == []


def test_the_channel_posts_replies_finds_and_takes_off_here(sandbox: Sandbox, http: httpx.Client) -> None:
    wiring = Wiring(sandbox.addresses["threads"], sandbox.secrets["threads"], http, MemoryStore())
    channel, claimed = Threads(wiring), datetime.now(UTC) - CLOCKS_DIFFER * 0.9
    post = a_post(text=f"A & B. {LINK} #Tag", created_at=claimed)
    assert channel.find(post) is None
    receipt = channel.publish(post)
    reply = a_post(text="Second", created_at=claimed, parent=Parent(receipt.ref, receipt.ref))
    assert channel.find(reply) is None
    replied = channel.publish(reply)
    for each, made in ((post, receipt), (reply, replied)):
        found = channel.find(each)
        assert found is not None
        assert (found.ref, found.repeated) == (made.ref, True)
        assert http.get(made.ref.url).text == each.text
    channel.retract(post, receipt.ref)
    channel.retract(post, receipt.ref)
    with pytest.raises(ParentGone):
        channel.publish(a_post(text="Third", parent=Parent(receipt.ref, receipt.ref)))
    assert [each["text"] for each in sandbox.posts("threads")] == ["Second"]
    assert KIND.renew is not None
    assert KIND.renew(http, wiring.address, wiring.secret).lasts.days == 60
