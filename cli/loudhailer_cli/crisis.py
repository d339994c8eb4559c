"""`loudhailer crisis` and `channel`: declare and end levels, see what that means, take a channel live or stop it."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, examples, present, speaking
from loudhailer_cli.show import plain, say, table, warn, when
from loudhailer_cli.times import moment_of

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="See, declare and end crisis levels.")
channel = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Take a channel live, or silence it.")
NAMED = 10
"""How many posts an answer names on the screen; --json has more."""
_SPAN = re.compile(r"(?=\d)(?:\d{1,2}d)?(?:\d{1,3}h)?(?:\d{1,4}m)?")
Level = Annotated[str, typer.Argument(metavar="LEVEL", help="A level of plan.yaml, such as crisis; normal ends one.")]
Area = Annotated[str | None, typer.Option(metavar="NAME", help="Only what is about this area, or may be.")]
Incident = Annotated[str | None, typer.Option(metavar="REF", help='Only the incident of this "Ref".')]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with your name.")]
Channel = Annotated[str, typer.Argument(metavar="CHANNEL", help="Such as bluesky.")]


@app.command("show", epilog=examples("loudhailer crisis show"))
def show_crisis(ctx: typer.Context, stack: StackOption = None, as_: AsOption = None, json: JsonOption = False) -> None:
    """Show who declared what until when, what does not leave, and what is still to be done by hand."""
    with speaking(ctx, stack, as_) as api:
        answer = api.get("crisis")
    present(ctx, answer, show_picture, asked=json)


@app.command(
    "set",
    epilog=examples(
        "loudhailer crisis set crisis --reason 'Major incident declared at Stokeby'",
        "loudhailer crisis set crisis --reason 'Fatal fire' --area Stokeby --for 4h",
        "loudhailer crisis set crisis --reason 'Fatal fire' --incident 7KQ2MX9TA --until 18:30",
        "loudhailer crisis set normal --reason 'Stood down' --channel bluesky --channel mastodon --yes",
    ),
)
def set_crisis(
    ctx: typer.Context,
    level: Level,
    reason: Reason,
    area: Area = None,
    incident: Incident = None,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="SPAN", help="It ends by itself after this: 45m, 4h, 1d2h.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="It ends by itself then: 18:30, +4h, or ISO 8601.")
    ] = None,
    channel: Annotated[
        list[str] | None, typer.Option(metavar="CHANNEL", help="Only this channel; may be repeated [default: all].")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask again; needed where nobody sits at a terminal.")
    ] = False,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Declare a level, or end one with `normal`. Once this returns, nothing of a paused class begins to leave.

    The answer names what does not leave now, what was leaving already, and what you must pause by hand. Without --area
    and --incident it is for the whole service. What ends by itself falls to a stricter level than normal, and somebody
    is called before. Two people lift a lockdown: each gives this command.
    """
    body = {"level": level, "reason": reason, **_scope(area, incident), **_end(ctx, for_, until)}
    if not yes and not chosen(ctx).world.terminal():
        # What comes down a pipe is nobody's answer: a level is declared by somebody who was asked, or who said --yes.
        raise typer.BadParameter("nobody sits here who could be asked; to declare it unasked, add --yes")
    with speaking(ctx, stack, as_) as api:
        where = f"on {', '.join(channel)}" if channel else "on every channel"
        what = f"{level} for {_about(body)}" if "scope" in body else level
        if not yes:
            typer.confirm(plain(f"Declare {what} {where}?"), abort=True, err=True)
        answer = api.send(
            "PUT", "crisis", body=body | ({"channels": channel} if channel else {}), key=str(uuid.uuid4())
        )

    def show(answer: Mapping[str, Any]) -> None:
        if answer.get("lift"):
            say(f"{what} is not declared yet.")
        else:
            say(f"{what} is declared {where}.")
        show_picture(answer)

    present(ctx, answer, show, asked=json)


@app.command(
    "preview",
    epilog=examples("loudhailer crisis preview crisis", "loudhailer crisis preview heightened --area Stokeby"),
)
def preview_crisis(
    ctx: typer.Context,
    level: Level,
    area: Area = None,
    incident: Incident = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Show what declaring a level would hold and what is leaving now, and change nothing."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "crisis", "preview", body={"level": level, **_scope(area, incident)})

    def show(answer: Mapping[str, Any]) -> None:
        say(f"Nothing is changed. Were {level} declared:")
        show_picture(answer)

    present(ctx, answer, show, asked=json)


@app.command("tick", epilog=examples("loudhailer crisis tick 'Paid adverts on every platform'"))
def tick(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="As `crisis show` names it, or a platform to revoke.")],
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Say that you have paused what Loudhailer does not control. It is kept with your name, until the next level."""
    with speaking(ctx, stack, as_) as api:
        answer = api.send("POST", "crisis", "ticks", body={"what": what})
    present(ctx, answer, show_picture, asked=json)


def _switch(words: str, change: Mapping[str, bool], teaches: str) -> Any:
    """Return a command that changes one switch of a channel."""

    def command(
        ctx: typer.Context,
        name: Channel,
        reason: Reason,
        stack: StackOption = None,
        as_: AsOption = None,
        json: JsonOption = False,
    ) -> None:
        with speaking(ctx, stack, as_) as api:
            answer = api.send("PUT", "channels", name, body={"reason": reason, **change})
        present(ctx, answer, show_picture, asked=json)

    command.__doc__ = words
    channel.command(teaches.split()[2], epilog=examples(teaches))(command)
    return command


go_live = _switch(
    "Take a channel live: from now on the public reads it. Gold does that.",
    {"live": True},
    "loudhailer channel live bluesky --reason 'Tried out for a week'",
)
exercise = _switch(
    "Put a channel into Exercise: it posts nothing.",
    {"live": False},
    "loudhailer channel exercise bluesky --reason 'A drill until noon'",
)
stop = _switch(
    "Stop a channel at once: its kill switch. Anybody on duty may.",
    {"stopped": True},
    "loudhailer channel stop mastodon --reason 'The account may be in the wrong hands'",
)
start = _switch(
    "Start a stopped channel again. Gold does that. What was held stays held.",
    {"stopped": False},
    "loudhailer channel start mastodon --reason 'The password is new'",
)


def _scope(area: str | None, incident: str | None) -> dict[str, str]:
    if area is not None and incident is not None:
        raise typer.BadParameter("a level is for an area or for an incident, not for both")
    if area is not None:
        return {"scope": f"area:{area}"}
    return {"scope": f"incident:{incident.upper()}"} if incident is not None else {}


def _about(body: Mapping[str, Any]) -> str:
    return str(body["scope"]).replace(":", " ")


def _end(ctx: typer.Context, span: str | None, until: str | None) -> dict[str, str]:
    if span is None and until is None:
        return {}
    if span is not None and until is not None:
        raise typer.BadParameter("say --for or --until, not both")
    if span is not None and not _SPAN.fullmatch(span.strip()):
        raise typer.BadParameter(f"{span!r} is no span; write 45m, 4h or 1d2h")
    try:
        moment = moment_of(f"+{span.strip()}" if span is not None else str(until), chosen(ctx).world.now())
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong)) from None
    return {"until": moment.isoformat()}


def show_picture(answer: Mapping[str, Any]) -> None:
    """Show the crisis state, what matters at 3am first."""
    if lift := answer.get("lift"):
        _show_lift(lift)
    _show_posts("Was leaving already", answer.get("leaving"), len(answer.get("leaving") or []))
    more = " or more" if answer.get("more") else ""
    _show_posts("Does not leave when its turn comes", answer.get("waiting"), answer.get("waiting_count") or 0, more)
    _show_posts("Held", answer.get("held"), answer.get("held_count") or 0, more)
    _show_hands("Pause these yourself; Loudhailer cannot", answer.get("also_pause"))
    _show_hands("Revoke these credentials, and tick each off", answer.get("revoke"))
    _show_suggested(answer.get("suggested") or [])
    say("")
    _show_gates(answer)
    if answer.get("open_reviews"):
        warn(f"open reviews: {answer['open_reviews']}; see `loudhailer reviews list`")
    for warning in answer.get("warnings") or []:
        warn(f"look: {warning}")


def _show_lift(lift: Mapping[str, Any]) -> None:
    say(f"{lift.get('by')} asks to lift it to {lift.get('to')}. The level stands.")
    say(f"Another person has to give the same command before {when(lift.get('until'))}.")


def _show_posts(title: str, posts: Sequence[Mapping[str, Any]] | None, count: int, more: str = "") -> None:
    if not count:
        return
    say("")
    say(f"{title}: {count}{more}")
    for each in (posts or [])[:NAMED]:
        state = f" [{each.get('state') or 'not known'}]" if "state" in each else ""
        say(f"  {each.get('channel')}: {each.get('identifier')} {each.get('headline') or ''}{state}")
    if count > NAMED:
        say(f"  and {count - NAMED} more")


def _show_hands(title: str, items: Sequence[Mapping[str, Any]] | None) -> None:
    if not items:
        return
    say("")
    say(f"{title}:")
    for each in items:
        done = f"done by {each['done_by']}, {when(each.get('done_at'))}" if each.get("done_by") else "not done"
        said = " · ".join(part for part in (each.get("what"), each.get("owner"), each.get("link")) if part)
        say(f"  [{'x' if each.get('done_by') else ' '}] {said} ({done})")


def _show_suggested(suggested: Sequence[Mapping[str, Any]]) -> None:
    if not suggested:
        return
    say("")
    say("Still worth sending. Nothing goes by itself; the plan proposes:")
    for each in suggested:
        say(f"  {each.get('fate')}: {each.get('identifier')} {each.get('headline')} ({', '.join(each['channels'])})")


def _trouble(gate: Mapping[str, Any]) -> str:
    if gate.get("stopped"):
        return "stopped"
    if gate.get("waits_until"):
        return f"does not answer; routine posts wait till {when(gate['waits_until'])}"
    return ""


def _show_gates(answer: Mapping[str, Any]) -> None:
    gates = answer.get("gates") or []
    rows = [
        (
            each.get("channel"),
            each.get("level"),
            "live" if each.get("live") else "exercise",
            _trouble(each),
        )
        for each in gates
    ]
    table(("CHANNEL", "LEVEL", "MODE", ""), rows)
    told: dict[tuple[str, ...], list[str]] = {}
    for each in gates:
        for one in each.get("declared") or []:
            ends = f"until {when(one['until'])}" if one.get("until") else "until a person ends it"
            said = (str(one.get("level")), str(one.get("scope")).replace(":", " "), str(one.get("by")), ends)
            told.setdefault((*said, str(one.get("reason"))), []).append(str(each.get("channel")))
    for (level, scope, by, ends, reason), channels in told.items():
        say(f"{level} for {scope}, by {by}, {ends} ({', '.join(channels)}): {reason}")
