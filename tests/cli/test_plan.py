"""`loudhailer plan check`: what would be refused at start is told before."""

import shutil
from pathlib import Path

import pytest
import yaml

from local.deploy import ROOT
from loudhailer.config import load
from loudhailer.domain.crisis import Action, MessageClass
from tests.cli.conftest import Terminal

SAMPLES = sorted((ROOT / "config" / "samples").glob("*.yaml"))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config"))


def test_the_plan_that_is_shipped_can_be_deployed(bare: Terminal, directory: Path) -> None:
    result = bare("plan", "check", str(directory))
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"digest is {load(directory).plan.digest}" in result.stdout
    assert "lockdown" in result.stdout


def test_every_problem_is_named_with_its_number_and_its_line(bare: Terminal, directory: Path) -> None:
    plan = directory / "plan.yaml"
    text = plan.read_text(encoding="utf-8").replace("own_words: [gold]", "own_words: [duty]")
    plan.write_text(text.replace("appeal: reapprove", "appeal: forget"), encoding="utf-8")
    result = bare("plan", "check", str(directory))
    line = text[: text.index("appeal: reapprove")].count("\n") + 1
    assert (result.exit_code, result.stdout) == (2, "")
    assert "would be refused: 1 problem" in result.stderr
    assert f"LH102 plan.yaml line {line} held.appeal: " in result.stderr


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_each_sample_level_fits_into_the_plan(directory: Path, sample: Path) -> None:
    plan = directory / "plan.yaml"
    indented = "".join(f"  {line}" for line in sample.read_text(encoding="utf-8").splitlines(keepends=True))
    plan.write_text(plan.read_text(encoding="utf-8").replace("levels:\n", f"levels:\n{indented}", 1), encoding="utf-8")
    found = load(directory).plan
    (name,) = yaml.safe_load(sample.read_text(encoding="utf-8"))
    level = found.levels[name]
    assert level.classes[MessageClass.LIFE_SAFETY].action is Action.SEND
    assert level.classes[MessageClass.PROMOTIONAL].action in {Action.HOLD, Action.DROP}
