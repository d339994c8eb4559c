"""The sandbox as a command of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from local.sandbox.registry import STAND_INS


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_one_line_and_leaves_within_a_second(name: signal.Signals, http: httpx.Client) -> None:
    command = [sys.executable, "-m", "local.sandbox", "--mastodon-access-token", "chosen"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(  # noqa: S603 - this very Python
        command, cwd=root, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        told = json.loads(process.stdout.readline())
        secrets, keys = told.pop("secrets"), told.pop("feed_keys")
        with httpx.stream("GET", f"{told['wall']}/_sandbox/stream", trust_env=False):  # a browser that is watching
            asked = time.monotonic()
            process.send_signal(name)
            assert process.wait(5) == 0
            assert time.monotonic() - asked < 1
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""
    # Only now: what is not as it should be must not leave the command running.
    assert list(told) == ["wall", *STAND_INS, "telephone", "feeds", "publisher"]
    assert secrets["mastodon"] == {"access_token": "chosen"}
    assert list(secrets["bluesky"]) == ["handle", "app_password"]
    assert list(keys["national_highways"]) == ["key"]
    for address in told.values():
        with pytest.raises(httpx.ConnectError):
            http.get(address)
