"""`loudhailer deliveries` and `compose`: where what was said stands, and how it would read."""

import json as jsonlib
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer.domain.delivery import State
from loudhailer_cli.failures import BadDocument, Unfit
from loudhailer_cli.options import (
    AsOption,
    JsonOption,
    StackOption,
    present,
    read_input,
    speaking,
)
from loudhailer_cli.show import say, show_deliveries, warn

LARGEST = 64 * 1024
"""The most bytes that a request's body may have."""


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
