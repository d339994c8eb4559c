"""https://docs.getmoto.org/en/latest/docs/server_mode.html: SES v2's API, as moto answers it over a socket.

It is an emulator, not Amazon's server: it knows which senders are verified and keeps what was sent, no more.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from local.deploy import ROOT
from local.real.place import Missing, http, port, private_folder, running


@dataclass(frozen=True, slots=True)
class RealSes:
    """The running server. `pid` is its process."""

    address: str
    version: str
    pid: int

    def posts(self) -> list[dict[str, Any]]:
        """Return what was sent, oldest first."""
        with http() as ask:
            told = ask.get(f"{self.address}/moto-api/data.json").raise_for_status().json()
        found: list[dict[str, Any]] = told.get("ses", {}).get("Message", [])
        return found


@contextmanager
def running_ses() -> Iterator[RealSes]:
    """Run moto's server."""
    if find_spec("flask") is None or find_spec("flask_cors") is None:
        raise Missing("flask, which moto's server stands on, is not installed")
    with private_folder("ses") as folder:
        listens = port()
        address = f"http://127.0.0.1:{listens}"
        command = [sys.executable, "-m", "local.real.ses_server", str(listens)]
        # It begins as whoever runs the tests, because the Python that has moto may lie in that user's own home.
        begins = running(folder, command, answers=f"{address}/moto-api/", environment=_path(), becomes_ordinary=True)
        with begins as process:
            yield RealSes(address, f"moto {version('moto')}", process.pid)


def _path() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
