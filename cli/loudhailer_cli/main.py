"""The command `loudhailer`: its commands, and how each failure ends."""

import sys
from collections.abc import Sequence
from importlib.metadata import version as version_of
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from loudhailer_cli import (
    alerts,
    approvals,
    audit,
    callouts,
    crisis,
    deliveries,
    desk,
    drills,
    feeds,
    held,
    lead,
    plan,
    redrive,
    signing,
    sources,
    watch,
)
from loudhailer_cli.failures import Failure
from loudhailer_cli.options import AsOption, Chosen, JsonOption, StackOption, examples
from loudhailer_cli.show import say, warn
from loudhailer_cli.world import World

INTERRUPTED = 130
NAME = "loudhailer"


class _Plainly(TyperGroup):
    """Ends every failure with one line that says what to do, and with the exit code of its kind."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **more: Any) -> Any:
        more["standalone_mode"] = False
        sys.exit(self._run(args, prog_name, more))

    def _run(self, args: Sequence[str] | None, prog_name: str | None, more: dict[str, Any]) -> int:
        try:
            code = super().main(args, prog_name or NAME, **more)
        except Failure as failure:
            warn(f"{NAME}: {failure.words}")
            for detail in failure.details:
                warn(detail)
            return failure.code
        except typer.TyperException as wrong:
            words = wrong.format_message().strip()
            if "\n" in words:
                # A group without a command: its help is what to do.
                typer.echo(words, err=True)
            else:
                warn(f"{NAME}: {_usage(words)}{_hint(wrong)}")
            return wrong.exit_code
        except typer.Abort:
            return INTERRUPTED
        return code if isinstance(code, int) else 0


def _usage(words: str) -> str:
    return words.replace("Value error, ", "").rstrip(".")


def _hint(wrong: typer.TyperException) -> str:
    context = getattr(wrong, "ctx", None)
    return f"; see `{context.command_path} --help`" if context is not None else ""


app = typer.Typer(
    cls=_Plainly,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "loudhailer feeds read --format auto closures.json      # what a feed says, without any service",
        "loudhailer --as duty alert list                        # what is open, on `make run`'s stack",
        "loudhailer alert raise --type fire --place 'at Mill Street, Stokeby' --dry-run",
    )
    + "\n\n\b\nExit codes:\n"
    "  0 done; 1 refused or failed; 2 bad usage, or a document that is refused;\n"
    "  3 not signed in, or not allowed; 4 the service cannot be reached; 130 interrupted.",
)
app.add_typer(feeds.app, name="feeds")
lead.add_to(alerts.app)
app.add_typer(alerts.app, name="alert")
app.add_typer(approvals.app, name="approvals")
app.add_typer(approvals.reviews, name="reviews")
app.add_typer(approvals.glass, name="glass")
app.add_typer(drills.app, name="drill")
app.add_typer(sources.app, name="sources")
app.add_typer(crisis.app, name="crisis")
app.add_typer(crisis.channel, name="channel")
app.add_typer(held.app, name="held")
app.add_typer(deliveries.app, name="delivery")
app.add_typer(plan.app, name="plan")
app.add_typer(callouts.app, name="callouts")
app.add_typer(watch.app, name="watch")
app.add_typer(audit.app, name="audit")
app.command(epilog=examples("loudhailer deliveries", "loudhailer deliveries --reference 7KQ2MX9TA --state HELD"))(
    desk.deliveries
)
app.command(
    epilog=examples(
        "loudhailer redrive --dry-run",
        "loudhailer redrive bluesky mastodon --reason 'Both answer again'",
    )
)(redrive.redrive)
app.command(
    epilog=examples(
        "loudhailer compose fire.json",
        """echo '{"type": "fire", "place": "at Mill Street, Stokeby"}' | loudhailer compose -""",
        "loudhailer compose --here --language cy events/incidents/closure_1_reported.json",
        "loudhailer compose --channel bluesky --picture card.png flood_warning.xml   # a feed's document, with its map",
    )
)(desk.compose)
app.command(
    epilog=examples("loudhailer sign-in", "loudhailer sign-in --as duty", "loudhailer sign-in --username a.officer")
)(signing.sign_in)
app.command(epilog=examples("loudhailer sign-out"))(signing.sign_out)
app.command(
    epilog=examples("loudhailer connect --api https://api.westshire.example --client-id 4hd7 --region eu-west-2")
)(signing.connect)


def _tell_version(asked: bool) -> None:  # noqa: FBT001  # as Typer calls it
    if asked:
        version()
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Alert the public: raise, update and end alerts, declare a crisis, keep the watch, read feeds.

    It talks to one stack: that of `make run` in this folder, or the one that `loudhailer connect` named. The options
    below may stand here or after the command.
    """
    world = ctx.obj if isinstance(ctx.obj, World) else World()
    ctx.obj = Chosen(world, stack=stack, role=as_, json=json)


@app.command(epilog=examples("loudhailer version"))
def version() -> None:
    """Print the version."""
    say(f"{NAME} {version_of('loudhailer')}")


def main() -> None:
    """Run the command line."""
    app()
