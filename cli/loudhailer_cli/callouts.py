"""`loudhailer callouts`: who is being called out about what, and saying that you have it."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer_cli.options import AsOption, JsonOption, StackOption, examples, present, speaking
from loudhailer_cli.show import say, table, when

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="See who is called out, and acknowledge it.")


@app.command("list", epilog=examples("loudhailer callouts list"))
def list_callouts(
    ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False
) -> None:
    """List the call-outs that nobody has acknowledged, oldest first."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("callouts")
    present(ctx, answer, _show, asked=json)


@app.command("acknowledge", epilog=examples("loudhailer callouts acknowledge k3v2m7q4x5ta"))
def acknowledge(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="The first column of `loudhailer callouts list`.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say that you have it. Nobody else is called about it any more; whoever was first has it."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "callouts", key.lower(), "acknowledgement", body={}, key=str(uuid.uuid4()))
    present(ctx, answer, _show_one, asked=json)


def _show(answer: Mapping[str, Any]) -> None:
    found = answer.get("callouts") or []
    if not found:
        say("Nobody is called out.")
        return
    rows = [
        (each.get("key"), when(each.get("opened_at")), each.get("about"), _last(each), each.get("reason"))
        for each in found
    ]
    table(("ID", "SINCE", "ABOUT", "LAST CALLED", "REASON"), rows)


def _show_one(callout: Mapping[str, Any]) -> None:
    if callout.get("acknowledged_by"):
        since = when(callout.get("acknowledged_at"))
        say(f"{callout['acknowledged_by']} has it, since {since}. {callout.get('reason')}")
        say("Who is called next: nobody.")
    else:
        say(f"It is over: {callout.get('closed_why')}. Nobody is called any more.")


def _last(callout: Mapping[str, Any]) -> str:
    if callout.get("exhausted"):
        return "nobody is left to call"
    last = (callout.get("attempts") or [{}])[-1]
    result = str(last.get("result", "")).partition(":")[0]
    return f"{last.get('username')}, {last.get('means')}, {result}" if last else "nobody yet"
