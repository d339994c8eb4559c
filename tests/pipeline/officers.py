"""A desk with everything behind it in memory, and the people at it."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.watch import Delegation
from loudhailer.pipeline._aftercare import Aftercare
from loudhailer.pipeline._carry_out import CarryOut
from loudhailer.pipeline.approve import Approve
from loudhailer.pipeline.blind import Blind
from loudhailer.pipeline.business import Business
from loudhailer.pipeline.command import Command
from loudhailer.pipeline.crisis import Crisis
from loudhailer.pipeline.deliveries import Settling
from loudhailer.pipeline.desk import Change, Desk, Raising, Said
from loudhailer.pipeline.everywhere import Everywhere
from loudhailer.pipeline.glass import BreakGlass
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.held import Held
from loudhailer.pipeline.keep_approvals import KeepApprovals
from loudhailer.pipeline.lead import Lead
from loudhailer.pipeline.ledger import Ledger
from loudhailer.pipeline.redrive import Letters, Redrive
from loudhailer.pipeline.review import Reviewing
from loudhailer.pipeline.watch import Watchkeeping
from tests.approval_fakes import Calls, MemoryApprovals, MemoryGlasses, MemoryReviews
from tests.blind_fakes import Copies, Intents, Spool
from tests.builders import shipped_config
from tests.fakes import Chain
from tests.pipeline.way_in import WayIn
from tests.watches import MemoryWatches

FACTS = {"road": "A4117", "place": "between Aldermere and Stokeby"}


def somebody(*roles: Role, username: str = "") -> Caller:
    return Caller(username or "-".join(roles) or "nobody", frozenset(roles))


CHAIN = ((Role.BRONZE, 5), (Role.SILVER, 10), (Role.GOLD, 10))
SILVER, CONTROL_ROOM, COMMS = somebody(Role.SILVER), somebody(Role.CONTROL), somebody(Role.COMMS)


@dataclass
class Officers:
    """The desk, its ledger and its crisis level over one state."""

    way_in: WayIn = field(default_factory=WayIn)
    chain: Chain = field(default_factory=Chain)
    copies: Copies = field(default_factory=Copies)
    queues: Intents = field(default_factory=Intents)
    spool: Spool = field(default_factory=Spool)
    watches: MemoryWatches = field(default_factory=MemoryWatches)
    reviews: MemoryReviews = field(default_factory=MemoryReviews)
    glasses: MemoryGlasses = field(default_factory=MemoryGlasses)
    calls: Calls = field(default_factory=Calls)

    def __post_init__(self) -> None:
        self._keys = itertools.count(1)
        self.guard = Guard(shipped_config().plan, self.chain, self.way_in.clock, self.watches)
        self.approvals = MemoryApprovals(self.way_in.state)

    def desk(self) -> Desk:
        return Desk(
            guard=self.guard,
            tell=self.way_in.tell(),
            archive=self.way_in.state,
            dealt=self.way_in.state,
            audit=self.chain,
            aftercare=Aftercare(self.guard.plan, CHAIN, self.glasses, self.reviews, self.calls, self.way_in.clock),
            new_key=self._key,
            blind=Blind(tell=self.way_in.tell(), copies=self.copies, queues=self.queues, records=self.spool),
        )

    def _key(self) -> str:
        return f"key-{next(self._keys)}"

    def carry_out(self) -> CarryOut:
        state = self.way_in.state
        return CarryOut(
            plan=self.guard.plan,
            status_after=shipped_config().words.status_after_minutes,
            alerts=state,
            incidents=state,
            deliveries=state,
            log=state,
            commits=state,
            outcomes=state,
            approvals=self.approvals,
            announcer=self.way_in.topic,
            summon=self.calls,
            clock=self.way_in.clock,
        )

    def approve(self) -> Approve:
        state = self.way_in.state
        return Approve(
            guard=self.guard,
            approvals=self.approvals,
            archive=state,
            dealt=state,
            carry_out=self.carry_out(),
            audit=self.chain,
            reviews=self.reviews,
            clock=self.way_in.clock,
        )

    def keep(self) -> KeepApprovals:
        state = self.way_in.state
        return KeepApprovals(
            plan=self.guard.plan,
            chain=CHAIN,
            approvals=self.approvals,
            held=state,
            alerts=state,
            incidents=state,
            gates=state,
            carry_out=self.carry_out(),
            summon=self.calls,
            audit=self.chain,
            clock=self.way_in.clock,
        )

    def minute(self) -> dict[str, int]:
        """Let a minute pass, and return what the clock did about approvals."""
        self.way_in.clock.pass_(60)
        return {word: count for word, count in self.keep()().items() if count}

    def glass(self) -> BreakGlass:
        return BreakGlass(self.guard, self.glasses, self.reviews, self.calls, self.chain, self.way_in.clock, self._key)

    def lend(self, role: Role, *, by: str, to: str) -> None:
        """Lend a role for an hour, in the place of whatever was lent before."""
        now = self.way_in.clock.now
        lent = Delegation(id="1", role=role, by=by, to=to, reason="a test", since=now, until=now + timedelta(hours=1))
        self.watches.keep(self.watches.watch().model_copy(update={"delegations": (lent,)}))

    def reviewing(self) -> Reviewing:
        return Reviewing(self.guard, self.reviews, self.chain, self.way_in.clock)

    def lead(self) -> Lead:
        return Lead(self.desk())

    def approved(self, said: Said, caller: Caller) -> Any:
        digest = self.way_in.state.approvals[said.alert.identifier].digest
        return self.approve().approve(caller, said.alert.identifier, digest)

    def delivery(self, said: Said, channel: str = "bluesky") -> Delivery:
        return self.way_in.state.stored[said.alert.identifier, channel]

    def ledger(self) -> Ledger:
        state = self.way_in.state
        return Ledger(guard=self.guard, archive=state, dealt=state, incidents=state, clock=self.way_in.clock)

    def crisis(self) -> Crisis:
        state = self.way_in.state
        channels = tuple(self.way_in.channels)
        command = Command(shipped_config().plan, channels, state, self.copies, self.chain, self.way_in.clock)
        return Crisis(
            guard=self.guard,
            gates=state,
            command=command,
            book=state,
            dealt=state,
            archive=state,
            ticks=state,
            reviews=self.reviews,
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

    def settling(self) -> Settling:
        state = self.way_in.state
        return Settling(
            guard=self.guard,
            retracts=frozenset({"bluesky"}),
            status_after=shipped_config().words.status_after_minutes,
            book=state,
            archive=state,
            dealt=state,
            dossiers=state,
            settlements=state,
            announcer=self.way_in.topic,
            audit=self.chain,
            clock=self.way_in.clock,
        )

    def everywhere(self) -> Everywhere:
        state = self.way_in.state
        return Everywhere(self.guard, frozenset({"bluesky"}), state, state, state, self.way_in.clock)

    def redrive(self, letters: Letters) -> Redrive:
        state = self.way_in.state
        return Redrive(self.guard, letters, state, self.way_in.topic, self.chain, self.way_in.clock)

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
