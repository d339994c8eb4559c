from collections.abc import Iterator

import httpx
import pytest

from local.sandbox import Sandbox, running_sandbox
from tests.sandbox.callers import (
    BlueskyCaller,
    GraphCaller,
    MastodonCaller,
    NtfyCaller,
    SlackCaller,
    TeamsCaller,
    TelegramCaller,
    XCaller,
    an_http_client,
)


@pytest.fixture(scope="session")
def the_one_sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(the_one_sandbox: Sandbox) -> Sandbox:
    the_one_sandbox.reset()
    return the_one_sandbox


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with an_http_client() as client:
        yield client


@pytest.fixture
def bluesky(sandbox: Sandbox, http: httpx.Client) -> BlueskyCaller:
    return BlueskyCaller(sandbox, http)


@pytest.fixture
def mastodon(sandbox: Sandbox, http: httpx.Client) -> MastodonCaller:
    return MastodonCaller(sandbox, http)


@pytest.fixture
def telegram(sandbox: Sandbox, http: httpx.Client) -> TelegramCaller:
    return TelegramCaller(sandbox, http)


@pytest.fixture
def x(sandbox: Sandbox, http: httpx.Client) -> XCaller:
    return XCaller(sandbox, http)


@pytest.fixture
def facebook(sandbox: Sandbox, http: httpx.Client) -> GraphCaller:
    return GraphCaller(sandbox, http, "facebook")


@pytest.fixture
def threads(sandbox: Sandbox, http: httpx.Client) -> GraphCaller:
    return GraphCaller(sandbox, http, "threads")


@pytest.fixture
def ntfy(sandbox: Sandbox, http: httpx.Client) -> NtfyCaller:
    return NtfyCaller(sandbox, http)


@pytest.fixture
def slack(sandbox: Sandbox, http: httpx.Client) -> SlackCaller:
    return SlackCaller(sandbox, http)


@pytest.fixture
def teams(sandbox: Sandbox, http: httpx.Client) -> TeamsCaller:
    return TeamsCaller(sandbox, http)
