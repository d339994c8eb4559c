"""`loudhailer sign-in`, `sign-out` and `connect`: who speaks, and to which stack."""

from pathlib import Path
from typing import Annotated

import typer

from loudhailer_cli.api import client
from loudhailer_cli.options import AsOption, StackOption, ask_secretly, chosen, pool_of, stack_of
from loudhailer_cli.session import Sessions, ready_user
from loudhailer_cli.show import say
from loudhailer_cli.stack import usual_path, write_stack


def sign_in(
    ctx: typer.Context,
    username: Annotated[str | None, typer.Option(metavar="NAME", help="Your name in the user pool.")] = None,
    as_: AsOption = None,
    stack: StackOption = None,
) -> None:
    """Sign in. It lasts until the session ends or you sign out.

    The password is asked for, never echoed and never kept; the tokens are kept where only you can read them. If your
    service signs in through its own directory (federation), put the access token of that sign-in into LOUDHAILER_TOKEN;
    then there is nothing to sign in to here.
    """
    world, role = chosen(ctx).world, as_ or chosen(ctx).role
    if role and username:
        raise typer.BadParameter("give either --as or --username, not both", param_hint="'--username'")
    found = stack_of(ctx, stack)
    if role:
        name = ready_user(found, role)
        password = found.users[role].password.get_secret_value()
    else:
        name = username or str(typer.prompt("Name", err=True))
        password = ask_secretly("Password")
    with client(found) as http:
        tokens = pool_of(found, http).sign_in(name, password)
    Sessions(world).keep(found, name, tokens, current=True)
    say(f"{name} is signed in.")


def sign_out(ctx: typer.Context, stack: StackOption = None) -> None:
    """Forget every session at this stack on this machine."""
    count = Sessions(chosen(ctx).world).forget(stack_of(ctx, stack))
    say("You are signed out." if count else "Nobody was signed in.")


def connect(
    ctx: typer.Context,
    api: Annotated[str, typer.Option(metavar="URL", help="The address of the stack's API; an output of the stack.")],
    client_id: Annotated[str, typer.Option(metavar="ID", help="The user pool client's id; an output of the stack.")],
    region: Annotated[str, typer.Option(metavar="REGION", help="The AWS region that it is deployed in.")],
    stack: StackOption = None,
) -> None:
    """Name the deployed stack that commands talk to from now on."""
    world, named = chosen(ctx).world, stack or chosen(ctx).stack
    path = world.here / Path(named).expanduser() if named else usual_path(world)
    write_stack(path, api=api, client_id=client_id, region=region)
    say(f"{path} is written. Next: loudhailer sign-in")
