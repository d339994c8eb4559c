"""One act corrects or takes back on every channel, and each channel says what came of it."""

from typing import Any

import pytest

from loudhailer.domain.caller import Deed, Role
from loudhailer.domain.delivery import Delivery, Due, State
from loudhailer.domain.errors import NotAllowed, NotFound
from loudhailer.domain.post import PostRef
from loudhailer.pipeline.everywhere import Reach, Stand
from tests.builders import a_ref
from tests.pipeline.officers import SILVER, Officers, somebody

DUTY = somebody(Role.DUTY)


@pytest.fixture
def at() -> Officers:
    return Officers()


def now_is(at: Officers, alert_id: str, state: State, channel: str, **changes: Any) -> None:
    known = at.way_in.state.stored[alert_id, channel]
    ref = {"ref": a_ref(), "sent_at": at.way_in.clock()} if state is State.SENT else {}
    at.way_in.state.save(known.model_copy(update={"state": state, "due": None, "due_at": None} | ref | changes))


def corrected(at: Officers, *, takes_down: bool = True) -> tuple[str, str]:
    """Raise an alert that lands on both channels, and correct it; return the ids of both."""
    said = at.raised()
    for channel in at.way_in.channels:
        now_is(at, said.alert.identifier, State.SENT, channel)
    correction = at.amended(Deed.CORRECT, said, facts={"road": "A4118"}, takes_down=takes_down)
    return said.alert.identifier, correction.alert.identifier


def reach(at: Officers, alert_id: str, **more: Any) -> dict[str, Reach]:
    reached = at.everywhere()(DUTY, alert_id.partition("-")[0], **more)
    return {each.channel: each for each in reached.channels}


def stands(reached: dict[str, Reach]) -> dict[str, list[Stand]]:
    return {name: [each.stand for each in one.earlier] for name, one in reached.items()}


def test_the_correction_comes_first_and_the_old_post_goes_only_where_the_platform_lets_us(at: Officers) -> None:
    first, second = corrected(at)
    before = reach(at, second)
    assert all(one.under_way and not one.well for one in before.values())
    assert stands(before) == {"page": [Stand.STAYS], "bluesky": [Stand.GOING]}

    now_is(at, second, State.SENT, "page")
    now_is(at, second, State.SENT, "bluesky", due=Due.FOLLOW)
    assert (reach(at, second)["page"].well, reach(at, second)["bluesky"].under_way) == (True, True)
    assert stands(reach(at, second)) == {"page": [Stand.STAYS], "bluesky": [Stand.GOING]}

    now_is(at, second, State.SENT, "bluesky")
    now_is(at, first, State.RETRACTED, "bluesky", sent_at=at.way_in.clock())
    after = reach(at, second)
    assert stands(after) == {"page": [Stand.STAYS], "bluesky": [Stand.OFF]}
    assert all(one.well and not one.under_way for one in after.values())


def test_one_channel_that_is_down_is_reported_as_such_and_its_old_post_stands(at: Officers) -> None:
    _, second = corrected(at)
    now_is(at, second, State.SENT, "page")
    now_is(at, second, State.RETRY, "bluesky", reason="ChannelUnavailable: it is down", due=Due.RETRY)
    assert [(name, one.under_way, one.well) for name, one in reach(at, second).items()] == [
        ("bluesky", True, False),
        ("page", False, True),
    ]
    now_is(at, second, State.FAILED, "bluesky", reason="Unauthorized: no")
    down = reach(at, second)["bluesky"]
    assert (down.under_way, down.well, [each.stand for each in down.earlier]) == (False, False, [Stand.OUT])


@pytest.mark.parametrize(
    ("state", "changes", "stand"),
    [
        (State.UNKNOWN, {"due": Due.DOUBT}, Stand.DOUBT),
        (State.SENT, {"ref": PostRef(id="", url="https://social.example/1")}, Stand.STAYS),
        (State.SENT, {"ref": None}, Stand.STAYS),
        (State.SENT, {"due": Due.RETRACT, "retract_by": "silver"}, Stand.GOING),
        # Nothing follows from the correction any more, and it is still there: the platform has refused.
        (State.SENT, {"reason": "it could not be taken off, do it on the platform: no"}, Stand.OUT),
    ],
)
def test_each_earlier_post_says_what_became_of_it(
    at: Officers, state: State, changes: dict[str, Any], stand: Stand
) -> None:
    first, second = corrected(at)
    now_is(at, second, State.SENT, "bluesky")
    now_is(at, first, state, "bluesky", **changes)
    one = reach(at, second)["bluesky"]
    assert [each.stand for each in one.earlier] == [stand]
    assert one.well is (stand is Stand.STAYS)


def test_what_never_left_is_no_earlier_post(at: Officers) -> None:
    first, second = corrected(at)
    now_is(at, first, State.RETRACTED, "bluesky", ref=None, sent_at=None)
    now_is(at, first, State.EXPIRED, "page", ref=None, sent_at=None)
    assert stands(reach(at, second)) == {"page": [], "bluesky": []}


def test_a_plain_correction_leaves_what_was_posted_and_is_well_with_that(at: Officers) -> None:
    _, second = corrected(at, takes_down=False)
    for channel in at.way_in.channels:
        now_is(at, second, State.SENT, channel)
    reached = reach(at, second)
    assert stands(reached) == {"page": [Stand.OUT], "bluesky": [Stand.OUT]}
    assert all(one.well for one in reached.values())


def test_each_part_of_a_channel_counts_for_the_channel(at: Officers) -> None:
    _, second = corrected(at)
    state = at.way_in.state
    now_is(at, second, State.SENT, "bluesky")
    pointer: Delivery = state.stored[second, "bluesky"].model_copy(
        update={"channel": "bluesky/pointer", "state": State.PENDING, "version": 0}
    )
    state.save(pointer)
    one = reach(at, second)["bluesky"]
    assert [each.channel for each in one.deliveries] == ["bluesky", "bluesky/pointer"]
    assert one.under_way


def test_what_only_begins_the_deliveries_of_a_list_is_not_counted_with_them(at: Officers) -> None:
    _, second = corrected(at)
    state = at.way_in.state
    now_is(at, second, State.SENT, "bluesky")
    for part in ("ward-1", "ward-2"):
        state.save(state.stored[second, "bluesky"].model_copy(update={"channel": f"bluesky/{part}", "version": 0}))
    assert [each.channel for each in reach(at, second)["bluesky"].deliveries] == ["bluesky/ward-1", "bluesky/ward-2"]


def test_the_newest_alert_is_meant_unless_another_is_named(at: Officers) -> None:
    first, second = corrected(at)
    reference = first.partition("-")[0]
    assert at.everywhere()(DUTY, reference).alert.identifier == second
    assert at.everywhere()(DUTY, reference, first).alert.identifier == first
    with pytest.raises(NotFound, match="no alert QQQQQQQ-1 about"):
        at.everywhere()(DUTY, reference, "QQQQQQQ-1")
    with pytest.raises(NotFound):
        at.everywhere()(DUTY, "QQQQQQQ")


def test_only_who_may_take_posts_off_corrects_with_a_take_down(at: Officers) -> None:
    said = at.raised()
    with pytest.raises(NotAllowed, match="retract is for"):
        at.amended(Deed.CORRECT, said, DUTY, facts={"road": "A4118"}, takes_down=True)
    assert at.way_in.state.head("desk", said.alert.incident_id).spoken == 1, "nothing of it was said"
    assert at.amended(Deed.END, said, SILVER, withdrawn=True, takes_down=True).fate == "posted"


def test_only_the_posts_of_its_own_episode_are_earlier_ones(at: Officers) -> None:
    _, second = corrected(at)
    alert = at.way_in.state.alerts[second].model_copy(update={"since": 2, "references": ("A-1", "A-2", "A-3")})
    assert alert.earlier == ("A-2", "A-3")
