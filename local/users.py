"""Ready-made officers for this machine: made through the engine's admin API after a deploy, never by the template.

Their passwords are random, made anew at each start, and forgotten with the engine.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.deploy import Stack
from loudhailer.domain.caller import Role

OFFICERS: Mapping[str, tuple[str, ...]] = {
    **{role.value: (role.value,) for role in Role},
    "duty_silver": (Role.DUTY.value, Role.SILVER.value),
    "nobody": (),
}
"""The groups of each ready-made officer; the names of those with one role are the roles'."""


@dataclass(frozen=True, slots=True)
class Officer:
    """A ready-made officer."""

    username: str
    password: str = field(repr=False)


def make_officers(stack: Stack) -> dict[str, Officer]:
    """Add every ready-made officer to the stack's pool, with a password that nobody has to change."""
    directory, pool = stack.engine.client("cognito-idp"), stack.outputs["OfficerPoolId"]
    officers = {name: Officer(f"officer-{name.replace('_', '-')}", _password()) for name in OFFICERS}
    for name, officer in officers.items():
        # The engine's own temporary password would be shorter than the pool allows.
        directory.admin_create_user(
            UserPoolId=pool, Username=officer.username, MessageAction="SUPPRESS", TemporaryPassword=_password()
        )
        directory.admin_set_user_password(
            UserPoolId=pool, Username=officer.username, Password=officer.password, Permanent=True
        )
        for group in OFFICERS[name]:
            directory.admin_add_user_to_group(UserPoolId=pool, Username=officer.username, GroupName=group)
    return officers


def sign_in(stack: Stack, officer: Officer) -> str:
    """Return an access token, as the CLI gets one."""
    answer: Any = stack.engine.client("cognito-idp").initiate_auth(
        ClientId=stack.outputs["OfficerClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": officer.username, "PASSWORD": officer.password},
    )
    return str(answer["AuthenticationResult"]["AccessToken"])


def _password() -> str:
    """Return a password of every kind of sign that the pool asks for."""
    return f"Aa1-{secrets.token_urlsafe(18)}"
