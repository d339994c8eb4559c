"""Whatever call of the poller fails, before or after it did its work: what is told in the end is the same."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from loudhailer.domain.errors import FeedUnavailable, LoudhailerError, StateUnavailable
from loudhailer.feed_rules import FeedRules, Silence
from tests.pipeline.feed import ADDRESS, NAME, Desk, document

GONE = FeedUnavailable("feeds.example: it did not answer in time")
LINKED = "https://feeds.example/L"
LINKS = [(LINKED, "1")]
HISTORY: list[bytes | LoudhailerError] = [
    document("A", "B", refused=["situation.1<S1"]),
    document("A/2/A2", "B", "C", links=LINKS),
    b"<html>",
    document("A/2/A3", "C"),
    GONE,
    GONE,
    document("C", "D"),
    document("C/1/A1/closed", "D"),
    document("B", "D"),
    document("B", "D"),
]
"""Something new, something refused, a silence, a change under an old number, an end, what is left out, what returns."""


@dataclass
class Failing:
    """A port of which one call fails: the `at`th of all ports' calls, before it has done its work or `after`."""

    port: Any
    count: list[int]
    at: int
    after: bool
    calls: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.count[0] += 1
            if self.count[0] != self.at:
                return getattr(self.port, name)(*args, **kwargs)
            self.calls.append(name)
            if self.after:
                getattr(self.port, name)(*args, **kwargs)
            raise StateUnavailable(f"{name} does not answer")

        return call


def played(at: int = 0, *, after: bool = False) -> tuple[dict[str, str], set[str], int, list[str]]:
    """Play the history with one call failing; return what was told last of each incident, the ledger, and the calls."""
    desk, count = Desk(rules=FeedRules(silence=Silence(unread_minutes=5))), [0]
    ports = {"memory": desk.memory, "queue": desk.queue, "outcomes": desk.state, "documents": desk.documents}
    failing: dict[str, Any] = {name: Failing(port, count, at, after) for name, port in ports.items()}
    desk.server.answers[LINKED] = document("L")
    poll = replace(desk.poll, **failing)
    for body in HISTORY:
        desk.server.answers[ADDRESS] = body
        desk.clock.pass_(180)
        before = count[0]
        with suppress(StateUnavailable):
            poll(NAME)
        if before < at <= count[0]:
            poll(NAME)  # its queue brings the order back, and the feed still says the same
    calls = count[0]
    poll(NAME)
    once = {each: json.loads(each) for each in desk.queue.bodies}
    told = {body["id"]: body["detail"] for body in once.values()}
    newest: dict[str, str] = {}
    for event_id in told:
        newest[event_id.split(":")[1]] = event_id
    kinds = {f"{each.detail_type} {each.reason} {each.person}" for each in desk.state.ends.values()}
    return newest, kinds, calls, [call for each in failing.values() for call in each.calls]


def test_no_call_that_fails_changes_what_is_told_in_the_end() -> None:
    newest, ledger, calls, _ = played()
    assert set(newest) == {"A", "B", "C", "D", "L"}
    failed = set()
    for at in range(1, calls + 1):
        for after in (False, True):
            found, lines, _, call = played(at, after=after)
            assert (set(found), lines) == (set(newest), ledger), f"call {at}, {call}"
            assert {name: each.split(":")[-1] for name, each in found.items()} == {
                name: each.split(":")[-1] for name, each in newest.items()
            }, f"call {at}, {call}"
            failed |= set(call)
    assert failed == {"feed", "known", "remember", "settle", "put", "record", "keep"}


def test_an_outbox_that_cannot_be_read_tells_nothing_and_loses_nothing() -> None:
    desk = Desk()
    desk.sees(document())
    desk.queue.broken = 0
    with pytest.raises(StateUnavailable):
        desk.sees(document("A"))
    desk.queue.broken = None
    with pytest.raises(StateUnavailable):
        replace(desk.poll, memory=Failing(desk.memory, [0], 2, after=False))(NAME)
    assert desk.ids() == []
    assert desk.polled() == ["A/1"]
