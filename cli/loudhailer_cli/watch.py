"""`loudhailer watch`: who is called out, who has the watch, what is lent to whom, and when it is quiet."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from loudhailer.domain.caller import Role
from loudhailer.domain.crisis import MessageClass
from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, examples, present, speaking
from loudhailer_cli.show import say, table, warn, when
from loudhailer_cli.times import moment_of

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="See who has the watch, hand it over, lend roles, set quiet hours.",
)
_HOURS = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")

RoleName = Annotated[Role, typer.Argument(metavar="ROLE", help=f"One of {', '.join(Role)}.")]
To = Annotated[str, typer.Argument(metavar="NAME", help="To whom, by the name that they sign in with.")]


@app.command(
    "show",
    epilog=examples(
        "loudhailer watch show",
        "loudhailer watch show --versions 5                   # how it came about",
        "loudhailer watch show --yaml --phones > roster.yaml  # to keep on paper; nothing reads it back in",
    ),
)
def show_watch(
    ctx: typer.Context,
    yaml: Annotated[bool, typer.Option("--yaml", help="As one YAML text, to keep elsewhere.")] = False,
    phones: Annotated[
        bool, typer.Option("--phones", "--with-phones", help="With whole telephone numbers; that goes on record.")
    ] = False,
    versions: Annotated[
        int, typer.Option(metavar="COUNT", min=0, max=100, help="How the last so many versions came about, too.")
    ] = 0,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show who is on call, what is lent to whom, the last handover and the quiet hours."""
    flags = {name: "true" for name, on in (("yaml", yaml), ("phones", phones)) if on}
    with speaking(ctx, stack, as_) as api:
        answer = api.get("watch", **flags, versions=versions or None)
    present(ctx, answer, _show_yaml if yaml else _show_watch, asked=json)


@app.command(
    "on-call",
    epilog=examples(
        "loudhailer watch on-call silver a.khan=+441632960123 b.jones=+441632960124   # first, second",
        "loudhailer watch on-call bronze --nobody --reason 'no operational commander tonight'",
    ),
)
def put_on_call(
    ctx: typer.Context,
    role: RoleName,
    people: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=PHONE", help="In the order in which they are called.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Take the role out of the chain.")] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")] = "",
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say who is called out in a role, in the place of whoever was."""
    if bool(people) == nobody:
        raise typer.BadParameter("name who is called, or say --nobody")
    body = {"people": [_person(each) for each in people or []], "reason": reason}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("PUT", "watch", "on-call", role, body=body)
    present(ctx, answer, _show_watch, asked=json)


@app.command(
    "hand-over",
    epilog=examples(
        "loudhailer watch hand-over a.khan --phone +441632960123 \\",
        "      --summary 'The A4117 is still closed, one post is held on Bluesky; look again at 6am.'",
    ),
)
def hand_over(
    ctx: typer.Context,
    to: To,
    summary: Annotated[
        str, typer.Option(metavar="TEXT", help="At least 20 signs: what is open, what is held, what to look at next.")
    ],
    phone: Annotated[
        str, typer.Option(metavar="PHONE", help="Theirs, such as +441632960123; needed unless they are on call.")
    ] = "",
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Hand the watch over in one act: your calls go to them from now on, and what is open is listed."""
    body = {"to": to, "summary": summary, "phone": phone}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "watch", "handovers", body=body)

    def show(answer: Mapping[str, Any]) -> None:
        roles = ", ".join(answer.get("roles") or [])
        say(f"{to} has the watch; calls as {roles} go to them." if roles else f"{to} has the watch.")
        if not roles:
            warn("no call went to you, so none goes to them; see `loudhailer watch on-call --help`")
        for matter in answer.get("business") or []:
            say(f"{matter.get('kind')}: {matter.get('count')}")
            for line in matter.get("lines") or []:
                say(f"  {line}")
        _warn(answer)

    present(ctx, answer, show, asked=json)


@app.command(
    "delegate",
    epilog=examples(
        "loudhailer watch delegate silver a.khan --until +4h --reason 'at the fireground'",
        "loudhailer watch delegate comms b.jones --until 06:00 --reason 'asleep until the morning'",
    ),
)
def delegate(
    ctx: typer.Context,
    role: RoleName,
    to: To,
    until: Annotated[str, typer.Option(metavar="TIME", help="When it ends by itself: 06:00, +4h; 24 hours at most.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Lend a role of your own. It counts at once, you keep it too, and it cannot be lent on."""
    try:
        end = moment_of(until, chosen(ctx).world.now()).isoformat()
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="'--until'") from None
    body = {"role": role, "to": to, "until": end, "reason": reason}
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "watch", "delegations", body=body)
    present(ctx, answer, _show_watch, asked=json)


@app.command("take-back", epilog=examples("loudhailer watch take-back D12"))
def take_back(
    ctx: typer.Context,
    loan: Annotated[str, typer.Argument(metavar="ID", help="The delegation, as `loudhailer watch show` has it.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """End a delegation now, as whoever lent it or as gold."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("DELETE", "watch", "delegations", loan)
    present(ctx, answer, _show_watch, asked=json)


@app.command(
    "quiet",
    epilog=examples(
        "loudhailer watch quiet 23:00-06:00 --class promotional --class appeal",
        "loudhailer watch quiet --none --reason 'the whole night matters'",
    ),
)
def set_quiet(
    ctx: typer.Context,
    hours: Annotated[
        str | None, typer.Argument(metavar="HH:MM-HH:MM", help="From when to when, in London; the end may be tomorrow.")
    ] = None,
    classes: Annotated[
        list[MessageClass] | None,
        typer.Option("--class", metavar="CLASS", help="Waits for the morning; never life_safety. May be repeated."),
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="No quiet hours any more.")] = False,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")] = "",
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Set the quiet hours of every channel, in the place of those that there were."""
    found = _HOURS.fullmatch(hours or "")
    if none == bool(hours or classes) or not (none or (found and classes)):
        raise typer.BadParameter("give hours such as 23:00-06:00 and at least one --class, or say --none")
    told = [{"start": found[1], "end": found[2], "classes": classes}] if found else []
    with speaking(ctx, stack, as_) as api:
        answer = api.send("PUT", "watch", "quiet-hours", body={"hours": told, "reason": reason})

    def show(answer: Mapping[str, Any]) -> None:
        say("Quiet on every channel:" if answer.get("hours") else "There are no quiet hours.")
        for each in answer.get("hours") or []:
            say(f"  {_hours(each)}")
        _warn(answer)

    present(ctx, answer, show, asked=json)


def _person(text: str) -> dict[str, str]:
    username, sign, phone = text.partition("=")
    if not (username and sign and phone):
        raise typer.BadParameter("write each as NAME=PHONE, the number with its plus and country")
    return {"username": username, "phone": phone}


def _show_yaml(answer: Mapping[str, Any]) -> None:
    for line in str(answer.get("yaml", "")).splitlines():
        say(line)


def _show_watch(answer: Mapping[str, Any]) -> None:
    say(f"version {answer.get('version', '')}")
    calls = [
        (role, at, each.get("username"), each.get("phone"))
        for role, people in (answer.get("on_call") or {}).items()
        for at, each in enumerate(people, start=1)
    ]
    if calls:
        table(("ROLE", "CALL", "NAME", "PHONE"), calls)
    else:
        warn("nobody is on call; see `loudhailer watch on-call --help`")
    loans = [
        (each.get("id"), each.get("role"), each.get("by"), each.get("to"), when(each.get("until")), each.get("reason"))
        for each in answer.get("delegations") or []
    ]
    if loans:
        say("")
        table(("LENT", "ROLE", "BY", "TO", "UNTIL", "REASON"), loans)
    if handover := answer.get("handover"):
        say("")
        say(f"handed over by {handover.get('by')} to {handover.get('to')}, {when(handover.get('at'))}:")
        for line in str(handover.get("summary", "")).splitlines():
            say(f"  {line}")
    for channel, hours in (answer.get("quiet") or {}).items():
        for each in hours:
            say(f"quiet on {channel}: {_hours(each)}")
    made = [(each.get("version"), when(each.get("at")), each.get("by"), each.get("what")) for each in _versions(answer)]
    if made:
        say("")
        table(("VERSION", "AT", "BY", "WHAT"), made)
    _warn(answer)


def _versions(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(answer.get("versions") or [])


def _hours(each: Mapping[str, Any]) -> str:
    return f"{each.get('start')} to {each.get('end')}: {', '.join(each.get('classes') or [])}"


def _warn(answer: Mapping[str, Any]) -> None:
    for warning in answer.get("warnings") or []:
        warn(f"warning: {warning}")
