"""What a polled feed tells again although the public would see the same: compared, told, and taken by ingest."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from loudhailer.domain.feed import Known
from loudhailer.domain.incident import Incident, Severity
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
