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
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    sure, _, unsure = text[text.rindex("#") :].partition("\n?\n")
    return dict.fromkeys(sure.split("\n")[1:], True) | dict.fromkeys(unsure.split(), False)
