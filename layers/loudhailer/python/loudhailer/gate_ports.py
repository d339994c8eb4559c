"""The seams around the gate items: read, changed by command, and the permits that senders take from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from loudhailer.domain.crisis import Declared, GateState, Permit, Quiet
from loudhailer.domain.spending import Charge, Mark


class Gates(Protocol):
    """The gate items."""

    def gates(self, channels: Iterable[str]) -> Mapping[str, GateState | None]:
        """Return each channel's gate, read consistently: never taken live is Exercise, nonsense is None."""
        ...


class GateKeeper(Gates, Protocol):
    """The acts on gate items. Each raises the version and returns the item as it was and as it is."""

    def declare(self, channel: str, declared: Declared, *, seen: int | None = None) -> tuple[GateState, GateState]:
        """Set a level for its scope; level normal ends it.

        Without `seen` there is no condition, so that declaring never loses a race; the permits of the item as it was
        are exactly the posts that were leaving already. With `seen`, raise `GateMoved` where the version is another:
        the clock must never overrule a person.
        """
        ...

    def switch(self, channel: str, *, live: bool | None = None, stopped: bool | None = None) -> GateState:
        """Take a channel live or into Exercise, stop or start it, without any condition; return the item as it is."""
        ...

    def hush(self, channel: str, quiet: tuple[Quiet, ...]) -> GateState:
        """Set the quiet hours, without any condition; return the item as it is."""
        ...


class Permits(Protocol):
    """Leave to send, taken from one channel's gate item. It does not raise the version."""

    def take(
        self,
        channel: str,
        key: str,
        permit: Permit,
        *,
        seen: int,
        charges: Sequence[Charge] = (),
        ended: Sequence[str] = (),
    ) -> None:
        """Take a permit and count what the post spends, all or nothing, and take buckets away that have `ended`.

        Raise `GateMoved` where command changed the gate since version `seen` was read, or somebody else has spent what
        a charge needs.
        """
        ...

    def give_back(self, channel: str, key: str, mark: Mark | None = None) -> None:
        """Give it back, and note what the call said of the platform; a permit that is not there is no error."""
        ...
