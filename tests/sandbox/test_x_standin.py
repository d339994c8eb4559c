import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox
from loudhailer.channels import Wiring
from loudhailer.channels._read_back import CLOCKS_DIFFER
from loudhailer.channels.x import KIND, X
from tests.channels.kit import MemoryStore, a_post
from tests.sandbox.callers import XCaller

LINK = "https://alerts.westshirefire.test/alerts/AAAAAAA.html"


def test_a_post_is_answered_and_shown(sandbox: Sandbox, x: XCaller) -> None:
    answer = x.post(f"Smoke in Harbour Street & Mill Lane.\n{LINK} #FireAlert")
    assert answer.status_code == 201
    told = answer.json()["data"]
    assert told["id"].isdecimal()
    assert told["text"].startswith("Smoke in Harbour Street &amp; Mill Lane.\nhttps://t.co/")
    (post,) = sandbox.posts("x")
    assert (post["id"], post["reply_to"], post["link"]) == (told["id"], "", LINK)
    assert x.http.get(post["url"]).text == post["text"]
    assert int(answer.headers["x-rate-limit-remaining"]) < int(answer.headers["x-rate-limit-limit"])


@pytest.mark.parametrize(
    "changed",
    [
        {"consumer_key": "another"},
        {"token": "another"},
        {"timestamp": "1000000000"},
        {"timestamp": "soon"},
    ],
)
def test_a_call_that_is_signed_wrongly_is_refused(sandbox: Sandbox, x: XCaller, changed: dict[str, Any]) -> None:
    answer = x.call("POST", "/2/tweets", json={"text": "No"}, **changed)
    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")
    x.secret = x.secret | {"consumer_secret": "another"}
    assert x.post("No").status_code == 401
    assert sandbox.posts("x") == []


def test_a_signature_counts_once(x: XCaller) -> None:
    assert x.call("POST", "/2/tweets", json={"text": "One"}, nonce="n-1").status_code == 201
    assert x.call("POST", "/2/tweets", json={"text": "Two"}, nonce="n-1").status_code == 401


def test_credentials_that_are_lost_are_refused_until_they_are_back(sandbox: Sandbox, x: XCaller) -> None:
    sandbox.fault("x", kind="auth_lost")
    assert x.post("No").status_code == 401
    sandbox.clear("x")
    assert x.post("Yes").status_code == 201


def test_the_same_words_twice_are_refused_until_they_are_off(x: XCaller) -> None:
    first = x.post("Twice").json()["data"]["id"]
    answer = x.post("Twice")
    assert (answer.status_code, "duplicate content" in answer.json()["detail"]) == (403, True)
    assert x.call("DELETE", f"/2/tweets/{first}").json() == {"data": {"deleted": True}}
    assert x.post("Twice").status_code == 201


@pytest.mark.parametrize("text", ["x" * 280, "火" * 140, "👨‍👩‍👧‍👦" * 140, f"{'x' * 256} {LINK}"])
def test_a_text_weighs_280_at_most(x: XCaller, text: str) -> None:
    assert x.post(text).status_code == 201
    assert x.post(f"x{text}").status_code == 400


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_refused(x: XCaller, text: str) -> None:
    assert x.post(text).status_code == 400


def test_the_timeline_shows_the_newest_first_with_links_as_x_writes_them(x: XCaller) -> None:
    ids = [x.post(f"Number {number}. {LINK}").json()["data"]["id"] for number in range(6)]
    listed = x.timeline(max_results="5", **{"tweet.fields": "created_at,entities"}).json()
    assert [each["id"] for each in listed["data"]] == ids[:0:-1]
    assert (listed["meta"]["result_count"], bool(listed["meta"]["next_token"])) == (5, True)
    newest = listed["data"][0]
    (link,) = newest["entities"]["urls"]
    assert newest["text"] == f"Number 5. {link['url']}"
    assert link["expanded_url"] == LINK
    later = datetime.fromtimestamp(time.time() + 60, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert x.timeline(start_time=later).json() == {"meta": {"result_count": 0}}
    assert x.timeline(max_results="4").status_code == 400
    assert x.call("GET", "/2/users/7/tweets").status_code == 404


def test_a_picture_is_uploaded_described_and_attached(x: XCaller) -> None:
    told = x.call("POST", "/2/media/upload", form=a_picture(b"a picture")).json()["data"]
    metadata = {"id": told["id"], "metadata": {"alt_text": {"text": "A map"}}}
    assert x.call("POST", "/2/media/metadata", json=metadata).status_code == 200
    assert x.post("With a map", media={"media_ids": [told["id"]]}).status_code == 201
    (shown,) = x.timeline(**{"tweet.fields": "entities"}).json()["data"]
    assert shown["entities"]["urls"][0]["media_key"] == told["media_key"]
    assert x.post("With none", media={"media_ids": ["7"]}).status_code == 400


def a_picture(body: bytes, category: str = "tweet_image") -> dict[str, Any]:
    return {"data": {"media_category": category}, "files": {"media": ("a.png", body, "image/png")}}


@pytest.mark.parametrize("form", [{}, a_picture(b""), a_picture(b"a", "subtitles")])
def test_what_is_no_picture_is_refused(x: XCaller, form: dict[str, Any]) -> None:
    assert x.call("POST", "/2/media/upload", form=form).status_code == 400
    assert x.call("POST", "/2/media/metadata", json={"id": "7", "metadata": {}}).status_code == 400


def test_the_end_of_a_pause_stands_in_x_s_own_header_alone(sandbox: Sandbox, x: XCaller) -> None:
    sandbox.fault("x", kind="rate_limited", retry_after=90)
    answer = x.post("Wait")
    assert answer.status_code == 429
    assert 85 <= int(answer.headers["x-rate-limit-reset"]) - time.time() <= 92
    assert "retry-after" not in answer.headers
    assert sandbox.posts("x") == []


def test_only_posting_meets_a_fault(sandbox: Sandbox, x: XCaller) -> None:
    sandbox.fault("x", kind="server_error", status=503)
    assert x.timeline().status_code == 200
    assert x.post("Lost").status_code == 503
    assert x.post("Kept").status_code == 201


def test_the_channel_posts_here_finds_its_post_and_takes_it_off(sandbox: Sandbox, http: httpx.Client) -> None:
    channel = X(Wiring(sandbox.addresses["x"], sandbox.secrets["x"], http, MemoryStore()))
    # Claimed a little ago by a clock that may differ, so that it is not too early to look.
    post = a_post(text=f"A & B <c>. {LINK} #Tag", created_at=datetime.now(UTC) - CLOCKS_DIFFER * 0.9)
    assert channel.find(post) is None
    receipt = channel.publish(post)
    assert sandbox.posts("x")[0]["text"] == post.text
    found = channel.find(post)
    assert found is not None
    assert (found.ref, found.repeated) == (receipt.ref, True)
    assert http.get(receipt.ref.url).text == post.text
    channel.retract(post, receipt.ref)
    assert sandbox.posts("x") == []
    assert KIND.retracts
