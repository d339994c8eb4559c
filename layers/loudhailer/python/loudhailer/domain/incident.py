"""What is happening, by the source's own id; it has revisions."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.record import Record

FREE_TEXT = ("title", "message")
"""The facts that hold somebody's own words; all others fill a slot of the plan's."""


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
    POLICE_LED = "police_led"
    PERSONAL = "personal"  # a name, a number or an address of somebody
    CASUALTIES = "casualties"  # how many are hurt, and how badly


class Phase(StrEnum):
    """What the source says of the incident in this revision."""

    OPEN = "open"
    PLANNED = "planned"  # announced by its source, but not happening yet
    CLOSED = "closed"  # by somebody's explicit word; where a list fell silent, the manner says so


class Manner(StrEnum):
    """How a telling is to be said; the words differ, the rules of the gate do not."""

    PLAIN = "plain"
    CORRECTION = "correction"  # a person puts right what was said
    WITHDRAWN = "withdrawn"  # a person takes back what was said in error
    STATUS = "status"  # nothing new: it says when the last word was
    AMPLIFIED = "amplified"  # nothing of ours: it passes on the words of the agency that leads
    UNLISTED = "unlisted"  # the source's list holds it no longer; why, nobody said


class Period(Record):
    """When something is so: from `start`, always before where it is None, until `end`, without end where it is None."""

    start: AwareDatetime | None = None
    end: AwareDatetime | None = None


class Incident(Record):
    """One revision of an incident, as its source tells it.

    `source` and `id` identify it; `revision` counts up from 1. `event_type` names a set of phrases in
    `config/words.yaml`. `facts` are the words' slots (`road`, `place`, `cause`, …). Times are aware: `expires`
    is when words about it go stale, `expected_end` the source's forecast of its end; neither ends it.

    `withheld` is why its source does not want it broadcast, empty where it may be. Where a source gives each of its
    words a new identifier, `identifier` is this word's and `references` are earlier ones, oldest first. `confirmed` is
    set for a status only. What stands below serves people who look: `headline` as the source has it, `starts`, when it
    was `updated`, `roads`, `area`, and a `point` (latitude, longitude; WGS 84 degrees).

    What decides whether it concerns us: `shape` are points that it stretches over, a line, or a surface where the last
    one repeats the first. `periods` are when it is on, where that is not all the time from `starts` to its end:
    seventeen nights are no fortnight. `doubt` is why a person should look before it goes out, empty where nothing is
    odd.

    `translations` has facts in other languages than the first (BCP 47), as whoever told of it gave them.
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
    manner: Manner = Manner.PLAIN
    withheld: str = ""
    identifier: str = ""
    references: tuple[str, ...] = ()
    confirmed: AwareDatetime | None = None
    headline: str = ""
    starts: AwareDatetime | None = None
    updated: AwareDatetime | None = None
    roads: tuple[str, ...] = ()
    area: str = ""
    point: tuple[float, float] | None = None
    shape: tuple[tuple[float, float], ...] = ()
    periods: tuple[Period, ...] = ()
    doubt: str = ""
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)


class Unlisted(Record):
    """A valid and complete list of its source no longer holds an incident that was on it.

    `revision` is the last one that was on the list, 0 where that is not known: where a newer one has come in since, the
    list holds it again, and this came late.
    """

    source: str
    id: str
    revision: int = 0


class Amendment(Record):
    """What a person changes about an incident, whoever told of it first.

    `facts` replace those of the same name, an empty one takes it away. `expected_end` and `expires` stay where they are
    not given and still to come; `next_update` does not, for an old promise is worse than none. `again` says it anew
    although nothing of it changed: in another class.
    """

    source: str
    id: str
    phase: Phase = Phase.OPEN
    manner: Manner = Manner.PLAIN
    facts: dict[str, str] = Field(default_factory=dict)
    sensitivities: tuple[Sensitivity, ...] | None = None
    expected_end: AwareDatetime | None = None
    expires: AwareDatetime | None = None
    next_update: AwareDatetime | None = None
    again: bool = False
    translations: dict[str, dict[str, str]] = Field(default_factory=dict)


class StatusDue(Record):
    """The clock's turn: it is time to say when an open incident was last confirmed.

    `spoken` is the newest alert that the clock saw when it looked: a newer one has said more than a status can.
    """

    source: str
    id: str
    confirmed: AwareDatetime
    spoken: int


Telling = Incident | Unlisted | Amendment | StatusDue
"""Whatever may lead to an alert: a source's own revision, or what is told about the last one that was said."""


class IncidentHead(Record):
    """What we know and what we said of an incident.

    `revision` is the newest of its source that came in, `digest` what it said. Our alerts about it are numbered by us:
    `spoken` is the newest, `word` the newest that was no status, `since` the one that began the present episode. `said`
    is the digest of what was said last, `told` the incident as it was told then, `phase` its phase. `held` says that
    nothing of the newest could go out when it was committed; where something before it was `aired`, it changes none of
    these three, and `unheard` is what was told instead, until somebody lets it go. `sensitivities` gathers those of
    every word about it.

    `lead` is the agency that leads, empty where we do; `owned` are the flags in spite of which a person took the lead
    back; `lifted` the class that a person lifted it to, above what the
    plan gives its event type; `raised_as` the class it was raised as, where the plan lets that depend on who raises it.
    `authors` are the people who had a hand in what is said of it in this episode.

    `plain` says that something was said of it in this episode that was not reduced: only then does an end say more.

    `confirmed` is when its source, or a person, last spoke of it in words that were taken up, `status_at` when the
    clock does so next (None: not at all), `vouched` the confirmation that it passed on last and `statuses` how often.
    `version` counts writes of the stored item and is 0 for an incident never seen.
    """

    source: str
    id: str
    revision: int = 0
    digest: str = ""
    spoken: int = 0
    said: str = ""
    told: Incident | None = None
    since: int = 0
    phase: Phase = Phase.OPEN
    alert_ids: tuple[str, ...] = ()
    confirmed: AwareDatetime | None = None
    status_at: AwareDatetime | None = None
    vouched: AwareDatetime | None = None
    statuses: int = 0
    word: int = 0
    held: bool = False
    aired: bool = True
    sensitivities: tuple[Sensitivity, ...] = ()
    unheard: Incident | None = None
    lead: str = ""
    owned: tuple[Sensitivity, ...] = ()
    lifted: MessageClass | None = None
    raised_as: MessageClass | None = None
    authors: tuple[str, ...] = ()
    plain: bool = True
    version: int = 0
