"""What was said and where it stands, for people who look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.errors import NotFound
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Archive, Clock, Deliveries, Incidents

_LOOKED_AT = 50
"""How many alerts' deliveries one question may look at; who wants more asks by reference."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """One alert with its deliveries."""

    alert: Alert
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Alerts and deliveries, newest first. It changes nothing but the audit, where somebody may not look."""

    guard: Guard
    archive: Archive
    dealt: Deliveries
    incidents: Incidents
    clock: Clock

    def alerts(self, caller: Caller, *, days: int, is_open: bool | None) -> tuple[Alert, ...]:
        """Return the newest alert of each incident that was spoken of in the last days; `is_open` None for all."""
        self.guard(Deed.READ, caller, "alerts")
        newest: dict[str, Alert] = {}
        for alert in self._recent(days):
            known = newest.get(alert.reference)
            if known is None or known.revision < alert.revision:
                newest[alert.reference] = alert
        return tuple(
            alert for alert in newest.values() if is_open is None or (alert.msg_type is not MsgType.CANCEL) == is_open
        )

    def alert(self, caller: Caller, reference: str) -> tuple[Dealt, ...]:
        """Return all that was said about one incident, with its deliveries; raise `NotFound` for an unknown one."""
        self.guard(Deed.READ, caller, f"alerts {reference}")
        return self._dealt(self._ids(reference))

    def deliveries(self, caller: Caller, *, reference: str, state: State | None) -> tuple[Delivery, ...]:
        """Return the deliveries of one incident, or of the alerts of today and yesterday where `reference` is empty."""
        self.guard(Deed.READ, caller, f"deliveries {reference}".rstrip())
        ids = self._ids(reference) if reference else [each.identifier for each in self._recent(2)]
        found = (each for dealt in self._dealt(ids[:_LOOKED_AT]) for each in dealt.deliveries)
        return tuple(each for each in found if state is None or each.state is state)

    def _recent(self, days: int) -> list[Alert]:
        today = self.clock().date()
        return [alert for back in range(days) for alert in self.archive.recent(today - timedelta(days=back))]

    def _ids(self, reference: str) -> Sequence[str]:
        first = self.archive.find(f"{reference}-1")
        if first is None:
            raise NotFound(f"there is no alert {reference}")
        return tuple(reversed(self.incidents.head(first.source, first.incident_id).alert_ids))

    def _dealt(self, ids: Iterable[str]) -> tuple[Dealt, ...]:
        alerts = ((alert_id, self.archive.find(alert_id)) for alert_id in ids)
        return tuple(
            Dealt(alert, tuple(self.dealt.deliveries(alert_id))) for alert_id, alert in alerts if alert is not None
        )
