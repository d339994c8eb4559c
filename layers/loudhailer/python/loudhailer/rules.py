"""What the clock makes of what a source said; pure, and the same for every format."""

from datetime import datetime

from loudhailer.domain.incident import Incident, Period, Phase
from loudhailer.feed_rules import FeedRules


def current(incident: Incident, rules: FeedRules, now: datetime) -> Incident:
    """Return the incident as it stands at `now`: on, or planned between two of its periods, or past a deciding end.

    An end that is only forecast ends nothing, and neither do periods that are all over: its source still lists it.
    """
    if incident.phase is Phase.CLOSED:
        return incident
    if rules.ends.end_time == "decides" and incident.expected_end is not None and incident.expected_end <= now:
        return incident.model_copy(update={"phase": Phase.CLOSED})
    if any(_is_on(period, now) for period in incident.periods):
        return incident.model_copy(update={"phase": Phase.OPEN})
    if any(period.start is not None and period.start > now for period in incident.periods):
        return incident.model_copy(update={"phase": Phase.PLANNED})
    return incident


def _is_on(period: Period, now: datetime) -> bool:
    return (period.start is None or period.start <= now) and (period.end is None or period.end > now)
