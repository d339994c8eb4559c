"""What a machine tells, before anybody hears it: does it concern us now, and how far may its source go by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loudhailer.config import Config
from loudhailer.domain.alert import Worded
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ClaimLost
from loudhailer.domain.incident import Incident, IncidentHead, Phase, Telling, Unlisted
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.source import Mode
from loudhailer.domain.told import FIRST_POLL
from loudhailer.feed_ports import Counts, SourceStates
from loudhailer.feed_rules import FeedRules
from loudhailer.pipeline.shadow import WriteShadow
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Arrival
from loudhailer.rules import current, jump, mode_of, relevance
from loudhailer.scepticism import SEVERE, counted, is_severe

_COUNT_TRIES = 8
"""How many alerts of one source may be counted between our look and our write; each try takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Admit:
    """Mode → phase by the clock → relevance → doubts → tell, write down, or refuse.

    What the public has heard is never left standing: its update and its end are told whatever has become of its
    source since, though in a mode below auto they wait for a person; and they are never too small or too far away.
    """

    tell: Tell
    shadow: WriteShadow
    sources: SourceStates

    def __call__(self, arrival: Arrival) -> Outcome:
        """Bring one telling of a machine to its end and return it; a repeated event gets the end it had.

        Raise `FeedError` where it cannot be said, a `Transient` where it is worth another try.
        """
        telling, now = arrival.telling, self.tell.clock()
        rules = self.tell.config.rules_of(telling.source)
        head = self.tell.incidents.head(telling.source, telling.id)
        known = bool(head.alert_ids) and head.phase is not Phase.CLOSED
        # Words that nobody has heard are none that stand; but their end takes them off the desk.
        stands = known and head.aired
        mode = mode_of(self.sources.state(telling.source), rules)
        lowered = mode.step < Mode.PROPOSE.step and (stands or (known and _ends(telling)))
        if lowered:
            mode = Mode.PROPOSE
        if mode is Mode.LEARN:
            return self._ended(arrival, Fate.REFUSED, "learning: nothing of this source is said yet", now)
        doubts = [arrival.hold]
        if isinstance(telling, Incident):
            if telling.phase is not Phase.CLOSED:
                present = current(telling, rules, now)
                if present is None:
                    return self._ended(arrival, Fate.EXPIRED, "the end that its source states has passed", now)
                # What is proposed is looked at anyway. What would go by itself must be known to be ours.
                far = mode is not Mode.PROPOSE and self._speaks_of_others(telling.source)
                area, saves = self.tell.config.feeds.area, self._saves(present)
                judged = relevance(present, rules, area, now, life_safety=saves, far=far)
                if judged.refused and not stands and not (known and present.phase is Phase.PLANNED):
                    return self._ended(arrival, Fate.REFUSED, judged.refused, now)
                doubts += [*_odd(present, head, rules), "" if stands else judged.doubt]
                arrival = replace(arrival, telling=present)
            doubts.append(telling.doubt)
        if mode is Mode.SHADOW:
            return self.shadow(replace(arrival, hold=_said(doubts)))
        # What is proposed is work for the desk, and what a first poll learned is many at once and old: both wait, and a
        # bell that always rings is not heard. What is grave rings it, and so does a doubt.
        person = (lowered and stands) or (any(doubts) and not arrival.hold.startswith(FIRST_POLL))
        if mode is Mode.PROPOSE:
            doubts.insert(0, f"proposed by {telling.source}: a person may release it")
        person = person or (any(doubts) and self._is_grave(telling, head))
        return self.tell(replace(arrival, hold=_said(doubts), counted=mode is Mode.AUTO, person=person))

    def _is_grave(self, telling: Telling, head: IncidentHead) -> bool:
        """Tell whether it speaks of what nobody may leave waiting: severe, or a danger to life."""
        incident = telling if isinstance(telling, Incident) else head.told
        return incident is not None and (incident.severity in SEVERE or self._saves(incident))

    def _speaks_of_others(self, name: str) -> bool:
        """Tell whether a source is polled or pushed: such speak of a whole country, others of what is the service's."""
        source = self.tell.config.sources.sources.get(name)
        return source is not None and (source.poll is not None or source.push is not None)

    def _saves(self, incident: Incident) -> bool:
        """Tell whether it may save a life, by the class that the plan gives it."""
        return self.tell.config.plan.class_of(incident.source, incident.event_type) is MessageClass.LIFE_SAFETY

    def _ended(self, arrival: Arrival, fate: Fate, reason: str, now: datetime) -> Outcome:
        """Write down that nothing is told of it; what is known of the incident does not move."""
        known = self.tell.outcomes.outcome(arrival.sender.event_id)
        if known is not None:
            self.tell.announce_again(known)
            return known
        outcome = arrival.ended(fate, reason, now)
        self.tell.outcomes.record(outcome)
        return outcome


@dataclass(frozen=True, slots=True)
class CountNew:
    """The brake: each source's new alerts, counted as they are about to go."""

    config: Config
    book: Counts

    def __call__(self, alert: Worded, going: Sequence[str], now: datetime) -> Mapping[str, str]:
        """Count it and return why it waits, by channel.

        Raise `ClaimLost` where too many others are counted at once, so that it comes again; but nothing severe waits
        for a count.
        """
        rules = self.config.rules_of(alert.source)
        for left in reversed(range(_COUNT_TRIES)):
            before = self.book.counts(alert.source)
            after, waits = counted(before, alert, going, rules, now)
            try:
                if after != before:
                    self.book.count(after)
            except ClaimLost:
                # Another alert was counted meanwhile: it may have been the last that goes.
                if not left and is_severe(alert):
                    return {}
                if not left:
                    raise
            else:
                return waits
        raise AssertionError("unreachable: the last try returns or raises")


def _ends(telling: Telling) -> bool:
    return isinstance(telling, Unlisted) or (isinstance(telling, Incident) and telling.phase is Phase.CLOSED)


def _odd(incident: Incident, head: IncidentHead, rules: FeedRules) -> list[str]:
    return [jump(incident, head, rules)] if head.aired else []


def _said(doubts: Sequence[str]) -> str:
    return "; ".join(filter(None, doubts))
