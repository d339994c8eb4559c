"""CAP's `references`: groups of sender, identifier and sent, with blanks between the groups."""

import re
from datetime import UTC, datetime

from loudhailer.domain.errors import FeedError
from loudhailer.feeds._plain import time_of

# Some write a comma between two groups as well, so the groups are counted off and not cut out.
_BETWEEN = re.compile(r"[\s,]+")
_LIKE_A_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T")
_GROUP = 3
_MOST = 100
"""More than any that were met; a queue's body and a table's item have their limits too."""
_UNKNOWN = datetime.max.replace(tzinfo=UTC)


def identifiers_of(references: str) -> tuple[str, ...]:
    """Return the identifiers, each once, oldest first; raise `FeedError` where they are no groups of three."""
    parts = [part for part in _BETWEEN.split(references) if part]
    groups = [parts[start : start + _GROUP] for start in range(0, len(parts), _GROUP)]
    if any(len(group) != _GROUP or not _LIKE_A_TIME.match(group[-1]) for group in groups):
        raise FeedError("references", "they are not groups of sender, identifier and sent")
    # A time that cannot be read leaves its group where it stands, behind those that can.
    aged = sorted(groups, key=lambda group: time_of(group[-1]) or _UNKNOWN)
    identifiers = tuple(dict.fromkeys(identifier for _, identifier, _ in aged))
    # The first names the incident, the last are those that were told of most recently.
    return identifiers if len(identifiers) <= _MOST else (identifiers[0], *identifiers[1 - _MOST :])
