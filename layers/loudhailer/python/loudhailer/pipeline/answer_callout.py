"""Somebody says that they have it: by the link that woke them, or signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loudhailer.callouts import holder_of
from loudhailer.domain.act import Act
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.callout import Callout
from loudhailer.domain.errors import ClaimLost, NotFound, StateUnavailable, Transient
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Audit, Clock

CHAIN = "command"
_TRIES = 5
_NOWHERE = "this link leads nowhere: it is old, or not whole"


class OpenCallouts(Protocol):
    """The call-outs as people look at them and answer them."""

    def find(self, key: str) -> Callout | None:
        """Return a call-out, None where there is none."""
        ...

    def save(self, callout: Callout) -> Callout:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        ...

    def unanswered(self) -> Sequence[Callout]:
        """Return every open call-out, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """The call-out as it stands then. `person` says that the audit could not be written, so somebody must look."""

    callout: Callout
    person: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCallout:
    """Look at a call-out and acknowledge it. Whoever is first has it; nobody is called about it any more."""

    guard: Guard
    store: OpenCallouts
    audit: Audit
    clock: Clock

    def look(self, key: str, token: str) -> Callout:
        """Return what a link is about and change nothing: previews and scanners follow links, too.

        Raise `NotFound`, the same for a call-out that there is not and for a token that is not its own.
        """
        return self._held(key, token)[0]

    def acknowledge(self, key: str, token: str) -> Answered:
        """Acknowledge in the name of whose link it is; raise `NotFound` as `look` does."""
        _, username = self._held(key, token)
        return self._acknowledged(key, username, "acknowledged by the link")

    def unanswered(self, caller: Caller) -> Sequence[Callout]:
        """Return every open call-out, oldest first."""
        self.guard(Deed.READ, caller, "call-outs")
        return self.store.unanswered()

    def acknowledge_as(self, caller: Caller, key: str) -> Answered:
        """Acknowledge as somebody who has signed in; raise `NotFound`."""
        self.guard(Deed.READ, caller, f"call-out {key}")
        return self._acknowledged(key, caller.username, "acknowledged at the desk")

    def _held(self, key: str, token: str) -> tuple[Callout, str]:
        callout = self.store.find(key)
        username = holder_of(callout, token) if callout else ""
        if callout is None or not username:
            raise NotFound(_NOWHERE)
        return callout, username

    def _acknowledged(self, key: str, username: str, result: str) -> Answered:
        for _ in range(_TRIES):
            callout = self.store.find(key)
            if callout is None:
                raise NotFound("there is no such call-out")
            if not callout.is_open:
                return Answered(callout)
            now = self.clock()
            mine = callout.model_copy(update={"acknowledged_by": username, "acknowledged_at": now})
            try:
                callout = self.store.save(mine)
            except ClaimLost:
                continue  # a call was being made: what has happened since is read first
            act = Act(
                chain=CHAIN,
                at=now,
                by=username,
                deed="acknowledge call-out",
                subject=callout.id,
                reason=callout.reason,
                result=result,
            )
            try:
                self.audit.append(act)
            except Transient:
                # They have it: an error would only send them, and others, round once more.
                return Answered(callout, person=True)
            return Answered(callout)
        raise StateUnavailable(f"acknowledge: overtaken {_TRIES} times")
