"""Drills in memory: their items, their announcements and their wall. None of it is a part of what is so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date

from loudhailer.domain.drill import Drill, DrillAnnouncement, DrillCommit, DrillDelivery, DrillPost
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.normalise import drill_source_of
from tests.fakes import MemoryState


@dataclass
class MemoryDrills:
    """The items DRILL#…, in dictionaries; the ledger's lines are where all others are."""

    state: MemoryState
    heads: dict[tuple[str, str], IncidentHead] = field(default_factory=dict)
    drills: dict[str, Drill] = field(default_factory=dict)
    stored: dict[str, DrillDelivery] = field(default_factory=dict)

    def head(self, source: str, incident_id: str) -> IncidentHead:
        kept_as = drill_source_of(source)
        return self.heads.get((kept_as, incident_id), IncidentHead(source=kept_as, id=incident_id))

    def drill(self, drill_id: str) -> Drill | None:
        return self.drills.get(drill_id)

    def delivery(self, drill_id: str) -> DrillDelivery | None:
        return self.stored.get(drill_id)

    def recent(self, day: date) -> Sequence[Drill]:
        found = [each for each in self.drills.values() if each.sent.astimezone(UTC).date() == day]
        return sorted(found, key=lambda each: each.sent, reverse=True)

    def commit(self, commit: DrillCommit) -> None:
        key, outcome = (commit.head.source, commit.head.id), commit.outcome
        seen = self.heads.get(key)
        if (seen.version if seen else 0) != commit.head.version or outcome.event_id in self.state.ends:
            raise ClaimLost("commit drill")
        self.heads[key] = commit.head.model_copy(update={"version": commit.head.version + 1})
        self.state.ends[outcome.event_id] = outcome
        if commit.drill is not None:
            self.drills[commit.drill.identifier] = commit.drill
        if commit.delivery is not None:
            self.stored[commit.delivery.drill_id] = commit.delivery

    def shown(self, delivery: DrillDelivery) -> None:
        self.stored[delivery.drill_id] = delivery


@dataclass
class DrillAnnouncements:
    """What was published for the drill wall."""

    said: list[DrillAnnouncement] = field(default_factory=list)
    broken: bool = False

    def announce(self, announcement: DrillAnnouncement) -> None:
        if self.broken:
            raise StateUnavailable("the topic does not answer")
        self.said.append(announcement)


@dataclass
class Wall:
    """The drill wall."""

    shown: dict[str, DrillPost] = field(default_factory=dict)
    broken: bool = False

    def show(self, post: DrillPost) -> str:
        if self.broken:
            raise StateUnavailable("the bucket does not answer")
        self.shown[post.identifier] = post
        return f"memory://{post.identifier}"
