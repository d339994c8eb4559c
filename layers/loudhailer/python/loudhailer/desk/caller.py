"""Who calls: the claims of a token that API Gateway has already verified."""

import json
import re
from collections.abc import Mapping
from typing import Any

from loudhailer.domain.caller import Caller, Role
from loudhailer.domain.errors import Unproven

_APART = re.compile(r"[,\s]+")


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Return who calls; raise `Unproven` where the token is no access token of a person.

    An identity token says who somebody is to an application; only an access token says that they may call.
    """
    claims = event.get("requestContext", {}).get("authorizer", {}).get("jwt", {}).get("claims", {})
    username = str(claims.get("username", "")).strip()
    if claims.get("token_use") != "access" or not username:
        raise Unproven("sign in and send the access token")
    return Caller(username=username, roles=roles_of(claims.get("cognito:groups")))


def roles_of(groups: object) -> frozenset[Role]:
    """Read the groups, which arrive as a list, as JSON, or as API Gateway writes a list: `[duty silver]`.

    A group that is no role gives nothing.
    """
    known = {role.value: role for role in Role}
    return frozenset(known[name] for name in _names(groups) if name in known)


def _names(groups: object) -> list[str]:
    if isinstance(groups, list | tuple):
        return [str(each) for each in groups]
    if not isinstance(groups, str):
        return []
    try:
        read = json.loads(groups)
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, list):
        return [str(each) for each in read]
    return [name for name in _APART.split(groups.strip().removeprefix("[").removesuffix("]")) if name]
