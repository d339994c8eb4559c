"""The first step of every deed at the desk: may they? A refusal is written down."""

from dataclasses import dataclass, replace
from typing import NoReturn, Protocol

from loudhailer.authority import acting_roles, refusal_of
from loudhailer.domain.act import Act
from loudhailer.domain.caller import Caller, Deed, Leave
from loudhailer.domain.errors import NotAllowed, Transient
from loudhailer.domain.watch import Watch
from loudhailer.plan import Plan
from loudhailer.ports import Audit, Clock

CHAIN = "desk"
"""The audit chain of what was refused."""


class Watches(Protocol):
    """Who has the watch."""

    def watch(self) -> Watch:
        """Return the watch, read consistently; version 0 where nobody has ever taken it."""
        ...


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through whom the plan lets through.

    A token is as old as its sign-in; what was lent since, or ran out since, is read from the watch each time. Where
    that cannot be read, the token's own roles count and nobody gains any.
    """

    plan: Plan
    audit: Audit
    clock: Clock
    watches: Watches

    def __call__(self, deed: Deed, caller: Caller, subject: str) -> Leave:
        """Return the caller with what is lent to them, and their roles; raise `NotAllowed` once that is in the audit.

        Where it cannot be written, that is a `Transient`: nobody gets in that way either.
        """
        known, doubt = self._known(caller)
        roles = acting_roles(self.plan, deed, known)
        if not roles:
            self.refuse(deed, caller, subject, refusal_of(self.plan, deed, known) + doubt)
        return Leave(known, roles)

    def refuse(self, deed: Deed, caller: Caller, subject: str, why: str) -> NoReturn:
        """Write a refusal down and raise it."""
        self.audit.append(
            Act(
                chain=CHAIN,
                at=self.clock(),
                by=caller.username,
                deed=f"refused: {deed}",
                subject=subject,
                reason=why,
                result="refused",
            )
        )
        raise NotAllowed(why)

    def _known(self, caller: Caller) -> tuple[Caller, str]:
        """Return the caller with the roles that are lent to them now, and what a refusal must add."""
        try:
            lent = self.watches.watch().lent(caller.username, self.clock())
        except Transient:
            return replace(caller, lent={}), "; the watch cannot be read, so no lent role counts"
        return replace(caller, lent={role: by for role, by in lent.items() if role not in caller.roles}), ""
