"""The embedded engine: MiniStack, one Python process that answers as AWS does, with IAM enforced.

It listens on loopback only, keeps nothing after it stops, and takes its Lambda workers with it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

REGION = "eu-west-2"
ACCOUNT = "000000000000"
_START_SECONDS = 30.0
_STOP_SECONDS = 5.0


class EngineError(RuntimeError):
    """The engine did not start, or a deploy into it failed; the text says where to look."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A running engine: its address, where its log lies, where its workers live, its process."""

    url: str
    home: Path
    scratch: Path
    process: subprocess.Popen[bytes]

    def client(self, service: str) -> Any:
        """Return a boto3 client with the account's root credentials, which only this machine's engine accepts."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106  # the engine's documented root key; it opens nothing else
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=60),
        )

    def workers(self, function: str) -> list[int]:
        """Return the process ids of a function's Lambda workers, of this engine and no other on the machine."""
        marker = str(self.scratch / f"ministack-lambda-{function}-")
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # it ended while we looked
            if any(marker.encode() in part for part in command):
                found.append(int(entry.name))
        return found


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_engine(home: Path) -> Iterator[Engine]:
    """Start an engine whose files and log lie in `home`, and leave nothing running or lying about afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="loudhailer-engine-"))
    port = free_port()
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LOG_LEVEL": os.environ.get("LOUDHAILER_ENGINE_LOG", "WARNING"),
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "AWS_DEFAULT_REGION": REGION,
        "S3_DATA_DIR": str(scratch / "s3"),
        "STATE_DIR": str(scratch / "state"),
        "PYTHONUNBUFFERED": "1",
        # It would listen on every interface of the machine, and we need no things.
        "IOT_MTLS_ENABLED": "0",
        # Workers share the engine's interpreter; what they import is compiled once for all of them.
        "PYTHONPYCACHEPREFIX": str(home / "pycache"),
    }
    with (home / "engine.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            env=environment,
            cwd=scratch,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that the terminal's Ctrl-C reaches only us, and the group ends as one
        )
        try:
            engine = Engine(url=f"http://127.0.0.1:{port}", home=home, scratch=scratch, process=process)
            _await_health(engine)
            yield engine
        finally:
            _stop(process)
            shutil.rmtree(scratch, ignore_errors=True)


def _await_health(engine: Engine) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if engine.process.poll() is not None:
            raise EngineError(f"the engine stopped at once; its words are in {engine.home / 'engine.log'}")
        try:
            with urllib.request.urlopen(f"{engine.url}/health", timeout=1):  # noqa: S310  # our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise EngineError(f"the engine did not answer in {_START_SECONDS:.0f} s; see {engine.home / 'engine.log'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the engine and every worker of its group; a worker that outlived its parent is still in the group."""
    for last_word, patience in ((signal.SIGTERM, _STOP_SECONDS), (signal.SIGKILL, _STOP_SECONDS)):
        try:
            os.killpg(process.pid, last_word)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            continue
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
