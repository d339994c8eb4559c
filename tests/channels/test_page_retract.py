"""The service's own pages when a post is taken down: the words go, a line says that there was one. And pictures."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.channels.copies import READERS
from loudhailer.channels.page import Page
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost, Doubtful, PostRejected
from loudhailer.domain.post import Post, PostRef
from tests.channels.kit import PICTURE, PNG, MemoryStore, channel_answering, nothing_there
from tests.channels.pages import ORDER, a_revision, delivered, index_of, is_out, page_on, visible
from tests.channels.test_page_faults import FAULTS, interleaved, orders

ALERT = "alerts/WSF-0142.html"


def pages(store: MemoryStore) -> Page:
    page = page_on(store)
    assert isinstance(page, Page)
    return page


def taken_down(store: MemoryStore, post: Post) -> None:
    pages(store).retract(post, PostRef(post.reference, ""))


def public(*posts: Post) -> MemoryStore:
    store = MemoryStore()
    for post in posts:
        page_on(store).publish(post)
    return store


def test_the_words_go_from_page_and_index_and_a_line_says_when_there_was_a_post() -> None:
    store = public(a_revision(1), a_revision(2))
    taken_down(store, a_revision(1))
    assert not is_out(store, a_revision(1))
    assert is_out(store, a_revision(2))
    html = store.files[ALERT]
    assert "A post of 5:31pm Sunday 22 November was taken down." in visible(html)
    assert '<article id="r1" lang="en">' in html.decode()
    (listed,) = index_of(store)
    assert [each["text"] for each in listed["posts"]] == [
        "A post of 5:31pm Sunday 22 November was taken down.",
        a_revision(2).text,
    ]
    everything = b"".join(store.files.values())
    assert b"Fire WSF-0142, 1" not in everything, "a headline is words too"


def test_a_second_time_changes_nothing() -> None:
    store = public(a_revision(1), a_revision(2))
    taken_down(store, a_revision(1))
    before, written = dict(store.files), len(store.written)
    taken_down(store, a_revision(1))
    assert (store.files, len(store.written)) == (before, written)


def test_other_posts_and_other_alerts_stay_byte_for_byte() -> None:
    store = public(a_revision(1), a_revision(1, "WSF-0199"), a_revision(2, "WSF-0199", closed=True))
    before = dict(store.files)
    taken_down(store, a_revision(1))
    for key in ("alerts/WSF-0199.json", "alerts/WSF-0199.html"):
        assert store.files[key] == before[key]
    assert [each for each in index_of(store) if each["reference"] == "WSF-0199"] == [
        each for each in index_of(MemoryStore(before)) if each["reference"] == "WSF-0199"
    ]


def test_the_newest_post_that_stands_gives_the_title_and_says_whether_the_alert_has_ended() -> None:
    store = public(a_revision(1), a_revision(2, closed=True))
    taken_down(store, a_revision(2, closed=True))
    assert b"<h1>Fire WSF-0142, 1</h1>" in store.files[ALERT]
    assert "no longer in force" not in visible(store.files[ALERT])
    assert not index_of(store)[0]["closed"]


def test_an_alert_of_which_nothing_stands_is_not_listed_as_current_and_not_said_to_have_ended() -> None:
    store = public(a_revision(1))
    taken_down(store, a_revision(1))
    assert "No alerts are listed on this page." in visible(store.files["index.html"])
    assert "no longer in force" not in visible(store.files[ALERT])
    assert b"<h1>Taken down</h1>" in store.files[ALERT]
    assert index_of(store)[0]["closed"]
    page_on(store).publish(a_revision(2))
    assert not index_of(store)[0]["closed"]
    assert b"<h1>Fire WSF-0142, 2</h1>" in store.files[ALERT]


def test_a_late_attempt_cannot_put_it_back() -> None:
    store = public(a_revision(1))
    taken_down(store, a_revision(1))
    before = dict(store.files)
    assert page_on(store).find(a_revision(1)) is None
    with pytest.raises(PostRejected, match="this post was taken down"):
        page_on(store).publish(a_revision(1))
    assert store.files == before


@pytest.mark.parametrize("crash", range(1, 4))
def test_a_look_at_what_is_half_taken_down_never_puts_the_words_back(crash: int) -> None:
    whole, store = public(a_revision(1), a_revision(2)), public(a_revision(1), a_revision(2))
    taken_down(whole, a_revision(1))
    for key in ORDER[:crash]:
        store.files[key] = whole.files[key]
    with suppress(PostRejected):
        page_on(store).publish(a_revision(1))
    assert page_on(store).find(a_revision(1)) is None
    assert store.files[ORDER[0]] == whole.files[ORDER[0]]
    assert a_revision(1).text.encode() not in store.files[ALERT].replace(b"&amp;", b"&")
    taken_down(store, a_revision(1))
    assert store.files == whole.files


def test_a_post_that_was_never_there_leaves_no_line() -> None:
    store = public(a_revision(1), a_revision(1, "WSF-0199"))
    before = dict(store.files)
    taken_down(store, a_revision(2))
    taken_down(store, a_revision(1, "WSF-0200"))
    assert store.files == before


def test_the_reference_of_another_alert_takes_nothing_down() -> None:
    store = public(a_revision(1), a_revision(1, "WSF-0199"))
    before = dict(store.files)
    with pytest.raises(PostRejected):
        pages(store).retract(a_revision(1), PostRef("WSF-0199", ""))
    assert store.files == before


def test_words_that_only_the_page_holds_go_too() -> None:
    store = public(a_revision(1))
    older = store.files[ORDER[0]]
    page_on(store).publish(a_revision(2))
    store.files[ORDER[0]] = older
    taken_down(store, a_revision(2))
    assert not is_out(store, a_revision(2))
    with pytest.raises(PostRejected):
        page_on(store).publish(a_revision(2))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("lands", [False, True])
@pytest.mark.parametrize("crash", range(4))
def test_a_deletion_that_breaks_off_is_a_doubt_and_a_second_time_completes_it(
    crash: int,
    lands: bool,  # noqa: FBT001 - the table's question
    fault: Exception,
) -> None:
    whole, store = public(a_revision(1), a_revision(2)), public(a_revision(1), a_revision(2))
    taken_down(whole, a_revision(1))

    def broken(key: str) -> None:
        if key == ORDER[crash]:
            raise fault

    if lands:
        store.after_write = broken
    else:
        store.at_write = broken
    with suppress(Doubtful):
        taken_down(store, a_revision(1))
    store.after_write = store.at_write = lambda _key: None
    taken_down(store, a_revision(1))
    assert store.files == whole.files


def test_a_store_that_does_not_answer_at_all_has_taken_nothing_down() -> None:
    store = public(a_revision(1))

    def silent(_key: str) -> None:
        raise ChannelUnavailable("the store does not answer")

    store.before_read = silent
    with pytest.raises(ChannelUnavailable):
        taken_down(store, a_revision(1))


def struck(store: MemoryStore, post: Post) -> Callable[[], None]:
    def act() -> None:
        for _ in range(50):
            with suppress(Doubtful, ClaimLost, ChannelUnavailable):
                return taken_down(store, post)
        raise AssertionError("no end")

    return act


@given(order=orders(3))
def test_a_deletion_beside_an_update_and_a_late_repeat_leaves_no_word_of_it(order: list[int]) -> None:
    """The repeat is read before the deletion is written, or after, or in between: the words never come back."""
    store, quiet = public(a_revision(1)), public(a_revision(1), a_revision(2))
    taken_down(quiet, a_revision(1))

    def repeat() -> None:
        with suppress(PostRejected, ClaimLost, Doubtful):
            page_on(store).publish(a_revision(1))

    interleaved(store, [struck(store, a_revision(1)), lambda: delivered(store, a_revision(2)), repeat], order)
    taken_down(store, a_revision(1))  # as after a doubt
    assert store.files == quiet.files


@given(order=orders(2), failing=st.integers(1, 12), lands=st.booleans(), fault=st.sampled_from(FAULTS))
def test_a_deletion_with_any_one_write_failing_beside_another_alert_ends_as_if_undisturbed(
    *, order: list[int], failing: int, lands: bool, fault: Exception
) -> None:
    store, quiet = public(a_revision(1), a_revision(2)), public(a_revision(1), a_revision(2))
    taken_down(quiet, a_revision(1))
    page_on(quiet).publish(a_revision(1, "WSF-0199"))
    writes = itertools.count(1)

    def fail(_key: str) -> None:
        if next(writes) == failing:
            raise fault

    if lands:
        store.after_write = fail
    else:
        store.at_write = fail
    interleaved(store, [struck(store, a_revision(1)), lambda: delivered(store, a_revision(1, "WSF-0199"))], order)
    store.after_write = store.at_write = lambda _key: None
    taken_down(store, a_revision(1))
    assert store.files == quiet.files


def pictured(revision: int = 1, **overrides: Any) -> Post:
    return a_revision(revision, picture=PICTURE, **overrides)


def test_a_picture_stands_under_its_words_with_what_it_shows() -> None:
    store = public(pictured())
    assert store.files["pictures/flood.png"] == PNG
    assert store.written[0] == "pictures/flood.png", "no page shows it before it is there"
    alt = "A drawing of a house in flood water: tân &amp; dŵr"
    image = f'<img src="../pictures/flood.png" alt="{alt}" width="1200" height="630" loading="lazy"></article>'
    assert f"</p>{image}" in store.files[ALERT].decode()
    assert index_of(store)[0]["posts"][0]["picture"]["alt"] == PICTURE.alt


def test_the_same_picture_is_put_there_once_and_a_changed_one_takes_its_place() -> None:
    store = public(pictured(), pictured(2))
    assert store.written.count("pictures/flood.png") == 1
    channel = channel_answering("page", nothing_there, store=store, pictures=lambda _name: PNG + b"2")
    channel.publish(pictured(3))
    assert store.files["pictures/flood.png"] == PNG + b"2"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: type(each).__name__)
def test_a_picture_that_the_store_does_not_take_keeps_no_words_back(fault: Exception) -> None:
    store = MemoryStore()

    def broken(key: str) -> None:
        if key.startswith("pictures/"):
            raise fault

    store.at_write = broken
    delivered(store, pictured())
    assert is_out(store, pictured())


def test_a_picture_that_another_worker_has_just_put_there_is_shown() -> None:
    store = MemoryStore()

    def race(key: str) -> None:
        store.before_write = lambda _key: None
        page_on(store).publish(pictured(1, reference="WSF-0199"))
        assert key.startswith("pictures/")

    store.before_write = race
    page_on(store).publish(pictured())
    assert b"<img " in store.files[ALERT]


@pytest.mark.parametrize("first", [pictured(), a_revision(1)], ids=["with", "without"])
def test_what_was_shown_first_stays_with_its_picture_or_without_and_is_found_either_way(first: Post) -> None:
    store = public(first)
    before = {key: body for key, body in store.files.items() if key != "pictures/flood.png"}
    for post in (pictured(), a_revision(1)):
        assert page_on(store).publish(post).repeated
        found = page_on(store).find(post)
        assert found is not None
    assert {key: body for key, body in store.files.items() if key != "pictures/flood.png"} == before


def test_a_look_never_shows_a_picture_that_is_not_there() -> None:
    store = public(a_revision(1))
    del store.files[ORDER[0]]
    assert page_on(store).find(pictured()) is not None
    assert b"<img " not in store.files[ALERT]


def test_a_post_with_its_picture_is_taken_down_with_it() -> None:
    store = public(pictured())
    taken_down(store, pictured())
    assert b"<img " not in store.files[ALERT]
    assert PICTURE.alt.partition(":")[0].encode() not in store.files["index.json"]


def test_the_report_reads_the_words_back_with_a_picture_and_without() -> None:
    store = public(pictured())
    assert READERS["page"].read(store.files[ALERT], pictured()).same
    assert READERS["page"].read(store.files[ALERT], a_revision(1)).same
    assert not READERS["page"].read(store.files[ALERT], a_revision(2)).same


def test_files_without_pictures_and_deletions_are_what_the_release_before_wrote() -> None:
    store = public(a_revision(1))
    assert b"picture" not in store.files[ORDER[0]]
    assert b"taken_down" not in store.files[ORDER[0]]
    assert b"picture" not in store.files["index.json"]
