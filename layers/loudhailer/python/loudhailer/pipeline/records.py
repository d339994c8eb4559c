"""The record, for those who answer for it: its lines, whether it is as it was written, the report, and legal holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from loudhailer.domain.act import Act
from loudhailer.domain.audit import Anchor, Body, Entry, Line, StoredAnchor, Words
from loudhailer.domain.caller import Caller, Deed
from loudhailer.domain.errors import NotFound
from loudhailer.pipeline._lookup import alert_of
from loudhailer.pipeline._record_ports import Copies, KeptWords, ReadChains, Vault
from loudhailer.pipeline.anchor import FIRST_LOOK, touched_since
from loudhailer.pipeline.guard import CHAIN as DESK
from loudhailer.pipeline.guard import Guard
from loudhailer.ports import Archive, Audit, Clock, Deliveries, Incidents
from loudhailer.report import Bundle, files
from loudhailer.report.bundle import COMMAND, Integrity, collect
from loudhailer.verify import Finding, findings_of

PAGE = 500
"""How many lines one answer holds."""
DAYS, MOST_DAYS = 31, 366
"""How many days of anchors a verification reads unless somebody asks for more, and how many an answer has time for."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification looked at and what it found.

    `unanchored` counts the lines that were written since the newest anchor of their chain: their tail can still be cut
    without a trace. `erased` counts acts whose reason is gone.
    """

    chains: int
    lines: int
    anchors: int
    last_anchor: datetime | None
    unanchored: int
    erased: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a legal hold concerns: the incident, where its report lies, and of how many acts the words are kept."""

    reference: str
    folder: str
    files: int
    words: int


@dataclass(frozen=True, slots=True)
class Records:
    """What people ask of the record. The anchors are read before the lines: what they hold is there by then."""

    guard: Guard
    chains: ReadChains
    words: KeptWords
    vault: Vault
    archive: Archive
    dealt: Deliveries
    incidents: Incidents
    copies: Copies
    audit: Audit
    clock: Clock
    code: str

    def lines(self, caller: Caller, name: str, after: int = 0) -> tuple[Entry, ...]:
        """Return a page of a chain's lines with their words; `name` is a chain, or an incident's reference.

        Raise `NotFound` where there is no such chain.
        """
        chain = chain_of(name)
        self.guard(Deed.AUDIT, caller, chain)
        found = self._entries(self.chains.lines(chain, after=after, limit=PAGE))
        if not found and not after:
            raise NotFound(f"the audit has no chain {chain}")
        return found

    def verify(self, caller: Caller, name: str = "", *, days: int = DAYS) -> Verification:
        """Verify one chain, or with no name all that were written to, against the anchors of the last days."""
        self.guard(Deed.AUDIT, caller, f"verification of {chain_of(name) if name else 'all chains'}")
        return self._verified([chain_of(name)] if name else None, days)

    def report(self, caller: Caller, reference: str) -> Bundle:
        """Return the after-action bundle of an incident; raise `NotFound` for an unknown one."""
        self.guard(Deed.AUDIT, caller, f"report of {reference}")
        return self._bundle(caller, reference)

    def hold(self, caller: Caller, reference: str, reason: str) -> Held:
        """Keep an incident's report where nobody can delete it, and the words of its acts for good.

        The act is written first, so that it is part of what is held. Given again, it holds what there is by then.
        """
        self.guard(Deed.LEGAL_HOLD, caller, reference)
        alert_of(self.archive, reference)
        folder = f"{reference}/{self.clock().astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self._note(caller, reference, "legal hold", reason, f"held under holds/{folder}")
        kept = self._digests(reference)
        self.words.hold(kept)
        written = files(self._bundle(caller, reference))
        self.vault.hold(folder, written)
        return Held(reference, folder, len(written), len(kept))

    def let_go(self, caller: Caller, reference: str, reason: str) -> Held:
        """End a hold: words are forgotten again when their days are over, counted from now, files when theirs are."""
        self.guard(Deed.LEGAL_HOLD, caller, reference)
        alert_of(self.archive, reference)
        released = self.vault.let_go(reference)
        if not released:
            raise NotFound(f"nothing is held of {reference}")
        self._note(caller, reference, "release legal hold", reason, f"{released} files released")
        kept = self._digests(reference)
        self.words.let_go(kept, self.clock())
        return Held(reference, reference, released, len(kept))

    def _note(self, caller: Caller, reference: str, deed: str, reason: str, result: str) -> None:
        act = Act(
            chain=chain_of(reference),
            at=self.clock(),
            by=caller.username,
            deed=deed,
            subject=reference,
            reason=reason,
            result=result,
            plan_digest=self.guard.plan.digest,
        )
        self.audit.append(act)

    def _digests(self, reference: str) -> list[str]:
        bodies = map(_body, self.chains.lines(chain_of(reference)))
        # What was erased must not come to life again as an item without words.
        return list(self.words.of(body.words for body in bodies if body is not None and body.words))

    def _bundle(self, caller: Caller, reference: str) -> Bundle:
        first = alert_of(self.archive, reference)
        ids = self.incidents.head(first.source, first.incident_id).alert_ids
        alerts = [alert for each in ids if (alert := self.archive.find(each)) is not None] or [first]
        deliveries = [each for alert in alerts for each in self.dealt.deliveries(alert.identifier)]
        named = [chain_of(reference), COMMAND]
        # No line about the incident is older than its first alert.
        verified = self._verified(named, days=min(MOST_DAYS, (self.clock() - alerts[0].sent).days + 1))
        entries = [entry for chain in named for entry in self._entries(self.chains.lines(chain))]
        return collect(
            alerts,
            deliveries,
            self.copies(deliveries),
            entries,
            Integrity(
                lines=verified.lines,
                findings=tuple(f"{each.chain} {each.number}: {each.what}: {each.why}" for each in verified.findings),
                last_anchor=verified.last_anchor,
                unanchored=verified.unanchored,
                erased=sum(entry.erased for entry in entries),
            ),
            made_at=self.clock(),
            made_by=caller.username,
            code=self.code,
        )

    def _verified(self, named: Sequence[str] | None, days: int) -> Verification:
        """Verify these chains, or all that the anchors and the index know of."""
        now = self.clock()
        since = now - timedelta(days=days)
        stored = self.vault.since(since)
        anchors = [anchor for each in stored if (anchor := _anchor(each)) is not None]
        names = frozenset(named) if named is not None else self._all(anchors, since, now)
        lines = {chain: self.chains.lines(chain) for chain in sorted(names)}
        bodies = [body for each in lines.values() for line in each if (body := _body(line)) is not None]
        words = self.words.of(body.words for body in bodies if body.words)
        heads = _heads(anchors)
        return Verification(
            chains=len(lines),
            lines=sum(map(len, lines.values())),
            anchors=len(stored),
            last_anchor=max((anchor.at for anchor in anchors), default=None),
            unanchored=sum(line.number > heads.get(chain, 0) for chain, each in lines.items() for line in each),
            erased=sum(bool(body.words) and body.words not in words for body in bodies),
            findings=findings_of(lines, stored, words),
        )

    def _all(self, anchors: Iterable[Anchor], since: datetime, now: datetime) -> frozenset[str]:
        """Return every chain that there is a trace of; those two are there from the first act on."""
        known = frozenset(chain for anchor in anchors for chain in anchor.heads)
        last = max((anchor.at for anchor in anchors), default=max(since, now - FIRST_LOOK))
        written = {chain for chain in (COMMAND, DESK) if self.chains.head(chain).number}
        return known | touched_since(self.chains, since=last, now=now) | written

    def _entries(self, lines: Sequence[Line]) -> tuple[Entry, ...]:
        read = [(line, body) for line in lines if (body := _body(line)) is not None]
        words = self.words.of(body.words for _, body in read if body.words)
        return tuple(_entry(line, body, words) for line, body in read)


def chain_of(name: str) -> str:
    """Return the chain that a person means by its name, or by an incident's reference."""
    return name if name in {COMMAND, DESK} else f"incident:{name.upper()}"


def _entry(line: Line, body: Body, words: Mapping[str, Words]) -> Entry:
    kept = words.get(body.words)
    text = kept.text if kept else body.reason
    return Entry(line.number, line.digest, body, text, erased=bool(body.words) and kept is None)


def _body(line: Line) -> Body | None:
    """Read what a line says, None where somebody spoiled it; the verification says so."""
    try:
        return Body.model_validate_json(line.body)
    except ValidationError:
        return None


def _anchor(stored: StoredAnchor) -> Anchor | None:
    try:
        return Anchor.model_validate_json(stored.body)
    except ValidationError:
        return None


def _heads(anchors: Iterable[Anchor]) -> dict[str, int]:
    found: dict[str, int] = {}
    for anchor in anchors:
        for chain, head in anchor.heads.items():
            found[chain] = max(found.get(chain, 0), head.number)
    return found
