"""What was said and where it stands, for people who look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.delivery import MAY_BE_OUT, UNDER_WAY, Delivery, State
from loudhailer.pipeline._lookup import alert_of
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Archive, Clock, Deliveries, Incidents

_LOOKED_AT = 50
"""How many alerts' deliveries one question may look at; who wants more asks by reference."""
_LOOKED_BACK = 100
"""How many alerts about one incident are looked at to tell whether it is open; beyond that it is taken to be."""
_HEARD = UNDER_WAY | MAY_BE_OUT
"""How a delivery stands that is public, or may become so by itself."""


class Standing(StrEnum):
    """How an incident stands with the public.

    OPEN: on some channel the last word that is out, or under way, is no all-clear. HELD: nothing stands, and the newest
    word that would begin it was held, so nobody has heard it. OVER: neither.
    """

    OPEN = "open"
    HELD = "held"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Dealt:
    """One alert with its deliveries, where they were asked for, and how its incident stands."""

    alert: Alert
    deliveries: tuple[Delivery, ...]
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Tell whether its incident is open."""
        return self.standing is Standing.OPEN


@dataclass(frozen=True, slots=True)
class Ledger:
    """Alerts and deliveries, newest first. It changes nothing but the audit, where somebody may not look."""

    guard: Guard
    archive: Archive
    dealt: Deliveries
    incidents: Incidents
    clock: Clock

    def alerts(self, caller: Caller, *, days: int, is_open: bool | None) -> tuple[Dealt, ...]:
        """Return the newest alert of each incident that was spoken of in the last days; `is_open` None for all.

        What is held belongs to what is open: somebody wanted it said, and nobody must take it for over. A day is one of
        UTC: what was said last night is of yesterday.
        """
        self.guard(Deed.READ, caller, "alerts")
        newest: dict[str, Alert] = {}
        for alert in self._recent(days):
            known = newest.get(alert.reference)
            if known is None or known.revision < alert.revision:
                newest[alert.reference] = alert
        found = (Dealt(alert, (), self._standing(alert)) for alert in newest.values())
        return tuple(each for each in found if is_open is None or (each.standing is not Standing.OVER) == is_open)

    def alert(self, caller: Caller, reference: str) -> tuple[Dealt, ...]:
        """Return all that was said about one incident, with its deliveries; raise `NotFound` for an unknown one."""
        self.guard(Deed.READ, caller, f"alerts {reference}")
        alerts = [alert for each in self._ids(reference) if (alert := self.archive.find(each)) is not None]
        standing = self._standing(alerts[0]) if alerts else Standing.OVER
        return tuple(Dealt(alert, tuple(self.dealt.deliveries(alert.identifier)), standing) for alert in alerts)

    def deliveries(self, caller: Caller, *, reference: str, state: State | None) -> tuple[Delivery, ...]:
        """Return the deliveries of one incident, or of the alerts of today and yesterday where `reference` is empty."""
        self.guard(Deed.READ, caller, f"deliveries {reference}".rstrip())
        ids = self._ids(reference) if reference else [each.identifier for each in self._recent(2)]
        found = (each for alert_id in ids[:_LOOKED_AT] for each in self.dealt.deliveries(alert_id))
        return tuple(each for each in found if state is None or each.state is state)

    def _recent(self, days: int) -> list[Alert]:
        today = self.clock().date()
        return [alert for back in range(days) for alert in self.archive.recent(today - timedelta(days=back))]

    def _ids(self, reference: str) -> Sequence[str]:
        first = alert_of(self.archive, reference)
        return tuple(reversed(self.incidents.head(first.source, first.incident_id).alert_ids))

    def _standing(self, newest: Alert) -> Standing:
        if self._open(newest):
            return Standing.OPEN
        if newest.msg_type is MsgType.CANCEL:
            return Standing.OVER
        held = any(each.state is State.HELD for each in self.dealt.deliveries(newest.identifier))
        return Standing.HELD if held else Standing.OVER

    def _open(self, newest: Alert) -> bool:
        """Tell whether on some channel the last word that is out, or under way, is no all-clear.

        What is held counts for nothing: neither does a held alert begin anything, nor does a held all-clear end it.
        """
        ended: set[str] = set()
        ids = (newest.identifier, *reversed(newest.references))
        for alert_id in ids[:_LOOKED_BACK]:
            dealt = self.dealt.deliveries(alert_id)
            heard = {each.channel for each in dealt if each.state in _HEARD} - ended
            if heard and not self._all_clear(newest, alert_id):
                return True
            ended |= heard
            if dealt and ended >= {each.channel for each in dealt}:
                return False
        return len(ids) > _LOOKED_BACK

    def _all_clear(self, newest: Alert, alert_id: str) -> bool:
        alert = newest if alert_id == newest.identifier else self.archive.find(alert_id)
        return alert is not None and alert.msg_type is MsgType.CANCEL
