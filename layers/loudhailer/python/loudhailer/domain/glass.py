"""Broken glass: for a while one person's life_safety goes past approval."""

from datetime import datetime

from pydantic import AwareDatetime

from loudhailer.domain.caller import Role
from loudhailer.domain.record import Record


class Glass(Record):
    """Who broke it, in which roles and why, until when it stays broken, and when they closed it before that.

    There is one a person: `version` counts the writes of it, however often they break it.
    """

    id: str
    username: str
    roles: tuple[Role, ...]
    reason: str
    opened_at: AwareDatetime
    until: AwareDatetime
    closed_at: AwareDatetime | None = None
    version: int = 0

    def stands(self, now: datetime) -> bool:
        """Tell whether it is broken at this moment."""
        return self.closed_at is None and self.opened_at <= now < self.until
