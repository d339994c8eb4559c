"""What a channel may spend: each mistake has its number, and what is shipped fits what the platforms take."""

import pytest
import yaml

from loudhailer.channels import CHANNELS
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.spending import Window
from loudhailer.purse import PENCE, SHARES, Purse, problems_of
from tests.builders import shipped_config

MINUTE = "{ unit: posts, most: 10, per: minute }"
PLATFORMS: dict[str, dict[tuple[str, Window], int]] = {
    "bluesky": {("points", Window.HOUR): 5_000, ("points", Window.DAY): 35_000},
    "mastodon": {("posts", Window.THREE_HOURS): 300},
    "telegram": {("posts", Window.MINUTE): 20},
    "x": {("posts", Window.QUARTER): 100},
    "threads": {("posts", Window.DAY): 250},
    "slack": {("posts", Window.MINUTE): 60},
    "teams": {("posts", Window.MINUTE): 240},
}
"""What the platforms say that they take (research, November 2026)."""


def purse(budget: str, **more: object) -> Purse:
    return Purse.model_validate({"budget": yaml.safe_load(f"[{budget}]"), **more})


def numbers(of: Purse, *refuses: MessageClass) -> list[int]:
    return [number for number, _, _ in problems_of("x", of, refuses)]


@pytest.mark.parametrize(
    ("budget", "more", "number"),
    [
        (f"{MINUTE}, {MINUTE}", {}, 403),
        (f"{MINUTE}, {{ unit: posts, most: 1, per: day }}", {"reserve": 0.9}, 404),
        (f"{MINUTE}, {{ unit: pence, most: 100, per: month }}", {"pence_per": {"posts": 90}}, 404),
        (f"{MINUTE}, {{ unit: pence, most: 100, per: month }}", {"reserve": 0.1, "pence_per": {"posts": 12}}, 405),
        (MINUTE, {"pence_per": {"posts": 2}}, 406),
        ("{ unit: posts, most: 100, per: day }", {}, 407),
        ("{ unit: points, most: 100, per: minute }", {}, 407),
        ("", {}, 407),
    ],
)
def test_each_mistake_in_a_purse_has_its_number(budget: str, more: dict[str, object], number: int) -> None:
    assert number in numbers(purse(budget, **more))


def test_what_a_channel_never_says_needs_no_share() -> None:
    small = purse("{ unit: posts, most: 1, per: minute }, { unit: posts, most: 2, per: day }", reserve=0.5)
    assert numbers(small).count(404) == 1, "a minute of one post has no half for anybody"
    almost = purse("{ unit: posts, most: 2, per: minute }", reserve=0.4)
    assert numbers(almost) == []
    tight = purse("{ unit: posts, most: 5, per: minute }, { unit: pence, most: 10, per: day }", pence_per={"posts": 6})
    assert numbers(tight) == [404, 405]
    assert numbers(tight, *(each for each in SHARES if each is not MessageClass.INCIDENT)) == [405]


def test_a_channel_of_which_the_file_says_nothing_is_paced_all_the_same() -> None:
    assert numbers(Purse()) == []
    assert [(each.unit, each.most, each.per) for each in Purse().budget] == [("posts", 10, Window.MINUTE)]
    assert shipped_config().channels.of("telegraph").budget == Purse().budget


def test_money_is_rounded_up_once_a_post() -> None:
    dear = purse(MINUTE, pence_per={"posts": 1.2, "links": 0.4})
    assert dear.spent_by({"posts": 1}) == {"posts": 1, PENCE: 2}
    assert dear.spent_by({"posts": 1, "links": 2}) == {"posts": 1, "links": 2, PENCE: 2}
    assert dear.spent_by({"posts": 1, PENCE: 16})[PENCE] == 18, "what the channel itself says of money is kept"
    assert purse(MINUTE, pence_per={"segments": 4}).spent_by({"posts": 1, "segments": 3})[PENCE] == 12
    assert purse(MINUTE, pence_per={"posts": 0.1}).spent_by({"posts": 30})[PENCE] == 3


def test_who_stops_first_stops_first_in_every_budget() -> None:
    for reserve in (0.05, 0.2, 0.5, 0.9):
        some = purse("{ unit: posts, most: 97, per: day }", reserve=reserve)
        shares = [some.allowed(some.budget[0], each) for each in SHARES]
        assert shares == sorted(shares)
        assert shares[-1] <= 97 * (1 - reserve) + 1e-9
        assert some.allowed(some.budget[0], MessageClass.LIFE_SAFETY) == 97


def test_every_class_but_life_safety_has_a_share() -> None:
    assert set(SHARES) == set(MessageClass) - {MessageClass.LIFE_SAFETY}
    assert purse("{ unit: posts, most: 10, per: minute }").allowed(purse(MINUTE).budget[0], MessageClass.STATUS) == 7


@pytest.mark.parametrize("name", shipped_config().channels.channels)
def test_two_shipped_windows_fit_into_one_of_the_platform_s(name: str) -> None:
    told = {(each.unit, each.per): each.most for each in shipped_config().channels.of(name).budget}
    for window, most in PLATFORMS.get(name, {}).items():
        assert 2 * told[window] <= most


@pytest.mark.parametrize("name", CHANNELS)
def test_a_shipped_budget_counts_what_the_channel_s_posts_spend(name: str) -> None:
    """Else it would count nothing, and look like a budget."""
    words = shipped_config().channels.channels[name]
    spent = CHANNELS[name].spends("We have closed the A4117.")
    assert set(words.pence_per) <= set(spent)
    assert {each.unit for each in words.budget} <= {unit for unit, amount in words.spent_by(spent).items() if amount}
