"""What the command line takes from outside itself: environment, folders, time. Tests bring their own."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


def _now() -> datetime:
    return datetime.now(UTC)


def _at_a_terminal() -> bool:
    # Asked for when it is needed: a test, or a shell, gives each command its own.
    return sys.stdin.isatty()


def _on_a_screen() -> bool:
    return sys.stderr.isatty()


@dataclass(frozen=True, slots=True)
class World:
    """The machine that a command runs on.

    `terminal` tells whether somebody sits at it, `screen` whether what stands beside the result goes to their screen
    and not into a file.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    here: Path = field(default_factory=Path.cwd)
    home: Path = field(default_factory=Path.home)
    now: Callable[[], datetime] = _now
    pause: Callable[[float], None] = time.sleep
    terminal: Callable[[], bool] = _at_a_terminal
    screen: Callable[[], bool] = _on_a_screen

    def config_folder(self) -> Path:
        """Return where settings are kept."""
        return self._folder("XDG_CONFIG_HOME", ".config")

    def state_folder(self) -> Path:
        """Return where sessions are kept."""
        return self._folder("XDG_STATE_HOME", ".local/state")

    def _folder(self, variable: str, usual: str) -> Path:
        # An empty or relative one is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
        named = Path(self.environ.get(variable, ""))
        return (named if named.is_absolute() else self.home / usual) / "loudhailer"
