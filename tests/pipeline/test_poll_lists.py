"""What a list proves by leaving out: when it loses most of what stood, when nothing ends by that, when much ends."""

import pytest

from loudhailer import feeds
from loudhailer.domain.feed import FORGET_AFTER
from loudhailer.feed_rules import Doubts, FeedRules
from loudhailer.pipeline import poll
from loudhailer.pipeline.poll import Word
from tests.builders import shipped_config
from tests.pipeline.feed import NAME, Desk, document

MONTH = FORGET_AFTER.total_seconds() + 86_400


def names(many: int, sign: str = "N") -> list[str]:
    return [f"{sign}{number:02}" for number in range(many)]


def read_once(**how: object) -> Desk:
    desk = Desk(**how)  # type: ignore[arg-type]
    assert desk.sees(document()) == []
    return desk


def holds(desk: Desk, since: int) -> list[bool]:
    return [bool(each.hold) for each in desk.told(since)]


def test_an_end_that_nobody_believed_is_not_believed_either_when_it_is_left_to_the_next_poll(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(poll, "MOST_TOLD", 30)
    desk = read_once()
    listed = names(50)
    desk.sees(document(*listed))
    desk.polled()
    assert [len(desk.sees(document(*listed[:15]))) for _ in range(4)] == [0, 30, 5, 0]
    assert holds(desk, 50) == [True] * 35
    assert not any(each.doubted for each in desk.memory.known(NAME).incidents.values())


def test_what_is_listed_again_is_no_longer_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "MOST_TOLD", 30)
    desk = read_once()
    listed = names(50)
    desk.sees(document(*listed))
    desk.polled()
    kept = listed[:15]
    assert [len(desk.sees(document(*kept))) for _ in range(2)] == [0, 30]
    left = [name for name, each in desk.memory.known(NAME).incidents.items() if each.doubted]
    assert len(left) == 5
    desk.sees(document(*kept, *left))
    before = len(desk.queue.bodies)
    assert [len(desk.sees(document(*kept, *left[:4]))) for _ in range(2)] == [0, 1]
    assert holds(desk, before) == [False]


def test_a_list_of_which_no_silence_ends_anything_forgets_what_it_leaves_out_for_a_month() -> None:
    desk = read_once(absent_after=0)
    desk.sees(document("A", "B"))
    assert [desk.sees(document("B")) for _ in range(3)] == [[]] * 3
    assert desk.memory.listed(NAME, "A") is None, "it is not on the list, whatever that proves"
    desk.clock.pass_(MONTH / 2)
    assert desk.sees(document("A", "B")) == []
    assert desk.memory.listed(NAME, "A") == desk.clock.now
    desk.sees(document("B"))
    desk.clock.pass_(MONTH)
    desk.sees(document("B"))
    assert set(desk.memory.known(NAME).incidents) == {"B"}
    assert desk.sees(document("A/7", "B")) == ["A/7"]


def test_an_absence_costs_one_write_of_what_is_known() -> None:
    desk = read_once(absent_after=0)
    desk.sees(document("A", "B"))
    desk.sees(document("B"))
    known = desk.memory.known(NAME)
    desk.clock.pass_(86_400)
    desk.sees(document("B"))
    assert desk.memory.known(NAME) == known


def test_what_is_over_by_its_own_deciding_end_is_not_lost_however_much_it_is() -> None:
    desk = read_once(end_time="decides", rules=FeedRules(doubts=Doubts(lost_of=10)))
    night = [f"{each}/1/A1@2" for each in names(20)]
    others = names(8, "M")
    desk.sees(document(*night, *others))
    desk.clock.pass_(20 * 60)
    before = len(desk.queue.bodies)
    told = [desk.sees(document(*night, *others[:7])) for _ in range(2)]
    assert told == [[], [*(f"-{each}" for each in sorted([others[7], *names(20)]))]]
    assert holds(desk, before) == [False] * 21


def test_what_else_is_lost_beside_it_is_held_and_its_own_end_is_not() -> None:
    desk = read_once(end_time="decides")
    night, others = [f"{each}/1/A1@2" for each in names(5)], names(12, "M")
    desk.sees(document(*night, *others))
    desk.clock.pass_(20 * 60)
    before = len(desk.queue.bodies)
    for _ in range(2):
        desk.sees(document(*night, *others[:3]))
    held = {each.telling.id: bool(each.hold) for each in desk.told(before)}
    assert held == dict.fromkeys(others[3:], True) | dict.fromkeys(names(5), False)


def test_what_was_over_when_it_was_first_seen_is_told_once_and_ended_never() -> None:
    desk = read_once(end_time="decides")
    desk.clock.pass_(20 * 60)
    assert [desk.sees(document("A/1/A1@2")) for _ in range(4)] == [["A/1"], [], [], []]
    assert [desk.sees(document()) for _ in range(3)] == [[], [], []]
    assert desk.sees(document("A/1/A1@60")) == ["A/2"], "a new end is news"


# What is written down about a feed


def test_what_could_not_be_read_is_said_with_its_reasons_while_the_document_stays_the_same() -> None:
    desk = read_once()
    desk.server.etags = True
    desk.sees(document("A", refused=["situation.1"]))
    desk.polled()
    assert desk.poll(NAME).word is Word.UNCHANGED
    head = desk.memory.feed(NAME)
    assert (head.count, head.refused, head.reasons) == (1, 1, {"it has no road": 1})


def test_the_count_is_what_the_last_document_lists_not_all_that_is_known() -> None:
    desk = read_once(absent_after=0)
    counts = []
    for listed in (["A", "B", "B/2"], ["A", "C/1/A1/closed"], []):
        desk.sees(document(*listed))
        counts.append(desk.memory.feed(NAME).count)
    assert counts == [2, 2, 0]


def test_the_count_of_an_index_is_its_links_whether_they_are_read_or_not() -> None:
    desk = read_once(snapshot=False)
    desk.server.answers["https://feeds.example/A"] = document("A", "B")
    index = document(links=[("/A", "1"), ("/B", "1")])
    for _ in range(2):
        desk.sees(index)
        assert desk.memory.feed(NAME).count == 2


def test_a_linked_document_that_was_read_before_is_not_forgotten_by_the_clock() -> None:
    desk = read_once(snapshot=False)
    desk.server.answers |= {
        "https://feeds.example/A": document("A/1/A1@30"),
        "https://feeds.example/B": document("B/1/A1@60"),
    }
    desk.sees(document(links=[("/A", "1")]))
    first = desk.memory.feed(NAME).wakes
    assert first is not None
    desk.sees(document(links=[("/A", "1"), ("/B", "1")]))
    assert desk.memory.feed(NAME).wakes == first
    desk.clock.pass_(45 * 60)
    desk.polled()
    later = desk.memory.feed(NAME).wakes
    assert later is None or later > desk.clock.now


def test_a_feed_that_may_list_its_newest_only_ends_nothing_unless_its_policy_says_so() -> None:
    shipped = shipped_config()
    some = next(iter(shipped.sources.sources.values()))

    def absent_after(format_: str, policy: str) -> int:
        source = some.model_copy(update={"format": format_, "policy": policy})
        sources = shipped.sources.model_copy(update={"sources": {"some": source}})
        return feeds.polled_with("some", shipped.model_copy(update={"sources": sources})).ends.absent_after

    assert [absent_after("rss", each) for each in ("wa_dfes", "tasmania_fire", "")] == [0, 0, 0]
    assert [absent_after("rss", each) for each in ("traffic_wales", "national_highways_rss")] == [2, 2]
    assert [absent_after("cifs", "jamaica_closures"), absent_after("nws", "nws")] == [2, 0]
