"""What a channel has spent of its budgets, and how its platform has answered lately: both lie on its gate item."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from loudhailer.domain.record import Record
from loudhailer.domain.text import LONDON

OPENS_AFTER = 5
"""After so many outages in a row a circuit is open."""
_SHORTEST, _LONGEST = timedelta(seconds=60), timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Window(StrEnum):
    """How long a budget is for. Days and months are those of the people who read the bill, in Europe/London."""

    MINUTE = "minute"
    QUARTER = "15 minutes"
    HOUR = "hour"
    THREE_HOURS = "3 hours"
    DAY = "day"
    MONTH = "month"

    def begun(self, now: datetime) -> str:
        """Return when the window that holds `now` began, as a bucket's key says it."""
        here = now.astimezone(LONDON)
        if self is Window.MONTH:
            return here.strftime("%Y-%m")
        if self is Window.DAY:
            return here.date().isoformat()
        return (now - (now - _EPOCH) % _LASTS[self]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M")

    def ends(self, begun: str) -> datetime:
        """Return when the window that began then is over; raise `ValueError` for what is no beginning of one."""
        if self is Window.MONTH:
            month = date.fromisoformat(f"{begun}-01")
            return _midnight((month + timedelta(days=31)).replace(day=1))
        if self is Window.DAY:
            return _midnight(date.fromisoformat(begun) + timedelta(days=1))
        return datetime.fromisoformat(begun).replace(tzinfo=UTC) + _LASTS[self]


_LASTS = {
    Window.MINUTE: timedelta(minutes=1),
    Window.QUARTER: timedelta(minutes=15),
    Window.HOUR: timedelta(hours=1),
    Window.THREE_HOURS: timedelta(hours=3),
}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


@dataclass(frozen=True, slots=True)
class Charge:
    """What one post takes of one budget of `most` units a window, in the window that began at `begun`.

    `room` is how much of it may have been spent before, at most; None where it is counted and never kept back.
    """

    unit: str
    window: Window
    begun: str
    amount: int
    most: int
    room: int | None

    @property
    def key(self) -> str:
        """Return the bucket that it is counted in."""
        return f"{self.unit}#{self.window}#{self.begun}"

    @property
    def ends(self) -> datetime:
        """Return when its window is over."""
        return self.window.ends(self.begun)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a call said of its platform at `at`: that it answers, or that it is out.

    `anew` forgets the outages before an outage, `closes` says that an answer ends an open circuit.
    """

    answered: bool
    at: datetime
    anew: bool = False
    closes: bool = False


class Circuit(Record):
    """How a platform has answered lately: so many outages in a row, the first and the last of them when.

    It is open for as long again as the outage has lasted, so each try that fails doubles the pause, however many
    senders fail at once. `over` is when an open one was closed by an answer.
    """

    outages: int = 0
    since: AwareDatetime | None = None
    last: AwareDatetime | None = None
    over: AwareDatetime | None = None

    @property
    def until(self) -> datetime | None:
        """Return until when only what is urgent tries the platform; None where the circuit is closed."""
        if self.outages < OPENS_AFTER or self.since is None or self.last is None:
            return None
        return self.last + min(max(self.last - self.since, _SHORTEST), _LONGEST)

    def outage(self, at: datetime) -> Mark:
        """Return what an outage adds to it; one of long ago is no part of the same run."""
        return Mark(answered=False, at=at, anew=self.last is not None and at - self.last > _FORGOTTEN)

    def answer(self, at: datetime) -> Mark:
        """Return what an answer makes of it."""
        return Mark(answered=True, at=at, closes=self.until is not None)

    def marked(self, mark: Mark) -> "Circuit":
        """Return it with a mark on it."""
        if mark.answered:
            return Circuit(over=mark.at if mark.closes else self.over)
        first = self.since is None or mark.anew
        return Circuit(
            outages=1 if mark.anew else self.outages + 1,
            since=mark.at if first else self.since,
            last=mark.at,
            over=self.over,
        )
