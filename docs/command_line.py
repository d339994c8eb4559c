"""The manual of the command line: its own `--help`, command by command, so that the page cannot say anything else."""

from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from loudhailer_cli.main import NAME, app
from loudhailer_cli.world import World

_WIDTH = "100"
_ROOT = Path(__file__).resolve().parent.parent
_EVENT = "events/incidents/closure_1_reported.json"


def commands() -> list[tuple[tuple[str, ...], bool]]:
    """Return the way to every command, in the order of the help, and whether it leads on to others."""
    return list(_below(get_command(app), ()))


def _below(command: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
    inner: dict[str, object] = getattr(command, "commands", {})
    yield path, bool(inner)
    for name, each in inner.items():
        yield from _below(each, (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    """Return what a command says of itself."""
    told = CliRunner().invoke(
        app, [*path, "--help"], obj=World(environ={}), prog_name=NAME, env={"COLUMNS": _WIDTH}, color=False
    )
    return told.stdout.rstrip()


def manual() -> str:
    """Return the help of every command, as a page's parts."""
    parts = []
    for path, _ in commands():
        title = " ".join((NAME, *path))
        parts.append(f"{'##' if len(path) < 2 else '###'} {title}\n\n```text\n{help_of(path)}\n```")  # noqa: PLR2004
    return "\n\n".join(parts)


def looked() -> str:
    """Return how a look at the words reads: a closure in both languages, on channels that hold and cost differently."""
    channels = [part for name in ("bluesky", "mastodon", "sms") for part in ("--channel", name)]
    asked = ["compose", *channels, "--language", "cy", "--at", "2026-11-22T07:30Z", str(_ROOT / _EVENT)]
    told = CliRunner().invoke(app, asked, obj=World(environ={}, here=_ROOT), prog_name=NAME, color=False)
    if told.exit_code:
        raise RuntimeError(told.stderr)
    shown = " ".join(asked[:-1])
    return f"```text\n$ {NAME} {shown} \\\n    {_EVENT}\n{told.stdout.rstrip()}\n```"
