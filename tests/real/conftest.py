"""Each real server is started once; one that cannot be had is a skip that the closing lines count aloud."""

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import TypeVar

import pytest

from local.faultproxy import FaultProxy, Request, standing_before
from local.real.bluesky import RealBluesky, running_bluesky
from local.real.contracts import RealContract, running_contract
from local.real.installs import STABLE, UNSTABLE
from local.real.ntfy import RealNtfy, running_ntfy
from local.real.place import Missing
from local.real.ses import RealSes, running_ses
from local.real.snac2 import RealSnac, running_snac2
from tests.real import record

_Server = TypeVar("_Server", RealBluesky, RealSnac, RealNtfy, RealContract, RealSes)


@contextmanager
def had(name: str, running: AbstractContextManager[_Server]) -> Iterator[_Server]:
    """Run a server, or skip whatever wants it and remember that it was missing."""
    try:
        server = running.__enter__()
    except Missing as missing:
        record.MISSING[name] = str(missing)
        pytest.skip(f"REAL SERVER MISSING: {name}: {missing}")
    try:
        record.USED[name] = server.version
        yield server
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(scope="session", autouse=True)
def _ends_well() -> Iterator[None]:
    """Let a closed terminal or a runner's patience end us as Ctrl-C does: the servers go along."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.fixture(scope="session")
def bluesky() -> Iterator[RealBluesky]:
    """Return Bluesky's own server."""
    with had("Bluesky PDS", running_bluesky()) as server:
        yield server


@pytest.fixture(scope="session")
def snac2() -> Iterator[RealSnac]:
    """Return a server that speaks Mastodon's API and ignores its keys."""
    with had("snac2", running_snac2()) as server:
        yield server


@pytest.fixture(scope="session", params=[STABLE, UNSTABLE])
def ntfy(request: pytest.FixtureRequest) -> Iterator[RealNtfy]:
    """Return the ntfy server, an old one and a new one."""
    with had(f"ntfy of {request.param}", running_ntfy(request.param)) as server:
        yield server


@pytest.fixture(scope="session")
def ses() -> Iterator[RealSes]:
    """Return moto's SES."""
    with had("moto's SES", running_ses()) as server:
        yield server


@pytest.fixture(scope="module")
def contract(request: pytest.FixtureRequest) -> Iterator[RealContract]:
    """Return the published document of the platform that the test's parameter names, answering."""
    name, under = request.param
    with had(f"Prism with the document of {name}", running_contract(name, under=under)) as server:
        yield server


def posting(request: Request) -> bool:
    """Tell which calls make something public, on any of the servers."""
    return request.method == "POST" and request.path.endswith(("putRecord", "/api/v1/statuses", "/"))


@pytest.fixture
def before_bluesky(bluesky: RealBluesky) -> Iterator[FaultProxy]:
    """Return the fault proxy before the PDS."""
    with standing_before(bluesky.address, names=posting) as proxy:
        yield proxy


@pytest.fixture
def before_snac2(snac2: RealSnac) -> Iterator[FaultProxy]:
    """Return the fault proxy before snac2."""
    with standing_before(snac2.address, names=posting) as proxy:
        yield proxy


@pytest.fixture
def before_ntfy(ntfy: RealNtfy) -> Iterator[FaultProxy]:
    """Return the fault proxy before ntfy."""
    with standing_before(ntfy.address, names=posting) as proxy:
        yield proxy


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which servers were there and which were not."""
    record.tell(terminalreporter)
