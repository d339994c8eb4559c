"""The first step of every deed at the desk: may they? A refusal is written down."""

from dataclasses import dataclass
from typing import NoReturn

from loudhailer.authority import acting_roles, refusal_of
from loudhailer.domain.act import Act
from loudhailer.domain.caller import Caller, Deed, Role
from loudhailer.domain.errors import NotAllowed
from loudhailer.plan import Plan
from loudhailer.ports import Audit, Clock

CHAIN = "desk"
"""The audit chain of what was refused."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets through whom the plan lets through."""

    plan: Plan
    audit: Audit
    clock: Clock

    def __call__(self, deed: Deed, caller: Caller, subject: str) -> tuple[Role, ...]:
        """Return the roles in which the caller acts; raise `NotAllowed` once the refusal is in the audit.

        Where it cannot be written, that is a `Transient`: nobody gets in that way either.
        """
        roles = acting_roles(self.plan, deed, caller)
        if not roles:
            self.refuse(deed, caller, subject, refusal_of(self.plan, deed, caller))
        return roles

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
