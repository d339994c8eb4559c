"""Who speaks at the desk, and for whom somebody types."""

from dataclasses import dataclass

from loudhailer.authority import must_name_officer
from loudhailer.domain.caller import Behalf, Leave, Role
from loudhailer.domain.errors import FeedError


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who decided, who typed it for them and how they asked; and in which roles."""

    by: str
    typed_by: str
    means: str
    capacity: str
    roles: tuple[Role, ...]

    def signed(self, reason: str) -> str:
        """Return the reason that they give, for the audit, and in which roles they act."""
        return f"{reason} ({self.capacity})" if reason else self.capacity


def speaker_of(leave: Leave, behalf: Behalf) -> Speaker:
    """Say who decides; raise `FeedError` where the control room types and does not say for whom."""
    if must_name_officer(leave.roles):
        if not behalf.requested_by:
            raise FeedError("requested_by", "control types for a named officer; say for whom")
        if not behalf.means:
            raise FeedError("means", "say how the officer asked")
    if behalf.requested_by:
        return Speaker(behalf.requested_by, leave.caller.username, behalf.means, leave.capacity, leave.roles)
    return Speaker(leave.caller.username, "", "", leave.capacity, leave.roles)
