"""What fills the templates, from values that known and held-out texts do not share."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.privacy.values import HOUSES, PHONES, PLATES, POOLS, POSTCODES

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"  # the letters that a postcode's second half may end in
_ON_PLATES = "BCDFGHJKLMNPRSTVWXY"  # as in no word, and no I, O, Q, U or Z


@dataclass
class Filler:
    """Fills slots for one of the two halves; the same seed gives the same words."""

    rng: random.Random
    held: bool
    bags: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    def fill(self, slot: str) -> str:
        """Return what stands in a slot; a number's range is written in it, `2..9`."""
        if ".." in slot:
            low, high = slot.split("..")
            return str(self.rng.randint(int(low), int(high)))
        return _MADE[slot](self) if slot in _MADE else self._of(POOLS[slot])

    def _of(self, pool: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
        """Draw from a pool's half until it is empty, and begin again: each of its values comes up."""
        bag = self.bags.setdefault(pool[self.held], [])
        if not bag:
            bag.extend(self.rng.sample(pool[self.held], len(pool[self.held])))
        return bag.pop()

    def _shaped(self, pool: tuple[tuple[str, ...], tuple[str, ...]], letters: str = string.ascii_uppercase) -> str:
        shape = self._of(pool)
        lower = shape.islower()
        made = "".join(self._one(sign, letters) for sign in shape)
        return made.lower() if lower else made

    def _one(self, sign: str, letters: str) -> str:
        if sign == "#":
            return self.rng.choice(string.digits)
        return self.rng.choice(letters) if sign == "@" else sign

    def person(self) -> str:
        return f"{self._of(POOLS['given'])} {self._of(POOLS['surname'])}"

    def shouted(self) -> str:
        return self.person().upper()

    def titled(self) -> str:
        pool = POOLS[self.rng.choice(("title", "title", "courtesy"))]
        return f"{self._of(pool)} {self._of(POOLS['surname'])}"

    def initialled(self) -> str:
        return f"{self._of(POOLS['initials'])} {self._of(POOLS['surname'])}"

    def ranked(self) -> str:
        return f"{self._of(POOLS['rank'])} {self._of(POOLS['surname'])}"

    def filed(self) -> str:
        """Return a name as a register has it: the surname first."""
        return f"{self._of(POOLS['surname']).upper()}, {self._of(POOLS['given'])}"

    def phone(self) -> str:
        return self._shaped(PHONES)

    def registration(self) -> str:
        return self._shaped(PLATES, _ON_PLATES)

    def postcode(self) -> str:
        return self._shaped(POSTCODES, _INWARD)

    def house(self) -> str:
        """Return a dwelling's number and street. Known numbers are below 60, held-out ones above."""
        low = self.rng.randint(60, 180) if self.held else self.rng.randint(2, 50)
        flat = self.rng.randint(2, 9)
        return self._of(HOUSES).format(n=low, n2=low + 2, k=flat, s=self._of(POOLS["street"]), g=self.fill("green"))


_MADE: dict[str, Callable[[Filler], str]] = {
    "person": Filler.person,
    "PERSON": Filler.shouted,
    "titled": Filler.titled,
    "initialled": Filler.initialled,
    "ranked": Filler.ranked,
    "filed": Filler.filed,
    "phone": Filler.phone,
    "registration": Filler.registration,
    "postcode": Filler.postcode,
    "house": Filler.house,
}
