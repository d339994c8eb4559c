"""The state table and its double in memory keep the same contract; whatever passes on one is true on the other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from loudhailer.aws.items import packed_alert
from loudhailer.aws.state import StateTable
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.delivery import Delivery, Due, State, Thread
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Fate, Outcome
from loudhailer.domain.post import Draft, Variant
from loudhailer.ports import Commit
from tests.aws.recording import make_table
from tests.builders import CONTROL, NOW, a_delivery, a_ref, a_thread, an_alert
from tests.fakes import MemoryState

Store = MemoryState | StateTable


@pytest.fixture
def table() -> Iterator[StateTable]:
    with mock_aws():
        client = boto3.client("dynamodb")
        make_table(client, "StateTable", "state")
        yield StateTable(client, "state")


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest) -> Store:
    return MemoryState() if request.param == "memory" else request.getfixturevalue("table")


def an_outcome(event_id: str = "e-1") -> Outcome:
    return Outcome(event_id=event_id, received_at=NOW, fate=Fate.POSTED, reason="committed for bluesky")


def a_commit(revision: int = 1, version: int = 0, **changes: object) -> Commit:
    alert = an_alert(revision=revision)
    head = IncidentHead(
        source=CONTROL, id="CTL-1", revision=revision, digest="d", alert_ids=(alert.identifier,), version=version
    )
    delivery = a_delivery(alert, due=Due.UNCLAIMED, due_at=NOW + timedelta(seconds=90), **changes)
    return Commit(head=head, alert=alert, deliveries=(delivery,), outcome=an_outcome(f"e-{revision}"))


def dossier_of(store: Store) -> tuple[Delivery, Thread]:
    dossier = store.dossier(Announcement.of(an_alert()), "bluesky")
    return dossier.delivery, dossier.thread


def test_a_commit_is_read_back_whole(store: Store) -> None:
    commit = a_commit()
    store.commit(commit)
    assert store.head(CONTROL, "CTL-1") == commit.head.model_copy(update={"version": 1})
    assert store.alert("AAAAAAA-1") == commit.alert
    assert store.outcome("e-1") == commit.outcome
    delivery, thread = dossier_of(store)
    assert (delivery, thread) == (commit.deliveries[0], a_thread())


def test_a_revision_that_says_nothing_new_still_moves_the_head(store: Store) -> None:
    store.commit(replace(a_commit(), alert=None, deliveries=()))
    assert (store.head(CONTROL, "CTL-1").revision, store.outcome("e-1")) == (1, an_outcome())
    with pytest.raises(StateUnavailable):
        store.alert("AAAAAAA-1")


def test_the_clock_finds_whom_it_owes_a_status_longest_owed_first(store: Store) -> None:
    for number, minutes in enumerate((30, 10, 50, None), start=1):
        head = IncidentHead(
            source=CONTROL, id=f"CTL-{number}", status_at=NOW + timedelta(minutes=minutes) if minutes else None
        )
        store.commit(Commit(head=head, outcome=an_outcome(f"e-{number}")))
    owed = store.status_due(NOW + timedelta(minutes=40), 10)
    assert [each.id for each in owed] == ["CTL-2", "CTL-1"]
    assert [each.id for each in store.status_due(NOW + timedelta(minutes=40), 1)] == ["CTL-2"]


def test_who_got_its_status_is_off_the_clock_s_list(store: Store) -> None:
    store.commit(Commit(head=IncidentHead(source=CONTROL, id="CTL-1", status_at=NOW), outcome=an_outcome()))
    [head] = store.status_due(NOW, 10)
    store.commit(Commit(head=head.model_copy(update={"status_at": None}), outcome=an_outcome("e-2")))
    assert store.status_due(NOW, 10) == []


def test_an_alert_s_deliveries_are_found_and_no_other_s(store: Store) -> None:
    store.commit(a_commit())
    assert [each.channel for each in store.deliveries("AAAAAAA-1")] == ["bluesky"]
    assert list(store.deliveries("AAAAAAA-2")) == []


def test_an_incident_never_seen_has_a_head_of_version_0(store: Store) -> None:
    assert store.head(CONTROL, "unheard") == IncidentHead(source=CONTROL, id="unheard")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(a_commit, id="the same commit"),
        pytest.param(lambda: a_commit(revision=2), id="over a head that has moved"),
    ],
)
def test_a_commit_that_lost_writes_nothing(store: Store, second: Callable[[], Commit]) -> None:
    store.commit(a_commit())
    with pytest.raises(ClaimLost):
        store.commit(second())
    assert store.head(CONTROL, "CTL-1").revision == 1
    assert store.outcome("e-2") is None


def test_an_end_is_written_once(store: Store) -> None:
    store.record(an_outcome())
    store.record(an_outcome().model_copy(update={"fate": Fate.REFUSED}))
    found = store.outcome("e-1")
    assert found is not None
    assert found.fate is Fate.POSTED


def test_a_delivery_and_its_thread_are_written_together(store: Store) -> None:
    store.commit(a_commit())
    delivery, thread = dossier_of(store)
    claimed = delivery.model_copy(update={"state": State.CLAIMED, "lease_until": NOW})
    saved = store.save(claimed, thread.claimed(delivery, NOW, timedelta(seconds=20)))
    assert dossier_of(store) == saved
    assert [each.version for each in dossier_of(store)] == [2, 1]


def test_a_write_over_a_version_that_has_moved_is_refused_whole(store: Store) -> None:
    store.commit(a_commit())
    delivery, thread = dossier_of(store)
    store.save(delivery, thread)
    with pytest.raises(ClaimLost):
        store.save(delivery)
    with pytest.raises(ClaimLost):
        store.save(delivery.model_copy(update={"version": 2, "reason": "lost"}), thread)
    assert dossier_of(store)[0].reason == ""


def test_of_two_claims_at_once_one_wins(store: Store) -> None:
    store.commit(a_commit())
    delivery, thread = dossier_of(store)
    store.save(delivery, thread.claimed(delivery, NOW, timedelta(seconds=20)))
    with pytest.raises(ClaimLost):
        store.save(delivery, thread.claimed(delivery, NOW, timedelta(seconds=20)))


def test_what_is_owed_is_found_when_its_time_comes_oldest_first(store: Store) -> None:
    store.commit(a_commit())
    store.commit(a_commit(revision=2, version=1))
    late, early = (a_delivery(an_alert(revision=number)) for number in (1, 2))
    store.save(late.model_copy(update={"due": Due.RETRY, "due_at": NOW + timedelta(seconds=2)}))
    store.save(early.model_copy(update={"due": Due.RETRY, "due_at": NOW + timedelta(seconds=1)}))
    assert store.due(Due.RETRY, NOW, 10) == []
    found = store.due(Due.RETRY, NOW + timedelta(seconds=2), 10)
    assert [each.alert_id for each in found] == ["AAAAAAA-2", "AAAAAAA-1"]
    assert len(store.due(Due.RETRY, NOW + timedelta(seconds=2), 1)) == 1
    assert store.due(Due.PLANNED, NOW + timedelta(days=1), 10) == []


def test_what_is_settled_is_owed_no_more(store: Store) -> None:
    store.commit(a_commit())
    delivery, _ = dossier_of(store)
    store.save(delivery.settled(State.SENT, "").model_copy(update={"ref": a_ref(), "sent_at": NOW}))
    assert store.due(Due.UNCLAIMED, NOW + timedelta(days=1), 10) == []
    assert dossier_of(store)[0].ref == a_ref()


def test_an_alert_that_is_not_there_yet_is_worth_another_try(store: Store) -> None:
    with pytest.raises(StateUnavailable):
        store.alert("AAAAAAA-9")
    with pytest.raises(StateUnavailable):
        store.dossier(Announcement.of(an_alert()), "bluesky")


def test_a_table_that_does_not_answer_is_transient(table: StateTable) -> None:
    gone = StateTable(table.client, "another")
    with pytest.raises(StateUnavailable, match="ResourceNotFoundException"):
        gone.head(CONTROL, "CTL-1")


def test_the_alerts_of_a_day_are_found_newest_first(store: Store) -> None:
    late = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    for revision, sent in ((1, late), (2, late + timedelta(seconds=30)), (3, late + timedelta(minutes=1))):
        commit = a_commit(revision, version=revision - 1)
        assert commit.alert is not None
        store.commit(replace(commit, alert=commit.alert.model_copy(update={"sent": sent})))
    assert [each.revision for each in store.recent(late.date())] == [2, 1]
    assert [each.revision for each in store.recent(late.date() + timedelta(days=1))] == [3]
    assert store.recent(late.date() - timedelta(days=1)) == []


def test_all_the_alerts_of_a_day_are_found_though_they_fill_many_pages(table: StateTable) -> None:
    alert = an_alert(drafts={"page": {Variant.FIRST: Draft(text="x" * 300_000)}})
    for number in range(6):
        named = alert.model_copy(update={"identifier": f"AAAAAAA-{number}"})
        table.client.put_item(TableName=table.name, Item=packed_alert(named))
    assert len(table.recent(NOW.date())) == 6


def test_an_alert_that_is_not_there_is_none(store: Store) -> None:
    assert store.find("AAAAAAA-1") is None
    store.commit(a_commit())
    found = store.find("AAAAAAA-1")
    assert found is not None
    assert found.identifier == "AAAAAAA-1"


def test_a_webhook_s_body_is_remembered_for_its_time(store: Store) -> None:
    until = NOW + timedelta(minutes=10)
    assert not store.seen(CONTROL, "digest", NOW)
    store.remember(CONTROL, "digest", until)
    assert store.seen(CONTROL, "digest", NOW)
    assert not store.seen("westshire.comms", "digest", NOW)
    assert not store.seen(CONTROL, "digest", until), "the table forgets lazily; we do not"


def test_a_post_that_follows_another_is_on_the_thread_of_its_channel_and_a_recipient_is_not(store: Store) -> None:
    store.commit(a_commit())
    delivery, thread = dossier_of(store)
    store.save(delivery, thread.claimed(delivery, NOW, timedelta(seconds=20)))
    ids = Announcement.of(an_alert())
    for name, shares in (("bluesky/post_2", True), ("bluesky/2", False), ("bluesky/pointer", False)):
        store.save(a_delivery(channel=name, version=0))
        thread = store.dossier(ids, name).thread
        assert (thread.channel, thread.head) == (("bluesky", 1) if shares else (name, 0))
