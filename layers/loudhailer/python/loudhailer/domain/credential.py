"""A credential that comes to an end by itself, and the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

EXPIRES_AT = "expires_at"
"""The field beside the credential's own that says when it ends, in ISO 8601 with a zone."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """The fields of a credential that are new, and how long they last from now."""

    fields: Mapping[str, str] = field(repr=False)
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored credential with all its fields, and the version of what is stored."""

    fields: Mapping[str, str] = field(repr=False)
    version: int

    @property
    def ends(self) -> datetime | None:
        """Return when it ends; None where nobody has said so in a form that can be read."""
        try:
            moment = datetime.fromisoformat(self.fields.get(EXPIRES_AT, ""))
        except ValueError:
            return None
        return moment if moment.tzinfo else None

    def with_(self, fresh: Renewed, now: datetime) -> Mapping[str, str]:
        """Return all the fields as they are to be stored next."""
        return {**self.fields, **fresh.fields, EXPIRES_AT: (now + fresh.lasts).isoformat(timespec="seconds")}
