"""A made-up National Highways: its list of closures as it stands every half an hour, and what may go wrong with it."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loudhailer.domain.errors import LoudhailerError
from tests.feeds.closures import a_location, a_page, a_record, a_situation
from tests.pipeline.replay import GONE, HTML, Seen, Sentences, Step, at

SOURCE = "national_highways"
ADDRESS = "https://feeds.example/closures"
SECOND = f"{ADDRESS}?page=2"
KINDS = {"closure": "carriagewayClosures", "lanes": "laneClosures", "flood": "flooded"}
"""Our kinds, and what the source calls them."""
SENTENCES: Sentences = {
    "closure": (
        "National Highways lists the M99 {where} as closed.",
        "Update: National Highways lists the M99 {where} as closed.",
        "The M99 {where} is no longer listed as closed by National Highways.",
    ),
    "lanes": (
        "National Highways lists lanes on the M99 {where} as closed.",
        "Update: National Highways lists lanes on the M99 {where} as closed.",
        "Lanes on the M99 {where} are no longer listed as closed by National Highways.",
    ),
    # A flood never ends by silence.
    "flood": ("There is dangerous flooding {where}.", "Update: there is dangerous flooding {where}.", ""),
}


@dataclass
class Roads:
    """The source: what stands on its list, and what stood there. `cut` says for how long it lists almost nothing."""

    chance: random.Random
    listed: dict[str, Seen] = field(default_factory=dict)
    gone: dict[str, Seen] = field(default_factory=dict)
    names: int = 0
    cut: int = 0

    def steps(self, many: int) -> Iterator[Step]:
        """Yield so many polls; the last is a good one."""
        for _ in range(self.chance.randrange(18)):
            self._appear()
        for left in reversed(range(many)):
            self._live()
            yield self._step() if left else self._good(self._shown(), breaks=None)

    def masses(self, portion: int) -> Iterator[Step]:
        """Yield lists that lose most of what stood and hold it again, each for as long as telling so much takes."""
        yield self._good({}, breaks=None)
        for _ in range(30):
            self._appear()
        for kept in (30, self.chance.randrange(15), 30, self.chance.randrange(15)):
            names = set(self.chance.sample(list(self.listed), kept))
            shown = {name: seen for name, seen in self.listed.items() if name in names}
            for _ in range(30 // portion + 3):
                yield self._good(shown, breaks=None)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _live(self) -> None:
        """Let half an hour pass on the roads."""
        if self._happens(0.35):
            self._appear()
        for name, seen in list(self.listed.items()):
            if self._happens(0.05):
                self.gone[name] = self.listed.pop(name)
            elif self._happens(0.08):
                self.listed[name] = self._changed(seen)
        for name in [name for name in self.gone if self._happens(0.05)]:
            self.listed[name] = self.gone.pop(name)
        self.cut = max(self.cut - 1, 0) or (self.chance.randrange(1, 5) if self._happens(0.02) else 0)

    def _appear(self) -> None:
        self.names += 1
        phase = self.chance.choice(["open", "open", "open", "planned"])
        kind, small = self.chance.choice(list(KINDS)), self._happens(0.3)
        self.listed[f"S{self.names}"] = Seen(kind, self._where(), phase, small=small)

    def _where(self) -> str:
        return f"southbound between J{self.chance.randrange(2, 40)} and J1"

    def _changed(self, seen: Seen) -> Seen:
        """Change one thing; its version need not say so, and may even fall."""
        changes: list[dict[str, Any]] = [
            {"where": self._where()},
            {"kind": self.chance.choice(list(KINDS))},
            {"phase": "planned" if seen.phase == "open" else "open"},
            {"small": not seen.small},
        ]
        return replace(seen, number=seen.number + self.chance.choice([1, 1, 0, -1]), **self.chance.choice(changes))

    def _shown(self) -> dict[str, Seen]:
        """Return what its documents hold: all that stands, or, while it is cut short, the first of it."""
        kept = len(self.listed) // 5 if self.cut else len(self.listed)
        return dict(list(self.listed.items())[:kept])

    def _step(self) -> Step:
        shown = self._shown()
        trouble = self.chance.random()
        if trouble < 0.64:
            return self._good(shown, breaks=self.chance.randrange(3) if self._happens(0.1) else None)
        if trouble < 0.84:
            return self._nothing(shown)
        return self._spoilt(shown) if trouble < 0.92 else self._cut_after_a_page(shown)

    def _good(self, shown: dict[str, Seen], breaks: int | None) -> Step:
        first, second = self._pages(shown)
        repeated = [each for each in first if self._happens(0.05)]
        serves: dict[str, bytes | LoudhailerError] = {ADDRESS: self._page(first)}
        following = {}
        if second or self._happens(0.2):
            serves[SECOND], following = self._page([*second, *repeated]), {ADDRESS: SECOND}
        return Step(serves, following, list(shown.items()), complete=True, breaks=breaks)

    def _nothing(self, shown: dict[str, Seen]) -> Step:
        """Return a poll of which nothing can be read."""
        whole = self._page(list(shown.items()))
        page = json.loads(whole)
        bodies: list[bytes | LoudhailerError] = [
            b"",
            b"\n",
            whole[: self.chance.randrange(1, len(whole))],
            HTML,
            b"{}",
            b"[]",
            json.dumps({"D2Payload": page["D2Payload"] | {"situation": None}}).encode(),
            GONE,
        ]
        body = self.chance.choice(bodies)
        return Step({ADDRESS: body}, {}, [], complete=False, failed=True)

    def _spoilt(self, shown: dict[str, Seen]) -> Step:
        """Return a list in which one record makes no sense, which may be one that we know."""
        spoilt = self.chance.choice([*shown, "S0"])
        read = [(name, seen) for name, seen in shown.items() if name != spoilt]
        situations = [self._situation(*each) for each in read]
        nonsense = self.chance.choice([{}, {CLASSLESS: 1}, None, {"idG": spoilt, "situationRecord": []}])
        situations.insert(self.chance.randrange(len(situations) + 1), nonsense)
        return Step({ADDRESS: a_page(*situations)}, {}, read, complete=False)

    def _cut_after_a_page(self, shown: dict[str, Seen]) -> Step:
        first, second = self._pages(shown)
        whole = self._page(second)
        bodies: list[bytes | LoudhailerError] = [GONE, b"", HTML, whole[: len(whole) // 2]]
        lost = self.chance.choice(bodies)
        serves: dict[str, bytes | LoudhailerError] = {ADDRESS: self._page(first), SECOND: lost}
        return Step(serves, {ADDRESS: SECOND}, first, complete=False, failed=True)

    def _pages(self, shown: dict[str, Seen]) -> tuple[list[tuple[str, Seen]], list[tuple[str, Seen]]]:
        at_ = self.chance.choice([len(shown), self.chance.randrange(len(shown) + 1)])
        listed = list(shown.items())
        return listed[:at_], listed[at_:]

    def _page(self, listed: Sequence[tuple[str, Seen]]) -> bytes:
        """Write a page; the same things in another order are another body."""
        situations = [self._situation(*each) for each in listed]
        if self._happens(0.3):
            self.chance.shuffle(situations)
        return a_page(*situations)

    def _situation(self, name: str, seen: Seen) -> Any:
        record = a_record(
            status="active" if seen.phase == "open" else "planned",
            end=at(60 * 24 * 30).isoformat(),
            kind=KINDS[seen.kind],
            severity={"value": "low" if seen.small else "high"},
            # Its record is another with every change of its kind; the situation stays.
            idG=f"{name}-{seen.kind}",
            locationReference=a_location(description=f"M99 {seen.where}"),
        )
        return a_situation(record, idG=name, situationVersionTime=at(seen.number - 100_000).isoformat())


CLASSLESS = "situationRecord"
