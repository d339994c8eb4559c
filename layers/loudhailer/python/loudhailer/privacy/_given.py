"""The lists of names, read when the first text asks for them."""

from functools import cache
from pathlib import Path


@cache
def given() -> dict[str, bool]:
    """Return the given names, each with whether it is nothing but a name."""
    return _read("given.txt")


@cache
def surnames() -> dict[str, bool]:
    """Return the surnames, each with whether it is nothing but a name."""
    return _read("surnames.txt")


def _read(file: str) -> dict[str, bool]:
    lines = Path(__file__).with_name(file).read_text(encoding="utf-8").split("\n")
    return {line.removesuffix("?"): line[-1] != "?" for line in lines if line and line[0] != "#"}
