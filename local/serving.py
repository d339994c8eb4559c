"""A server on an event loop of its own, in a thread of this process: how the sandbox and the fault proxy are run."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Protocol

PATIENCE = 10.0  # seconds until a server that does not start or stop is called broken


class Serves(Protocol):
    """What can be run so."""

    async def run(self, started: Callable[[], None], stop: asyncio.Event) -> None:
        """Open every address, call `started`, stay until `stop`, and leave nothing."""
        ...


class ServerThread(threading.Thread):
    """The thread and its loop."""

    def __init__(self, name: str, server: Serves) -> None:
        super().__init__(name=name, daemon=True)
        self._server = server
        self._up = threading.Event()
        self._broken: BaseException | None = None
        self._halt: Callable[[], object] = lambda: None

    def run(self) -> None:
        """Serve until halted."""
        try:
            asyncio.run(self._stay())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._broken = error
        finally:
            self._up.set()

    def await_start(self) -> None:
        """Return once every address answers; raise what kept it from that."""
        if not self._up.wait(PATIENCE):
            raise TimeoutError(f"The {self.name} did not start.")
        if self._broken:
            raise self._broken

    def halt(self) -> None:
        """Stop serving and wait for the end; raise what went wrong meanwhile."""
        with contextlib.suppress(RuntimeError):  # a loop that has ended by itself
            self._halt()
        self.join(PATIENCE)
        if self.is_alive():
            raise TimeoutError(f"The {self.name} did not stop.")
        if self._broken:
            raise self._broken

    async def _stay(self) -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        self._halt = lambda: loop.call_soon_threadsafe(stop.set)
        await self._server.run(self._up.set, stop)
