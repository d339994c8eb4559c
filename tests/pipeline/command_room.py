"""A whole service in memory: people at the desk, the clock's functions, senders of two channels, processes that die."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from loudhailer.config import Config
from loudhailer.domain.alert import Alert, Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.approval import Approval
from loudhailer.domain.caller import Role
from loudhailer.domain.delivery import Delivery, Thread
from loudhailer.domain.incident import IncidentHead
from loudhailer.pipeline._follow import Follows
from loudhailer.pipeline.command import Command
from loudhailer.pipeline.crisis import Crisis
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.held import Held
from loudhailer.pipeline.keep_levels import KeepLevels
from loudhailer.pipeline.received import Received, Report
from loudhailer.pipeline.status import Status
from loudhailer.pipeline.sweep import Sweep
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Commit, Dossier
from tests.approval_fakes import MemoryApprovals
from tests.builders import shipped_config
from tests.fakes import Announcements, Deferrals, MemoryState, Platform
from tests.pipeline.officers import Officers
from tests.pipeline.way_in import WayIn

LEASE = timedelta(seconds=20)


class ProcessDied(Exception):
    """The function was killed at this very write: nothing catches it."""


def config_of(*, two: bool) -> Config:
    """Return the shipped configuration; `two` have to approve what is sensitive, where the plan asks for that."""
    shipped = shipped_config()
    if not two:
        return shipped
    rule = shipped.plan.sensitive.model_copy(update={"second": (Role.SILVER, Role.GOLD)})
    return shipped.model_copy(update={"plan": shipped.plan.model_copy(update={"sensitive": rule})})


@dataclass
class Mortal(MemoryState):
    """A state whose writers may die: `fuse` is how many more writes the present one survives, None: all of them.

    Whoever looks on is told of every alert that is committed and of every move of a delivery; `between` is done once
    between a sender's next look and its permit.
    """

    fuse: int | None = None
    between: list[Callable[[], object]] = field(default_factory=list)
    committed: Callable[[Alert], None] = lambda _: None
    moved: Callable[[Delivery | None, Delivery], None] = lambda *_: None
    answered: Callable[[Approval | None, Approval], None] = lambda *_: None
    within: bool = False

    def burn(self) -> None:
        if self.fuse is None or self.within:
            return
        self.fuse -= 1
        if self.fuse < 0:
            self.fuse = None
            raise ProcessDied

    def commit(self, commit: Commit) -> None:
        self.burn()
        super().commit(commit)
        if commit.alert is not None:
            self.committed(commit.alert)
        for each in commit.deliveries:
            self.moved(None, self.stored[each.alert_id, each.channel])

    def save(self, delivery: Delivery, thread: Thread | None = None) -> tuple[Delivery, Thread | None]:
        self.burn()
        before = self.stored.get((delivery.alert_id, delivery.channel))
        saved = super().save(delivery, thread)
        self.moved(before, saved[0])
        return saved

    def let_go(self, deliveries: Sequence[Delivery], head: IncidentHead | None) -> None:
        self._whole(lambda: super(Mortal, self).let_go(deliveries, head))

    def ask(self, approval: Approval, deliveries: Sequence[Delivery]) -> None:
        self._whole(lambda: super(Mortal, self).ask(approval, deliveries))

    def _whole(self, write: Callable[[], None]) -> None:
        """Nobody dies within a transaction."""
        self.burn()
        self.within = True
        try:
            write()
        finally:
            self.within = False

    def dossier(self, announcement: Announcement, channel: str) -> Dossier:
        found = super().dossier(announcement, channel)
        if self.between:
            self.between.pop()()
        return found


class MortalApprovals(MemoryApprovals):
    """Approvals whose writers may die; whoever looks on is told what is written over what."""

    def save(self, approval: Approval) -> Approval:
        assert isinstance(self.state, Mortal)
        self.state.burn()
        before = self.state.approvals.get(approval.alert_id)
        stored = super().save(approval)
        self.state.answered(before, stored)
        return stored


@dataclass
class MortalTopic(Announcements):
    state: Mortal = field(default_factory=Mortal)

    def announce(self, announcement: Announcement, channels: Sequence[str], lane: Lane) -> None:
        self.state.burn()
        super().announce(announcement, channels, lane)


@dataclass
class PlannedWayIn(WayIn):
    """Every way in under a plan of one's own."""

    config: Config = field(default_factory=shipped_config)

    def tell(self) -> Tell:
        return replace(super().tell(), config=self.config)


class Room(Officers):
    """The desk, the clock and the senders over one state, under one plan."""

    def __init__(self, config: Config) -> None:
        self.config, self.state = config, Mortal()
        self.topic = MortalTopic(state=self.state)
        super().__init__(way_in=PlannedWayIn(state=self.state, topic=self.topic, config=config))
        self.guard = Guard(config.plan, self.chain, self.way_in.clock, self.watches)
        self.approvals = MortalApprovals(self.state)
        self.channels = tuple(self.way_in.channels)
        self.platforms = {name: Platform() for name in self.channels}
        self._permits = itertools.count(1)

    def crisis(self) -> Crisis:
        found = super().crisis()
        return replace(found, command=self._command())

    def _command(self) -> Command:
        return Command(self.config.plan, self.channels, self.state, self.copies, self.chain, self.way_in.clock)

    def held(self) -> Held:
        return replace(super().held(), config=self.config)

    def keep_levels(self) -> KeepLevels:
        return KeepLevels(self.config.plan, self.channels, self.state, self.chain, self.calls, self.way_in.clock)

    def sweep(self) -> Sweep:
        state = self.state
        return Sweep(
            plan=self.config.plan,
            due=state,
            incidents=state,
            alerts=state,
            gates=state,
            approvals=state,
            outcomes=state,
            log=state,
            announcer=self.topic,
            clock=self.way_in.clock,
        )

    def status(self) -> Status:
        state = self.state
        return Status(
            owed=state,
            deliveries=state,
            commits=state,
            tell=self.way_in.tell(),
            listed=lambda *_: None,
            clock=self.way_in.clock,
        )

    def send(self, announcement: Announcement, channel: str) -> Report:
        """Let one sender read one message."""
        sender = Deliver(
            name=channel,
            plan=self.config.plan,
            channel=self.platforms[channel],
            dossiers=self.state,
            log=self.state,
            queue=Deferrals(),
            clock=self.way_in.clock,
            jitter=lambda seconds: seconds,
            lease=LEASE,
            permits=self.state,
            new_key=lambda: f"permit-{next(self._permits)}",
            reviews=self.reviews,
            follows=Follows(self.state, self.state, Deferrals(), self.way_in.clock),
        )
        return sender(Received(announcement.model_dump_json(), "receipt"))
