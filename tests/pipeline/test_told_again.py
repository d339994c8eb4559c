"""What a polled feed tells again although the public would see the same: compared, told, and taken by ingest."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.feed import FORGET_AFTER, Known
from loudhailer.domain.incident import Incident, Phase, Severity, Unlisted
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.feed_rules import Doubts, Relevance, ServiceArea
from loudhailer.pipeline.compare import Rules, compare
from tests.pipeline.test_admit import AREA, INSIDE, NH, OUTSIDE, a_closure, configured
from tests.pipeline.way_in import WayIn


@dataclass
class Through:
    """A feed's documents, compared with what is known and brought through ingest."""

    at: WayIn
    known: Known = field(default_factory=Known)

    def sees(self, *incidents: Incident) -> list[Outcome]:
        rules = Rules(NH, snapshot=True, absent_after=0, first=False, today=self.at.clock.now.date(), doubts=Doubts())
        news, self.known = compare(incidents, self.known, rules)
        return [self.at.fed(each.telling, each.event_id, hold=each.hold) for each in news]

    def fates(self, *incidents: Incident) -> list[Fate]:
        return [each.fate for each in self.sees(*incidents)]


def through(area: ServiceArea = ServiceArea(), **rules: Any) -> Through:  # noqa: B008  # it is frozen
    return Through(WayIn(config=configured(area, **rules)))


def test_a_warning_that_was_too_small_is_said_once_it_is_graver() -> None:
    feed = through(relevance=Relevance(severity=Severity.MODERATE))
    (small,) = feed.sees(a_closure(severity=Severity.MINOR))
    assert (small.fate, small.reason[:9]) == (Fate.REFUSED, "too small")
    assert feed.fates(a_closure(severity=Severity.SEVERE)) == [Fate.POSTED], "under the same number, in the same words"
    assert feed.fates(a_closure(severity=Severity.SEVERE)) == []


def test_what_was_outside_is_said_once_it_has_moved_into_the_area() -> None:
    feed = through(AREA)
    (far,) = feed.sees(a_closure(point=OUTSIDE))
    assert far.reason.startswith("outside area")
    assert feed.fates(a_closure(point=INSIDE)) == [Fate.POSTED]


@pytest.mark.parametrize("revision", [1, 2])
def test_what_the_public_has_heard_is_not_said_again_because_it_is_graver(revision: int) -> None:
    feed = through()
    assert feed.fates(a_closure(severity=Severity.MINOR)) == [Fate.POSTED]
    assert feed.fates(a_closure(revision=revision, severity=Severity.SEVERE)) == [Fate.MERGED]
    assert len(feed.at.topic.said) == 1


def test_what_the_brake_kept_back_is_looked_at_again_once_it_is_graver() -> None:
    feed = through(doubts=Doubts(most=1))
    first = a_closure(1)
    assert feed.fates(first, a_closure(2, severity=Severity.MINOR)) == [Fate.POSTED, Fate.HELD]
    assert feed.fates(first, a_closure(2, severity=Severity.EXTREME)) == [Fate.POSTED]
    assert feed.fates(first, a_closure(2, severity=Severity.MINOR)) == [Fate.MERGED], "and not when it is less"


def test_what_waits_is_not_put_before_a_person_again_for_less_than_that() -> None:
    feed = through(doubts=Doubts(most=1))
    first = a_closure(1)
    feed.sees(first, a_closure(2, point=(52.1, -2.5)))
    assert feed.fates(first, a_closure(2, point=(52.2, -2.5))) == [Fate.MERGED]


# What its source says again after a month


def test_what_comes_back_after_a_month_is_said_again_though_nothing_ended_it() -> None:
    feed = through()
    feed.sees(a_closure(revision=100))
    assert feed.fates() == []
    feed.at.clock.pass_((FORGET_AFTER + timedelta(days=2)).total_seconds())
    assert feed.fates() == []
    assert feed.known == Known()
    (again,) = feed.sees(a_closure(revision=200))
    assert (again.fate, feed.at.alert(again).msg_type) == (Fate.POSTED, MsgType.UPDATE)
    assert feed.fates(a_closure(revision=300, severity=Severity.SEVERE)) == [Fate.MERGED], "and then it is known again"


def test_what_comes_back_under_the_same_number_is_said_too_and_an_older_word_is_not() -> None:
    feed = through()
    feed.sees(a_closure(revision=2))
    feed.at.clock.pass_((FORGET_AFTER + timedelta(days=2)).total_seconds())
    assert feed.at.fed(a_closure(revision=1)).fate is Fate.SUPERSEDED
    assert feed.at.fed(a_closure(revision=2)).fate is Fate.POSTED
    assert feed.at.fed(a_closure(revision=2)).fate is Fate.MERGED


def test_what_stands_all_the_time_is_not_said_every_month() -> None:
    feed = through()
    feed.sees(a_closure())
    for _ in range(4):
        feed.at.clock.pass_(timedelta(days=20).total_seconds())
        assert feed.fates(a_closure()) == []
    assert len(feed.at.topic.said) == 1


def test_an_end_is_not_said_again_however_much_later_its_source_repeats_it() -> None:
    feed = through()
    closed = a_closure(revision=2, phase=Phase.CLOSED)
    feed.sees(a_closure())
    assert feed.fates(closed) == [Fate.POSTED]
    feed.at.clock.pass_((FORGET_AFTER + timedelta(days=2)).total_seconds())
    feed.sees()
    assert feed.fates(closed.model_copy(update={"revision": 3})) == [Fate.MERGED]


# What overtakes what


def test_a_report_that_comes_after_its_own_end_says_nothing_and_a_person_sees_it() -> None:
    at = WayIn(config=configured())
    assert at.fed(Unlisted(source=NH, id="NH-1", revision=3)).fate is Fate.REFUSED
    for revision in (2, 3):
        late = at.fed(a_closure(revision=revision))
        assert late.fate is Fate.SUPERSEDED
    assert (late.reason, late.person) == ("its source no longer lists it", True)
    assert at.fed(a_closure(revision=4)).fate is Fate.POSTED, "what is listed again has a higher number"


def test_a_change_that_comes_after_the_end_of_what_was_said_does_not_open_it_again() -> None:
    at = WayIn(config=configured())
    at.fed(a_closure(revision=1))
    assert at.fed(Unlisted(source=NH, id="NH-1", revision=2)).fate is Fate.POSTED
    assert at.fed(a_closure(revision=2, facts={"road": "M2"})).fate is Fate.SUPERSEDED
    assert at.fed(Unlisted(source=NH, id="NH-1", revision=4)).fate is Fate.MERGED, "it has ended, and still counts"
    assert at.fed(a_closure(revision=4, facts={"road": "M2"})).fate is Fate.SUPERSEDED
    assert at.fed(a_closure(revision=5)).fate is Fate.POSTED


def test_what_was_listed_again_is_not_called_unlisted_by_what_comes_late() -> None:
    at = WayIn(config=configured())
    at.fed(a_closure(revision=3))
    assert at.fed(Unlisted(source=NH, id="NH-1", revision=2)).fate is Fate.SUPERSEDED
