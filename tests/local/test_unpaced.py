"""Full speed is the shipped configuration in all but how much is too much."""

from pathlib import Path

from local.unpaced import unpaced
from loudhailer.config import load
from tests.builders import shipped_config


def test_only_how_much_may_be_spent_and_is_believed_differs(tmp_path: Path) -> None:
    fast, shipped = load(unpaced(tmp_path / "config")), shipped_config()
    assert (fast.plan, fast.words) == (shipped.plan, shipped.words)
    for name, source in shipped.sources.sources.items():
        poll = source.poll and source.poll.model_copy(update={"every_minutes": 1})
        assert fast.sources.sources[name] == source.model_copy(update={"poll": poll})
    for name, words in shipped.channels.channels.items():
        budget = tuple(each.model_copy(update={"most": 1_000_000}) for each in words.budget)
        assert fast.channels.channels[name] == words.model_copy(update={"budget": budget})
    for name, rules in shipped.feeds.policies.items():
        doubts = rules.doubts.model_copy(update={"most": 1000, "minutes": 1})
        assert fast.feeds.policies[name] == rules.model_copy(update={"doubts": doubts})
        assert list(fast.feeds.policies[name].types) == list(rules.types), "the first that fits gives the type"
    assert fast.feeds.area == shipped.feeds.area.model_copy(update={"names": ()})
