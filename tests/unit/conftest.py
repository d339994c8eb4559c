"""What several of these files need."""

from pathlib import Path

import pytest

from tests.config_files import copied


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return a copy of the shipped configuration, to spoil."""
    return copied(tmp_path)
