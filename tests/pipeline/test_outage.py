"""A platform is out for a while: what comes of all that was to be told there, minute by minute."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from loudhailer.domain.crisis import GateState
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.errors import ChannelUnavailable
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Post, Receipt
from loudhailer.domain.spending import OPENS_AFTER, Window
from loudhailer.pipeline.catch_up import CatchUp
from loudhailer.pipeline.received import Report
from loudhailer.pipeline.sweep import Sweep
from loudhailer.purse import Budget, Purse
from tests.builders import NOW, an_incident, shipped_config
from tests.fakes import Platform
from tests.pipeline.desk import Desk
from tests.pipeline.way_in import WayIn

PACE = 10
MOST = shipped_config().channels.digest_over


@dataclass
class Weather(Platform):
    """A platform that may be out; `tried` counts the calls."""

    out: bool = False
    tried: int = 0

    def publish(self, post: Post) -> Receipt:
        self.tried += 1
        if self.out:
            raise ChannelUnavailable("refused")
        return super().publish(post)


@dataclass
class Town:
    """One channel with everything before it, its sender, and the clock's functions. Nothing waits but in the table."""

    platform: Weather = field(default_factory=Weather)
    way_in: WayIn = field(default_factory=WayIn)
    desk: Desk = field(init=False)
    posted: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.way_in.channels.pop("page")
        purse = Purse(budget=(Budget(unit="posts", most=PACE, per=Window.MINUTE),))
        self.desk = Desk(state=self.way_in.state, clock=self.way_in.clock, platform=self.platform, purse=purse)

    def raised(self, number: int, **changes: Any) -> Outcome:
        facts = {"road": f"A{number}", "place": "at Stokeby"} | changes.pop("facts", {})
        return self.way_in.told(an_incident(id=f"CTL-{number}", facts=facts, **changes))

    def delivered(self) -> list[Report]:
        """Deliver all that was announced and all that the queue brings again; what is to wait longer is the clock's."""
        reports, topic = [], self.way_in.topic
        while topic.said:
            ids, _, _ = topic.said.pop(0)
            report = self.desk.deliver(self.desk.state.alert(ids.alert_id))
            self.words[report.word] += 1
            reports.append(report)
        return reports

    def minute(self) -> None:
        """Let the clock's functions run, as `sweep_due` does, and a minute pass."""
        state, config, before = self.way_in.state, shipped_config(), len(self.platform.published)
        self.delivered()
        catch_up = CatchUp(
            config=config,
            channels=("bluesky",),
            tell=self.way_in.tell(),
            due=state,
            files=state,
            gates=state,
            folds=state,
            clock=self.way_in.clock,
        )
        self.words.update(catch_up())
        Sweep(config.plan, state, state, state, state, state, state, state, self.way_in.topic, self.way_in.clock)()
        self.delivered()
        self.posted.append(len(self.platform.published) - before)
        self.way_in.clock.pass_(60)

    def gate(self) -> GateState:
        found = self.way_in.state.gates(["bluesky"])["bluesky"]
        assert found is not None
        return found

    def delivery(self, outcome: Outcome) -> Delivery:
        return self.way_in.state.stored[outcome.alert_id, "bluesky"]

    def states(self) -> Counter[State]:
        return Counter(each.state for each in self.way_in.state.stored.values())


@pytest.fixture
def town() -> Town:
    return Town()


def test_a_platform_that_is_out_is_tried_less_and_less_and_what_is_urgent_tries_it(town: Town) -> None:
    town.platform.out = True
    for number in range(60):
        town.raised(number)
    tried = []
    for _ in range(12):
        before = town.platform.tried
        town.minute()
        tried.append(town.platform.tried - before)
    assert tried[0] == OPENS_AFTER
    assert sum(tried) <= OPENS_AFTER + 6, "one try after each pause, and each pause is twice as long"
    assert town.gate().circuit.until is not None
    evacuation = town.raised(900, event_type="evacuation", facts={"place": "in Mill Street, Stokeby"})
    town.platform.out = False
    assert [report.word for report in town.delivered()] == ["Sent"]
    assert town.delivery(evacuation).state is State.SENT
    assert town.gate().circuit.until is None, "it was the one who tried"


def test_after_an_outage_what_waited_goes_at_its_pace_and_much_of_it_in_one_digest(town: Town) -> None:
    town.platform.out = True
    outcomes = [town.raised(number) for number in range(60)]
    for _ in range(4):
        town.minute()
    town.platform.out = False
    for _ in range(15):
        town.minute()
    assert max(town.posted) <= PACE
    states = town.states()
    assert states[State.SENT] + states[State.SUPERSEDED] == len(town.way_in.state.stored)
    digests = [each for each in town.way_in.state.alerts.values() if each.event_type == "digest"]
    assert (len(digests), town.words["Digests"]) == (1, 1)
    (told,) = [post for post in town.platform.published if post.alert_id == digests[0].identifier]
    assert told.text.startswith("What we could not post here earlier:")
    alone = {each.alert_id for each in outcomes if town.delivery(each).state is State.SENT}
    into = {each.alert_id for each in outcomes if digests[0].identifier in town.delivery(each).reason}
    assert (len(alone | into), alone & into) == (60, set()), "each is told once: by itself, or in the digest"
    assert len(into) > MOST


def test_what_is_few_waits_its_turn_and_each_is_told_by_itself(town: Town) -> None:
    town.platform.out = True
    outcomes = [town.raised(number) for number in range(MOST - 2)]
    for _ in range(4):
        town.minute()
    town.platform.out = False
    for _ in range(15):
        town.minute()
    assert {town.delivery(each).state for each in outcomes} == {State.SENT}
    assert (max(town.posted), town.words["Digests"]) == (8, 0), "the rest of the minute is for life_safety"


def test_after_an_outage_only_the_newest_word_of_an_incident_goes_and_nothing_that_expired(town: Town) -> None:
    town.platform.out = True
    first = town.raised(1)
    for number in range(2, 6):
        town.raised(number)
    town.minute()
    second = town.raised(1, revision=2, facts={"cause": "flood_water"})
    third = town.raised(1, revision=3, facts={"cause": "fallen_tree"})
    stale = town.raised(7, expires=NOW + timedelta(minutes=5))
    for _ in range(8):
        town.minute()
    town.platform.out = False
    for _ in range(20):
        town.minute()
    states = [town.delivery(each).state for each in (first, second, third, stale)]
    assert states == [State.SUPERSEDED, State.SUPERSEDED, State.SENT, State.EXPIRED]
    assert [post.alert_id for post in town.platform.published].count(third.alert_id) == 1
    assert stale.alert_id not in {post.alert_id for post in town.platform.published}


def test_an_evacuation_is_out_at_once_while_five_hundred_wait(town: Town) -> None:
    for number in range(500):
        town.raised(number)
    town.delivered()
    assert len(town.platform.published) == PACE - 2
    leave = town.raised(900, event_type="evacuation", facts={"place": "in Mill Street, Stokeby"})
    assert [report.word for report in town.delivered()] == ["Sent"]
    assert town.delivery(leave).state is State.SENT


def test_a_campaign_waits_for_its_budget_and_the_record_says_so(town: Town) -> None:
    facts = {"title": "Fire safety", "message": "Test your smoke alarm this Tuesday"}
    told: dict[str, Any] = {"source": "westshire.comms", "event_type": "campaign", "facts": facts}
    campaigns = [town.raised(number, **told) for number in range(PACE)]
    town.delivered()
    stands = [town.delivery(each) for each in campaigns]
    assert [each.state for each in stands] == [State.SENT] * 5 + [State.RETRY] * 5
    assert {each.reason for each in stands[5:]} == {
        "the budget of bluesky for this minute keeps the rest for what matters more than promotional"
    }
    closure = town.raised(1)
    assert [report.word for report in town.delivered()] == ["Sent"]
    assert town.delivery(closure).state is State.SENT
    town.minute()
    town.minute()
    assert {town.delivery(each).state for each in campaigns} == {State.SENT}


def test_what_would_wait_past_its_end_expires_with_the_budget_that_kept_it(town: Town) -> None:
    town.desk.purse = Purse(budget=(Budget(unit="posts", most=2, per=Window.DAY),))
    one, two = (town.raised(number) for number in (1, 2))
    town.delivered()
    assert [town.delivery(each).state for each in (one, two)] == [State.SENT, State.EXPIRED]
    assert "the budget of bluesky for today" in town.delivery(two).reason


def test_two_senders_that_read_the_same_count_spend_no_more_than_there_is(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.desk.purse = Purse(budget=(Budget(unit="posts", most=2, per=Window.HOUR),))
    one, two = (town.raised(number) for number in (1, 2))
    state, dossier = town.way_in.state, town.way_in.state.dossier
    old = state.gates(["bluesky"])["bluesky"]
    looks = [old, old, None]

    def slow(*told: Any) -> Any:
        found = dossier(*told)
        seen = looks.pop(0)
        return replace(found, gate=seen) if seen is not None else found

    monkeypatch.setattr(state, "dossier", slow)
    reports = town.delivered()
    assert [report.word for report in reports] == ["Sent", "PutOff"]
    assert sum(town.gate().spent.values()) == 1
    assert (town.delivery(one).state, town.delivery(two).state) == (State.SENT, State.RETRY)
