"""How the real servers are kept: on loopback only, as an ordinary user, in a folder of their own, gone at the end."""

import os
import pwd
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from local.deploy import ROOT
from local.real import installs, place
from local.real.bluesky import running_bluesky
from local.real.contracts import running_contract
from local.real.ntfy import running_ntfy
from local.real.place import ORDINARY, Missing, private_folder, running, tool
from local.real.ses import running_ses
from local.real.snac2 import running_snac2
from tests.real.conftest import had

pytestmark = pytest.mark.real

_LISTENING = "0A"
_LOOPBACK = "0100007F"  # 127.0.0.1 as the kernel writes it
EACH: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "Bluesky PDS": running_bluesky,
    "snac2": running_snac2,
    "ntfy": running_ntfy,
    "moto's SES": running_ses,
    "Prism": lambda: running_contract("mastodon"),
}


def family_of(pid: int) -> list[int]:
    """Return the process and its children, as far down as they go."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def listens_at(pid: int) -> set[str]:
    """Return the addresses, in the kernel's own writing, at which a process takes connections."""
    sockets = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == _LISTENING and f"socket:[{rest[5]}]" in sockets:
                found.add(local.partition(":")[0])
    return found


@pytest.mark.parametrize("name", EACH)
def test_a_real_server_is_an_ordinary_user_who_listens_on_loopback_and_nowhere_else(name: str) -> None:
    expected = pwd.getpwnam(ORDINARY).pw_uid if os.geteuid() == 0 else os.geteuid()
    with had(name, EACH[name]()) as server:
        family = family_of(server.pid)
        assert set.union(*(listens_at(each) for each in family)) == {_LOOPBACK}
        for each in family:
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{each}/status").read_text().splitlines())
            assert {int(uid) for uid in status["Uid"].split()} == {expected} != {0}
            assert "0" not in status["Groups"].split()


def test_a_real_server_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-the-cloud")
    with had("snac2", running_snac2()) as server:
        told = Path(f"/proc/{server.pid}/environ").read_bytes().decode()
    assert "of-the-cloud" not in told
    assert "https_proxy=http://127.0.0.1:9" in told.split("\0")


def test_nothing_of_a_server_is_left_when_it_was_needed_no_more() -> None:
    with private_folder("toy") as folder:
        listens = place.port()
        script = f"""
            import http.server, os, time
            if os.fork() == 0:
                time.sleep(600)
            http.server.test(bind="127.0.0.1", port={listens})
        """
        command = [sys.executable, "-c", textwrap.dedent(script)]
        with running(folder, command, answers=f"http://127.0.0.1:{listens}", becomes_ordinary=True) as process:
            family = family_of(process.pid)
            assert len(family) == 2
        deadline = time.monotonic() + 10  # a killed process is there until somebody has reaped it
        while any(alive(each) for each in family) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [each for each in family if alive(each)] == []
        path = folder.path
    assert not path.exists()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_ctrl_c_takes_the_servers_along() -> None:
    with had("snac2", running_snac2()):
        pass  # it is installed, so that what follows waits for no installation
    script = textwrap.dedent("""
        import sys, time
        from local.real.snac2 import running_snac2
        with running_snac2() as server:
            print(server.pid, flush=True)
            time.sleep(600)
    """)
    process = subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process:
        server = int(process.stdout.readline())
        assert Path(f"/proc/{server}").exists()
        process.send_signal(signal.SIGINT)
        process.wait(20)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{server}").exists()


def test_what_cannot_be_installed_is_missing_and_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(place.CACHE, str(tmp_path))

    def fails(folder: Path) -> None:
        (folder / "half").touch()
        raise Missing("no network")

    for _ in range(2):
        with pytest.raises(Missing, match="no network"):
            installs._once("toy", fails)
        assert not (tmp_path / "toy").exists()
    installs._once("toy", lambda folder: (folder / "whole").touch())
    assert [each.name for each in installs._once("toy", fails).iterdir()] == ["whole"]


def test_a_program_that_is_not_here_is_missing() -> None:
    with pytest.raises(Missing, match="a-program-of-no-machine is not on this machine"):
        tool("a-program-of-no-machine")
