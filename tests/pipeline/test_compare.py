"""What is news in a feed's document, held against a plain oracle over whole sequences of documents."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.feed import FORGET_AFTER, Known
from loudhailer.domain.incident import Incident, Phase, Unlisted
from loudhailer.feed_rules import Doubts
from loudhailer.pipeline.compare import News, Rules, compare, event_id_of
from tests.builders import NOW, an_incident

NAME = "national_highways"
DAY = date(2026, 11, 22)


def of(name: str, revision: int = 1, **changes: object) -> Incident:
    return an_incident(source=NAME, id=name, revision=revision, **changes)


DOUBTS = Doubts()


def rules(
    absent_after: int = 2, *, snapshot: bool = True, first: bool = False, today: date = DAY, doubts: Doubts = DOUBTS
) -> Rules:
    return Rules(NAME, snapshot, absent_after, first, today, doubts, complete=absent_after > 0)


def told(news: Sequence[News]) -> list[tuple[str, int]]:
    """Return each telling's id and revision; 0 says that it is no longer listed."""
    return [(each.telling.id, 0 if isinstance(each.telling, Unlisted) else each.telling.revision) for each in news]


def after(
    *documents: Sequence[Incident], absent_after: int = 2, snapshot: bool = True
) -> tuple[list[list[tuple[str, int]]], Known]:
    known, said = Known(), []
    for document in documents:
        news, known = compare(document, known, rules(absent_after, snapshot=snapshot))
        said.append(told(news))
    return said, known


def test_what_is_new_is_told_and_what_stands_is_not() -> None:
    said, _ = after([of("A")], [of("A"), of("B")], [of("B"), of("A")])
    assert said == [[("A", 1)], [("B", 1)], []]


def test_a_change_under_a_new_number_keeps_the_sources_number() -> None:
    said, _ = after([of("A")], [of("A", 4, severity="Severe", facts={"road": "A1"})])
    assert said == [[("A", 1)], [("A", 4)]]


def test_a_new_number_that_says_nothing_new_is_no_news_but_makes_older_ones_stale() -> None:
    documents = [of("A")], [of("A", 5)], [of("A", 4, facts={"road": "A1"})]
    said, _ = after(*documents, absent_after=0, snapshot=False)
    assert said == [[("A", 1)], [], []]


def test_a_change_under_the_same_number_is_told_under_the_next() -> None:
    changes = [{"facts": {"road": road}} for road in ("A1", "A2", "A3")]
    said, _ = after(*([of("A", 5, **change)] for change in changes))
    assert said == [[("A", 5)], [("A", 6)], [("A", 7)]], "also after our numbers have overtaken the source's"


def test_an_older_number_than_the_sources_last_is_dropped() -> None:
    said, _ = after([of("A", 5)], [of("A", 4, facts={"road": "A1"})], absent_after=0, snapshot=False)
    assert said == [[("A", 5)], []]


def test_a_list_s_words_count_whatever_their_number() -> None:
    """A record that is taken out of a situation may take its newest time with it, and what is left may be an end."""
    closed = of("A", 100, phase=Phase.CLOSED)
    said, _ = after([of("A", 200)], [closed], [closed], [of("A", 150)], [of("A", 150)])
    assert said == [[("A", 200)], [("A", 201)], [], [("A", 202)], []], "under numbers that rise"


@pytest.mark.parametrize("number", range(10))
def test_an_end_of_the_same_second_comes_after_what_it_ends(number: int) -> None:
    alert = of("A", 7, identifier="A", facts={"road": f"A{number}"})
    update = of("A", 7, identifier="B", references=("A",), facts={"road": f"B{number}"})
    cancel = of("A", 7, identifier="C", references=("A",), phase=Phase.CLOSED)
    for words in itertools.permutations([alert, update, cancel]):
        news, known = compare(words, Known(), rules(0, snapshot=False))
        assert [each.telling for each in news] == [cancel]
        for late in (alert, update):
            assert compare([late, cancel], known, rules(0, snapshot=False))[0] == []
    _, known = compare([cancel], Known(), rules(0, snapshot=False))
    assert compare([alert], known, rules(0, snapshot=False))[0] == [], "also where the end was read before it"


def test_what_names_an_end_of_its_own_second_comes_after_it() -> None:
    cancel = of("A", 7, identifier="C", references=("A",), phase=Phase.CLOSED)
    anew = of("A", 7, identifier="D", references=("A", "C"))
    for words in ([of("A", 7), cancel, anew], [anew, cancel, of("A", 7)]):
        assert [each.telling for each in compare(words, Known(), rules(0, snapshot=False))[0]] == [anew]
    _, known = compare([of("A", 7), cancel], Known(), rules(0, snapshot=False))
    assert told(compare([anew], known, rules(0, snapshot=False))[0]) == [("A", 8)]


def test_words_that_name_each_other_in_a_circle_are_told_all_the_same() -> None:
    circle = [of("A", 7, references=("B",)), of("B", 7, references=("A",), phase=Phase.CLOSED)]
    for words in (circle, circle[::-1]):
        (news,) = compare(words, Known(), rules(0, snapshot=False))[0]
        assert isinstance(news.telling, Incident)
        assert news.telling.phase is Phase.CLOSED


def test_a_chain_of_a_thousand_words_of_one_second_is_sorted_out_at_once() -> None:
    names = [f"N{number:04}" for number in range(1000)]
    chain = [of(names[0], 7, identifier=name, references=tuple(names[:at][-40:])) for at, name in enumerate(names)]
    news, _ = compare(chain[::-1], Known(), rules(0, snapshot=False))
    assert [each.telling for each in news] == [chain[-1]]


def test_left_out_of_enough_documents_it_is_no_longer_listed_and_told_so_once() -> None:
    said, _ = after([of("A")], [], [], [], absent_after=2)
    assert said == [[("A", 1)], [], [("A", 0)], []]


def test_one_document_that_has_it_begins_the_count_again() -> None:
    said, _ = after([of("A")], [], [of("A")], [], [of("A")])
    assert said == [[("A", 1)], [], [], [], []]


def test_what_reappears_is_told_anew_and_may_go_again() -> None:
    known, ids = Known(), []
    for document in ([of("A")], [], [], [of("A")], [], [], [of("A")]):
        news, known = compare(document, known, rules())
        ids += [(each.event_id, *told([each])[0]) for each in news]
    assert [each[1:] for each in ids] == [("A", 1), ("A", 0), ("A", 2), ("A", 0), ("A", 3)]
    assert len({each[0] for each in ids}) == 5, "no event id twice, or ingest would take the second for the first"


def test_a_document_that_proves_nothing_ends_nothing() -> None:
    said, known = after([of("A")], *([[]] * 9), absent_after=0)
    assert said == [[("A", 1)], *([[]] * 9)]
    assert known.incidents["A"].misses == 0


def test_what_its_source_closed_is_told_once_and_then_may_leave() -> None:
    said, _ = after([of("A")], [of("A", 2, phase=Phase.CLOSED)], [of("A", 2, phase=Phase.CLOSED)], [], [], [])
    assert said == [[("A", 1)], [("A", 2)], [], [], [], []]


def test_what_is_opened_again_is_told_and_counted_again() -> None:
    said, _ = after([of("A", 1, phase=Phase.CLOSED)], [of("A", 2)], [], [])
    assert said == [[("A", 1)], [("A", 2)], [], [("A", 0)]]


def test_on_the_first_document_what_is_closed_already_is_only_remembered() -> None:
    news, known = compare(
        [of("A", phase=Phase.CLOSED), of("B"), of("C", phase=Phase.PLANNED)], Known(), rules(first=True)
    )
    assert told(news) == [("B", 1), ("C", 1)]
    assert compare([of("A", phase=Phase.CLOSED)], known, rules(0))[0] == []


def test_a_word_that_names_an_earlier_one_belongs_to_its_thread() -> None:
    said, known = after(
        [of("A", 1)],
        [of("B", 2, references=("A",), facts={"road": "A1"})],
        [of("C", 3, references=("B",), facts={"road": "A2"})],
        absent_after=0,
    )
    assert said == [[("A", 1)], [("A", 2)], [("A", 3)]]
    assert dict(known.aliases) == {"B": "A", "C": "A"}


def test_a_word_is_known_by_its_own_identifier_too() -> None:
    said, known = after(
        [of("A", 1, identifier="A")],
        [of("A", 2, identifier="B", references=("A",), facts={"road": "A1"})],
        [of("B", 3, identifier="C", references=("B",), facts={"road": "A2"})],
        absent_after=0,
    )
    assert said == [[("A", 1)], [("A", 2)], [("A", 3)]]
    assert dict(known.aliases) == {"B": "A", "C": "A"}


def test_the_words_of_one_thread_are_sorted_out_within_one_document_too() -> None:
    words = [of("A", 1), of("B", 2, references=("A",)), of("C", 3, references=("B",))]
    for order in (words, words[::-1], [words[1], words[2], words[0]]):
        said, _ = after(order, absent_after=0)
        assert said == [[("A", 3)]]


def test_an_earlier_word_that_comes_late_opens_no_thread_of_its_own() -> None:
    said, _ = after([of("B", 2, references=("A",))], [of("A", 1)], absent_after=0)
    assert said == [[("B", 2)], []]


def test_what_is_over_is_forgotten_after_a_month_with_its_other_names() -> None:
    words = [of("A", 1), of("B", 2, references=("A",), phase=Phase.CLOSED)]
    _, known = after(words, absent_after=0)
    later = DAY + FORGET_AFTER
    assert compare([], known, rules(0, today=later))[1] == known
    assert compare([], known, rules(0, today=later + timedelta(days=1)))[1] == Known()
    _, listed = compare([words[1]], known, rules(0, today=later + timedelta(days=1)))
    assert "A" in listed.incidents, "what is still listed is still known"


@pytest.mark.parametrize(("expires", "stale"), [(None, DAY), (NOW + timedelta(days=10), DAY + timedelta(days=10))])
def test_what_a_feed_without_a_list_never_ends_is_forgotten_a_month_after_it_went_stale(
    expires: datetime | None, stale: date
) -> None:
    _, known = compare([of("A", expires=expires)], Known(), rules(0, snapshot=False))
    later = stale + FORGET_AFTER
    assert compare([], known, rules(0, snapshot=False, today=later))[1] == known
    assert compare([], known, rules(0, snapshot=False, today=later + timedelta(days=1)))[1] == Known()
    _, heard = compare([of("A", expires=expires)], known, rules(0, snapshot=False, today=later))
    assert heard.incidents["A"].until == later, "what is heard again is not stale yet"
    _, heard = compare([of("A", 0, facts={"road": "A1"})], known, rules(0, snapshot=False))
    assert heard.incidents["A"].until == stale, "an older word takes nothing back"


def test_what_a_list_holds_is_never_forgotten_while_it_stands() -> None:
    _, known = compare([of("A", expires=NOW)], Known(), rules(0))
    assert compare([], known, rules(0, today=DAY + 2 * FORGET_AFTER))[1] == known


def test_an_event_id_says_what_is_told_and_is_never_cut_short() -> None:
    assert event_id_of(NAME, "A", 3, "0123") == "national_highways:A:3:0123"
    long = [event_id_of(NAME, "A" * 150 + end, 3, "0123") for end in "xy"]
    assert len(set(long)) == 2
    assert all(len(each) <= 128 for each in long)


IDS = ("A", "B", "C")
incidents = st.builds(
    lambda name, revision, road, phase: of(name, revision, facts={"road": road}, phase=phase),
    st.sampled_from(IDS),
    st.integers(1, 4),
    st.sampled_from(["A1", "A2"]),
    st.sampled_from([Phase.OPEN, Phase.OPEN, Phase.OPEN, Phase.CLOSED]),
)
documents = st.lists(st.tuples(st.lists(incidents, max_size=4), st.booleans()), max_size=14)


@dataclass
class Oracle:
    """What a person with a pencil would tell, one incident at a time."""

    name: str
    absent_after: int
    snapshot: bool
    last: Incident | None = None
    theirs: int = 0
    told: int = 0
    gone: bool = False
    misses: int = 0
    said: list[int] = field(default_factory=list)

    def hear(self, document: Sequence[Incident], *, complete: bool) -> None:
        mine = [each for each in document if each.id == self.name]
        if not mine:
            self._missed(complete=complete)
            return
        self.misses = 0
        newest = max(mine, key=lambda each: each.revision)
        if not self.snapshot and self._is_late(newest):
            return
        self.theirs = newest.revision
        same = self.last is not None and (self.last.facts, self.last.phase) == (newest.facts, newest.phase)
        if same and not self.gone:
            return
        self.told = max(self.told + 1, newest.revision)
        self.said.append(self.told)
        self.last, self.gone = newest, False

    def _is_late(self, newest: Incident) -> bool:
        reopens = self.last is not None and self.last.phase is Phase.CLOSED and newest.phase is not Phase.CLOSED
        return newest.revision < self.theirs or (newest.revision == self.theirs and reopens)

    def _missed(self, *, complete: bool) -> None:
        stands = self.last is not None and self.last.phase is not Phase.CLOSED and not self.gone
        if not (complete and stands):
            return
        self.misses += 1
        if self.misses == self.absent_after:
            self.said.append(0)
            self.gone, self.misses = True, 0


def one_each(document: Sequence[Incident]) -> list[Incident]:
    """Leave one incident a name and number: which of two truths under one number counts is no question of news."""
    return list({(each.id, each.revision): each for each in document}.values())


@given(documents, st.integers(1, 3), st.sampled_from([True, False]), st.randoms(use_true_random=False))
def test_whatever_comes_in_whatever_order_is_told_as_a_person_would(
    history: list[tuple[list[Incident], bool]],
    absent_after: int,
    snapshot: bool,  # noqa: FBT001  # the table's question
    chance: object,
) -> None:
    oracles = {name: Oracle(name, absent_after, snapshot) for name in IDS}
    known, said, ids = Known(), {name: list[int]() for name in IDS}, list[str]()
    for document, proves in history:
        listed, complete = one_each(document), snapshot and proves
        for oracle in oracles.values():
            oracle.hear(listed, complete=complete)
        shuffled = listed + listed
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        news, known = compare(shuffled, known, rules(absent_after if complete else 0, snapshot=snapshot))
        ids += [each.event_id for each in news]
        for name, number in told(news):
            said[name].append(number)
    assert said == {name: oracle.said for name, oracle in oracles.items()}
    assert len(ids) == len(set(ids)), "each telling has an event id of its own"


@given(documents, st.integers(1, 3))
def test_a_poll_that_is_repeated_from_the_same_memory_tells_the_same(
    history: list[tuple[list[Incident], bool]], absent_after: int
) -> None:
    known = Known()
    for document, complete in history:
        how = rules(absent_after if complete else 0)
        first, after_first = compare(document, known, how)
        second, after_second = compare(document[::-1], known, how)
        assert ([each.event_id for each in first], after_first) == ([each.event_id for each in second], after_second)
        known = after_first
        if complete is False:
            assert compare(document, known, how) == ([], known), "and once remembered, nothing"
