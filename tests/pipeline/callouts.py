"""Call-outs with everything around them in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from loudhailer.domain.act import Act
from loudhailer.domain.callout import Callout, Means, key_of
from loudhailer.domain.errors import ClaimLost, NotRung, StateUnavailable
from loudhailer.domain.watch import Watch
from loudhailer.pipeline.answer_callout import AnswerCallout
from loudhailer.pipeline.call_out import CallOut
from loudhailer.pipeline.guard import Guard
from tests.builders import shipped_config
from tests.fakes import Clock
from tests.unit.test_callouts import ALL


@dataclass
class MemoryCallouts:
    """The call-outs' items with the table's own conditions."""

    stored: dict[str, Callout] = field(default_factory=dict)

    def find(self, key: str) -> Callout | None:
        return self.stored.get(key)

    def save(self, callout: Callout) -> Callout:
        seen = self.stored.get(callout.key)
        if (seen.version if seen else 0) != callout.version:
            raise ClaimLost("call-out")
        kept = self.stored[callout.key] = callout.model_copy(update={"version": callout.version + 1})
        return kept

    def due(self, now: datetime, limit: int) -> Sequence[Callout]:
        return [each for each in self.unanswered() if each.next_at <= now][:limit]

    def unanswered(self) -> Sequence[Callout]:
        return sorted((each for each in self.stored.values() if each.is_open), key=lambda each: each.next_at)


@dataclass
class Phones:
    """A telephone service that remembers whom it rang, and can refuse; `during` happens while it is asked."""

    rung: list[tuple[str, Means, str]] = field(default_factory=list)
    refuses: set[Means] = field(default_factory=set)
    during: list[object] = field(default_factory=list)

    def ring(self, phone: str, means: Means, words: str) -> str:
        if self.during:
            act = self.during.pop()
            assert callable(act)
            act()
        if means in self.refuses:
            raise NotRung("ThrottlingException")
        self.rung.append((phone, means, words))
        return str(len(self.rung))


@dataclass
class Lines:
    """An audit that can be out of order."""

    acts: list[Act] = field(default_factory=list)
    broken: bool = False

    def append(self, act: Act) -> int:
        if self.broken:
            raise StateUnavailable("the audit does not answer")
        self.acts.append(act)
        return len(self.acts)


@dataclass
class Night:
    """A service asleep, and what wakes it."""

    clock: Clock = field(default_factory=Clock)
    store: MemoryCallouts = field(default_factory=MemoryCallouts)
    phones: Phones | None = field(default_factory=Phones)
    lines: Lines = field(default_factory=Lines)
    standing: Watch = ALL
    tokens: int = 0

    def watch(self) -> Watch:
        return self.standing

    def token(self) -> str:
        self.tokens += 1
        return f"token-{self.tokens}"

    @property
    def call_out(self) -> CallOut:
        return CallOut(
            plan=shipped_config().plan,
            store=self.store,
            watches=self,
            telephone=self.phones,
            audit=self.lines,
            clock=self.clock,
            new_token=self.token,
            link=lambda key, token: f"https://desk.example/callouts/{key}?t={token}",
        )

    @property
    def answer(self) -> AnswerCallout:
        guard = Guard(shipped_config().plan, self.lines, self.clock, self)
        return AnswerCallout(guard=guard, store=self.store, audit=self.lines, clock=self.clock)

    @property
    def rung(self) -> list[tuple[str, Means]]:
        """Return which numbers rang, and how."""
        assert self.phones is not None
        return [(phone, means) for phone, means, _ in self.phones.rung]

    def callout(self, name: str) -> Callout:
        return self.store.stored[key_of(name)]
