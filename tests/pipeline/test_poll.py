"""The poller: what it tells, what ends nothing, and what a crash costs (nothing)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from loudhailer.domain.errors import (
    ClaimLost,
    FeedError,
    FeedUnavailable,
    LoudhailerError,
    StateUnavailable,
    Unauthorized,
)
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline._gather import LINK_TRIES, MOST_LINKS, MOST_PAGES
from loudhailer.pipeline.poll import SECONDS_A_POLL, PollReport, Word
from tests.pipeline.feed import ADDRESS, NAME, Desk, Server, document

GONE = FeedUnavailable("feeds.example: it did not answer in time")


@pytest.fixture
def desk() -> Desk:
    """Return a poller whose feed was read once and was empty."""
    desk = Desk()
    assert desk.sees(document()) == []
    return desk


@pytest.fixture
def index() -> Desk:
    """Return the poller of a feed that links to its words, read once and empty."""
    desk = Desk(snapshot=False)
    assert desk.sees(document()) == []
    return desk


def links(*names: str) -> bytes:
    return document(links=[(f"https://feeds.example/{name}", "1") for name in names])


def test_what_is_new_is_told_once_under_an_id_that_says_what_it_is(desk: Desk) -> None:
    assert desk.sees(document("A", "B")) == ["A/1", "B/1"]
    assert desk.sees(document("B", "A")) == []
    assert [each.rsplit(":", 1)[0] for each in desk.ids()] == ["national_highways:A:1", "national_highways:B:1"]
    assert {each.hold for each in desk.told()} == {""}


def test_what_two_good_documents_leave_out_is_no_longer_listed(desk: Desk) -> None:
    desk.sees(document("A", "B"))
    assert [desk.sees(document("B")) for _ in range(4)] == [[], ["-A"], [], []]
    assert desk.sees(document("A", "B")) == ["A/2"]


@pytest.mark.parametrize(
    "nothing",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n", id="one newline"),
        pytest.param(document("A", "B")[:-20], id="cut off"),
        pytest.param(b"<html><body>Please log in</body></html>", id="a login page"),
        pytest.param(document("B", refused=["situation.1"]), id="a record that cannot be read"),
        pytest.param(GONE, id="no answer"),
        pytest.param(FeedError("feeds.example", "it answered 404"), id="not there"),
        pytest.param(Unauthorized("there is no parameter"), id="no key"),
    ],
)
def test_a_document_that_is_no_good_ends_nothing_however_often_it_comes(
    desk: Desk, nothing: bytes | LoudhailerError
) -> None:
    desk.sees(document("A", "B"))
    assert [desk.sees(nothing) for _ in range(5)] == [[]] * 5
    assert desk.sees(document("B")) == [], "and it counts for nothing when the good ones come back"
    assert desk.sees(document("B")) == ["-A"]


def test_a_feed_that_lists_nothing_at_all_says_that_all_is_over(desk: Desk) -> None:
    desk.sees(document("A"))
    assert [desk.sees(document()) for _ in range(2)] == [[], ["-A"]]


def test_an_unchanged_feed_costs_one_request_and_one_write(desk: Desk) -> None:
    desk.server.etags = True
    desk.sees(document("A"))
    requests, writes = len(desk.server.asked), desk.memory.writes
    assert desk.polled() == []
    assert (len(desk.server.asked) - requests, desk.memory.writes - writes) == (1, 1)
    assert desk.memory.feed(NAME).last_good == desk.clock.now, "that is the confirmation that its incidents stand"
    assert desk.poll(NAME) == PollReport(feed=NAME, word=Word.UNCHANGED)


def test_what_an_unchanging_document_leaves_out_is_found_out_all_the_same(desk: Desk) -> None:
    """Answered 304 for ever, an incident that one document left out would stand for ever."""
    desk.server.etags = True
    desk.sees(document("A", "B"))
    assert [desk.sees(document("B")) for _ in range(3)] == [[], ["-A"], []]
    assert desk.poll(NAME).word is Word.UNCHANGED


def test_an_answer_that_nothing_has_changed_counts_for_no_absence(desk: Desk) -> None:
    desk.server.etags = True
    desk.sees(document("A"))
    assert [desk.polled() for _ in range(5)] == [[]] * 5
    assert desk.memory.known(NAME).incidents["A"].misses == 0


def test_a_list_with_what_cannot_be_read_confirms_nothing_by_staying_as_it_is(desk: Desk) -> None:
    desk.server.etags = True
    desk.sees(document("A", "B"))
    desk.polled()
    confirmed = desk.memory.feed(NAME).confirmed
    assert confirmed == desk.clock.now
    desk.sees(document("A", refused=["situation.1"]))
    for _ in range(3):
        desk.polled()
        assert desk.poll(NAME).word is Word.UNCHANGED
    assert desk.memory.feed(NAME).confirmed == confirmed
    desk.sees(document("A", "B"))
    desk.polled()
    assert desk.memory.feed(NAME).confirmed == desk.clock.now


def test_a_list_that_was_read_in_part_is_not_unchanged_afterwards(desk: Desk) -> None:
    desk.server.etags = True
    desk.sees(document("A"))
    desk.server.following = {ADDRESS: f"{ADDRESS}?page=2"}
    assert desk.sees(document("A/2/A1")) == ["A/2"], "and the second page is not there"
    desk.server.following = {}
    assert desk.sees(document("A")) == ["A/3"]


def test_a_list_confirms_only_what_it_holds(desk: Desk) -> None:
    desk.sees(document("A", "B"))
    both = desk.clock.now
    assert [desk.memory.listed(NAME, name) for name in "ABC"] == [both, both, None]
    desk.sees(document("B"))
    assert [desk.memory.listed(NAME, name) for name in "AB"] == [None, both], "one that is missing makes it no list"
    desk.sees(document("B"))
    desk.sees(document("B"))
    assert [desk.memory.listed(NAME, name) for name in "AB"] == [None, desk.clock.now]


def test_pages_are_read_to_the_last(desk: Desk) -> None:
    desk.server.following = {ADDRESS: f"{ADDRESS}?page=2", f"{ADDRESS}?page=2": f"{ADDRESS}?page=3"}
    desk.server.answers = {f"{ADDRESS}?page=2": document("B"), f"{ADDRESS}?page=3": document("C")}
    assert desk.sees(document("A")) == ["A/1", "B/1", "C/1"]
    desk.server.etags = True
    desk.polled()
    desk.server.answers[f"{ADDRESS}?page=3"] = document("C/2/A1")
    assert desk.polled() == ["C/2"], "that the first page is the same says nothing of the third"


def test_a_page_that_is_missing_ends_nothing_but_the_others_are_told(desk: Desk) -> None:
    desk.server.following = {ADDRESS: f"{ADDRESS}?page=2"}
    desk.server.answers = {f"{ADDRESS}?page=2": document("B")}
    desk.sees(document("A"))
    desk.server.answers[f"{ADDRESS}?page=2"] = GONE
    assert [desk.sees(document("A", "C")) for _ in range(4)] == [["C/1"], [], [], []]
    assert desk.poll(NAME).word is Word.FAILED


def test_a_feed_of_pages_without_end_is_left_after_twenty(desk: Desk) -> None:
    desk.server.following = {ADDRESS: ADDRESS}
    desk.server.asked.clear()
    assert desk.sees(document("A")) == ["A/1"]
    assert len(desk.server.asked) == MOST_PAGES
    assert "more than 20 pages" in desk.memory.feed(NAME).last_error


def test_nothing_of_the_first_poll_goes_out_by_itself() -> None:
    desk = Desk()
    assert desk.sees(document("A", "B/1/A1/closed", "C/1/A1/planned")) == ["A/1", "C/1"]
    assert {each.hold for each in desk.told()} == {"first poll of national_highways: a person may release it"}
    desk.sees(document("A", "D"))
    assert desk.told()[-1].hold == ""


def test_a_poll_that_failed_is_not_the_first_one() -> None:
    desk = Desk()
    for failure in (GONE, b"", document("A", refused=["situation.1"])):
        desk.sees(failure)
    assert [each.hold for each in desk.told()] == ["first poll of national_highways: a person may release it"]
    desk.sees(document("A", "B"))
    assert desk.told()[-1].hold == "", "a record that cannot be read does not keep a feed silent"


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
    assert (index.server.now, len(index.server.asked)) == (SECONDS_A_POLL, 6), "both indexes and four that hang"
    assert index.sees(links(*names)) == [f"{name}/1" for name in names[4:]]
    assert sorted(index.memory.known(NAME).links.values()) == [*[0] * 8, 2, 2, 2, 2]


def test_a_link_that_was_not_asked_is_not_tried(index: Desk) -> None:
    index.server.answers |= {f"https://feeds.example/{name}": document(name) for name in "AB"}
    index.server.slow = {ADDRESS: 16.0, "https://feeds.example/A": 60.0}
    index.server.answers[ADDRESS] = links("A", "B")
    report = index.poll(NAME)
    assert (report.told, report.waiting) == (0, 2)
    assert list(index.memory.known(NAME).links.values()) == [1]


def test_of_the_links_that_failed_the_one_that_was_tried_least_is_asked_first(index: Desk) -> None:
    index.server.answers |= {f"https://feeds.example/{name}": GONE for name in "AB"}
    index.sees(links("A"))
    index.sees(links("A", "B"))
    index.server.asked.clear()
    index.sees(links("A", "B"))
    assert index.server.asked == [ADDRESS, "https://feeds.example/B", "https://feeds.example/A"]


def test_a_link_that_is_not_readable_is_put_before_a_person_once_and_given_up_in_the_end(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = b"<html>log in</html>"
    for _ in range(LINK_TRIES + 3):
        assert index.sees(links("A")) == []
    assert index.server.asked.count("https://feeds.example/A") == LINK_TRIES
    (outcome,) = index.state.ends.values()
    assert (outcome.fate, outcome.person, outcome.reason) == (Fate.REFUSED, True, "document: it is not JSON")
    assert list(index.documents.kept.values()) == ["<html>log in</html>"]


def test_a_link_that_never_answers_is_put_before_a_person_in_the_end(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = GONE
    for _ in range(LINK_TRIES + 3):
        index.sees(links("A"))
    (outcome,) = index.state.ends.values()
    assert outcome.reason.startswith("link: it is given up after 30 tries")
    assert index.poll(NAME).word is Word.POLLED


def test_a_poll_that_broke_off_is_ended_by_the_next_under_the_same_ids(desk: Desk) -> None:
    desk.sees(document("A", "B"))
    desk.queue.bodies.clear()
    desk.sees(document("B"))
    changed = document("B", "C", "D/3")
    desk.queue.broken = 1
    for _ in range(2):
        with pytest.raises(StateUnavailable):
            desk.sees(changed)
    desk.queue.broken, desk.memory.broken = None, True
    with pytest.raises(StateUnavailable):
        desk.polled()
    desk.memory.broken = False
    assert desk.polled() == ["C/1", "D/3", "-A"]
    ids = desk.ids()
    assert ids == [ids[-3], ids[-3], *ids[-3:], *ids[-3:]]
    assert desk.polled() == []


def test_what_was_told_is_sent_even_where_the_feed_says_something_else_by_then(desk: Desk) -> None:
    """A number that was told under is taken: what changes under it must be told under the next."""
    desk.sees(document("A/5/A1"))
    desk.queue.broken = 0
    with pytest.raises(StateUnavailable):
        desk.sees(document("A/5/A2"))
    desk.queue.broken = None
    assert desk.sees(document("A/5/A2/closed")) == ["A/6", "A/7"]
    assert [each.incident.phase for each in desk.told() if each.incident] == ["open", "open", "closed"]


def test_what_came_back_after_it_was_said_to_be_gone_is_told_anew(desk: Desk) -> None:
    desk.sees(document("A/5"))
    desk.sees(document())
    desk.queue.broken = 0
    with pytest.raises(StateUnavailable):
        desk.sees(document())
    desk.queue.broken = None
    assert desk.sees(document("A/5")) == ["-A", "A/6"]


def test_what_cannot_be_remembered_is_not_told(desk: Desk) -> None:
    desk.memory.broken = True
    with pytest.raises(StateUnavailable):
        desk.sees(document("A"))
    assert desk.ids() == []


def test_an_outbox_goes_out_before_the_feed_is_asked(desk: Desk) -> None:
    desk.queue.broken = 0
    with pytest.raises(StateUnavailable):
        desk.sees(document("A"))
    desk.queue.broken = None
    assert desk.sees(GONE) == ["A/1"]
    assert desk.memory.feed(NAME).owed == 0
    assert desk.sees(GONE) == []


def test_an_outbox_that_another_poll_has_sent_is_done_with(desk: Desk) -> None:
    put = desk.queue.put

    def meanwhile(bodies: Sequence[str]) -> None:
        desk.queue.put = put  # type: ignore[method-assign]
        desk.poll(NAME)
        put(bodies)

    desk.queue.put = meanwhile  # type: ignore[method-assign]
    desk.sees(document("A"))
    assert len(set(desk.ids())) == 1
    assert desk.memory.feed(NAME).owed == 0


def test_a_telling_does_not_grow_with_all_the_words_before_it(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = document("A" + "".join(f"<B{each}" for each in range(9999)))
    assert index.sees(links("A")) == ["A/1"]
    assert len(index.queue.bodies[0]) < 1000


def test_of_two_polls_at_once_the_second_to_write_loses_and_tells_nothing_else(desk: Desk) -> None:
    def meanwhile() -> None:
        desk.server.during = lambda: None
        desk.poll(NAME)

    desk.server.during = meanwhile
    with pytest.raises(ClaimLost):
        desk.sees(document("A"))
    assert desk.polled() == []
    assert len(desk.ids()) == 1, "what is known is read after the head, and written only over that head"


def test_what_cannot_be_read_is_put_before_a_person_once_not_every_minute(desk: Desk) -> None:
    for minute in range(3):
        desk.sees(document("A", refused=["situation.1<S1", "situation.2<S2"], at=minute))
    reasons = sorted(each.reason for each in desk.state.ends.values())
    assert reasons == ["situation.1: it has no road", "situation.2: it has no road"]
    assert len(desk.documents.kept) == 1, "one document, kept once"
    assert {each.document for each in desk.state.ends.values()} == {f"memory://{key}" for key in desk.documents.kept}
    assert desk.memory.feed(NAME).refused == 2


@pytest.mark.parametrize("refused", ["situation.{}.idG", "situation.{}.idG<S1"])
def test_the_same_fault_at_another_place_in_the_list_is_one_line(desk: Desk, refused: str) -> None:
    for number in range(20):
        desk.sees(document("A", refused=[refused.format(number)]))
    assert len(desk.state.ends) == 1


def test_two_records_with_the_same_fault_are_two_lines(desk: Desk) -> None:
    desk.sees(document(refused=["situation.0<S1"]))
    desk.sees(document(refused=["situation.0<S2"]))
    assert len(desk.state.ends) == 2


def test_two_linked_documents_with_the_same_fault_are_two_lines(index: Desk) -> None:
    index.server.answers["https://feeds.example/A"] = document(refused=["alert.sent"])
    index.server.answers["https://feeds.example/B"] = document("B", refused=["alert.sent"])
    index.sees(links("A"))
    index.sees(links("B", "A"))
    index.sees(links("A", "B"))
    assert len(index.state.ends) == len(index.documents.kept) == 2


def test_a_format_that_has_changed_does_not_flood_the_ledger(desk: Desk) -> None:
    for minute in range(3):
        refused = [f"situation.{number}.{'idG' if number else 'road'}<S{minute}{number}" for number in range(500)]
        desk.sees(document(refused=refused))
    assert sorted(each.reason for each in desk.state.ends.values()) == [
        "situation.0.road: it has no road",
        "situation.0.road: it has no road",
        "situation.0.road: it has no road",
        "situation.1.idG: it has no road",
    ], "what befalls them all is one trouble, and hides no other"


def test_a_format_that_has_changed_in_many_ways_does_not_flood_it_either(desk: Desk) -> None:
    desk.server.answers[ADDRESS] = document(refused=[f"situation.0.field{number}" for number in range(500)])
    assert desk.poll(NAME).refused == 10
    assert len(desk.state.ends) == 10


def test_the_feeds_state_is_known_from_one_record(desk: Desk) -> None:
    desk.sees(document("A"))
    good = desk.clock.now
    for _ in range(3):
        desk.sees(GONE)
    head = desk.memory.feed(NAME)
    assert (head.last_good, head.last_try) == (good, good + timedelta(minutes=3))
    assert (head.failures, head.last_error, head.count) == (3, str(GONE), 1)
    desk.sees(document("A"))
    head = desk.memory.feed(NAME)
    assert (head.failures, head.last_error, head.last_good) == (0, "", desk.clock.now)


def test_a_poll_has_twenty_seconds_for_all_that_it_reads(desk: Desk) -> None:
    desk.server.slow[ADDRESS] = 7.0
    desk.server.following = {ADDRESS: ADDRESS}
    desk.server.asked.clear()
    assert desk.sees(document("A")) == ["A/1"]
    assert desk.server.now == SECONDS_A_POLL
    assert len(desk.server.asked) == 3


def test_an_order_for_a_feed_without_an_address_fails_and_is_done_with(desk: Desk) -> None:
    report = desk.poll("traffic_wales")
    assert (report.word, report.reason) == (Word.FAILED, "no feed of this name has an address")


def test_a_key_that_is_missing_fails_the_poll_and_is_looked_for_again(desk: Desk) -> None:
    def connect() -> Server:
        raise Unauthorized("there is no parameter /loudhailer/feeds/national_highways")

    locked = replace(desk.poll, feeds={NAME: replace(desk.poll.feeds[NAME], connect=connect)})
    report = locked(NAME)
    assert (report.word, report.reason) == (Word.FAILED, "there is no parameter /loudhailer/feeds/national_highways")
    assert desk.sees(document("A")) == ["A/1"]


def test_no_body_on_the_queue_is_without_its_version(desk: Desk) -> None:
    desk.sees(document("A"))
    (body,) = desk.queue.bodies
    assert json.loads(body)["detail"]["v"] == 1
    assert json.loads(body)["source"] == NAME
