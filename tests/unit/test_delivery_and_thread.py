"""The record of one alert on one channel, and the thread that keeps an incident's posts in order."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import Lane, MsgType, lane_of
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import FINAL, Due, State, Thread
from loudhailer.domain.post import Parent
from tests.builders import NOW, a_delivery, a_ref, a_thread, an_alert

LEASE = timedelta(seconds=45)
OPEN = [each for each in State if each not in FINAL]
ONE, TWO, THREE = (a_delivery(an_alert(revision=number)) for number in (1, 2, 3))

ids = st.sampled_from(["AAAAAAA-1", "AAAAAAA-2", "AAAAAAA-3", "AAAAAAA-4"])
refs = st.none() | st.integers(1, 4).map(lambda number: a_ref(str(number)))
threads = st.builds(
    a_thread,
    head=st.integers(0, 4),
    owner=st.just("") | ids,
    lease_until=st.none() | st.just(NOW + LEASE),
    first=refs,
    last=refs,
    last_revision=st.integers(0, 4),
    doubts=st.lists(ids, unique=True).map(tuple),
)


@pytest.mark.parametrize("state", State, ids=str)
def test_the_queue_is_done_with_what_is_final(state: State) -> None:
    done = {"SENT", "FAILED", "HELD", "EXPIRED", "SUPERSEDED", "SUPPRESSED", "RETRACTED"}
    assert a_delivery(state=state).final is (state in done)


@pytest.mark.parametrize(
    ("changes", "leased", "doubtful"),
    [
        ({"state": State.PENDING}, False, False),
        ({"state": State.PENDING, "lease_until": NOW + LEASE}, False, False),
        ({"state": State.RETRY, "lease_until": NOW + LEASE}, False, False),
        ({"state": State.CLAIMED, "lease_until": NOW + LEASE}, True, False),
        ({"state": State.CLAIMED, "lease_until": NOW}, False, True),
        ({"state": State.CLAIMED, "lease_until": None}, False, True),
        ({"state": State.UNKNOWN}, False, True),
        ({"state": State.UNKNOWN, "lease_until": NOW + LEASE}, False, True),
        ({"state": State.SENT, "lease_until": NOW + LEASE}, False, False),
        ({"state": State.FAILED}, False, False),
    ],
)
def test_a_lease_that_ran_out_is_a_doubt(changes: dict[str, Any], leased: bool, doubtful: bool) -> None:  # noqa: FBT001
    delivery = a_delivery(**changes)
    assert (delivery.leased(NOW), delivery.doubtful(NOW)) == (leased, doubtful)


@pytest.mark.parametrize("state", sorted(FINAL))
@pytest.mark.parametrize("before", OPEN)
def test_what_is_settled_is_owed_to_nobody(state: State, before: State) -> None:
    owed = a_delivery(
        state=before, lease_until=NOW, not_before=NOW, due=Due.RETRY, due_at=NOW, attempts=3, sweeps=2, version=7
    )
    settled = owed.settled(state, "because")
    assert (settled.state, settled.reason) == (state, "because")
    assert {settled.lease_until, settled.not_before, settled.due, settled.due_at} == {None}
    assert (settled.attempts, settled.sweeps, settled.version) == (3, 2, 7)
    assert owed.state is before


@pytest.mark.parametrize(
    ("owner", "until", "busy"),
    [
        ("", NOW + LEASE, False),
        ("AAAAAAA-1", NOW + LEASE, True),
        ("AAAAAAA-1", NOW, False),
        ("AAAAAAA-1", None, False),
        ("AAAAAAA-2", NOW + LEASE, False),
    ],
)
def test_a_thread_is_busy_only_with_another_alert_that_still_has_its_lease(owner: str, until: Any, busy: Any) -> None:
    assert a_thread(owner=owner, lease_until=until).busy("AAAAAAA-2", NOW) is busy


def test_a_claim_takes_the_thread() -> None:
    claimed = a_thread().claimed(TWO, NOW, LEASE)
    assert (claimed.head, claimed.owner, claimed.lease_until, claimed.doubts) == (2, "AAAAAAA-2", NOW + LEASE, ())
    assert claimed.busy("AAAAAAA-1", NOW)
    assert not claimed.busy("AAAAAAA-1", NOW + LEASE)


def test_whoever_lost_the_lease_without_a_word_is_a_doubt() -> None:
    taken_over = a_thread().claimed(ONE, NOW, LEASE).claimed(TWO, NOW + LEASE, LEASE)
    assert taken_over.doubts == ("AAAAAAA-1",)
    assert taken_over.claimed(THREE, NOW + 2 * LEASE, LEASE).doubts == ("AAAAAAA-1", "AAAAAAA-2")


def test_the_same_alert_claimed_again_is_no_doubt_of_its_own() -> None:
    again = a_thread().claimed(ONE, NOW, LEASE).claimed(ONE, NOW + LEASE, LEASE)
    assert (again.owner, again.lease_until, again.doubts) == ("AAAAAAA-1", NOW + 2 * LEASE, ())


@pytest.mark.parametrize(("doubtful", "doubts"), [(True, ("AAAAAAA-1",)), (False, ())])
def test_an_attempt_that_ended_gives_the_thread_back(doubtful: bool, doubts: tuple[str, ...]) -> None:  # noqa: FBT001
    released = a_thread().claimed(ONE, NOW, LEASE).released("AAAAAAA-1", doubtful=doubtful)
    assert (released.owner, released.lease_until, released.doubts) == ("", None, doubts)
    assert released.head == 1


def test_a_late_word_of_an_earlier_owner_leaves_the_present_one_its_lease() -> None:
    thread = a_thread().claimed(ONE, NOW, LEASE).claimed(TWO, NOW + LEASE, LEASE).released("AAAAAAA-1")
    assert (thread.owner, thread.lease_until, thread.doubts) == ("AAAAAAA-2", NOW + 2 * LEASE, ())


def test_a_doubt_is_counted_once_and_ends_when_the_post_is_found() -> None:
    thread = a_thread().released("AAAAAAA-1", doubtful=True).released("AAAAAAA-1", doubtful=True)
    assert thread.doubts == ("AAAAAAA-1",)
    assert thread.landed("AAAAAAA-1", 1, a_ref(), replied=False).doubts == ()


def test_replies_hang_on_the_first_post_and_on_the_latest() -> None:
    thread = a_thread().landed("AAAAAAA-1", 1, a_ref("1"), replied=False)
    assert thread.parent == Parent(root=a_ref("1"), last=a_ref("1"))
    thread = thread.landed("AAAAAAA-2", 2, a_ref("2"), replied=True).landed("AAAAAAA-3", 3, a_ref("3"), replied=True)
    assert thread.parent == Parent(root=a_ref("1"), last=a_ref("3"))


def test_a_post_that_replied_to_nothing_begins_a_thread_of_its_own() -> None:
    thread = a_thread().landed("AAAAAAA-1", 1, a_ref("1"), replied=False)
    thread = thread.landed("AAAAAAA-2", 2, a_ref("2"), replied=False)
    assert thread.parent == Parent(root=a_ref("2"), last=a_ref("2"))


@pytest.mark.parametrize("replied", [True, False])
def test_a_post_found_late_never_becomes_what_comes_next_hangs_on(replied: bool) -> None:  # noqa: FBT001
    thread = a_thread().landed("AAAAAAA-2", 2, a_ref("2"), replied=False)
    found = thread.landed("AAAAAAA-1", 1, a_ref("1"), replied=replied)
    assert found.parent == Parent(root=a_ref("2"), last=a_ref("2"))
    assert (found.last_revision, found.head) == (2, 2)


def test_where_nothing_landed_there_is_nothing_to_reply_to() -> None:
    assert a_thread().parent is None
    assert a_thread().claimed(ONE, NOW, LEASE).passed(3).parent is None


@given(thread=threads, revision=st.integers(0, 5))
def test_a_thread_that_was_passed_is_closed_to_all_that_is_older(thread: Thread, revision: int) -> None:
    passed = thread.passed(revision)
    assert passed.head == max(thread.head, revision)
    assert passed.model_copy(update={"head": thread.head}) == thread


@given(thread=threads, alert_id=ids, revision=st.integers(1, 4), replied=st.booleans())
def test_whatever_lands_a_thread_never_goes_back(
    thread: Thread, alert_id: str, revision: int, *, replied: bool
) -> None:
    landed = thread.landed(alert_id, revision, a_ref("new"), replied=replied)
    assert landed.head == max(thread.head, revision)
    assert landed.last_revision == max(thread.last_revision, revision)
    assert landed.last == (a_ref("new") if revision >= thread.last_revision else thread.last)
    assert alert_id not in (*landed.doubts, landed.owner)
    assert set(landed.doubts) == set(thread.doubts) - {alert_id}


@given(thread=threads, alert_id=ids, doubtful=st.booleans())
def test_letting_go_touches_nobody_else(thread: Thread, alert_id: str, *, doubtful: bool) -> None:
    released = thread.released(alert_id, doubtful=doubtful)
    assert released.owner == ("" if thread.owner == alert_id else thread.owner)
    assert set(released.doubts) - {alert_id} == set(thread.doubts) - {alert_id}
    assert (alert_id in released.doubts) is doubtful
    assert (released.head, released.first, released.last) == (thread.head, thread.first, thread.last)


@pytest.mark.parametrize("msg_type", MsgType, ids=str)
@pytest.mark.parametrize("message_class", MessageClass, ids=str)
def test_an_evacuation_and_every_all_clear_take_the_urgent_lane(message_class: MessageClass, msg_type: MsgType) -> None:
    urgent = message_class == "life_safety" or msg_type == "Cancel"
    assert lane_of(message_class, msg_type) is (Lane.URGENT if urgent else Lane.ROUTINE)


def test_an_alert_waits_until_its_time_and_not_a_moment_longer() -> None:
    assert not an_alert().waits(NOW)
    assert an_alert(publish_at=NOW + timedelta(microseconds=1)).waits(NOW)
    assert not an_alert(publish_at=NOW).waits(NOW)
