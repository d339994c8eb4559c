"""What is installed for the real servers, once a version: npm packages by a lock, Debian's by its signature.

Every address comes from the machine's own settings. Nothing is installed into the system.
"""

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.deploy import ROOT
from local.real.place import Missing, cache, tool

HERE = ROOT / "local" / "real"
OLDEST_NODE = 20
STABLE, UNSTABLE = "trixie", "sid"
"""Debian's releases that have what we want; the packages need only what bookworm has too."""
_INSTALL_SECONDS = 900
_VERSION = "version"


def npm(name: str) -> Path:
    """Return the folder with the packages that `local/real/<name>/package-lock.json` names."""
    source = HERE / name
    node, installer = tool("node"), tool("npm")
    version = _said(node, "--version")
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        raise Missing(f"node {OLDEST_NODE} or newer is not on this machine, only {version}")
    # What is compiled belongs to one node, so another one has another folder.
    lock = (source / "package-lock.json").read_bytes()
    digest = hashlib.sha256(lock + version.encode()).hexdigest()[:12]

    def install(folder: Path) -> None:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(source / file, folder)
        _install(folder, installer, "ci", "--no-audit", "--no-fund", "--prefix", str(folder))

    return _once(f"{name}-{digest}", install)


def npm_version(folder: Path, package: str) -> str:
    """Return the version of an installed package, as it says itself."""
    return _said(tool("node"), "-p", f"require({str(folder / 'node_modules' / package / 'package.json')!r}).version")


def debian(package: str, *, release: str = STABLE) -> Path:
    """Return a folder with a package unpacked, of that release in the Debian archive that the machine speaks to."""
    apt, unpacker = tool("apt-get"), tool("dpkg-deb")

    def install(folder: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="loudhailer-apt-") as scratch:
            ours = _private_apt(Path(scratch), apt, release)
            _install(Path(scratch), apt, "-qq", *ours, "update")
            _install(Path(scratch), apt, "-qq", *ours, "download", package)
            (file,) = Path(scratch).glob("*.deb")
            _install(folder, unpacker, "-x", str(file), str(folder))
            (folder / _VERSION).write_text(_said(unpacker, "-f", str(file), "Version"), encoding="utf-8")

    return _once(f"{release}-{package}", install)


def debian_version(folder: Path) -> str:
    """Return the version of an unpacked package."""
    return (folder / _VERSION).read_text(encoding="utf-8")


def _private_apt(scratch: Path, apt: str, release: str) -> list[str]:
    """Make apt a root of its own and return the options that lead there."""
    told = _said(apt, "indextargets", "--format", "$(CREATED_BY)|$(ORIGIN)|$(COMPONENT)|$(REPO_URI)")
    lines = [line.split("|") for line in told.splitlines()]
    mirrors = [each[3] for each in lines if each[:3] == ["Packages", "Debian", "main"] and "security" not in each[3]]
    keys = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    if not mirrors or not keys.exists():
        raise Missing("this machine speaks to no Debian archive")
    (scratch / "sources.list").write_text(f"deb [signed-by={keys}] {mirrors[0]} {release} main\n", encoding="utf-8")
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True)
    settings = {
        "Dir::Etc::sourcelist": scratch / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::lists": scratch / "lists",
        "Dir::Cache": scratch / "cache",
        "APT::Sandbox::User": "",  # its own user could not write into our scratch folder
    }
    return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]


def _once(name: str, install: Callable[[Path], None]) -> Path:
    """Return the cache's folder of that name, installed whole or not at all, by one process at a time."""
    place = cache() / name
    with _locked(cache() / f"{name}.lock"):
        if not place.exists():
            scratch = cache() / f"{name}.part"
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            try:
                install(scratch)
                _readable(scratch)
                scratch.rename(place)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
    return place


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _readable(folder: Path) -> None:
    """Let the user that the servers run as read what root installed, whatever root's umask is."""
    subprocess.run([tool("chmod"), "-R", "a+rX", str(folder)], check=True)


def _install(folder: Path, *command: str) -> None:
    program = Path(command[0]).name
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise Missing(f"{program} did not install it in {_INSTALL_SECONDS} s") from None
    if done.returncode:
        said = next((line for line in (done.stderr or done.stdout).splitlines() if line.strip()), "and said nothing")
        raise Missing(f"{program} could not install it: {said.strip()[:200]}")


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()
