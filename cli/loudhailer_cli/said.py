"""What somebody says of an incident on the command line: options of several commands, and what they become."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from loudhailer.domain.incident import Sensitivity
from loudhailer_cli.options import chosen
from loudhailer_cli.times import moment_of


class Means(StrEnum):
    """How somebody asked for what is typed for them."""

    PHONE = "phone"
    RADIO = "radio"
    IN_PERSON = "in_person"
    WRITTEN = "written"


def _fact(words: str) -> Any:
    return typer.Option(metavar="TEXT", help=words)


def _time(words: str) -> Any:
    return typer.Option(metavar="TIME", help=f"{words}: 18:30, +2h, or ISO 8601.")


Reference = Annotated[str, typer.Argument(metavar="REF", help='The "Ref" that every post prints.')]
Road = Annotated[str | None, _fact("The road, such as A4117.")]
Place = Annotated[str | None, _fact('Where, such as "between Aldermere and Stokeby"; never a house number.')]
Cause = Annotated[str | None, typer.Option(metavar="CODE", help="Why; a code of words.yaml, such as collision.")]
Area = Annotated[str | None, _fact("The area that it concerns.")]
Title = Annotated[str | None, _fact("A title, for types that have one.")]
Free = Annotated[str | None, typer.Option("--message", metavar="TEXT", help="Free words, for types that have them.")]
Translated = Annotated[
    list[str] | None,
    typer.Option(
        "--translation",
        metavar="LANGUAGE.FACT=TEXT",
        help='Your own words in the other language: "cy.message=...". May be repeated.',
    ),
]
Sensitive = Annotated[
    list[Sensitivity] | None,
    typer.Option(metavar="KIND", help=f"Nothing goes by itself: {', '.join(Sensitivity)}. May be repeated."),
]
Expires = Annotated[str | None, _time("When the words go stale")]
ExpectedEnd = Annotated[str | None, _time("When it is expected to end")]
NextUpdate = Annotated[str | None, _time("When you promise to say more; to be promised anew each time")]
TakeDown = Annotated[
    bool,
    typer.Option("--take-down", help="Earlier posts come off once this has landed; waits for every channel to report."),
]
RequestedBy = Annotated[str | None, typer.Option(metavar="NAME", help="The officer you type this for.")]
By = Annotated[Means | None, typer.Option("--means", metavar="MEANS", help=f"How they asked: {', '.join(Means)}.")]


def facts_of(**given: str | None) -> dict[str, str]:
    """Return what was given; what was not is left out, so that the service decides what it means."""
    return {name: value for name, value in given.items() if value is not None}


def times_of(ctx: typer.Context, **given: str | None) -> dict[str, str]:
    """Return the times that were given, each with its offset."""
    now, times = chosen(ctx).world.now(), {}
    for name, text in given.items():
        if text is not None:
            try:
                times[name] = moment_of(text, now).isoformat()
            except ValueError as error:
                raise typer.BadParameter(str(error), param_hint=f"'--{name.replace('_', '-')}'") from None
    return times


def translated(given: Sequence[str] | None) -> dict[str, dict[str, dict[str, str]]]:
    """Return what a request's body says in another language."""
    translations: dict[str, dict[str, str]] = {}
    for each in given or ():
        name, equals, text = each.partition("=")
        language, dot, fact = name.partition(".")
        if not (equals and dot and language and fact):
            raise typer.BadParameter(f'{each!r}: write it as "cy.message=..."', param_hint="--translation")
        translations.setdefault(language, {})[fact] = text
    return {"translations": translations} if translations else {}
