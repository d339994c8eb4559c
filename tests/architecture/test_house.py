"""Where things stand: what a function folder holds, how long a file is, what a new channel or feed must bring along."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import loudhailer
from local.deploy import ROOT
from local.sandbox.registry import AUDIENCES, STAND_INS
from loudhailer.channels import CHANNELS
from loudhailer.channels.copies import READERS, UNREADABLE
from loudhailer.channels.kind import Audience
from loudhailer.feeds import FEEDS
from tests.architecture.template import shipped

PACKAGE = Path(loudhailer.__file__).parent
LONGEST_FILE, LONGEST_HANDLER = 400, 60


def tracked(*patterns: str) -> list[Path]:
    """Return the repository's files, the new ones too, without what git is told to ignore."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so it cannot be told which files are the repository's")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603  # our own words
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_a_function_folder_holds_a_short_app_py_and_nothing_else() -> None:
    files = tracked("functions")
    assert files
    strangers = [path for path in files if path.name != "app.py" or path.parent.parent != ROOT / "functions"]
    assert [str(path.relative_to(ROOT)) for path in strangers] == []
    assert {path.parent.name: lines_of(path) for path in files if lines_of(path) > LONGEST_HANDLER} == {}


def test_no_python_file_is_too_long_to_be_read_in_one_go() -> None:
    files = tracked("*.py")
    assert files
    assert {str(path.relative_to(ROOT)): lines_of(path) for path in files if lines_of(path) > LONGEST_FILE} == {}


def channel_lacks(name: str) -> list[str]:
    """List what a channel still needs, in the order of docs/adding-a-channel.md."""
    return list(_channel_lacks(name))


def _channel_lacks(name: str) -> Iterator[str]:
    if not (PACKAGE / f"channels/{name}.py").exists():
        yield f"its file channels/{name}.py"
    if name not in CHANNELS:
        yield "a line in CHANNELS (channels/__init__.py)"
    if f"loudhailer.channels.{name}" not in _independent_channels():
        yield f"loudhailer.channels.{name} in pyproject.toml's contract 'Channels never import each other'"
    for what, path in (("tests", f"tests/channels/test_{name}.py"), ("page", f"docs/channels/{name}.md")):
        if not (ROOT / path).exists():
            yield f"its {what} {path}"
    if name not in READERS and name not in UNREADABLE:
        yield "how it is read back, or why not, in channels/copies.py"
    yield from _block_lacks(name.capitalize())
    if name not in yaml.safe_load((ROOT / "config/channels.yaml").read_text(encoding="utf-8"))["channels"]:
        yield "an entry in config/channels.yaml"
    yield from _stage_lacks(name)
    if f"\n| {name} |" not in (ROOT / "docs/runbook.md").read_text(encoding="utf-8"):
        yield "its credential's fields in docs/runbook.md"


def _stage_lacks(name: str) -> Iterator[str]:
    """What `make run` and `make demo` need of it."""
    if name not in STAND_INS and not (ROOT / f"local/sandbox/{name}s.py").exists():
        yield f"a stand-in in local/sandbox/registry.py, or a reader local/sandbox/{name}s.py of what it writes"
    if name in STAND_INS and f"--{name}-hue" not in (ROOT / "local/sandbox/wall.css").read_text(encoding="utf-8"):
        yield f"its colour --{name}-hue in local/sandbox/wall.css"
    if name not in yaml.safe_load((ROOT / "events/day/expected.yaml").read_text(encoding="utf-8")):
        yield "what the public sees of it in events/day/expected.yaml"


def _block_lacks(title: str) -> Iterator[str]:
    """Only the beginnings: test_channel_blocks.py holds every block against the others, resource by resource."""
    template = shipped()
    if f"{title}Address" not in template.parameters:
        yield f"the parameter {title}Address in template.yaml"
    if f"Has{title}" not in template.conditions:
        yield f"the condition Has{title} in template.yaml"
    if f"Publish{title}" not in template.resources:
        yield f"its block of resources around Publish{title} in template.yaml"


def _independent_channels() -> list[str]:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    independent = [each["modules"] for each in tools["importlinter"]["contracts"] if each["type"] == "independence"]
    return [module for modules in independent for module in modules]


def _is_library(name: str, sources: dict[str, object]) -> bool:
    """Tell whether a format's page names the policy of a typical source, which is no source of ours."""
    policies = yaml.safe_load((ROOT / "config/feeds.yaml").read_text(encoding="utf-8"))["policies"]
    page = ROOT / f"docs/feeds/{name}.md"
    words = page.read_text(encoding="utf-8") if page.exists() else ""
    return any(f"`{policy}`" in words for policy in policies if policy not in sources)


def feed_lacks(name: str) -> list[str]:
    """List what a feed still needs, in the order of docs/adding-a-feed.md."""
    return list(_feed_lacks(name))


def _feed_lacks(name: str) -> Iterator[str]:
    if not (PACKAGE / f"feeds/{name}.py").exists():
        yield f"its file feeds/{name}.py"
    if name not in FEEDS:
        yield "a line in FEEDS (feeds/__init__.py)"
    if not (ROOT / f"tests/feeds/test_{name}.py").exists():
        yield f"its tests tests/feeds/test_{name}.py"
    if not (ROOT / f"docs/feeds/{name}.md").exists():
        yield f"its page docs/feeds/{name}.md"
    sources = yaml.safe_load((ROOT / "config/sources.yaml").read_text(encoding="utf-8"))["sources"]
    speaking = {source for source, told in sources.items() if told["format"] == name}
    if not speaking and not _is_library(name, sources):
        yield f"a source with the format {name} in config/sources.yaml, or a policy that its page names"
    sent = (json.loads(path.read_text(encoding="utf-8")) for path in tracked("events/incidents/*.json"))
    if not tracked(f"events/feeds/{name}/*") and not any(sample.get("source") in speaking for sample in sent):
        yield "a sample in events/ as its source sends it"


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_has_everything_that_a_channel_needs(name: str) -> None:
    assert channel_lacks(name) == []


@pytest.mark.parametrize("name", STAND_INS)
def test_a_stand_in_makes_exactly_the_credential_that_its_channel_asks_for(name: str) -> None:
    assert tuple(STAND_INS[name].make_secret()) == CHANNELS[name].secret_fields


def test_the_wall_says_of_every_channel_that_is_not_the_public_s_whose_it_is() -> None:
    kinds = {name: CHANNELS[name].audience for name in STAND_INS}
    assert {name: kind.value for name, kind in kinds.items() if kind is not Audience.PUBLIC} == AUDIENCES


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_has_everything_that_a_feed_needs(name: str) -> None:
    assert feed_lacks(name) == []


def test_a_channel_that_is_only_a_name_is_told_all_that_it_lacks() -> None:
    assert channel_lacks("toy") == [
        "its file channels/toy.py",
        "a line in CHANNELS (channels/__init__.py)",
        "loudhailer.channels.toy in pyproject.toml's contract 'Channels never import each other'",
        "its tests tests/channels/test_toy.py",
        "its page docs/channels/toy.md",
        "how it is read back, or why not, in channels/copies.py",
        "the parameter ToyAddress in template.yaml",
        "the condition HasToy in template.yaml",
        "its block of resources around PublishToy in template.yaml",
        "an entry in config/channels.yaml",
        "a stand-in in local/sandbox/registry.py, or a reader local/sandbox/toys.py of what it writes",
        "what the public sees of it in events/day/expected.yaml",
        "its credential's fields in docs/runbook.md",
    ]


def test_a_feed_that_is_only_a_name_is_told_all_that_it_lacks() -> None:
    assert feed_lacks("toy") == [
        "its file feeds/toy.py",
        "a line in FEEDS (feeds/__init__.py)",
        "its tests tests/feeds/test_toy.py",
        "its page docs/feeds/toy.md",
        "a source with the format toy in config/sources.yaml, or a policy that its page names",
        "a sample in events/ as its source sends it",
    ]


def test_a_channel_registered_and_nothing_more_is_told_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = channel_lacks("toy")
    monkeypatch.setitem(CHANNELS, "toy", CHANNELS["mastodon"])
    assert channel_lacks("toy") == [each for each in before if each != "a line in CHANNELS (channels/__init__.py)"]


IMPORTING = """
import importlib, json, sys

seen = []

def watch(name, args):
    if name in {"socket.connect", "socket.getaddrinfo"}:
        raise OSError(f"{name} {args!r} while importing")
    if name.startswith("socket.") or name in {"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork"}:
        seen.append(f"{name} {args!r}")
    if name == "open":
        path, mode, flags = args
        writes = bool(mode and set(mode) & set("wax+"))
        # The libraries may lie inside the checkout; what they read of their own is theirs.
        lent = str(path).startswith(sys.prefix + "/")
        ours = str(path).startswith(sys.argv[1]) and not lent and not str(path).endswith((".py", ".pyc"))
        if writes or ours:
            seen.append(f"open {path!r} {mode!r}")

# What the libraries bring is imported first: only what our own modules do is looked at.
for library in ("boto3", "httpx", "pydantic", "yaml", "regex", "aws_lambda_powertools"):
    importlib.import_module(library)
import botocore.session

built, create = [], botocore.session.Session.create_client
def counted(self, name, *args, **kwargs):
    built.append(name)
    return create(self, name, *args, **kwargs)
botocore.session.Session.create_client = counted

sys.addaudithook(watch)
done = {}
for module in sys.argv[2:]:
    seen.clear()
    importlib.import_module(module)
    done[module] = list(seen)
print(json.dumps(done))
print("boto3 clients built:", len(built))
"""


def deployed_modules() -> list[str]:
    """Name every module that is deployed."""
    code = sorted(PACKAGE.rglob("*.py"))
    package = [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in code]
    functions = [f"functions.{path.parent.name}.app" for path in sorted(ROOT.glob("functions/*/app.py"))]
    return [name.removesuffix(".__init__") for name in package] + functions


def importing(*modules: str, path: Path = ROOT) -> list[str]:
    """Import modules in a process that has no environment at all; return its last words, line by line."""
    command = [sys.executable, "-B", "-c", IMPORTING, f"{ROOT}/", *modules]
    paths = f"{path}:{ROOT}:{PACKAGE.parent}"
    done = subprocess.run(  # noqa: S603  # ourselves
        command, cwd=path, env={"PYTHONPATH": paths}, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.splitlines()


def test_importing_what_is_deployed_reads_nothing_calls_nothing_and_builds_no_client() -> None:
    modules = deployed_modules()
    assert {"loudhailer.bootstrap", "functions.publish_post.app"} <= set(modules)
    *printed, done, clients = importing(*modules)
    assert printed == []
    assert json.loads(done) == {module: [] for module in modules}
    assert clients == "boto3 clients built: 0"


def test_the_watch_over_imports_sees_a_call_a_file_and_a_client(tmp_path: Path) -> None:
    (tmp_path / "eager.py").write_text(
        "import socket, boto3\n"
        "socket.socket().close()\n"
        f"open({str(ROOT / 'README.md')!r}).close()\n"
        "boto3.client('sqs', region_name='eu-west-2')\n"
    )
    done, clients = importing("eager", path=tmp_path)
    events = json.loads(done)["eager"]
    assert any(event.startswith("socket.__new__") for event in events)
    assert any("README.md" in event for event in events)
    assert clients == "boto3 clients built: 1"
