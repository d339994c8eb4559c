"""The wall's own calls: its three files, the stream that keeps it live, and the service's pages under /page/."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from local.sandbox.pages import Pages
from local.sandbox.state import PublicView
from local.sandbox.telephone import Telephone

HEARTBEAT_SECONDS = 10
_FILES = {"/": "wall.html", "/wall.css": "wall.css", "/wall.js": "wall.js"}
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
# Text reaches the page only as text; should that ever fail, no script but ours runs and nothing is fetched elsewhere.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: http://127.0.0.1:*; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
Summary = Callable[[], dict[str, Any]]


class Wall:
    """What a browser asks for. `summary` tells the epoch and each channel's label, handle and state."""

    def __init__(self, public: PublicView, pages: Pages | None, summary: Summary, telephone: Telephone) -> None:
        self._public = public
        self._telephone = telephone
        self._pages = pages
        self._summary = summary

    def routes(self) -> list[web.RouteDef]:
        """Return the calls."""
        return [
            *(web.get(path, self._file) for path in _FILES),
            web.get("/page/{key:.*}", self._page),
            web.get("/_sandbox/stream", self._stream),
        ]

    async def _file(self, request: web.Request) -> web.Response:
        path = Path(__file__).with_name(_FILES[request.path])
        return web.Response(
            body=path.read_bytes(),
            content_type=_TYPES[path.suffix],
            charset="utf-8",
            headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"},
        )

    async def _page(self, request: web.Request) -> web.Response:
        key = request.match_info["key"] or "index.html"
        try:
            page = await self._pages.fetch(key) if self._pages else None
        except (OSError, aiohttp.ClientError, TimeoutError):
            return web.Response(status=502, text="The bucket with the pages does not answer.")
        if page is None:
            return web.Response(status=404, text="There is no such page (yet).")
        headers = {
            "Content-Type": page.content_type,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }
        return web.Response(body=page.body, headers=headers)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await answer.prepare(request)
        try:
            async with aclosing(self._story()) as story:
                async for text in story:
                    await answer.write(text.encode())
        except ConnectionError:
            pass  # the browser went away, as browsers do
        return answer

    async def _story(self) -> AsyncGenerator[str, None]:
        """Tell what already is, `ready`, then whatever happens."""
        with self._public.watching() as changes:
            for text in self._so_far():
                yield text
            while True:
                try:
                    name, value = await asyncio.wait_for(changes.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if name == "start":  # a reset: whatever waits behind it is newer
                    for text in self._so_far():
                        yield text
                else:
                    yield _event(name, self._summary()["channels"] if name == "channels" else value)

    def _so_far(self) -> list[str]:
        return [
            "retry: 1000\n\n",
            _event("start", self._summary()),
            *(_event("post", post) for post in self._public.posts),
            *(_event("note", note) for note in self._public.notes),
            *(_event("call", call) for call in self._telephone.calls),
            _event("pages", self._pages.entries if self._pages else []),
            _event("ready", None),
        ]


def as_json(value: object) -> Any:
    """Make a dataclass ready for JSON; leave everything else as it is."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _event(name: str, value: object) -> str:
    return f"event: {name}\ndata: {json.dumps(as_json(value))}\n\n"
