"""What a run on real servers was: told in the closing lines, and written into docs/real-servers.md when asked to."""

import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from local.deploy import ROOT

USED: dict[str, str] = {}
"""The servers that were there, by name: their versions."""
MISSING: dict[str, str] = {}
"""The servers that were not: why."""
RUNS: list[Mapping[str, str | int | float]] = []
"""The long runs through the engine: what was asked for and what was counted."""
FIGURES: dict[str, str] = {}
"""What else is worth writing down, by what it is."""
PAGE = ROOT / "docs" / "real-servers.md"
WANTED = "LOUDHAILER_RECORD"
"""The variable that lets a run write itself into the docs."""
_PLACE = re.compile(r"(?s)(<!-- the last run -->\n).*?(<!-- end of the last run -->)")


def tell(reporter: pytest.TerminalReporter) -> None:
    """Say at the end which servers were there, which were not, and what the long runs counted."""
    if not USED and not MISSING:
        return
    reporter.section("real servers")
    for name, version in USED.items():
        reporter.line(f"{name}: {version}")
    for run in RUNS:
        reporter.line("; ".join(f"{what}: {value}" for what, value in run.items()))
    for name, why in MISSING.items():
        reporter.line(f"MISSING, its tests were skipped: {name}: {why}", red=True)
    reporter.line(f"{len(USED)} real servers were there, {len(MISSING)} were missing", red=bool(MISSING))
    passed, failed = (len(reporter.stats.get(word, [])) for word in ("passed", "failed"))
    if os.environ.get(WANTED):
        write(passed, failed + len(reporter.stats.get("error", [])))


def write(passed: int, failed: int) -> None:
    """Write the run into its page."""
    page = PAGE.read_text(encoding="utf-8")
    told = page_part(datetime.now(UTC), passed, failed)
    PAGE.write_text(_PLACE.sub(lambda place: f"{place[1]}\n{told}\n{place[2]}", page), encoding="utf-8")


def page_part(when: datetime, passed: int, failed: int) -> str:
    """Say the run in Markdown."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    lines = [f"{when:%-d %B %Y}, {machine}: {passed} tests passed, {failed} failed.", "", "| server | version |"]
    lines += ["| --- | --- |", *(f"| {name} | {version} |" for name, version in USED.items())]
    lines += [f"| {name} | missing: {why} |" for name, why in MISSING.items()]
    for run in RUNS:
        lines += ["", "| the run through the engine | |", "| --- | --- |"]
        lines += [f"| {what} | {value} |" for what, value in run.items()]
    if FIGURES:
        lines += ["", "| measured | |", "| --- | --- |", *(f"| {what} | {value} |" for what, value in FIGURES.items())]
    return "\n".join([*lines, ""])
