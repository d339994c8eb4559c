import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loudhailer_cli.main import app
from loudhailer_cli.world import World
from tests.cli.standin import StandIn, standing_in

NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


@dataclass
class Terminal:
    """Somebody at a machine of their own."""

    folder: Path
    standin: StandIn
    now: datetime = NOW
    pauses: list[float] = field(default_factory=list)
    environ: dict[str, str] = field(default_factory=dict)
    sits_there: bool = False
    in_a_file: bool = False

    def __call__(self, *arguments: str, typed: str | bytes = "") -> Result:
        """Run one command."""
        result = CliRunner().invoke(app, list(arguments), input=typed, obj=self.world, prog_name="loudhailer")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    @property
    def world(self) -> World:
        return World(
            environ=self.environ,
            here=self.folder,
            home=self.folder / "home",
            now=lambda: self.now,
            pause=self.pauses.append,
            terminal=lambda: self.sits_there,
            screen=lambda: not self.in_a_file,
        )

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def write(self, name: str, text: str) -> str:
        """Write a file in the folder that the person is in; return its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with standing_in() as running:
        yield running


@pytest.fixture
def bare(tmp_path: Path, standin: StandIn) -> Terminal:
    """Somebody who knows of no stack."""
    return Terminal(tmp_path, standin)


@pytest.fixture
def run(bare: Terminal) -> Terminal:
    """Somebody in the folder where `make run` is running, who has not signed in."""
    bare.write(".local/stack.json", json.dumps(bare.standin.stack()))
    return bare


@pytest.fixture
def duty(run: Terminal) -> Terminal:
    """The duty officer, who has signed in."""
    assert run("sign-in", "--as", "duty").exit_code == 0
    return run
