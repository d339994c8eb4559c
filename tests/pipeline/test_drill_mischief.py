"""Whatever people, machines and mishaps do, in any order: nothing that was practised becomes public."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from pydantic import ValidationError

from loudhailer.aws.items import alert_key, packed, unpacked
from loudhailer.domain.alert import Alert
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Deed
from loudhailer.domain.delivery import Delivery, State
from loudhailer.domain.drill import Drill, DrillStatus
from loudhailer.domain.errors import Conflict, FeedError, NotFound, Transient
from loudhailer.domain.incident import Amendment, Phase, Status, Unlisted
from loudhailer.normalise import drill_source_of
from loudhailer.pipeline.desk import Change
from loudhailer.pipeline.status import Status as Clockwork
from loudhailer.pipeline.sweep import Sweep
from tests.builders import CONTROL, a_delivery, an_incident, shipped_config
from tests.fakes import MemoryState
from tests.pipeline.desk import Desk
from tests.pipeline.drills import EVACUATION, PRACTISED, drill_desk, show_all
from tests.pipeline.officers import SILVER, Officers
from tests.pipeline.way_in import WayIn

NOT_ACTUAL = ["Exercise", "Test", "Draft", "System"]
REAL = "at Stokeby"


@dataclass
class Copied(MemoryState):
    """A state into which somebody copies drills by hand, under the keys of alerts: read as the table reads."""

    by_hand: dict[str, Drill] = field(default_factory=dict)

    def alert(self, alert_id: str) -> Alert:
        if alert_id in self.by_hand:
            return unpacked(packed(alert_key(alert_id), self.by_hand[alert_id]), Alert)
        return super().alert(alert_id)

    def find(self, alert_id: str) -> Alert | None:
        return self.alert(alert_id) if alert_id in self.by_hand else super().find(alert_id)


class Mischief(RuleBasedStateMachine):
    """All that people, machines and mishaps do to what came in, in any order; `bluesky` is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.sender = Desk(state=Copied())
        self.way_in = WayIn(state=self.sender.state, clock=self.sender.clock)
        self.at = Officers(way_in=self.way_in)
        self.drills, self.desk = drill_desk(self.at), self.at.desk()
        self.bodies: list[str] = []
        self.events: list[tuple[str, dict[str, Any]]] = []

    def _quietly(self, act: Callable[[], object]) -> None:
        with suppress(NotFound, Conflict, FeedError, Transient, ValidationError):
            act()

    @rule(
        status=st.sampled_from([*NOT_ACTUAL, "Actual"]),
        name=st.sampled_from(["A", "B"]),
        revision=st.integers(min_value=1, max_value=4),
        kind=st.sampled_from(["incident.reported", "incident.closed"]),
        cause=st.sampled_from(["roadworks", "fire", "collision"]),
    )
    def an_event_comes(self, status: str, name: str, revision: int, kind: str, cause: str) -> None:
        # The same ids and numbers, practised and in earnest; the place alone tells them apart.
        place = REAL if status == "Actual" else PRACTISED
        event = {"id": name, "revision": revision, "status": status, "place": place, "cause": cause}
        self.events.append((kind, event))
        self.way_in.put(kind, f"event-{len(self.events)}", **event)

    @rule(which=st.integers(min_value=0, max_value=9))
    def an_event_is_redelivered_or_replayed(self, which: int) -> None:
        if which < len(self.events):
            kind, event = self.events[which]
            self.way_in.put(kind, f"event-{which + 1}", **event)
            self.way_in.put(kind, "", **event)

    @rule(status=st.sampled_from([Status.EXERCISE, Status.TEST, Status.DRAFT]))
    def an_officer_raises_a_drill(self, status: DrillStatus) -> None:
        self.drills.raise_(SILVER, Behalf(), EVACUATION, status)

    @rule(deed=st.sampled_from([Deed.UPDATE, Deed.CORRECT, Deed.END]), which=st.integers(min_value=0, max_value=5))
    def an_officer_amends_what_they_see(self, deed: Deed, which: int) -> None:
        seen = [*self.way_in.state.alerts.values(), *self.way_in.drills.drills.values()]
        if which < len(seen):
            reference, change = seen[which].reference, Change({"cause": "spillage"})
            self._quietly(lambda: self.desk.amend(deed, SILVER, Behalf(), reference, change))
            self._quietly(lambda: self.desk.amend(deed, SILVER, Behalf(), reference.removeprefix("DRILL-"), change))

    @rule(source=st.sampled_from([CONTROL, drill_source_of(CONTROL)]), name=st.sampled_from(["A", "B"]))
    def a_drill_s_incident_is_amended_by_its_own_name(self, source: str, name: str) -> None:
        self._quietly(lambda: self.way_in.told(Amendment(source=source, id=name, facts={"cause": "spillage"})))
        self._quietly(lambda: self.way_in.told(Unlisted(source=source, id=name)))

    @rule(status=st.sampled_from([each for each in Status if each is not Status.ACTUAL]), name=st.sampled_from("AB"))
    def a_drill_goes_in_by_the_wrong_door(self, status: Status, name: str) -> None:
        practised = an_incident(id=name, revision=9, status=status, facts={"road": "A4117", "place": PRACTISED})
        self._quietly(lambda: self.way_in.told(practised))
        self._quietly(lambda: self.way_in.told(practised.model_copy(update={"phase": Phase.CLOSED})))

    @rule()
    def somebody_copies_the_drills_by_hand(self) -> None:
        state = self.sender.state
        assert isinstance(state, Copied)
        for drill in self.way_in.drills.drills.values():
            state.by_hand[drill.identifier] = drill
            state.stored[drill.identifier, "bluesky"] = a_delivery(
                alert_id=drill.identifier,
                source=drill.source,
                incident_id=drill.incident_id,
                revision=drill.revision,
            )

    @rule(status=st.sampled_from([each for each in Status if each is not Status.ACTUAL]))
    def somebody_edits_a_status(self, status: Status) -> None:
        for alert in self.way_in.state.alerts.values():
            with pytest.raises(ValidationError):
                alert.model_copy(update={"status": status})

    @rule(seconds=st.sampled_from([1, 91, 1200, 3700]))
    def time_passes_and_the_clock_looks(self, seconds: int) -> None:
        self.way_in.clock.pass_(seconds)
        state, topic = self.way_in.state, self.way_in.topic
        Sweep(shipped_config().plan, state, state, state, state, state, state, state, topic, self.way_in.clock)()
        Clockwork(state, state, state, self.way_in.tell(), lambda *_: None, self.way_in.clock)()

    @rule()
    def the_gate_closes_and_opens(self) -> None:
        state = self.way_in.state
        state.switch("bluesky", live=not state.gates(["bluesky"])["bluesky"].live)  # type: ignore[union-attr]

    @rule()
    def what_was_held_is_let_go(self) -> None:
        """Put every held delivery back on its way, as a release would, and more crudely than one may."""
        state = self.way_in.state
        for key, each in list(state.stored.items()):
            if each.state is State.HELD:
                state.stored[key] = Delivery.model_validate(dict(each) | {"state": State.PENDING})

    @rule()
    def every_body_that_ever_was_is_in_the_public_queue(self) -> None:
        """The dead-letter queue is redriven, and somebody puts drills there too, in every form that they can."""
        said = [each.model_dump_json() for each, _, _ in self.way_in.topic.said]
        calls = [each.model_dump_json() for each in self.way_in.calls.said]
        forged = [
            Announcement(v=v, alert_id=each.identifier, source=source, incident_id=each.incident_id).model_dump_json()
            for each in self.way_in.drills.drills.values()
            for source in (each.source, drill_source_of(each.source))
            for v in (0, 1)
        ]
        both = [json.dumps(json.loads(one) | json.loads(other)) for one in calls[-2:] for other in forged[-2:]]
        for body in (*said, *calls, *forged, *both):
            self.sender.deliver(None, body)  # type: ignore[arg-type]

    @rule()
    def the_drill_queue_gets_everything_too(self) -> None:
        for body in (each.model_dump_json() for each, _, _ in self.way_in.topic.said):
            assert self.way_in.show_drill()(body).word == "Unreadable"
        show_all(self.way_in)

    @invariant()
    def nothing_that_was_practised_is_public(self) -> None:
        for post in self.sender.platform.published:
            assert PRACTISED not in post.text
            assert not any(word in post.text for word in ("EXERCISE", "TEST TEST", "DRAFT", "SYSTEM"))
            assert self.way_in.state.alerts[post.alert_id].status is Status.ACTUAL

    @invariant()
    def nothing_real_is_on_the_drill_wall(self) -> None:
        for post in self.way_in.wall.shown.values():
            assert all(REAL not in board.text for board in post.boards)

    @invariant()
    def no_public_queue_is_told_of_a_drill(self) -> None:
        assert all(each.alert_id in self.way_in.state.alerts for each, _, _ in self.way_in.topic.said)


def test_whatever_happens_nothing_practised_becomes_public() -> None:
    run_state_machine_as_test(Mischief, settings=settings(max_examples=2 * settings().max_examples))


def test_the_machine_above_does_publish_what_is_real() -> None:
    machine = Mischief()
    machine.an_event_comes("Actual", "A", 1, "incident.reported", "fire")
    machine.an_event_comes("Exercise", "A", 2, "incident.reported", "fire")
    machine.somebody_copies_the_drills_by_hand()
    machine.every_body_that_ever_was_is_in_the_public_queue()
    machine.the_drill_queue_gets_everything_too()
    machine.nothing_that_was_practised_is_public()
    assert [post.revision for post in machine.sender.platform.published] == [1]
    assert len(machine.way_in.wall.shown) == 1
