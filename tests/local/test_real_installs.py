"""What is said of real servers that cannot be had; that they can be had is tests/real's business."""

from pathlib import Path

import pytest

from local.real import __main__ as command
from local.real.place import Missing


def lacks() -> Path:
    raise Missing("no network")


@pytest.mark.parametrize(
    ("names", "ends", "says"),
    [
        ([], 1, "here is there, after 0.0 s\naway is MISSING: no network\n"),
        (["here"], 0, "here is there, after 0.0 s\n"),
        (["away"], 1, "away is MISSING: no network\n"),
        (["here", "moon"], 2, "there is no moon: use here, away\n"),
    ],
)
def test_each_server_is_told_of_and_one_that_is_missing_is_no_success(
    names: list[str], ends: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "INSTALLS", {"here": Path, "away": lacks})
    assert command.main(names) == ends
    assert capsys.readouterr().out == says
