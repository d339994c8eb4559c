"""Exercises: from what is told as anything but Actual to the drill wall, by the same rules and apart from all else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from loudhailer import compose, normalise
from loudhailer.config import Config
from loudhailer.domain.drill import (
    SHOWN,
    Drill,
    DrillAnnouncement,
    DrillCommit,
    DrillDelivery,
    DrillPost,
    DrillStatus,
    Would,
    read_drill_announcement,
)
from loudhailer.domain.errors import Transient, UnreadableBody
from loudhailer.domain.incident import Incident, IncidentHead, Status
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Draft
from loudhailer.gate import Standing
from loudhailer.pipeline._head import heard_of, spoken_of
from loudhailer.pipeline.received import Report
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival, Clock

_ENDS = {
    Status.EXERCISE: "shown on the drill wall, and nowhere else",
    Status.TEST: "shown on the drill wall, and nowhere else",
    Status.DRAFT: "composed and kept; nobody is told",
    Status.SYSTEM: "written down; nothing is said",
}


class DrillStore(Protocol):
    """Drills, and what is known of their incidents: apart from all that is so."""

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return what is known of an exercise's incident; version 0 where it was never seen."""
        ...

    def drill(self, drill_id: str) -> Drill | None:
        """Return a committed drill, None where there is none."""
        ...

    def delivery(self, drill_id: str) -> DrillDelivery | None:
        """Return where a drill stands, None where nobody is to be told of it."""
        ...

    def recent(self, day: date) -> Sequence[Drill]:
        """Return the drills that were committed on a day (UTC), newest first."""
        ...

    def commit(self, commit: DrillCommit) -> None:
        """Write all or nothing; raise `ClaimLost` where the head has moved or the event was committed before."""
        ...

    def shown(self, delivery: DrillDelivery) -> None:
        """Note that a drill is on the wall; a second time changes nothing."""
        ...


class DrillAnnouncer(Protocol):
    """The fan-out, to the drill wall's own queue."""

    def announce(self, announcement: DrillAnnouncement) -> None:
        """Publish once."""
        ...


class DrillWall(Protocol):
    """Where drills are looked at. It is no `Channel`: it takes another type, and the public never sees it."""

    def show(self, post: DrillPost) -> str:
        """Put a drill on the wall and return where; a second time it is the same."""
        ...


@dataclass(frozen=True, slots=True)
class Rehearse:
    """Normalise → compose → what the gate would say → commit → announce, for what is not Actual.

    It shares `tell`'s rules and none of its state: an exercise has a head, a reference and items of its own.
    """

    tell: Tell
    drills: DrillStore
    announcer: DrillAnnouncer

    def __call__(self, arrival: Arrival, incident: Incident, status: DrillStatus, *, request: str = "") -> Outcome:
        """Bring an exercise to its end and return it; a repeated event gets the end it had.

        Raise `FeedError` where it cannot be said, a `Transient` where it is worth another try.
        """
        known = self.tell.outcomes.outcome(arrival.sender.event_id)
        if known is not None:
            self._announce_again(known)
            return known
        now = self.tell.clock()
        ended = arrival.ended(Fate.REHEARSED, f"{status}: {_ENDS[status]}", now)
        outcome = ended.model_copy(update={"incident_id": incident.id, "status": status, "request": request})
        if status is Status.SYSTEM:
            self.tell.outcomes.record(outcome)
            return outcome
        head = self.drills.head(incident.source, incident.id)
        verdict = normalise.assess(incident, head, now)
        if isinstance(verdict, normalise.Ignore):
            outcome = outcome.model_copy(update={"fate": verdict.fate, "reason": f"{status}: {verdict.reason}"})
            if verdict.known:
                self.drills.commit(DrillCommit(head=heard_of(head, incident, verdict.fate, now), outcome=outcome))
            else:
                self.tell.outcomes.record(outcome)
            return outcome
        drill = self._drill(arrival, verdict, head, status, now)
        outcome = outcome.model_copy(update={"alert_id": drill.identifier})
        shown = status in SHOWN
        delivery = DrillDelivery(drill_id=drill.identifier, committed_at=now) if shown else None
        spoken = spoken_of(head, incident, verdict.incident, drill, now)
        lead = {"lead": self.tell.lead_of(head, verdict.incident)}
        self.drills.commit(DrillCommit(spoken.model_copy(update=lead), outcome, drill, delivery))
        if shown:
            self.announcer.announce(DrillAnnouncement(drill_id=drill.identifier))
        return outcome

    def _drill(
        self, arrival: Arrival, verdict: normalise.Announce, head: IncidentHead, status: DrillStatus, now: datetime
    ) -> Drill:
        tell, incident = self.tell, verdict.incident
        worded = tell.word(
            arrival,
            verdict,
            head,
            now,
            reference=normalise.drill_reference_of(incident.source, incident.id),
            url="",  # a drill has no page, and nobody must follow a link from one
            channels=compose.drill_limits(tell.config, status, tell.channels),
        ).worded
        drafts = {
            channel: {name: _framed(tell.config, status, draft) for name, draft in variants.items()}
            for channel, variants in worded.drafts.items()
        }
        standing = Standing(now, tell.lead_of(head, incident))
        decisions = tell.decisions(worded, tell.gates.gates(tell.channels), arrival.hold, standing)
        return Drill.model_validate(
            {
                **dict(worded),
                "status": status,
                "headline": compose.framed(tell.config, status, worded.headline),
                "drafts": drafts,
                "would": tuple(Would.of(channel, decision) for channel, decision in decisions.items()),
            }
        )

    def _announce_again(self, known: Outcome) -> None:
        """A redelivered event may be one whose announcement was lost; a second one changes nothing."""
        if known.fate is Fate.REHEARSED and known.status in SHOWN:
            self.announcer.announce(DrillAnnouncement(drill_id=known.alert_id))


def _framed(config: Config, status: DrillStatus, draft: Draft) -> Draft:
    """Return words that say of every post, also of each that follows another, that it is none in earnest."""
    more = tuple(replace(each, text=compose.framed(config, status, each.text)) for each in draft.more)
    return Draft(compose.framed(config, status, draft.text), more=more)


@dataclass(frozen=True, slots=True)
class ShowDrill:
    """Put on the wall what the drill queue announces. There is nothing to claim: showing twice is showing once."""

    drills: DrillStore
    wall: DrillWall
    clock: Clock

    def __call__(self, body: str) -> Report:
        """Bring one message to its end; one that cannot be read, or whose drill is not there yet, comes again."""
        try:
            drill_id = read_drill_announcement(body).drill_id
        except UnreadableBody as unreadable:
            return Report("Unreadable", again=True, reason=str(unreadable), person=True)
        try:
            return self._shown(drill_id)
        except Transient as passing:
            return Report("Contended", again=True, alert_id=drill_id, reason=str(passing))

    def _shown(self, drill_id: str) -> Report:
        drill, delivery = self.drills.drill(drill_id), self.drills.delivery(drill_id)
        if drill is None or delivery is None:
            return Report("Contended", again=True, alert_id=drill_id, reason="there is no such drill to show (yet)")
        if delivery.shown_at is not None:
            return Report("Repeated", alert_id=drill_id, reason="it is on the wall already")
        place = self.wall.show(DrillPost.of(drill))
        self.drills.shown(delivery.model_copy(update={"shown_at": self.clock(), "place": place}))
        return Report("Shown", alert_id=drill_id)
