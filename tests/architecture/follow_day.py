"""What follows on the recorded day once a correction is out: a list is told, and the earlier posts are taken off."""

from dataclasses import replace
from typing import Protocol

from loudhailer.bootstrap import deciding
from loudhailer.channels import CHANNELS
from loudhailer.channels.kind import Audience
from loudhailer.domain.alert import Lane
from loudhailer.domain.announcement import Announcement, read_announcement
from loudhailer.domain.caller import Behalf, Caller, Deed, Role
from loudhailer.pipeline.desk import Change, Raising
from loudhailer.pipeline.received import Report
from tests.architecture.blind_day import taken
from tests.architecture.recorded import Stage

OFFICER = Caller("officer", frozenset({Role.SILVER}))


class Day(Protocol):
    """As much of the recorded day as this act needs."""

    stage: Stage

    def deliver(self, channel: str, lane: Lane, about: Announcement) -> Report: ...

    def hand(self, channel: str, lane: Lane, ids: Announcement) -> Report: ...


def play_follow(day: Day) -> None:
    """Raise a fire on every channel, correct it, and let each sender do what follows there."""
    with day.stage.function("ServeAlerts", deciding.build_desk) as desk:
        here = replace(desk, tell=replace(desk.tell, clock=day.stage.clock))
        first = here.raise_(OFFICER, Behalf(), Raising("fire", {"place": "on the moor"})).alert
    for channel in CHANNELS:
        assert day.deliver(channel, first.lane, Announcement.of(first)).word == "Sent", channel
    # What follows goes on the queue that the correction came by: each lane's sender may put it there.
    for lane, place in ((Lane.URGENT, "by the reservoir"), (Lane.ROUTINE, "by the mast")):
        with day.stage.function("ServeAlerts", deciding.build_desk) as desk:
            here = replace(desk, tell=replace(desk.tell, clock=day.stage.clock))
            change = Change(facts={"place": place}, takes_down=True)
            correction = here.amend(Deed.CORRECT, OFFICER, Behalf(), first.reference, change).alert
        for channel in CHANNELS:
            _correct(day, channel, lane, Announcement.of(correction))


def _correct(day: Day, channel: str, lane: Lane, correction: Announcement) -> None:
    kind, queue = CHANNELS[channel], f"{channel.capitalize()}{lane.value.capitalize()}Queue"
    taken(day.stage, queue)
    assert day.deliver(channel, lane, correction).word == "Sent", channel
    # Nothing else is there than what the sender itself has put on its queue.
    followed = {day.hand(channel, lane, read_announcement(body)).word for body in taken(day.stage, queue)}
    if kind.audience is Audience.LISTED:
        # Handing it to one of the list has taken the next message from the queue, whosever it was.
        assert followed, channel
        assert followed <= {"Sent", "Repeated"}, channel
    else:
        # Not every platform of the recorded day knows the answer to a deletion: then it is asked again.
        assert followed <= {"Retracted", "Retracting"}, channel
        assert bool(followed) is kind.retracts, channel
