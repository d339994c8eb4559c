"""Slots in sentences: parsed once, filled often. A fact that itself holds braces is words, never a slot."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from loudhailer.phrases import SLOT

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SECOND_STOP = re.compile(r"((?<!\.)\.|…)\.$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a sentence: words and slots in turn, beginning with words."""

    turns: tuple[str, ...]
    optional: bool

    @property
    def slots(self) -> tuple[str, ...]:
        return self.turns[1::2]

    def placed(self, slots: Mapping[str, str]) -> Iterator[str]:
        for place, turn in enumerate(self.turns):
            yield slots[turn] if place % 2 else turn


@cache
def _pieces(say: str) -> tuple[_Piece, ...]:
    """Return a sentence's pieces: what always stands, and what is left out where a slot of it is empty."""
    return tuple(
        _Piece(tuple(SLOT.split(part)), optional=bool(place % 2))
        for place, part in enumerate(_OPTIONAL.split(say))
        if part
    )


def fill(say: str, slots: Mapping[str, str]) -> str | None:
    """Fill one sentence; None when a slot outside its optional parts is empty."""
    said: list[str] = []
    for piece in _pieces(say):
        if all(map(slots.get, piece.slots)):
            said.extend(piece.placed(slots))
        elif not piece.optional:
            return None
    # A fact may bring the full stop of the sentence that it ends.
    words = _SECOND_STOP.sub(r"\1", "".join(said))
    # A publisher's name may begin with "the".
    return words[:1].upper() + words[1:]


def used(say: str, slots: Mapping[str, str]) -> Iterator[str]:
    """Yield the slots that filling a sentence puts in."""
    for piece in _pieces(say):
        if all(map(slots.get, piece.slots)):
            yield from piece.slots


def needed(say: str) -> Iterator[str]:
    """Yield the slots without which a sentence is not said."""
    for piece in _pieces(say):
        if not piece.optional:
            yield from piece.slots


def placed(text: str, slots: Mapping[str, str]) -> str:
    """Put all slots in, in one pass."""
    return SLOT.sub(lambda slot: slots[slot[1]], text)
