"""How often a feed is asked, what is told of a silent one, what nobody believes, and what a poll leaves to the next."""

from datetime import timedelta

import pytest

from loudhailer.domain.errors import FeedUnavailable
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.feed_rules import FeedRules, Silence
from loudhailer.pipeline import _gather, poll
from loudhailer.pipeline._gather import MOST_LISTED
from loudhailer.pipeline._silence import DETAIL_TYPE
from loudhailer.pipeline.poll import MOST_PATIENCE, Word
from tests.builders import NOW
from tests.pipeline.feed import ADDRESS, NAME, Desk, document

GONE = FeedUnavailable("feeds.example: it did not answer in time")


@pytest.fixture
def desk() -> Desk:
    """Return a poller whose feed was read once and was empty."""
    desk = Desk()
    assert desk.sees(document()) == []
    return desk


def asked_each_minute(desk: Desk, minutes: int) -> list[int]:
    """Return at which of the next minutes the feed was asked."""
    found = []
    for minute in range(1, minutes + 1):
        before = len(desk.server.asked)
        desk.polled()
        if len(desk.server.asked) > before:
            found.append(minute)
    return found


# How often


def test_a_feed_is_asked_at_its_own_pace_and_in_between_nothing_is_written(desk: Desk) -> None:
    desk.every = 5
    assert asked_each_minute(desk, 15) == [5, 10, 15]
    writes = desk.memory.writes
    desk.clock.pass_(60)
    report = desk.poll(NAME)
    assert (report.word, report.reason) == (Word.EARLY, "next at 2026-11-22T17:50:30+00:00")
    assert desk.memory.writes == writes


def test_an_order_that_comes_some_seconds_early_is_no_minute_lost(desk: Desk) -> None:
    desk.every = 5
    desk.clock.pass_(280)
    assert desk.poll(NAME).word is Word.POLLED


def test_what_is_owed_goes_out_also_where_the_feed_is_not_due(desk: Desk) -> None:
    desk.every = 60
    desk.clock.pass_(3600)
    desk.queue.broken = 0
    with pytest.raises(Exception, match="the queue does not answer"):
        desk.sees(document("A"))
    desk.queue.broken = None
    assert desk.polled() == ["A/1"]
    assert len(desk.server.asked) == 2


@pytest.mark.parametrize(("asked", "minutes"), [(150.0, 3), (0.0, 1), (10**9, 15)])
def test_a_server_that_asks_for_a_pause_gets_it_up_to_a_bound(desk: Desk, asked: float, minutes: int) -> None:
    desk.sees(FeedUnavailable("feeds.example: it answered 503", asked))
    assert asked_each_minute(desk, 16)[0] == minutes
    assert timedelta(minutes=15) == MOST_PATIENCE


def test_a_link_whose_server_asks_for_a_pause_leaves_the_others_to_the_next_poll() -> None:
    desk = Desk(snapshot=False)
    desk.sees(document())
    desk.server.answers["https://feeds.example/A"] = FeedUnavailable("feeds.example: it answered 429", 90.0)
    desk.server.answers["https://feeds.example/B"] = document("B")
    both = document(links=[("https://feeds.example/A", "2"), ("https://feeds.example/B", "1")])
    assert desk.sees(both) == []
    assert desk.polled() == [], "it is left alone"
    assert desk.polled() == ["B/1"]


def test_a_document_that_is_always_the_same_is_read_once_an_hour_all_the_same(desk: Desk) -> None:
    desk.server.etags = True
    desk.sees(document("A"))
    words = []
    for _ in range(61):
        desk.clock.pass_(60)
        words.append(desk.poll(NAME).word)
    assert words == [Word.UNCHANGED] * 59 + [Word.POLLED, Word.UNCHANGED]


def test_a_page_that_begins_behind_one_that_stays_as_it_is_is_read(desk: Desk) -> None:
    desk.server.etags = True
    desk.sees(document("A"))
    desk.polled()
    desk.server.following = {ADDRESS: f"{ADDRESS}?page=2"}
    desk.server.answers[f"{ADDRESS}?page=2"] = document("B")
    assert desk.polled() == ["B/1"]


# What the clock changes


def test_a_period_that_begins_is_told_although_the_document_stays_the_same(desk: Desk) -> None:
    """Its server answers 304 for ever; without its validators it is read at the minute, and once more at the end."""
    desk.server.etags = True
    desk.sees(document("A/1/A1@5"))
    phases = []
    for _ in range(16):
        before = len(desk.queue.bodies)
        desk.polled()
        phases += [(desk.clock.now - NOW, each.incident.phase) for each in desk.told(before) if each.incident]
    assert phases == [(timedelta(minutes=5), "open")]
    assert desk.memory.feed(NAME).wakes is None
    assert desk.server.asked.count(ADDRESS) == 18, "one request a poll"


def test_a_deciding_end_is_told_once_two_documents_are_past_it_and_a_forecast_one_never() -> None:
    for decides in (True, False):
        desk = Desk(end_time="decides" if decides else "forecast")
        desk.server.etags = True
        desk.sees(document("A/1/A1@5"))
        found = [desk.clock.now - NOW for _ in range(25) if "-A" in desk.polled()]
        assert found == [timedelta(minutes=16)] * decides


# Silence


def silences(desk: Desk) -> list[Outcome]:
    return [each for each in desk.state.ends.values() if each.detail_type == DETAIL_TYPE]


def test_staff_hear_once_of_a_feed_that_is_not_read_and_once_that_it_speaks_again(desk: Desk) -> None:
    desk.rules = FeedRules(silence=Silence(unread_minutes=5))
    for _ in range(12):
        desk.sees(GONE)
    (silent,) = silences(desk)
    assert (silent.fate, silent.person, silent.source) == (Fate.REFUSED, True, NAME)
    assert silent.reason == f"it is silent: not read for 5 minutes; the last answer was: {GONE}"
    assert desk.poll(NAME).silent == "unread"
    desk.sees(document("A"))
    assert (silences(desk)[-1].reason, silences(desk)[-1].person) == ("it speaks again; it was not read", False)
    for _ in range(6):
        desk.sees(b"")
    assert len(silences(desk)) == 3, "the next silence is another"


def test_a_feed_that_was_never_read_is_silent_from_its_first_try() -> None:
    desk = Desk(rules=FeedRules(silence=Silence(unread_minutes=5)))
    for _ in range(6):
        desk.sees(b"<html>")
    assert len(silences(desk)) == 1


def test_staff_hear_of_a_feed_that_says_the_same_for_too_long_whether_it_says_so_or_not(desk: Desk) -> None:
    desk.rules = FeedRules(silence=Silence(unchanged_minutes=30))
    desk.server.etags = True
    desk.sees(document("A"))
    for _ in range(40):
        desk.polled()
    (silent,) = silences(desk)
    assert silent.reason == "it is silent: read, but without any change for 30 minutes"
    desk.sees(document("A/2/A1"))
    assert silences(desk)[-1].reason == "it speaks again; it was read, but without any change"


def test_a_silence_that_could_not_be_written_down_is_told_once_all_the_same(desk: Desk) -> None:
    desk.rules = FeedRules(silence=Silence(unread_minutes=5))
    for _ in range(4):
        desk.sees(GONE)
    desk.memory.broken = True
    with pytest.raises(Exception, match="the table does not answer"):
        desk.sees(GONE)
    desk.memory.broken = False
    desk.sees(GONE)
    assert len(silences(desk)) == 1


# What nobody believes


def test_a_list_that_loses_most_of_what_stands_is_held_for_a_person(desk: Desk) -> None:
    names = [f"N{number:02}" for number in range(20)]
    desk.sees(document(*names))
    assert [len(desk.sees(document(*names[:9]))) for _ in range(2)] == [0, 11]
    held = {each.hold for each in desk.told()[20:]}
    assert held == {"implausible: 11 of 20 left out at once; a person may release it"}
    assert desk.poll(NAME).told == 0


def test_half_of_a_list_may_end_at_once_and_so_may_all_of_a_short_one(desk: Desk) -> None:
    names = [f"N{number:02}" for number in range(20)]
    desk.sees(document(*names))
    assert [len(desk.sees(document(*names[:10]))) for _ in range(2)] == [0, 10]
    desk.sees(document(*names[:9]))
    assert [len(desk.sees(document())) for _ in range(2)] == [1, 9]
    assert {each.hold for each in desk.told()} == {
        "",
        "implausible: 10 of 10 left out at once; a person may release it",
    }


# What is left to the next poll

MOST = 20
"""What one poll tells in these tests; a thousand take longer and show nothing else."""


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (_gather, poll):
        monkeypatch.setattr(each, "MOST_TOLD", MOST)


@pytest.mark.usefixtures("few")
def test_more_than_one_poll_can_tell_is_told_by_the_next_ones_and_the_first_polls_hold_all_of_it() -> None:
    desk = Desk()
    desk.server.etags = True
    names = [f"N{number:04}" for number in range(2 * MOST + 5)]
    counts = [len(desk.sees(document(*names))), len(desk.polled()), len(desk.polled()), len(desk.polled())]
    assert counts == [MOST, MOST, 5, 0]
    assert all(each.hold for each in desk.told())
    assert len({each.telling.id for each in desk.told()}) == len(names)
    assert desk.poll(NAME).word is Word.UNCHANGED
    desk.sees(document(*names, "X"))
    assert desk.told()[-1].hold == ""


@pytest.mark.usefixtures("few")
def test_ends_that_are_left_to_the_next_poll_are_told_then(desk: Desk) -> None:
    names = [f"N{number:04}" for number in range(2 * MOST)]
    desk.sees(document(*names))
    desk.polled()
    kept, new = names[: MOST + 1], [f"X{number:04}" for number in range(10)]
    assert [len(desk.sees(document(*kept, *new))) for _ in range(3)] == [10, MOST - 1, 0]
    desk.sees(document(*new[:1]))
    told = [desk.sees(document(*new[:1])) for _ in range(3)]
    assert [len(each) for each in told] == [MOST, 10, 0]


@pytest.mark.usefixtures("few")
def test_a_link_with_more_than_one_poll_can_tell_is_read_until_all_is_told() -> None:
    desk = Desk(snapshot=False)
    desk.sees(document())
    desk.server.answers["https://feeds.example/A"] = document(*(f"N{number}" for number in range(MOST + 3)))
    index = document(links=[("https://feeds.example/A", "1")])
    assert [len(desk.sees(index)) for _ in range(3)] == [MOST, 3, 0]
    assert desk.server.asked.count("https://feeds.example/A") == 2


def test_an_index_of_more_links_than_can_be_kept_in_mind_is_refused(desk: Desk) -> None:
    links = [(f"https://feeds.example/{number}", "1") for number in range(MOST_LISTED + 1)]
    assert desk.sees(document(links=links)) == []
    assert desk.memory.feed(NAME).last_error == "links: it has more than 10,000 of them"


def test_a_link_that_is_no_address_is_put_before_a_person_and_loses_no_other() -> None:
    desk = Desk(snapshot=False)
    desk.sees(document())
    desk.server.answers["https://feeds.example/A"] = document("A")
    assert desk.sees(document(links=[("http://[x", "1"), ("/A", "1")])) == ["A/1"]
    assert desk.memory.feed(NAME).reasons == {"it leads to what is no address": 1}
