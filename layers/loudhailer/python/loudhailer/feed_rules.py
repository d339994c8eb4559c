"""How what each source says is taken: its policy in `config/feeds.yaml`. Pure; docs/feeds/policy.md explains it.

| LH603 | an area has no three corners                  |
| LH604 | it would be auto without a licence            |
| LH605 | a mobilising system would start at auto       |
| LH606 | a box holds nothing                           |
| LH607 | the plan gives one of its event types no class |
| LH608 | a corner lies on no globe                     |
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from loudhailer.domain.incident import Severity
from loudhailer.domain.source import Mode

STATES = frozenset({"closed", "planned", "withheld"})
"""What a policy's `types` may say besides our event types: that it is over, still to come, or not for the public."""

Degrees = Annotated[float, Field(ge=-180, le=180)]
Corner = tuple[Degrees, Degrees]


class _Strict(BaseModel):
    """We own this file: an unknown key is a mistake, not the future."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ends(_Strict):
    """What ends an incident besides its source's own word.

    After `absent_after` valid and complete documents in a row that leave it out, 0 for never; `end_time` says whether
    its stated end is a forecast, or decides because the source lists what is over.
    """

    absent_after: int = Field(default=2, ge=0, le=10)
    end_time: Literal["forecast", "decides"] = "forecast"


class Relevance(_Strict):
    """What is too small or too much: it is refused in the ledger, or waits for a person.

    Of known severities those below `severity` are too small, of known durations those below `minutes`. On each channel
    at most `daily_cap` alerts a day go by themselves, 0 for as many as there are.
    """

    severity: Severity = Severity.UNKNOWN
    minutes: int = Field(default=0, ge=0, le=10_080)
    daily_cap: int = Field(default=0, ge=0, le=1_000)


class Doubts(_Strict):
    """What is not believed at once, and waits for a person.

    Of more than `most` new alerts within `minutes`, only the excess; those of severity Severe and Extreme are counted
    for themselves. An incident that moved by more than `moved_km`. A list that lost more than the share `lost` of at
    least `lost_of` incidents at once.
    """

    most: int = Field(default=10, ge=1, le=1_000)
    minutes: int = Field(default=60, ge=1, le=1_440)
    moved_km: float = Field(default=50, gt=0)
    lost: float = Field(default=0.5, gt=0, le=1)
    lost_of: int = Field(default=10, ge=2)


class Silence(_Strict):
    """When staff hear that a feed is silent: not read for so long, or read and not changed for so long (0: never)."""

    unread_minutes: int = Field(default=60, ge=5, le=10_080)
    unchanged_minutes: int = Field(default=0, ge=0, le=43_200)


class FeedRules(_Strict):
    """How what one source says is taken.

    `publisher` is how a sentence names it, `licence` the terms under which it may be passed on and `attribution` the
    line that they ask for under every post; without a licence it cannot be auto. `mode` is where it starts; a
    `mobilising` system never starts at auto. The rest is explained at `Policy`, `Ends`, `Relevance`, `Doubts` and
    `Silence`.
    """

    publisher: str = ""
    licence: str = ""
    attribution: str = Field(default="", max_length=100)
    mode: Mode = Mode.PROPOSE
    mobilising: bool = False
    types: dict[str, str] = {}
    severities: dict[str, Severity] = {}
    zone: str = "Europe/London"
    box: tuple[Degrees, Degrees, Degrees, Degrees] | None = None
    public: tuple[str, ...] = ("noRestriction",)
    public_text: tuple[str, ...] = ("generalPublicComment",)
    boilerplate: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    ends: Ends = Ends()
    relevance: Relevance = Relevance()
    doubts: Doubts = Doubts()
    silence: Silence = Silence()

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("no such time zone; write one as Europe/London") from None
        return name

    @field_validator("boilerplate")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for each in patterns:
            try:
                re.compile(each)
            except re.error as exc:
                raise ValueError(f"{each!r} is no pattern: {exc}") from None
        return patterns


class ServiceArea(_Strict):
    """Where the service's public lives: inside `boundary` (latitude, longitude) or at most `buffer_km` beyond it.

    What says no position counts as inside where its words hold one of `names`. Without a boundary all is inside, but
    what is polled or pushed goes by itself only where its words hold one of the names, if there are any.
    """

    boundary: tuple[Corner, ...] = ()
    buffer_km: float = Field(default=5, ge=0, le=200)
    names: tuple[str, ...] = ()


class FeedFile(_Strict):
    """All of `feeds.yaml`: the service's area, and a policy by name. A source has the policy of its own name."""

    area: ServiceArea = ServiceArea()
    policies: dict[str, FeedRules] = {}

    def of(self, name: str) -> FeedRules:
        """Return a source's policy; one of which the file says nothing is taken as carefully as it goes."""
        return self.policies.get(name, FeedRules())


def problems_of(file: FeedFile) -> Iterator[tuple[int, str, str]]:
    """Yield what cannot be meant: its number, its place and its reason."""
    if 0 < len(file.area.boundary) < 3:  # noqa: PLR2004  # a surface has three corners
        yield 603, "area.boundary", "it takes three corners or more to hold an area"
    if any(abs(lat) > 90 for lat, _ in file.area.boundary):  # noqa: PLR2004  # the poles
        yield 608, "area.boundary", "write each corner as latitude, longitude; no latitude is beyond 90"
    for name, rules in file.policies.items():
        if rules.mode is Mode.AUTO and not rules.licence:
            yield 604, f"policies.{name}.mode", "its licence is not stated, so it cannot be auto"
        if rules.mode is Mode.AUTO and rules.mobilising:
            yield 605, f"policies.{name}.mode", "a mobilising system never starts at auto; comms raise it"
        if rules.box is not None and (rules.box[0] >= rules.box[2] or rules.box[1] >= rules.box[3]):
            yield 606, f"policies.{name}.box", "write south, west, north, east"
