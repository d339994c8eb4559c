"""Where real servers live: the cache of what is installed, and the folder and user that each runs in."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from local.engine import free_port

CACHE = "LOUDHAILER_REAL"
"""The variable that says where the installed servers are kept."""
ORDINARY = "nobody"
"""Who root's servers run as."""
_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_PATIENCE = 20.0
_NOWHERE = "http://127.0.0.1:9"


class Missing(RuntimeError):
    """This machine cannot have a server; the text says what it lacks."""


class Broken(RuntimeError):
    """A server that was installed did not start or spoke nonsense; the text says where its own words are."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A server's private folder, which ends with it: its data, its TMPDIR and HOME, and what it said."""

    path: Path

    @property
    def log(self) -> Path:
        """Return where the server's own words are."""
        return self.path / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        """Return all that a server sees of ours: no credential and no setting of whoever runs the tests.

        What would call out (snac2 tells the pages that a status links to) finds a proxy that is not there.
        """
        home = str(self.path)
        nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _NOWHERE)
        ours = {"PATH": os.environ.get("PATH", os.defpath), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
        return ours | nowhere | {"no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost"}


def cache() -> Path:
    """Return the folder for what is installed. Root's home is closed to the user that root's servers run as."""
    if CACHE in os.environ:
        home = Path(os.environ[CACHE]).absolute()
    elif _is_root():
        home = Path("/var/cache/loudhailer")
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "loudhailer"
    home.mkdir(parents=True, exist_ok=True)
    return home


def tool(name: str) -> str:
    """Return the path of a program of this machine."""
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not on this machine")
    return found


@contextmanager
def private_folder(name: str) -> Iterator[Folder]:
    """Make a folder that only the server's user can look into, and take it away afterwards."""
    path = Path(tempfile.mkdtemp(prefix=f"loudhailer-{name}-"))
    try:
        if _is_root():
            account = pwd.getpwnam(ORDINARY)
            os.chown(path, account.pw_uid, account.pw_gid)
        yield Folder(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def run(folder: Folder, command: Sequence[str], *, said: str = "", **more: str) -> str:
    """Run a server's own tool to its end, as its user in its folder, and return what it says; `more` is environment."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command,
        cwd=folder.path,
        env=folder.environment | more,
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=_START_SECONDS,
        **_user(),
    )
    if done.returncode:
        raise Broken(f"{Path(command[0]).name} ended with {done.returncode}: {(done.stderr or done.stdout)[-400:]}")
    return done.stdout + done.stderr


def write(folder: Folder, name: str, text: str) -> Path:
    """Write a file into the folder, for its server's eyes."""
    path = folder.path / name
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    if _is_root():
        account = pwd.getpwnam(ORDINARY)
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


@contextmanager
def running(
    folder: Folder,
    command: Sequence[str],
    *,
    answers: str,
    environment: Mapping[str, str] | None = None,
    becomes_ordinary: bool = False,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server as an ordinary user, wait until `answers` is an address that does, and end it and its children.

    `becomes_ordinary` leaves that step to the server itself, whose program may lie where only we can read.
    """
    with folder.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder.path,
            env=folder.environment | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that the terminal's Ctrl-C reaches only us, and the group ends as one
            **({} if becomes_ordinary else _user()),
        )
    try:
        _await(lambda: process.poll() is not None, answers, folder)
        yield process
    finally:
        _stop(process)


def http(token: str = "") -> httpx.Client:
    """Return a client that asks only this machine and leaves no connection open."""
    headers = {"Connection": "close"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return httpx.Client(trust_env=False, timeout=_PATIENCE, headers=headers)


def port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    return free_port()


def _await(ended: Callable[[], bool], address: str, folder: Folder) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if ended():
            raise Broken(f"it ended at once: {folder.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
        with suppress(httpx.TransportError), http() as ask:
            ask.get(address)
            return  # it answers: whatever it says is all that is asked
        time.sleep(0.05)
    raise Broken(f"it did not answer: {folder.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a server's whole group, kindly first."""
    for last_word in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, last_word)
            process.wait(timeout=_STOP_SECONDS)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    try:
        os.killpg(process.pid, signal.SIGKILL)  # a child that outlived it
    except ProcessLookupError:
        return


def _is_root() -> bool:
    return os.geteuid() == 0


def _user() -> dict[str, Any]:
    """Return what makes a process of root's an ordinary one: user, group, no other groups."""
    if not _is_root():
        return {}
    account = pwd.getpwnam(ORDINARY)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
