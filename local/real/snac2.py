"""https://comam.es/what-is-snac: a small server that speaks Mastodon's API and ignores its Idempotency-Key.

It is the honest test of reading back: the same status sent twice under one key is two statuses.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from local.real.installs import debian, debian_version
from local.real.place import Broken, Folder, http, port, private_folder, run, running, write

_ACCOUNT = "alerts"
_FIRST = "This account says what is going on in Westshire."
_PAGE = 40
_THREADS = 64


@dataclass(frozen=True, slots=True)
class RealSnac:
    """The running server. `pid` is its process."""

    address: str
    secret: dict[str, str] = field(repr=False)
    account: str
    version: str
    pid: int

    def posts(self) -> list[dict[str, Any]]:
        """Return every status of the account as the server lists it, newest first."""
        found: dict[str, dict[str, Any]] = {}
        last = ""
        while True:
            asked = {"limit": str(_PAGE)} | ({"max_id": last} if last else {})
            with http(self.secret["access_token"]) as ask:
                answer = ask.get(f"{self.address}/api/v1/accounts/{self.account}/statuses", params=asked)
            page = answer.raise_for_status().json()
            fresh = [each for each in page if each["id"] not in found]
            found |= {each["id"]: each for each in fresh}
            if not fresh:
                return list(found.values())
            last = page[-1]["id"]


@contextmanager
def running_snac2() -> Iterator[RealSnac]:
    """Run the server with one account."""
    installed = debian("snac2")
    program = str(installed / "usr/bin/snac")
    with private_folder("snac2") as folder:
        listens = port()
        host = f"localhost:{listens}"
        run(folder, [program, "init", "data"], said=f"127.0.0.1\n{listens}\n{host}\n\n\nadmin@localhost\n")
        settings = folder.path / "data" / "server.json"
        told = json.loads(settings.read_text(encoding="utf-8")) | {"protocol": "http", "host": host}
        # It delivers what it posts to itself, too: with its usual threads these wait for each other for six seconds.
        told["num_threads"] = _THREADS
        write(folder, "data/server.json", json.dumps(told))
        said = run(folder, [program, "adduser", "data", _ACCOUNT], said=f"{_ACCOUNT}\n")
        address = f"http://127.0.0.1:{listens}"
        with running(folder, [program, "httpd", "data"], answers=f"{address}/api/v1/instance") as process:
            token = _token(address, said)
            with http(token) as ask:
                who = ask.get(f"{address}/api/v1/accounts/verify_credentials").raise_for_status().json()
                ask.post(f"{address}/api/v1/statuses", json={"status": _FIRST}).raise_for_status()
            _backdate(folder)
            yield RealSnac(
                address=address,
                secret={"access_token": token},
                account=who["id"],
                version=f"snac2 {debian_version(installed)}",
                pid=process.pid,
            )


def _backdate(folder: Folder) -> None:
    """Let the account's first status be of last week: a look that finds an older one knows that it saw all since."""
    (stored,) = [
        each for each in folder.path.glob("data/object/**/*.json") if _FIRST in each.read_text(encoding="utf-8")
    ]
    written = datetime.now(UTC) - timedelta(days=7)
    told = json.loads(stored.read_text(encoding="utf-8")) | {"published": f"{written:%Y-%m-%dT%H:%M:%SZ}"}
    write(folder, str(stored.relative_to(folder.path)), json.dumps(told))


def _token(address: str, said: str) -> str:
    """Sign in with the password that the server's own tool made and printed."""
    made = re.search(r"password is (\S+)", said)
    if not made:
        raise Broken("snac made an account and told no password")
    with http() as ask:
        answer = ask.post(f"{address}/oauth/x-snac-get-token", data={"login": _ACCOUNT, "passwd": made[1]})
    token = answer.raise_for_status().text.strip()
    if not re.fullmatch(r"[0-9a-f]+", token):
        raise Broken("snac signed nobody in")
    return token
