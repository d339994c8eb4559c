"""What people at the desk see of the crisis state: what is held, what waits, what leaves, what is still to be done."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from loudhailer import held
from loudhailer.domain.alert import Alert
from loudhailer.domain.approval import Approval
from loudhailer.domain.crisis import GateState, Leaving, MessageClass, Tick
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.errors import Transient
from loudhailer.domain.incident import IncidentHead
from loudhailer.plan import Credential, Fate, Plan
from loudhailer.ports import Archive, Deliveries

MOST = 1000
"""How many deliveries one look takes in; beyond that it says that there are more."""
_TO_COME = (Due.PLANNED, Due.UNCLAIMED, Due.RETRY)
_UNSENT = frozenset({State.PENDING, State.RETRY})
Keeps = Callable[[Delivery, Alert], bool]


class Book(Protocol):
    """What waits for a person or for its time."""

    def waiting(self, kinds: Sequence[Due], limit: int) -> Sequence[Delivery]:
        """Return at most `limit` deliveries that are owed for one of these reasons, whenever they are due."""
        ...

    def files(self, deliveries: Sequence[Delivery]) -> Mapping[str, held.File]:
        """Return what is known of each one's alert, by its id; one that is not there is left out."""
        ...

    def let_go(self, deliveries: Sequence[Delivery], head: IncidentHead | None) -> None:
        """Write deliveries, and their incident's head where it is given, all or none over the versions that were read.

        Raise `ClaimLost` where any has moved.
        """
        ...

    def ask(self, approval: Approval, deliveries: Sequence[Delivery]) -> None:
        """Write an approval and the deliveries that wait for it, all or none over the versions that were read."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A post that does not leave: held, or still to come and then held. `due` is when it would go, or expires."""

    alert_id: str
    channel: str
    message_class: MessageClass
    headline: str
    reason: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Left:
    """A post that was leaving already, and where it stands now; None where that could not be read."""

    channel: str
    alert_id: str
    since: datetime
    state: State | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class ToPause:
    """What Loudhailer does not control: somebody pauses or revokes it by hand, and ticks it off."""

    what: str
    owner: str
    link: str
    tick: Tick | None = None


@dataclass(frozen=True, slots=True)
class Lift:
    """The first of two has asked to lift a level; another person has to agree before `until`."""

    to: str
    by: str
    until: datetime
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A held alert that is still worth sending, and what the plan proposes for it."""

    alert_id: str
    headline: str
    message_class: MessageClass
    channels: tuple[str, ...]
    fate: Fate


@dataclass(frozen=True, slots=True)
class Picture:
    """The crisis state as people see it.

    `held` are held now; `waiting` will be when their turn comes. `more` says that there are more of them than were
    looked at, `open_reviews` how many reviews nobody has closed, `warnings` what could not be read.
    """

    gates: Mapping[str, GateState | None]
    leaving: tuple[Left, ...] = ()
    held: tuple[Kept, ...] = ()
    waiting: tuple[Kept, ...] = ()
    more: bool = False
    also_pause: tuple[ToPause, ...] = ()
    revoke: tuple[ToPause, ...] = ()
    lift: Lift | None = None
    suggested: tuple[Suggested, ...] = ()
    open_reviews: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at what is there. A level is in force whatever can be read of it: what cannot is a warning, no error."""

    plan: Plan
    book: Book
    dealt: Deliveries
    archive: Archive
    warnings: list[str] = field(default_factory=list)

    def kept(self, keeps: Keeps) -> tuple[tuple[Kept, ...], tuple[Kept, ...], bool]:
        """Return what is held now and what will be, and whether there is more than was looked at."""
        try:
            now = self.book.waiting((Due.HELD,), MOST)
            later = [each for each in self.book.waiting(_TO_COME, MOST) if each.state in _UNSENT]
            files = self.book.files([*now, *later])
        except Transient:
            self.warnings.append("what is held could not be read; look again with `crisis show`")
            return (), (), False
        more = max(len(now), len(later)) >= MOST
        return _kept(now, files, keeps), _kept(later, files, keeps), more

    def left(self, leaving: Iterable[Leaving]) -> tuple[Left, ...]:
        """Return what was leaving with the state that each has reached since."""
        return tuple(map(self._left, leaving))

    def suggested(self, gates: Mapping[str, GateState | None], now: datetime) -> tuple[Suggested, ...]:
        """Return the held alerts that could still go, what matters most first."""
        try:
            waiting = self.book.waiting((Due.HELD,), MOST)
            files = self.book.files(waiting)
        except Transient:
            self.warnings.append("what is still worth sending could not be read; look with `held list`")
            return ()
        channels: dict[str, list[str]] = {}
        for each in waiting:
            file = files.get(each.alert_id)
            if file and held.proposed(self.plan, file, each, gates.get(each.platform), now).worth:
                channels.setdefault(each.alert_id, []).append(each.channel)
        found = [
            Suggested(
                alert_id=alert_id,
                headline=files[alert_id].alert.headline,
                message_class=files[alert_id].alert.message_class,
                channels=tuple(sorted(names)),
                fate=self.plan.held[files[alert_id].alert.message_class],
            )
            for alert_id, names in channels.items()
        ]
        return tuple(sorted(found, key=lambda each: list(MessageClass).index(each.message_class)))

    def _left(self, leaving: Leaving) -> Left:
        try:
            dealt = self.dealt.deliveries(leaving.alert_id)
            alert = self.archive.find(leaving.alert_id)
        except Transient:
            return Left(leaving.channel, leaving.alert_id, leaving.since)
        here = [each for each in dealt if each.platform == leaving.channel]
        first = next((each.state for each in here if not each.part), None)
        # The permit names the alert: what is leaving may be a post that follows the first.
        state = State.CLAIMED if any(each.state is State.CLAIMED for each in here) else first
        return Left(leaving.channel, leaving.alert_id, leaving.since, state, alert.headline if alert else "")


def _kept(deliveries: Iterable[Delivery], files: Mapping[str, held.File], keeps: Keeps) -> tuple[Kept, ...]:
    return tuple(
        Kept(
            alert_id=each.alert_id,
            channel=each.channel,
            message_class=each.message_class,
            headline=files[each.alert_id].alert.headline,
            reason=each.reason,
            due=each.due_at,
        )
        for each in deliveries
        if each.alert_id in files and keeps(each, files[each.alert_id].alert)
    )


def to_revoke(credentials: Iterable[Credential], ticks: Mapping[str, Tick]) -> tuple[ToPause, ...]:
    """Return the credentials to revoke, with who has."""
    return tuple(ToPause(each.platform, "", each.where, ticks.get(each.platform)) for each in credentials)


def to_pause(plan: Plan, ticks: Mapping[str, Tick]) -> tuple[ToPause, ...]:
    """Return what the plan wants paused by hand, with who has."""
    return tuple(ToPause(each.what, each.owner, each.link, ticks.get(each.what)) for each in plan.also_pause)
