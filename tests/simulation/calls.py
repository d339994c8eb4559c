"""Every call of a port goes through here: it may fail, be lost, kill its worker or let others run first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from loudhailer.domain.delivery import Delivery
from loudhailer.domain.errors import LoudhailerError, StateUnavailable
from loudhailer.domain.post import Receipt
from loudhailer.ports import Dossier
from tests.simulation.baton import Killed, Worker
from tests.simulation.faults import Came, Chaos, Kind, Point
from tests.simulation.queues import Copy

Answer = TypeVar("Answer")


@dataclass(eq=False)
class Shift:
    """One run of a function: its worker, when it began, and what it is about. `ends` is its timeout's moment."""

    worker: Worker
    began: float
    ends: float
    what: str
    about: str = ""
    state: Came = Came.NEW
    claimed: bool = False
    copy: Copy | None = None

    def is_about(self, delivery: Delivery) -> bool:
        """Tell whether it is this delivery that the message names."""
        return self.about == f"{delivery.alert_id}/{delivery.channel}"


@dataclass(frozen=True, slots=True)
class Line:
    """One step, for a person who reads a trace."""

    at: float
    who: str
    about: str
    said: str


@dataclass
class Trace:
    """What happened, where somebody wants to read it: keeping it costs time."""

    wanted: bool = False
    lines: list[Line] = field(default_factory=list)

    def __call__(self, at: float, who: str, about: str, said: str) -> None:
        if self.wanted:
            self.lines.append(Line(at, who, about, said))


@dataclass
class Calls:
    """The calls of whoever has the baton. `time` is the seconds since the start, `later` calls back in so many.

    `meanwhile` may bring about something while a worker stands still for so many seconds.
    """

    chaos: Chaos
    time: Callable[[], float]
    later: Callable[[float, Callable[[], None]], None]
    trace: Trace
    meanwhile: Callable[[Shift, float], None]
    shift: Shift | None = None

    def __call__(
        self, point: Point, effect: Callable[[], Answer], trouble: Callable[[str], LoudhailerError] = StateUnavailable
    ) -> Answer:
        """Do it, or not, as the seed has it."""
        shift, kind = self.drawn_for(point)
        return self.with_kind(shift, point, kind, effect, trouble)

    def with_kind(
        self,
        shift: Shift,
        point: Point,
        kind: Kind | None,
        effect: Callable[[], Answer],
        trouble: Callable[[str], LoudhailerError] = StateUnavailable,
    ) -> Answer:
        """Do it with what was drawn for it."""
        if kind is None:
            return self._traced(shift, point, kind, effect)
        if kind is Kind.WAITS:
            self.wait(shift)
        elif kind is Kind.DIES:
            self.die(shift, point, kind)
        elif kind is Kind.FAILS:
            self.say(shift, point, kind)
            raise trouble(f"{point}: no answer")
        answer = self._traced(shift, point, kind, effect)
        if kind is Kind.WAITS_AFTER:
            self.wait(shift)
        elif kind is Kind.DIES_AFTER:
            self.die(shift, point, kind)
        elif kind is Kind.UNHEARD:
            raise trouble(f"{point}: the answer was lost")
        return answer

    def drawn_for(self, point: Point) -> tuple[Shift, Kind | None]:
        """Return whose call it is and what goes wrong with it; a worker that is gone makes no call."""
        shift = self.shift
        if shift is None:
            raise AssertionError("somebody without a shift called a port")
        if shift.worker.dead:
            raise Killed
        return shift, self.chaos.draw(point, shift.state)

    def wait(self, shift: Shift) -> None:
        """Let others run; one that stood still for too long is ended by its function's timeout."""
        seconds = self.chaos.wait()
        self.later(seconds, lambda: self.resume(shift))
        self.meanwhile(shift, seconds)
        shift.worker.stand_still()
        if shift.worker.dead:
            raise Killed
        if self.time() >= shift.ends:
            shift.worker.dead = True
            self.trace(self.time(), shift.worker.name, shift.about, "was ended by the function's timeout")
            raise Killed

    def resume(self, shift: Shift) -> None:
        """Hand the baton to a worker that stands still."""
        self.shift = shift
        shift.worker.resume()
        self.shift = None

    def die(self, shift: Shift, point: Point, kind: Kind) -> None:
        """Kill the worker where it is."""
        if kind is Kind.DIES:
            self.say(shift, point, kind)
        shift.worker.dead = True
        raise Killed

    def _traced(self, shift: Shift, point: Point, kind: Kind | None, effect: Callable[[], Answer]) -> Answer:
        if not self.trace.wanted:
            return effect()
        try:
            answer = effect()
        except LoudhailerError as error:
            self.say(shift, point, kind, f"{type(error).__name__}: {error}")
            raise
        self.say(shift, point, kind, _brief(answer))
        return answer

    def say(self, shift: Shift, point: Point, kind: Kind | None, result: str = "") -> None:
        """Note a call where somebody wants to read it."""
        fault = f" [{kind}]" if kind else ""
        self.trace(self.time(), shift.worker.name, shift.about, f"{point}{fault}{' -> ' if result else ''}{result}")


def _brief(answer: object) -> str:
    match answer:
        case Dossier(delivery=delivery, thread=thread):
            return f"{_stand(delivery)}; thread head {thread.head}, owner {thread.owner or '-'}"
        case (Delivery() as delivery, _):
            return _stand(delivery)
        case Receipt(ref=ref, repeated=repeated):
            return f"{'already there' if repeated else 'out'} as {ref.id}"
        case _:
            return ""


def _stand(delivery: Delivery) -> str:
    return f"{delivery.state} (version {delivery.version}){': ' if delivery.reason else ''}{delivery.reason}"
