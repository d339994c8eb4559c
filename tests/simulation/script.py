"""What happens to the service on one night: events from several sources, people at the desk, orders of command."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from loudhailer.config import DESK
from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import Declared
from loudhailer.domain.incident import (
    Amendment,
    Certainty,
    Incident,
    Manner,
    Phase,
    Severity,
    Status,
    Telling,
    Unlisted,
    Urgency,
)
from loudhailer.domain.told import Told, told_body
from loudhailer.ports import Arrival, Sender
from tests.builders import CONTROL

COMMS, HIGHWAYS = "westshire.comms", "national_highways"
_ROADS = ("A4117", "A38", "B4194", "M5")
_PLACES = ("in Stokeby", "between Aldermere and Stokeby", "in Mill Street, Stokeby", "near Aldermere")
_CAUSES = ("collision", "fallen_tree", "spillage", "fire")
_DANGERS = ("flood", "smoke", "evacuation")
_ROUTINE = ("road_closure", "traffic_incident", "fire")


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that comes in, `at` so many seconds: a body for the ingest queue, or what a person tells."""

    at: float
    event_id: str
    body: str = ""
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One order of command on some channels: a level, or the kill switch."""

    at: float
    channels: tuple[str, ...]
    declared: Declared | None = None
    stopped: bool | None = None


@dataclass
class Script:
    """Writes the night of a seed: `size` incidents within `length` seconds from `start`."""

    rng: Random
    start: datetime
    size: int
    length: float = 2400.0
    words: list[Word] = field(default_factory=list)
    _events: int = 0

    def write(self) -> list[Word]:
        """Return everything that comes in; it comes in the order of its times, which is not that of its numbers."""
        kinds: tuple[tuple[Callable[[str, float], None], int], ...] = (
            (self._mobilised, 10),
            (self._overtaken, 3),
            (self._raised, 8),
            (self._listed, 2),
            (self._campaign, 3),
            (self._short, 2),
            (self._planned, 2),
            (self._noise, 1),
        )
        makers = self.rng.choices([make for make, _ in kinds], [weight for _, weight in kinds], k=self.size)
        for number, make in enumerate(makers):
            make(f"SIM-{number}", self.rng.uniform(0.0, self.length))
        return sorted(self.words, key=lambda each: each.at)

    def _moments(self, at: float) -> Iterator[float]:
        """Yield the moments of an incident: mostly minutes apart, now and then on each other's heels."""
        while True:
            yield at
            at += self.rng.choice((1.0, 4.0, 20.0, 60.0, 180.0, 400.0)) * self.rng.uniform(0.5, 1.5)

    def _event(self, at: float, detail_type: str, source: str = CONTROL, **incident: Any) -> None:
        """An event as a source's system sends it; some come twice, some overtake each other."""
        self._events += 1
        event_id = f"event-{self._events}"
        detail = {"schema": "1", "incident": {"status": "Actual"} | incident}
        body = json.dumps({"id": event_id, "source": source, "detail-type": detail_type, "detail": detail})
        self.words.append(Word(at + self.rng.choice((0.0, 0.0, 0.0, 2.0, 15.0)), event_id, body=body))
        if self.rng.random() < 0.05:
            self.words.append(Word(at + self.rng.uniform(0.0, 90.0), event_id, body=body))

    def _told(self, at: float, telling: Telling, **arrival: Any) -> None:
        """What a person at the desk says; their page comes again with the same key until it has an answer."""
        self._events += 1
        event_id = f"told-{self._events}"
        sender = Sender(event_id=event_id, source=telling.source, detail_type="told")
        who = {"by": "d.officer", "roles": (Role.DUTY,)} | arrival
        self.words.append(Word(at, event_id, arrival=Arrival(sender=sender, telling=telling, **who)))

    def _time(self, at: float, minutes: float) -> str:
        return (self.start + timedelta(seconds=at, minutes=minutes)).isoformat()

    def _mobilised(self, name: str, at: float) -> None:
        """An incident of the mobilising system: a report, updates, mostly an end, now and then begun again."""
        kind = self.rng.choice(_DANGERS if self.rng.random() < 0.3 else _ROUTINE)
        facts = {"type": kind, "road": self.rng.choice(_ROADS), "place": self.rng.choice(_PLACES)}
        moments, revision = self._moments(at), 1
        self._event(next(moments), "incident.reported", id=name, revision=revision, **facts)
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            revision += 1
            facts["cause"] = self.rng.choice(_CAUSES)
            moment = next(moments)
            later = {"expected_end": self._time(moment, self.rng.choice((60, 90, 120)))}
            self._event(moment, "incident.updated", id=name, revision=revision, **facts, **later)
        if self.rng.random() < 0.2:
            self._amended(CONTROL, name, next(moments))
        if self.rng.random() < 0.8:
            revision += 1
            self._event(next(moments), "incident.closed", id=name, revision=revision, **facts)
            if self.rng.random() < 0.15:
                facts["place"] = "in the High Street, Aldermere"
                self._event(next(moments), "incident.updated", id=name, revision=revision + 1, **facts)

    def _overtaken(self, name: str, at: float) -> None:
        """A report, and at once its update or its end: one of them overtakes the other somewhere."""
        facts = {"type": self.rng.choice((*_DANGERS, *_ROUTINE)), "road": "A38", "place": self.rng.choice(_PLACES)}
        self._event(at, "incident.reported", id=name, revision=1, **facts)
        if self.rng.random() < 0.5:
            self._event(at + 0.5, "incident.updated", id=name, revision=2, **facts, cause="fire")
        self._event(at + self.rng.uniform(0.5, 8.0), "incident.closed", id=name, revision=3, **facts)

    def _raised(self, name: str, at: float) -> None:
        """An incident that a duty officer raises by hand, changes, corrects, and ends or takes back."""
        moments = self._moments(at)
        kind = self.rng.choice((*_DANGERS, *_ROUTINE))
        self._told(next(moments), self._incident(DESK, name, kind))
        for _ in range(self.rng.choice((0, 1, 2))):
            self._amended(DESK, name, next(moments))
        if self.rng.random() < 0.8:
            manner = Manner.WITHDRAWN if self.rng.random() < 0.5 else Manner.PLAIN
            ended = Amendment(source=DESK, id=name, phase=Phase.CLOSED, manner=manner)
            self._told(next(moments), ended, takes_down=manner is Manner.WITHDRAWN and self.rng.random() < 0.8)

    def _amended(self, source: str, name: str, at: float) -> None:
        manner = self.rng.choice((Manner.CORRECTION, Manner.PLAIN))
        facts = {"place": self.rng.choice(_PLACES)}
        self._told(at, Amendment(source=source, id=name, manner=manner, facts=facts))

    def _listed(self, name: str, at: float) -> None:
        """A closure on a list that is polled, until the list leaves it out."""
        moments = self._moments(at)
        self._polled(next(moments), Told(incident=self._incident(HIGHWAYS, name, "highways_closure")))
        self._polled(next(moments), Told(unlisted=Unlisted(source=HIGHWAYS, id=name)))

    def _polled(self, at: float, told: Told) -> None:
        self._events += 1
        event_id = f"poll-{self._events}"
        self.words.append(Word(at, event_id, body=told_body(event_id, told)))

    def _incident(self, source: str, name: str, kind: str) -> Incident:
        return Incident(
            source=source,
            id=name,
            revision=1,
            phase=Phase.OPEN,
            status=Status.ACTUAL,
            event_type=kind,
            severity=Severity.MODERATE,
            urgency=Urgency.IMMEDIATE,
            certainty=Certainty.OBSERVED,
            facts={"road": self.rng.choice(_ROADS), "place": self.rng.choice(_PLACES)},
        )

    def _campaign(self, name: str, at: float) -> None:
        """A planned post of the press office; it may be moved or called off while it waits."""
        due = self.rng.choice((5.0, 15.0, 30.0))
        facts = {"type": "campaign", "title": "Test your smoke alarm", "message": f"Press the button, says {name}."}
        planned = facts | {"publish_at": self._time(at, due)}
        self._event(at, "campaign.planned", COMMS, id=name, revision=1, **planned)
        if self.rng.random() < 0.4:
            moved = facts | {"publish_at": self._time(at, due + 5)}
            self._event(at + self.rng.uniform(1.0, 600.0), "campaign.planned", COMMS, id=name, revision=2, **moved)

    def _short(self, name: str, at: float) -> None:
        """What is only worth saying for minutes."""
        facts = {"type": "traffic_incident", "road": "M5", "place": self.rng.choice(_PLACES)}
        ends = self._time(at, self.rng.choice((0.3, 1.0, 2.0, 5.0)))
        self._event(at, "incident.reported", id=name, revision=1, expires=ends, **facts)

    def _planned(self, name: str, at: float) -> None:
        """An incident event that waits for its time, and is ended before or after it."""
        facts = {"type": "road_closure", "road": "A38", "place": self.rng.choice(_PLACES)}
        self._event(at, "incident.reported", id=name, revision=1, publish_at=self._time(at, 10), **facts)
        self._event(at + self.rng.uniform(300.0, 1200.0), "incident.closed", id=name, revision=2, **facts)

    def _noise(self, name: str, at: float) -> None:
        """What never becomes a post: an exercise, what cannot be read, an end of what nobody announced."""
        facts = {"type": "fire", "place": "in Stokeby"}
        self._event(at, "incident.reported", id=name, revision=1, **facts | {"status": "Exercise"})
        self._event(at, "incident.reported", id=f"{name}-b", revision=1, type="no_such_type")
        self._event(at, "incident.closed", id=f"{name}-c", revision=1, **facts)


def orders(rng: Random, start: datetime, channels: tuple[str, ...], length: float) -> list[Order]:
    """Return what command orders on one night in three: a level that ends again, or a channel that is stopped."""
    if rng.random() >= 1 / 3:
        return []
    at, lasts = rng.uniform(0.0, length), rng.uniform(60.0, 400.0)
    if rng.random() < 0.3:
        one = (rng.choice(channels),)
        return [Order(at, one, stopped=True), Order(at + lasts, one, stopped=False)]
    level = rng.choice(("heightened", "crisis", "crisis", "lockdown"))

    def declared(name: str, when: float) -> Declared:
        moment = start + timedelta(seconds=when)
        return Declared(level=name, by="g.officer", reason="the simulation's own", at=moment)

    return [
        Order(at, channels, declared=declared(level, at)),
        Order(at + lasts, channels, declared=declared("normal", at + lasts)),
    ]
