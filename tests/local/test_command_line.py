"""What `make run` and `make demo` call: its help, its refusals, and that it leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.__main__ import main
from local.deploy import ROOT
from local.engine import EngineError, running_engine


def test_help_says_what_the_verbs_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    assert "run stays up until Ctrl-C; demo reports and stops" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["stroll"],
        ["run", "--address", "mastodon"],
        ["run", "--address", "mastodon=https://mastodon.example"],
        ["run", "--address", "myspace=http://127.0.0.1:80"],
        ["run", "--secret", "=x"],
    ],
)
def test_a_wrong_word_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.engine
def test_the_engine_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    with running_engine(tmp_path) as engine:
        process, scratch = engine.process.pid, Path(f"/proc/{engine.process.pid}/cwd").readlink()
        assert scratch.is_dir()
    assert not Path(f"/proc/{process}").exists()
    assert not scratch.exists()


@pytest.mark.engine
def test_an_engine_that_cannot_start_says_where_its_words_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(EngineError, match=r"engine\.log"), running_engine(tmp_path):
        pass


@pytest.mark.engine
def test_ctrl_c_stops_everything_at_once() -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    with subprocess.Popen(
        [sys.executable, "-m", "local", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        assert run.stdout is not None
        address = ""
        for line in run.stdout:
            if "AWS API" in line:
                address = line.rsplit(" ", 1)[-1].strip()
            if "A road is closed" in line:
                break
        run.send_signal(signal.SIGINT)
        rest = run.stdout.read()
        assert run.wait(timeout=20) == 0
    assert "nothing is left running" in rest
    port = int(address.rsplit(":", 1)[-1])
    time.sleep(0.2)
    assert not _listens(port)


def _listens(port: int) -> bool:
    """Tell whether anything on this machine listens on a TCP port."""
    hexed = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            if local.endswith(hexed) and state == "0A":
                return True
    return False
