"""The service's own pages: what they say and in which order."""

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels._page_html import Words, article
from tests.channels.kit import ADDRESS, MemoryStore, a_post
from tests.channels.pages import ORDER, a_revision, index_of, page_on, visible


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


def test_words_that_went_past_the_ledger_stand_where_they_were_said() -> None:
    store = MemoryStore()
    blind = replace(a_revision(2), revision=202611221732, key="WSF-0142-B202611221732/page")
    for post in (a_revision(1), blind, a_revision(3, closed=True)):
        page_on(store).publish(post)
    (listed,) = index_of(store)
    assert [each["revision"] for each in listed["posts"]] == [1, 202611221732, 3]
    assert listed["closed"], "the end is the last word, whatever its number"


def test_the_index_is_no_archive() -> None:
    store = MemoryStore()
    for number in range(205):
        page_on(store).publish(a_revision(number, f"R{number}", closed=True))
    assert len(index_of(store)) == 200
    assert index_of(store)[-1]["reference"] == "R5"
    assert "alerts/R0.html" in store.files
    assert page_on(store).publish(a_revision(0, "R0", closed=True)).repeated
    assert page_on(store).find(a_revision(0, "R0", closed=True)) is not None


def test_an_open_alert_stays_listed_however_many_have_ended_since() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(0, "OPEN"))
    for number in range(1, 205):
        page_on(store).publish(a_revision(number, f"R{number}", closed=True))
    assert len(index_of(store)) == 200
    assert [each["reference"] for each in index_of(store)][-2:] == ["R6", "OPEN"]
    assert 'href="alerts/OPEN.html"' in store.files["index.html"].decode()


def test_more_open_alerts_than_the_limit_are_all_listed() -> None:
    store = MemoryStore()
    page_on(store).publish(a_revision(300, "ENDED", closed=True))
    for number in range(205):
        page_on(store).publish(a_revision(number, f"R{number}"))
    assert {each["reference"] for each in index_of(store)} == {f"R{number}" for number in range(205)}


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
    assert "This alert is no longer in force" not in visible(store.files["alerts/WSF-0142.html"])
    page_on(store).publish(a_revision(2, closed=True))
    assert "This alert is no longer in force." in visible(store.files["alerts/WSF-0142.html"])
    assert "No alerts are listed on this page." in visible(store.files["index.html"])
    page_on(store).publish(a_revision(3))
    assert "This alert is no longer in force" not in visible(store.files["alerts/WSF-0142.html"])
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
    assert ("article", {"id": "r1", "lang": "cy"}) in tags_of(store.files["alerts/WSF-0142.html"])
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
    assert f'<a href="{link.replace("&", "&amp;")}">' in article(Words(1, f"See {link}", link, "en"))
    assert "<a " not in article(Words(1, "javascript:alert(1)", "javascript:alert(1)", "en"))
    assert "<a " not in article(Words(1, "No link", "", "en"))


def test_paragraphs_and_lines_are_kept() -> None:
    html = article(Words(3, "a\nb\n\nc\n\n\n\nd\n", "", "en"))
    assert html == '<article id="r3" lang="en"><p>a<br>b</p><p>c</p><p>d</p></article>'


BOTH = "Leave now.\nTake this road.\n\nGadewch nawr.\n\nRef A\nCyf A"


def test_what_is_in_the_other_language_says_so_by_paragraph_or_by_line() -> None:
    html = article(Words(1, BOTH, "", "en-GB", "cy", (3, 6)))
    assert html == (
        '<article id="r1" lang="en-GB"><p>Leave now.<br>Take this road.</p><p lang="cy">Gadewch nawr.</p>'
        '<p>Ref A<br><span lang="cy">Cyf A</span></p></article>'
    )


def test_lines_are_numbered_as_the_post_has_them_with_blank_ones_before_it() -> None:
    html = article(Words(1, "\n\nLeave.\n\n\nGadewch.", "", "en-GB", "cy", (5,)))
    assert html == '<article id="r1" lang="en-GB"><p>Leave.</p><p lang="cy"><br>Gadewch.</p></article>'


def test_a_page_in_two_languages_is_found_again_and_one_in_one_is_written_as_before() -> None:
    store = MemoryStore()
    post = a_revision(1, text=BOTH, also="cy", foreign=(3, 6))
    page_on(store).publish(post)
    assert page_on(store).publish(post).repeated
    store.files.pop("alerts/WSF-0142.json")
    assert page_on(store).find(post) is not None, "by its words on the page alone"
    other = MemoryStore()
    page_on(other).publish(a_revision(1))
    assert b"also" not in other.files["alerts/WSF-0142.json"]
    assert b"foreign" not in other.files["alerts/WSF-0142.json"]
