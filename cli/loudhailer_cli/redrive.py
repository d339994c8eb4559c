"""`loudhailer redrive`: what left the channels' queues undone is shown, and put back once somebody says so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from loudhailer_cli.api import Api
from loudhailer_cli.failures import Failure
from loudhailer_cli.options import AsOption, JsonOption, StackOption, chosen, json_asked, present, speaking
from loudhailer_cli.said import By, RequestedBy, facts_of
from loudhailer_cli.show import plain, say, table, warn

_CALLS = 1000
"""How often one command asks for a further share of a channel: far more than any queue that was ever seen holds."""


def redrive(
    ctx: typer.Context,
    channel: Annotated[
        list[str] | None, typer.Argument(metavar="[CHANNEL]...", help="Only these channels [default: all].")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why it may go now; it is kept with your name.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what waits, and put nothing back.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask again; needed where nobody sits at a terminal.")
    ] = False,
    requested_by: RequestedBy = None,
    means: By = None,
    stack: StackOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
) -> None:
    """Put back what left the channels' queues undone. How much and how old it is stands there before you are asked.

    Nothing stale goes out by it: its sender asks gate, order and expiry again, and what is done already is put away.
    """
    if not dry_run and not reason:
        raise typer.BadParameter("say why it may go now, or look only with --dry-run", param_hint="'--reason'")
    if not dry_run and not yes and not chosen(ctx).world.terminal():
        raise typer.BadParameter("nobody sits here who could be asked; to put it back unasked, add --yes")
    with speaking(ctx, stack, as_) as api:
        answer = api.get("dead-letters")
        heaps = _wanted(answer, channel)
        if dry_run:
            present(ctx, answer, lambda _: _show(heaps, api.world.now()), asked=json)
            return
        if not json_asked(ctx, asked=json):
            _show(heaps, api.world.now())
        waiting = [str(each["channel"]) for each in heaps if each.get("count")]
        if waiting and not yes:
            count = sum(int(each["count"]) for each in heaps)
            typer.confirm(plain(f"Put {count} back on {', '.join(waiting)}?"), abort=True, err=True)
        body = facts_of(reason=reason, requested_by=requested_by, means=means)
        moved = [_moved(api, name, body) for name in waiting]
    present(ctx, {"channels": moved}, _show_moved, asked=json)
    if any(each["remaining"] or each["warnings"] for each in moved):
        raise Failure("something is left; read why above, and docs/runbook.md")


def _wanted(answer: Mapping[str, Any], channels: Sequence[str] | None) -> list[Mapping[str, Any]]:
    heaps: list[Mapping[str, Any]] = answer.get("channels") or []
    known = [str(each.get("channel")) for each in heaps]
    if unknown := sorted(set(channels or ()) - set(known)):
        raise typer.BadParameter(f"there is no channel {', '.join(unknown)}; there are {', '.join(known)}")
    return [each for each in heaps if not channels or each.get("channel") in channels]


def _moved(api: Api, channel: str, body: Mapping[str, str]) -> dict[str, Any]:
    """Ask for share after share until nothing is left, or nothing moves any more; return the sum of it."""
    total: dict[str, Any] = {"channel": channel, "moved": 0, "done": 0, "left": {}, "remaining": 0, "warnings": []}
    for _ in range(_CALLS):
        share = api.send("POST", "dead-letters", channel, "redrive", body=body)
        total |= {name: total[name] + share[name] for name in ("moved", "done")}
        total |= {name: share[name] for name in ("left", "remaining", "warnings")}
        if not share["remaining"] or not share["moved"] + share["done"] or share["warnings"]:
            break
    return total


def _show(heaps: Sequence[Mapping[str, Any]], now: datetime) -> None:
    rows = [
        (each.get("channel"), each.get("count"), _age(each.get("oldest"), now), _what(each))
        for each in heaps
        if each.get("count")
    ]
    if rows:
        table(("CHANNEL", "COUNT", "OLDEST", "AMONG THEM"), rows)
    else:
        say("There are no dead letters.")


def _what(each: Mapping[str, Any]) -> str:
    found = [f"{one.get('identifier')} {one.get('state')}" for one in each.get("deliveries") or []]
    unread = [f"{each['unread']} that hold no ids"] if each.get("unread") else []
    return ", ".join([*found, *unread])


def _age(oldest: object, now: datetime) -> str:
    """Say how old the oldest is, in its largest unit."""
    try:
        seconds = (now - datetime.fromisoformat(str(oldest))).total_seconds()
    except (ValueError, TypeError):
        return ""
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(0, seconds):.0f} s"


def _show_moved(answer: Mapping[str, Any]) -> None:
    for each in answer["channels"]:
        say(f"{each['channel']}: {each['moved']} put back, {each['done']} had nothing left to do")
        for why, count in each["left"].items():
            warn(f"left on {each['channel']}: {count}, {why}")
        for warning in each["warnings"]:
            warn(f"look: {warning}")
