"""Pictures that were uploaded to a stand-in, kept in memory and shown to whoever has their address."""

from dataclasses import dataclass

from aiohttp import web

from local.sandbox.state import ShownPicture

LARGEST_CALL = 32 * 1024**2
"""What a stand-in reads of one call; the platforms' own limits are far below and are theirs to tell."""
_PATH = "/_pictures/{id}"
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Kept:
    """An uploaded file, and what it shows in the words that came with it."""

    id: str
    body: bytes
    media_type: str
    alt: str = ""


class Gallery:
    """One stand-in's pictures."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return where a picture is looked at."""
        return [web.get(_PATH, self._show)]

    def keep(self, picture_id: str, body: bytes, alt: str = "") -> Kept:
        """Keep a file under an id; what it is, its first bytes say."""
        kind = "image/png" if body.startswith(_PNG) else "image/jpeg" if body.startswith(_JPEG) else ""
        self._kept[picture_id] = Kept(picture_id, body, kind or "application/octet-stream", alt)
        return self._kept[picture_id]

    def get(self, picture_id: str) -> Kept | None:
        """Return a file, None where there is none."""
        return self._kept.get(picture_id)

    def address(self, picture_id: str, request: web.Request) -> str:
        """Return where a picture is looked at."""
        return f"{request.url.origin()}{_PATH.format(id=picture_id)}"

    def shown(self, picture_id: str, alt: str, request: web.Request) -> ShownPicture:
        """Return a picture as a post shows it."""
        return ShownPicture(self.address(picture_id, request), alt)

    def forget(self) -> None:
        """Forget them all."""
        self._kept.clear()

    async def _show(self, request: web.Request) -> web.Response:
        kept = self._kept.get(request.match_info["id"])
        if kept is None:
            raise web.HTTPNotFound
        return web.Response(body=kept.body, content_type=kept.media_type, headers={"X-Content-Type-Options": "nosniff"})
