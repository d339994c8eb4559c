"""`loudhailer held`: what waits for a person, and what people do with it, one alert at a time."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer_cli.options import AsOption, JsonOption, StackOption, examples, present, speaking
from loudhailer_cli.show import say, show_deliveries, table, warn, when

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Decide about held posts, one alert at a time.")
Alert = Annotated[str, typer.Argument(metavar="ALERT", help="One alert, such as 7KQ2MX9TA-2; `held list` names them.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")]
Only = Annotated[
    list[str] | None, typer.Option("--channel", metavar="CHANNEL", help="Only there; may be repeated [default: all].")
]


@app.command("list", epilog=examples("loudhailer held list", "loudhailer held list --words"))
def list_held(
    ctx: typer.Context,
    words: Annotated[bool, typer.Option("--words", help="Show what each post would say.")] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """List what is held, why, until when, and what the plan proposes. What expires first stands at the top."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("held")

    def show(answer: Mapping[str, Any]) -> None:
        held = answer.get("held") or []
        if not held:
            say("Nothing is held.")
            return
        if words:
            for each in held:
                say(f"{each.get('identifier')} on {each.get('channel')}: {each.get('reason')}")
                for line in str(each.get("words", "")).splitlines():
                    say(f"    {line}")
            return
        names = ("identifier", "channel", "headline", "reason")
        rows = [(*(each.get(name) for name in names), when(each.get("expires")), _proposal(each)) for each in held]
        table(("ALERT", "CHANNEL", "HEADLINE", "HELD BECAUSE", "EXPIRES", "PROPOSED"), rows)

    present(ctx, answer, show, asked=json)


def _proposal(each: Mapping[str, Any]) -> str:
    return str(each.get("fate")) if each.get("worth") else f"cannot go: {each.get('why_not')}"


def _act(name: str, words: str, *teaches: str) -> Any:
    """Return a command that does one thing with one held alert."""

    def command(
        ctx: typer.Context,
        alert: Alert,
        reason: Reason,
        channel: Only = None,
        stack: StackOption = None,
        as_: AsOption = None,
        json: JsonOption = False,
    ) -> None:
        body = {"reason": reason, **({"channels": channel} if channel else {})}
        with speaking(ctx, stack, as_) as api:
            answer = api.send("POST", "held", alert.upper(), name, body=body)
        present(ctx, answer, _show_done, asked=json)

    command.__doc__ = words
    app.command(name, epilog=examples(*teaches))(command)
    return command


release = _act(
    "release",
    "Let one alert go. Gate and expiry are asked again, now and by each sender.",
    "loudhailer held release 7KQ2MX9TA-2 --reason 'Stood down, and still true'",
    "loudhailer held release 7KQ2MX9TA-2 --reason 'The page first' --channel page",
)
drop = _act(
    "drop",
    "Decide that one alert never goes.",
    "loudhailer held drop 7KQ2MX9TA-2 --reason 'Old news'",
)
reapprove = _act(
    "reapprove",
    "Ask for approval anew. Whoever approves it lets it go.",
    "loudhailer held reapprove 7KQ2MX9TA-2 --reason 'Is the tone still right?'",
)


@app.command(
    "fold",
    epilog=examples("loudhailer held fold 7KQ2MX9TA-2 J3BWW4D7C-1 --title 'Since 6pm' --reason 'One post is enough'"),
)
def fold(
    ctx: typer.Context,
    alerts: Annotated[list[str], typer.Argument(metavar="ALERT...", help="Two to ten held alerts.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands above the headlines; your own words.")],
    reason: Reason,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Tell several held alerts in one new one, a line each. Another person has to approve it."""
    body = {"alerts": [each.upper() for each in alerts], "title": title, "reason": reason}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "held", "digests", body=body, key=str(uuid.uuid4()))

    def show(answer: Mapping[str, Any]) -> None:
        digest = answer.get("digest") or {}
        say(f"{digest.get('identifier')} stands for {', '.join(answer.get('folded') or []) or 'nothing yet'}.")
        say(f"{digest.get('fate')}: {digest.get('reason')}")
        _warn(answer)

    present(ctx, answer, show, asked=json)


def _show_done(answer: Mapping[str, Any]) -> None:
    show_deliveries(answer)
    for channel, why in (answer.get("refused") or {}).items():
        warn(f"not on {channel}: {why}")
    _warn(answer)


def _warn(answer: Mapping[str, Any]) -> None:
    for warning in answer.get("warnings") or []:
        warn(f"look: {warning}")
