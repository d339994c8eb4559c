"""`loudhailer crisis`, `deliveries` and `compose`: what may go out, where it stands, how it would read."""

import json as jsonlib
import uuid
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer.domain.delivery import State
from loudhailer_cli.failures import BadDocument, Unfit
from loudhailer_cli.options import (
    AsOption,
    JsonOption,
    StackOption,
    chosen,
    examples,
    present,
    read_input,
    speaking,
)
from loudhailer_cli.show import plain, say, show_deliveries, table, warn

crisis = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="See and declare the crisis level.")
LARGEST = 64 * 1024
"""The most bytes that a request's body may have."""


@crisis.command("show", epilog=examples("loudhailer crisis show"))
def show_crisis(ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False) -> None:
    """Show each channel's level, and whether it is live."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("crisis")
    present(ctx, answer, _show_gates, asked=json)


@crisis.command(
    "set",
    epilog=examples(
        "loudhailer crisis set crisis --reason 'Major incident declared at Stokeby'",
        "loudhailer crisis set normal --reason 'Stood down' --channel bluesky --channel mastodon --yes",
    ),
)
def set_crisis(
    ctx: typer.Context,
    level: Annotated[str, typer.Argument(metavar="LEVEL", help="A level of plan.yaml, such as crisis.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")],
    channel: Annotated[
        list[str] | None, typer.Option(metavar="CHANNEL", help="Only this channel; may be repeated [default: all].")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask again; needed where nobody sits at a terminal.")
    ] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Declare a level. A post that is leaving at this moment may still go, for at most 8 seconds; nothing after it."""
    if not yes and not chosen(ctx).world.terminal():
        # What comes down a pipe is nobody's answer: a level is declared by somebody who was asked, or who said --yes.
        raise typer.BadParameter("nobody sits here who could be asked; to declare it unasked, add --yes")
    with speaking(ctx, stack, as_) as api:
        where = f"on {', '.join(channel)}" if channel else "on every channel"
        if not yes:
            typer.confirm(plain(f"Declare {level} {where}?"), abort=True, err=True)
        body = {"level": level, "reason": reason, **({"channels": channel} if channel else {})}
        answer = api.send("PUT", "crisis", body=body, key=str(uuid.uuid4()))

    def show(answer: Mapping[str, Any]) -> None:
        say(f"{level} is declared {where}.")
        _show_gates(answer)

    present(ctx, answer, show, asked=json)


def deliveries(
    ctx: typer.Context,
    reference: Annotated[str | None, typer.Option(metavar="REF", help='Only of this "Ref".')] = None,
    state: Annotated[
        State | None, typer.Option(metavar="STATE", case_sensitive=False, help=f"Only these: {', '.join(State)}.")
    ] = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """List deliveries. Each is one alert on one channel, with the reason why it is where it is."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("deliveries", reference=reference.upper() if reference else None, state=state)
    present(ctx, answer, show_deliveries, asked=json)


def compose(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What you would raise, as JSON; - for standard input.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show how an alert would read, and say nothing.

    Every channel's post has its count and what the gate would decide. The file holds what `POST /alerts` takes.
    """
    body = _body(file)
    with speaking(ctx, stack, as_) as api:
        try:
            answer = api.send("POST", "preview", body=body)
        except Unfit as refusal:
            raise BadDocument(f"{file}: {refusal.words}", refusal.details) from None
    present(ctx, answer, show_preview, asked=json)


def show_preview(answer: Mapping[str, Any]) -> None:
    """Show every channel's posts with their count and the gate's decision."""
    say(f"{answer.get('headline', '')}")
    say(f"class {answer.get('class', '')}, {answer.get('lane', '')} lane")
    for name, each in (answer.get("channels") or {}).items():
        say("")
        say(f"{name}: {each.get('action', '')} ({each.get('reason', '')})")
        for variant, draft in (each.get("drafts") or {}).items():
            say(f"  {variant}, {draft.get('size', '')} of {draft.get('limit', '')} {draft.get('unit', '')}:")
            for line in str(draft.get("text", "")).splitlines():
                say(f"    {line}")
        if not each.get("drafts"):
            say("  it cannot carry the words that must stay")
    for finding in answer.get("findings") or []:
        warn(f"look again: {finding}")


def _show_gates(answer: Mapping[str, Any]) -> None:
    rows = [
        (
            each.get("channel"),
            each.get("level"),
            "live" if each.get("live") else "exercise",
            "stopped" if each.get("stopped") else "",
        )
        for each in answer.get("gates") or []
    ]
    table(("CHANNEL", "LEVEL", "MODE", ""), rows)


def _body(file: str) -> dict[str, Any]:
    try:
        document = read_input(file, LARGEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name has a null byte"
        raise BadDocument(f"{file}: it cannot be read ({reason})") from None
    if len(document) > LARGEST:
        raise BadDocument(f"{file}: it has more than {LARGEST:,} bytes")
    try:
        body = jsonlib.loads(document)
    except (ValueError, RecursionError):
        raise BadDocument(f'{file}: it is not JSON; write what you would raise, such as {{"type": "fire"}}') from None
    if not isinstance(body, dict):
        raise BadDocument(f"{file}: it is not a JSON object")
    return body
