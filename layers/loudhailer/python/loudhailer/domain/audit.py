"""The record: the lines of the audit chains, the words that lie apart from them, and the anchors of their heads."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import AwareDatetime

from loudhailer.domain.act import Act
from loudhailer.domain.record import Record

VERSION = 2
"""The version of a line's body that this code writes; 1 held the words themselves and no version. Both are read."""
FIRST = "0" * 64
"""What stands before the first line of a chain."""


class Body(Record):
    """What a line says, as its digest covers it: an act without its words.

    `words` is the salted digest of the act's reason, empty where none was given; `code` the version of our code, and
    `written` when the line was, which is later than `at` where the act waited in the spool. `reason` is set only in a
    line of version 1.
    """

    v: int = 1
    id: str = ""
    chain: str
    at: AwareDatetime
    written: AwareDatetime | None = None
    by: str
    deed: str
    subject: str
    result: str
    typed_by: str = ""
    means: str = ""
    plan_digest: str = ""
    code: str = ""
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is stored. `hour` and `at` are where the index `recent` has it; empty and 0 in version 1."""

    chain: str
    number: int
    body: str
    before: str
    digest: str
    hour: str = ""
    at: float = 0.0


class Words(Record):
    """An act's reason, and the salt that was digested with it."""

    salt: str
    text: str

    @property
    def digest(self) -> str:
        """Return what stands for the words in the chain; without the salt nobody can guess a short text from it."""
        return hashlib.sha256(f"{self.salt}\n{self.text}".encode()).hexdigest()


class Head(Record):
    """The newest line of a chain, as an anchor holds it."""

    number: int
    digest: str


class Anchor(Record):
    """The heads of all chains that were written to, at one moment; `previous` is the digest of the anchor before."""

    v: int = 1
    previous: str = ""
    at: AwareDatetime
    code: str
    heads: dict[str, Head]


@dataclass(frozen=True, slots=True)
class StoredAnchor:
    """An anchor as the bucket keeps it.

    `body` is its oldest version, which the lock protects; `covered` says that something lies over it: another version,
    or a mark that it was deleted.
    """

    key: str
    body: bytes
    covered: bool = False

    @property
    def digest(self) -> str:
        """Return what the next anchor holds of it."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line put together again with its words.

    `text` is the reason, empty where there was none; `erased` says that there was one and that it is gone.
    """

    number: int
    digest: str
    body: Body
    text: str = ""
    erased: bool = False


def body_of(act: Act, *, words: str, code: str, written: datetime) -> str:
    """Return the body of an act's line, byte for byte as it is digested and stored."""
    told = act.model_dump(exclude={"reason", "id"})
    return Body(v=VERSION, id=act.key, written=written, code=code, words=words, **told).model_dump_json(
        exclude={"reason"}
    )


def line_of(chain: str, number: int, before: str, body: str, written: datetime) -> Line:
    """Return the line with this number after the line whose digest is `before`."""
    return Line(chain, number, body, before, digest_of(before, number, body), hour_of(written), epoch_of(written))


def digest_of(before: str, number: int, body: str) -> str:
    """Return a line's digest: over the one before, its number and its body."""
    return hashlib.sha256(f"{before}\n{number}\n{body}".encode(errors="surrogatepass")).hexdigest()


def hour_of(moment: datetime) -> str:
    """Return the hour (UTC) under which the index `recent` has a line: `2026-11-23T04`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H}"


def epoch_of(moment: datetime) -> float:
    """Return a moment in epoch seconds, to the millisecond as the index has it."""
    return round(moment.timestamp(), 3)
