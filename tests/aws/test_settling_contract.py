"""What people say of deliveries, in the table and in its double in memory: all of it is written, or none."""

import pytest

from loudhailer.aws.settling import SettlementTable
from loudhailer.aws.state import StateTable
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import ClaimLost
from loudhailer.pipeline.deliveries import Settlements
from loudhailer.ports import Dossier
from tests.aws.test_state_contract import a_commit, table  # noqa: F401  # a fixture
from tests.builders import CONTROL, an_alert
from tests.fakes import MemoryState

Store = MemoryState | StateTable


@pytest.fixture(params=["memory", "table"])
def at(request: pytest.FixtureRequest) -> Store:
    return MemoryState() if request.param == "memory" else request.getfixturevalue("table")


def settlements(at: Store) -> Settlements:
    return SettlementTable(at.client, at.name) if isinstance(at, StateTable) else at


def dossier(at: Store) -> Dossier:
    ids = Announcement(alert_id=an_alert().identifier, source=CONTROL, incident_id="CTL-1")
    return at.dossier(ids, "bluesky")


@pytest.fixture
def seen(at: Store) -> Dossier:
    at.commit(a_commit())
    return dossier(at)


def test_a_delivery_its_thread_and_its_head_are_written_together(at: Store, seen: Dossier) -> None:
    out = seen.delivery.settled(State.SENT, "silver has seen it")
    thread = seen.thread.released("AAAAAAA-1", doubtful=True)
    settlements(at).settle(out, thread, seen.head.model_copy(update={"aired": True}))
    now = dossier(at)
    assert (now.delivery.state, now.thread.doubts, now.head.aired) == (State.SENT, ("AAAAAAA-1",), True)
    assert (now.delivery.version, now.thread.version, now.head.version) == (
        seen.delivery.version + 1,
        seen.thread.version + 1,
        seen.head.version + 1,
    )


def test_a_delivery_alone_leaves_the_others_as_they_are(at: Store, seen: Dossier) -> None:
    settlements(at).settle(seen.delivery.settled(State.RETRACTED, "off"), None, None)
    now = dossier(at)
    assert (now.delivery.state, now.thread, now.head) == (State.RETRACTED, seen.thread, seen.head)


@pytest.mark.parametrize("moved", ["delivery", "thread", "head"])
def test_nothing_is_written_where_any_of_it_has_moved(at: Store, seen: Dossier, moved: str) -> None:
    stale = {"version": 7}
    delivery = seen.delivery.model_copy(update=stale if moved == "delivery" else {})
    thread = seen.thread.model_copy(update=stale if moved == "thread" else {})
    head = seen.head.model_copy(update=stale if moved == "head" else {})
    with pytest.raises(ClaimLost):
        settlements(at).settle(delivery, thread, head)
    assert dossier(at) == seen
