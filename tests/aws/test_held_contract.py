"""What waits for a person, in the table and in its double in memory: whatever passes on one is true on the other."""

from datetime import timedelta

import pytest

from loudhailer.aws.held import HeldTable
from loudhailer.aws.state import StateTable
from loudhailer.aws.ticks import TickTable
from loudhailer.domain.approval import Approval
from loudhailer.domain.crisis import Tick
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import ClaimLost
from tests.aws.test_state_contract import a_commit, table  # noqa: F401  # a fixture
from tests.builders import CONTROL, NOW, an_alert
from tests.fakes import MemoryState


class _Both:
    """One store with everything that these tests ask of it."""

    def __init__(self, state: StateTable | MemoryState) -> None:
        self.state = state
        self.held = HeldTable(state.client, state.name) if isinstance(state, StateTable) else state
        self.ticks = TickTable(state.client, state.name) if isinstance(state, StateTable) else state


@pytest.fixture(params=["memory", "table"])
def at(request: pytest.FixtureRequest) -> _Both:
    return _Both(MemoryState() if request.param == "memory" else request.getfixturevalue("table"))


def held_twice(at: _Both) -> None:
    """Commit two revisions of one incident, both held."""
    for revision in (1, 2):
        at.state.commit(a_commit(revision, version=revision - 1))
        (delivery,) = at.state.deliveries(an_alert(revision=revision).identifier)
        held = {"state": State.HELD, "due": Due.HELD, "due_at": NOW + timedelta(hours=revision)}
        at.state.save(delivery.model_copy(update=held))


def an_approval() -> Approval:
    later = NOW + timedelta(hours=1)
    asked = {"digest": "d", "author": "", "roles": ("gold",), "reason": "a test", "asked_at": NOW}
    return Approval.model_validate(
        {"alert_id": "AAAAAAA-1", "reference": "AAAAAAA", "due_at": NOW, "expires_at": later} | asked
    )


def test_what_is_held_is_found_whenever_it_expires(at: _Both) -> None:
    held_twice(at)
    assert [each.revision for each in at.held.waiting((Due.HELD,), 10)] == [1, 2]
    assert [each.revision for each in at.held.waiting((Due.UNCLAIMED, Due.HELD), 1)] == [1]
    assert at.held.waiting((Due.PLANNED, Due.UNCLAIMED), 10) == []


def test_all_that_is_known_of_an_alert_is_read_at_once(at: _Both) -> None:
    held_twice(at)
    files = at.held.files(at.held.waiting((Due.HELD,), 10))
    assert sorted(files) == ["AAAAAAA-1", "AAAAAAA-2"]
    assert files["AAAAAAA-1"].alert == an_alert()
    assert (files["AAAAAAA-1"].head.revision, files["AAAAAAA-1"].approval) == (2, None)
    assert at.held.files([]) == {}


def test_what_is_let_go_is_written_with_its_head_or_not_at_all(at: _Both) -> None:
    held_twice(at)
    (one, _) = at.held.waiting((Due.HELD,), 10)
    head = at.state.head(CONTROL, "CTL-1")
    pending = one.model_copy(update={"state": State.PENDING, "due": Due.UNCLAIMED})
    with pytest.raises(ClaimLost):
        at.held.let_go([pending], head.model_copy(update={"version": 9}))
    assert len(at.held.waiting((Due.HELD,), 10)) == 2
    at.held.let_go([pending], head.model_copy(update={"held": True}))
    assert (at.state.head(CONTROL, "CTL-1").held, at.state.head(CONTROL, "CTL-1").version) == (True, 3)
    (stored,) = at.state.deliveries(one.alert_id)
    assert (stored.state, stored.version) == (State.PENDING, one.version + 1)
    with pytest.raises(ClaimLost):
        at.held.let_go([pending], None)


def test_an_approval_is_asked_with_the_posts_that_wait_for_it(at: _Both) -> None:
    held_twice(at)
    (one, _) = at.held.waiting((Due.HELD,), 10)
    at.held.ask(an_approval(), [one.model_copy(update={"reason": "asked"})])
    stored = at.state.approval(one.alert_id)
    assert stored
    assert stored.version == 1
    assert at.state.deliveries(one.alert_id)[0].reason == "asked"
    with pytest.raises(ClaimLost):
        at.held.ask(an_approval(), [])


def test_who_ticked_first_stays_and_another_declaration_has_ticks_of_its_own(at: _Both) -> None:
    tick = Tick(what="Paid adverts", by="comms", at=NOW)
    at.ticks.tick(NOW, tick)
    at.ticks.tick(NOW, tick.model_copy(update={"by": "silver"}))
    assert at.ticks.ticks(NOW) == [tick]
    assert at.ticks.ticks(NOW + timedelta(seconds=1)) == []
