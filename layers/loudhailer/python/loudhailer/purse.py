"""What a channel may spend, as `config/channels.yaml` says it, and who may spend how much of that. Pure.

| LH403 | two budgets count the same unit in the same window              |
| LH404 | a class that the channel says could never post anything         |
| LH405 | life_safety has nothing of its own                              |
| LH406 | prices that no budget counts                                    |
| LH407 | nothing says how many posts a minute: what waits would go at once |
"""

import math
from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict, Field

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.spending import Window

POSTS, PENCE = "posts", "pence"
SHARES: Mapping[MessageClass, float] = {
    MessageClass.PROMOTIONAL: 0.5,
    MessageClass.APPEAL: 0.6,
    MessageClass.INFORMATION: 0.6,
    MessageClass.STATUS: 0.7,
    MessageClass.INCIDENT: 1.0,
}
"""Up to which share of a budget a class may spend, who stops first at the top; the reserve is life_safety's alone."""


class _Strict(BaseModel):
    """We own this file: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Budget(_Strict):
    """At most so many of a unit in each window. A unit is what a channel's posts cost (posts, points), or pence."""

    unit: str = Field(pattern=r"^[a-z_]{1,16}$")
    most: int = Field(ge=1, le=1_000_000_000)
    per: Window


PACE = Budget(unit=POSTS, most=10, per=Window.MINUTE)
"""Where a channel says nothing else: no platform takes less, and what waited for hours never goes at once."""


class Purse(_Strict):
    """All that a channel may spend. `reserve` is the share of each budget that only life_safety may use.

    `pence_per` is what one of a unit costs.
    """

    budget: tuple[Budget, ...] = (PACE,)
    reserve: float = Field(default=0.2, ge=0.05, le=0.9)
    pence_per: dict[str, float] = {}

    def spent_by(self, cost: Mapping[str, int]) -> Mapping[str, int]:
        """Return what a post takes of every unit, the money rounded up: on the dear side it cannot run out unseen."""
        pence = sum(self.pence_per.get(unit, 0.0) * amount for unit, amount in cost.items())
        return {**cost, PENCE: cost.get(PENCE, 0) + math.ceil(round(pence, 6))}

    def allowed(self, budget: Budget, message_class: MessageClass) -> int:
        """Return how much of a budget a class may spend of all that is spent; life_safety may spend the whole."""
        share = SHARES.get(message_class)
        # Rounded first: seven tenths of ten is seven.
        return budget.most if share is None else math.floor(round(budget.most * min(share, 1 - self.reserve), 6))


COUNTS_NOTHING = Purse(budget=())


def problems_of(name: str, purse: Purse, refuses: tuple[MessageClass, ...]) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with a channel's purse: a number, a place in the file, and what to do about it."""
    place = f"channels.{name}.budget"
    seen: set[tuple[str, Window]] = set()
    for number, each in enumerate(purse.budget):
        if (each.unit, each.per) in seen:
            yield 403, f"{place}.{number}", f"{each.unit} for each {each.per} are counted already; take one out"
        seen.add((each.unit, each.per))
        one = max([1, *map(math.ceil, purse.pence_per.values())]) if each.unit == PENCE else 1
        speaking = [said for said in SHARES if said not in refuses]
        mute = [said for said in speaking if purse.allowed(each, said) < one]
        if mute:
            yield 404, f"{place}.{number}", f"too little for a post of {', '.join(mute)}: raise `most`"
        if each.most - purse.allowed(each, MessageClass.INCIDENT) < one:
            yield 405, f"{place}.{number}", "the reserve holds no post of life_safety: raise `most` or `reserve`"
    if purse.pence_per and all(each.unit != PENCE for each in purse.budget):
        yield 406, f"channels.{name}.pence_per", "nothing counts the money: add a budget in pence, or take this out"
    if (POSTS, Window.MINUTE) not in seen:
        yield 407, place, "say how many posts a minute: else all that waits through an outage goes at once"
