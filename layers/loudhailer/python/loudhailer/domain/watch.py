"""Who has the watch: state that people change at night, never a deploy."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from loudhailer.domain.caller import Role
from loudhailer.domain.record import Record


class OnCall(Record):
    """Somebody who is called out, and the telephone number on which (E.164, such as +441632960123)."""

    username: str
    phone: str


class Delegation(Record):
    """A role that `by` lends to `to` until `until`; who lends it keeps it. It counts at once and ends by itself.

    `id` is the act's own, so that one delegation can be taken back.
    """

    id: str
    role: Role
    by: str
    to: str
    reason: str
    since: AwareDatetime
    until: AwareDatetime

    def counts(self, now: datetime) -> bool:
        """Tell whether it is in force."""
        return self.since <= now < self.until


class Handover(Record):
    """The last handover: who gave the watch to whom, when, and what they wrote down for them."""

    by: str
    to: str
    at: AwareDatetime
    summary: str


class Watch(Record):
    """The watch as it stands. `on_call` names, for each role of the chain, who is called first, second, ….

    `version` counts its changes; every version is kept. 0 means that nobody has ever taken the watch.
    """

    on_call: dict[Role, tuple[OnCall, ...]] = Field(default_factory=dict)
    delegations: tuple[Delegation, ...] = ()
    handover: Handover | None = None
    version: int = 0

    def delegated(self, username: str, now: datetime) -> tuple[Delegation, ...]:
        """Return the delegations to somebody that are in force."""
        return tuple(each for each in self.delegations if each.to == username and each.counts(now))
