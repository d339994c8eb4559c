import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox, running_sandbox
from tests.channels.kit import PNG
from tests.sandbox.callers import BlueskyCaller, a_record, an_http_client, new_rkey

FAMILY = "👨‍👩‍👧‍👦"  # one grapheme, 25 bytes


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_a_new_record_is_answered_with_its_address_and_a_commit(bluesky: BlueskyCaller) -> None:
    answer = bluesky.put(a_record(), "3mabcdefghijk")
    assert answer.status_code == 200
    body = answer.json()
    assert body["uri"] == f"at://{bluesky.repo}/app.bsky.feed.post/3mabcdefghijk"
    assert body["cid"].startswith("bafyrei")
    assert len(body["cid"]) == 59
    assert "commit" in body


def test_an_equal_repeat_is_answered_alike_but_without_a_commit(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    rkey = new_rkey()
    first, repeat = (bluesky.put(a_record(), rkey).json() for _ in range(2))
    assert (repeat["uri"], repeat["cid"]) == (first["uri"], first["cid"])
    assert "commit" not in repeat
    assert len(sandbox.posts("bluesky")) == 1


def test_ten_equal_puts_at_once_make_one_commit(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    rkey = new_rkey()
    with ThreadPoolExecutor(10) as pool:
        bodies = list(pool.map(lambda _: bluesky.put(a_record(), rkey).json(), range(10)))
    assert sum("commit" in body for body in bodies) == 1
    assert len(sandbox.posts("bluesky")) == 1


def test_other_words_under_a_used_key_are_refused_with_the_standing_cid(
    sandbox: Sandbox, bluesky: BlueskyCaller
) -> None:
    rkey = new_rkey()
    standing = bluesky.put(a_record("First"), rkey).json()["cid"]
    answer = bluesky.put(a_record("Second"), rkey)
    assert error_of(answer) == (400, "InvalidSwap")
    assert answer.json()["message"] == f"Record was at {standing}"
    assert [post["text"] for post in sandbox.posts("bluesky")] == ["First"]


@pytest.mark.parametrize(
    "rkey", ["wf-0412", "3mabcdefghij", "3mabcdefghijkl", "zmabcdefghijk", "3mABCDEFGHIJK", "self"]
)
def test_a_key_that_is_no_tid_is_refused(bluesky: BlueskyCaller, rkey: str) -> None:
    answer = bluesky.put(a_record(), rkey)
    assert error_of(answer) == (400, "InvalidRequest")
    assert answer.json()["message"] == "Invalid record key"


@pytest.mark.parametrize("text", ["x" * 300, FAMILY * 120])
def test_a_text_at_its_limit_is_taken(bluesky: BlueskyCaller, text: str) -> None:
    assert bluesky.put(a_record(text)).status_code == 200


@pytest.mark.parametrize("text", ["x" * 301, FAMILY * 121])
def test_a_text_past_300_graphemes_or_3000_bytes_is_refused(bluesky: BlueskyCaller, text: str) -> None:
    assert error_of(bluesky.put(a_record(text))) == (400, "InvalidRequest")


@pytest.mark.parametrize(
    "record",
    [
        {"$type": "app.bsky.feed.post", "text": "No time"},
        a_record(createdAt="yesterday"),
        a_record(createdAt="2026-11-22T17:30:00"),
        {"text": "No type", "createdAt": "2026-11-22T17:30:00Z"},
        a_record(reply={"root": {"uri": "at://x/y/z", "cid": "bafyrei"}}),
        a_record(facets=[{"features": []}]),
    ],
)
def test_a_record_that_the_lexicon_does_not_allow_is_refused(bluesky: BlueskyCaller, record: dict[str, object]) -> None:
    assert error_of(bluesky.put(record)) == (400, "InvalidRequest")


def test_a_put_that_could_overwrite_is_not_played(bluesky: BlueskyCaller) -> None:
    assert error_of(bluesky.put(a_record(), swapRecord="bafyreixyz")) == (400, "InvalidRequest")


def test_credentials_are_checked_in_the_words_of_the_pds(bluesky: BlueskyCaller) -> None:
    assert error_of(bluesky.log_in(password="wrong")) == (401, "AuthenticationRequired")
    assert error_of(bluesky.put(a_record(), token="")) == (401, "AuthMissing")
    assert error_of(bluesky.put(a_record(), token="made-up")) == (400, "InvalidToken")


def test_an_access_token_runs_out_after_two_hours() -> None:
    now = time.time()
    with running_sandbox(clock=lambda: now) as sandbox, an_http_client() as http:
        bluesky = BlueskyCaller(sandbox, http)
        now += 7199
        assert bluesky.put(a_record()).status_code == 200
        now += 1
        assert error_of(bluesky.put(a_record())) == (400, "ExpiredToken")


def test_a_record_is_read_back_without_a_token(bluesky: BlueskyCaller) -> None:
    rkey = new_rkey()
    assert error_of(bluesky.get(rkey)) == (400, "RecordNotFound")
    put = bluesky.put(a_record(), rkey).json()
    assert bluesky.get(rkey).json() == {"uri": put["uri"], "cid": put["cid"], "value": a_record()}


def test_the_wall_links_what_the_facets_say_in_bytes(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    text = "Tân 🔥 more: https://a.test/1 #Westport"
    start = len(text[: text.index("https")].encode())
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://a.test/1"}
    tag = {"$type": "app.bsky.richtext.facet#tag", "tag": "Westport"}
    facets = [
        {"index": {"byteStart": start, "byteEnd": start + 16}, "features": [link]},
        {"index": {"byteStart": start + 17, "byteEnd": start + 26}, "features": [tag]},
        {"index": {"byteStart": start, "byteEnd": 4000}, "features": [link]},  # past the end: taken, then ignored
    ]
    assert bluesky.put(a_record(text, facets=facets)).status_code == 200
    (post,) = sandbox.posts("bluesky")
    assert post["link"] == "https://a.test/1"
    assert [(part["kind"], part["text"]) for part in post["parts"]] == [
        ("text", "Tân 🔥 more: "),
        ("link", "https://a.test/1"),
        ("text", " "),
        ("tag", "#Westport"),
    ]


def test_a_reply_is_public_under_its_root_and_parent(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    first = bluesky.reference(a_record("First"))
    second = bluesky.reference(a_record("Second", reply={"root": first, "parent": first}))
    bluesky.reference(a_record("Third", langs=["cy"], reply={"root": first, "parent": second}))
    posts = sandbox.posts("bluesky")
    assert [(post["root"], post["reply_to"]) for post in posts] == [
        ("", ""),
        (first["uri"], first["uri"]),
        (first["uri"], second["uri"]),
    ]
    assert posts[2]["language"] == "cy"
    assert all(one["received_at"] <= other["received_at"] for one, other in pairwise(posts))


def test_rate_limit_headers_count_down_to_an_epoch_second(bluesky: BlueskyCaller) -> None:
    one, other = bluesky.put(a_record("One")).headers, bluesky.put(a_record("Other")).headers
    assert int(one["ratelimit-remaining"]) - int(other["ratelimit-remaining"]) == 1
    assert time.time() < int(one["ratelimit-reset"]) + 1 <= time.time() + 301
    assert one["ratelimit-policy"] == "3000;w=300"


def an_image(blob: dict[str, Any], alt: str = "A house in water") -> dict[str, Any]:
    return {"$type": "app.bsky.embed.images", "images": [{"image": blob, "alt": alt}]}


def test_a_picture_is_shown_with_what_it_shows_in_words(
    sandbox: Sandbox, bluesky: BlueskyCaller, http: httpx.Client
) -> None:
    one, other = (bluesky.upload(PNG).json()["blob"] for _ in range(2))
    assert one == other, "the same bytes have the same id"
    assert (one["mimeType"], one["size"], one["ref"]["$link"][:7]) == ("image/png", len(PNG), "bafkrei")
    assert bluesky.put(a_record(embed=an_image(one))).status_code == 200
    (post,) = sandbox.posts("bluesky")
    (picture,) = post["pictures"]
    assert picture["alt"] == "A house in water"
    assert http.get(picture["url"]).content == PNG


def test_a_picture_beside_another_post_is_shown_too(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    quoted = {"$type": "app.bsky.embed.record", "record": bluesky.reference(a_record("First"))}
    both = {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": quoted,
        "media": an_image(bluesky.upload(PNG).json()["blob"]),
    }
    for embed in (quoted, both):
        assert bluesky.put(a_record(embed=embed)).status_code == 200
    assert [len(post["pictures"]) for post in sandbox.posts("bluesky")] == [0, 0, 1]


@pytest.mark.parametrize(
    "embed",
    [
        {"$type": "app.bsky.embed.images", "images": []},
        {"$type": "app.bsky.embed.images", "images": [{"image": {"$type": "blob", "ref": {"$link": "bafkreix"}}}]},
        {"$type": "app.bsky.embed.record", "record": {"uri": "at://x/y/z"}},
        {"$type": "app.bsky.embed.other"},
        "a picture",
    ],
)
def test_an_embed_that_the_lexicon_does_not_allow_is_refused(bluesky: BlueskyCaller, embed: object) -> None:
    assert error_of(bluesky.put(a_record(embed=embed))) == (400, "InvalidRequest")


def test_a_picture_that_was_never_uploaded_or_is_none_or_too_large_is_refused(
    sandbox: Sandbox, bluesky: BlueskyCaller
) -> None:
    never = {"$type": "blob", "ref": {"$link": "bafkreinever"}, "mimeType": "image/png", "size": 1}
    assert error_of(bluesky.put(a_record(embed=an_image(never)))) == (400, "BlobNotFound")
    words = bluesky.upload(b"only words").json()["blob"]
    assert error_of(bluesky.put(a_record(embed=an_image(words)))) == (400, "InvalidMimeType")
    for more, expected in ((0, 200), (1, 400)):
        large = bluesky.upload(PNG + b"x" * (2_000_000 - len(PNG) + more)).json()["blob"]
        assert bluesky.put(a_record(embed=an_image(large))).status_code == expected
    assert len(sandbox.posts()) == 1


def test_an_upload_needs_a_token(bluesky: BlueskyCaller) -> None:
    assert error_of(bluesky.upload(PNG, token="")) == (401, "AuthMissing")


def test_a_record_is_deleted_and_a_second_time_is_answered_alike(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    rkeys = [new_rkey() for _ in range(2)]
    for rkey in rkeys:
        bluesky.put(a_record(rkey), rkey)
    first, again = (bluesky.delete(rkeys[0]) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert "commit" in first.json()
    assert again.json() == {}
    assert [post["text"] for post in sandbox.posts("bluesky")] == [rkeys[1]]
    assert error_of(bluesky.get(rkeys[0])) == (400, "RecordNotFound")
    assert bluesky.put(a_record(), rkeys[0]).status_code == 200, "as on the real one, a late put creates it anew"


def test_only_its_own_records_can_be_deleted_with_a_token(sandbox: Sandbox, bluesky: BlueskyCaller) -> None:
    rkey = new_rkey()
    bluesky.put(a_record(), rkey)
    assert error_of(bluesky.delete(rkey, token="")) == (401, "AuthMissing")
    assert error_of(bluesky.delete(rkey, repo="did:plc:another")) == (400, "InvalidRequest")
    assert bluesky.delete(rkey, collection="app.bsky.feed.like").json() == {}
    assert len(sandbox.posts("bluesky")) == 1
