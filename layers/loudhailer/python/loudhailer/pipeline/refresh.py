"""Every day: ask for the next of each credential that comes to an end by itself, and warn where none is to be had.

A platform keeps the old one good until its own end, so what fails here is tried again on the next day and loses
nothing: a new credential that could not be stored is forgotten, and the stored one still posts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from loudhailer.domain.credential import Kept, Renewed
from loudhailer.domain.errors import ClaimLost, LoudhailerError
from loudhailer.ports import Clock

RENEW_BEFORE = timedelta(days=30)
"""How long before its end a credential is renewed: thirty tries, of which one has to succeed."""
WARN_BEFORE = timedelta(days=14)
"""How long before its end a person is told that none of them did."""
LEASE = timedelta(minutes=5)
"""How long one renewal keeps others out; it exceeds the function's timeout, so that its worker is gone by then."""


class Vault(Protocol):
    """Where one channel's credential is stored."""

    def read(self) -> Kept:
        """Return it; raise `Unauthorized` where there is none that can be read."""
        ...

    def write(self, fields: Mapping[str, str], *, over: int) -> None:
        """Store it over the version that was read; raise `ClaimLost` where somebody stored another one since."""
        ...


class Leases(Protocol):
    """Who renews what at this moment."""

    def take(self, channel: str, now: datetime, until: datetime) -> None:
        """Keep others from renewing this channel's credential; raise `ClaimLost` where somebody keeps us from it."""
        ...


@dataclass(frozen=True, slots=True)
class Renewable:
    """One channel whose credential ends: where it is stored, and how the platform is asked for the next one."""

    channel: str
    vault: Vault
    renew: Callable[[Mapping[str, str]], Renewed]


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of one channel's credential.

    `word` is Lasts, Renewed, Busy or Failed, with the `reason`; `left` is how long it is still good, where that is
    known. `person` says that somebody must see to it.
    """

    channel: str
    word: str
    reason: str = ""
    left: timedelta | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class Refresh:
    """Renew what ends soon, one channel after the other; what fails with one does not stop the next."""

    renewables: Sequence[Renewable]
    leases: Leases
    clock: Clock

    def __call__(self) -> Sequence[Renewal]:
        """Look at each credential once."""
        return [self._seen_to(each) for each in self.renewables]

    def _seen_to(self, one: Renewable) -> Renewal:
        now = self.clock()
        try:
            kept = one.vault.read()
        except LoudhailerError as error:
            return Renewal(one.channel, "Failed", str(error), person=True)
        ends = kept.ends
        if ends is not None and ends - now > RENEW_BEFORE:
            return Renewal(one.channel, "Lasts", left=ends - now)
        try:
            self.leases.take(one.channel, now, now + LEASE)
            ends = self._renewed(one, now)
        except ClaimLost as other:
            return _told(one, "Busy", str(other), ends, now)
        except LoudhailerError as error:
            return _told(one, "Failed", f"{type(error).__name__}: {error}", ends, now)
        return _told(one, "Renewed", "", ends, now)

    def _renewed(self, one: Renewable, now: datetime) -> datetime:
        """Renew what is stored now that nobody else does, and return when the new one ends."""
        kept = one.vault.read()
        if kept.ends is not None and kept.ends - now > RENEW_BEFORE:
            return kept.ends  # whoever held the lease before us has done it
        fresh = one.renew(kept.fields)
        one.vault.write(kept.with_(fresh, now), over=kept.version)
        return now + fresh.lasts


def _told(one: Renewable, word: str, reason: str, ends: datetime | None, now: datetime) -> Renewal:
    """Warn where it ends soon, and where nobody could learn when."""
    if ends is None:
        return Renewal(one.channel, word, reason, person=word != "Busy")
    return Renewal(one.channel, word, reason, ends - now, person=ends - now < WARN_BEFORE)
