"""Workers of which one runs at a time: a thread each, and one baton that the stepper hands over and gets back.

Code under test is synchronous, so a worker that stands still in the middle of a port call needs a stack of its own. No
two threads ever run at once, and who runs next is the stepper's word alone: the same seed gives the same steps.
"""

import threading
from collections.abc import Callable

Task = Callable[[], None]


class Killed(BaseException):
    """A worker that is gone in the middle; no code under test catches it."""


class Worker:
    """One worker. `dead` says that it was killed: nothing that it still tries to do has any effect."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dead = False
        self._task: Task | None = None
        self._trouble: BaseException | None = None
        self._go, self._back = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._back.acquire()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Tell whether it has nothing in hand, not even something on which it stands still."""
        return self._task is None

    def run(self, task: Task) -> None:
        """Let it work on something until it has ended, was killed or stands still."""
        self.dead, self._task = False, task
        self._hand_over()

    def resume(self) -> None:
        """Let it go on from where it stands still."""
        self._hand_over()

    def stand_still(self) -> None:
        """Give the baton back, in the worker's own thread, until it is resumed."""
        self._back.release()
        self._go.acquire()

    def close(self) -> None:
        """End it and its thread, wherever it stands."""
        self.dead = True
        if self._task is not None:
            self._hand_over()
        self._task = None
        self._go.release()
        self._thread.join()

    def _hand_over(self) -> None:
        self._go.release()
        self._back.acquire()
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise trouble

    def _live(self) -> None:
        while True:
            self._go.acquire()
            if self._task is None:
                return
            try:
                self._task()
            except Killed:
                pass
            except BaseException as trouble:  # noqa: BLE001  # whatever it is, the stepper hears of it
                self._trouble = trouble
            self._task = None
            self._back.release()
