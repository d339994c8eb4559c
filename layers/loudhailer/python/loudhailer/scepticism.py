"""SCEPTICISM: how many of a source's new alerts are believed at once? Pure.

Hundreds of new incidents within minutes are more often a fault of their source than a catastrophe. So only so many go
by themselves; the excess waits for a person. What is severe is counted for itself and under no daily cap: a flood of
small things never keeps back the one that matters, though of too many severe ones at once the excess waits too. What
was counted twice after a failed try only holds sooner.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from loudhailer.domain.alert import Worded
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Severity
from loudhailer.domain.source import SourceCounts
from loudhailer.domain.text import LONDON
from loudhailer.feed_rules import FeedRules

SEVERE = frozenset({Severity.EXTREME, Severity.SEVERE})
"""What must pass a flood of small things, whatever its class."""


def is_severe(alert: Worded) -> bool:
    """Tell whether it is counted among what must pass a flood of small things."""
    return alert.severity in SEVERE or alert.message_class is MessageClass.LIFE_SAFETY


def counted(
    counts: SourceCounts, alert: Worded, going: Sequence[str], rules: FeedRules, now: datetime
) -> tuple[SourceCounts, dict[str, str]]:
    """Count a new alert that would go on the channels in `going`; return why it waits on those where it does.

    What waits is not counted. What is severe, or may save a life, knows no daily cap.
    """
    severe = is_severe(alert)
    since = now - timedelta(minutes=rules.doubts.minutes)
    lately = tuple(each for each in (counts.severe if severe else counts.others) if each > since)
    if len(lately) >= rules.doubts.most:
        many = f"{len(lately)} {'severe ' if severe else ''}alerts of {alert.source}"
        why = f"{many} went within {rules.doubts.minutes} minutes: a person releases more"
        return counts, dict.fromkeys(going, why)
    day = now.astimezone(LONDON).date().isoformat()
    today: dict[str, int] = counts.channels if counts.day == day else {}
    cap = rules.relevance.daily_cap
    full = {
        name: f"daily cap: {cap} alerts of {alert.source} went here today; a person releases more"
        for name in going
        if cap and not severe and today.get(name, 0) >= cap
    }
    goes = [name for name in going if name not in full]
    if not goes:
        return counts, full
    changes: dict[str, object] = {
        "severe" if severe else "others": (*lately, now),
        "day": day,
        "channels": {**today, **{name: today.get(name, 0) + 1 for name in goes}},
    }
    return counts.model_copy(update=changes), full
