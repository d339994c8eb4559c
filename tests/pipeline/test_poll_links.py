"""The poller of a feed that links to its words: which links it reads, in which order, and how often."""

import pytest

from loudhailer.domain.errors import (
    FeedUnavailable,
)
from loudhailer.pipeline._gather import MOST_LINKS, MOST_TOLD
from loudhailer.pipeline.poll import Word
from tests.pipeline.feed import ADDRESS, NAME, Desk, document

GONE = FeedUnavailable("feeds.example: it did not answer in time")


@pytest.fixture
def index() -> Desk:
    """Return the poller of a feed that links to its words, read once and empty."""
    desk = Desk(snapshot=False)
    assert desk.sees(document()) == []
    return desk


def links(*names: str) -> bytes:
    return document(links=[(f"https://feeds.example/{name}", "1") for name in names])


def test_linked_documents_are_read_once_a_version(index: Desk) -> None:
    index.server.answers |= {"https://feeds.example/A": document("A"), "https://feeds.example/B": document("B")}
    assert index.sees(links("A")) == ["A/1"]
    assert index.sees(links("B", "A")) == ["B/1"]
    index.server.answers["https://feeds.example/A"] = document("A/2/A1")
    assert index.sees(links("B", "A")) == []
    assert index.sees(document(links=[("https://feeds.example/A", "2")])) == ["A/2"]


def test_a_link_is_read_from_where_its_index_stands(index: Desk) -> None:
    index.server.answers["https://feeds.example/words/A"] = document("A")
    assert index.sees(document(links=[("words/A", "1")])) == ["A/1"]


def test_a_word_that_names_another_is_told_in_its_thread(index: Desk) -> None:
    for name, body in (("A", "A/1"), ("B", "B<A/2/A1"), ("C", "C<B/3/A2")):
        index.server.answers[f"https://feeds.example/{name}"] = document(body)
    assert index.sees(links("A")) == ["A/1"]
    assert index.sees(links("B", "A")) == ["A/2"]
    assert index.sees(links("C", "B", "A")) == ["A/3"]


def test_a_long_index_is_read_in_portions_newest_first_and_held_until_it_is_through() -> None:
    desk = Desk(snapshot=False)
    desk.server.etags = True
    names = [f"N{number:03}" for number in range(2 * MOST_LINKS + 1)]
    desk.server.answers |= {f"https://feeds.example/{name}": document(name) for name in names}
    portions = [desk.sees(links(*names)), desk.polled(), desk.polled(), desk.polled()]
    assert [len(each) for each in portions] == [MOST_LINKS, MOST_LINKS, 1, 0]
    assert portions[0][0] == "N000/1"
    assert len([each for each in desk.told() if each.hold]) == len(names)
    assert desk.poll(NAME).word is Word.UNCHANGED
    desk.server.answers["https://feeds.example/X"] = document("X")
    desk.sees(links("X", *names))
    assert desk.told()[-1].hold == ""


def test_a_link_that_cannot_be_had_is_tried_again_behind_all_that_is_new(index: Desk) -> None:
    index.server.answers |= {"https://feeds.example/A": GONE, "https://feeds.example/B": document("B")}
    assert index.sees(links("A")) == []
    assert index.memory.feed(NAME).last_error == str(GONE)
    index.server.asked.clear()
    assert index.sees(links("A", "B")) == ["B/1"]
    assert index.server.asked[1:] == ["https://feeds.example/B", "https://feeds.example/A"]
    index.server.answers["https://feeds.example/A"] = document("A")
    assert index.polled() == ["A/1"]


def test_a_link_that_hangs_takes_a_share_of_the_time_not_all(index: Desk) -> None:
    index.server.slow["https://feeds.example/A"] = 60.0
    index.server.answers |= {"https://feeds.example/A": document("A"), "https://feeds.example/B": document("B")}
    assert index.sees(links("A", "B")) == ["B/1"]
    assert index.server.now == 5.0


def test_links_behind_hanging_ones_are_asked_the_next_time_first(index: Desk) -> None:
    names = [f"N{number:02}" for number in range(12)]
    index.server.answers |= {f"https://feeds.example/{name}": document(name) for name in names}
    index.server.slow = {f"https://feeds.example/{name}": 60.0 for name in names[:4]}
    assert index.sees(links(*names)) == []
    assert (index.server.now, len(index.server.asked)) == (20.0, 6), "both indexes and four that hang"
    assert index.sees(links(*names)) == [f"{name}/1" for name in names[4:]]
    assert sorted(index.memory.known(NAME).links.values()) == [*[0] * 8, 2, 2, 2, 2]


def test_a_link_that_was_not_asked_is_not_tried(index: Desk) -> None:
    index.server.answers |= {f"https://feeds.example/{name}": document(name) for name in "AB"}
    index.server.slow = {ADDRESS: 16.0, "https://feeds.example/A": 60.0}
    index.server.answers[ADDRESS] = links("A", "B")
    report = index.poll(NAME)
    assert (report.told, report.waiting) == (0, 2)
    assert list(index.memory.known(NAME).links.values()) == [1]


def test_links_that_hold_more_than_a_poll_can_tell_leave_the_others_to_the_next(index: Desk) -> None:
    many = [f"N{number}" for number in range(MOST_TOLD)]
    index.server.answers |= {"https://feeds.example/A": document(*many), "https://feeds.example/B": document("B")}
    assert len(index.sees(links("A", "B"))) == MOST_TOLD
    assert index.sees(links("A", "B")) == ["B/1"]


def test_of_the_links_that_failed_the_one_that_was_tried_least_is_asked_first(index: Desk) -> None:
    index.server.answers |= {f"https://feeds.example/{name}": GONE for name in "AB"}
    index.sees(links("A"))
    index.sees(links("A", "B"))
    index.server.asked.clear()
    index.sees(links("A", "B"))
    assert index.server.asked == [ADDRESS, "https://feeds.example/B", "https://feeds.example/A"]


def test_a_telling_does_not_grow_with_all_the_words_before_it(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = document("A" + "".join(f"<B{each}" for each in range(9999)))
    assert index.sees(links("A")) == ["A/1"]
    assert len(index.queue.bodies[0]) < 1000
