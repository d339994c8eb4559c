"""VERIFY: is the record as it was written? Pure: lines, words and anchors in, findings out.

Each line is digested over the line before, so that nothing in the middle of a chain can change alone. What holds a
whole chain that was written anew, or one whose tail was cut, are the anchors, which lie where nobody can change them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from loudhailer.domain.audit import FIRST, Anchor, Body, Line, StoredAnchor, Words, digest_of, epoch_of, hour_of

ANCHORS = "anchors"
"""The name under which the anchors' own findings stand."""


class What(StrEnum):
    """What is wrong with a line or an anchor."""

    EDITED = "edited"  # it is not what was digested
    MISSING = "missing"  # its number is not there, and a later one is
    SURPLUS = "surplus"  # its number cannot be, or stands twice
    UNLINKED = "unlinked"  # it does not follow from the line before
    MISPLACED = "misplaced"  # it was written for another chain, or stands elsewhere in the index
    CUT = "cut"  # an anchor has it, the chain does not
    REWRITTEN = "rewritten"  # an anchor has another digest of it
    WORDS = "words"  # its words are not those that were written


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in which chain, at which number, what, and why we say so."""

    chain: str
    number: int
    what: What
    why: str


def findings_of(
    chains: Mapping[str, Sequence[Line]],
    anchors: Sequence[StoredAnchor] = (),
    words: Mapping[str, Words] | None = None,
) -> tuple[Finding, ...]:
    """Return all that is wrong with these chains, each with all of its lines, and with the anchors, oldest first.

    `words` are those that are still there, by the digest that stands for them; what is not there was erased, and that
    is no finding. What the first of these anchors says of the one before it is not looked at: it is not here.
    """
    found: list[Finding] = []
    for chain, lines in sorted(chains.items()):
        found += _lines(chain, lines, words or {})
    read = _read(anchors)
    found += _anchors(read)
    found += _heads(chains, read)
    return tuple(found)


def _lines(chain: str, lines: Sequence[Line], words: Mapping[str, Words]) -> Iterator[Finding]:
    expected, before = 1, FIRST
    for line in sorted(lines, key=lambda each: each.number):
        if line.number < expected:
            yield Finding(chain, line.number, What.SURPLUS, "no line has this number, or one has it already")
            continue
        if line.number > expected:
            last = f" to {line.number - 1}" if line.number - 1 > expected else ""
            why = f"number {expected}{last} is not there, and number {line.number} is"
            yield Finding(chain, expected, What.MISSING, why)
        if line.digest != digest_of(line.before, line.number, line.body):
            yield Finding(chain, line.number, What.EDITED, "its digest is not that of what it says")
        if line.number == expected and line.before != before:
            yield Finding(chain, line.number, What.UNLINKED, "it was not written after the line that stands before it")
        yield from _body(chain, line, words)
        expected, before = line.number + 1, line.digest


def _body(chain: str, line: Line, words: Mapping[str, Words]) -> Iterator[Finding]:
    try:
        body = Body.model_validate_json(line.body)
    except ValidationError:
        yield Finding(chain, line.number, What.EDITED, "what it says cannot be read")
        return
    if not chain == line.chain == body.chain:
        yield Finding(chain, line.number, What.MISPLACED, "it was written for another chain")
    if body.written is not None and (line.hour, line.at) != (hour_of(body.written), epoch_of(body.written)):
        yield Finding(chain, line.number, What.MISPLACED, "it does not stand in the index at the time of its writing")
    kept = words.get(body.words) if body.words else None
    if kept is not None and kept.digest != body.words:
        yield Finding(chain, line.number, What.WORDS, "its words are not those that were written")


def _read(anchors: Sequence[StoredAnchor]) -> tuple[tuple[StoredAnchor, Anchor | None], ...]:
    def read(stored: StoredAnchor) -> Anchor | None:
        try:
            return Anchor.model_validate_json(stored.body)
        except ValidationError:
            return None

    return tuple((stored, read(stored)) for stored in sorted(anchors, key=lambda each: each.key))


def _anchors(read: Sequence[tuple[StoredAnchor, Anchor | None]]) -> Iterator[Finding]:
    """Hold the anchors against each other.

    The clock may run twice at once, and then two anchors name the same one before: any earlier one will do.
    """
    earlier: set[str] = set()
    for number, (stored, anchor) in enumerate(read, 1):
        if stored.covered:
            yield Finding(ANCHORS, number, What.EDITED, f"{stored.key} was written over or marked as deleted")
        if anchor is None:
            yield Finding(ANCHORS, number, What.EDITED, f"{stored.key} cannot be read")
            continue
        if earlier and anchor.previous not in earlier:
            yield Finding(ANCHORS, number, What.MISSING, f"the anchor before {stored.key} is not there")
        if not earlier:
            earlier.add(anchor.previous)
        earlier.add(stored.digest)


def _heads(
    chains: Mapping[str, Sequence[Line]], read: Sequence[tuple[StoredAnchor, Anchor | None]]
) -> Iterator[Finding]:
    """Hold every anchored head of these chains against their lines; the first anchor that tells is enough."""
    digests = {chain: {line.number: line.digest for line in lines} for chain, lines in chains.items()}
    told: set[tuple[str, int]] = set()
    for stored, anchor in read:
        for chain, head in sorted((anchor.heads if anchor else {}).items()):
            if chain not in digests or (chain, head.number) in told:
                continue
            there = digests[chain].get(head.number)
            if there == head.digest:
                continue
            told.add((chain, head.number))
            if there is None:
                yield Finding(chain, head.number, What.CUT, f"{stored.key} has it")
            else:
                yield Finding(chain, head.number, What.REWRITTEN, f"{stored.key} has another digest of it")
