"""Whether the newest words about an incident are out everywhere, and what became of the posts before them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loudhailer.domain.alert import Alert
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.delivery import OWED_WHEN_OUT, POINTER, UNDER_WAY, Delivery, Due, State
from loudhailer.domain.errors import NotFound
from loudhailer.pipeline._lookup import alert_of
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Archive, Clock, Deliveries, Incidents
from loudhailer.settling import in_our_hands

_LOOKED_BACK = 50
"""How many earlier alerts of an episode are looked at; what is older is looked up by its own reference."""
_WELL = frozenset({State.SENT, State.SUPERSEDED, State.SUPPRESSED})
"""Ends of a correction after which nobody has to do anything there: it is out, or there was nothing to correct."""


class Stand(StrEnum):
    """What became of an earlier post.

    OFF: it is gone. GOING: its sender is to take it off. STAYS: nobody can take it off from here. OUT: it is out and
    nobody wants it off, or what should have come before has failed. DOUBT: nobody knows whether it is out.
    """

    OFF = "off"
    GOING = "going"
    STAYS = "stays"
    OUT = "out"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A post from before, and what became of it."""

    delivery: Delivery
    stand: Stand


@dataclass(frozen=True, slots=True)
class Reach:
    """One channel: the newest words there, and the posts before them.

    `under_way` says that something is still to happen by itself, `well` that nobody has to do anything more.
    """

    channel: str
    deliveries: tuple[Delivery, ...]
    earlier: tuple[Earlier, ...]
    under_way: bool
    well: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """An alert, and how it stands on each channel."""

    alert: Alert
    channels: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Look at one alert on all channels. `retracts` are the channels that take a post off for us."""

    guard: Guard
    retracts: frozenset[str]
    archive: Archive
    dealt: Deliveries
    incidents: Incidents
    clock: Clock

    def __call__(self, caller: Caller, reference: str, alert_id: str = "") -> Reached:
        """Return where an alert stands, or the newest about its incident; raise `NotFound` for an unknown one."""
        self.guard(Deed.READ, caller, f"alerts {reference}")
        alert = self._alert(reference, alert_id)
        now = self.clock()
        newest = self.dealt.deliveries(alert.identifier)
        before = [each for one in alert.earlier[-_LOOKED_BACK:] for each in self.dealt.deliveries(one)]
        names = dict.fromkeys(each.platform for each in newest)
        return Reached(alert, tuple(self._reach(alert, name, newest, before, now) for name in names))

    def _alert(self, reference: str, alert_id: str) -> Alert:
        if not alert_id:
            first = alert_of(self.archive, reference)
            alert_id = self.incidents.head(first.source, first.incident_id).alert_ids[-1]
        alert = self.archive.find(alert_id)
        if alert is None or alert.reference != reference:
            raise NotFound(f"there is no alert {alert_id} about {reference}")
        return alert

    def _reach(
        self, alert: Alert, name: str, newest: Sequence[Delivery], before: Sequence[Delivery], now: datetime
    ) -> Reach:
        here = _own(each for each in newest if each.platform == name)
        comes = any(_under_way(each, now) for each in here)
        stands = [
            Earlier(each, stand)
            for each in before
            if each.platform == name and (stand := self._stand(alert, each, now, comes=comes)) is not None
        ]
        still = any(_under_way(each, now) for each in here) or any(each.stand is Stand.GOING for each in stands)
        left = {Stand.DOUBT, *({Stand.OUT} if alert.takes_down else ())}
        well = all(each.state in _WELL for each in here) and not any(each.stand in left for each in stands)
        return Reach(name, here, tuple(stands), under_way=still, well=well and not still)

    def _stand(self, alert: Alert, delivery: Delivery, now: datetime, *, comes: bool) -> Stand | None:
        """Say what became of an earlier delivery, None where it never was out; `comes` says that the newest does."""
        if delivery.state is State.RETRACTED:
            return Stand.OFF if delivery.sent_at is not None or delivery.told_by else None
        if delivery.due is Due.RETRACT:
            return Stand.GOING
        if delivery.doubtful(now):
            return Stand.DOUBT
        if delivery.state is not State.SENT:
            return None
        if not alert.takes_down:
            return Stand.OUT
        if delivery.platform not in self.retracts or not in_our_hands(delivery):
            return Stand.STAYS
        # Where nothing follows from the newest any more, it has failed, or the platform has refused the deletion.
        return Stand.GOING if comes else Stand.OUT


def _own(deliveries: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """Return a channel's deliveries without the one that only begins those of a list's recipients."""
    found = tuple(deliveries)
    listed = any(each.part != POINTER and not each.number for each in found)
    return tuple(each for each in found if each.part or not listed)


def _under_way(delivery: Delivery, now: datetime) -> bool:
    """Tell whether something still happens by itself: it is on its way, a doubt is looked for, or something follows."""
    if delivery.doubtful(now):
        return delivery.due not in {None, Due.DOUBT}
    return delivery.state in UNDER_WAY or delivery.due in OWED_WHEN_OUT
