"""`loudhailer delivery`: settle doubts, say what was posted by hand, take posts off."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer_cli.api import Api
from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, examples, present, speaking
from loudhailer_cli.said import By, RequestedBy, facts_of
from loudhailer_cli.show import plain, say, show_deliveries, table, warn, when

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Settle doubts, say what you posted by hand, take posts off."
)
Alert = Annotated[str, typer.Argument(metavar="ALERT", help="One alert, such as 7KQ2MX9TA-2.")]
Channel = Annotated[str, typer.Option(metavar="CHANNEL", help="Where, as `delivery doubts` and `deliveries` name it.")]
Link = Annotated[str | None, typer.Option(metavar="URL", help="Where it is to be seen.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, or how you know; it is kept with your name.")]


@app.command("doubts", epilog=examples("loudhailer delivery doubts", "loudhailer delivery doubts --words"))
def list_doubts(
    ctx: typer.Context,
    words: Annotated[bool, typer.Option("--words", help="Show what each post says.")] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """List posts that may be out without our knowing. What only a person can find out stands at the top.

    Look on the platform itself, then say what you found: `delivery out` or `delivery again`.
    """
    with speaking(ctx, stack, as_) as api:
        answer = api.get("doubts")

    def show(answer: Mapping[str, Any]) -> None:
        doubts = answer.get("doubts") or []
        if not doubts:
            say("Nothing is in doubt.")
        elif words:
            for each in doubts:
                _show_words(each)
        else:
            names = ("identifier", "channel", "headline", "reason")
            rows = [(*(each.get(name) for name in names), when(each.get("since")), _who(each)) for each in doubts]
            table(("ALERT", "CHANNEL", "HEADLINE", "WHY", "SINCE", "WHO LOOKS"), rows)
        if answer.get("more"):
            warn("look: there is more under way than was looked at; ask again when there is less")

    present(ctx, answer, show, asked=json)


@app.command(
    epilog=examples(
        "loudhailer delivery out 7KQ2MX9TA-2 --channel telegram --reason 'Seen in the channel at 18:40'",
        "loudhailer delivery out 7KQ2MX9TA-2 --channel x --link https://x.com/a/status/1 --reason 'Seen'",
    )
)
def out(
    ctx: typer.Context,
    alert: Alert,
    channel: Channel,
    reason: Reason,
    link: Link = None,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say that a post in doubt is out: you have seen it. Later posts go on their own, not as replies to it."""
    body = {"word": "out", "channel": channel, "reason": reason}
    body |= facts_of(link=link, requested_by=requested_by, means=means)
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "deliveries", alert.upper(), "settle", body=body)
    present(ctx, answer, _show_done, asked=json)


@app.command(epilog=examples("loudhailer delivery again 7KQ2MX9TA-2 --channel telegram --reason 'Not in the channel'"))
def again(
    ctx: typer.Context,
    alert: Alert,
    channel: Channel,
    reason: Reason,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask again; needed where nobody sits at a terminal.")
    ] = False,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Send a post in doubt again: you have looked, and it is not there. The same words go under the same key.

    Where it is out after all and the platform cannot tell, the public reads it twice.
    """
    if not yes and not chosen(ctx).world.terminal():
        raise typer.BadParameter("nobody sits here who could be asked; to send it again unasked, add --yes")
    body: dict[str, Any] = {"word": "again", "channel": channel, "reason": reason}
    body |= facts_of(requested_by=requested_by, means=means)
    with speaking(ctx, stack, as_) as api:
        doubt = _doubt_of(api, alert.upper(), channel)
        if doubt is not None:
            # Should this request come twice, the second decides nothing about what the first has led to.
            body["attempt"] = doubt.get("attempt")
        if not yes:
            _show_words(doubt or {})
            typer.confirm(plain(f"Send {alert.upper()} again on {channel}?"), abort=True, err=True)
        answer = api.send("POST", "deliveries", alert.upper(), "settle", body=body)
    present(ctx, answer, _show_done, asked=json)


@app.command(
    "by-hand",
    epilog=examples(
        "loudhailer delivery by-hand 7KQ2MX9TA-2 --channel x --link https://x.com/a/status/1 --reason 'X was down'"
    ),
)
def by_hand(
    ctx: typer.Context,
    alert: Alert,
    channel: Channel,
    reason: Reason,
    link: Link = None,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say that you have posted it yourself, so that no retry posts it a second time."""
    body = {"word": "by_hand", "channel": channel, "reason": reason}
    body |= facts_of(link=link, requested_by=requested_by, means=means)
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "deliveries", alert.upper(), "settle", body=body)
    present(ctx, answer, _show_done, asked=json)


@app.command(
    epilog=examples(
        "loudhailer delivery off 7KQ2MX9TA-2 --reason 'The wrong village'",
        "loudhailer delivery off 7KQ2MX9TA-2 --channel x --by-hand --reason 'Deleted in the app'",
    )
)
def off(
    ctx: typer.Context,
    alert: Alert,
    reason: Reason,
    channel: Annotated[
        list[str] | None, typer.Option(metavar="CHANNEL", help="Only there; may be repeated [default: all].")
    ] = None,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="You have taken it off on the platform itself; name the --channel.")
    ] = False,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Take one alert off. What has not left never will; what is out is deleted where the platform lets us.

    Its words stay in the ledger. To put right what the public has read, correct it: `alert correct --take-down`.
    """
    if by_hand and not channel:
        raise typer.BadParameter("say where you took it off", param_hint="'--channel'")
    body: dict[str, Any] = {"reason": reason, "by_hand": by_hand, **({"channels": channel} if channel else {})}
    body |= facts_of(requested_by=requested_by, means=means)
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "deliveries", alert.upper(), "retract", body=body)
    present(ctx, answer, _show_done, asked=json)


def _doubt_of(api: Api, alert: str, channel: str) -> Mapping[str, Any] | None:
    doubts: list[Mapping[str, Any]] = api.get("doubts").get("doubts") or []
    return next((each for each in doubts if (each.get("identifier"), each.get("channel")) == (alert, channel)), None)


def _who(each: Mapping[str, Any]) -> str:
    wanted = f"; {each['retract_by']} wants it off" if each.get("retract_by") else ""
    return ("its sender still does" if each.get("looked_for") else "only you can") + wanted


def _show_words(each: Mapping[str, Any]) -> None:
    if not each:
        say("It is not among the doubts that were listed.")
        return
    say(f"{each.get('identifier')} on {each.get('channel')}: {each.get('reason')}")
    for line in str(each.get("words", "")).splitlines():
        say(f"    {line}")


def _show_done(answer: Mapping[str, Any]) -> None:
    if answer.get("repeated"):
        say("You have said so before; nothing was done a second time.")
    show_deliveries(answer)
    for channel, why in (answer.get("refused") or {}).items():
        warn(f"not on {channel}: {why}")
    for warning in answer.get("warnings") or []:
        warn(f"look: {warning}")
