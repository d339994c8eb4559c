"""What Meta's Graph API does the same on Facebook and on Threads: its refusals, its throttle, its lists, its tokens.

https://developers.facebook.com/docs/graph-api/guides/error-handling. A refusal is told by numbers, and how long a
throttle lasts by a header of Meta's own, in whole minutes.
"""

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from aiohttp import web

from local.sandbox.standin import Place, Refused, bearer, json_object
from local.sandbox.state import Part

_MARKED = re.compile(r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,:;!?'()\[\]])|(?<![\w/])(?P<tag>#(?=\w*[^\W\d_])\w+)")


def refuse(status: int, code: int, message: str, subcode: int = 0) -> NoReturn:
    """Refuse in Meta's own shape."""
    told: dict[str, Any] = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Asandbox"}
    raise Refused(status, {"error": told | ({"error_subcode": subcode} if subcode else {})})


def refuse_unknown(node: str) -> NoReturn:
    """Say that a thing is not there; of what one may not see the real one says the same."""
    sentence = (
        f"Unsupported request. Object with ID '{node}' does not exist, cannot be loaded due to missing permissions"
    )
    refuse(400, 100, sentence, 33)


def throttled(account: str, kind: str, retry_after: float) -> web.Response:
    """Answer as Meta does when it wants a pause; less than a minute, which it never asks for, is told as its part."""
    minutes = math.ceil(retry_after / 60) if retry_after >= 60 else retry_after / 60  # noqa: PLR2004  # a minute
    usage = {account: [{"type": kind, "call_count": 100, "estimated_time_to_regain_access": minutes}]}
    error = {"message": "(#32) Page request limit reached", "type": "OAuthException", "code": 32}
    headers = {"X-Business-Use-Case-Usage": json.dumps(usage)}
    return web.json_response({"error": error}, status=400, headers=headers)


def check_token(request: web.Request, place: Place, *others: str) -> None:
    """Refuse a call without the account's token, or one of `others`."""
    good = bearer(request) in {place.secret["access_token"], *others}
    if not good or place.faults.auth_lost:
        refuse(401, 190, "Error validating access token: the session is invalid.", 460)


def page_of(listed: Sequence[dict[str, Any]], request: web.Request) -> web.Response:
    """Answer with the newest of a list that is in order of arrival, as many as were asked for."""
    limit = min(int(request.query.get("limit", "25")), 100)
    told: dict[str, Any] = {"data": list(reversed(listed))[:limit]}
    if told["data"]:
        told["paging"] = {"cursors": {"before": "QVFI", "after": "QVFJ"}}
        if len(listed) > limit:
            told["paging"]["next"] = f"{request.url.origin()}{request.path}?after=QVFJ"
    return web.json_response(told)


async def fields_of(request: web.Request) -> dict[str, Any]:
    """Read a call's fields, from JSON or a form."""
    if request.content_type == "application/json":
        return await json_object(request) or {}
    return dict(await request.post())


def written(moment: float) -> str:
    """Write a moment as Meta does, with its zone in four digits."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%S}+0000"


def parts_of(text: str) -> tuple[Part, ...]:
    """Return a text with what the platform makes clickable."""
    parts: list[Part] = []
    done = 0
    for found in _MARKED.finditer(text):
        marked = Part(found[0], "link", found[0]) if found["url"] else Part(found[0], "tag")
        parts += [Part(text[done : found.start()]), marked]
        done = found.end()
    return tuple(part for part in (*parts, Part(text[done:])) if part.text)
