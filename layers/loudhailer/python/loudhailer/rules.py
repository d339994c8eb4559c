"""RULES: does it concern us, now? What a source's policy and the clock make of what it tells. Pure.

docs/feeds/policy.md gives each rule's reason.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from loudhailer.area import Point, distance_km, km_between
from loudhailer.domain.incident import Incident, IncidentHead, Period, Phase, Severity, Urgency
from loudhailer.domain.source import Mode, SourceState
from loudhailer.feed_rules import FeedRules, ServiceArea

NOWHERE = "where it is cannot be told"


@dataclass(frozen=True, slots=True)
class Judged:
    """What relevance says: why it is `refused`, or what about it is in `doubt`; both empty where it concerns us."""

    refused: str = ""
    doubt: str = ""


def current(incident: Incident, rules: FeedRules, now: datetime) -> Incident | None:
    """Return the incident with the phase that it has now, None where its stated end decides and has passed.

    What is open is planned before its start, and between two of its periods: a closure of many nights is open at night.
    What is planned is open in a period that it names, and nowhere else: its start alone begins nothing. No time ever
    closes anything. Words that say how urgent it is, and messages, which have an identifier of their own, warn of what
    is to come: their start keeps nothing back.
    """
    if incident.phase is Phase.CLOSED:
        return incident
    if rules.ends.end_time == "decides" and _is_over(incident, now):
        return None
    phase = _phase_now(incident, now)
    return incident if phase is incident.phase else incident.model_copy(update={"phase": phase})


def relevance(
    incident: Incident,
    rules: FeedRules,
    area: ServiceArea,
    now: datetime,
    *,
    life_safety: bool = False,
    far: bool = False,
) -> Judged:
    """Tell whether it concerns the service's public; what may save a life is never too small, but it may be elsewhere.

    What is known decides: nothing is too small of which nobody knows how large it is. `far` says that its source speaks
    of more than the service's area: where no boundary says how far that goes, only the area's names can vouch for it.
    """
    doubt = ""
    if area.boundary:
        places = [each for each in ((incident.point,) if incident.point else (), incident.shape) if each]
        if places:
            away = min(distance_km(each, area.boundary) for each in places)
            if away > area.buffer_km:
                return Judged(refused=f"outside area: {away:.0f} km from it, {area.buffer_km:g} km are let in")
        elif not _is_named(incident, area):
            doubt = NOWHERE
    elif far and area.names and not _is_named(incident, area):
        doubt = NOWHERE
    return Judged(doubt=doubt) if life_safety else Judged(_too_small(incident, rules, now), doubt)


def mode_of(state: SourceState, rules: FeedRules) -> Mode:
    """Return how far a source's words go: as somebody set it, or else as it starts.

    Nobody can let it go by itself whose terms are not stated: it would be passed on without leave.
    """
    mode = state.mode or rules.mode
    return Mode.PROPOSE if mode is Mode.AUTO and not rules.licence else mode


def jump(incident: Incident, head: IncidentHead, rules: FeedRules) -> str:
    """Say how far it moved since it was told of, where that is further than is believed; empty where it is not."""
    was, present = _place_of(head.told) if head.told else None, _place_of(incident)
    if was is None or present is None:
        return ""
    moved = km_between(was, present)
    return f"it moved {moved:.0f} km since it was last told of" if moved > rules.doubts.moved_km else ""


def _place_of(incident: Incident) -> Point | None:
    """Return where it is, or where it begins."""
    return incident.point or next(iter(incident.shape), None)


def _phase_now(incident: Incident, now: datetime) -> Phase:
    if any(_is_on(each, now) for each in incident.periods):
        return Phase.OPEN
    if incident.phase is Phase.PLANNED:
        return Phase.PLANNED
    if incident.periods:
        # After the last of them it is late, not over: its source still lists it as open.
        coming = any(each.start is not None and each.start > now for each in incident.periods)
        return Phase.PLANNED if coming else Phase.OPEN
    warns = incident.urgency is not Urgency.UNKNOWN or bool(incident.identifier)
    return Phase.PLANNED if incident.starts is not None and incident.starts > now and not warns else Phase.OPEN


def _is_on(period: Period, now: datetime) -> bool:
    return (period.start is None or period.start <= now) and (period.end is None or now < period.end)


def _is_over(incident: Incident, now: datetime) -> bool:
    """Tell whether every end that it states has passed; where a period has no end, nobody stated one."""
    ends = [each.end for each in incident.periods]
    ends += [incident.expected_end] if incident.expected_end is not None else []
    return bool(ends) and all(each is not None and each <= now for each in ends)


def _is_named(incident: Incident, area: ServiceArea) -> bool:
    """Tell whether its words hold one of the area's names, as a word."""
    words = " ".join((*incident.facts.values(), incident.area, incident.headline, *incident.roads))
    return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", words, re.IGNORECASE) for each in area.names)


def _too_small(incident: Incident, rules: FeedRules, now: datetime) -> str:
    least, ranks = rules.relevance.severity, list(Severity)
    known = Severity.UNKNOWN not in (least, incident.severity)
    if known and ranks.index(incident.severity) > ranks.index(least):
        return f"too small: its severity is {incident.severity}, said is {least} and above"
    end, minutes = incident.expected_end, rules.relevance.minutes
    # Whose end has passed and which still goes on is late; how long it will last, nobody knows.
    if minutes and end is not None and end > now:
        lasts = end - max(incident.starts or now, now)
        if lasts < timedelta(minutes=minutes):
            return (
                f"too small: it lasts {max(0, round(lasts.total_seconds() / 60))} minutes, said is {minutes} and more"
            )
    return ""
