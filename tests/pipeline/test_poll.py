"""The poller: what it tells, what ends nothing, and what a crash costs (nothing)."""

import itertools
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.errors import (
    ClaimLost,
    FeedError,
    FeedUnavailable,
    LoudhailerError,
    StateUnavailable,
    Unauthorized,
)
from loudhailer.domain.feed import FeedHead, Known
from loudhailer.domain.told import FIRST_POLL
from loudhailer.pipeline.poll import PollReport, Word
from tests.fakes import MemoryFeeds
from tests.pipeline.feed import ADDRESS, NAME, Desk, Server, document

GONE = FeedUnavailable("feeds.example: it did not answer in time")


@pytest.fixture
def desk() -> Desk:
    """Return a poller whose feed was read once and was empty."""
    desk = Desk()
    assert desk.sees(document()) == []
    return desk


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
        pytest.param(document("B", partial=True), id="a good document that is no list"),
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
    pages = [ADDRESS, *(f"{ADDRESS}?page={number}" for number in range(30))]
    desk.server.following = dict(itertools.pairwise(pages))
    desk.server.answers |= dict.fromkeys(pages, document("A"))
    desk.server.asked.clear()
    assert desk.sees(document("A")) == ["A/1"]
    assert len(desk.server.asked) == 20
    assert "more than 20 of them" in desk.memory.feed(NAME).last_error


def test_pages_that_lead_round_in_a_circle_are_read_once_and_end_nothing(desk: Desk) -> None:
    desk.sees(document("A", "B"))
    desk.server.following = {ADDRESS: f"{ADDRESS}?page=2", f"{ADDRESS}?page=2": ADDRESS}
    desk.server.answers[f"{ADDRESS}?page=2"] = document("C")
    desk.server.asked.clear()
    assert [desk.sees(document("A")) for _ in range(3)] == [["C/1"], [], []]
    assert len(desk.server.asked) == 6
    assert desk.memory.feed(NAME).last_error == "pages: they lead round in a circle"


def test_the_next_page_may_stand_in_the_document_too(desk: Desk) -> None:
    desk.server.answers = {f"{ADDRESS}?page=2": document("B", next="/closures?page=3")}
    desk.server.answers[f"{ADDRESS}?page=3"] = document("C")
    assert desk.sees(document("A", next="?page=2")) == ["A/1", "B/1", "C/1"]
    assert desk.sees(document("A", next="https://[feeds.example/")) == []
    assert desk.memory.feed(NAME).last_error == "next_page: it leads on to what is no address"


def test_nothing_of_the_first_poll_goes_out_by_itself() -> None:
    desk = Desk()
    assert desk.sees(document("A", "B/1/A1/closed", "C/1/A1/planned")) == ["A/1", "C/1"]
    assert {each.hold for each in desk.told()} == {f"{FIRST_POLL}national_highways: a person may release it"}
    desk.sees(document("A", "D"))
    assert desk.told()[-1].hold == ""


def test_a_poll_that_failed_is_not_the_first_one() -> None:
    desk = Desk()
    for failure in (GONE, b"", document("A", refused=["situation.1"])):
        desk.sees(failure)
    assert [each.hold for each in desk.told()] == ["first poll of national_highways: a person may release it"]
    desk.sees(document("A", "B"))
    assert desk.told()[-1].hold == "", "a record that cannot be read does not keep a feed silent"


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


@dataclass
class Failing(MemoryFeeds):
    """Fails the write of which as many writes go before as it is told, once."""

    before: int | None = None

    def remember(
        self, feed: FeedHead, was: Known | None = None, now: Known | None = None, tellings: Sequence[str] = ()
    ) -> FeedHead:
        if self.before is not None:
            self.before -= 1
            if self.before < 0:
                self.before = None
                raise StateUnavailable("the table does not answer")
        return super().remember(feed, was, now, tellings)


listed = st.builds(
    lambda numbers, roads, phases: [
        f"{name}/{number}/{road}/{phase}"
        for name, number, road, phase in zip("AB", numbers, roads, phases, strict=True)
    ],
    *(st.tuples(each, each) for each in (st.integers(1, 3), st.sampled_from(["A1", "A2"]))),
    st.tuples(*[st.sampled_from(["open", "open", "closed"])] * 2),
).flatmap(lambda both: st.lists(st.sampled_from(both), unique=True))
breaks = st.sampled_from([{}, {"queue": 0}, {"queue": 1}, {"memory": 0}, {"memory": 1}, {"memory": 2}])


@given(st.lists(st.tuples(listed, breaks), min_size=1, max_size=12))
def test_wherever_polls_break_off_what_was_told_last_is_what_the_feed_says(
    history: list[tuple[list[str], dict[str, int]]],
) -> None:
    memory = Failing()
    desk = Desk(memory=memory)
    desk.sees(document())
    for incidents, broken in history:
        desk.queue.broken, memory.before = broken.get("queue"), broken.get("memory")
        with suppress(StateUnavailable):
            desk.sees(document(*incidents))
    desk.queue.broken = memory.before = None
    last = history[-1][0]
    for _ in range(3):
        desk.sees(document(*last))
    once = dict(zip(reversed(desk.ids()), reversed(desk.told()), strict=True))
    said = {each.telling.id: each.incident for each in reversed(once.values())}
    public = {name: f"{name}/{each.facts['road']}" for name, each in said.items() if each and each.phase == "open"}
    assert sorted(public.values()) == sorted(
        f"{each.split('/')[0]}/{each.split('/')[2]}" for each in last if each.endswith("open")
    )
    assert len({(each.telling.id, each.incident.revision) for each in once.values() if each.incident}) == sum(
        each.incident is not None for each in once.values()
    ), "no number is told under twice"


def test_of_two_polls_at_once_the_second_to_write_loses_and_tells_nothing_else(desk: Desk) -> None:
    def meanwhile() -> None:
        desk.server.during = lambda: None
        desk.poll(NAME)

    desk.server.during = meanwhile
    with pytest.raises(ClaimLost):
        desk.sees(document("A"))
    assert desk.polled() == []
    assert len(desk.ids()) == 1, "what is known is read after the head, and written only over that head"


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
    second = f"{ADDRESS}?page=2"
    desk.server.following = {ADDRESS: second, second: f"{ADDRESS}?page=3"}
    desk.server.slow |= {second: 7.0, f"{ADDRESS}?page=3": 7.0}
    desk.server.answers[second] = document()
    desk.server.asked.clear()
    assert desk.sees(document("A")) == ["A/1"]
    assert desk.server.now == 20.0
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
