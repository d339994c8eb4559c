"""What officers send about the watch, and how they see it. No answer shows a telephone number that nobody asked for."""

from datetime import datetime
from typing import Annotated, TypeVar

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from loudhailer.desk.models import Emptied, Line, Lines, Time
from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.crisis import MessageClass, Quiet
from loudhailer.domain.watch import OnCall, Watch
from loudhailer.pipeline.watch import HandedOver, Kept, Quieted, Shown, Watchkeeping

Username = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$"), Field(examples=["officer-silver"])
]
Phone = Annotated[
    str,
    StringConstraints(pattern=r"^\+[1-9][0-9]{7,14}$"),
    Field(description="E.164: a plus, the country, the number, no blanks", examples=["+441632960123"]),
]
EmptiedPhone = Annotated[str, StringConstraints(pattern=r"^(\+[1-9][0-9]{7,14})?$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Field(examples=["23:00"])]
Called = Annotated[Role, Path(description="In which they are called out")]
Phones = Annotated[bool | None, Query(description="With whole telephone numbers; only for who may put people on call")]
AsYaml = Annotated[bool | None, Query(description="As one text, to keep elsewhere; nothing reads it back in")]
Versions = Annotated[int, Query(ge=0, le=100, description="How the last so many versions came about, too")]
Loan = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{1,16}$", description="The delegation's id", examples=["D12"])]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PersonOnCall(_Sent):
    """Somebody to call out."""

    username: Username
    phone: Phone = Field(repr=False)


class OnCallRequest(_Sent):
    """Who is called out in a role, in this order; an empty list takes the role out of the chain."""

    people: tuple[PersonOnCall, ...] = Field(max_length=10)
    reason: Emptied = ""

    def named(self) -> tuple[OnCall, ...]:
        """Return them in the pipeline's terms."""
        return tuple(OnCall(username=each.username, phone=each.phone) for each in self.people)


class HandoverRequest(_Sent):
    """The watch to somebody else, in writing."""

    to: Username
    summary: Lines = Field(
        description="At least 20 signs: what is open, what is held, what to look at next",
        examples=["Closure of the A4117 still open, one post held on Bluesky, next look at 6am."],
    )
    phone: EmptiedPhone = Field(default="", description="Theirs; needed unless they are on call already", repr=False)


class DelegationRequest(_Sent):
    """A role of one's own, lent for at most 24 hours."""

    role: Role
    to: Username
    until: Time
    reason: Line = Field(examples=["leave until the morning"])


class QuietHoursRequest(_Sent):
    """Hours of the night, Europe/London, in which these classes wait for the morning."""

    start: Clock
    end: Clock
    classes: tuple[MessageClass, ...] = Field(min_length=1, max_length=len(MessageClass))


class QuietRequest(_Sent):
    """The quiet hours of every channel, in the place of those that there were; an empty list: none."""

    hours: tuple[QuietHoursRequest, ...] = Field(max_length=8)
    reason: Emptied = ""

    def quiet(self) -> tuple[Quiet, ...]:
        """Return them in the pipeline's terms."""
        return tuple(Quiet(start=each.start, end=each.end, classes=each.classes) for each in self.hours)


class OnCallView(BaseModel):
    """Somebody on call; of the number its last three digits, unless all of it was asked for."""

    username: str
    phone: str = Field(repr=False)


class DelegationView(BaseModel):
    """A role that is lent."""

    id: str = Field(description="By which it is taken back", examples=["D12"])
    role: Role
    by: str
    to: str
    reason: str
    since: datetime
    until: datetime


class HandoverView(BaseModel):
    """The last handover."""

    by: str
    to: str
    at: datetime
    summary: str
    roles: tuple[Role, ...]


class EntryView(BaseModel):
    """How a version came about."""

    version: int
    by: str
    at: datetime | None
    what: str

    @classmethod
    def of(cls, watch: Watch) -> "EntryView":
        """Return how this version came about."""
        entry = watch.entry
        return cls(
            version=watch.version,
            by=entry.by if entry else "",
            at=entry.at if entry else None,
            what=entry.what if entry else "",
        )


class WatchView(BaseModel):
    """Who has the watch. `delegations` are those in force when it was last changed; one that ends does so by itself."""

    version: int = 0
    on_call: dict[Role, tuple[OnCallView, ...]] = {}
    delegations: tuple[DelegationView, ...] = ()
    handover: HandoverView | None = None
    quiet: dict[str, tuple[Quiet, ...]] = Field(default={}, description="The quiet hours by channel")
    versions: tuple[EntryView, ...] = Field(default=(), description="The newest versions, where they were asked for")
    yaml: str = Field(default="", description="The export, where it was asked for; then nothing else is filled in")
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, shown: Shown) -> "WatchView":
        """Return the watch as people see it."""
        told = _told(shown.watch)
        return told.model_copy(
            update={"quiet": dict(shown.quiet), "versions": tuple(map(EntryView.of, shown.versions))}
        )

    @classmethod
    def kept(cls, kept: Kept) -> "WatchView":
        """Return the watch as an act left it."""
        return _told(kept.watch).model_copy(update={"warnings": kept.warnings})


class MatterView(BaseModel):
    """One kind of open business."""

    kind: str = Field(examples=["held posts"])
    count: int
    lines: tuple[str, ...] = Field(description="The first of it, in words")


class HandedOverView(BaseModel):
    """What went over to whoever took the watch."""

    watch: WatchView
    roles: tuple[Role, ...] = Field(
        description="In which they are called out from now on; none where no call went to whoever hands over"
    )
    business: tuple[MatterView, ...] = Field(description="What is open")
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, handed: HandedOver) -> "HandedOverView":
        """Return the handover as people see it."""
        business = tuple(MatterView(kind=each.kind, count=each.count, lines=each.lines) for each in handed.business)
        return cls(watch=_told(handed.watch), roles=handed.roles, business=business, warnings=handed.warnings)


class QuietView(BaseModel):
    """The quiet hours that hold on every channel now."""

    hours: tuple[Quiet, ...]
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, quieted: Quieted) -> "QuietView":
        """Return the quiet hours as people see them."""
        return cls(hours=quieted.hours, warnings=quieted.warnings)


Answer = TypeVar("Answer", WatchView, HandedOverView, QuietView)


def shown(watch: Watchkeeping, caller: Caller, *, phones: bool, as_yaml: bool, versions: int) -> WatchView:
    """Show the watch in the form that is asked for."""
    if as_yaml:
        return WatchView(yaml=watch.export(caller, phones=phones))
    return WatchView.of(watch.show(caller, phones=phones, versions=versions))


def _told(watch: Watch) -> WatchView:
    return WatchView.model_validate(watch.model_dump(exclude={"entry"}))
