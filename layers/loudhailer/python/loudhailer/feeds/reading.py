"""What every format is read with, and into."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Severity
from loudhailer.domain.text import LONDON
from loudhailer.feed_rules import STATES

GREAT_BRITAIN = (49.8, -8.7, 60.9, 1.8)
"""South, west, north and east of Great Britain with its islands, in degrees."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How one source's documents are read: its share of `config/feeds.yaml` that parsing needs.

    `source` is the name its incidents are kept under; empty takes the publisher that the document names itself.
    `types` maps words of the source to our event types, `severities` to CAP's: the first key that is found in what the
    source says, in any case, decides. What `types` maps to `closed`, `planned` or `withheld` is no type: it is what a
    source without better words says by it.

    Times without an offset are of the clocks in `zone`. Points outside `box` (south, west, north, east; degrees) are
    not believed, None believes all that is on the earth. `public` are the words of confidentiality that may be
    broadcast, `public_text` the elements that hold words for the public. `boilerplate` are patterns cut out of texts.
    `fields` says which label of a text holds which of ours, for formats that pack fields into prose.
    """

    source: str = ""
    types: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    zone: ZoneInfo = LONDON
    box: tuple[float, float, float, float] | None = None
    public: tuple[str, ...] = ("noRestriction",)
    public_text: tuple[str, ...] = ("generalPublicComment",)
    boilerplate: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    def named(self, source: str) -> "Policy":
        """Return the same policy for a publisher that its document names."""
        return replace(self, source=source)

    def type_of(self, words: str, default: str) -> str:
        """Return the event type of what a source calls `words`."""
        if not self.types:
            return default
        said = words.casefold()
        named = ((key, name) for key, name in self.types.items() if name not in STATES)
        return next((name for key, name in named if key.casefold() in said), default)

    def says(self, words: str, state: str) -> bool:
        """Say whether what a source calls `words` means to it that an incident is closed, planned or withheld."""
        said = words.casefold()
        return any(name == state and key.casefold() in said for key, name in self.types.items())

    def severity_of(self, words: str, default: Severity = Severity.UNKNOWN) -> Severity:
        """Return CAP's severity of what a source calls `words`."""
        said = words.casefold()
        return next((name for key, name in self.severities.items() if key.casefold() in said), default)


@dataclass(frozen=True, slots=True)
class Link:
    """A further document that this one points to. `version` changes when it is worth fetching again."""

    url: str
    version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says: its incidents, in its order, and where more is to be read.

    `refused` are the records in it that could not be read: they lose nothing else, but a document with one of them is
    not complete, so nobody ends because it leaves them out. `next_page` is where the list goes on, as the document has
    it, empty where it is whole. `partial` says that it is a good document but no list of all that is open: a message,
    or a publication of something else.
    """

    incidents: tuple[Incident, ...] = ()
    links: tuple[Link, ...] = ()
    refused: tuple[FeedError, ...] = ()
    next_page: str = ""
    partial: bool = False
