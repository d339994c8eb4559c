"""How many of a source's new alerts are believed at once."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Severity
from loudhailer.domain.source import SourceCounts
from loudhailer.feed_rules import Doubts, FeedRules, Relevance
from loudhailer.scepticism import counted
from tests.builders import NOW, an_alert

MINUTES = 60


def gone(rules: FeedRules, alerts: list[tuple[datetime, Any]], going: tuple[str, ...] = ("page",)) -> list[bool]:
    """Count alerts one after the other and tell which of them go everywhere."""
    counts, went = SourceCounts(name="a"), []
    for at, alert in alerts:
        counts, why = counted(counts, alert, going, rules, at)
        went.append(not why)
    return went


@given(st.lists(st.integers(0, 40), min_size=1, max_size=80), st.integers(1, 6))
def test_within_any_window_only_so_many_go_and_whatever_can_go_does(pauses: list[int], most: int) -> None:
    rules, at, alerts = FeedRules(doubts=Doubts(most=most, minutes=MINUTES)), NOW, []
    for pause in pauses:
        at += timedelta(minutes=pause)
        alerts.append((at, an_alert()))
    went = [at for (at, _), goes in zip(alerts, gone(rules, alerts), strict=True) if goes]
    for first, last in zip(went, went[most:], strict=False):
        assert last - first >= timedelta(minutes=MINUTES)
    for (at, _), goes in zip(alerts, gone(rules, alerts), strict=True):
        lately = [each for each in went if at - timedelta(minutes=MINUTES) < each <= at]
        assert goes or len(lately) >= most, "only the excess waits"


def test_a_severe_incident_passes_a_flood_of_small_ones_and_a_flood_of_severe_ones_is_held_too() -> None:
    rules = FeedRules(doubts=Doubts(most=3))
    small, severe = an_alert(severity=Severity.MINOR), an_alert(severity=Severity.SEVERE)
    life = an_alert(severity=Severity.UNKNOWN, message_class=MessageClass.LIFE_SAFETY)
    assert gone(rules, [(NOW, small)] * 5 + [(NOW, severe), (NOW, life)]) == [True] * 3 + [False] * 2 + [True] * 2
    assert gone(rules, [(NOW, severe)] * 4) == [True] * 3 + [False]


def test_the_excess_says_why_it_waits() -> None:
    rules = FeedRules(doubts=Doubts(most=1))
    counts, _ = counted(SourceCounts(name="a"), an_alert(), ("page", "bluesky"), rules, NOW)
    same, why = counted(counts, an_alert(), ("page", "bluesky"), rules, NOW)
    words = "1 alerts of westshire.control went within 60 minutes: a person releases more"
    assert why == {"page": words, "bluesky": words}
    assert same == counts, "what waits is not counted"


def test_the_daily_cap_is_of_a_channel_and_of_a_day_in_london_and_never_of_life_safety() -> None:
    rules = FeedRules(doubts=Doubts(most=1000), relevance=Relevance(daily_cap=1))
    late = datetime.fromisoformat("2026-07-01T22:30:00Z")  # 11:30pm in London
    counts, _ = counted(SourceCounts(name="a"), an_alert(), ("page",), rules, late)
    _, why = counted(counts, an_alert(), ("page", "bluesky"), rules, late)
    assert why == {"page": "daily cap: 1 alerts of westshire.control went here today; a person releases more"}
    assert counted(counts, an_alert(message_class=MessageClass.LIFE_SAFETY), ("page",), rules, late)[1] == {}
    assert counted(counts, an_alert(), ("page",), rules, late + timedelta(minutes=30))[1] == {}, (
        "it is tomorrow in London"
    )
