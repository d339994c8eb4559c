"""What every format is read with, and into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident


@dataclass(frozen=True, slots=True)
class Policy:
    """How one source's documents are read.

    `source` is the name its incidents are kept under; empty takes the publisher that the document names itself.
    `types` maps words of the source to our event types: the first key that is found in what the source calls the event,
    in any case, decides.
    """

    source: str = ""
    types: Mapping[str, str] = field(default_factory=dict)

    def type_of(self, words: str, default: str) -> str:
        """Return the event type of what a source calls `words`."""
        said = words.casefold()
        return next((name for key, name in self.types.items() if key.casefold() in said), default)


@dataclass(frozen=True, slots=True)
class Link:
    """A further document that this one points to. `version` changes when it is worth fetching again."""

    url: str
    version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says: its incidents, in its order, and where more is to be read.

    `refused` are the records in it that could not be read: they lose nothing else, but a document with one of them is
    not complete, so nobody ends because it leaves them out.
    """

    incidents: tuple[Incident, ...] = ()
    links: tuple[Link, ...] = ()
    refused: tuple[FeedError, ...] = ()
