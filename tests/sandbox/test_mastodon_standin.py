import time
from datetime import datetime

import pytest

from local.sandbox import Sandbox, running_sandbox
from tests.channels.kit import PNG
from tests.sandbox.callers import MastodonCaller, an_http_client

LONG_LINK = "https://alerts.westshirefire.test/" + "x" * 100


def test_a_status_is_answered_as_mastodon_writes_it(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    status = mastodon.post("Smoke in Harbour Street.\n\nStay < indoors >.\nMore: " + LONG_LINK).json()
    assert status["id"].isdigit()
    assert status["url"] == f"{sandbox.addresses['mastodon']}/@westshirefire/{status['id']}"
    assert status["in_reply_to_id"] is None
    assert status["visibility"] == "public"
    assert status["account"]["display_name"] == "Westshire Fire and Rescue"
    assert datetime.fromisoformat(status["created_at"]).tzinfo is not None
    assert status["content"].startswith("<p>Smoke in Harbour Street.</p><p>Stay &lt; indoors &gt;.<br />More: <a href=")
    assert f'href="{LONG_LINK}"' in status["content"]


def test_a_key_is_honoured_whatever_the_body_says(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    first, repeat = mastodon.post("First", key="a-1"), mastodon.post("Other words", key="a-1")
    assert (first.status_code, repeat.status_code) == (200, 200)
    assert repeat.json()["id"] == first.json()["id"]
    assert [(post["text"], post["key"]) for post in sandbox.posts("mastodon")] == [("First", "a-1")]


def test_without_a_key_the_same_words_are_two_statuses(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    assert mastodon.post("Twice").json()["id"] != mastodon.post("Twice").json()["id"]
    assert len(sandbox.posts("mastodon")) == 2


def test_a_key_is_forgotten_after_an_hour() -> None:
    now = time.time()
    with running_sandbox(clock=lambda: now) as sandbox, an_http_client() as http:
        mastodon = MastodonCaller(sandbox, http)
        first = mastodon.post("Once", key="a-1").json()["id"]
        now += 3599
        assert mastodon.post("Once", key="a-1").json()["id"] == first
        now += 1
        assert mastodon.post("Once", key="a-1").json()["id"] != first


def test_a_form_is_as_good_as_json(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    answer = mastodon.http.post(
        f"{mastodon.address}/api/v1/statuses",
        data={"status": "Mwg yn Westport", "language": "cy"},
        headers={"Authorization": f"Bearer {mastodon.token}"},
    )
    assert answer.status_code == 200
    assert sandbox.posts("mastodon")[0]["language"] == "cy"


@pytest.mark.parametrize(
    "text",
    ["x" * 500, "👨‍👩‍👧‍👦" * 500, "x" * 476 + " " + LONG_LINK, "x" * 495 + " @you@elsewhere.test"],
)
def test_mastodon_counts_graphemes_links_as_23_and_mentions_by_their_name(mastodon: MastodonCaller, text: str) -> None:
    assert mastodon.post(text).status_code == 200
    answer = mastodon.post("x" + text)
    assert answer.status_code == 422
    assert answer.json() == {"error": "Validation failed: Text character limit of 500 exceeded"}


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_text_is_refused(mastodon: MastodonCaller, text: str) -> None:
    assert mastodon.post(text).status_code == 422


def test_a_wrong_or_missing_token_is_refused(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    for token in ("wrong", ""):
        answer = mastodon.post("Not ours", token=token)
        assert (answer.status_code, answer.json()) == (401, {"error": "The access token is invalid"})
    assert sandbox.posts() == []


def test_replies_are_public_under_the_first_status(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    first = mastodon.post("First").json()["id"]
    second = mastodon.post("Second", in_reply_to_id=first).json()["id"]
    mastodon.post("Third", in_reply_to_id=second)
    posts = sandbox.posts("mastodon")
    assert [(post["root"], post["reply_to"]) for post in posts] == [("", ""), (first, first), (first, second)]


def test_a_reply_to_a_status_that_a_person_deleted_is_not_found(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    first = mastodon.post("First").json()["id"]
    sandbox.remove("mastodon", first)
    answer = mastodon.post("Second", in_reply_to_id=first)
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert sandbox.posts() == []


def test_the_account_its_statuses_and_the_instance_can_be_read(mastodon: MastodonCaller) -> None:
    ids = [mastodon.post(f"Status {number}").json()["id"] for number in range(3)]
    account = mastodon.get("/api/v1/accounts/verify_credentials").json()
    listed = mastodon.get(f"/api/v1/accounts/{account['id']}/statuses", limit="2").json()
    assert [status["id"] for status in listed] == [ids[2], ids[1]]
    assert mastodon.get(f"/api/v1/statuses/{ids[0]}").json()["content"] == "<p>Status 0</p>"
    assert mastodon.get("/api/v1/statuses/1").status_code == 404
    limits = mastodon.get("/api/v2/instance").json()["configuration"]["statuses"]
    assert (limits["max_characters"], limits["characters_reserved_per_url"]) == (500, 23)


def test_a_private_status_is_no_public_one(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    assert mastodon.post("For followers", visibility="private").status_code == 200
    assert sandbox.posts() == []


def test_links_and_tags_are_made_clickable_as_mastodon_does(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    mastodon.post("More: https://a.test/1#top. #Westport, not example.test or #1")
    (post,) = sandbox.posts("mastodon")
    assert post["link"] == "https://a.test/1#top"
    marked = [(part["kind"], part["text"]) for part in post["parts"] if part["kind"] != "text"]
    assert marked == [("link", "https://a.test/1#top"), ("tag", "#Westport")]
    assert "".join(part["text"] for part in post["parts"]) == post["text"]


def test_rate_limit_headers_tell_the_end_in_iso_8601(mastodon: MastodonCaller) -> None:
    headers = mastodon.post("One").headers
    assert headers["X-RateLimit-Limit"] == "300"
    assert int(headers["X-RateLimit-Remaining"]) < 300
    assert datetime.fromisoformat(headers["X-RateLimit-Reset"]).tzinfo is not None


def test_a_picture_is_uploaded_with_its_words_and_shown_with_them(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    media = mastodon.upload(PNG, "A house in water").json()
    assert (media["type"], media["description"]) == ("image", "A house in water")
    assert mastodon.get(f"/api/v1/media/{media['id']}").json() == media
    assert sandbox.posts() == []
    status = mastodon.post_with("Flood", media["id"]).json()
    assert status["media_attachments"] == [media]
    (picture,) = sandbox.posts("mastodon")[0]["pictures"]
    assert picture["alt"] == "A house in water"
    assert mastodon.http.get(picture["url"]).content == PNG


def test_a_picture_that_is_not_there_or_shown_already_is_refused(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    media = mastodon.upload(PNG).json()["id"]
    assert mastodon.post_with("Flood", media, "999").status_code == 422
    assert mastodon.post_with("Flood", media).status_code == 200
    assert mastodon.post_with("Again", media).status_code == 422
    assert mastodon.get(f"/api/v1/media/{media}").status_code == 404
    assert len(sandbox.posts()) == 1


@pytest.mark.parametrize(
    ("body", "alt", "token", "status"),
    [(None, "", None, 422), (b"words", "", None, 422), (PNG, "x" * 1501, None, 422), (PNG, "", "", 401)],
)
def test_an_upload_is_refused_in_the_words_of_the_server(
    mastodon: MastodonCaller, body: bytes | None, alt: str, token: str | None, status: int
) -> None:
    assert mastodon.upload(body, alt, token=token).status_code == status


def test_a_form_names_its_media_as_mastodon_wants_it(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    media = mastodon.upload(PNG, "A house").json()["id"]
    form = {"status": "Flood", "media_ids[]": [media]}
    headers = {"Authorization": f"Bearer {mastodon.token}"}
    assert mastodon.http.post(f"{mastodon.address}/api/v1/statuses", data=form, headers=headers).status_code == 200
    assert sandbox.posts()[0]["pictures"][0]["alt"] == "A house"


def test_a_status_is_deleted_once_and_then_is_not_there(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    ids = [mastodon.post(text).json()["id"] for text in ("One", "Two")]
    assert mastodon.delete(ids[0], token="").status_code == 401
    assert mastodon.delete(ids[0]).json()["text"] == "One"
    assert [post["text"] for post in sandbox.posts()] == ["Two"]
    again = mastodon.delete(ids[0])
    assert (again.status_code, again.json()) == (404, {"error": "Record not found"})
    assert mastodon.get(f"/api/v1/statuses/{ids[0]}").status_code == 404
