"""`loudhailer sign-in`, `sign-out` and `connect`: who speaks, and to which stack."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from loudhailer_cli.api import client
from loudhailer_cli.cognito import Cognito
from loudhailer_cli.failures import Failure, Unreachable
from loudhailer_cli.options import AsOption, StackOption, ask_person, chosen, pool_of, stack_of
from loudhailer_cli.session import Session, Sessions, ready_user
from loudhailer_cli.show import say, warn
from loudhailer_cli.stack import usual_path, write_stack


def sign_in(
    ctx: typer.Context,
    username: Annotated[str | None, typer.Option(metavar="NAME", help="Your name in the user pool.")] = None,
    as_: AsOption = None,
    stack: StackOption = None,
) -> None:
    """Sign in. It lasts until the session ends or you sign out.

    The password is asked for, never echoed and never kept; the tokens are kept where only you can read them. The first
    time you choose a password of your own and, where the pool wants a second factor, put a key that is shown once into
    your authenticator app. If your service signs in through its own directory (federation), put the access token of
    that sign-in into LOUDHAILER_TOKEN; then there is nothing to sign in to here.
    """
    world, role = chosen(ctx).world, as_ or chosen(ctx).role
    if role and username:
        raise typer.BadParameter("give either --as or --username, not both", param_hint="'--username'")
    found = stack_of(ctx, stack)
    if role:
        name = ready_user(found, role)
        password = found.users[role].password.get_secret_value()
    else:
        name = username or ask_person(world, "Name")
        password = ask_person(world, "Password", secret=True)
    with client(found) as http:
        tokens = pool_of(ctx, found, http).sign_in(name, password)
    Sessions(world).keep(found, name, tokens, current=True)
    say(f"{name} is signed in.")


def sign_out(ctx: typer.Context, stack: StackOption = None) -> None:
    """End and forget this machine's sessions at this stack.

    The user pool is told, so that nothing renews them any more. Where it cannot be told, they are forgotten all the
    same.
    """
    found = stack_of(ctx, stack)
    # Forgotten first: whatever the pool says, and if it says nothing, nobody is signed in here any more.
    forgotten = Sessions(chosen(ctx).world).forget(found)
    with client(found) as http:
        if not _ended(pool_of(ctx, found, http), forgotten):
            warn("the user pool did not end them all; a copy of one would work until it ends by itself")
    say("You are signed out." if forgotten else "Nobody was signed in.")


def _ended(pool: Cognito, sessions: Iterable[Session]) -> bool:
    """End sessions at their pool; tell whether it took them all."""
    all_taken = True
    for session in sessions:
        try:
            if session.refresh:
                pool.revoke(session.refresh)
        except Unreachable:
            return False  # it would keep the person waiting for each of them
        except Failure:
            all_taken = False
    return all_taken


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
