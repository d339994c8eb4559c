"""`loudhailer alert`: raise, update, correct and end alerts, and look at them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from loudhailer.domain.incident import Certainty, Severity, Urgency
from loudhailer_cli.failures import Failure
from loudhailer_cli.options import AsOption, JsonOption, StackOption, examples, present, speaking
from loudhailer_cli.preview import show_preview
from loudhailer_cli.reach import complain, follow, look, show_reached
from loudhailer_cli.said import (
    Area,
    By,
    Cause,
    ExpectedEnd,
    Expires,
    Free,
    NextUpdate,
    Place,
    Reference,
    RequestedBy,
    Road,
    Sensitive,
    TakeDown,
    Title,
    Translated,
    facts_of,
    times_of,
    translated,
)
from loudhailer_cli.show import say, show_deliveries, table, warn, when

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Raise, update, correct, end and list alerts.")

_ENDED = "it has ended"  # how the service begins its refusal of an update of what is over


@app.command(
    "raise",
    epilog=examples(
        'loudhailer alert raise --type road_closure --road A4113 --place "between Stokeby and Harrow Moor"',
        'loudhailer alert raise --type fire --place "at Mill Street, Stokeby" --next-update +1h --dry-run',
        'loudhailer alert raise --type flood --place "Harrow Moor" --requested-by "Gold 1" --means phone',
    ),
)
def raise_(
    ctx: typer.Context,
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="What it is; a type of words.yaml.")],
    road: Road = None,
    place: Place = None,
    cause: Cause = None,
    area: Area = None,
    title: Title = None,
    message: Free = None,
    translation: Translated = None,
    severity: Annotated[Severity | None, typer.Option(metavar="SEVERITY", help=f"{', '.join(Severity)}.")] = None,
    urgency: Annotated[Urgency | None, typer.Option(metavar="URGENCY", help=f"{', '.join(Urgency)}.")] = None,
    certainty: Annotated[Certainty | None, typer.Option(metavar="CERTAINTY", help=f"{', '.join(Certainty)}.")] = None,
    sensitive: Sensitive = None,
    expires: Expires = None,
    expected_end: ExpectedEnd = None,
    next_update: NextUpdate = None,
    requested_by: RequestedBy = None,
    means: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be said, and say nothing.")] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Raise an alert, and show where it goes.

    The same words again give the alert that is there, never a second one. The class comes from the plan.
    """
    body = {
        "type": type_,
        **facts_of(road=road, place=place, cause=cause, area=area, title=title, message=message),
        **facts_of(severity=severity, urgency=urgency, certainty=certainty),
        **times_of(ctx, expires=expires, expected_end=expected_end, next_update=next_update),
        **facts_of(requested_by=requested_by, means=means),
        **({"sensitivities": sensitive} if sensitive else {}),
        **translated(translation),
    }
    with speaking(ctx, stack, as_) as api:
        if dry_run:
            answer = api.send("POST", "preview", body=body)
            present(ctx, answer, show_preview, asked=json)
            return
        answer = api.send("POST", "alerts", body=body, key=str(uuid.uuid4()))
    present(ctx, answer, show_said, asked=json)


@app.command(
    epilog=examples("loudhailer alert update 7KQ2MX9TA --message 'Crews are still at work.' --next-update 21:00"),
)
def update(
    ctx: typer.Context,
    ref: Reference,
    road: Road = None,
    place: Place = None,
    cause: Cause = None,
    area: Area = None,
    title: Title = None,
    message: Free = None,
    translation: Translated = None,
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
    """Say what has changed.

    What you do not give stays, but for the next update, which is promised anew each time; an empty text takes a fact
    away.
    """
    changes = {
        **facts_of(road=road, place=place, cause=cause, area=area, title=title, message=message),
        **times_of(ctx, expires=expires, expected_end=expected_end, next_update=next_update),
        **({"sensitivities": sensitive} if sensitive else {}),
        **translated(translation),
    }
    body = {**_some(changes), **facts_of(requested_by=requested_by, means=means)}
    _amend(ctx, ref, "updates", body, stack=stack, as_=as_, json=json)


@app.command(
    epilog=examples(
        "loudhailer alert correct 7KQ2MX9TA --road A4113",
        "loudhailer alert correct 7KQ2MX9TA --place 'at Harrow Moor' --take-down   # and waits for every channel",
    ),
)
def correct(
    ctx: typer.Context,
    ref: Reference,
    take_down: TakeDown = False,
    road: Road = None,
    place: Place = None,
    cause: Cause = None,
    area: Area = None,
    title: Title = None,
    message: Free = None,
    translation: Translated = None,
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
    """Put right what was said wrongly; the post says that it is a correction. What had ended is open again then.

    What you do not give stays, but for the next update, which is promised anew each time.
    """
    changes = {
        **facts_of(road=road, place=place, cause=cause, area=area, title=title, message=message),
        **times_of(ctx, expires=expires, expected_end=expected_end, next_update=next_update),
        **({"sensitivities": sensitive} if sensitive else {}),
        **translated(translation),
    }
    body = {**_some(changes), **facts_of(requested_by=requested_by, means=means)}
    _amend(ctx, ref, "corrections", body, take_down=take_down, stack=stack, as_=as_, json=json)


@app.command(
    epilog=examples(
        "loudhailer alert end 7KQ2MX9TA",
        "loudhailer alert end 7KQ2MX9TA --mistaken",
        "loudhailer alert end 7KQ2MX9TA --mistaken --take-down   # and waits for every channel",
    )
)
def end(
    ctx: typer.Context,
    ref: Reference,
    mistaken: Annotated[
        bool, typer.Option("--mistaken", help="It never was so: the post takes the alert back instead of ending it.")
    ] = False,
    take_down: TakeDown = False,
    road: Road = None,
    place: Place = None,
    area: Area = None,
    title: Title = None,
    message: Free = None,
    translation: Translated = None,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """End an alert: the all-clear goes wherever it landed.

    Facts stay as they were said; give them only where the service says that it does not know them.
    """
    if take_down and not mistaken:
        raise typer.BadParameter("what was true and is over stays where it was read; it goes with --mistaken")
    body = {
        "withdrawn": mistaken,
        **facts_of(road=road, place=place, area=area, title=title, message=message),
        **translated(translation),
        **facts_of(requested_by=requested_by, means=means),
    }
    _amend(ctx, ref, "end", body, take_down=take_down, stack=stack, as_=as_, json=json)


@app.command("list", epilog=examples("loudhailer alert list", "loudhailer alert list --all --days 7 --json"))
def list_(
    ctx: typer.Context,
    open_: Annotated[
        bool, typer.Option("--open/--all", help="Only what is open or held, or also what is over.")
    ] = True,
    days: Annotated[int, typer.Option(min=1, max=7, metavar="N", help="How many days back, today (UTC) included.")] = 2,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """List alerts, one line for each incident.

    Its STATE is open (it stands on some channel), held (the gates kept it back, so nobody has heard it; `alert show`
    says why) or over.
    """
    with speaking(ctx, stack, as_) as api:
        answer = api.get("alerts", open="true" if open_ else None, days=days)
    present(ctx, answer, _show_alerts, asked=json)


@app.command(epilog=examples("loudhailer alert show 7KQ2MX9TA"))
def show(
    ctx: typer.Context, ref: Reference, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False
) -> None:
    """Show all that was said about one incident, and where each post stands."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("alerts", reference_of(ref))
    present(ctx, answer, _show_one, asked=json)


@app.command(
    epilog=examples("loudhailer alert everywhere 7KQ2MX9TA", "loudhailer alert everywhere 7KQ2MX9TA --wait"),
)
def everywhere(
    ctx: typer.Context,
    ref: Reference,
    wait: Annotated[bool, typer.Option("--wait", help="Wait up to 10 seconds for every channel to report.")] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show channel by channel whether the newest words are out, and what became of the posts before them.

    It ends with 1 where somebody has to look.
    """
    with speaking(ctx, stack, as_) as api:
        answer = follow(api, reference_of(ref)) if wait else look(api, reference_of(ref))
    present(ctx, answer, show_reached, asked=json)
    complain(answer)


def _some(changes: dict[str, Any]) -> dict[str, Any]:
    if not changes:
        raise typer.BadParameter("say what changes: give a fact or a time")
    return changes


def _amend(
    ctx: typer.Context,
    ref: str,
    deed: str,
    body: Mapping[str, Any],
    *,
    take_down: bool = False,
    stack: str | None,
    as_: str | None,
    json: bool,
) -> None:
    """Change what was said; where earlier posts come off, wait until every channel has reported."""
    sent = {**body, **({"take_down": True} if take_down else {})}
    with speaking(ctx, stack, as_) as api:
        try:
            answer = api.send("POST", "alerts", reference_of(ref), deed, body=sent, key=str(uuid.uuid4()))
        except Failure as refusal:
            if deed != "updates" or _ENDED not in refusal.words:
                raise
            hint = f"`loudhailer alert correct {reference_of(ref)}` opens it again"
            raise type(refusal)(f"{refusal.words}; {hint}", refusal.details) from None
        if not take_down:
            present(ctx, answer, show_said, asked=json)
            return
        reached = follow(api, str(answer.get("reference")), str(answer.get("identifier")))

    def show(answer: Mapping[str, Any]) -> None:
        show_said(answer, deliveries=False)
        show_reached(answer["reached"])

    present(ctx, {**answer, "reached": reached}, show, asked=json)
    complain(reached)


def show_said(answer: Mapping[str, Any], *, deliveries: bool = True) -> None:
    """Show what came of it: the reference first, for that is what one says over the radio."""
    why = f" ({answer['reason']})" if answer.get("reason") else ""
    again = ", as it was said before" if answer.get("repeated") else ""
    say(f"{answer.get('reference', '')}  {answer.get('fate', '')}{why}{again}")
    say(f"class {answer.get('class', '')}, {answer.get('lane', '')} lane")
    if answer.get("reopened"):
        say("It had ended: it is open again.")
    if deliveries:
        show_deliveries(answer)
    for warning in answer.get("warnings") or []:
        warn(f"warning: {warning}")
    for finding in answer.get("findings") or []:
        warn(f"look again: {finding}")


def _show_alerts(answer: Mapping[str, Any]) -> None:
    _show_words("REF", "reference", answer.get("alerts") or [])


def _show_words(title: str, name: str, alerts: Sequence[Mapping[str, Any]], *, of_one: bool = False) -> None:
    """Show a row for each alert; of one incident, the newest row alone says how the incident stands now."""
    rows = [
        (
            each.get(name),
            when(each.get("sent")),
            each.get("class"),
            each.get("msg_type"),
            each.get("by") or each.get("source"),
            "" if of_one and at else each.get("state"),
            each.get("headline"),
        )
        for at, each in enumerate(alerts)
    ]
    if rows:
        table((title, "SENT", "CLASS", "SAID", "BY", "STATE", "HEADLINE"), rows)
    else:
        say("There is none.")


def _show_one(answer: Mapping[str, Any]) -> None:
    _show_words("ALERT", "identifier", answer.get("alerts") or [], of_one=True)
    say("")
    show_deliveries({"deliveries": [each for alert in answer.get("alerts") or [] for each in alert["deliveries"]]})


def reference_of(ref: str) -> str:
    """Return a reference as posts print it; people read it in any case and with its `Ref`."""
    return ref.strip().upper().removeprefix("REF").strip(" :")
