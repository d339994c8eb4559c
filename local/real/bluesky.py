"""https://github.com/bluesky-social/pds: Bluesky's own server, with one account and a directory in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from local.real.installs import HERE, npm, npm_version
from local.real.place import http, port, private_folder, running, tool, write

HANDLE = "alerts.test"
_PAGE = 100  # the most records the server lists at once


@dataclass(frozen=True, slots=True)
class RealBluesky:
    """The running server. `pid` is its process."""

    address: str
    did: str
    secret: dict[str, str] = field(repr=False)
    version: str
    pid: int

    def posts(self) -> list[dict[str, Any]]:
        """Return every post of the account as the server lists it, oldest first: uri, cid, value."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            asked = {"repo": self.did, "collection": "app.bsky.feed.post", "limit": str(_PAGE), "reverse": "true"}
            asked |= {"cursor": cursor} if cursor else {}
            with http() as ask:
                answer = ask.get(f"{self.address}/xrpc/com.atproto.repo.listRecords", params=asked)
            page = answer.raise_for_status().json()
            found += page["records"]
            cursor = page.get("cursor", "")
            if not cursor:
                return found


@contextmanager
def running_bluesky(*, rate_limits: bool = False) -> Iterator[RealBluesky]:
    """Run the server; `rate_limits` turns its real ones on."""
    installed, node = npm("pds"), tool("node")
    with private_folder("pds") as folder:
        pds_port, plc_port = port(), port()
        address = f"http://127.0.0.1:{pds_port}"
        environment = {
            "NODE_ENV": "test",
            "LOG_ENABLED": "false",
            "INSTALLED": str(installed),
            "PDS_PORT": str(pds_port),
            "PLC_PORT": str(plc_port),
            "RATE_LIMITS": "true" if rate_limits else "false",
        }
        # A copy: the user that root's servers run as may be unable to read the repository.
        scripts = {name: (HERE / "pds" / name).read_text(encoding="utf-8") for name in ("loopback.cjs", "start.cjs")}
        files = [str(write(folder, name, script)) for name, script in scripts.items()]
        command = [node, "--max-old-space-size=256", "--require", *files]
        with running(folder, command, answers=f"{address}/xrpc/_health", environment=environment) as process:
            password = token_hex(16)
            account = {"email": "alerts@westshire.test", "handle": HANDLE, "password": password}
            with http() as ask:
                answer = ask.post(f"{address}/xrpc/com.atproto.server.createAccount", json=account)
            did = answer.raise_for_status().json()["did"]
            yield RealBluesky(
                address=address,
                did=did,
                secret={"handle": HANDLE, "app_password": password},
                version=f"@atproto/pds {npm_version(installed, '@atproto/pds')}",
                pid=process.pid,
            )
