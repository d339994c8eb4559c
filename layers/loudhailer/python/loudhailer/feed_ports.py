"""The seams around feeds: fetched, read as a format, remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.domain.errors import FeedError
from loudhailer.domain.feed import FeedHead, Known
from loudhailer.domain.incident import Incident, IncidentHead
from loudhailer.domain.source import Shadow, ShadowCommit, SourceCounts, SourceState
from loudhailer.feed_rules import FeedRules


class Pointer(Protocol):
    """A further document; its version changes when it is worth fetching again."""

    @property
    def url(self) -> str:
        """Return its address, as the document has it."""
        ...

    @property
    def version(self) -> str:
        """Return what changes with it."""
        ...


class Document(Protocol):
    """What a feed's document says: a format's reading."""

    @property
    def incidents(self) -> Sequence[Incident]:
        """Return its incidents."""
        ...

    @property
    def links(self) -> Sequence[Pointer]:
        """Return where more is to be read."""
        ...

    @property
    def partial(self) -> bool:
        """Tell whether it is no list of all that is open, though nothing is wrong with it."""
        ...

    @property
    def refused(self) -> Sequence[FeedError]:
        """Return what of it could not be read."""
        ...

    @property
    def next_page(self) -> str:
        """Return where its list goes on, as the document has it; empty where it is whole."""
        ...


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a document, so that it can say later that nothing has changed."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's answer: status 200 with its body, or 304 without. `url` is where it was found in the end."""

    status: int
    url: str
    body: bytes = b""
    etag: str = ""
    modified: str = ""
    next_page: str = ""


class Fetch(Protocol):
    """A feed's server, asked with the feed's own headers."""

    def get(self, url: str, *, validators: Validators, until: float) -> Fetched:
        """Fetch one document before `until` on the monotonic clock.

        Raise `FeedUnavailable` where the next poll may fare better, `FeedError` where the answer is none that we take.
        """
        ...


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed that is polled.

    `connect` reads the key where the feed needs one; `snapshot` says that each document lists all that is open. `every`
    is its pace, `seconds` and `pages` what one poll of it may take. `rules` say how it is taken; an `urgent` one may
    bring what is life_safety.
    """

    name: str
    address: str
    connect: Callable[[], Fetch]
    read: Callable[[bytes], Document]
    snapshot: bool
    rules: FeedRules
    every: timedelta = timedelta(minutes=1)
    seconds: float = 20.0
    pages: int = 20
    urgent: bool = False


class FeedMemory(Protocol):
    """What is remembered of the feeds."""

    def feed(self, name: str) -> FeedHead:
        """Return how the feed is doing; version 0 where it was never polled."""
        ...

    def known(self, name: str) -> Known:
        """Return all that the feed has told."""
        ...

    def listed(self, name: str, incident_id: str) -> datetime | None:
        """Return when the feed's list was last read whole, None where the incident is not on it."""
        ...

    def remember(
        self, feed: FeedHead, was: Known | None = None, now: Known | None = None, tellings: Sequence[str] = ()
    ) -> FeedHead:
        """Write the feed over the version that was read and return it as written.

        With it go what changed from `was` to `now`, and the bodies of the tellings that this is remembered of, into the
        feed's outbox; all or nothing. Raise `ClaimLost` where the feed has moved.
        """
        ...

    def owed(self, feed: FeedHead) -> Sequence[str]:
        """Return the bodies in the feed's outbox, in their order."""
        ...

    def settle(self, feed: FeedHead) -> FeedHead:
        """Empty the outbox and return the feed as written; raise `ClaimLost` where the feed has moved."""
        ...


class Publisher(Protocol):
    """Who publishes to us, where it answers itself.

    Each verb raises `FeedUnavailable` where it may fare better later, `FeedError` where it never will.
    """

    def signed(self, certificate: str, text: bytes, proof: bytes, digest: str) -> bool:
        """Tell whether `proof` is the signature over `text` by the key of the certificate at that address."""
        ...

    def confirm(self, url: str) -> None:
        """Open the address that confirms a subscription."""
        ...


class SourceStates(Protocol):
    """How far each source's words go, as somebody set it."""

    def state(self, name: str) -> SourceState:
        """Return what was set, read consistently; version 0 where nobody ever set anything."""
        ...


class Counts(Protocol):
    """What went out of each source's new alerts by itself."""

    def counts(self, name: str) -> SourceCounts:
        """Return them, read consistently; version 0 where none ever did."""
        ...

    def count(self, counts: SourceCounts) -> None:
        """Write them over the version that was read; raise `ClaimLost` where they have moved."""
        ...


class Shadows(Protocol):
    """What sources in shadow would have had said, apart from all that was said."""

    def head(self, source: str, incident_id: str) -> IncidentHead:
        """Return what a source in shadow has told of an incident; version 0 where it never did."""
        ...

    def commit(self, commit: ShadowCommit) -> None:
        """Write all or nothing; raise `ClaimLost` where the head has moved or the event was committed before."""
        ...

    def recent(self, source: str, limit: int) -> Sequence[Shadow]:
        """Return at most so many of a source, newest first."""
        ...
