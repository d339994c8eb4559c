"""Broken glass lets one person's life-safety past approval; somebody else looks at it, and at what went at once."""

import pytest

from loudhailer.domain.caller import Behalf, Role
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.delivery import State
from loudhailer.domain.errors import Conflict, FeedError, NotAllowed, NotFound
from loudhailer.domain.outcome import Fate
from loudhailer.domain.review import ReviewKind
from loudhailer.pipeline.desk import Said
from tests.pipeline.officers import COMMS, CONTROL_ROOM, SILVER, Officers, somebody
from tests.pipeline.test_approvals import DUTY, GOLD, WORDS

WHY = "commander out of reach, plume moves south"
EVACUATION = {"place": "at Mill Street, Stokeby"}
OWN = EVACUATION | {"message": "Use the east road only."}


@pytest.fixture
def officers() -> Officers:
    return Officers()


def evacuate(officers: Officers, facts: dict[str, str] = OWN, caller: object = DUTY, **more: object) -> Said:
    return officers.raised(caller, event_type="evacuation", facts=facts, **more)  # type: ignore[arg-type]


def test_behind_broken_glass_life_safety_in_one_s_own_words_goes_at_once(officers: Officers) -> None:
    glass, warnings = officers.glass().open(DUTY, WHY)
    assert (glass.stands(officers.way_in.clock.now), warnings) == (True, ())
    said = evacuate(officers)
    assert (said.fate, said.alert.glass) == (Fate.POSTED, glass.id)
    assert said.alert.message_class is MessageClass.LIFE_SAFETY


def test_without_it_or_after_its_time_or_once_it_is_put_back_the_words_wait(officers: Officers) -> None:
    assert evacuate(officers).fate is Fate.HELD
    officers.glass().open(DUTY, WHY)
    officers.glass().close(DUTY)
    assert evacuate(officers, OWN | {"place": "at Harrow Moor"}).fate is Fate.HELD
    officers.glass().open(DUTY, WHY)
    officers.way_in.clock.pass_(30 * 60)
    assert evacuate(officers, OWN | {"place": "at Aldermere"}).fate is Fate.HELD


def test_it_is_theirs_alone_and_for_life_safety_alone(officers: Officers) -> None:
    officers.glass().open(DUTY, WHY)
    assert evacuate(officers, caller=SILVER).fate is Fate.HELD
    assert officers.raised(DUTY, event_type="information", facts=WORDS).fate is Fate.HELD
    fatal = evacuate(officers, OWN | {"place": "at Aldermere"}, sensitivities=("fatal",))
    assert fatal.fate is Fate.HELD
    both = somebody(Role.DUTY, Role.CONTROL)
    officers.glass().open(both, WHY)
    typed = evacuate(officers, OWN | {"place": "at Harrow Moor"}, both, behalf=Behalf("Gold 1", "radio"))
    assert (typed.fate, typed.alert.glass) == (Fate.HELD, "")


def test_where_nobody_can_tell_whether_it_is_broken_it_is_whole(officers: Officers) -> None:
    officers.glass().open(DUTY, WHY)
    officers.glasses.broken = True
    assert evacuate(officers).fate is Fate.HELD


def test_it_takes_a_role_and_a_reason(officers: Officers) -> None:
    for caller in (COMMS, CONTROL_ROOM):
        with pytest.raises(NotAllowed):
            officers.glass().open(caller, WHY)
    with pytest.raises(FeedError):
        officers.glass().open(DUTY, "  now   !  ")
    assert officers.glasses.glasses == {}


def test_breaking_it_calls_somebody_opens_a_review_and_is_in_the_audit(officers: Officers) -> None:
    glass, _ = officers.glass().open(DUTY, WHY)
    (review,) = officers.reviewing().show(COMMS)
    assert (review.kind, review.by) == (ReviewKind.GLASS, "duty")
    assert WHY in review.about
    assert f"glass:{glass.id}" in officers.calls.called
    assert (officers.chain.acts[-1].chain, officers.chain.acts[-1].deed) == ("command", "break_glass")
    again, _ = officers.glass().open(DUTY, WHY)
    assert again.id == glass.id
    assert len(officers.reviews.reviews) == 1


def test_no_glass_ever_stands_that_nobody_will_review(officers: Officers) -> None:
    officers.reviews.broken = True
    with pytest.raises(Exception, match="does not answer"):
        officers.glass().open(DUTY, WHY)
    assert officers.glasses.glasses == {}


def test_whom_nobody_could_call_is_told_so(officers: Officers) -> None:
    officers.calls.broken = officers.chain.broken = True
    glass, warnings = officers.glass().open(DUTY, WHY)
    assert glass.version == 1
    assert len(warnings) == 2


def test_only_broken_glass_can_be_put_back(officers: Officers) -> None:
    with pytest.raises(NotFound):
        officers.glass().close(DUTY)


def test_what_went_at_once_is_reviewed_once_and_stays_until_somebody_else_has_looked(officers: Officers) -> None:
    said = evacuate(officers, EVACUATION, key="one")
    assert said.fate is Fate.POSTED
    evacuate(officers, EVACUATION, key="one")
    (review,) = officers.reviewing().show(SILVER)
    assert (review.id, review.kind, review.by) == (f"after-{said.alert.identifier}", ReviewKind.AFTER, "duty")
    with pytest.raises(NotAllowed):
        officers.reviewing().close(DUTY, review.id, "it was right")
    with pytest.raises(NotAllowed):
        officers.reviewing().close(somebody(Role.SILVER, username="Duty"), review.id, "it was right")
    assert officers.approve().waiting(COMMS)[1] == 1
    closed, warnings = officers.reviewing().close(SILVER, review.id, "it was right")
    assert (closed.verdict, closed.closed_by, warnings) == ("it was right", "silver", ())
    act = officers.chain.acts[-1]
    assert (act.chain, act.deed, act.reason) == (f"incident:{said.alert.reference}", "review", "it was right")
    assert officers.reviewing().show(SILVER) == ()
    with pytest.raises(Conflict):
        officers.reviewing().close(GOLD, review.id, "so was I")
    evacuate(officers, EVACUATION, key="one")
    assert officers.reviewing().show(SILVER) == (), "a repeat does not open it again"


def test_whoever_typed_it_does_not_review_it_either(officers: Officers) -> None:
    typist = somebody(Role.CONTROL, Role.SILVER, username="control.1")
    said = evacuate(officers, EVACUATION, typist, behalf=Behalf("Gold 1", "radio"))
    with pytest.raises(NotAllowed):
        officers.reviewing().close(typist, f"after-{said.alert.identifier}", "it was right")


def test_what_waited_or_is_of_another_class_needs_no_review(officers: Officers) -> None:
    evacuate(officers)
    officers.raised(SILVER)
    officers.way_in.put(type="evacuation")
    assert officers.reviewing().show(SILVER) == ()


def test_a_review_that_cannot_be_opened_holds_no_alert_up(officers: Officers) -> None:
    officers.reviews.broken = True
    said = evacuate(officers, EVACUATION)
    assert {each.state for each in said.deliveries} == {State.PENDING}
    assert "no review could be opened" in said.warnings[0]
    assert said.person


def test_there_must_be_a_review_to_close(officers: Officers) -> None:
    with pytest.raises(NotFound):
        officers.reviewing().close(SILVER, "after-AAAAAAA-1", "it was right")


def test_whoever_looks_at_the_crisis_state_hears_how_many_reviews_are_open(officers: Officers) -> None:
    evacuate(officers, EVACUATION)
    shown = officers.crisis().show(SILVER)
    assert (shown.open_reviews, shown.warnings) == (1, ())
    officers.reviews.broken = True
    shown = officers.crisis().show(SILVER)
    assert (shown.open_reviews, shown.warnings) == (0, ("how many reviews are open could not be read",))
