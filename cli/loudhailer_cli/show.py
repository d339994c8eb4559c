"""What people and programs see: tables, JSON lines, and text that cannot steer a terminal."""

import json
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loudhailer_cli.times import LONDON

_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINER = "\u200d"  # holds an emoji together and steers nothing
_NARROWEST = 20
_UNLIMITED = 10_000  # columns of a table that no person looks at


def plain(text: object) -> str:
    """Return text in one line, without signs that would steer a terminal or break what is made of it."""
    return "".join(" " if unicodedata.category(sign) in _STEERING and sign != _JOINER else sign for sign in str(text))


def say(text: str) -> None:
    """Print a line for a person."""
    typer.echo(plain(text))


def warn(text: str) -> None:
    """Print a line beside the result."""
    typer.echo(plain(text), err=True)


def json_line(value: object) -> None:
    """Print one line of JSON. It is ASCII, so that it survives every terminal, pipe and half a surrogate pair."""
    typer.echo(json.dumps(value, separators=(",", ":")))


def when(value: object) -> str:
    """Say a time of the API in London's, as `22 Nov 18:30`; anything else as it is."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value or "")
    return f"{moment.astimezone(LONDON):%d %b %H:%M}" if moment.tzinfo else str(value)


def folded(text: str, before: str) -> list[str]:
    """Return text in lines that begin alike: as wide as the terminal on one, whole in a pipe."""
    console = Console()
    if not console.is_terminal or not text.strip():
        return [f"{before}{text}".rstrip()]
    width = max(_NARROWEST, console.width - len(before))
    return [f"{before}{line}" for line in textwrap.wrap(plain(text), width, break_long_words=False)]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: as wide as the terminal on one, whole in a pipe."""
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNLIMITED
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        shown.add_column(name, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(plain("" if cell is None else cell)) for cell in row))
    with console.capture() as captured:
        console.print(shown)
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())


def show_deliveries(answer: Mapping[str, Any]) -> None:
    """Print where each delivery of an answer stands."""
    names = ("identifier", "channel", "state", "reason", "link")
    rows = [[each.get(name) for name in names] for each in answer.get("deliveries") or []]
    if rows:
        table(("ALERT", "CHANNEL", "STATE", "REASON", "LINK"), rows)
    else:
        say("There is no delivery.")
