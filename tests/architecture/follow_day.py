"""What follows on the recorded day once a correction is out: pointers, and the earlier posts taken off."""

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
    with day.stage.function("ServeAlerts", deciding.build_desk) as desk:
        here = replace(desk, tell=replace(desk.tell, clock=day.stage.clock))
        change = Change(facts={"place": "by the reservoir"}, takes_down=True)
        second = here.amend(Deed.CORRECT, OFFICER, Behalf(), first.reference, change).alert
    for channel, kind in CHANNELS.items():
        queue = f"{channel.capitalize()}{second.lane.value.capitalize()}Queue"
        taken(day.stage, queue)
        assert day.deliver(channel, second.lane, Announcement.of(second)).word == "Sent", channel
        # Nothing else is there than what the sender itself has put on its queue.
        followed = {day.hand(channel, second.lane, read_announcement(body)).word for body in taken(day.stage, queue)}
        points = kind.threads and bool(kind.limits.address or kind.limits.quotes)
        if kind.audience is Audience.LISTED:
            assert followed == {"Sent", "Repeated"}, "one of the list has it already"
        else:
            assert followed == {word for word, so in (("Retracted", kind.retracts), ("Sent", points)) if so}, channel
