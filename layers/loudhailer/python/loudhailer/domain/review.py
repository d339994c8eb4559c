"""A review: somebody else looks at what was done without them, and says so."""

from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.record import Record


class ReviewKind(StrEnum):
    """What is looked at."""

    GLASS = "glass"  # somebody broke the glass
    AFTER = "after"  # the plan's own words went at once, and the plan wants each looked at
    BLIND = "blind"  # it was decided while the crisis state could not be read


class Review(Record):
    """What somebody did, which shows until somebody else has closed it with a verdict.

    `id` follows from what it is about, so that one thing is reviewed once. `about` is a sentence; `reference` and
    `alert_id` name what was said, empty where nothing was. `by` did it, `typed_by` typed it for them.
    """

    id: str
    kind: ReviewKind
    about: str
    by: str
    typed_by: str = ""
    reference: str = ""
    alert_id: str = ""
    opened_at: AwareDatetime
    verdict: str = ""
    closed_by: str = ""
    closed_at: AwareDatetime | None = None
    version: int = 0
