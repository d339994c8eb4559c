"""Sources in memory and in the table: the same contract."""

from datetime import timedelta
from typing import Any

import pytest

from loudhailer.aws.sources import SourceTable
from loudhailer.aws.state import StateTable
from loudhailer.domain.drill import Would
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.source import Mode, Shadow, ShadowCommit, SourceState
from tests.aws.test_drills import client as _client
from tests.builders import CONTROL, NOW, an_alert
from tests.fakes import MemoryState
from tests.sources import MemorySources

Store = SourceTable | MemorySources
client = _client


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest, client: Any) -> Store:
    return SourceTable(client, "state") if request.param == "table" else MemorySources(MemoryState(), usual=None)


def a_shadow(number: int = 1, source: str = CONTROL) -> Shadow:
    values: dict[str, Any] = {
        "identifier": f"SHADOW-{source}-{number}",
        "source": source,
        "sent": NOW + timedelta(minutes=number),
        "would": (Would(channel="bluesky", action="send", reason="because"),),
    }
    return Shadow.model_validate(dict(an_alert()) | values)


def a_commit(store: Store, shadow: Shadow | None, event_id: str = "event-1", incident_id: str = "1") -> ShadowCommit:
    head = store.head(shadow.source if shadow else CONTROL, incident_id)
    outcome = Outcome(event_id=event_id, received_at=NOW, fate=Fate.REHEARSED, reason="", source=CONTROL)
    return ShadowCommit(head.model_copy(update={"revision": head.revision + 1}), outcome, shadow)


def test_a_mode_is_written_only_over_the_version_that_was_read(store: Store) -> None:
    assert store.state(CONTROL) == SourceState(name=CONTROL)
    stored = store.keep(SourceState(name=CONTROL, mode=Mode.AUTO, by="comms", since=NOW, reason="why"))
    assert (store.state(CONTROL), stored.version) == (stored, 1)
    with pytest.raises(ClaimLost):
        store.keep(SourceState(name=CONTROL, mode=Mode.LEARN))
    assert store.keep(stored.model_copy(update={"mode": Mode.LEARN})).version == 2
    assert store.state("another").version == 0


def test_what_went_is_written_only_over_the_version_that_was_read(store: Store) -> None:
    fresh = store.counts(CONTROL)
    store.count(fresh.model_copy(update={"severe": (NOW,), "day": "2026-11-22", "channels": {"page": 1}}))
    with pytest.raises(ClaimLost):
        store.count(fresh)
    counts = store.counts(CONTROL)
    assert (counts.severe, counts.channels, counts.version) == ((NOW,), {"page": 1}, 1)
    assert store.state(CONTROL).version == 0, "no count delays a mode"


def test_shadows_are_read_newest_first_of_their_source_alone(store: Store) -> None:
    for number in (1, 3, 2):
        store.commit(a_commit(store, a_shadow(number), f"event-{number}", str(number)))
    store.commit(a_commit(store, a_shadow(9, "another"), "event-9", "9"))
    assert [each.identifier[-1] for each in store.recent(CONTROL, 50)] == ["3", "2", "1"]
    assert [each.identifier[-1] for each in store.recent(CONTROL, 1)] == ["3"]
    assert store.recent(CONTROL, 1)[0] == a_shadow(3)


def test_a_second_writer_and_a_repeated_event_write_nothing(store: Store) -> None:
    first, late = a_commit(store, a_shadow()), a_commit(store, a_shadow(2), "event-2")
    store.commit(first)
    with pytest.raises(ClaimLost):
        store.commit(late)
    with pytest.raises(ClaimLost):
        store.commit(a_commit(store, a_shadow(2)))
    assert [each.identifier[-1] for each in store.recent(CONTROL, 50)] == ["1"]
    assert store.head(CONTROL, "1").version == 1


@pytest.fixture
def table(client: Any) -> SourceTable:
    return SourceTable(client, "state")


def test_no_list_of_alerts_and_no_head_knows_a_shadow_and_the_table_forgets_it(table: SourceTable, client: Any) -> None:
    table.commit(a_commit(table, a_shadow()))
    state = StateTable(client, "state")
    assert state.recent(NOW.date()) == []
    assert state.head(CONTROL, "1").version == 0
    with pytest.raises(StateUnavailable):
        state.alert(a_shadow().identifier)
    items = {item["sk"]["S"]: item for item in client.scan(TableName="state")["Items"]}
    until = str(int((NOW + timedelta(days=30)).timestamp()))
    assert {sk: item.get("ttl", {}).get("N") for sk, item in items.items()} == {
        "HEAD": until,
        "META": until,
        "OUTCOME": None,
    }


def test_words_that_outlived_their_head_are_written_anew(table: SourceTable, client: Any) -> None:
    table.commit(a_commit(table, a_shadow()))
    (head,) = [item for item in client.scan(TableName="state")["Items"] if item["sk"]["S"] == "HEAD"]
    client.delete_item(TableName="state", Key={"pk": head["pk"], "sk": head["sk"]})
    table.commit(a_commit(table, a_shadow(), "event-2"))
    assert len(table.recent(CONTROL, 50)) == 1


def test_a_shadow_that_cannot_be_read_hides_no_other(table: SourceTable, client: Any) -> None:
    for number in (1, 2):
        table.commit(a_commit(table, a_shadow(number), f"event-{number}", str(number)))
    (first,) = [i for i in client.scan(TableName="state")["Items"] if i["pk"]["S"] == f"SHADOW#SHADOW-{CONTROL}-1"]
    client.put_item(TableName="state", Item=first | {"v": {"N": "9"}})
    assert [each.identifier[-1] for each in table.recent(CONTROL, 50)] == ["2"]
