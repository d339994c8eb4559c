"""The shipped configuration, copied and spoilt, and what is said of it then."""

import re
import shutil
from pathlib import Path

import pytest

from local.deploy import ROOT
from loudhailer.config import load
from loudhailer.domain.errors import ConfigurationError

FILES = {"plan.yaml": 1, "sources.yaml": 2, "words.yaml": 3, "channels.yaml": 4, "feeds.yaml": 6, "languages.yaml": 7}


def copied(to: Path) -> Path:
    """Copy the shipped files there, to spoil."""
    for name in (*FILES, "words.cy.yaml"):
        shutil.copy(ROOT / "config" / name, to / name)
    shutil.copy(ROOT / "config" / "places.yaml", to / "places.yaml")
    shutil.copytree(ROOT / "config" / "pictures", to / "pictures")
    return to


def spoil(directory: Path, name: str, right: str, wrong: str) -> int:
    """Put something wrong in the place of something right and return the number of its line."""
    path = directory / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return text[: text.index(right)].count("\n") + 1


def problems_in(directory: Path) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as refusal:
        load(directory)
    assert str(refusal.value) == "\n".join(refusal.value.problems)
    return refusal.value.problems


def without_lines(directory: Path) -> list[str]:
    return [re.sub(r" line [0-9]+(?= )", "", each) for each in problems_in(directory)]
