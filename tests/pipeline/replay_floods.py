"""A made-up Environment Agency: an index in Atom of flood warnings in CAP, each word of them a document of its own."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loudhailer.domain.errors import LoudhailerError
from tests.feeds.caps import a_block, an_alert
from tests.pipeline.replay import GONE, HTML, Seen, Sentences, Step, at

SOURCE = "environment_agency"
ADDRESS = "https://feeds.example/index.atom"
SENTENCES: Sentences = {
    "Severe Flood Warning": (
        "Severe flood warning: {where}.",
        "Now a severe flood warning: {where}.",
        "The Environment Agency has removed its severe flood warning: {where}.",
    ),
    "Flood Warning": (
        "Flood warning from the Environment Agency: {where}.",
        "Now a flood warning from the Environment Agency: {where}.",
        "The Environment Agency has removed its flood warning: {where}.",
    ),
    "Flood Alert": (
        "Flood alert from the Environment Agency: {where}.",
        "Now a flood alert from the Environment Agency: {where}.",
        "The Environment Agency has removed its flood alert: {where}.",
    ),
}
KINDS = list(SENTENCES)


@dataclass
class _Warning:
    """One warning: all its words, of which the last stands in the index while it is listed."""

    words: list[Seen]
    listed: bool = True


@dataclass
class Floods:
    """The source. `read` are the documents that a poll has had, each named by its warning and number."""

    chance: random.Random
    warnings: dict[str, _Warning] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def steps(self, many: int) -> Iterator[Step]:
        """Yield so many polls; the last is a good one."""
        for left in reversed(range(many)):
            self._live()
            yield self._step(last=not left)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _live(self) -> None:
        if self._happens(0.25):
            first = Seen(self.chance.choice(KINDS), self._area(), small=self._happens(0.3))
            self.warnings[f"W{len(self.warnings)}"] = _Warning([first])
        for warning in self.warnings.values():
            newest = warning.words[-1]
            if newest.phase == "open" and self._happens(0.08):
                changes: dict[str, Any] = self.chance.choice(
                    [{}, {"where": self._area()}, {"kind": self.chance.choice(KINDS)}, {"small": not newest.small}]
                )
                warning.words.append(replace(newest, number=newest.number + 1, **changes))
            if newest.phase == "open" and self._happens(0.03):
                warning.words.append(replace(warning.words[-1], number=len(warning.words), phase="closed"))
            # It leaves the index and comes back, and neither says anything.
            warning.listed ^= self._happens(0.08)

    def _area(self) -> str:
        return f"River Alder at reach {self.chance.randrange(1000)}"

    def _step(self, *, last: bool) -> Step:
        index = [
            (name, seen)
            for name, warning in self.warnings.items()
            if warning.listed or last
            for seen in warning.words[-self.chance.choice([1, 1, 2, 9]) :]
        ]
        trouble = 1.0 if last else self.chance.random()
        if trouble < 0.25:
            whole = self._index(index)
            cut = whole[: self.chance.randrange(1, len(whole) - 1)]
            bodies: list[bytes | LoudhailerError] = [b"", b"\n", cut, HTML, b"{}", GONE]
            return Step({ADDRESS: self.chance.choice(bodies)}, {}, [], complete=False, failed=True)
        serves: dict[str, bytes | LoudhailerError] = {ADDRESS: self._index(index)}
        heard, failed = [], False
        for name, seen in index:
            mark = _name(name, seen.number)
            spoilt = trouble < 0.5 and self._happens(0.3)
            bodies = [b"", HTML, GONE] if spoilt else [_document(name, seen)]
            body = self.chance.choice(bodies)
            serves[f"https://feeds.example/{mark}.xml"] = body
            if mark not in self.read and not spoilt:
                heard.append((_name(name, 0), seen))  # its thread is known by its first word
                self.read.add(mark)
            failed |= body is GONE and mark not in self.read
        breaks = self.chance.randrange(3) if self._happens(0.1) and not last else None
        return Step(serves, {}, heard, complete=True, failed=failed, breaks=breaks)

    def _index(self, listed: Sequence[tuple[str, Seen]]) -> bytes:
        entries = [
            f"<entry><id>{mark}</id><updated>{at(seen.number).isoformat()}</updated>"
            f'<link href="/{mark}.xml" type="application/cap+xml"/></entry>'
            for name, seen in listed
            for mark in [_name(name, seen.number)] * self.chance.choice([1, 1, 1, 2])
        ]
        self.chance.shuffle(entries)
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Floods</title>{"".join(entries)}</feed>'.encode()


def _name(name: str, number: int) -> str:
    return f"{name}-{number}"


def _document(name: str, seen: Seen) -> bytes:
    before = [f"floods.example,{_name(name, each)},{at(each).isoformat()}" for each in range(seen.number)]
    msg_type = "Cancel" if seen.phase == "closed" else "Update" if before else "Alert"
    return an_alert(
        a_block(
            {"areaDesc": seen.where},
            event=seen.kind,
            severity="Minor" if seen.small else "Severe",
            expires=at(60 * 24 * 60).isoformat(),
        ),
        identifier=_name(name, seen.number),
        sent=at(seen.number).isoformat(),
        msgType=msg_type,
        references=" ".join(before) or ...,
    )
