import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.deploy import ROOT
from local.sandbox import Sandbox, running_sandbox
from local.sandbox.pages import Bucket, Fetched
from tests.sandbox.callers import BlueskyCaller, MastodonCaller, SlackCaller, a_record, an_http_client, ring

PAGE_URL = "https://alerts.westshirefire.test/"
INDEX = [
    {
        "reference": "WF-0412",
        "title": "Smoke in <b>Harbour Street</b>",
        "url": f"{PAGE_URL}wf-0412",
        "updated": "2026-11-22T17:41:00Z",
        "closed": False,
        "added_later": "is ignored",
        "posts": [
            {"revision": 1, "text": "Keep windows closed.", "sent": "2026-11-22T17:30:00Z"},
            {"revision": 2, "text": "Smoke is clearing.", "sent": "2026-11-22T17:41:00Z"},
        ],
    }
]


FLOOD = ROOT / "config" / "pictures" / "flood.png"
PICTURED = {
    "revision": 1,
    "text": "Flood.",
    "sent": "2026-11-22T17:30:00Z",
    "picture": {
        "name": "flood.png",
        "media_type": "image/png",
        "width": 1200,
        "height": 630,
        "alt": "A house in water",
    },
}


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 5
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


class Shelf:
    """A bucket in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.broken = False

    async def fetch(self, key: str) -> Fetched | None:
        if self.broken:
            raise ConnectionRefusedError
        body = self.files.get(key)
        return None if body is None else Fetched(body, "text/html; charset=utf-8")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def with_pages(shelf: Shelf) -> Iterator[Sandbox]:
    with running_sandbox(fetch=shelf.fetch, page_url=PAGE_URL) as sandbox:
        yield sandbox


def first_events(sandbox: Sandbox, count: int) -> list[tuple[str, Any]]:
    events: list[tuple[str, Any]] = []
    name = ""
    with httpx.stream("GET", f"{sandbox.addresses['wall']}/_sandbox/stream", trust_env=False, timeout=5) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                events.append((name, json.loads(line.removeprefix("data: "))))
            if len(events) == count:
                break
    return events


def test_the_stream_tells_everything_again_to_whoever_connects(sandbox: Sandbox, mastodon: MastodonCaller) -> None:
    mastodon.post("First")
    sandbox.note("09:14:05 Crisis declared by Gold")
    events = first_events(sandbox, 5)
    assert [name for name, _ in events] == ["start", "post", "note", "pages", "ready"]
    assert events[1][1] == sandbox.posts()[0]
    assert events[2][1]["text"] == "09:14:05 Crisis declared by Gold"


def test_an_empty_note_is_refused_in_a_sentence(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="1 to 500 characters"):
        sandbox.note(" ")


def test_a_page_of_another_site_cannot_reach_the_controls(sandbox: Sandbox, http: httpx.Client) -> None:
    reset = f"{sandbox.addresses['wall']}/_sandbox/reset"
    assert http.post(reset, headers={"Origin": "https://elsewhere.test"}).status_code == 403
    assert http.post(reset, headers={"Host": "elsewhere.test"}).status_code == 403
    assert http.post(reset, headers={"Origin": sandbox.addresses["wall"]}).status_code == 204


def test_the_services_pages_are_served_as_they_are_in_the_bucket(
    with_pages: Sandbox, shelf: Shelf, http: httpx.Client
) -> None:
    page = with_pages.addresses["wall"] + "/page/"
    assert http.get(page).status_code == 404
    shelf.files = {"index.html": b"<h1>Alerts</h1>", "wf/0412.html": b"<h1>Smoke</h1>"}
    assert http.get(page).text == "<h1>Alerts</h1>"
    assert http.get(page + "wf/0412.html").text == "<h1>Smoke</h1>"
    shelf.broken = True
    assert http.get(page).status_code == 502


def test_the_index_is_followed_and_a_bad_one_leaves_the_last_standing(with_pages: Sandbox, shelf: Shelf) -> None:
    def state() -> str:
        return str(with_pages.channel("page")["state"])

    assert state() == "waiting"
    shelf.files["index.json"] = json.dumps(INDEX).encode()
    assert eventually(lambda: state() == "up")
    assert [entry["reference"] for entry in with_pages.pages()] == ["WF-0412"]
    shelf.files["index.json"] = b"half a"
    assert eventually(lambda: state() == "faulty")
    shelf.broken = True
    assert eventually(lambda: state() == "off")
    assert [entry["reference"] for entry in with_pages.pages()] == ["WF-0412"]


class _Bucket(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Authorization"]))
        self.send_response(200 if self.path == "/pages/index%20one.html" else 403)
        self.end_headers()
        self.wfile.write(b"Here")

    def log_message(self, *_: object) -> None: ...


def test_a_bucket_is_read_with_a_signature_and_a_refusal_is_no_page_yet() -> None:
    class Recording(_Bucket):
        seen: list[tuple[str, str]] = []  # noqa: RUF012 - one list a test, by one class a test

    environment = {"AWS_ACCESS_KEY_ID": "test-key", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-2"}
    with HTTPServer(("127.0.0.1", 0), Recording) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        bucket = Bucket("pages", environment | {"AWS_ENDPOINT_URL": address})
        with running_sandbox(fetch=bucket.fetch) as sandbox, an_http_client() as http:
            page = sandbox.addresses["wall"] + "/page/"
            assert http.get(page + "index one.html").text == "Here"
            assert http.get(page + "other.html").status_code == 404
        server.shutdown()
        thread.join()
    assert all(signature.startswith("AWS4-HMAC-SHA256 Credential=test-key/") for _, signature in Recording.seen)


@pytest.mark.parametrize("endpoint", ["", "https://s3.eu-west-2.amazonaws.com", "http://127.0.0.1.elsewhere.test"])
def test_a_bucket_beyond_this_machine_is_refused(endpoint: str) -> None:
    with pytest.raises(ValueError, match="on this machine"):
        Bucket("pages", {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"})


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("NO CHROMIUM ON THIS MACHINE: the wall itself was not tested")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet + root)
        yield browser
        browser.close()


@pytest.fixture
def wall(chromium: Browser, with_pages: Sandbox) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1440, "height": 900}, timezone_id="America/New_York")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(with_pages.addresses["wall"])
    expect(page.locator("#live")).to_have_text("Live")
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def on_bluesky(with_pages: Sandbox, http: httpx.Client) -> BlueskyCaller:
    return BlueskyCaller(with_pages, http)


@pytest.fixture
def on_mastodon(with_pages: Sandbox, http: httpx.Client) -> MastodonCaller:
    return MastodonCaller(with_pages, http)


@pytest.mark.browser
def test_a_post_appears_without_a_reload_and_is_announced(wall: Page, on_bluesky: BlueskyCaller) -> None:
    expect(wall.locator("#channel-bluesky .empty")).to_be_visible()
    on_bluesky.put(a_record("First line\nSecond line"))
    text = wall.locator("#channel-bluesky .post .text")
    expect(text).to_have_text("First line\nSecond line")
    assert text.evaluate("element => getComputedStyle(element).whiteSpace") == "pre-wrap"
    expect(wall.locator("#news")).to_contain_text("Bluesky: First line")
    expect(wall.locator("#channel-bluesky .empty")).to_be_hidden()


@pytest.mark.browser
def test_a_reply_stands_in_its_thread_and_the_newest_thread_on_top(wall: Page, on_mastodon: MastodonCaller) -> None:
    first = on_mastodon.post("First").json()["id"]
    on_mastodon.post("Another incident")
    threads = wall.locator("#channel-mastodon .thread")
    expect(threads).to_have_count(2)
    expect(threads.first).to_contain_text("Another incident")
    on_mastodon.post("Second", in_reply_to_id=first)
    expect(threads.first.locator(".text")).to_have_text(["First", "Second"])
    expect(threads).to_have_count(2)


@pytest.mark.browser
def test_markup_in_posts_pages_and_notes_is_shown_as_text(
    wall: Page, with_pages: Sandbox, shelf: Shelf, on_mastodon: MastodonCaller, on_bluesky: BlueskyCaller
) -> None:
    attack = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
    on_mastodon.post(attack)
    evil = {"$type": "app.bsky.richtext.facet#link", "uri": "javascript:document.title='taken'"}
    on_bluesky.put(a_record(attack, facets=[{"index": {"byteStart": 0, "byteEnd": 8}, "features": [evil]}]))
    with_pages.note(attack)
    shelf.files["index.json"] = json.dumps(INDEX).encode()
    expect(wall.locator("#channel-mastodon .text")).to_have_text(attack)
    expect(wall.locator("#channel-bluesky .text")).to_have_text(attack)
    expect(wall.locator("#notes li")).to_contain_text(attack)
    expect(wall.locator("#channel-page h3")).to_have_text("Smoke in <b>Harbour Street</b>")
    assert wall.locator(".text script, .text img, .text a, #notes script, h3 b").count() == 0
    assert wall.title() == "Loudhailer – what the public sees"  # noqa: RUF001 - the title's own dash


@pytest.mark.browser
def test_the_own_page_is_followed_and_links_lead_to_it_here(
    wall: Page, shelf: Shelf, on_mastodon: MastodonCaller
) -> None:
    shelf.files["index.json"] = json.dumps(INDEX).encode()
    page = wall.locator("#channel-page .page")
    expect(page.locator(".updates .text")).to_have_text(["Keep windows closed.", "Smoke is clearing."])
    expect(page.locator("h3 a")).to_have_attribute("href", "/page/wf-0412")
    expect(page.locator("time").first).to_contain_text("5:30pm")  # in London, wherever the browser is
    on_mastodon.post(f"More: {PAGE_URL}wf-0412")
    expect(wall.locator("#channel-mastodon .text a")).to_have_attribute("href", "/page/wf-0412")


@pytest.mark.browser
def test_a_note_keeps_its_own_time_and_a_fault_shows_on_its_channel(wall: Page, with_pages: Sandbox) -> None:
    with_pages.note("09:14:05 Crisis declared by Gold")
    expect(wall.locator("#notes li time")).to_have_text("09:14:05")
    expect(wall.locator("#caption")).to_contain_text("Crisis declared by Gold")
    chip = wall.locator("#channel-mastodon .bar .chip")
    expect(chip).to_have_text("Up")
    with_pages.fault("mastodon", kind="rate_limited", retry_after=3)
    expect(chip).to_have_text("Faulty")
    with_pages.fault("mastodon", kind="off")
    expect(chip).to_have_text("Off")
    with_pages.clear("mastodon")
    expect(chip).to_have_text("Up")


@pytest.mark.browser
def test_a_phone_that_rings_is_on_the_wall_and_looks_like_no_channel(
    wall: Page, with_pages: Sandbox, http: httpx.Client
) -> None:
    link = "https://desk.example/callouts/k3v2m7q4x5ta?t=x"
    ring(http, with_pages, words=f"Loudhailer: <b>An approval</b> is owed. {link}")
    column = wall.locator("#channel-telephone")
    expect(column.locator(".call .number")).to_have_text("+441632960101")
    expect(column.locator(".call .text")).to_contain_text("<b>An approval</b> is owed.")
    expect(column.locator(".call .text a")).to_have_attribute("href", link)
    expect(column.locator(".handle")).to_contain_text("the public sees none of this")
    border = "element => getComputedStyle(element).borderTopStyle"
    assert column.evaluate(border) == "dashed"
    assert wall.locator("#channel-bluesky").evaluate(border) == "none"
    with_pages.reset()
    expect(column.locator(".call")).to_have_count(0)


@pytest.mark.browser
def test_a_picture_is_on_the_wall_with_what_it_shows_in_words(
    wall: Page, shelf: Shelf, on_mastodon: MastodonCaller
) -> None:
    alt = "A drawing of <b>a house</b>"
    on_mastodon.post_with("Flood", on_mastodon.upload(FLOOD.read_bytes(), alt).json()["id"])
    post = wall.locator("#channel-mastodon .post")
    expect(post.get_by_role("img", name=alt)).to_be_visible()
    expect(post.locator("figcaption")).to_have_text(f"ALT {alt}")
    shelf.files["pictures/flood.png"] = FLOOD.read_bytes()
    shelf.files["index.json"] = json.dumps([{**INDEX[0], "posts": [PICTURED]}]).encode()
    page = wall.locator("#channel-page .page")
    expect(page.get_by_role("img", name="A house in water")).to_have_attribute("src", "/page/pictures/flood.png")
    for place in (post, page):
        wide = place.locator(".pictures img")
        expect(wide).to_have_js_property("complete", value=True)
        assert wide.evaluate("image => image.naturalWidth") == 1200
        assert wide.evaluate("image => image.clientWidth <= image.closest('.channel').clientWidth")


@pytest.mark.browser
def test_a_channel_of_our_own_people_says_so_to_everybody_who_looks_or_listens(
    wall: Page, with_pages: Sandbox, http: httpx.Client
) -> None:
    slack = SlackCaller(with_pages, http)
    column = wall.locator("#channel-slack")
    expect(column.locator(".audience")).to_have_text("Staff only")
    expect(column.locator(".handle")).to_have_text("Staff only #incidents")
    described = column.get_attribute("aria-describedby")
    expect(wall.locator(f"#{described}")).to_contain_text("Staff only")
    border = "element => getComputedStyle(element).borderTopStyle"
    assert column.evaluate(border) == "dashed"
    expect(wall.locator("#channel-mastodon .audience")).to_have_count(0)
    expect(wall.locator("#channel-bluesky .handle")).to_have_text("@westshirefire.test")
    slack.post("Smoke &amp; fire")
    expect(column.locator(".post .text")).to_have_text("Smoke & fire")
    expect(wall.locator("#news")).to_contain_text("Slack, staff only: Smoke & fire")


@pytest.mark.browser
def test_what_the_people_of_a_list_get_is_on_the_wall_and_looks_like_no_public_channel(
    wall: Page, with_pages: Sandbox, http: httpx.Client
) -> None:
    ring(http, with_pages, at="sms", words="Fire at <b>Mill Lane</b>.", DestinationPhoneNumber="+447700900103")
    column = wall.locator("#channel-sms")
    expect(column.locator(".post .at")).to_have_text("to +447700900103")
    expect(column.locator(".post .text")).to_have_text("Fire at <b>Mill Lane</b>.")
    expect(column.locator(".handle")).to_have_text("A fixed list only staff and partners; the public sees none of this")
    assert column.evaluate("element => getComputedStyle(element).borderTopStyle") == "dashed"
    expect(wall.locator("#channel-telephone .call")).to_have_count(0)
    with_pages.reset()
    expect(column.locator(".post")).to_have_count(0)


@pytest.mark.browser
def test_a_deleted_post_goes_and_a_reset_empties_the_wall(
    wall: Page, with_pages: Sandbox, on_mastodon: MastodonCaller
) -> None:
    ids = [on_mastodon.post(text).json()["id"] for text in ("One", "Two")]
    posts = wall.locator("#channel-mastodon .post")
    expect(posts).to_have_count(2)
    with_pages.remove("mastodon", ids[0])
    expect(posts).to_have_count(1)
    with_pages.note("Something")
    with_pages.reset()
    expect(posts).to_have_count(0)
    expect(wall.locator("#notes li")).to_have_count(0)
    expect(wall.locator("#caption")).to_be_hidden()


@pytest.mark.browser
def test_a_narrow_screen_scrolls_only_downwards(wall: Page, with_pages: Sandbox, on_mastodon: MastodonCaller) -> None:
    on_mastodon.post("x" * 400 + " https://alerts.westshirefire.test/" + "y" * 200)
    with_pages.note("z" * 200)
    for width in (390, 320):
        wall.set_viewport_size({"width": width, "height": 844})
        expect(wall.locator("#channel-mastodon .post")).to_have_count(1)
        assert wall.evaluate("document.documentElement.scrollWidth") <= width
    wall.locator("#jump a", has_text="Mastodon").press("Enter")
    expect(wall.locator("#channel-mastodon h2")).to_be_in_viewport()
