"""What is happening, by the source's own id; it has revisions."""

from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.record import Record


class Status(StrEnum):
    """CAP 1.2 alert status; only `Actual` ever reaches the public."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class Severity(StrEnum):
    """CAP 1.2 severity."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Urgency(StrEnum):
    """CAP 1.2 urgency."""

    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    """CAP 1.2 certainty."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


class Sensitivity(StrEnum):
    """Why an incident is never published automatically; a person decides every word of it."""

    SELF_HARM = "self_harm"
    EFFECTING_ENTRY = "effecting_entry"
    MEDICAL = "medical"
    DOMESTIC_ABUSE = "domestic_abuse"
    CHILDREN = "children"
    FATAL = "fatal"
    ARSON = "arson"
    TERRORISM = "terrorism"


class Phase(StrEnum):
    """What the source says of the incident in this revision."""

    OPEN = "open"
    CLOSED = "closed"  # by the source's own explicit word, never by silence


class Incident(Record):
    """One revision of an incident, as its source tells it.

    `source` and `id` identify it; `revision` counts up from 1. `event_type` names a set of phrases in
    `config/words.yaml`. `facts` are the words' slots (`road`, `place`, `cause`, …). Times are aware: `expires`
    is when words about it go stale, `expected_end` the source's forecast of its end; neither ends it.
    """

    source: str
    id: str
    revision: int
    phase: Phase
    status: Status
    event_type: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    facts: dict[str, str]
    sensitivities: tuple[Sensitivity, ...] = ()
    publish_at: AwareDatetime | None = None
    expires: AwareDatetime | None = None
    expected_end: AwareDatetime | None = None
    next_update: AwareDatetime | None = None


class IncidentHead(Record):
    """What we know and what we said of an incident.

    `revision` is the newest that came in, `digest` what it said. `spoken` is the newest that led to an alert and `said`
    what that one said; `since` is the revision whose Alert began the present episode. `phase` is that of the newest
    alert. `version` counts writes of the stored item and is 0 for an incident never seen.
    """

    source: str
    id: str
    revision: int = 0
    digest: str = ""
    spoken: int = 0
    said: str = ""
    since: int = 0
    phase: Phase = Phase.OPEN
    alert_ids: tuple[str, ...] = ()
    version: int = 0
