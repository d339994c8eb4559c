"""`loudhailer sources`: how far each source's words go by themselves."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer.domain.source import Mode
from loudhailer_cli.options import AsOption, JsonOption, StackOption, examples, present, speaking
from loudhailer_cli.show import plain, say, table, warn, when

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="See how far each source's words go by themselves, and let them go further, or less far.",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The source, as sources.yaml names it.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")]


@app.command("list", epilog=examples("loudhailer sources list"))
def list_(ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False) -> None:
    """List the sources and their modes: learn, shadow, propose, auto."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("sources")
    present(ctx, answer, lambda told: _show_sources(told.get("sources") or []), asked=json)


@app.command(epilog=examples("loudhailer sources show national_highways"))
def show(
    ctx: typer.Context, name: Name, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False
) -> None:
    """Show what a source would have had said while it was in shadow, newest first. Nothing of it was.

    The last line is what `sources raise` wants to be given: it says that you have seen just this.
    """
    with speaking(ctx, stack, as_) as api:
        answer = api.get("sources", name)
    present(ctx, answer, _show_source, asked=json)


@app.command(
    "raise",
    epilog=examples(
        "loudhailer sources raise national_highways shadow --reason 'We begin to look at it'",
        "loudhailer sources raise national_highways propose --seen 5f2c91d07a3be840 --reason 'Ten days of right words'",
    ),
)
def raise_(
    ctx: typer.Context,
    name: Name,
    mode: Annotated[Mode, typer.Argument(metavar="MODE", help="One step further than now: shadow, propose or auto.")],
    reason: Reason,
    seen: Annotated[
        str, typer.Option(metavar="TOKEN", help="What `sources show` ends with; needed for propose and auto.")
    ] = "",
    nothing_seen: Annotated[
        bool, typer.Option("--nothing-seen", help="Raise it to auto although it had nothing said in shadow.")
    ] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Let a source's words go one step further, after a look at what it would have had said."""
    with speaking(ctx, stack, as_) as api:
        body: dict[str, str | bool] = {"mode": mode, "reason": reason}
        body |= {"seen": seen} if seen else {}
        body |= {"nothing_seen": True} if nothing_seen else {}
        answer = api.send("PUT", "sources", name, body=body)
    present(ctx, answer, _show_changed, asked=json)


@app.command(epilog=examples("loudhailer sources lower national_highways shadow --reason 'It lists what is long over'"))
def lower(
    ctx: typer.Context,
    name: Name,
    mode: Annotated[Mode, typer.Argument(metavar="MODE", help="As far as its words may still go.")],
    reason: Reason,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Let a source's words go less far, at once. What is out stays out, and its end waits on the desk."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("PUT", "sources", name, body={"mode": mode, "reason": reason})
    present(ctx, answer, _show_changed, asked=json)


def _show_sources(sources: list[Mapping[str, Any]]) -> None:
    rows = [
        (
            each.get("name"),
            each.get("mode"),
            when(each.get("since")) or "never set",
            each.get("by"),
            _went(each),
            each.get("licence") or "not stated: never auto",
        )
        for each in sources
    ]
    table(("SOURCE", "MODE", "SINCE", "BY", "WENT BY ITSELF", "LICENCE"), rows)


def _went(source: Mapping[str, Any]) -> str:
    went = source.get("went_today") or {}
    counts = ", ".join(f"{channel} {count}" for channel, count in went.items())
    return f"{counts} on {source.get('counted_on', '')}" if counts else "nothing yet"


def _show_source(answer: Mapping[str, Any]) -> None:
    _show_sources([answer.get("source") or {}])
    for shadow in answer.get("shadows") or []:
        say("")
        about = f"{shadow.get('msg_type', '')}, class {shadow.get('class', '')}, {when(shadow.get('sent'))}"
        say(plain(f"{shadow.get('identifier', '')}  {about}: {shadow.get('headline', '')}"))
        for channel in shadow.get("channels") or []:
            would = f"the gate would {channel.get('action', '')} ({channel.get('reason', '')})"
            say(f"{channel.get('channel', '')}: {would}")
            for line in str(channel.get("text") or "the words that must stay do not fit").splitlines():
                say(f"  | {line}")
    if not answer.get("shadows"):
        say("Nothing is written down that it would have had said.")
    say("")
    say(f"seen: {answer.get('seen', '')}")


def _show_changed(answer: Mapping[str, Any]) -> None:
    source = answer.get("source") or {}
    again = ", as it was" if answer.get("repeated") else ""
    say(f"{source.get('name', '')} is at {source.get('mode', '')}{again}.")
    for warning in answer.get("warnings") or []:
        warn(f"warning: {warning}")
