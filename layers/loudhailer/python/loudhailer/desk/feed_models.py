"""What officers are sent about feeds."""

from datetime import datetime

from pydantic import BaseModel, Field

from loudhailer.domain.source import Mode
from loudhailer.pipeline.feeds import Health


class FeedView(BaseModel):
    """How one polled feed is doing."""

    name: str
    format: str
    mode: Mode = Field(description="How far its words go by themselves")
    polled: bool = Field(description="Whether it was ever asked; one without an address never is")
    last_good: datetime | None = Field(description="When it was last read, or had not changed")
    age_seconds: int | None = Field(description="How long ago that was")
    last_try: datetime | None
    next_due: datetime | None = Field(description="When it is asked next")
    last_error: str = Field(description="Why the last poll failed; empty where it did not")
    failures: int = Field(description="How many polls failed in a row")
    count: int = Field(description="How many incidents, and links to such, its last document listed")
    refused: int = Field(description="How many records of its last document could not be read")
    refusals: dict[str, int] = Field(description="How often, by reason")
    changed: datetime | None = Field(description="When it last said something new")
    silent: str = Field(description="unread or unchanged, where staff were told that it is silent")

    @classmethod
    def of(cls, health: Health) -> "FeedView":
        """Return what is shown of a feed."""
        head = health.head
        return cls(
            name=health.name,
            format=health.format,
            mode=health.mode,
            polled=head.version > 0,
            last_good=head.last_good,
            age_seconds=int(health.age.total_seconds()) if health.age is not None else None,
            last_try=head.last_try,
            next_due=health.next_due,
            last_error=head.last_error,
            failures=head.failures,
            count=head.count,
            refused=head.refused,
            refusals=head.reasons,
            changed=head.changed,
            silent=head.silent,
        )


class FeedsView(BaseModel):
    """Every feed that may be polled."""

    feeds: tuple[FeedView, ...]
