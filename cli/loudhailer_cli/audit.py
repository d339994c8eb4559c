"""`loudhailer audit`: read the record, verify it, report from it, hold it for the law."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from loudhailer.report import Bundle, files
from loudhailer_cli.failures import Failure, Unreachable
from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, examples, present, speaking
from loudhailer_cli.show import plain, say, table, warn, when

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Read, verify, report from and hold the record of who did what."
)

Reference = Annotated[str, typer.Option("--incident", metavar="REF", help='The "Ref" that every post prints.')]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with your name.")]


@app.command(
    epilog=examples(
        "loudhailer audit verify --all",
        "loudhailer audit verify --incident 7KQ2MX9TA --days 90",
        "loudhailer audit verify --chain command",
    )
)
def verify(
    ctx: typer.Context,
    chain: Annotated[
        str | None, typer.Option(metavar="CHAIN", help="A chain by its name: command, or desk for refusals.")
    ] = None,
    incident: Annotated[str | None, typer.Option(metavar="REF", help="The chain of one incident.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every chain that was written to in these days.")] = False,
    days: Annotated[
        int, typer.Option(min=1, max=366, metavar="N", help="How many days of anchors to hold the lines against.")
    ] = 31,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Verify the record against its anchored heads; exit with 1 where it is not as it was written.

    What was written since the newest anchor can still be cut without a trace, until the clock anchors again.
    """
    if sum((chain is not None, incident is not None, all_)) != 1:
        raise typer.BadParameter("say what to verify: --chain, --incident or --all")
    with speaking(ctx, stack, as_) as api:
        answer = api.get("audit", "verification", chain=chain or _reference(incident), days=days)
    present(ctx, answer, _show_verification, asked=json)
    if not answer.get("intact"):
        raise typer.Exit(1)


@app.command(epilog=examples("loudhailer audit show command", "loudhailer audit show 7KQ2MX9TA --json"))
def show(
    ctx: typer.Context,
    chain: Annotated[str, typer.Argument(metavar="CHAIN", help='command, desk, or the "Ref" of an incident.')],
    after: Annotated[int, typer.Option(min=0, metavar="N", help="Only lines with a higher number.")] = 0,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show a chain of the record: who did what, when and why."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("audit", _reference(chain) if chain not in {"command", "desk"} else chain, after=after or None)
    present(ctx, answer, _show_lines, asked=json)


@app.command(
    epilog=examples(
        "loudhailer audit report --incident 7KQ2MX9TA --out after-action",
        "loudhailer audit report --incident 7KQ2MX9TA --json",
    )
)
def report(
    ctx: typer.Context,
    incident: Reference,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder to write into [default: report-REF, here].")
    ] = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Write the after-action bundle of an incident: a page, a picture, and all of it as JSON.

    It holds what was said, decided, approved and posted, each platform's own copy where it can be read, and what was
    not posted and why.
    """
    reference = _reference(incident)
    with speaking(ctx, stack, as_) as api:
        answer = api.get("incidents", reference, "report")

    def written(answer: Mapping[str, Any]) -> None:
        folder = chosen(ctx).world.here / (out or Path(f"report-{reference}"))
        for name, body in files(_bundle(answer)).items():
            _write(folder / name, body)
            say(str(folder / name))

    present(ctx, answer, written, asked=json)


@app.command(epilog=examples('loudhailer audit hold --incident 7KQ2MX9TA --reason "Coroner\'s letter of 23 November"'))
def hold(
    ctx: typer.Context,
    incident: Reference,
    reason: Why,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Hold an incident for the law: its report where nobody can delete it, and people's reasons for good.

    A hold covers what there is now: hold again after further acts.
    """
    _ask(ctx, incident, ("holds",), reason, "Held", stack=stack, as_=as_, json=json)


@app.command("release-hold", epilog=examples("loudhailer audit release-hold --incident 7KQ2MX9TA --reason 'Closed'"))
def release_hold(
    ctx: typer.Context,
    incident: Reference,
    reason: Why,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """End a hold: what it kept is forgotten again when its days are over."""
    _ask(ctx, incident, ("holds", "release"), reason, "Released", stack=stack, as_=as_, json=json)


def _ask(
    ctx: typer.Context,
    incident: str,
    path: tuple[str, ...],
    reason: str,
    done: str,
    *,
    stack: str | None,
    as_: str | None,
    json: bool,
) -> None:
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "incidents", _reference(incident), *path, body={"reason": reason})

    def told(answer: Mapping[str, Any]) -> None:
        say(f"{done}: {answer.get('files')} files under holds/{answer.get('folder')}, reasons: {answer.get('words')}")

    present(ctx, answer, told, asked=json)


def _show_verification(answer: Mapping[str, Any]) -> None:
    say(
        f"{answer.get('lines')} lines in {answer.get('chains')} chains, held against {answer.get('anchors')} anchors"
        f" (the newest: {when(answer.get('last_anchor')) or 'none'})"
    )
    if answer.get("unanchored"):
        say(f"not anchored yet, so their tail could be cut without a trace: {answer['unanchored']}")
    if answer.get("erased"):
        say(f"reasons that were erased when their time was over: {answer['erased']}")
    findings = answer.get("findings") or []
    if findings:
        names = ("chain", "number", "what", "why")
        table(("CHAIN", "NUMBER", "WHAT", "WHY"), [[each.get(name) for name in names] for each in findings])
        warn("the record is not as it was written")
    else:
        say("The record is as it was written.")


def _show_lines(answer: Mapping[str, Any]) -> None:
    rows = [
        (
            each.get("number"),
            when(each.get("at")),
            f"{each.get('by')} (by {each['typed_by']})" if each.get("typed_by") else each.get("by"),
            each.get("deed"),
            each.get("subject"),
            "(erased)" if each.get("erased") else each.get("reason"),
            each.get("result"),
        )
        for each in answer.get("entries") or []
    ]
    table(("LINE", "WHEN", "BY", "WHAT", "TO WHAT", "WHY", "WHAT CAME OF IT"), rows)
    if answer.get("next"):
        warn(f"there is more: add --after {answer['next']}")


def _bundle(answer: Mapping[str, Any]) -> Bundle:
    try:
        return Bundle.model_validate(answer)
    except ValidationError:
        raise Unreachable(
            "the service's report is not one that this command knows; bring both to one release"
        ) from None


def _write(path: Path, body: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    except OSError as error:
        raise Failure(f"{plain(path)} cannot be written: {error.strerror}; give another folder with --out") from None


def _reference(ref: str | None) -> str:
    """Return a reference as posts print it; people read it in any case and with its `Ref`."""
    return (ref or "").strip().upper().removeprefix("REF").strip(" :")
