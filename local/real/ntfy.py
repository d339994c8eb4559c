"""https://docs.ntfy.sh/config/: the ntfy server, with one account, one topic and a real 429."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from local.real.installs import STABLE, debian, debian_version
from local.real.place import Broken, http, port, private_folder, run, running, write

TOPIC = "westshire-staff"
_ACCOUNT = "alerts"


@dataclass(frozen=True, slots=True)
class RealNtfy:
    """The running server. `pid` is its process."""

    address: str
    token: str = field(repr=False)
    version: str
    pid: int

    def posts(self) -> list[dict[str, Any]]:
        """Return what is on the topic, oldest first, as the server tells a reader."""
        with http(self.token) as ask:
            answer = ask.get(f"{self.address}/{TOPIC}/json", params={"poll": "1", "since": "all"})
        lines = answer.raise_for_status().text.splitlines()
        found = [json.loads(line) for line in lines]
        return [each for each in found if each["event"] == "message"]


@contextmanager
def running_ntfy(release: str = STABLE, *, burst: int = 200) -> Iterator[RealNtfy]:
    """Run the server of a Debian release; after `burst` requests of one visitor it answers 429."""
    installed = debian("ntfy", release=release)
    program = str(installed / "usr/bin/ntfy")
    with private_folder("ntfy") as folder:
        address = f"http://127.0.0.1:{port()}"
        settings = {
            "base-url": address,
            "listen-http": address.removeprefix("http://"),
            "cache-file": str(folder.path / "cache.db"),
            "auth-file": str(folder.path / "users.db"),
            "auth-default-access": "deny-all",
            "visitor-request-limit-burst": burst,
            "visitor-request-limit-replenish": "1m",
        }
        # YAML reads JSON.
        config = write(folder, "server.yml", json.dumps(settings))
        serve = [program, "serve", "--config", str(config)]
        with running(folder, serve, answers=f"{address}/v1/health"):
            pass  # the file with the accounts is there once the server was up
        user = [program, "user", "--config", str(config), "add", "--role=admin", _ACCOUNT]
        run(folder, user, NTFY_PASSWORD=token_hex(16))
        said = run(folder, [program, "token", "--config", str(config), "add", _ACCOUNT])
        token = re.search(r"tk_\w+", said)
        if token is None:
            raise Broken("ntfy made no token")
        with running(folder, serve, answers=f"{address}/v1/health") as process:
            yield RealNtfy(address, token[0], f"ntfy {debian_version(installed)}", process.pid)
