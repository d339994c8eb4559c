"""When a feed says something else by the clock alone: a period begins or is over, a deciding end passes."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from loudhailer.domain.incident import Incident, Phase
from loudhailer.feed_rules import FeedRules


def wakes_at(
    incidents: Iterable[Incident], rules: FeedRules, now: datetime, before: datetime | None = None
) -> datetime | None:
    """Return the first moment after `now` at which what was read may mean another thing, None where there is none.

    `before` is the one that was known: it may come from a linked document, which is read but once. Every moment at
    which `rules.current` could answer otherwise counts; one too many costs a document that is read once more, one too
    few an end that nobody hears of while the server answers that nothing has changed.
    """
    moments = (each for incident in incidents for each in _moments(incident, rules))
    return min((each for each in (*moments, *filter(None, (before,))) if each > now), default=None)


def _moments(incident: Incident, rules: FeedRules) -> Iterator[datetime]:
    if incident.phase is Phase.CLOSED:
        return
    decides = incident.expected_end if rules.ends.end_time == "decides" else None
    edges = (each for period in incident.periods for each in (period.start, period.end))
    yield from filter(None, (incident.starts, decides, *edges))
