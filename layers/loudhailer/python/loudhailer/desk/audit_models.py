"""What those who answer for the record send and are sent."""

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from loudhailer.desk.models import Line
from loudhailer.domain.audit import Entry
from loudhailer.pipeline.records import MOST_DAYS, PAGE, Held, Verification

Chain = Annotated[
    str,
    Path(pattern=r"^(command|desk|[A-Za-z0-9]{1,32})$", description="`command`, `desk`, or an incident's reference"),
]
After = Annotated[int, Query(ge=0, description="Only lines with a higher number")]
OfChain = Annotated[
    str,
    Query(alias="chain", pattern=r"^[A-Za-z0-9]{0,32}$", description="`command`, `desk` or a reference; empty for all"),
]
Days = Annotated[int, Query(ge=1, le=MOST_DAYS, description="How many days of anchors the lines are held against")]


class HoldRequest(BaseModel):
    """Why something is held for the law, or let go of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Line = Field(examples=["Coroner's letter of 23 November"])


class EntryView(BaseModel):
    """One line of an audit chain, with its words where they are still there."""

    number: int
    at: datetime
    by: str
    typed_by: str = ""
    means: str = ""
    deed: str
    subject: str
    reason: str
    erased: bool = Field(description="A reason was given, and it is gone; its digest stands")
    result: str
    plan_digest: str = ""
    code: str = Field(default="", description="The version of our code that wrote the line")
    digest: str

    @classmethod
    def of(cls, entry: Entry) -> "EntryView":
        """Return a line as people see it."""
        told = entry.body.model_dump(include=set(cls.model_fields) - {"number", "reason", "erased", "digest"})
        return cls(number=entry.number, reason=entry.text, erased=entry.erased, digest=entry.digest, **told)


class EntriesView(BaseModel):
    """Lines of one chain, the oldest first."""

    entries: tuple[EntryView, ...]
    next: int | None = Field(
        description="Ask again with this as `after` for the lines behind; null where there are none"
    )

    @classmethod
    def of(cls, entries: tuple[Entry, ...]) -> "EntriesView":
        """Return a page of lines as people see them."""
        more = entries[-1].number if len(entries) == PAGE else None
        return cls(entries=tuple(map(EntryView.of, entries)), next=more)


class FindingView(BaseModel):
    """One thing that is wrong with the record."""

    chain: str
    number: int
    what: str
    why: str


class VerificationView(BaseModel):
    """Whether the record is as it was written."""

    intact: bool
    chains: int
    lines: int
    anchors: int
    last_anchor: datetime | None
    unanchored: int = Field(description="Lines written since: their tail could still be cut without a trace")
    erased: int = Field(description="Acts whose reason is gone; that is no finding")
    findings: tuple[FindingView, ...]

    @classmethod
    def of(cls, verified: Verification) -> "VerificationView":
        """Return a verification as people see it."""
        findings = tuple(
            FindingView(chain=each.chain, number=each.number, what=each.what, why=each.why)
            for each in verified.findings
        )
        return cls(
            intact=not findings,
            chains=verified.chains,
            lines=verified.lines,
            anchors=verified.anchors,
            last_anchor=verified.last_anchor,
            unanchored=verified.unanchored,
            erased=verified.erased,
            findings=findings,
        )


class HoldView(BaseModel):
    """What a legal hold concerns."""

    reference: str
    folder: str = Field(description="Where in the anchors bucket, under `holds/`")
    files: int
    words: int = Field(description="Of how many acts the reasons are kept, or forgotten again in their time")

    @classmethod
    def of(cls, held: Held) -> "HoldView":
        """Return a hold as people see it."""
        return cls(reference=held.reference, folder=held.folder, files=held.files, words=held.words)
