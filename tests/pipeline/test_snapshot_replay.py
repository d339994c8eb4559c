"""Days of real documents through the real poller, ingest and words: the alerts out are those of an oracle, exactly."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pytest

from loudhailer import feeds, normalise
from loudhailer.config import Config
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.feed import Known
from loudhailer.domain.incident import Incident, Severity
from loudhailer.domain.source import Mode
from loudhailer.feed_ports import Document
from loudhailer.feed_rules import Doubts, FeedRules, Relevance
from loudhailer.feeds.reading import Reading
from loudhailer.pipeline import compare, poll
from loudhailer.pipeline._gather import Gathered
from tests.builders import anywhere
from tests.pipeline import replay_floods, replay_roads
from tests.pipeline.replay import Oracle, Replay, Step

STEPS = 96
"""Two days, polled every half an hour."""
TRUSTED = {
    "mode": Mode.AUTO,
    "doubts": Doubts(most=1000, minutes=1, moved_km=20_000),
    "relevance": Relevance(severity=Severity.MODERATE),
}
"""Of all doubts only that about a list that lost most of what stood on it: the others are not the poller's."""
PORTION = 7
"""What one poll tells where a list loses more than that."""


@cache
def config() -> Config:
    """Return the shipped configuration with sources that speak by themselves, and roads that may be flooded."""
    shipped = anywhere()
    policies = {name: _trusted(rules) for name, rules in shipped.feeds.policies.items()}
    roads = policies["national_highways"]
    policies["national_highways"] = roads.model_copy(update={"types": {**roads.types, "flooded": "flood"}})
    classes = {name: dict(each) for name, each in shipped.plan.classes.items()}
    classes["national_highways"]["flood"] = MessageClass.LIFE_SAFETY
    return shipped.model_copy(
        update={
            "feeds": shipped.feeds.model_copy(update={"policies": policies}),
            "plan": shipped.plan.model_copy(update={"classes": classes}),
        }
    )


def _trusted(rules: FeedRules) -> FeedRules:
    return rules.model_copy(update=TRUSTED)


@dataclass(frozen=True)
class World:
    """A made-up source: its name and address, what is said about it, and its documents by seed."""

    source: str
    address: str
    oracle: Callable[[], Oracle]
    steps: Callable[[random.Random, int], Iterator[Step]]


ROADS = World(
    replay_roads.SOURCE,
    replay_roads.ADDRESS,
    lambda: Oracle(replay_roads.SENTENCES, snapshot=True, vital="flood"),
    lambda chance, many: replay_roads.Roads(chance).steps(many),
)
FLOODS = World(
    replay_floods.SOURCE,
    replay_floods.ADDRESS,
    lambda: Oracle(replay_floods.SENTENCES, snapshot=False, vital="Severe Flood Warning"),
    lambda chance, many: replay_floods.Floods(chance).steps(many),
)
MASSES = replace(ROADS, steps=lambda chance, _: replay_roads.Roads(chance).masses(PORTION))
WORLDS = [pytest.param(ROADS, id="roads"), pytest.param(FLOODS, id="floods")]


def reader(world: World) -> Callable[[bytes], Document]:
    kind = feeds.FEEDS[config().sources.sources[world.source].format]
    policy = feeds.policy_of(world.source, config())
    return lambda body: kind.parse(body, policy)


def play(world: World, seed: int, read: Callable[[bytes], Document] | None = None, steps: int = STEPS) -> Oracle:
    """Play a history; fail where anything else is said than the oracle says."""
    chance, order = random.Random(seed), random.Random(seed + 1)  # noqa: S311  # a history, not a secret
    oracle = world.oracle()
    replay = Replay(world.source, world.address, config(), read or reader(world), order)
    replay.play(world.steps(chance, steps), oracle)
    return oracle


@pytest.mark.parametrize("world", WORLDS)
def test_days_of_documents_say_what_a_person_would_say_and_nothing_else(world: World) -> None:
    said = [each for seed in range(2) for lines in play(world, seed).said.values() for each in lines]
    assert {each.msg_type for each in said} == {"Alert", "Update", "Cancel"}
    assert any(each.held for each in said)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "MOST_TOLD", PORTION)


@pytest.mark.usefixtures("few")
def test_a_list_that_loses_more_than_one_poll_can_tell_is_doubted_to_the_last() -> None:
    said = [each for lines in play(MASSES, 0).said.values() for each in lines]
    assert sum(each.msg_type == "Cancel" and each.held for each in said) > PORTION


@pytest.mark.long
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", range(100, 300))
def test_two_hundred_histories_say_what_a_person_would_say(world: World, seed: int) -> None:
    play(world, seed)


# What the replay is worth: each of these breaks one rule, and it must notice.


def noticed(world: World, read: Callable[[bytes], Document] | None = None) -> bool:
    for seed in range(6):
        try:
            play(world, seed, read)
        except AssertionError:
            return True
    return False


def test_it_notices_an_empty_body_that_passes_for_an_empty_list() -> None:
    good = reader(ROADS)
    assert noticed(ROADS, lambda body: Reading() if not body.strip() else good(body))


def test_it_notices_a_list_that_ends_what_it_could_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gathered, "complete", property(lambda self: self.read))
    assert noticed(ROADS)


def test_it_notices_a_page_that_is_taken_for_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gathered, "complete", property(lambda self: bool(self.incidents) and not self.refusals))
    assert noticed(ROADS)


def test_it_notices_an_end_after_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(
        incidents: Iterable[Incident], known: Known, rules: compare.Rules
    ) -> tuple[Sequence[compare.News], Known]:
        return compare.compare(incidents, known, replace(rules, absent_after=min(rules.absent_after, 1)))

    monkeypatch.setattr(poll, "compare", hasty)
    assert noticed(ROADS)


def test_it_notices_a_list_that_is_believed_when_it_loses_almost_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "_implausible", lambda *_: "")
    assert noticed(MASSES)


def test_it_notices_warnings_that_end_by_leaving_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(
        incidents: Iterable[Incident], known: Known, rules: compare.Rules
    ) -> tuple[Sequence[compare.News], Known]:
        return compare.compare(incidents, known, replace(rules, snapshot=True, absent_after=2))

    monkeypatch.setattr(poll, "compare", silent)
    assert noticed(FLOODS)


@pytest.mark.usefixtures("few")
def test_it_notices_ends_that_are_believed_because_a_poll_left_them_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "_DOUBTED", "")
    assert noticed(MASSES)


@pytest.mark.parametrize("world", WORLDS)
def test_it_notices_a_warning_that_grows_and_is_not_looked_at_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "weighed_digest_of", normalise.digest_of)
    assert noticed(world)
