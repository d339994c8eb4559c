"""Dead letters are seen, and go back to their own lane: announced before they are deleted, a bounded share a call."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement
from loudhailer.domain.caller import Behalf, Role
from loudhailer.domain.delivery import Due, State
from loudhailer.domain.errors import FeedError, NotAllowed, NotFound
from loudhailer.pipeline.redrive import MOST_MOVED, Letter
from tests.builders import NOW
from tests.fakes import Announcements
from tests.letters import MemoryLetters
from tests.pipeline.officers import CONTROL_ROOM, Officers, somebody

DUTY, ALONE = somebody(Role.DUTY), Behalf()


class Dead:
    """An office with dead letters."""

    def __init__(self) -> None:
        self.at, self.letters = Officers(), MemoryLetters()
        self.redrive = self.at.redrive(self.letters)

    def alert(self, number: int = 1, kind: str = "road_closure") -> str:
        outcome = self.at.way_in.put(id=f"CTL-{number}", road=f"A{4000 + number}", type=kind)
        self.at.way_in.topic.said.clear()
        return outcome.alert_id

    def letter(self, body: str, channel: str = "bluesky", minutes: int = 0) -> None:
        heap = self.letters.heaps[channel]
        heap.append(Letter(f"handle-{len(heap)}", body, NOW - timedelta(minutes=minutes)))

    def about(self, alert_id: str, channel: str = "bluesky", minutes: int = 0) -> None:
        alert = self.at.way_in.state.alerts[alert_id]
        self.letter(Announcement.of(alert).model_dump_json(), channel, minutes)


@pytest.fixture
def dead() -> Dead:
    return Dead()


def test_each_channel_says_how_many_wait_how_long_and_for_what(dead: Dead) -> None:
    one = dead.alert()
    dead.about(one, minutes=90)
    dead.about(one, minutes=5)
    dead.letter('{"unwritten": "words"}', minutes=1)
    page, bluesky = dead.redrive.show(DUTY)
    assert (page.count, page.oldest, page.deliveries) == (0, None, ())
    assert (bluesky.count, bluesky.oldest, bluesky.unread) == (3, NOW - timedelta(minutes=90), 1)
    assert [(each.alert_id, each.channel) for each in bluesky.deliveries] == [(one, "bluesky")]
    assert dead.redrive(DUTY, ALONE, "bluesky", "a test").moved == 2, "a look takes nothing from who puts back"


def test_a_message_goes_back_to_its_own_lane_and_only_to_its_channel(dead: Dead) -> None:
    routine, urgent = dead.alert(1), dead.alert(2, kind="evacuation")
    dead.about(routine)
    dead.about(urgent)
    moved = dead.redrive(DUTY, ALONE, "bluesky", "the platform answers again")
    assert (moved.moved, moved.done, moved.left, moved.remaining, moved.warnings) == (2, 0, {}, 0, ())
    assert [(each.alert_id, channels, lane) for each, channels, lane in dead.at.way_in.topic.said] == [
        (routine, ("bluesky",), Lane.ROUTINE),
        (urgent, ("bluesky",), Lane.URGENT),
    ]
    assert all(each.message_class for each, _, _ in dead.at.way_in.topic.said)
    (act,) = dead.at.chain.acts
    assert (act.chain, act.by, act.deed, act.subject) == ("command", "duty", "redrive", "bluesky")
    assert act.result == "2 put back, 0 had nothing left to do"


@pytest.mark.parametrize("state", [State.SENT, State.RETRACTED, State.HELD, State.EXPIRED])
def test_a_message_whose_delivery_has_nothing_left_to_do_is_put_away(dead: Dead, state: State) -> None:
    alert_id = dead.alert()
    known = dead.at.way_in.state.stored[alert_id, "bluesky"]
    dead.at.way_in.state.save(known.settled(state, ""))
    dead.about(alert_id)
    moved = dead.redrive(DUTY, ALONE, "bluesky", "a test")
    assert (moved.moved, moved.done, moved.remaining) == (0, 1, 0)
    assert dead.at.way_in.topic.said == []


@pytest.mark.parametrize("due", [Due.RETRACT, Due.FOLLOW])
def test_what_is_sent_and_still_owes_something_goes_back(dead: Dead, due: Due) -> None:
    alert_id = dead.alert()
    known = dead.at.way_in.state.stored[alert_id, "bluesky"]
    owed = known.settled(State.SENT, "").model_copy(update={"due": due, "due_at": NOW})
    dead.at.way_in.state.save(owed)
    dead.about(alert_id)
    assert dead.redrive(DUTY, ALONE, "bluesky", "a test").moved == 1


def test_what_holds_no_ids_or_no_delivery_stays_and_says_why(dead: Dead) -> None:
    dead.letter('{"unwritten": "words"}')
    dead.letter(Announcement(alert_id="QQQQQQQ-1", source="s", incident_id="i").model_dump_json())
    moved = dead.redrive(DUTY, ALONE, "bluesky", "a test")
    assert (moved.moved, moved.remaining) == (0, 2)
    assert moved.left == {
        "no ids that this release reads: docs/runbook.md says how it goes back": 1,
        "its delivery is not in the table": 1,
    }


def test_a_message_is_announced_before_it_is_deleted_so_that_none_is_lost(dead: Dead) -> None:
    alert_id = dead.alert()
    dead.about(alert_id)
    dead.letters.broken = 1
    broken = dead.redrive(DUTY, ALONE, "bluesky", "a test")
    assert (broken.moved, broken.remaining) == (0, 1)
    assert broken.warnings == ("it broke off: our own state, or a queue, does not answer; ask again",)
    dead.letters.reappear()
    assert dead.redrive(DUTY, ALONE, "bluesky", "once more").remaining == 0
    assert len(dead.at.way_in.topic.said) == 2, "twice announced, and claims decide"

    dead.about(alert_id)
    dead.at.way_in.topic.broken = True
    assert dead.redrive(DUTY, ALONE, "bluesky", "a test").remaining == 1, "what was not announced is not deleted"


def test_one_call_moves_a_bounded_share_and_the_next_goes_on(dead: Dead) -> None:
    alert_id = dead.alert()
    for _ in range(MOST_MOVED + 30):
        dead.about(alert_id)
    first, second = (dead.redrive(DUTY, ALONE, "bluesky", "a test") for _ in range(2))
    assert (first.moved, first.remaining, second.moved, second.remaining) == (MOST_MOVED, 30, 30, 0)


def test_one_call_ends_before_whoever_waits_for_it_gives_up(dead: Dead) -> None:
    alert_id = dead.alert()
    for _ in range(30):
        dead.about(alert_id)

    class Slow(Announcements):
        def announce(self, announcement: Announcement, channels: Sequence[str], lane: Lane) -> None:
            dead.at.way_in.clock.pass_(2)
            super().announce(announcement, channels, lane)

    dead.at.way_in.topic = Slow()
    slow = replace(dead.redrive, announcer=dead.at.way_in.topic)
    assert slow(DUTY, ALONE, "bluesky", "a test").moved == 10


def test_a_message_of_a_list_is_about_its_part_or_about_all_of_them(dead: Dead) -> None:
    alert_id = dead.alert()
    state = dead.at.way_in.state
    first = state.stored.pop((alert_id, "bluesky"))
    for part in ("ward-1", "ward-2"):
        state.save(first.model_copy(update={"channel": f"bluesky/{part}", "version": 0}))
    alert = state.alerts[alert_id]
    dead.letter(Announcement.of(alert, "ward-2").model_dump_json())
    dead.letter(Announcement.of(alert).model_dump_json())
    assert dead.redrive(DUTY, ALONE, "bluesky", "a test").moved == 2
    assert [each.part for each, _, _ in dead.at.way_in.topic.said] == ["ward-2", ""]


def test_an_unknown_channel_is_said_to_be_unknown_and_a_stranger_is_refused(dead: Dead) -> None:
    with pytest.raises(NotFound, match="there is no channel fax; there are page, bluesky"):
        dead.redrive(DUTY, ALONE, "fax", "a test")
    with pytest.raises(NotAllowed, match="redrive is for"):
        dead.redrive(somebody(), ALONE, "bluesky", "a test")


def test_an_audit_that_fails_is_a_warning(dead: Dead) -> None:
    dead.at.chain.broken = True
    assert dead.redrive(DUTY, ALONE, "bluesky", "a test").warnings == (
        "the audit could not be written: note who did this, and when",
    )


def test_control_puts_back_for_a_named_officer(dead: Dead) -> None:
    with pytest.raises(FeedError, match="control types for a named officer"):
        dead.redrive(CONTROL_ROOM, ALONE, "bluesky", "a test")
    dead.redrive(CONTROL_ROOM, Behalf("Gold 1", "radio"), "bluesky", "a test")
    (act,) = dead.at.chain.acts
    assert (act.by, act.typed_by, act.means) == ("Gold 1", "control", "radio")
