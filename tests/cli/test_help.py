import subprocess
import sys

import pytest

from docs.command_line import commands, help_of, manual
from local.deploy import ROOT
from tests.cli.conftest import Terminal

LEAVES = [path for path, leads_on in commands() if not leads_on]


def test_the_commands_are_those_that_were_promised() -> None:
    assert {" ".join(path) for path in LEAVES} == {
        "feeds formats",
        "feeds read",
        "feeds status",
        "alert raise",
        "alert update",
        "alert correct",
        "alert end",
        "alert list",
        "alert show",
        "alert everywhere",
        "alert lead",
        "alert amplify",
        "alert lift",
        "approvals list",
        "approvals show",
        "approvals approve",
        "approvals return",
        "approvals reject",
        "reviews list",
        "reviews close",
        "glass break",
        "glass close",
        "drill raise",
        "drill list",
        "drill show",
        "sources list",
        "sources show",
        "sources raise",
        "sources lower",
        "crisis show",
        "crisis set",
        "crisis preview",
        "crisis tick",
        "channel live",
        "channel exercise",
        "channel stop",
        "channel start",
        "held list",
        "held release",
        "held drop",
        "held reapprove",
        "held fold",
        "delivery doubts",
        "delivery out",
        "delivery again",
        "delivery by-hand",
        "delivery off",
        "plan check",
        "callouts list",
        "callouts acknowledge",
        "watch show",
        "watch on-call",
        "watch hand-over",
        "watch delegate",
        "watch take-back",
        "watch quiet",
        "audit verify",
        "audit show",
        "audit report",
        "audit hold",
        "audit release-hold",
        "deliveries",
        "redrive",
        "compose",
        "sign-in",
        "sign-out",
        "connect",
        "version",
    }


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_teaches_by_an_example_of_itself(path: tuple[str, ...]) -> None:
    _, _, shown = help_of(path).partition("Examples:\n")
    assert f"loudhailer {' '.join(path)}" in shown


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_option_says_what_it_is_for(path: tuple[str, ...]) -> None:
    _, _, options = help_of(path).partition("Options:\n")
    for line in options.partition("Examples:")[0].splitlines():
        assert len(line) <= 100
        if line.startswith("  -"):
            assert "  " in line.strip() or len(line) > 30


@pytest.mark.parametrize(("path", "leads_on"), commands(), ids=str)
def test_help_needs_no_stack_and_no_sign_in(bare: Terminal, path: tuple[str, ...], leads_on: bool) -> None:  # noqa: FBT001
    for option in ("--help", "-h"):
        result = bare(*path, option)
        assert (result.exit_code, result.stderr) == (0, "")
    if leads_on:
        alone = bare(*path)
        assert (alone.exit_code, alone.stdout) == (2, "")
        assert "Commands:" in alone.stderr


def test_the_exit_codes_stand_in_the_help() -> None:
    for code in ("0 done", "1 refused", "2 bad usage", "3 not signed in", "4 the service", "130 interrupted"):
        assert code in help_of(())


def test_sign_in_says_how_a_directory_of_the_service_is_used() -> None:
    assert "LOUDHAILER_TOKEN" in help_of(("sign-in",))


def test_the_manual_holds_the_help_of_every_command() -> None:
    written = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    assert manual() in written
    for path in LEAVES:
        assert f"loudhailer {' '.join(path)} [OPTIONS]" in written


def test_the_version_is_told(bare: Terminal) -> None:
    assert bare("version").stdout.startswith("loudhailer ")
    asked = bare("--version")
    assert (asked.exit_code, asked.stdout) == (0, bare("version").stdout)


def test_the_program_ends_with_its_codes_and_without_a_trace() -> None:
    code = "import sys; from loudhailer_cli.entry import main; sys.argv = ['loudhailer', *sys.argv[1:]]; main()"
    for arguments, expected in ((["feeds", "formats"], 0), (["feeds", "read", "/"], 2), (["nothing"], 2)):
        ended = subprocess.run(  # noqa: S603  # ourselves
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
        )
        assert (ended.returncode, "Traceback" in ended.stderr) == (expected, False)


def test_an_interrupt_while_it_is_being_loaded_leaves_no_trace() -> None:
    code = """
import sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "loudhailer_cli.main":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
from loudhailer_cli.entry import main
main()
"""
    ended = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (130, "")
