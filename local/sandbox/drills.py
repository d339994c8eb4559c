"""The drill wall: what exercises said, under /drills, striped so that nobody takes it for the public's wall."""

from html import escape
from typing import Protocol

import aiohttp
from aiohttp import web

from local.sandbox.pages import Fetched

_FOLDER = "drills"
_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta http-equiv="refresh" content="5">
<title>DRILLS, not the public's wall</title>
<style>
body {{ margin: 0; font: 1.125rem/1.5 arial, sans-serif; color: #0b0c0c;
  background: repeating-linear-gradient(135deg, #fd0 0 28px, #0b0c0c 28px 56px); }}
.band {{ margin: 0; padding: .5em 1em; text-align: center; font-size: clamp(1.25rem, 4vw, 2.5rem); font-weight: bold;
  letter-spacing: .08em; color: #fd0; background: #0b0c0c; }}
main {{ margin: 2.2em; padding: 1.2em; background: #fff; border: 6px dashed #d4351c; }}
</style>
</head>
<body>
<p class="band">EXERCISE EXERCISE EXERCISE</p>
<main>
<h1>Drills</h1>
<p>None of this is public. What the public sees is on <a href="/">the wall</a>.</p>
{drills}
</main>
<p class="band">EXERCISE EXERCISE EXERCISE</p>
</body>
</html>
"""


class Shelf(Protocol):
    """Where the drills' pages lie."""

    async def fetch(self, key: str) -> Fetched | None:
        """Read a file; None where there is none."""
        ...

    async def names(self, folder: str) -> list[str]:
        """Name the files in a folder."""
        ...


class DrillWall:
    """What a browser asks for under /drills. Without a shelf there is no drill."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf

    def routes(self) -> list[web.RouteDef]:
        """Return the calls."""
        return [web.get("/drills", self._list), web.get("/drills/{name}", self._one)]

    async def _list(self, _: web.Request) -> web.Response:
        try:
            names = await self._shelf.names(_FOLDER) if self._shelf else []
        except (OSError, aiohttp.ClientError, TimeoutError):
            return web.Response(status=502, text="The bucket with the drills does not answer.")
        rows = "".join(
            f'<li><a href="/drills/{escape(name)}">{escape(name.removesuffix(".html"))}</a></li>' for name in names
        )
        listed = f"<ul>{rows}</ul>" if rows else "<p>There is none yet.</p>"
        return _page(_PAGE.format(drills=listed).encode())

    async def _one(self, request: web.Request) -> web.Response:
        try:
            page = await self._shelf.fetch(f"{_FOLDER}/{request.match_info['name']}") if self._shelf else None
        except (OSError, aiohttp.ClientError, TimeoutError):
            return web.Response(status=502, text="The bucket with the drills does not answer.")
        return web.Response(status=404, text="There is no such drill (yet).") if page is None else _page(page.body)


def _page(body: bytes) -> web.Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)
