"""Which part of the service is given which port: the one place to change when a use case asks for another."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from loudhailer import feeds
from loudhailer.channels import CHANNELS
from loudhailer.domain.post import Limits
from loudhailer.pipeline._follow import Follows
from loudhailer.pipeline.admit import Admit
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.drill import Rehearse
from loudhailer.pipeline.ingest import Ingest
from loudhailer.pipeline.shadow import WriteShadow
from loudhailer.pipeline.status import Status
from loudhailer.pipeline.sweep import Sweep
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Clock, Follow
from tests.builders import anywhere, shipped_config
from tests.drills import DrillAnnouncements, MemoryDrills
from tests.simulation.platforms import NAMES
from tests.simulation.ports import Deferrals, Line, Table, Topic
from tests.sources import MemorySources

LEASE, TIMEOUT = timedelta(seconds=20), 8.0
"""The template's: how long a claim lasts, and after how many seconds a sender is ended."""
REPLIES = {name: CHANNELS[name].threads if name in CHANNELS else True for name in NAMES}
"""Which platforms hang one post under another."""
LIMITS = {name: CHANNELS[name].limits if name in CHANNELS else Limits(4000, "characters", len) for name in NAMES}


@dataclass
class Service:
    """Everything that is deployed, over the ports of one world."""

    table: Table
    topic: Topic
    deferrals: Deferrals
    clock: Clock
    jitter: Callable[[float], float]
    new_key: Callable[[], str]
    drills: DrillAnnouncements = field(default_factory=DrillAnnouncements)

    def deliver(self, name: str, line: Line, follow: Follow) -> Deliver:
        """Build the sender of one channel."""
        retracts = line.retracts
        return Deliver(
            name=name,
            plan=shipped_config().plan,
            channel=line,
            dossiers=self.table,
            log=self.table,
            queue=self.deferrals,
            clock=self.clock,
            jitter=self.jitter,
            lease=LEASE,
            permits=self.table,
            new_key=self.new_key,
            reviews=self.table,
            follows=Follows(self.table, self.table, follow, self.clock, replies=REPLIES[name], retracts=retracts),
            retractor=line if retracts else None,
        )

    def tell(self) -> Tell:
        """Build the way from a telling to committed words."""
        return Tell(
            config=anywhere(),
            channels=LIMITS,
            page_url=lambda reference: f"https://alerts.example/alerts/{reference}.html",
            incidents=self.table,
            alerts=self.table,
            gates=self.table,
            commits=self.table,
            outcomes=self.table,
            announcer=self.topic,
            clock=self.clock,
        )

    def ingest(self) -> Ingest:
        """Build what reads the ingest queue."""
        loaded, tell, sources = anywhere(), self.tell(), MemorySources(self.table.state)
        return Ingest(
            read=lambda body, fallback_id: feeds.read_event(body, fallback_id, loaded),
            sender=feeds.sender_of,
            admit=Admit(tell, WriteShadow(tell, sources), sources),
            rehearse=Rehearse(tell=tell, drills=MemoryDrills(self.table.state), announcer=self.drills),
            outcomes=self.table,
            documents=self.table,
            clock=self.clock,
        )

    def sweep(self) -> Sweep:
        """Build the clock's share."""
        return Sweep(
            plan=shipped_config().plan,
            due=self.table,
            incidents=self.table,
            alerts=self.table,
            gates=self.table,
            approvals=self.table,
            outcomes=self.table,
            log=self.table,
            announcer=self.topic,
            clock=self.clock,
        )

    def status(self) -> Status:
        """Build the clock's own words."""
        return Status(
            owed=self.table,
            deliveries=self.table,
            commits=self.table,
            tell=self.tell(),
            listed=lambda _source, _incident_id: None,
            clock=self.clock,
        )
