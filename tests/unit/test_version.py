import subprocess
import sys
import tomllib
from pathlib import Path

import loudhailer
from local.deploy import ROOT
from loudhailer.version import code

PACKAGE = Path(loudhailer.__file__).parent


def test_the_code_s_version_is_the_release_and_a_digest() -> None:
    release, _, digest = code().partition("+")
    assert release == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert len(digest) == 12
    assert int(digest, 16)


def test_another_line_of_code_is_another_version(tmp_path: Path) -> None:
    copy = tmp_path / "loudhailer"
    for path in PACKAGE.rglob("*.py"):
        there = copy / path.relative_to(PACKAGE)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(path.read_bytes())

    def told() -> str:
        command = [sys.executable, "-B", "-c", "from loudhailer.version import code; print(code())"]
        environ = {"PYTHONPATH": str(tmp_path)}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environ).stdout.strip()  # noqa: S603  # ourselves

    assert told() == code(), "where it lies does not matter"
    (copy / "gate.py").write_text((copy / "gate.py").read_text(encoding="utf-8") + "# patched\n")
    assert told() != code()
