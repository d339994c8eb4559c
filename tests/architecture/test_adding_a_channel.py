"""docs/adding-a-channel.md is an exercise: followed in a copy of the repository, it adds a channel that works."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.deploy import ROOT
from tests.architecture.test_house import tracked

PAGE = ROOT / "docs/adding-a-channel.md"
_PIECE = re.compile(
    r"^<!-- (?P<verb>file|before): (?P<path>\S+)(?: \| (?P<anchor>[^\n]+))? -->\n```\w+\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
# Asked again and again in one process, which keeps the libraries and forgets all that is ours.
_LACKS = """
import importlib, json, sys
for _ in sys.stdin:
    for name in [each for each in sys.modules if each.partition(".")[0] in {"loudhailer", "local", "tests", "docs"}]:
        del sys.modules[name]
    importlib.invalidate_caches()
    from tests.architecture.test_house import channel_lacks
    print(json.dumps(channel_lacks("telegraph")), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """What the page has somebody write: a file, or lines before the first line that matches."""

    path: str
    anchor: str
    text: str

    def put(self, copy: Path) -> None:
        target = copy / self.path
        if not self.anchor:
            assert not target.exists(), f"{self.path} is there already"
            target.write_text(self.text, encoding="utf-8")
            return
        was = target.read_text(encoding="utf-8")
        found = re.search(self.anchor, was, re.MULTILINE)
        assert found, f"{self.path} has no line that matches {self.anchor!r}: the page is stale"
        target.write_text(was[: found.start()] + self.text + was[found.start() :], encoding="utf-8")


def pieces() -> list[Piece]:
    found = _PIECE.finditer(PAGE.read_text(encoding="utf-8"))
    return [Piece(each["path"], each["anchor"] or "", each["text"]) for each in found]


def renamed(text: str, old: str) -> str:
    return text.replace(old.capitalize(), "Telegraph").replace(old, "telegraph")


def with_parameter(template: str) -> str:
    block = re.search(r"^  MastodonAddress:\n(?:    .*\n)+", template, re.MULTILINE)
    assert block
    return template.replace(block[0], block[0] + renamed(block[0], "mastodon"), 1)


def with_condition(template: str) -> str:
    line = re.search(r"^  HasMastodon: .*\n", template, re.MULTILINE)
    assert line
    return template.replace(line[0], line[0] + renamed(line[0], "mastodon"), 1)


def with_block(template: str) -> str:
    """Copy the block of Mastodon, and add a line to the end of every list that has one for Telegram."""
    block = re.search(r"^  # Deliver: Mastodon\n.*?(?=^  # Deliver: )", template, re.DOTALL | re.MULTILINE)
    last = "  # Deliver: what every channel shares\n"
    assert block
    assert template.count(last) == 1
    template = template.replace(last, renamed(block[0], "mastodon") + last)

    def longer(found: re.Match[str]) -> str:
        ours = re.search(r"^ *- !If \[HasTelegram, .*\n", found[0].replace("- - !If", "  - !If"), re.MULTILINE)
        return found[0] + renamed(ours[0], "telegram") if ours else found[0]

    return re.sub(r"(?:^ *- (?:- )?!If \[Has\w+, .*\n(?: *#.*\n)*)+", longer, template, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository as it is, with a git of its own, which the tests ask for its files."""
    copied = tmp_path_factory.mktemp("exercise")
    for path in tracked():
        target = copied / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    subprocess.run(["git", "init", "--quiet", copied], check=True)  # noqa: S603, S607  # git itself
    return copied


def environment(copy: Path) -> dict[str, str]:
    paths = f"{copy}/layers/loudhailer/python:{copy}/cli:{copy}"
    return os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def lacks(copy: Path) -> Iterator[Callable[[], list[str]]]:
    """Ask what the channel still lacks in the copy."""
    with subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-c", _LACKS], cwd=copy, env=environment(copy), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def ask() -> list[str]:
            asked.write(b"\n")
            asked.flush()
            told: list[str] = json.loads(answers.readline())
            return told

        yield ask
        asked.close()
        process.wait(30)


# By the piece that fills it: what it is called while it is missing. The rest makes what is there whole.
NAMED = {
    "layers/loudhailer/python/loudhailer/channels/telegraph.py": "its file channels/telegraph.py",
    '    "telegraph": telegraph.KIND,\n': "a line in CHANNELS (channels/__init__.py)",
    "pyproject.toml": "loudhailer.channels.telegraph in pyproject.toml's contract 'Channels never import each other'",
    "tests/channels/test_telegraph.py": "its tests tests/channels/test_telegraph.py",
    "docs/channels/telegraph.md": "its page docs/channels/telegraph.md",
    "layers/loudhailer/python/loudhailer/channels/copies.py": (
        "how it is read back, or why not, in channels/copies.py"
    ),
    "config/channels.yaml": "an entry in config/channels.yaml",
    '    "telegraph": Telegraph,\n': (
        "a stand-in in local/sandbox/registry.py, or a reader local/sandbox/telegraphs.py of what it writes"
    ),
    "  --telegraph-hue: #5d4a1f;\n": "its colour --telegraph-hue in local/sandbox/wall.css",
    "events/day/expected.yaml": "what the public sees of it in events/day/expected.yaml",
    "docs/runbook.md": "its credential's fields in docs/runbook.md",
}
TEMPLATE = {
    with_parameter: "the parameter TelegraphAddress in template.yaml",
    with_condition: "the condition HasTelegraph in template.yaml",
    with_block: "its block of resources around PublishTelegraph in template.yaml",
}
LATER = {"its colour --telegraph-hue in local/sandbox/wall.css"}
"""Named only once there is a stand-in that needs it."""


def test_a_channel_takes_these_files_and_no_others() -> None:
    files = [each.path for each in pieces() if not each.anchor]
    assert files == [
        "layers/loudhailer/python/loudhailer/channels/telegraph.py",
        "tests/channels/test_telegraph.py",
        "docs/channels/telegraph.md",
        "local/sandbox/telegraph.py",
    ]


@pytest.mark.long
def test_whoever_follows_the_page_is_told_what_is_missing_and_ends_with_a_channel_that_works(
    copy: Path, lacks: Callable[[], list[str]]
) -> None:
    missing = lacks()
    assert set(missing) == {*NAMED.values(), *TEMPLATE.values()} - LATER
    for piece in pieces():
        piece.put(copy)
        filled = NAMED.get(piece.text) or NAMED.get(piece.path)
        if filled is None:
            continue
        before, missing = missing, lacks()
        assert filled not in missing, f"{filled} is still missed after {piece.path}"
        assert set(before) - set(missing) <= {filled}, f"{piece.path} fills more than it says"
        assert set(missing) - set(before) <= LATER
    template = copy / "template.yaml"
    for change, filled in TEMPLATE.items():
        assert filled in missing
        template.write_text(change(template.read_text(encoding="utf-8")), encoding="utf-8")
        missing = lacks()
        assert filled not in missing
    assert missing == []
    passed = subprocess.run(  # noqa: S603  # ourselves
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "telegraph"),
            *("tests/channels", "tests/sandbox", "tests/architecture/test_house.py"),
            *("tests/architecture/test_channel_blocks.py", "tests/architecture/test_docs.py"),
        ],
        cwd=copy,
        env=environment(copy),
        capture_output=True,
        text=True,
        check=False,
    )
    assert passed.returncode == 0, passed.stdout[-6000:]
    # The contract, its own tests, the stand-in, the template's block and the house's rules.
    assert int(re.findall(r"(\d+) passed", passed.stdout)[-1]) > 100  # so that it cannot pass by finding none


@pytest.mark.parametrize("key", NAMED)
def test_every_name_of_a_missing_piece_belongs_to_one_that_the_page_shows(key: str) -> None:
    assert any(key in {each.path, each.text} for each in pieces())
