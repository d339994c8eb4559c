"""`loudhailer plan`: look at a crisis plan before it is deployed."""

from pathlib import Path
from typing import Annotated

import typer

from loudhailer.config import Config, load
from loudhailer.domain.crisis import Action, MessageClass
from loudhailer.domain.errors import ConfigurationError
from loudhailer.plan import Level
from loudhailer_cli.failures import BadDocument
from loudhailer_cli.options import examples
from loudhailer_cli.show import say, table

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Check the crisis plan before it is deployed.")


@app.callback()
def plan() -> None:
    """Check the crisis plan before it is deployed."""


@app.command(epilog=examples("loudhailer plan check", "loudhailer plan check path/to/config"))
def check(
    directory: Annotated[
        Path,
        typer.Argument(
            metavar="[DIRECTORY]",
            exists=True,
            file_okay=False,
            help="Where plan.yaml and its three neighbours lie.",
        ),
    ] = Path("config"),
) -> None:
    """Read the plan with the files beside it, and name every problem with its number, its line and a remedy.

    It asks no service and changes nothing. Exit code 0: the plan can be deployed; 2: it would be refused at start.
    """
    try:
        config = load(directory)
    except ConfigurationError as wrong:
        count = len(wrong.problems)
        raise BadDocument(
            f"the plan would be refused: {count} problem{'s' if count > 1 else ''}", wrong.problems
        ) from None
    _show(config)


def _show(config: Config) -> None:
    plan = config.plan
    say(f"The plan can be deployed. Its digest is {plan.digest}; every decision made by it will name that.")
    rows = [
        (
            name,
            ", ".join(each for each in MessageClass if level.classes[each].action is not Action.SEND) or "nothing",
            ", ".join(level.declare),
            _end_of(level),
        )
        for name, level in plan.levels.items()
    ]
    table(("level", "does not simply send", "declared by", "ends"), rows)


def _end_of(level: Level) -> str:
    if level.to_lift > 1:
        return f"by {level.to_lift} people together"
    if level.ends is None:
        return "when a person ends it"
    return f"after {level.ends.after_minutes / 60:g} h at the latest, to {level.ends.falls_to}"
