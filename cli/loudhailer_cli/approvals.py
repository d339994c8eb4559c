"""`loudhailer approvals`, `reviews` and `glass`: what takes a second person, and what one may do without."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, examples, present, speaking
from loudhailer_cli.show import plain, say, show_deliveries, table, warn, when

app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="See what waits for approval, and answer it: never one's own."
)
reviews = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="See what went without a second person, and look at it."
)
glass = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Break the glass: your life-safety goes past approval."
)

AlertId = Annotated[str, typer.Argument(metavar="ALERT", help="An alert with its number, such as 7KQ2MX9TA-1.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; its author reads it, and it is kept with your name.")]


@app.command("list", epilog=examples("loudhailer approvals list"))
def list_approvals(
    ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False
) -> None:
    """List what waits for approval, what expires first at the top; and say how many reviews are open."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("approvals")
    present(ctx, answer, _show_list, asked=json)


@app.command("show", epilog=examples("loudhailer approvals show 7KQ2MX9TA-1"))
def show_approval(
    ctx: typer.Context, alert: AlertId, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False
) -> None:
    """Show every word that an approval lets go: all that any channel would carry, whatever landed there before."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("approvals", _id(alert))
    present(ctx, answer, _show_one, asked=json)


@app.command(
    epilog=examples(
        "loudhailer approvals approve 7KQ2MX9TA-1                       # shows the words, then asks",
        "loudhailer approvals approve 7KQ2MX9TA-1 --digest 4f0c8e1b90d2  # of the words that you have seen",
    )
)
def approve(
    ctx: typer.Context,
    alert: AlertId,
    digest: Annotated[
        str | None,
        typer.Option(metavar="DIGEST", help="As `approvals show` printed it, at least 12 signs of it: do not ask."),
    ] = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Approve somebody else's words. Only those that you have seen go: were they changed, it is refused."""
    if digest is None and not chosen(ctx).world.terminal():
        raise typer.BadParameter("nobody sits here who could read the words; give the --digest of those you have seen")
    if digest is not None and len(digest) < _SHORTEST_DIGEST:
        raise typer.BadParameter(f"give at least {_SHORTEST_DIGEST} signs of the digest", param_hint="'--digest'")
    with speaking(ctx, stack, as_) as api:
        shown = api.get("approvals", _id(alert))
        seen = str(shown.get("digest", ""))
        if digest is None:
            _show_one(shown)
            typer.confirm(plain("Approve these words?"), abort=True, err=True)
        elif not seen.startswith(digest.lower()):
            raise typer.BadParameter("the words have another digest now; look at them again", param_hint="'--digest'")
        answer = api.send("POST", "approvals", _id(alert), "answer", body={"answer": "approve", "digest": seen})
    present(ctx, answer, _show_answer, asked=json)


@app.command(
    "return",
    epilog=examples("loudhailer approvals return 7KQ2MX9TA-1 --reason 'say which sports hall'"),
)
def return_(
    ctx: typer.Context,
    alert: AlertId,
    reason: Reason,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Give words back to their author. What they change is another alert, and needs another approval."""
    _decline(ctx, "return", alert, reason, stack=stack, as_=as_, json=json)


@app.command(epilog=examples("loudhailer approvals reject 7KQ2MX9TA-1 --reason 'not ours to say'"))
def reject(
    ctx: typer.Context,
    alert: AlertId,
    reason: Reason,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say that these words are not to be said at all."""
    _decline(ctx, "reject", alert, reason, stack=stack, as_=as_, json=json)


@reviews.command("list", epilog=examples("loudhailer reviews list"))
def list_reviews(ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False) -> None:
    """List what nobody has looked at yet: broken glass, life-safety that went at once, blind decisions."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("reviews")
    present(ctx, answer, _show_reviews, asked=json)


@reviews.command(
    "close", epilog=examples("loudhailer reviews close after-7KQ2MX9TA-1 --verdict 'right; the area was too large'")
)
def close_review(
    ctx: typer.Context,
    review: Annotated[str, typer.Argument(metavar="REVIEW", help="As `reviews list` names it.")],
    verdict: Annotated[str, typer.Option(metavar="TEXT", help="What you found; it is kept with your name.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Close a review of what somebody else did."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "reviews", review, "close", body={"verdict": verdict})

    def show(answer: Mapping[str, Any]) -> None:
        say(f"{answer.get('id', '')} is closed: {answer.get('verdict', '')}")
        _warnings(answer)

    present(ctx, answer, show, asked=json)


@glass.command("break", epilog=examples("loudhailer glass break --reason 'commander out of reach, plume moves south'"))
def break_glass(
    ctx: typer.Context,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, in at least 10 characters.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Let your own life-safety alerts past approval for the plan's minutes.

    It passes neither a sensitivity, nor another agency's lead, nor a level that holds, nor a kill switch. Somebody is
    called at once, and the review stays open until another person closes it.
    """
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "glass", body={"reason": reason})
    present(ctx, answer, _show_glass, asked=json)


@glass.command("close", epilog=examples("loudhailer glass close"))
def close_glass(ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False) -> None:
    """Put your broken glass back before its time."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("DELETE", "glass", body={})
    present(ctx, answer, _show_glass, asked=json)


_SHORTEST_DIGEST = 12


def _decline(
    ctx: typer.Context, answer: str, alert: str, reason: str, *, stack: str | None, as_: str | None, json: bool
) -> None:
    with speaking(ctx, stack, as_) as api:
        told = api.send("POST", "approvals", _id(alert), "answer", body={"answer": answer, "reason": reason})
    present(ctx, told, _show_answer, asked=json)


def _show_list(answer: Mapping[str, Any]) -> None:
    rows = [
        (
            each.get("identifier"),
            each.get("class"),
            each.get("author") or "a feed",
            " or ".join(each.get("roles") or []),
            when(each.get("expires_at")),
            each.get("headline"),
        )
        for each in answer.get("approvals") or []
    ]
    if rows:
        table(("ALERT", "CLASS", "AUTHOR", "WHO MAY", "EXPIRES", "HEADLINE"), rows)
    else:
        say("Nothing waits for approval.")
    if answer.get("open_reviews"):
        warn(f"open reviews: {answer['open_reviews']}; see `loudhailer reviews list`")


def _show_one(answer: Mapping[str, Any]) -> None:
    say(f"{answer.get('identifier', '')}  {answer.get('stand', '')}: {answer.get('headline', '')}")
    typed = f", typed by {answer['typed_by']}" if answer.get("typed_by") else ""
    say(f"class {answer.get('class', '')}, by {answer.get('author') or 'a feed'}{typed}")
    say(f"It waits because: {answer.get('reason', '')}")
    second = f", and another person who is {' or '.join(answer['second'])}" if answer.get("second") else ""
    say(f"For {' or '.join(answer.get('roles') or [])}{second}, until {when(answer.get('expires_at'))}.")
    for each in answer.get("voices") or []:
        say(f"approved by {each.get('by', '')} ({each.get('role', '')})")
    # Twelve channels say few different things: whoever approves reads each of them once.
    said: dict[tuple[str, str], list[str]] = {}
    for channel, variants in (answer.get("drafts") or {}).items():
        for variant, text in variants.items():
            said.setdefault((variant, str(text)), []).append(channel)
    for (variant, text), channels in said.items():
        say("")
        say(f"{', '.join(channels)}, {variant}:")
        for line in text.splitlines():
            say(f"    {line}")
    faulty: dict[str, list[str]] = {}
    for channel, faults in (answer.get("faults") or {}).items():
        for fault in faults:
            faulty.setdefault(str(fault), []).append(channel)
    for fault, channels in faulty.items():
        say("")
        say(f"fault on {', '.join(channels)}: {fault}")
    say("")
    say(f"digest {answer.get('digest', '')}")


def _show_answer(answer: Mapping[str, Any]) -> None:
    why = f": {answer['answer']}" if answer.get("answer") else ""
    say(f"{answer.get('identifier', '')}  {answer.get('stand', '')}{why}")
    show_deliveries(answer)
    _warnings(answer)


def _show_reviews(answer: Mapping[str, Any]) -> None:
    rows = [
        (each.get("id"), each.get("kind"), each.get("by"), when(each.get("opened_at")), each.get("about"))
        for each in answer.get("reviews") or []
    ]
    if rows:
        table(("REVIEW", "KIND", "OF", "SINCE", "ABOUT"), rows)
    else:
        say("There is none.")


def _show_glass(answer: Mapping[str, Any]) -> None:
    if answer.get("broken"):
        say(f"The glass is broken until {when(answer.get('until'))}: your life-safety goes past approval.")
    else:
        say("It is put back. Its review stays open until somebody else closes it.")
    _warnings(answer)


def _warnings(answer: Mapping[str, Any]) -> None:
    for warning in answer.get("warnings") or []:
        warn(f"warning: {warning}")


def _id(alert: str) -> str:
    return alert.strip().upper().removeprefix("REF").strip(" :")
