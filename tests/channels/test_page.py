"""The service's own pages: what they say, and that they end the same however the posts came."""

import itertools
import json
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels._page_html import article
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, PostRejected, Transient
from loudhailer.domain.post import Post
from loudhailer.ports import Channel
from tests.channels.kit import ADDRESS, SENT, MemoryStore, a_post, channel_answering, nothing_there

ORDER = ["alerts/WSF-0142.json", "alerts/WSF-0142.html", "index.json", "index.html"]


def page_on(store: MemoryStore) -> Channel:
    return channel_answering("page", nothing_there, store=store)


def a_revision(revision: int, reference: str = "WSF-0142", **overrides: Any) -> Post:
    return a_post(
        **{
            "key": f"{reference}:{revision}",
            "reference": reference,
            "revision": revision,
            "text": f"Revision {revision} of {reference}: Tân & mwg.",
            "headline": f"Fire {reference}, {revision}",
            "sent": SENT + timedelta(minutes=revision),
        }
        | overrides,
    )


def index_of(store: MemoryStore) -> list[dict[str, Any]]:
    index: list[dict[str, Any]] = json.loads(store.files["index.json"])
    return index


def visible(html: bytes) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", html.decode(), flags=re.DOTALL)


def test_a_first_post_writes_its_page_before_it_is_listed() -> None:
    store = MemoryStore()
    receipt = page_on(store).publish(a_post())
    assert store.written == ORDER
    assert receipt.ref.id == "WSF-0142"
    assert receipt.ref.url == f"{ADDRESS}/alerts/WSF-0142.html"
    assert not receipt.repeated


def test_the_index_has_the_shape_that_the_wall_reads() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1))
    page_on(store).publish(a_revision(2, closed=True))
    assert index_of(store) == [
        {
            "reference": "WSF-0142",
            "title": "Fire WSF-0142, 2",
            "url": f"{ADDRESS}/alerts/WSF-0142.html",
            "updated": "2026-11-22T17:32:00.123456Z",
            "closed": True,
            "posts": [
                {"revision": 1, "text": "Revision 1 of WSF-0142: Tân & mwg.", "sent": "2026-11-22T17:31:00.123456Z"},
                {"revision": 2, "text": "Revision 2 of WSF-0142: Tân & mwg.", "sent": "2026-11-22T17:32:00.123456Z"},
            ],
        },
    ]


def test_a_repeat_writes_nothing_and_says_so() -> None:
    store = MemoryStore()
    page_on(store).publish(a_post())
    before = dict(store.files)
    store.written.clear()
    assert page_on(store).publish(a_post()).repeated
    assert store.written == []
    assert store.files == before


def test_the_alert_last_heard_of_is_listed_first() -> None:
    store = MemoryStore()
    for post in (a_revision(1, "A"), a_revision(3, "B"), a_revision(2, "C"), a_revision(5, "A")):
        page_on(store).publish(post)
    assert [each["reference"] for each in index_of(store)] == ["A", "B", "C"]


def test_the_index_is_no_archive() -> None:
    store = MemoryStore()
    for number in range(205):
        page_on(store).publish(a_revision(number, f"R{number}"))
    assert len(index_of(store)) == 200
    assert index_of(store)[-1]["reference"] == "R5"
    assert "alerts/R0.html" in store.files


@pytest.mark.parametrize("crash", range(4))
def test_a_publish_that_breaks_off_is_completed_by_a_repeat(crash: int) -> None:
    whole, store = MemoryStore(), MemoryStore()
    page_on(whole).publish(a_post())

    def broken(key: str) -> None:
        if key == ORDER[crash]:
            raise ChannelUnavailable("the store does not answer")

    store.before_write = broken
    with pytest.raises(ChannelUnavailable):
        page_on(store).publish(a_post())
    assert all(
        f"alerts/{each['reference']}.html" in store.files for each in json.loads(store.files.get("index.json", b"[]"))
    )
    store.before_write = lambda _key: None
    assert page_on(store).find(a_post()) is None
    assert not page_on(store).publish(a_post()).repeated
    assert store.files == whole.files
    assert page_on(store).find(a_post()) is not None


@pytest.mark.parametrize("gap", ORDER)
@pytest.mark.parametrize("other", [a_revision(2), a_revision(0), a_revision(1, "WSF-0199")])
def test_a_lost_race_is_for_the_queue_and_its_repeat_puts_all_right(gap: str, other: Post) -> None:
    store, quiet = MemoryStore(), MemoryStore()
    for post in (a_revision(1), other):
        page_on(quiet).publish(post)
    rivals = [other]

    def race(key: str) -> None:
        if key == gap and rivals:
            page_on(store).publish(rivals.pop())

    store.before_write = race
    channel = page_on(store)
    try:
        channel.publish(a_revision(1))
    except ClaimLost:
        channel.publish(a_revision(1))
    assert store.files == quiet.files


@pytest.mark.parametrize("gap", ORDER)
def test_a_repeat_never_puts_older_words_over_newer_ones(gap: str) -> None:
    """A correction goes out whole while a redelivered first post is still reading."""
    store, quiet = MemoryStore(), MemoryStore()
    for post in (a_revision(1), a_revision(2)):
        page_on(quiet).publish(post)
    page_on(store).publish(a_revision(1))
    corrections = [a_revision(2)]

    def race(key: str) -> None:
        if key == gap and corrections:
            page_on(store).publish(corrections.pop())

    store.before_read = race
    try:
        page_on(store).publish(a_revision(1))
    except ClaimLost:
        page_on(store).publish(a_revision(1))
    assert store.files == quiet.files


class Worker:
    """A thread that stops before every call of the store until it is told to go on."""

    def __init__(self, act: Callable[[], None]) -> None:
        self.go, self.stopped, self.done = threading.Semaphore(0), threading.Semaphore(0), False
        self._act, self._thread = act, threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        self.go.acquire()
        try:
            self._act()
        finally:
            self.done = True
            self.stopped.release()

    def step(self) -> None:
        self.go.release()
        self.stopped.acquire()
        if self.done:
            self._thread.join()


@given(st.data())
def test_revisions_in_any_order_with_repeats_and_lost_races_end_byte_for_byte_the_same(data: st.DataObject) -> None:
    posts = [a_revision(revision, reference) for reference in ("A", "B") for revision in (1, 2)]
    quiet = MemoryStore()
    for post in posts:
        page_on(quiet).publish(post)
    store = MemoryStore()
    running: list[Worker] = []
    turns = data.draw(st.permutations(posts + data.draw(st.lists(st.sampled_from(posts), max_size=4))))
    # Whose call of the store comes next: any interleaving of three workers. Drawn before a thread starts, because
    # drawing may end an example, and would leave its threads waiting.
    order = data.draw(st.lists(st.integers(0, 2), min_size=30, max_size=80))

    def publishing(mine: list[Post]) -> Callable[[], None]:
        def act() -> None:
            channel = page_on(store)
            while mine:
                with suppress(ClaimLost):  # the queue brings it back
                    channel.publish(mine[0])
                    mine.pop(0)

        return act

    workers = [Worker(publishing(turns[number::3])) for number in range(3)]

    def wait(_key: str) -> None:
        (worker,) = running
        worker.stopped.release()
        worker.go.acquire()

    store.before_read = store.before_write = wait
    for number in itertools.chain(order, itertools.repeat(0)):  # after the order, each runs to its end
        left = [each for each in workers if not each.done]
        if not left:
            break
        running[:] = [left[number % len(left)]]
        running[0].step()
    store.before_read = store.before_write = lambda _key: None
    assert store.files == quiet.files
    assert all(page_on(store).find(post) is not None for post in posts)


def test_a_look_finds_what_is_out_and_nothing_else() -> None:
    store = MemoryStore()
    channel = page_on(store)
    assert channel.find(a_revision(1)) is None
    channel.publish(a_revision(1))
    found = channel.find(a_revision(1))
    assert found is not None
    assert found.repeated
    assert channel.find(a_revision(2)) is None
    assert channel.find(a_revision(1, "WSF-0199")) is None


@pytest.mark.parametrize("lost", ORDER)
def test_a_post_is_out_only_when_every_file_says_so(lost: str) -> None:
    store = MemoryStore()
    channel = page_on(store)
    channel.publish(a_post())
    del store.files[lost]
    assert channel.find(a_post()) is None


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"v":2,"entries":[]}', b'{"v":1,"entries":[],"new":1}', b"[{}]", b"[[]]"]
)
@pytest.mark.parametrize("key", ["alerts/WSF-0142.json", "index.json"])
def test_a_file_of_another_release_is_left_alone(key: str, body: bytes) -> None:
    store = MemoryStore({key: body})
    for act in (page_on(store).publish, page_on(store).find):
        with pytest.raises(Transient):
            act(a_post())
    assert store.files == {key: body}


@pytest.mark.parametrize("reference", ["", "../index", "a/b", "a b", ".x", "a?b", "é"])
def test_a_reference_that_cannot_be_an_address_is_refused(reference: str) -> None:
    store = MemoryStore()
    with pytest.raises(PostRejected):
        page_on(store).publish(a_post(reference=reference))
    assert store.files == {}


def test_the_newest_words_come_first_and_the_earlier_ones_after() -> None:
    store = MemoryStore()
    for revision in (2, 1, 3):
        page_on(store).publish(a_revision(revision))
    html = store.files["alerts/WSF-0142.html"].decode()
    places = [
        html.index(words)
        for words in ("<h1>Fire WSF-0142, 3</h1>", "Revision 3", ">Earlier<", "Revision 2", "Revision 1")
    ]
    assert places == sorted(places)


def test_an_alert_that_has_ended_says_so_and_one_that_is_raised_again_does_not() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1))
    assert "This alert has ended" not in visible(store.files["alerts/WSF-0142.html"])
    page_on(store).publish(a_revision(2, closed=True))
    assert "This alert has ended." in visible(store.files["alerts/WSF-0142.html"])
    assert "There are no current alerts." in visible(store.files["index.html"])
    page_on(store).publish(a_revision(3))
    assert "This alert has ended" not in visible(store.files["alerts/WSF-0142.html"])
    assert "Ended" not in visible(store.files["index.html"])


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags_of(html: bytes) -> list[tuple[str, dict[str, str | None]]]:
    tags = _Tags()
    tags.feed(html.decode())
    return tags.seen


def test_a_page_is_plain_small_and_complete() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(1, language="cy"))
    for key in ("alerts/WSF-0142.html", "index.html"):
        html = store.files[key]
        tags = tags_of(html)
        assert html.startswith(b"<!DOCTYPE html>")
        assert len(html) < 4000
        assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "iframe", "form", "link"})
        assert [tag for tag, _ in tags].count("h1") == [tag for tag, _ in tags].count("main") == 1
        assert all(not attrs.get("src") and "url(" not in (attrs.get("style") or "") for _, attrs in tags)
        assert "In an emergency call 999. This page is not monitored." in visible(html)
        assert b"prefers-color-scheme:dark" in html
        assert b"@media print" in html
        assert b'name="viewport"' in html
    assert ("html", {"lang": "cy"}) in tags_of(store.files["alerts/WSF-0142.html"])
    assert ("article", {"lang": "cy"}) in tags_of(store.files["alerts/WSF-0142.html"])
    assert ("footer", {"lang": "en"}) in tags_of(store.files["alerts/WSF-0142.html"])
    assert ("a", {"href": "../index.html"}) in tags_of(store.files["alerts/WSF-0142.html"])
    assert ("a", {"href": "alerts/WSF-0142.html"}) in tags_of(store.files["index.html"])


@given(st.text(), st.text(), st.text(max_size=20))
def test_no_words_become_markup(text: str, headline: str, language: str) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&$title${body}"
    store, plain = MemoryStore(), MemoryStore()
    page_on(plain).publish(a_post(text="x", headline="x", link=""))
    page_on(store).publish(
        a_post(
            text=f"x{hostile}{text}", headline=f"x{headline}{hostile}", language=f"en{language}{hostile}", link=hostile
        ),
    )
    for key in ("alerts/WSF-0142.html", "index.html"):
        kinds = {tag for tag, _ in tags_of(store.files[key])} - {"br", "p"}
        assert kinds <= {tag for tag, _ in tags_of(plain.files[key])}
        assert {name for _, attrs in tags_of(store.files[key]) for name in attrs} <= {
            name for _, attrs in tags_of(plain.files[key]) for name in attrs
        }


def test_only_a_web_link_can_be_followed() -> None:
    link = "https://alerts.westshire.uk/0142?a=1&b=2"
    assert f'<a href="{link.replace("&", "&amp;")}">' in article(f"See {link}", link, "en")
    assert "<a " not in article("javascript:alert(1)", "javascript:alert(1)", "en")
    assert "<a " not in article("No link", "", "en")


def test_paragraphs_and_lines_are_kept() -> None:
    assert article("a\nb\n\nc\n\n\n\nd\n", "", "en") == '<article lang="en"><p>a<br>b</p><p>c</p><p>d</p></article>'
