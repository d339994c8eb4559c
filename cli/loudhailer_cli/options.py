"""What every command that talks to a stack has in common: its options, and the API that they lead to."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import typer

from loudhailer_cli.api import Api, client
from loudhailer_cli.cognito import Cognito
from loudhailer_cli.failures import NotAllowed
from loudhailer_cli.session import Sessions, SignedIn
from loudhailer_cli.show import json_line, warn
from loudhailer_cli.stack import Stack, find_stack
from loudhailer_cli.world import World

StackOption = Annotated[
    str | None,
    typer.Option(
        "--stack",
        metavar="FILE",
        help="The stack to talk to [default: $LOUDHAILER_STACK, ./.local/stack.json, ~/.config/loudhailer/stack.json].",
    ),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="ROLE", help="Speak as this ready-made user of a stack on this machine."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the service's own answer as one line of JSON.")]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands before the command's name: the world, and the options that hold for any command."""

    world: World
    stack: str | None = None
    role: str | None = None
    json: bool = False


def chosen(ctx: typer.Context) -> Chosen:
    """Return what stands before the command's name."""
    found = ctx.find_object(Chosen)
    return found if isinstance(found, Chosen) else Chosen(World())


def stack_of(ctx: typer.Context, stack: str | None) -> Stack:
    """Return the stack that a command means."""
    before = chosen(ctx)
    return find_stack(before.world, stack or before.stack)


@contextmanager
def speaking(ctx: typer.Context, stack: str | None, role: str | None) -> Iterator[Api]:
    """Give the API of the stack that is meant, as whoever speaks; it is reached only by the first call."""
    before = chosen(ctx)
    found = find_stack(before.world, stack or before.stack)
    with client(found) as http:
        signed_in = SignedIn(
            before.world, found, Sessions(before.world), pool_of(ctx, found, http), role=role or before.role
        )
        yield Api(before.world, found, http, signed_in)


def pool_of(ctx: typer.Context, stack: Stack, http: httpx.Client) -> Cognito:
    """Return the stack's user pool."""
    world = chosen(ctx).world

    def show(line: str) -> None:
        if not world.screen():
            # A key in a job's log would be a second factor that anybody has who reads the log.
            raise NotAllowed("the second factor is set up on a screen only; run `loudhailer sign-in` at a terminal")
        warn(line)

    def ask(question: str) -> str:
        return ask_person(world, question, secret=True)

    return Cognito(http, stack.cognito, ask, show)


def ask_person(world: World, question: str, *, secret: bool = False) -> str:
    """Ask the person at the terminal; what is `secret` is not echoed. Raise `NotAllowed` where nobody sits there."""
    if not world.terminal():
        raise NotAllowed(
            "signing in needs a terminal to ask at; run `loudhailer sign-in` at one, or put an access token into "
            "LOUDHAILER_TOKEN"
        )
    return str(typer.prompt(question, hide_input=secret, err=True))


def present(
    ctx: typer.Context, answer: Mapping[str, Any], show: Callable[[Mapping[str, Any]], None], *, asked: bool
) -> None:
    """Print an answer as JSON where that is asked for, here or before the command's name; else show it to a person."""
    if json_asked(ctx, asked=asked):
        json_line(answer)
    else:
        show(answer)


def json_asked(ctx: typer.Context, *, asked: bool) -> bool:
    """Tell whether JSON is asked for, here or before the command's name."""
    return asked or chosen(ctx).json


def examples(*lines: str) -> str:
    """Return the part of a command's help that shows how it is used."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def read_input(path: str, limit: int) -> bytes:
    """Read a file, or standard input for `-`, up to one byte more than `limit`; raise `OSError`."""
    if path == "-":
        return sys.stdin.buffer.read(limit + 1)
    with open(path, "rb") as file:  # noqa: PTH123  # the name is the person's own, `~` is their shell's business
        return file.read(limit + 1)
