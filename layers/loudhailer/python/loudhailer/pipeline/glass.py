"""Break-glass: one person's life_safety goes past approval for a while, on the record and looked at afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from loudhailer.domain.act import Act
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.errors import FeedError, NotFound, Transient
from loudhailer.domain.glass import Glass
from loudhailer.domain.review import Review, ReviewKind
from loudhailer.pipeline._summon import Summon
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.review import COMMAND, Reviews
from loudhailer.ports import Audit, Clock

SHORTEST_REASON = 10


class Glasses(Protocol):
    """Who has broken the glass."""

    def glass(self, username: str) -> Glass | None:
        """Return the last glass that somebody broke, None where they never did."""
        ...


class GlassStore(Glasses, Protocol):
    """Broken glass as it is stored."""

    def save(self, glass: Glass) -> Glass:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        ...


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """Break the glass, and put it back early."""

    guard: Guard
    glasses: GlassStore
    reviews: Reviews
    summon: Summon
    audit: Audit
    clock: Clock
    new_key: Callable[[], str]

    def open(self, caller: Caller, reason: str) -> tuple[Glass, tuple[str, ...]]:
        """Break it for the plan's minutes; where theirs is broken already, it stays as it is.

        Raise `FeedError` for a reason that says nothing. With it goes what went wrong after it was broken.
        """
        leave = self.guard(Deed.BREAK_GLASS, caller, "break-glass")
        plan, now = self.guard.plan, self.clock()
        acting = tuple(role for role in leave.roles if role in plan.break_glass.roles)
        if not acting:
            needed = ", ".join(plan.break_glass.roles)
            self.guard.refuse(Deed.BREAK_GLASS, caller, "break-glass", f"break_glass is for {needed}")
        why = " ".join(reason.split())
        if len(why) < SHORTEST_REASON:
            raise FeedError("reason", f"say why in at least {SHORTEST_REASON} characters")
        known = self.glasses.glass(caller.username)
        if known is not None and known.stands(now):
            return known, ()
        glass = Glass(
            id=self.new_key(),
            username=caller.username,
            roles=acting,
            reason=why,
            opened_at=now,
            until=now + timedelta(minutes=plan.break_glass.minutes),
            version=known.version if known else 0,
        )
        # The review first: no glass ever stands that nobody will look at.
        self.reviews.open(
            Review(
                id=f"glass-{glass.id}",
                kind=ReviewKind.GLASS,
                about=f"{glass.username} broke the glass until {glass.until:%H:%M} UTC: {why}",
                by=glass.username,
                opened_at=now,
            )
        )
        broken = self.glasses.save(glass)
        warnings = self._audited(broken, leave.signed(why), f"broken until {broken.until.isoformat()}")
        try:
            about = f"{broken.username} broke the glass: life-safety goes past approval."
            self.summon.call(f"glass:{broken.id}", "", about, plan.may[Deed.REVIEW])
        except Transient:
            warnings = (*warnings, "nobody could be called: tell your commander yourself")
        return broken, warnings

    def close(self, caller: Caller) -> tuple[Glass, tuple[str, ...]]:
        """Put one's own glass back; raise `NotFound` where none is broken. Its review stays open."""
        self.guard(Deed.BREAK_GLASS, caller, "break-glass")
        known, now = self.glasses.glass(caller.username), self.clock()
        if known is None or not known.stands(now):
            raise NotFound("you have no broken glass")
        closed = self.glasses.save(known.model_copy(update={"closed_at": now}))
        return closed, self._audited(closed, "put back early", "closed")

    def _audited(self, glass: Glass, reason: str, result: str) -> tuple[str, ...]:
        act = Act(
            chain=COMMAND,
            at=self.clock(),
            by=glass.username,
            deed=Deed.BREAK_GLASS,
            subject=glass.id,
            reason=reason,
            result=result,
        )
        try:
            self.audit.append(act)
        except Transient:
            return ("the audit could not be written: note who did this, and when",)
        return ()
