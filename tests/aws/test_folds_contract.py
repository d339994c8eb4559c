"""What a digest stands for, in the table and in its double in memory: whatever passes on one is true on the other."""

import pytest

from loudhailer.aws.folds import FoldTable
from loudhailer.aws.state import StateTable
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Delivery, State, Thread
from loudhailer.domain.errors import ClaimLost
from tests.aws.test_state_contract import a_commit, table  # noqa: F401  # a fixture
from tests.builders import CONTROL, an_alert
from tests.fakes import MemoryState


class _Both:
    """One store with everything that these tests ask of it."""

    def __init__(self, state: StateTable | MemoryState) -> None:
        self.state = state
        self.folds = FoldTable(state.client, state.name) if isinstance(state, StateTable) else state
        state.commit(a_commit(1, version=0))

    def waiting(self) -> tuple[Delivery, Thread]:
        (delivery,) = self.state.deliveries(an_alert().identifier)
        return delivery, self.folds.threads_of([delivery])[delivery.alert_id]

    def folded(self) -> tuple[Delivery, Thread]:
        delivery, thread = self.waiting()
        known = thread.released(delivery.alert_id, doubtful=True).passed(delivery.revision)
        return delivery.settled(State.SUPERSEDED, "folded"), known

    def thread(self) -> Thread:
        ids = Announcement(alert_id=an_alert().identifier, source=CONTROL, incident_id="CTL-1")
        return self.state.dossier(ids, "bluesky").thread


@pytest.fixture(params=["memory", "table"])
def at(request: pytest.FixtureRequest) -> _Both:
    return _Both(MemoryState() if request.param == "memory" else request.getfixturevalue("table"))


def test_a_thread_that_is_not_there_yet_is_a_new_one(at: _Both) -> None:
    assert at.waiting()[1] == Thread(source=CONTROL, incident_id="CTL-1", channel="bluesky")
    assert at.folds.threads_of([]) == {}


def test_a_thread_is_read_as_it_stands(at: _Both) -> None:
    at.folds.fold([at.folded()])
    delivery, thread = at.waiting()
    assert (delivery.state, delivery.version, thread.version) == (State.SUPERSEDED, 2, 1)
    assert (thread.doubts, thread.head) == (("AAAAAAA-1",), 1)
    assert at.thread() == thread


def test_a_digest_and_what_it_stands_for_are_written_together(at: _Both) -> None:
    at.folds.fold([at.folded()], a_commit(2, version=1))
    assert at.state.find("AAAAAAA-2") is not None
    assert at.waiting()[0].state is State.SUPERSEDED
    assert at.state.head(CONTROL, "CTL-1").version == 2


@pytest.mark.parametrize("moved", ["delivery", "thread", "head"])
def test_where_anything_has_moved_nothing_is_written(at: _Both, moved: str) -> None:
    stale, commit = at.folded(), a_commit(2, version=1)
    delivery, thread = at.waiting()
    if moved == "delivery":
        at.state.save(delivery.model_copy(update={"state": State.CLAIMED}))
    elif moved == "thread":
        at.state.save(delivery, thread)
        (delivery,) = at.state.deliveries(an_alert().identifier)
        stale = (delivery.settled(State.SUPERSEDED, "folded"), stale[1])
    else:
        commit = a_commit(2, version=7)
    before = at.waiting()
    with pytest.raises(ClaimLost):
        at.folds.fold([stale], commit)
    assert at.waiting() == before
    assert at.state.find("AAAAAAA-2") is None


def test_more_threads_than_one_call_gives_are_all_read(at: _Both) -> None:
    delivery, _ = at.waiting()
    many = [delivery.model_copy(update={"alert_id": f"A{n:06d}-1", "incident_id": f"C-{n}"}) for n in range(120)]
    threads = at.folds.threads_of(many)
    assert [threads[each.alert_id].incident_id for each in many] == [each.incident_id for each in many]
