"""A desk with everything behind it in memory, and the people at it."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.pipeline.business import Business
from loudhailer.pipeline.command import Command
from loudhailer.pipeline.crisis import Crisis
from loudhailer.pipeline.desk import Change, Desk, Raising, Said
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.held import Held
from loudhailer.pipeline.ledger import Ledger
from loudhailer.pipeline.watch import Watchkeeping
from tests.builders import shipped_config
from tests.fakes import Chain
from tests.pipeline.way_in import WayIn
from tests.watches import MemoryWatches

FACTS = {"road": "A4117", "place": "between Aldermere and Stokeby"}


def somebody(*roles: Role, username: str = "") -> Caller:
    return Caller(username or "-".join(roles) or "nobody", frozenset(roles))


SILVER, CONTROL_ROOM, COMMS = somebody(Role.SILVER), somebody(Role.CONTROL), somebody(Role.COMMS)


@dataclass
class Officers:
    """The desk, its ledger and its crisis level over one state."""

    way_in: WayIn = field(default_factory=WayIn)
    chain: Chain = field(default_factory=Chain)
    watches: MemoryWatches = field(default_factory=MemoryWatches)

    def __post_init__(self) -> None:
        self._keys = itertools.count(1)
        self.guard = Guard(shipped_config().plan, self.chain, self.way_in.clock, self.watches)

    def desk(self) -> Desk:
        return Desk(
            guard=self.guard,
            tell=self.way_in.tell(),
            archive=self.way_in.state,
            dealt=self.way_in.state,
            audit=self.chain,
            new_key=lambda: f"key-{next(self._keys)}",
        )

    def ledger(self) -> Ledger:
        state = self.way_in.state
        return Ledger(guard=self.guard, archive=state, dealt=state, incidents=state, clock=self.way_in.clock)

    def crisis(self) -> Crisis:
        state = self.way_in.state
        channels = tuple(self.way_in.channels)
        command = Command(shipped_config().plan, channels, state, self.chain, self.way_in.clock)
        return Crisis(
            guard=self.guard, gates=state, command=command, book=state, dealt=state, archive=state, ticks=state
        )

    def held(self) -> Held:
        state = self.way_in.state
        return Held(
            guard=self.guard,
            config=shipped_config(),
            channels=tuple(self.way_in.channels),
            book=state,
            archive=state,
            dealt=state,
            gates=state,
            announcer=self.way_in.topic,
            audit=self.chain,
            desk=self.desk(),
            clock=self.way_in.clock,
        )

    def watch(self) -> Watchkeeping:
        state, channels = self.way_in.state, tuple(self.way_in.channels)
        return Watchkeeping(
            guard=self.guard,
            watches=self.watches,
            gates=state,
            channels=channels,
            open=Business(state, state, state, channels, self.way_in.clock),
            audit=self.chain,
            clock=self.way_in.clock,
        )

    def raised(
        self, caller: Caller = SILVER, behalf: Behalf | None = None, *, event_type: str = "road_closure", **changes: Any
    ) -> Said:
        key = changes.pop("key", "")
        values = {"facts": FACTS} | changes
        return self.desk().raise_(caller, behalf or Behalf(), Raising(event_type, **values), key=key)

    def amended(self, deed: Deed, said: Said, caller: Caller = SILVER, **changes: Any) -> Said:
        key, behalf = changes.pop("key", ""), changes.pop("behalf", Behalf())
        return self.desk().amend(deed, caller, behalf, said.alert.reference, Change(**changes), key=key)

    def words(self, said: Said) -> str:
        drafts = said.alert.drafts["page"]
        return next(reversed(list(drafts.values()))).text.split("\n\n")[0]
