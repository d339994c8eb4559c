"""The manual of the command line: its own `--help`, command by command, so that the page cannot say anything else."""

from collections.abc import Iterator

from typer.main import get_command
from typer.testing import CliRunner

from loudhailer_cli.main import NAME, app
from loudhailer_cli.world import World

_WIDTH = "100"


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
