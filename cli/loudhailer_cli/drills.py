"""`loudhailer drill`: practise. What it prints stands in a frame, so that nobody takes it for the real thing."""

import uuid
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from loudhailer.domain.incident import Certainty, Severity, Urgency
from loudhailer_cli.alerts import reference_of
from loudhailer_cli.options import AsOption, JsonOption, StackOption, examples, present, speaking
from loudhailer_cli.said import (
    Area,
    By,
    Cause,
    ExpectedEnd,
    Expires,
    Free,
    NextUpdate,
    Place,
    RequestedBy,
    Road,
    Sensitive,
    Title,
    facts_of,
    times_of,
)
from loudhailer_cli.show import say, table, warn, when

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Practise: nothing here ever becomes public.")

_STRIPES = "/" * 72


class Practice(StrEnum):
    """As what a drill is raised."""

    EXERCISE = "Exercise"
    TEST = "Test"
    DRAFT = "Draft"


@app.command(
    "raise",
    epilog=examples(
        'loudhailer drill raise --type evacuation --place "in Mill Street, Stokeby"',
        'loudhailer drill raise --status Draft --type fire --place "at Harrow Moor"',
    ),
)
def raise_(
    ctx: typer.Context,
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="What it is; a type of words.yaml.")],
    status: Annotated[
        Practice,
        typer.Option(
            metavar="STATUS",
            case_sensitive=False,
            help="Exercise or Test go to the drill wall, Draft is only composed and kept.",
        ),
    ] = Practice.EXERCISE,
    road: Road = None,
    place: Place = None,
    cause: Cause = None,
    area: Area = None,
    title: Title = None,
    message: Free = None,
    severity: Annotated[Severity | None, typer.Option(metavar="SEVERITY", help=f"{', '.join(Severity)}.")] = None,
    urgency: Annotated[Urgency | None, typer.Option(metavar="URGENCY", help=f"{', '.join(Urgency)}.")] = None,
    certainty: Annotated[Certainty | None, typer.Option(metavar="CERTAINTY", help=f"{', '.join(Certainty)}.")] = None,
    sensitive: Sensitive = None,
    expires: Expires = None,
    expected_end: ExpectedEnd = None,
    next_update: NextUpdate = None,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Raise a drill, and show each channel's words and what its gate would do. The public hears nothing of it."""
    body = {
        "type": type_,
        "status": status,
        **facts_of(road=road, place=place, cause=cause, area=area, title=title, message=message),
        **facts_of(severity=severity, urgency=urgency, certainty=certainty),
        **times_of(ctx, expires=expires, expected_end=expected_end, next_update=next_update),
        **facts_of(requested_by=requested_by, means=means),
        **({"sensitivities": sensitive} if sensitive else {}),
    }
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "drills", body=body, key=str(uuid.uuid4()))
    present(ctx, answer, _framed(_show_rehearsed), asked=json)


@app.command("list", epilog=examples("loudhailer drill list", "loudhailer drill list --days 7"))
def list_(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=7, metavar="N", help="How many days back, today (UTC) included.")] = 2,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """List the drills of the last days."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("drills", days=days)
    present(ctx, answer, _framed(_show_drills), asked=json)


@app.command(epilog=examples("loudhailer drill show DRILL-7KQ2MX9TA"))
def show(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help='The "Ref" that the drill prints; it begins with DRILL.')],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show all that was said in one drill, channel by channel."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("drills", reference_of(ref))
    present(ctx, answer, _framed(_show_each), asked=json)


def _framed(show_: Callable[[Mapping[str, Any]], None]) -> Callable[[Mapping[str, Any]], None]:
    """Return what shows an answer between stripes that say what it is, however short the screen."""

    def framed(answer: Mapping[str, Any]) -> None:
        drill = answer.get("drill") or {}
        kinds = {str(each.get("status")) for each in answer.get("drills") or [drill]} - {"None"}
        word = kinds.pop().upper() if len(kinds) == 1 else "EXERCISE"
        band = f" {word} {word} {word}: NOTHING OF THIS IS PUBLIC ".center(len(_STRIPES), "/")
        for line in (_STRIPES, band):
            say(line)
        show_(answer)
        for line in (band, _STRIPES):
            say(line)

    return framed


def _show_rehearsed(answer: Mapping[str, Any]) -> None:
    drill = answer.get("drill") or {}
    again = ", as it was raised before" if answer.get("repeated") else ""
    say(f"{drill.get('reference', '')}  {answer.get('reason', '')}{again}")
    _show_boards(drill)
    for warning in answer.get("warnings") or []:
        warn(f"warning: {warning}")
    for finding in answer.get("findings") or []:
        warn(f"look again: {finding}")


def _show_drills(answer: Mapping[str, Any]) -> None:
    rows = [
        (
            each.get("reference"),
            each.get("status"),
            when(each.get("sent")),
            each.get("class"),
            each.get("by"),
            when(each.get("shown_at")) or "not on the wall",
            each.get("headline"),
        )
        for each in answer.get("drills") or []
    ]
    if rows:
        table(("REF", "STATUS", "SENT", "CLASS", "BY", "SHOWN", "HEADLINE"), rows)
    else:
        say("There is none.")


def _show_each(answer: Mapping[str, Any]) -> None:
    for drill in answer.get("drills") or []:
        say(f"{drill.get('identifier', '')}  {drill.get('msg_type', '')}, class {drill.get('class', '')}")
        _show_boards(drill)


def _show_boards(drill: Mapping[str, Any]) -> None:
    for board in drill.get("boards") or []:
        say("")
        say(f"{board.get('channel', '')}: the gate would {board.get('action', '')} ({board.get('reason', '')})")
        for line in str(board.get("text") or "the words that must stay do not fit").splitlines():
            say(f"  | {line}")
