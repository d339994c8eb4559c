"""An alert whose words are several posts on a channel, and a worker that dies between any two steps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from loudhailer.domain.alert import Alert, MsgType
from loudhailer.domain.delivery import Delivery, Due, State, further
from loudhailer.domain.post import Draft, More, Post, Receipt, Variant
from tests.builders import an_alert
from tests.fakes import Platform
from tests.pipeline.desk import Desk

LINK = "https://alerts.example/AAAAAAA"
MORE = (More("rest", "en-GB"), More("cyntaf", "cy"), More(f"gweddill {LINK}", "cy"))
"""What follows the first post: the rest of the first language, then both posts of the second."""
OWED = (Due.LEASE, Due.RETRY, Due.UNCLAIMED, Due.FOLLOW, Due.RETRACT)


class Killed(BaseException):
    """A worker that is gone between two steps."""


def in_parts(revision: int = 1, more: tuple[More, ...] = MORE, **changes: Any) -> Alert:
    """Return a revision whose every variant is followed by other posts."""
    words = {variant: Draft(text=f"{variant} of {revision}", link=LINK, more=more) for variant in Variant}
    del words[Variant.POINTER]
    values = {"revision": revision, "drafts": {"bluesky": words, "x": words}}
    values |= {"msg_type": MsgType.ALERT if revision == 1 else MsgType.UPDATE}
    return an_alert(**values | changes)


@dataclass
class Counted(Platform):
    """A platform that counts what lands there, also what lands twice."""

    landed: list[str] = field(default_factory=list)

    def publish(self, post: Post) -> Receipt:
        if not self.before:
            self.landed.append(post.key)
        return super().publish(post)


def at_step(desk: Desk, number: int, *, done: bool) -> Callable[[], bool]:
    """Kill the worker at its step of that number, before it is taken or once it is `done`; tell whether it came."""
    seen = [0]

    def mortal(of: object, name: str) -> None:
        step = getattr(of, name)

        def taken(*args: Any, **how: Any) -> Any:
            seen[0] += 1
            dies = seen[0] == number
            if dies and not done:
                raise Killed
            answer = step(*args, **how)
            if dies:
                raise Killed
            return answer

        setattr(of, name, taken)

    for of, names in (
        (desk.state, ("dossier", "save", "take", "give_back")),
        (desk.queue, ("put", "defer")),
        (desk.platform, ("publish", "find")),
    ):
        for name in names:
            mortal(of, name)
    return lambda: seen[0] >= number


def owed(desk: Desk) -> list[Delivery]:
    """Return what the sweeper would announce now."""
    return [each for kind in OWED for each in desk.state.due(kind, desk.clock(), 100)]


def until_still(desk: Desk, rounds: int = 50) -> None:
    """Let messages and sweeps come until nothing is owed any more, at most so many minutes and a half."""
    for _ in range(rounds):
        if not desk.queue.put_on and not any(each.due in OWED for each in desk.state.stored.values()):
            return
        desk.follow()
        for each in owed(desk):
            desk.deliver(desk.state.alert(each.alert_id), part=each.part)
        desk.clock.pass_(95)


def states(desk: Desk, alert: Alert) -> list[State]:
    """Return the states of an alert's posts, in their order, as far as any were begun."""
    names = [desk.name, *(f"{desk.name}/{further(number)}" for number in range(2, 9))]
    return [desk.state.stored[key].state for name in names if (key := (alert.identifier, name)) in desk.state.stored]


def newer(desk: Desk, alert: Alert) -> Alert:
    """Commit a newer revision as tell does: the incident's head knows of it before any sender."""
    head = desk.state.head(alert.source, alert.incident_id)
    desk.state.heads[head.source, head.id] = head.model_copy(update={"spoken": alert.revision})
    return desk.commit(alert)
