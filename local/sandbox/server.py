"""The sandbox as one piece: a door for each stand-in, one for the wall, and what they share."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from local.sandbox.control import Control, only_from_here
from local.sandbox.drills import DrillWall, Shelf
from local.sandbox.faults import CallFault, Faults, Switch, play
from local.sandbox.feeds import FEEDS, FeedServer
from local.sandbox.gallery import LARGEST_CALL
from local.sandbox.pages import Fetch, Pages
from local.sandbox.publisher import PUBLISHER, PublisherServer
from local.sandbox.registry import AUDIENCES, STAND_INS
from local.sandbox.standin import Place, StandIn, answer_refusals
from local.sandbox.state import Clock, PublicView
from local.sandbox.telephone import TELEPHONE, Telephone
from local.sandbox.wall import Wall

HOST = "127.0.0.1"
WALL = "wall"


class Door:
    """An address on loopback that can be shut (connections are refused, open ones cut) and opened again on its port."""

    def __init__(self, build: Callable[[], web.Application], port: int) -> None:
        self.port = port
        self._build = build
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listen; port 0 becomes a free one, which the door then keeps."""
        if self._runner is not None:
            return
        runner = web.AppRunner(self._build(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self.port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = runner.addresses[0][1]

    async def close(self) -> None:
        """Stop listening and cut what is open; a request still being worked on is lost."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


class SandboxServer:
    """All stand-ins and the wall, on one event loop.

    `ports` and `secrets` are by name; what is not given is picked or made. `page_url` is where the service says
    that its pages are: the wall leads such links to /page/. `fetch` reads those pages; without it they have no column.
    `drills` is the shelf of the drill wall, which is a place of its own.
    """

    def __init__(
        self,
        *,
        ports: Mapping[str, int] | None = None,
        secrets: Mapping[str, Mapping[str, str]] | None = None,
        fetch: Fetch | None = None,
        drills: Shelf | None = None,
        page_url: str = "",
        clock: Clock = time.time,
    ) -> None:
        ports, secrets = ports or {}, secrets or {}
        self.secrets = {name: kind.make_secret() | dict(secrets.get(name, {})) for name, kind in STAND_INS.items()}
        self._page_url = page_url
        self._drills = DrillWall(drills)
        self._public = PublicView(clock)
        self._pages = Pages(fetch, self._public) if fetch else None
        faulty = (*STAND_INS, TELEPHONE)
        self._faults = {name: Faults(lambda: self._public.tell("channels", None)) for name in faulty}
        self.telephone = Telephone(Place(TELEPHONE, {}, self._public, self._faults[TELEPHONE], clock))
        self._stand_ins: dict[str, StandIn] = {
            name: kind(Place(name, self.secrets[name], self._public, self._faults[name], clock))
            for name, kind in STAND_INS.items()
        }
        self._stand_ins[TELEPHONE] = self.telephone
        self._doors = {name: Door(self._builder(name), ports.get(name, 0)) for name in faulty}
        self._doors[WALL] = Door(self._build_wall, ports.get(WALL, 0))
        self.feeds = FeedServer()
        self._doors[FEEDS] = Door(self._build_feeds, ports.get(FEEDS, 0))
        self.publisher = PublisherServer()
        self._doors[PUBLISHER] = Door(self._build_publisher, ports.get(PUBLISHER, 0))

    @property
    def addresses(self) -> dict[str, str]:
        """Every address, the wall's first."""
        names = (WALL, *STAND_INS, TELEPHONE, FEEDS, PUBLISHER)
        return {name: f"http://{HOST}:{self._doors[name].port}" for name in names}

    async def run(self, started: Callable[[], None], stop: asyncio.Event) -> None:
        """Open every door, call `started`, stay until `stop`, and leave nothing."""
        following: asyncio.Task[None] | None = None
        try:
            for door in self._doors.values():
                await door.open()
            if self._pages:
                following = asyncio.create_task(self._pages.follow())
            started()
            await stop.wait()
        finally:
            if following:
                following.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await following
            await asyncio.gather(*(door.close() for door in self._doors.values()))

    def _builder(self, name: str) -> Callable[[], web.Application]:
        def build() -> web.Application:
            stand_in = self._stand_ins[name]
            middlewares = [play(stand_in, self._faults[name]), answer_refusals]
            app = web.Application(middlewares=middlewares, client_max_size=LARGEST_CALL)
            app.add_routes(stand_in.routes())
            return app

        return build

    def _build_feeds(self) -> web.Application:
        app = web.Application()
        app.add_routes(self.feeds.routes())
        return app

    def _build_publisher(self) -> web.Application:
        app = web.Application()
        app.add_routes(self.publisher.routes())
        return app

    def _build_wall(self) -> web.Application:
        control = Control(
            public=self._public,
            pages=self._pages,
            stand_ins=self._stand_ins,
            summary=self._summary,
            set_fault=self._set_fault,
            clear_faults=self._clear_faults,
            reset=self._reset,
            feeds=self.feeds,
            publisher=self.publisher,
            publisher_address=lambda: self.addresses[PUBLISHER],
            telephone=self.telephone,
        )
        app = web.Application(middlewares=[only_from_here])
        wall = Wall(self._public, self._pages, self._summary, self.telephone)
        app.add_routes([*wall.routes(), *self._drills.routes(), *control.routes()])
        return app

    def _summary(self) -> dict[str, Any]:
        page = (
            [{"name": "page", "label": "Own page", "handle": "", **self._pages.channel_state()}] if self._pages else []
        )
        channels = [
            {
                "name": name,
                "label": stand_in.label,
                "handle": stand_in.handle,
                "audience": AUDIENCES.get(name, "public"),
                **self._faults[name].state(),
            }
            for name, stand_in in self._stand_ins.items()
        ]
        return {"epoch": self._public.epoch, "page_url": self._page_url, "channels": page + channels}

    async def _set_fault(self, name: str, fault: CallFault | Switch) -> None:
        self._faults[name].add(fault)
        await self._move_door(name)

    async def _clear_faults(self, name: str) -> None:
        self._faults[name].clear()
        await self._move_door(name)

    async def _move_door(self, name: str) -> None:
        door = self._doors[name]
        await (door.close() if self._faults[name].off else door.open())

    async def _reset(self) -> None:
        for name, stand_in in self._stand_ins.items():
            await self._clear_faults(name)
            self._faults[name].attempts = 0
            stand_in.forget()
        self.feeds.forget()
        self.publisher.forget()
        self._public.clear()
        self._public.tell("start", None)
