"""After an outage: much that waited on one channel is told in one, atomically, and never round what keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from loudhailer.config import Config
from loudhailer.domain.alert import Alert, Lane, MsgType
from loudhailer.domain.approval import Approval
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import Delivery, Due, State, Thread
from loudhailer.domain.errors import ClaimLost, StateUnavailable
from loudhailer.domain.incident import IncidentHead, Sensitivity
from loudhailer.domain.post import Variant
from loudhailer.domain.spending import Circuit
from loudhailer.pipeline.catch_up import CatchUp
from loudhailer.ports import Commit
from tests.builders import CONTROL, NOW, a_delivery, an_alert, shipped_config
from tests.pipeline.desk import Desk, cancel, update
from tests.pipeline.way_in import WayIn

MOST = shipped_config().channels.digest_over
OVER = Circuit(over=NOW)
"""An outage that ended just now."""


@dataclass
class Afterwards:
    """A channel whose platform answers again, and what waited for it."""

    way_in: WayIn = field(default_factory=WayIn)
    config: Config = field(default_factory=shipped_config)

    def __post_init__(self) -> None:
        self.circuit(OVER)

    def circuit(self, circuit: Circuit) -> None:
        gate = self.state.gates(["bluesky"])["bluesky"]
        assert gate is not None
        self.state.gate_items["bluesky"] = gate.model_copy(update={"circuit": circuit})

    @property
    def state(self) -> Any:
        return self.way_in.state

    def waits(self, number: int, *, channel: str = "bluesky", due: Due = Due.RETRY, **changes: Any) -> Alert:
        """Commit an alert that has waited for an hour; `delivery` changes what became of it, `alert` what it says."""
        reference = f"A{number:06d}"
        of = {
            "identifier": f"{reference}-1",
            "reference": reference,
            "incident_id": f"CTL-{number}",
            "headline": f"Road {number} closed",
            "sent": NOW - timedelta(hours=1, seconds=-number),
            "drafts": {channel: an_alert().drafts["bluesky"]},
        }
        alert = an_alert(**(of | changes.get("alert", {})))
        told = {
            "channel": channel,
            "state": State.RETRY,
            "reason": f"the budget of {channel} for this minute keeps the rest for life_safety",
            "due": due,
            "due_at": NOW,
            "not_before": NOW,
        }
        head = {"source": CONTROL, "id": alert.incident_id, "revision": 1, "spoken": 1, "version": 1}
        self.state.alerts[alert.identifier] = alert
        self.state.heads[CONTROL, alert.incident_id] = IncidentHead.model_validate(head | changes.get("head", {}))
        delivery = a_delivery(alert, **(told | changes.get("delivery", {})))
        self.state.stored[alert.identifier, delivery.channel] = delivery
        return alert

    def many(self, count: int = MOST + 1, **changes: Any) -> list[Alert]:
        return [self.waits(number, **changes) for number in range(count)]

    def catch_up(self) -> CatchUp:
        return CatchUp(
            config=self.config,
            channels=tuple(self.way_in.channels),
            tell=self.way_in.tell(),
            due=self.state,
            files=self.state,
            gates=self.state,
            folds=self.state,
            clock=self.way_in.clock,
        )

    def counts(self) -> dict[str, int]:
        return {word: count for word, count in self.catch_up()().items() if count}

    def digests(self) -> list[Alert]:
        return [each for each in self.state.alerts.values() if each.event_type == "digest"]

    def states(self, alerts: Sequence[Alert], channel: str = "bluesky") -> set[State]:
        return {self.state.stored[each.identifier, channel].state for each in alerts}


@pytest.fixture
def at() -> Afterwards:
    return Afterwards()


def test_what_waited_through_an_outage_becomes_one_digest_on_that_channel_alone(at: Afterwards) -> None:
    alerts = at.many()
    assert at.counts() == {"Digests": 1, "Folded": MOST + 1}
    (digest,) = at.digests()
    assert at.states(alerts) == {State.SUPERSEDED}
    reasons = {at.state.stored[each.identifier, "bluesky"].reason for each in alerts}
    assert reasons == {f"folded into {digest.identifier}: bluesky had not answered, and too much waited"}
    (delivery,) = at.state.deliveries(digest.identifier)
    assert (delivery.channel, delivery.state, delivery.lane) == ("bluesky", State.PENDING, Lane.ROUTINE)
    assert [(ids.alert_id, channels) for ids, channels, _ in at.way_in.topic.said] == [
        (digest.identifier, ("bluesky",))
    ]


def test_the_digest_names_what_matters_most_first_and_says_how_many_more_there_are(at: Afterwards) -> None:
    at.many(MOST, alert={"message_class": MessageClass.INFORMATION})
    at.waits(900, alert={"message_class": MessageClass.STATUS, "headline": "Still closed"})
    at.waits(901, alert={"message_class": MessageClass.INCIDENT, "headline": "A bridge is shut"})
    at.counts()
    (digest,) = at.digests()
    lines = digest.drafts["bluesky"][Variant.FIRST].text.split("\n\n")[0].split("\n")
    assert lines[:4] == ["What we could not post here earlier:", "A bridge is shut", "Still closed", "Road 19 closed"]
    assert lines[-1] == f"and {MOST + 2 - (len(lines) - 2)} more"
    assert (digest.message_class, digest.by) == (MessageClass.INFORMATION, "")


def test_a_second_look_folds_nothing_twice(at: Afterwards) -> None:
    at.many()
    at.counts()
    assert at.counts() == {}
    assert len(at.digests()) == 1


def test_as_many_as_a_channel_can_tell_soon_are_told_one_by_one(at: Afterwards) -> None:
    alerts = at.many(MOST)
    assert (at.counts(), at.states(alerts), at.digests()) == ({}, {State.RETRY}, [])


def test_no_digest_is_made_for_a_platform_that_may_not_take_it(at: Afterwards) -> None:
    at.many()
    for circuit in (
        Circuit(),
        Circuit(outages=5, since=NOW, last=NOW, over=NOW),
        Circuit(over=NOW - timedelta(hours=1)),
        Circuit(over=NOW - timedelta(hours=2)),
    ):
        at.circuit(circuit)
        assert at.counts() == {}
    at.circuit(OVER)
    at.state.switch("bluesky", stopped=True)
    assert at.counts() == {}
    at.state.gate_items["bluesky"] = None
    assert at.counts() == {}
    assert at.digests() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"delivery": {"lane": Lane.URGENT}},
        {"delivery": {"message_class": MessageClass.LIFE_SAFETY}},
        {"delivery": {"message_class": MessageClass.APPEAL}},
        {"delivery": {"message_class": MessageClass.PROMOTIONAL}},
        {"delivery": {"state": State.UNKNOWN}},
        {"delivery": {"retract_by": "g.officer"}},
        {"delivery": {"channel": "bluesky/pointer"}},
        {"delivery": {"due_at": NOW + timedelta(seconds=1)}},
        {"delivery": {"expires_at": NOW + timedelta(minutes=15)}},
        {"delivery": {"committed_at": NOW}},
        {"head": {"spoken": 2}},
        {"head": {"lead": "police"}},
        {"alert": {"sensitivities": (Sensitivity.MEDICAL,)}},
        {"alert": {"free_text": True}},
        {"alert": {"amplifies": True}},
        {"alert": {"event_type": "digest"}},
        {"channel": "page"},
    ],
    ids=str,
)
def test_what_is_no_digest_s_to_tell_goes_its_own_way_and_does_not_count(
    at: Afterwards, changes: dict[str, Any]
) -> None:
    at.many(MOST)
    at.waits(900, **changes)
    assert at.counts() == {}


def test_words_that_somebody_gave_leave_for_are_told_as_they_are(at: Afterwards) -> None:
    at.many(MOST)
    approved = at.waits(900)
    asked = {"digest": "d", "author": "", "roles": ("gold",), "reason": "a test", "asked_at": NOW}
    asked |= {"alert_id": approved.identifier, "reference": approved.reference, "due_at": NOW, "expires_at": NOW}
    at.state.approvals[approved.identifier] = Approval.model_validate(asked)
    assert at.counts() == {}


def test_a_level_that_keeps_the_posts_keeps_them_from_the_digest_too(at: Afterwards) -> None:
    alerts = at.many()
    at.state.level("lockdown", "bluesky")
    assert (at.counts(), at.states(alerts)) == ({}, {State.RETRY})


def test_a_level_that_would_keep_the_digest_lets_each_go_by_itself(at: Afterwards) -> None:
    """At crisis an incident leaves, and information waits for approval: a digest would hold what may go."""
    alerts = at.many()
    at.state.level("crisis", "bluesky")
    assert (at.counts(), at.states(alerts), at.digests()) == ({}, {State.RETRY}, [])


def test_a_digest_goes_stale_with_the_first_of_its_lines(at: Afterwards) -> None:
    at.many()
    soon = at.waits(900, delivery={"expires_at": NOW + timedelta(minutes=20)})
    at.counts()
    assert at.digests()[0].expires == NOW + timedelta(minutes=20)
    assert at.states([soon]) == {State.SUPERSEDED}


class Broken:
    """Folds that fail, before anything is written or from the second transaction on."""

    def __init__(self, at: Afterwards, error: Exception, good: int = 0) -> None:
        self._at, self._error, self._good = at, error, good

    def threads_of(self, deliveries: Sequence[Delivery]) -> Any:
        return self._at.state.threads_of(deliveries)

    def fold(self, folded: Sequence[tuple[Delivery, Thread]], commit: Commit | None = None) -> None:
        if not self._good:
            raise self._error
        self._good -= 1
        self._at.state.fold(folded, commit)


@pytest.mark.parametrize("error", [ClaimLost("moved"), StateUnavailable("no answer")])
def test_a_digest_is_written_with_what_it_stands_for_or_neither_is(at: Afterwards, error: Exception) -> None:
    alerts = at.many()
    counts = replace(at.catch_up(), folds=Broken(at, error))()
    assert counts["Digests"] == 0
    assert (at.states(alerts), at.digests(), at.way_in.topic.said) == ({State.RETRY}, [], [])
    assert at.counts()["Digests"] == 1, "the next minute does it"


def test_a_post_that_somebody_takes_meanwhile_is_not_folded_under_their_hands(at: Afterwards) -> None:
    alerts = at.many()
    look = at.catch_up()
    found = look.files.files

    class Meanwhile:
        def files(self, deliveries: Sequence[Delivery]) -> Any:
            at.state.save(deliveries[0].model_copy(update={"state": State.CLAIMED, "due": Due.LEASE}))
            return found(deliveries)

    assert replace(look, files=Meanwhile())()["Digests"] == 0
    assert (at.states(alerts), at.digests()) == ({State.RETRY, State.CLAIMED}, [])


def test_five_hundred_are_one_digest_too(at: Afterwards) -> None:
    alerts = at.many(500)
    assert at.counts() == {"Digests": 1, "Folded": 500}
    assert at.states(alerts) == {State.SUPERSEDED}
    assert len(at.digests()) == 1


def test_a_crash_between_two_transactions_loses_nothing(at: Afterwards) -> None:
    alerts = at.many(100)
    counts = replace(at.catch_up(), folds=Broken(at, StateUnavailable("gone"), good=1))()
    assert counts == {"Digests": 1, "Folded": 40, "Stuck": 0}
    waiting = [each for each in alerts if at.states([each]) == {State.RETRY}]
    assert len(waiting) == 60
    assert at.counts() == {"Digests": 1, "Folded": 60}, "the rest is told in a digest of its own"


def test_a_topic_that_does_not_answer_leaves_the_digest_to_the_sweeper(at: Afterwards) -> None:
    alerts = at.many()
    at.way_in.topic.broken = True
    assert at.counts() == {"Stuck": 1}
    assert at.states(alerts) == {State.SUPERSEDED}
    (delivery,) = at.state.deliveries(at.digests()[0].identifier)
    assert delivery.due is Due.UNCLAIMED


def test_an_index_that_does_not_answer_is_told(at: Afterwards, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> Any:
        raise StateUnavailable("no answer")

    monkeypatch.setattr(at.state, "due", gone)
    with pytest.raises(StateUnavailable):
        at.counts()


@pytest.mark.parametrize(("alert", "word"), [(cancel, "Sent"), (update, "Sent")])
def test_what_follows_goes_where_only_the_digest_has_told_of_it(at: Afterwards, alert: Any, word: str) -> None:
    """Else a reader of the digest would never hear that the road is open again."""
    first, *_ = at.many()
    at.counts()
    desk = Desk(state=at.state, clock=at.way_in.clock)
    later = alert().model_copy(
        update={
            "identifier": f"{first.reference}-2",
            "reference": first.reference,
            "incident_id": first.incident_id,
            "since": 1,
        }
    )
    assert later.msg_type in {MsgType.CANCEL, MsgType.UPDATE}
    desk.commit(later)
    assert desk.deliver(later).word == word
    assert desk.delivery(later).variant is Variant.STANDALONE
    assert desk.deliver(first).word == "Repeated", "its own message comes late, and finds that it is told"
