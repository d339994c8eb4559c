"""How records lie in the table: readable by a neighbour one version away, in the index only while they are owed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.aws.items import (
    SCHEMA,
    alert_key,
    delivery_key,
    event_key,
    gate_key,
    incident_key,
    over,
    packed,
    packed_delivery,
    packed_thread,
    thread_key,
    unpacked,
)
from loudhailer.domain.act import Act
from loudhailer.domain.alert import Alert
from loudhailer.domain.delivery import Delivery, Due, State, Thread
from loudhailer.domain.errors import StateUnavailable, Transient
from loudhailer.domain.incident import Incident, IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.post import Draft, Parent, Post, PostRef, Variant
from loudhailer.domain.record import Record
from tests.builders import NOW, a_delivery, a_ref, a_thread, an_alert, an_incident

KEY = alert_key("AAAAAAA-1")
A_POST = Post(
    key="AAAAAAA-1/bluesky",
    alert_id="AAAAAAA-1",
    reference="AAAAAAA",
    revision=1,
    text="The A4117 is closed.\n\nÏssued 5:30pm 🚒",
    link="",
    language="en-GB",
    headline="A4117 closed",
    closed=False,
    sent=NOW,
    created_at=NOW,
    parent=Parent(root=a_ref("1"), last=a_ref("2")),
)

_moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
_refs = st.builds(PostRef, id=st.text(), url=st.text(), token=st.text())
_posts = st.builds(
    Post,
    sent=_moments,
    created_at=_moments,
    revision=st.integers(),
    parent=st.none() | st.builds(Parent, root=_refs, last=_refs),
)
_optional = st.none() | _moments
records = st.one_of(
    st.builds(
        a_delivery,
        state=st.sampled_from(State),
        reason=st.text(),
        lease_until=_optional,
        not_before=_optional,
        variant=st.none() | st.sampled_from(Variant),
        post=st.none() | _posts,
        ref=st.none() | _refs,
        due=st.none() | st.sampled_from(Due),
        due_at=_optional,
        version=st.integers(min_value=0),
    ),
    st.builds(a_thread, first=st.none() | _refs, last=st.none() | _refs, doubts=st.lists(st.text()).map(tuple)),
    st.builds(
        an_alert,
        publish_at=_optional,
        headline=st.text(),
        drafts=st.dictionaries(
            st.text(), st.dictionaries(st.sampled_from(Variant), st.builds(Draft, text=st.text(), link=st.text()))
        ),
    ),
    st.builds(an_incident, facts=st.dictionaries(st.text(), st.text()), expires=_optional),
    st.builds(IncidentHead, source=st.text(), id=st.text(), alert_ids=st.lists(st.text()).map(tuple)),
    st.builds(Outcome, event_id=st.text(), received_at=_moments, reason=st.text()),
    st.builds(Act, chain=st.text(), at=_moments, by=st.text(), deed=st.text()),
)


def body_of(item: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(item["body"]["S"])
    return body


@given(record=records)
def test_every_record_comes_back_as_it_was(record: Record) -> None:
    assert unpacked(packed(KEY, record), type(record)) == record


def test_a_delivery_and_a_thread_come_back_with_all_they_hold() -> None:
    delivery = a_delivery(state=State.CLAIMED, post=A_POST, ref=a_ref(), variant=Variant.REPLY, lease_until=NOW)
    thread = a_thread(head=3, owner="AAAAAAA-3", lease_until=NOW, first=a_ref("1"), last=a_ref("2"), doubts=("x", "y"))
    assert unpacked(packed_delivery(delivery), Delivery) == delivery
    assert unpacked(packed_thread(thread), Thread) == thread


def test_times_keep_their_moment_in_any_zone() -> None:
    told = datetime.fromisoformat("2026-07-01T18:30:00.123456+01:00")
    read = unpacked(packed(KEY, a_thread(lease_until=told)), Thread).lease_until
    assert read == told
    assert read.utcoffset() is not None


@pytest.mark.parametrize(
    ("key", "pk", "sk"),
    [
        (alert_key("A-1"), "ALERT#A-1", "META"),
        (delivery_key("A-1", "page"), "ALERT#A-1", "DELIVERY#page"),
        (incident_key("s", "1"), "INCIDENT#s#1", "HEAD"),
        (thread_key("s", "1", "page"), "THREAD#s#1", "page"),
        (event_key("e"), "EVENT#e", "OUTCOME"),
        (gate_key("page"), "GATE#page", "GATE"),
    ],
)
def test_keys_stay_what_they_were_in_every_release(key: dict[str, Any], pk: str, sk: str) -> None:
    assert key == {"pk": {"S": pk}, "sk": {"S": sk}}


def test_an_item_is_written_with_its_version() -> None:
    assert packed(KEY, an_alert())["v"] == {"N": str(SCHEMA)}


@pytest.mark.parametrize("written", [{"v": {"N": str(SCHEMA - 1)}}, {"v": {"N": str(SCHEMA)}}])
def test_this_version_and_the_one_before_are_read(written: dict[str, Any]) -> None:
    assert unpacked(packed(KEY, an_alert()) | written, Alert) == an_alert()


def test_an_item_from_before_there_were_versions_counts_as_the_one_before() -> None:
    item = packed(KEY, an_alert())
    del item["v"]
    assert unpacked(item, Alert) == an_alert()


@pytest.mark.parametrize("version", [SCHEMA + 1, SCHEMA - 2, 99, -1])
def test_an_item_of_any_other_version_is_read_later_or_elsewhere(version: int) -> None:
    with pytest.raises(StateUnavailable, match=f"^an item of version {version} is not read here; 0 and 1 are$"):
        unpacked(packed(KEY, an_alert()) | {"v": {"N": str(version)}}, Alert)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"v": {"S": "1"}},
        {"v": {"N": "one"}},
        {"v": {"N": "1.5"}},
        {"body": {"S": ""}},
        {"body": {"S": "{}"}},
        {"body": {"S": "[]"}},
        {"body": {"S": '{"identifier": '}},
        {"body": {"B": b"{}"}},
        {"body": {"S": '{"a":' * 10_000 + "1" + "}" * 10_000}},
    ],
    ids=range(9),
)
def test_an_item_that_makes_no_sense_is_never_taken_for_a_record(spoilt: dict[str, Any]) -> None:
    with pytest.raises(StateUnavailable) as refusal:
        unpacked(packed(KEY, an_alert()) | spoilt, Alert)
    assert isinstance(refusal.value, Transient)


def test_an_item_without_a_body_is_never_taken_for_a_record() -> None:
    item = packed(KEY, an_alert())
    del item["body"]
    with pytest.raises(StateUnavailable, match=r"^an item does not hold a Alert: KeyError$"):
        unpacked(item, Alert)


def test_a_record_is_not_taken_for_one_of_another_kind() -> None:
    with pytest.raises(StateUnavailable, match="does not hold a Incident"):
        unpacked(packed(KEY, an_alert()), Incident)


def test_what_a_newer_writer_adds_is_passed_over() -> None:
    delivery = a_delivery(post=A_POST, ref=a_ref())
    item = packed_delivery(delivery)
    body = body_of(item)
    body["priority"] = 9
    body["post"]["alt_text"] = "A map"
    body["post"]["parent"]["last"]["seen"] = True
    body["ref"]["server"] = {"name": "x"}
    newer = item | {"body": {"S": json.dumps(body)}, "extra": {"BOOL": True}}
    assert unpacked(newer, Delivery) == delivery


def test_what_an_older_writer_did_not_know_has_its_default() -> None:
    item = packed_thread(a_thread(head=2))
    body = {name: value for name, value in body_of(item).items() if name not in {"doubts", "last_revision", "owner"}}
    assert unpacked(item | {"body": {"S": json.dumps(body)}}, Thread) == a_thread(head=2)


@pytest.mark.parametrize("due", Due, ids=str)
def test_an_owed_delivery_stands_in_the_index(due: Due) -> None:
    item = packed_delivery(a_delivery(due=due, due_at=NOW + timedelta(milliseconds=1500)))
    assert item["due"] == {"S": due.value}
    assert item["due_at"] == {"N": f"{NOW.timestamp() + 1.5:.3f}"}


@pytest.mark.parametrize("owed", [{}, {"due": Due.RETRY}, {"due_at": NOW}])
def test_a_delivery_that_is_not_owed_is_not_in_the_index(owed: dict[str, Any]) -> None:
    assert not {"due", "due_at"} & packed_delivery(a_delivery(**owed)).keys()


@pytest.mark.parametrize("state", State, ids=str)
def test_a_settled_delivery_leaves_the_index(state: State) -> None:
    owed = a_delivery(due=Due.LEASE, due_at=NOW)
    assert not {"due", "due_at"} & packed_delivery(owed.settled(state, "because")).keys()


def test_conditions_see_version_and_state_beside_the_body() -> None:
    item = packed_delivery(a_delivery(version=7, state=State.RETRY))
    assert (item["version"], item["state"]) == ({"N": "7"}, {"S": "RETRY"})
    assert packed_thread(a_thread(version=3))["version"] == {"N": "3"}


def test_the_first_write_goes_only_where_nothing_is() -> None:
    assert over(0) == {"ConditionExpression": "attribute_not_exists(pk)"}


def test_every_other_write_goes_only_over_what_was_read() -> None:
    assert over(4) == {
        "ConditionExpression": "#version = :seen",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":seen": {"N": "4"}},
    }
