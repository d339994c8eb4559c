"""Every way in with everything behind it in memory."""

import json
from dataclasses import dataclass, field
from typing import Any

from loudhailer import feeds
from loudhailer.config import Config
from loudhailer.domain.alert import Alert
from loudhailer.domain.incident import Incident, Telling, Unlisted
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Limits, Variant
from loudhailer.domain.told import Told, told_body
from loudhailer.pipeline.admit import Admit, CountNew
from loudhailer.pipeline.drill import Rehearse, ShowDrill
from loudhailer.pipeline.ingest import Ingest
from loudhailer.pipeline.shadow import WriteShadow
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival, Sender
from tests.builders import CONTROL, anywhere
from tests.drills import DrillAnnouncements, MemoryDrills, Wall
from tests.fakes import Announcements, Clock, Documents, MemoryState
from tests.sources import MemorySources

CHANNELS = {"page": Limits(20_000, "characters", len), "bluesky": Limits(300, "characters", len)}


@dataclass
class WayIn:
    """Everything between a telling and the topic, in memory."""

    state: MemoryState = field(default_factory=MemoryState)
    topic: Announcements = field(default_factory=Announcements)
    documents: Documents = field(default_factory=Documents)
    drills: MemoryDrills = field(init=False)
    sources: MemorySources = field(init=False)
    calls: DrillAnnouncements = field(default_factory=DrillAnnouncements)
    wall: Wall = field(default_factory=Wall)
    clock: Clock = field(default_factory=Clock)
    channels: dict[str, Limits] = field(default_factory=lambda: dict(CHANNELS))
    config: Config = field(default_factory=anywhere)
    events: int = 0

    def __post_init__(self) -> None:
        self.drills = MemoryDrills(self.state)
        self.sources = MemorySources(self.state)
        self.state.live(*self.channels)

    def tell(self) -> Tell:
        return Tell(
            config=self.config,
            channels=self.channels,
            page_url=lambda reference: f"https://alerts.example/alerts/{reference}.html",
            incidents=self.state,
            alerts=self.state,
            gates=self.state,
            commits=self.state,
            outcomes=self.state,
            announcer=self.topic,
            clock=self.clock,
            brake=CountNew(self.config, self.sources),
        )

    def admit(self) -> Admit:
        return Admit(self.tell(), WriteShadow(self.tell(), self.sources), self.sources)

    def rehearse(self) -> Rehearse:
        return Rehearse(tell=self.tell(), drills=self.drills, announcer=self.calls)

    def show_drill(self) -> ShowDrill:
        return ShowDrill(drills=self.drills, wall=self.wall, clock=self.clock)

    def ingest(self) -> Ingest:
        return Ingest(
            read=lambda body, fallback_id: feeds.read_event(body, fallback_id, self.config),
            sender=feeds.sender_of,
            admit=self.admit(),
            rehearse=self.rehearse(),
            outcomes=self.state,
            documents=self.documents,
            clock=self.clock,
        )

    def told(self, telling: Telling, event_id: str = "", **changes: Any) -> Outcome:
        """Tell without a body, as the desk and the clock do."""
        self.events += 1
        sender = Sender(event_id=event_id or f"told-{self.events}", source=telling.source, detail_type="told")
        return self.tell()(Arrival(sender=sender, telling=telling, **changes))

    def alert(self, outcome: Outcome) -> Alert:
        return self.state.alerts[outcome.alert_id]

    def words(self, outcome: Outcome, variant: Variant = Variant.REPLY, channel: str = "page") -> str:
        """Return the sentences of an alert, without what frames them."""
        return self.alert(outcome).drafts[channel][variant].text.split("\n\n")[0]

    def fed(self, telling: Incident | Unlisted, event_id: str = "", hold: str = "") -> Outcome:
        """Put in what a polled feed tells."""
        self.events += 1
        which = "incident" if isinstance(telling, Incident) else "unlisted"
        body = told_body(event_id or f"fed-{self.events}", Told.model_validate({which: telling, "hold": hold}))
        return self.ingest()(body, "message-1")

    def put(self, detail_type: str = "incident.reported", event_id: str = "", **changes: Any) -> Outcome:
        self.events += 1
        incident = {
            "id": "CTL-1",
            "revision": 1,
            "status": "Actual",
            "type": "road_closure",
            "road": "A4117",
            "place": "between Aldermere and Stokeby",
        }
        envelope = {
            "id": event_id or f"event-{self.events}",
            "source": changes.pop("source", CONTROL),
            "detail-type": detail_type,
            "detail": {"schema": "1", "incident": incident | changes},
        }
        return self.ingest()(json.dumps(envelope), "message-1")
