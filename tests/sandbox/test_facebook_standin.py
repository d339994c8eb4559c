import json
from datetime import UTC, datetime

import httpx
import pytest

from local.sandbox import Sandbox
from loudhailer.channels import Wiring
from loudhailer.channels._read_back import CLOCKS_DIFFER
from loudhailer.channels.facebook import Facebook
from loudhailer.domain.post import Picture
from tests.channels.kit import MemoryStore, a_post
from tests.sandbox.callers import GraphCaller

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def refusal(answer: httpx.Response) -> tuple[int, int]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_post_is_answered_with_its_id_and_shown(sandbox: Sandbox, facebook: GraphCaller) -> None:
    answer = facebook.feed(f"Smoke in Harbour Street.\n{LINK} #FireAlert")
    (post,) = sandbox.posts("facebook")
    assert answer.json() == {"id": post["id"]}
    assert post["id"].startswith(f"{facebook.secret['page_id']}_")
    assert (post["reply_to"], post["link"]) == ("", LINK)
    assert facebook.http.get(post["url"]).text == post["text"]


def test_a_wrong_token_and_another_page_are_refused(sandbox: Sandbox, facebook: GraphCaller) -> None:
    assert refusal(facebook.call("POST", f"{facebook.secret['page_id']}/feed", token="no", json={})) == (401, 190)
    assert refusal(facebook.call("POST", "7/feed", json={"message": "No"})) == (403, 200)
    sandbox.fault("facebook", kind="auth_lost")
    assert refusal(facebook.feed("No")) == (401, 190)
    assert sandbox.posts("facebook") == []


def test_the_same_words_twice_in_a_row_are_refused(facebook: GraphCaller) -> None:
    assert facebook.feed("Twice").status_code == 200
    assert refusal(facebook.feed("Twice")) == (400, 506)
    assert facebook.feed("Between").status_code == 200
    assert facebook.feed("Twice").status_code == 200


@pytest.mark.parametrize("text", ["", "x" * 63_207])
def test_no_words_and_too_many_are_refused(facebook: GraphCaller, text: str) -> None:
    assert refusal(facebook.feed(text)) == (400, 100)


def test_the_page_s_own_posts_come_newest_first_and_a_page_at_a_time(facebook: GraphCaller) -> None:
    ids = [facebook.feed(f"Number {number}").json()["id"] for number in range(3)]
    path = f"{facebook.secret['page_id']}/published_posts"
    listed = facebook.call("GET", path, params={"fields": "id,created_time", "limit": "2"}).json()
    assert [each["id"] for each in listed["data"]] == [ids[2], ids[1]]
    assert set(listed["data"][0]) == {"id", "created_time"}
    assert listed["paging"]["next"]
    assert "next" not in facebook.call("GET", path).json()["paging"]


def test_a_post_is_deleted_once(sandbox: Sandbox, facebook: GraphCaller) -> None:
    post = facebook.feed("Off").json()["id"]
    assert facebook.call("GET", post).json()["id"] == post
    assert facebook.call("DELETE", post).json() == {"success": True}
    assert sandbox.posts("facebook") == []
    for method in ("DELETE", "GET"):
        error = facebook.call(method, post).json()["error"]
        assert (error["code"], error["error_subcode"]) == (100, 33)


def test_a_throttle_tells_whole_minutes_in_meta_s_own_header(sandbox: Sandbox, facebook: GraphCaller) -> None:
    sandbox.fault("facebook", kind="rate_limited", retry_after=90)
    answer = facebook.feed("Wait")
    assert refusal(answer) == (400, 32)
    (usage,) = json.loads(answer.headers["X-Business-Use-Case-Usage"])[facebook.secret["page_id"]]
    assert usage["estimated_time_to_regain_access"] == 2
    assert sandbox.posts("facebook") == []


def test_only_posting_meets_a_fault(sandbox: Sandbox, facebook: GraphCaller) -> None:
    sandbox.fault("facebook", kind="server_error", status=502)
    assert facebook.call("GET", f"{facebook.secret['page_id']}/published_posts").status_code == 200
    assert facebook.feed("Lost").status_code == 502
    assert facebook.feed("Kept").status_code == 200


def test_a_picture_must_be_one_and_waits_unpublished(facebook: GraphCaller) -> None:
    path = f"{facebook.secret['page_id']}/photos"
    assert refusal(facebook.call("POST", path, data={"published": "false"})) == (400, 324)
    assert refusal(facebook.call("POST", path, files={"source": ("a.png", b"a", "image/png")})) == (400, 100)
    assert refusal(facebook.feed("With none", attached_media=[{"media_fbid": "7"}])) == (400, 100)


def test_the_channel_posts_here_with_a_picture_finds_its_post_and_takes_it_off(
    sandbox: Sandbox, http: httpx.Client
) -> None:
    wiring = Wiring(
        sandbox.addresses["facebook"],
        sandbox.secrets["facebook"],
        http,
        MemoryStore(),
        pictures=lambda _name: b"a picture",
    )
    channel = Facebook(wiring)
    picture = Picture("map.png", "image/png", 8, 6, "A map")
    post = a_post(text=f"A & B. {LINK} #Tag", created_at=datetime.now(UTC) - CLOCKS_DIFFER * 0.9, picture=picture)
    assert channel.find(post) is None
    receipt = channel.publish(post)
    found = channel.find(post)
    assert found is not None
    assert (found.ref, found.repeated) == (receipt.ref, True)
    assert http.get(receipt.ref.url).text == post.text
    channel.retract(post, receipt.ref)
    channel.retract(post, receipt.ref)
    assert sandbox.posts("facebook") == []
