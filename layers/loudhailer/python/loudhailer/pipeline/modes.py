"""How far each source's words go, as people at the desk see and change it. May they? → judge → write → audit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loudhailer.config import Config
from loudhailer.domain.act import Act
from loudhailer.domain.caller import Caller, Deed, Leave
from loudhailer.domain.errors import Conflict, FeedError, NotFound, Transient
from loudhailer.domain.source import Mode, Shadow, SourceCounts, SourceState
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Audit, Clock
from loudhailer.rules import mode_of

CHAIN = "command"
"""The audit chain: who may speak by itself is command's business, as which channel is live."""
NOTHING_SEEN = "raised although nothing of it was seen in shadow"
NEWEST = 50
"""How much of what a source would have had said is shown: who raises it has seen all of that."""


class SourceBook(Protocol):
    """The modes that were set, what went of each source, and what those in shadow would have had said."""

    def state(self, name: str) -> SourceState:
        """Return what was set, read consistently; version 0 where nobody ever set anything."""
        ...

    def keep(self, state: SourceState) -> SourceState:
        """Write it over the version that was read; raise `ClaimLost` where it has moved."""
        ...

    def counts(self, name: str) -> SourceCounts:
        """Return what went of a source's new alerts by itself."""
        ...

    def recent(self, source: str, limit: int) -> Sequence[Shadow]:
        """Return at most so many of what a source would have had said, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Trusted:
    """One source: the mode that holds, what somebody set, what its policy says of it, and what went today."""

    state: SourceState
    mode: Mode
    starts: Mode
    licence: str
    mobilising: bool
    counts: SourceCounts


@dataclass(frozen=True, slots=True)
class Shown:
    """One source and what it would have had said, newest first; `seen` stands for just this, as it was shown."""

    source: Trusted
    shadows: tuple[Shadow, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of setting a mode; `repeated` says that it was so already. `warnings` are what went wrong after."""

    source: Trusted
    repeated: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Modes:
    """Show the sources, and let each of them speak further, or less far."""

    guard: Guard
    config: Config
    book: SourceBook
    audit: Audit
    clock: Clock

    def list(self, caller: Caller) -> tuple[Trusted, ...]:
        """Return every source that may speak at all."""
        self.guard(Deed.READ, caller, "the sources")
        return tuple(self._trusted(name) for name in self.config.sources.sources)

    def show(self, caller: Caller, name: str) -> Shown:
        """Return a source and what it would have had said; raise `NotFound` for one that may not speak."""
        self.guard(Deed.READ, caller, f"source {name}")
        self._exists(name)
        return self._shown(name)

    def set(
        self, caller: Caller, name: str, mode: Mode, reason: str, *, seen: str = "", nothing_seen: bool = False
    ) -> Changed:
        """Set a source's mode; to set what is set already changes nothing.

        Raised it is one step at a time, and as far as the desk or the public only by somebody who was shown what it
        would have had said: `seen` says so. As far as the public it had something said in shadow since it was last
        below propose, or `nothing_seen` says that somebody raises it without, which stands in the audit.

        Raise `Conflict` where that is not so, or has changed since.
        """
        known = name in self.config.sources.sources
        before = self._trusted(name) if known else None
        raises = before is None or mode.step > before.mode.step
        leave = self.guard(Deed.RAISE_SOURCE if raises else Deed.LOWER_SOURCE, caller, f"source {name} to {mode}")
        if before is None:
            raise NotFound(f"sources.yaml has no source {name}")
        if mode is before.mode and before.state.mode is mode:
            return Changed(before, repeated=True)
        if not reason.strip():
            raise FeedError("reason", "say why: it is kept with your name")
        if raises and self._may_rise(before, mode, seen, nothing_seen=nothing_seen):
            reason = f"{reason} ({NOTHING_SEEN})"
        now, begins = self.clock(), mode.step < Mode.PROPOSE.step <= before.mode.step
        changes = {"mode": mode, "since": now, "by": caller.username, "reason": reason}
        changes |= {"tried": now} if begins else {}
        stored = self.book.keep(before.state.model_copy(update=changes))
        warnings = self._audited(leave, before, stored)
        return Changed(self._as(stored, before.counts), repeated=False, warnings=warnings)

    def _may_rise(self, source: Trusted, mode: Mode, seen: str, *, nothing_seen: bool) -> bool:
        """Raise `Conflict` where it may not; return whether it goes to the public by itself and nobody has seen how."""
        name, tried = source.state.name, source.state.tried
        if mode.step > source.mode.step + 1:
            raise Conflict(f"{name} is at {source.mode}: raise it one step at a time")
        if mode is Mode.AUTO and not source.licence:
            raise Conflict(f"feeds.yaml states no licence for {name}, so it cannot be auto")
        if mode.step < Mode.PROPOSE.step:
            return False
        if not seen:
            raise Conflict(f"look first at what {name} would have had said, and send what `seen` says there")
        shown = self._shown(name)
        if seen != shown.seen:
            raise Conflict(f"{name}, or what it would have had said, has changed since you looked: look again")
        if mode is not Mode.AUTO or any(tried is None or each.sent >= tried for each in shown.shadows):
            return False
        if not nothing_seen:
            raise Conflict(
                f"{name} has had nothing said in shadow, so nobody knows what it would say by itself: lower it to "
                "shadow and look some days later, or say with `nothing_seen` that you raise it without"
            )
        return True

    def _shown(self, name: str) -> Shown:
        source, shadows = self._trusted(name), tuple(self.book.recent(name, NEWEST))
        # That there is nothing to see is a fact that can be seen too; what was seen in another mode is not this. The
        # words count, and what the gates would do with them: an identifier alone says nothing of either.
        listed = "\n".join((name, str(source.state.version), *(each.model_dump_json() for each in shadows)))
        return Shown(source, shadows, hashlib.sha256(listed.encode(errors="replace")).hexdigest()[:16])

    def _exists(self, name: str) -> None:
        if name not in self.config.sources.sources:
            raise NotFound(f"sources.yaml has no source {name}")

    def _trusted(self, name: str) -> Trusted:
        return self._as(self.book.state(name), self.book.counts(name))

    def _as(self, state: SourceState, counts: SourceCounts) -> Trusted:
        rules = self.config.rules_of(state.name)
        return Trusted(
            state=state,
            mode=mode_of(state, rules),
            starts=rules.mode,
            licence=rules.licence,
            mobilising=rules.mobilising,
            counts=counts,
        )

    def _audited(self, leave: Leave, before: Trusted, stored: SourceState) -> tuple[str, ...]:
        act = Act(
            chain=CHAIN,
            at=stored.since or self.clock(),
            by=stored.by,
            deed=f"set mode {stored.mode}",
            subject=stored.name,
            reason=leave.signed(stored.reason),
            result=f"it was {before.mode}",
        )
        try:
            self.audit.append(act)
        except Transient:
            return ("the audit could not be written: note who did this, and when",)
        return ()
