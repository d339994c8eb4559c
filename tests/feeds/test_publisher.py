"""SNS over real sockets on loopback: one host, no way round it, and on the public network never the stand-in."""

import base64
import json
import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.sandbox.publisher import CERTIFICATE
from loudhailer.bootstrap import pushing
from loudhailer.config import Config
from loudhailer.domain.errors import ConfigurationError, FeedError, FeedUnavailable, NotTaken
from loudhailer.feeds.addresses import Network, Reach
from loudhailer.feeds.fetch import Fetcher
from loudhailer.feeds.publisher import SnsPublisher
from loudhailer.pipeline.push import Push
from tests.fakes import Clock
from tests.feeds.servers import Server, answer, bomb, serving
from tests.pushes import ORIGIN, SOURCE, TOPIC, a_certificate, pushed_config, signed

TLS = ssl.create_default_context()
PRIVATE = ("http://169.254.169.254/latest/meta-data/", "https://10.0.0.1/a.pem", "file:///etc/passwd", "//[::1]/a.pem")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def a_publisher(origin: str, network: Network = Network.LOOPBACK, found: str = "") -> SnsPublisher:
    reach = Reach(httpx.URL(origin), (), network, lambda *_: [found])
    fetcher = Fetcher(reach, {}, {}, time.monotonic, TLS)
    return SnsPublisher({origin: fetcher}, Clock(), time.monotonic)


def test_a_certificate_is_read_once_and_verifies(server: Server) -> None:
    server.does[CERTIFICATE] = answer(a_certificate())
    publisher, url = a_publisher(server.url), f"{server.url}{CERTIFICATE}"
    parcel = signed()
    text = "".join(f"{name}\n{parcel[name]}\n" for name in ("Message", "MessageId", "Timestamp", "TopicArn", "Type"))
    proof = base64.b64decode(parcel["Signature"])
    assert publisher.signed(url, text.encode(), proof, "SHA1")
    assert not publisher.signed(url, text.encode(), proof, "SHA256")
    assert len(server.requests) == 1


@pytest.mark.parametrize("to", [*PRIVATE, "/elsewhere.pem"])
def test_a_certificate_that_leads_on_is_none_and_a_private_address_is_never_asked(server: Server, to: str) -> None:
    server.does[CERTIFICATE] = answer(status="302 Found", Location=to)
    server.does["/elsewhere.pem"] = answer(a_certificate())
    with pytest.raises(FeedError):
        a_publisher(server.url).signed(f"{server.url}{CERTIFICATE}", b"", b"", "SHA1")


@pytest.mark.parametrize("to", PRIVATE)
def test_a_confirmation_that_leads_inside_is_not_followed(server: Server, to: str) -> None:
    server.does["/?Action=ConfirmSubscription"] = answer(status="302 Found", Location=to)
    with pytest.raises(FeedError):
        a_publisher(server.url).confirm(f"{server.url}/?Action=ConfirmSubscription")


def test_a_packed_certificate_that_does_not_end_is_refused(server: Server) -> None:
    server.does[CERTIFICATE] = answer(bomb(20_000_000), Content_Encoding="gzip")
    with pytest.raises(FeedError, match="larger than"):
        a_publisher(server.url).signed(f"{server.url}{CERTIFICATE}", b"", b"", "SHA1")


def test_nobody_but_sns_is_asked(server: Server) -> None:
    for url in ("https://evil.example/a.pem", f"{server.url}.evil.example/a.pem", f"{server.url}@evil.example/a.pem"):
        with pytest.raises(FeedError, match="does not answer there"):
            a_publisher(server.url).confirm(url)
    assert server.requests == []


@pytest.mark.parametrize("found", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "::ffff:10.0.0.1"])
def test_a_name_of_sns_that_leads_inside_is_not_asked(found: str) -> None:
    with pytest.raises(FeedError, match="not on the public internet"):
        a_publisher(ORIGIN, Network.PUBLIC, found).confirm(f"{ORIGIN}/?Action=ConfirmSubscription")


# As it is deployed


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return pushed_config(tmp_path_factory.mktemp("pushed") / "config")


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch, config: Config) -> Any:
    monkeypatch.setattr(pushing, "config", lambda: config)
    monkeypatch.setattr(pushing, "client", lambda name: name)

    def build(**told: str) -> Push:
        told = {"STATE_TABLE": "state", "INGEST_QUEUE": "queue", "PUSH_SOURCES": SOURCE, **told}
        for name, value in told.items():
            monkeypatch.setenv(name, value)
        pushing.build_push.cache_clear()
        return pushing.build_push()

    yield build
    pushing.build_push.cache_clear()


@pytest.mark.parametrize("network", [{}, {"FEED_NETWORK": "public"}])
def test_on_the_public_network_no_stand_in_is_believed(deployed: Any, server: Server, network: dict[str, str]) -> None:
    server.does[CERTIFICATE] = answer(a_certificate())
    push = deployed(PUSH_ENDPOINT=server.url, **network)
    assert push.topics == {SOURCE: {TOPIC: ORIGIN}}
    with pytest.raises(NotTaken):
        push(SOURCE, json.dumps(signed(address=server.url)).encode())
    with pytest.raises(FeedError):
        push.publisher.confirm(f"{server.url}/")
    with pytest.raises(FeedError, match="only https is read"):
        a_publisher(server.url, Network.PUBLIC).confirm(f"{server.url}/")
    assert server.requests == []


def test_on_a_laptop_the_stand_in_is_believed_and_no_other_machine(deployed: Any, server: Server) -> None:
    server.does[CERTIFICATE] = answer(a_certificate())
    push = deployed(PUSH_ENDPOINT=server.url, FEED_NETWORK="loopback")
    assert push.topics == {SOURCE: {TOPIC: server.url}}
    with pytest.raises(ConfigurationError, match="LH501 PUSH_ENDPOINT"):
        deployed(PUSH_ENDPOINT="http://10.0.0.1:80", FEED_NETWORK="loopback")
    lonely = deployed(PUSH_ENDPOINT="", FEED_NETWORK="loopback")
    with pytest.raises((FeedError, FeedUnavailable)):
        lonely.publisher.confirm(f"{ORIGIN}/?Action=ConfirmSubscription")


@pytest.mark.parametrize("name", ["nobody", "westshire.control", "national_highways"])
def test_a_source_that_is_not_pushed_is_no_door(deployed: Any, name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"LH507 PUSH_SOURCES: sources.yaml has no source '{name}'"):
        deployed(PUSH_SOURCES=name)
