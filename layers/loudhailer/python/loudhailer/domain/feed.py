"""What we remember of a polled feed between two polls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import AwareDatetime, Field

from loudhailer.domain.record import Record

FORGET_AFTER = timedelta(days=30)
"""How long an incident that is over, gone stale or left out is remembered, so that a late repeat of it is no news."""


class FeedHead(Record):
    """How a feed is doing, and what to ask it with.

    `begun` says that all it held at first was read once: until then nothing of it may go out by itself. `last_good` is
    its last good answer, 304 included, and `confirmed` the last one that left nothing out: all that is open in it was
    confirmed then. `whole` says that the last document that was read left nothing out, so that a 304 confirms it.
    `count` is how many incidents, and links to such, its last document listed; `refused` is how much beside them could
    not be read and `reasons` how often why; `failures` is how many polls failed in a row and `last_error` why.
    `reported` names what was already put before a person. `owed` counts the items of its outbox: what is remembered as
    told and may not be on the ingest queue yet. `version` counts writes of the stored item, 0 for a feed never polled.

    `taken` is when its document was last read, and not only said to be the same. `not_before` is the end of a pause
    that its server asked for. `wakes` is when something that it said changes by the clock alone, so that it is read
    once more. `changed` is when it last said something else than before, and `silent` why staff were told that it is
    silent, empty where it speaks.
    """

    name: str
    etag: str = ""
    modified: str = ""
    begun: bool = False
    first_try: AwareDatetime | None = None
    last_try: AwareDatetime | None = None
    last_good: AwareDatetime | None = None
    confirmed: AwareDatetime | None = None
    taken: AwareDatetime | None = None
    whole: bool = False
    last_error: str = ""
    failures: int = 0
    count: int = 0
    refused: int = 0
    reasons: dict[str, int] = Field(default_factory=dict)
    reported: tuple[str, ...] = ()
    not_before: AwareDatetime | None = None
    wakes: AwareDatetime | None = None
    changed: AwareDatetime | None = None
    silent: str = ""
    owed: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """One incident as the feed last had it.

    `told` is the number under which we told of it last, `theirs` the source's own; they differ where a source changes
    its words but not its number. `misses` counts the complete documents in a row that left it out. `over` is the day on
    which it was closed or no longer listed, None while it stands; `digest` is empty for what was no longer listed.
    `until` is, in a feed that does not list what stands, the day on which its words go stale or on which it was last
    heard, whichever is later; in a list of which no silence ends anything, the day on which it was first left out, None
    while it is listed. `doubted` says that it was among more than is believed when its end was left to the next poll.
    """

    told: int
    theirs: int
    digest: str
    misses: int = 0
    over: date | None = None
    until: date | None = None
    doubted: bool = False

    @property
    def listed(self) -> bool:
        """Tell whether the last list that was read whole held it."""
        return self.over is None and self.misses == 0 and self.until is None


@dataclass(frozen=True, slots=True)
class Known:
    """All that a feed has told so far.

    `aliases` lead from every other identifier of an incident to the id that was used first. `links` holds the digest of
    each link of the newest index that needs no reading: 0 for one that was read, else how often it was refused.
    """

    incidents: Mapping[str, KnownIncident] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, int] = field(default_factory=dict)
