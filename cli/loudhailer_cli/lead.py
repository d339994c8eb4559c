"""`loudhailer alert lead`, `amplify` and `lift`: whose incident it is, and how grave."""

import uuid
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer.domain.crisis import MessageClass
from loudhailer_cli.alerts import reference_of, show_said
from loudhailer_cli.options import AsOption, JsonOption, StackOption, examples, present, speaking
from loudhailer_cli.said import By, Reference, RequestedBy
from loudhailer_cli.show import say, warn

Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")]


def lead(
    ctx: typer.Context,
    ref: Reference,
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="As plan.yaml calls it, or us to take it back.")],
    reason: Reason,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say who leads an incident; the public is told nothing.

    Where another agency leads, our own words wait for the role that the plan names, also those under way already.
    """
    body = {"agency": agency, "reason": reason, **_behalf(requested_by, means)}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("PUT", "alerts", reference_of(ref), "lead", body=body, key=str(uuid.uuid4()))
    present(ctx, answer, _show_led, asked=json)


def amplify(
    ctx: typer.Context,
    ref: Reference,
    message: Annotated[str, typer.Option(metavar="TEXT", help="The words of the agency that leads, as they stand.")],
    link: Annotated[str, typer.Option(metavar="URL", help="Where they stand; on the agency's own host.")],
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Pass on the words of the agency that leads, with its link.

    Where the plan does not name the agency's host, nobody can tell whose words they are: then they wait for approval.
    """
    body = {"message": message, "link": link, **_behalf(requested_by, means)}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "alerts", reference_of(ref), "amplify", body=body, key=str(uuid.uuid4()))
    present(ctx, answer, show_said, asked=json)


def lift(
    ctx: typer.Context,
    ref: Reference,
    message_class: Annotated[
        MessageClass, typer.Argument(metavar="CLASS", help=f"One of {', '.join(MessageClass)}; only upwards.")
    ],
    reason: Reason,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Lift an incident above the class that the plan gives it, and say it again as an update in that class."""
    body = {"class": message_class.value, "reason": reason, **_behalf(requested_by, means)}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("PUT", "alerts", reference_of(ref), "class", body=body, key=str(uuid.uuid4()))
    present(ctx, answer, show_said, asked=json)


def add_to(app: typer.Typer) -> None:
    """Add the commands to `loudhailer alert`."""
    app.command(
        epilog=examples(
            "loudhailer alert lead 7KQ2MX9TA police --reason 'police have taken command at 14:10'",
            "loudhailer alert lead 7KQ2MX9TA us --reason 'handed back at 16:00'",
        )
    )(lead)
    app.command(
        epilog=examples(
            "loudhailer alert amplify 7KQ2MX9TA --message 'Please stay away.' --link https://police.westshire.example/7"
        )
    )(amplify)
    app.command(
        epilog=examples("loudhailer alert lift 7KQ2MX9TA life_safety --reason 'the wind has turned to the school'")
    )(lift)


def _behalf(requested_by: str | None, means: str | None) -> dict[str, str]:
    given = {"requested_by": requested_by, "means": means}
    return {name: value for name, value in given.items() if value is not None}


def _show_led(answer: Mapping[str, Any]) -> None:
    again = ", as before" if answer.get("repeated") else ""
    who = f"{answer['lead']} leads" if answer.get("lead") else "we lead"
    say(f"{answer.get('reference', '')}  {who}{again}")
    for warning in answer.get("warnings") or []:
        warn(f"warning: {warning}")
