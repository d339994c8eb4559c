"""A stand-in for the servers that publish feeds: documents that a test or a day sets, and how well they are served."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FEEDS = "feeds"
SERVED = {
    "environment_agency": '<feed xmlns="http://www.w3.org/2005/Atom"><title>Flood warnings</title></feed>',
    "national_highways": '{"D2Payload": {"situation": []}}',
    "ea_floods": '{"meta": {"publisher": "Environment Agency"}, "items": []}',
    "tfl": "[]",
}
"""Every feed there is, with what it says when nothing happens."""
KEY_HEADER = "Ocp-Apim-Subscription-Key"
KEYED = ("national_highways",)


class Serving(BaseModel):
    """How one feed is served.

    `documents` are its bodies by name, the empty name being the feed's own address; without `etags` every answer is
    whole. With `redirect` it sends callers there, with `status` it answers so, with `hang` it keeps them waiting for so
    many seconds first. `pages` names the document that follows another one, for the header x-next. In the
    `encoding` iso-8859-1, any document that was read so is served byte for byte.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents: dict[str, str] = {}
    pages: dict[str, str] = {}
    encoding: Literal["utf-8", "iso-8859-1"] = "utf-8"
    etags: bool = True
    status: int = Field(default=200, ge=200, le=599)
    redirect: str = ""
    hang: float = Field(default=0.0, ge=0.0, le=120.0)


@dataclass(slots=True)
class _Feed:
    serving: Serving
    requests: int = 0
    unchanged: int = 0
    refused: int = 0
    asked: list[str] = field(default_factory=list)

    def state(self) -> dict[str, Any]:
        """Return what callers have asked so far."""
        return {
            "requests": self.requests,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "asked": self.asked[-100:],
        }


class FeedServer:
    """Every feed under /feeds/<name>, its further documents under /feeds/<name>/<document>; the wall shows none."""

    def __init__(self) -> None:
        self.keys = {name: {"key": f"sandbox-{secrets.token_hex(8)}"} for name in KEYED}
        self._feeds: dict[str, _Feed] = {}
        self.forget()

    def routes(self) -> list[web.RouteDef]:
        """Return the calls."""
        return [web.get("/feeds/{name}", self._answer), web.get("/feeds/{name}/{document}", self._answer)]

    def serve(self, name: str, how: dict[str, Any] | None) -> None:
        """Serve a feed so from now on, whatever is not named as at first; raise `ValueError` for what cannot be."""
        if name not in self._feeds:
            raise ValueError(f"There is no feed {name!r}: use one of {', '.join(self._feeds)}.")
        try:
            asked = Serving.model_validate(how or {})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        documents = {"": SERVED[name]} | asked.documents
        self._feeds[name].serving = asked.model_copy(update={"documents": documents})

    def states(self) -> dict[str, dict[str, Any]]:
        """Return what callers have asked of each feed."""
        return {name: feed.state() for name, feed in self._feeds.items()}

    def forget(self) -> None:
        """Serve every feed as at first, and forget who asked."""
        self._feeds = {name: _Feed(Serving(documents={"": body})) for name, body in SERVED.items()}

    async def _answer(self, request: web.Request) -> web.Response:
        name, document = request.match_info["name"], request.match_info.get("document", "")
        feed = self._feeds.get(name)
        if feed is None:
            return web.Response(status=404)
        feed.requests += 1
        feed.asked.append(document)
        how = feed.serving
        await asyncio.sleep(how.hang)
        if name in self.keys and request.headers.get(KEY_HEADER) != self.keys[name]["key"]:
            feed.refused += 1
            return web.Response(status=401)
        if how.redirect:
            return web.Response(status=302, headers={"Location": how.redirect})
        if how.status != web.HTTPOk.status_code:
            return web.Response(status=how.status)
        if document not in how.documents:
            return web.Response(status=404)
        body = how.documents[document].encode(how.encoding)
        headers = {"x-next": f"/feeds/{name}/{how.pages[document]}"} if document in how.pages else {}
        if how.etags:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                feed.unchanged += 1
                return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)
