"""The audit: acts become lines of their chains, each line bound to the one before."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from pydantic import ValidationError

from loudhailer.aws.chains import AuditChains
from loudhailer.aws.words import WordsTable
from loudhailer.domain.act import Act
from loudhailer.domain.audit import FIRST, Body, Head, Line, body_of, line_of
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.ports import Clock, utc_now
from loudhailer.version import code

PATIENCE = 5.0
"""Seconds in which a line is tried for; a Lambda of the desk has 29, and may write more than one."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.8
_CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much an act may seem younger than its own line: two machines wrote them."""


def _jitter(seconds: float) -> float:
    return random.uniform(0, seconds)  # noqa: S311  # spreads writers of one chain; guards nothing


@dataclass(frozen=True, slots=True)
class AuditTable:
    """Lines are added by a conditional put of the next number; two writers at once cannot take the same one.

    Who loses a number pauses for a random moment, reads what was added since, and takes the next one, for as long as
    `PATIENCE`. The words of an act lie apart, behind `words`.
    """

    chains: AuditChains
    words: WordsTable
    clock: Clock = utc_now
    pause: Callable[[float], None] = time.sleep
    jitter: Callable[[float], float] = _jitter
    monotonic: Callable[[], float] = time.monotonic

    def append(self, act: Act) -> int:
        """Add the act to its chain and return its number, from 1."""
        return self._add(act, self.chains.head(act.chain))

    def append_once(self, act: Act) -> int:
        """Add the act unless it is there already, perhaps because an answer was lost; return its number.

        Its line cannot be older than itself, so the chain is read back to then. What is added meanwhile takes the
        number that this one would have, and is read before the next is tried: so no repeat slips in between.
        """
        head: Head | None = None
        for line in self.chains.newest_first(act.chain):
            head = head or Head(number=line.number, digest=line.digest)
            if _is_of(line, act):
                return line.number
            if line.at < (act.at - _CLOCKS_DIFFER).timestamp():
                break
        return self._add(act, head or Head(number=0, digest=FIRST))

    def _add(self, act: Act, head: Head) -> int:
        """Add the line after `head`."""
        until = self.monotonic() + PATIENCE
        words = self.words.keep(act.reason, self.clock()) if act.reason else ""
        tries = 0
        while True:
            written = self.clock()
            body = body_of(act, words=words, code=code(), written=written)
            line = line_of(act.chain, head.number + 1, head.digest, body, written)
            try:
                self.chains.add(line)
            except ClaimLost:
                tries += 1
            else:
                return line.number
            self.pause(self.jitter(min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**tries)))
            for each in self.chains.lines(act.chain, after=head.number):
                # The answer to our own put may have been lost, and the put repeated below us: then the line is there.
                if _is_of(each, act):
                    return each.number
                head = Head(number=each.number, digest=each.digest)
            if self.monotonic() >= until:
                # To whoever asked it is the audit that does not answer; what they did was overtaken by nobody.
                raise StateUnavailable(f"append: overtaken {tries} times in {PATIENCE:.0f} s")


def _is_of(line: Line, act: Act) -> bool:
    """Tell whether a line is this act's; one that somebody spoiled is nobody's."""
    try:
        return Body.model_validate_json(line.body).id == act.key
    except ValidationError:
        return False
