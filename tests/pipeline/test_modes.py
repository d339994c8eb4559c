"""How far a source's words go is somebody's act: who may, after what look, and what is kept of it."""

import pytest

from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.errors import ClaimLost, Conflict, FeedError, NotAllowed, NotFound
from loudhailer.domain.source import Mode
from loudhailer.pipeline.modes import NOTHING_SEEN, Modes
from tests.pipeline.officers import COMMS, Officers, somebody
from tests.pipeline.test_admit import NH, a_closure, configured
from tests.pipeline.way_in import WayIn

WHY = "ten days of right words"


@pytest.fixture
def at() -> Officers:
    officers = Officers()
    officers.way_in.sources.usual = None
    return officers


def modes(at: Officers) -> Modes:
    way_in = at.way_in
    return Modes(at.guard, way_in.config, way_in.sources, at.chain, way_in.clock)


def raised(at: Officers, mode: Mode, by: Caller = COMMS) -> Mode:
    seen = modes(at).show(COMMS, NH).seen
    return modes(at).set(by, NH, mode, WHY, seen=seen, nothing_seen=True).source.mode


def test_every_source_starts_as_a_proposer_and_says_who_set_it_since(at: Officers) -> None:
    listed = {each.state.name: each for each in modes(at).list(somebody(Role.DUTY))}
    assert set(listed) == set(at.way_in.config.sources.sources)
    assert {each.mode for each in listed.values()} == {Mode.PROPOSE}
    assert raised(at, Mode.AUTO) is Mode.AUTO
    state = modes(at).show(COMMS, NH).source.state
    assert (state.by, state.since, state.reason) == ("comms", at.way_in.clock(), f"{WHY} ({NOTHING_SEEN})")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COMMS])
def test_nobody_but_comms_raises_a_source_and_a_refusal_is_in_the_audit(at: Officers, role: Role) -> None:
    with pytest.raises(NotAllowed, match="raise_source is for comms"):
        raised(at, Mode.AUTO, somebody(role))
    assert at.way_in.sources.states == {}
    assert [act.deed for act in at.chain.acts] == ["refused: raise_source"]


@pytest.mark.parametrize("role", [Role.DUTY, Role.BRONZE, Role.SILVER, Role.GOLD, Role.COMMS])
def test_whoever_is_on_duty_lowers_a_source_at_once_and_as_far_as_they_like(at: Officers, role: Role) -> None:
    raised(at, Mode.AUTO)
    changed = modes(at).set(somebody(role), NH, Mode.LEARN, "it lists what is over")
    assert (changed.source.mode, changed.repeated, changed.warnings) == (Mode.LEARN, False, ())
    act = at.chain.acts[-1]
    told = (act.chain, act.by, act.deed, act.subject, act.reason, act.result)
    assert told == ("command", role, "set mode learn", NH, "it lists what is over", "it was auto")


def test_the_control_room_lowers_none(at: Officers) -> None:
    with pytest.raises(NotAllowed):
        modes(at).set(somebody(Role.CONTROL), NH, Mode.LEARN, "it lists what is over")


def test_a_source_is_raised_one_step_at_a_time(at: Officers) -> None:
    modes(at).set(COMMS, NH, Mode.LEARN, WHY)
    for too_far in (Mode.PROPOSE, Mode.AUTO):
        with pytest.raises(Conflict, match="one step at a time"):
            raised(at, too_far)
    assert modes(at).set(COMMS, NH, Mode.SHADOW, WHY).source.mode is Mode.SHADOW, "shadow shows nothing to anybody"
    assert raised(at, Mode.PROPOSE) is Mode.PROPOSE


def test_nobody_raises_what_they_have_not_looked_at_or_what_has_moved_since(at: Officers) -> None:
    modes(at).set(COMMS, NH, Mode.SHADOW, WHY)
    with pytest.raises(Conflict, match="look first"):
        modes(at).set(COMMS, NH, Mode.PROPOSE, WHY)
    shown = modes(at).show(COMMS, NH)
    assert shown.shadows == (), "that there is nothing to see can be seen too"
    at.way_in.fed(a_closure())
    with pytest.raises(Conflict, match="look again"):
        modes(at).set(COMMS, NH, Mode.PROPOSE, WHY, seen=shown.seen)
    again = modes(at).show(COMMS, NH)
    assert [each.incident_id for each in again.shadows] == ["NH-1"]
    assert modes(at).set(COMMS, NH, Mode.PROPOSE, WHY, seen=again.seen).source.mode is Mode.PROPOSE
    with pytest.raises(Conflict, match="look again"):
        modes(at).set(COMMS, NH, Mode.AUTO, WHY, seen=again.seen)


def test_nobody_lets_a_source_speak_by_itself_without_a_shadow_of_it_unless_they_say_so(at: Officers) -> None:
    seen = modes(at).show(COMMS, NH).seen
    with pytest.raises(Conflict, match="has had nothing said in shadow"):
        modes(at).set(COMMS, NH, Mode.AUTO, WHY, seen=seen)
    with pytest.raises(Conflict, match="look again"):
        modes(at).set(COMMS, NH, Mode.AUTO, WHY, seen="another", nothing_seen=True)
    assert modes(at).set(COMMS, NH, Mode.AUTO, WHY, seen=seen, nothing_seen=True).source.mode is Mode.AUTO
    assert at.chain.acts[-1].reason == f"{WHY} (raised although nothing of it was seen in shadow)"


def test_what_was_seen_in_an_earlier_trial_does_not_let_it_speak_after_the_next(at: Officers) -> None:
    for trial, said in enumerate((True, False)):
        modes(at).set(COMMS, NH, Mode.LEARN, WHY)
        at.way_in.clock.pass_(60)
        modes(at).set(COMMS, NH, Mode.SHADOW, WHY)
        if said:
            at.way_in.fed(a_closure(trial))
        modes(at).set(COMMS, NH, Mode.PROPOSE, WHY, seen=modes(at).show(COMMS, NH).seen)
        seen = modes(at).show(COMMS, NH).seen
        if said:
            changed = modes(at).set(COMMS, NH, Mode.AUTO, WHY, seen=seen, nothing_seen=True)
            assert (changed.source.mode, changed.source.state.reason) == (Mode.AUTO, WHY), "it was seen"
            at.way_in.clock.pass_(60)
        else:
            with pytest.raises(Conflict, match="has had nothing said in shadow"):
                modes(at).set(COMMS, NH, Mode.AUTO, WHY, seen=seen)


def test_other_words_under_the_same_number_are_to_be_looked_at_again(at: Officers) -> None:
    modes(at).set(COMMS, NH, Mode.SHADOW, WHY)
    at.way_in.fed(a_closure())
    seen = modes(at).show(COMMS, NH).seen
    shadows = at.way_in.sources.shadows
    for key, each in shadows.items():
        shadows[key] = each.model_copy(update={"headline": "Another motorway is closed"})
    with pytest.raises(Conflict, match="look again"):
        modes(at).set(COMMS, NH, Mode.PROPOSE, WHY, seen=seen)


def test_the_newest_is_shown_first(at: Officers) -> None:
    modes(at).set(COMMS, NH, Mode.SHADOW, WHY)
    for number in range(3):
        at.way_in.clock.pass_(60)
        at.way_in.fed(a_closure(number))
    assert [each.incident_id for each in modes(at).show(COMMS, NH).shadows] == ["NH-2", "NH-1", "NH-0"]


def test_a_source_without_a_licence_is_never_raised_to_auto() -> None:
    at = Officers(way_in=WayIn(config=configured(licence="")))
    at.way_in.sources.usual = None
    with pytest.raises(Conflict, match="no licence"):
        raised(at, Mode.AUTO)
    at.way_in.sources.set(NH, Mode.AUTO)
    assert modes(at).show(COMMS, NH).source.mode is Mode.PROPOSE, "what is stored is not what holds"


def test_the_same_again_changes_nothing_and_needs_no_look(at: Officers) -> None:
    raised(at, Mode.AUTO)
    before, acts = at.way_in.sources.state(NH), len(at.chain.acts)
    assert modes(at).set(COMMS, NH, Mode.AUTO, WHY).repeated
    assert (at.way_in.sources.state(NH), len(at.chain.acts)) == (before, acts)


def test_what_a_policy_starts_with_can_be_set_by_a_person_too_and_then_stays(at: Officers) -> None:
    changed = modes(at).set(COMMS, NH, Mode.PROPOSE, WHY)
    assert not changed.repeated
    assert at.way_in.sources.state(NH).mode is Mode.PROPOSE


def test_an_unknown_source_is_not_found_and_a_reason_is_needed(at: Officers) -> None:
    with pytest.raises(NotFound):
        modes(at).show(COMMS, "nobody")
    with pytest.raises(NotFound):
        modes(at).set(COMMS, "nobody", Mode.LEARN, WHY)
    with pytest.raises(FeedError, match="say why"):
        modes(at).set(COMMS, NH, Mode.LEARN, "  ")


def test_who_was_overtaken_is_told_so_and_an_audit_that_fails_undoes_nothing(at: Officers) -> None:
    sources = at.way_in.sources
    stale = sources.state(NH)
    sources.set(NH, Mode.AUTO)
    with pytest.raises(ClaimLost):
        sources.keep(stale)
    at.chain.broken = True
    changed = modes(at).set(COMMS, NH, Mode.LEARN, WHY)
    assert changed.warnings == ("the audit could not be written: note who did this, and when",)
    assert sources.state(NH).mode is Mode.LEARN
