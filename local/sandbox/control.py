"""The control API under /_sandbox: faults, captions and what the public sees, for tests and for people at a demo."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from local.sandbox.faults import CallFault, Switch, parse_fault
from local.sandbox.feeds import FeedServer
from local.sandbox.pages import Pages
from local.sandbox.publisher import PublisherServer
from local.sandbox.standin import StandIn, json_object
from local.sandbox.state import PublicView
from local.sandbox.telephone import Telephone
from local.sandbox.wall import as_json

MOST_OF_A_NOTE = 500


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other sites' pages: a browser on this machine must not be a way in to the sandbox."""
    ours = f"http://{request.host}"
    foreign = request.headers.get("Origin", ours) != ours
    if foreign or request.url.host not in {"127.0.0.1", "localhost"}:
        return web.json_response({"error": "The sandbox answers only its own pages on 127.0.0.1."}, status=403)
    return await handler(request)


class Control:
    """The control calls. `set_fault`, `clear_faults` and `reset` are the server's, since they may move a socket."""

    def __init__(
        self,
        *,
        public: PublicView,
        pages: Pages | None,
        stand_ins: Mapping[str, StandIn],
        summary: Callable[[], dict[str, Any]],
        set_fault: Callable[[str, CallFault | Switch], Awaitable[None]],
        clear_faults: Callable[[str], Awaitable[None]],
        reset: Callable[[], Awaitable[None]],
        feeds: FeedServer,
        publisher: PublisherServer,
        publisher_address: Callable[[], str],
        telephone: Telephone,
    ) -> None:
        self._feeds = feeds
        self._publisher = publisher
        self._publisher_address = publisher_address
        self._telephone = telephone
        self._public = public
        self._pages = pages
        self._stand_ins = stand_ins
        self._summary = summary
        self._set_fault = set_fault
        self._clear_faults = clear_faults
        self._reset_all = reset

    def routes(self) -> list[web.RouteDef]:
        """Return the calls."""
        return [
            web.get("/_sandbox/posts", self._posts),
            web.get("/_sandbox/pages", self._page_entries),
            web.get("/_sandbox/channels", self._channels),
            web.get("/_sandbox/calls", self._calls),
            web.post("/_sandbox/note", self._note),
            web.post("/_sandbox/reset", self._reset),
            web.get("/_sandbox/feeds", self._feed_states),
            web.post("/_sandbox/feeds/{feed}", self._serve),
            web.get("/_sandbox/confirmed", self._confirmed),
            web.post("/_sandbox/publish", self._publish),
            web.post("/_sandbox/{channel}/fault", self._fault),
            web.delete("/_sandbox/{channel}/fault", self._clear),
            web.post("/_sandbox/{channel}/remove", self._remove),
        ]

    async def _posts(self, _: web.Request) -> web.Response:
        return web.json_response([as_json(post) for post in self._public.posts])

    async def _page_entries(self, _: web.Request) -> web.Response:
        return web.json_response(self._pages.entries if self._pages else [])

    async def _channels(self, _: web.Request) -> web.Response:
        return web.json_response(self._summary()["channels"])

    async def _calls(self, _: web.Request) -> web.Response:
        return web.json_response([as_json(call) for call in self._telephone.calls])

    async def _note(self, request: web.Request) -> web.Response:
        text = (await json_object(request) or {}).get("text")
        if not isinstance(text, str) or not text.strip() or len(text) > MOST_OF_A_NOTE:
            return _refusal(f'Send {{"text": "…"}} with 1 to {MOST_OF_A_NOTE} characters.')
        self._public.note(text.strip())
        return web.Response(status=204)

    async def _reset(self, _: web.Request) -> web.Response:
        await self._reset_all()
        return web.Response(status=204)

    async def _feed_states(self, _: web.Request) -> web.Response:
        return web.json_response(self._feeds.states())

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            self._feeds.serve(request.match_info["feed"], await json_object(request))
        except ValueError as error:
            return _refusal(str(error))
        return web.Response(status=204)

    async def _confirmed(self, _: web.Request) -> web.Response:
        return web.json_response(self._publisher.confirmed)

    async def _publish(self, request: web.Request) -> web.Response:
        try:
            body = self._publisher.publish(await json_object(request), self._publisher_address())
        except ValueError as error:
            return _refusal(str(error))
        return web.Response(text=body)

    async def _fault(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel not in self._stand_ins:
            return self._unknown(channel)
        try:
            fault = parse_fault(await json_object(request))
        except ValueError as error:
            return _refusal(str(error))
        await self._set_fault(channel, fault)
        return web.Response(status=204)

    async def _clear(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel not in self._stand_ins:
            return self._unknown(channel)
        await self._clear_faults(channel)
        return web.Response(status=204)

    async def _remove(self, request: web.Request) -> web.Response:
        channel = request.match_info["channel"]
        if channel not in self._stand_ins:
            return self._unknown(channel)
        post_id = str((await json_object(request) or {}).get("id"))
        if not self._stand_ins[channel].remove(post_id):
            return _refusal(f"There is no post {post_id!r} on {channel}.")
        self._public.remove(channel, post_id)
        return web.Response(status=204)

    def _unknown(self, channel: str) -> web.Response:
        return _refusal(f"There is no channel {channel!r}: use one of {', '.join(self._stand_ins)}.")


def _refusal(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=400)
