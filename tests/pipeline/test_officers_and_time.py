"""What the desk does with what was before: requests under a key, what was held, the alerts of the release before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.caller import Behalf, Deed, Role
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Conflict, FeedError, NotFound, StateUnavailable
from loudhailer.domain.incident import IncidentHead, Phase, Sensitivity
from loudhailer.domain.outcome import Fate
from loudhailer.pipeline.desk import Change, Raising, Said
from loudhailer.pipeline.ledger import Standing
from tests.builders import CONTROL, NOW, an_incident
from tests.pipeline.officers import COMMS, FACTS, SILVER, Officers, somebody


@pytest.fixture
def at() -> Officers:
    return Officers()


@contextmanager
def lockdown(at: Officers, *channels: str) -> Iterator[None]:
    """Declare it on the channels, or on all of them, and take it back."""
    for level in ("lockdown", "normal"):
        for channel in channels or at.way_in.channels:
            at.way_in.state.level(level, channel)
        if level == "lockdown":
            yield


def sent(at: Officers, *channels: str) -> None:
    """Let what is under way land on the channels, or on all of them."""
    for key, delivery in at.way_in.state.stored.items():
        if delivery.state is State.PENDING and (not channels or delivery.channel in channels):
            at.way_in.state.stored[key] = delivery.settled(State.SENT, "")


def listed(at: Officers, *, is_open: bool | None = True) -> list[str]:
    return [each.alert.reference for each in at.ledger().alerts(COMMS, days=2, is_open=is_open)]


def amended(at: Officers, deed: Deed, reference: str, **changes: Any) -> Said:
    return at.desk().amend(deed, SILVER, Behalf(), reference, Change(**changes))


@pytest.mark.parametrize(
    "other",
    [
        {"facts": {"place": "at Aldermere"}},
        {"facts": {"place": "at Stokeby", "cause": "fire"}},
        {"facts": {"place": "at Stokeby"}, "next_update": NOW + timedelta(hours=1)},
        {"facts": {"place": "at Stokeby"}, "behalf": Behalf("Cdr Example", "radio")},
    ],
)
def test_a_key_that_served_for_other_words_is_refused(at: Officers, other: dict[str, Any]) -> None:
    first = at.raised()
    at.amended(Deed.UPDATE, first, facts={"place": "at Stokeby"}, key="one")
    with pytest.raises(Conflict, match="Idempotency-Key"):
        at.amended(Deed.UPDATE, first, key="one", **other)
    assert len(at.way_in.state.alerts) == 2


def test_a_raise_under_a_used_key_with_another_time_is_refused(at: Officers) -> None:
    at.raised(key="one", expires=NOW + timedelta(hours=1))
    with pytest.raises(Conflict, match="Idempotency-Key"):
        at.raised(key="one", expires=NOW + timedelta(hours=2))


def test_the_same_request_with_a_time_of_another_offset_is_the_same(at: Officers) -> None:
    moment = (NOW + timedelta(hours=1)).astimezone(UTC)
    first = at.raised(key="one", expires=moment)
    again = at.raised(key="one", expires=moment.astimezone(timezone(timedelta(hours=5))))
    assert (again.repeated, again.alert) == (True, first.alert)


def test_every_end_keeps_which_request_it_is_the_end_of(at: Officers) -> None:
    first = at.raised(key="raised")
    at.raised(key="merged")
    at.amended(Deed.UPDATE, first, facts=FACTS, key="nothing new")
    assert all(len(each.request) == 32 for each in at.way_in.state.ends.values())
    assert at.raised(key="merged").repeated
    assert at.amended(Deed.UPDATE, first, facts=FACTS, key="nothing new").repeated


def test_a_table_that_fails_after_the_commit_is_no_failure_and_the_deed_is_in_the_audit(
    at: Officers, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, commit = at.way_in.state, at.way_in.state.commit

    def unreachable(*_: object) -> None:
        raise StateUnavailable("get: ThrottlingException")

    def last_act(told: Any) -> None:
        commit(told)
        for name in ("find", "alert", "outcome", "head", "deliveries"):
            monkeypatch.setattr(state, name, unreachable)

    monkeypatch.setattr(state, "commit", last_act)
    at.way_in.topic.broken = True
    said = at.raised()
    assert (said.fate, said.alert.revision, said.repeated) == (Fate.POSTED, 1, False)
    assert [warning.split(",")[0] for warning in said.warnings] == [
        "it is committed",
        "how the deliveries stand could not be read",
    ]
    assert [(act.deed, act.subject) for act in at.chain.acts] == [("raise", said.alert.identifier)]


def test_a_repeated_call_while_the_topic_is_still_broken_warns_again(at: Officers) -> None:
    at.way_in.topic.broken = True
    first = at.raised(key="one")
    again = at.raised(key="one")
    assert (again.alert, again.repeated, len(again.warnings), again.person) == (first.alert, True, 1, True)


def test_a_raise_that_was_held_is_told_anew(at: Officers) -> None:
    with lockdown(at):
        first = at.raised()
    assert first.fate is Fate.HELD
    at.way_in.clock.pass_(3600)
    assert at.desk().preview(COMMS, Raising("road_closure", FACTS)).alert.revision == 2
    again = at.raised(somebody(Role.GOLD))
    assert (again.fate, again.repeated, again.alert.revision) == (Fate.POSTED, False, 2)
    assert {each.state for each in again.deliveries} == {State.PENDING}
    assert at.raised().repeated, "and now it is said"


def test_a_raise_that_waits_for_approval_is_not_told_anew_without_its_sensitivity(at: Officers) -> None:
    first = at.raised(sensitivities=(Sensitivity.FATAL,))
    assert at.raised(sensitivities=(Sensitivity.FATAL,)).fate is Fate.HELD
    with pytest.raises(Conflict) as refusal:
        at.raised()
    assert refusal.value.reference == first.alert.reference
    assert at.way_in.topic.said == []


def test_a_raise_of_what_the_public_has_heard_is_the_word_that_it_heard(at: Officers) -> None:
    first = at.raised()
    sent(at)
    with lockdown(at):
        assert at.amended(Deed.UPDATE, first, facts={"cause": "fire"}).fate is Fate.HELD
    again = at.raised()
    assert (again.repeated, again.alert) == (True, first.alert)
    with pytest.raises(Conflict):
        at.desk().preview(COMMS, Raising("road_closure", FACTS))


def test_an_end_that_was_held_leaves_it_open_and_is_told_anew(at: Officers) -> None:
    first = at.raised()
    sent(at)
    with lockdown(at):
        assert at.amended(Deed.END, first).fate is Fate.HELD
    assert (listed(at), listed(at, is_open=False)) == ([first.alert.reference], [])
    assert [each.is_open for each in at.ledger().alert(COMMS, first.alert.reference)] == [True, True]
    again = at.amended(Deed.END, first)
    assert (again.fate, again.repeated) == (Fate.POSTED, False)
    assert (listed(at), listed(at, is_open=False)) == ([], [first.alert.reference])


def standing(at: Officers, said: Said) -> Standing:
    (each, *more) = {each.standing for each in at.ledger().alert(COMMS, said.alert.reference)}
    assert not more
    return each


def test_what_was_held_altogether_is_held_and_never_called_over(at: Officers) -> None:
    with lockdown(at):
        first = at.raised()
    assert (listed(at), listed(at, is_open=False)) == ([first.alert.reference], [])
    assert (standing(at, first), at.ledger().alert(COMMS, first.alert.reference)[0].is_open) == (Standing.HELD, False)
    with lockdown(at):
        at.amended(Deed.UPDATE, first, facts={"cause": "fire"})
    assert standing(at, first) is Standing.HELD


def test_what_was_held_and_ended_since_is_over(at: Officers) -> None:
    with lockdown(at):
        first = at.raised()
    at.amended(Deed.END, first)
    assert (standing(at, first), listed(at)) == (Standing.OVER, [])


def test_what_was_over_and_is_held_as_it_begins_again_is_held(at: Officers) -> None:
    first = at.raised()
    sent(at)
    at.amended(Deed.END, first)
    sent(at)
    assert standing(at, first) is Standing.OVER
    with lockdown(at):
        again = at.raised()
    assert (again.fate, standing(at, first)) == (Fate.HELD, Standing.HELD)


def test_it_is_open_as_long_as_it_stands_on_one_channel(at: Officers) -> None:
    first = at.raised()
    sent(at)
    with lockdown(at, "bluesky"):
        at.amended(Deed.END, first)
    sent(at)
    assert listed(at) == [first.alert.reference]


def test_it_is_over_although_one_channel_never_carried_it(at: Officers) -> None:
    with lockdown(at, "bluesky"):
        first = at.raised()
        at.amended(Deed.UPDATE, first, facts={"cause": "fire"})
        sent(at)
        assert listed(at) == [first.alert.reference]
        at.amended(Deed.END, first)
    sent(at)
    assert listed(at, is_open=False) == [first.alert.reference]


def test_an_update_releases_nothing_that_waits_for_approval(at: Officers) -> None:
    held = at.way_in.put(sensitivities=["fatal"], place="at Mill Street")
    reference = at.way_in.alert(held).reference
    for deed in (Deed.UPDATE, Deed.CORRECT):
        said = amended(at, deed, reference, facts={"cause": "fire"}, sensitivities=())
        assert (said.fate, said.alert.sensitivities) == (Fate.HELD, (Sensitivity.FATAL,))
    assert at.way_in.topic.said == []


def test_a_sensitivity_is_added_to_those_that_it_has(at: Officers) -> None:
    first = at.raised(sensitivities=(Sensitivity.FATAL,))
    said = at.amended(Deed.UPDATE, first, sensitivities=(Sensitivity.CHILDREN,))
    assert said.alert.sensitivities == (Sensitivity.CHILDREN, Sensitivity.FATAL)


def test_an_area_names_no_dwelling_but_in_a_warning_of_life_and_death(at: Officers) -> None:
    for event_type, id_ in (("severe_flood_warning", "EA1"), ("flood_warning", "EA2")):
        at.way_in.told(
            an_incident(source="environment_agency", id=id_, event_type=event_type, facts={"area": "River Alder"})
        )
    warning, alert = (each.reference for each in at.way_in.state.alerts.values())
    said = amended(at, Deed.UPDATE, warning, facts={"area": "14 Mill Lane, Aldermere"})
    assert said.findings == ("area holds a house number, and the public will read it",)
    with pytest.raises(FeedError) as refusal:
        amended(at, Deed.UPDATE, alert, facts={"area": "14 Mill Lane, Aldermere"})
    assert refusal.value.place == "area"


def of_the_release_before(at: Officers, number: int, *, sensitivities: tuple[Sensitivity, ...] = ()) -> Alert:
    """Leave an alert as the release before did: under its source's number, with a head that holds no facts."""
    outcome = at.way_in.put(revision=number, sensitivities=list(sensitivities))
    state = at.way_in.state
    ours = state.alerts.pop(outcome.alert_id)
    theirs = ours.model_copy(update={"identifier": f"{ours.reference}-{number}", "revision": number, "since": number})
    state.alerts[theirs.identifier] = theirs
    for channel in at.way_in.channels:
        delivery = state.stored.pop((ours.identifier, channel))
        state.stored[theirs.identifier, channel] = delivery.model_copy(
            update={"alert_id": theirs.identifier, "revision": number}
        )
    head = state.heads[CONTROL, "CTL-1"]
    state.heads[CONTROL, "CTL-1"] = IncidentHead(
        source=CONTROL,
        id="CTL-1",
        revision=number,
        digest=head.digest,
        spoken=number,
        said=head.said,
        since=number,
        alert_ids=(theirs.identifier,),
        version=1,
    )
    return theirs


@pytest.mark.parametrize("number", [1, 7, 40])
@pytest.mark.parametrize(("deed", "msg_type"), [(Deed.END, MsgType.CANCEL), (Deed.CORRECT, MsgType.UPDATE)])
def test_an_alert_of_the_release_before_is_ended_and_corrected_with_its_facts(
    at: Officers, number: int, deed: Deed, msg_type: MsgType
) -> None:
    theirs = of_the_release_before(at, number)
    said = amended(at, deed, theirs.reference, facts=FACTS | {"cause": "fire"})
    assert (said.fate, said.alert.msg_type) == (Fate.POSTED, msg_type)
    assert (said.alert.identifier, said.alert.references) == (
        f"{theirs.reference}-{number + 1}",
        (theirs.identifier,),
    )
    assert "A4117" in at.words(said)
    shown = at.ledger().alert(COMMS, theirs.reference)
    assert [each.alert.revision for each in shown] == [number + 1, number]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_alert_of_the_release_before_is_not_ended_in_words_that_nobody_gave(
    at: Officers, *, withdrawn: bool
) -> None:
    theirs = of_the_release_before(at, 7)
    with pytest.raises(FeedError, match="cannot be announced without it") as refusal:
        amended(at, Deed.END, theirs.reference, withdrawn=withdrawn)
    assert refusal.value.place == "detail.incident.road"
    said = amended(at, Deed.END, theirs.reference, facts=FACTS, withdrawn=withdrawn)
    assert ("We take back" in at.words(said)) == withdrawn


def test_an_alert_of_the_release_before_keeps_what_held_it(at: Officers) -> None:
    theirs = of_the_release_before(at, 7, sensitivities=(Sensitivity.FATAL,))
    said = amended(at, Deed.UPDATE, theirs.reference, facts=FACTS | {"cause": "fire"}, sensitivities=())
    assert (said.fate, said.alert.sensitivities) == (Fate.HELD, (Sensitivity.FATAL,))


def test_what_the_release_before_ended_is_over(at: Officers) -> None:
    theirs = of_the_release_before(at, 7)
    state = at.way_in.state
    head = state.heads[CONTROL, "CTL-1"]
    state.heads[CONTROL, "CTL-1"] = head.model_copy(update={"phase": Phase.CLOSED})
    with pytest.raises(Conflict, match="it has ended"):
        amended(at, Deed.UPDATE, theirs.reference, facts=FACTS)


def test_a_high_number_of_the_release_before_is_left_to_its_source(at: Officers) -> None:
    theirs = of_the_release_before(at, 4711)
    with pytest.raises(NotFound):
        amended(at, Deed.END, theirs.reference, facts=FACTS)
    ended = at.way_in.put(revision=4712, detail_type="incident.closed")
    assert (ended.fate, at.way_in.alert(ended).revision) == (Fate.POSTED, 4712)
