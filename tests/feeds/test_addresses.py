"""Where a feed may be read from: real servers on loopback, and invented names that lead where they should not."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from loudhailer.domain.errors import FeedError, FeedUnavailable
from loudhailer.feeds.addresses import Network, Reach, is_public, resolved
from loudhailer.feeds.fetch import Fetcher
from tests.feeds.servers import KEY, Server, answer, fetched, local, refusal, serving

PUBLIC, OTHER = "93.184.216.34", "151.101.0.1"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    with serving() as running:
        yield running


@dataclass
class Below(httpcore.NetworkBackend):
    """Notes where connections go; leads them to `port` on loopback, or refuses them."""

    port: int = 0
    went: list[str] = field(default_factory=list)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        self.went.append(f"{host}:{port}")
        if not self.port:
            raise httpcore.ConnectError("nobody listens")
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=timeout)


@dataclass
class Names:
    """Resolves as told: each look-up of a host gives the next of its answers, the last for ever."""

    answers: dict[str, list[Sequence[str]]]
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> Sequence[str]:  # noqa: ARG002
        self.asked.append(host)
        given = self.answers[host]
        return given.pop(0) if len(given) > 1 else given[0]


def public(names: Names, below: Below, *hosts: str, tls: ssl.SSLContext | None = None) -> Fetcher:
    """Return the fetcher of https://feeds.example/feed."""
    reach = Reach(httpx.URL("https://feeds.example/feed"), hosts, Network.PUBLIC, names)
    return Fetcher(reach, {}, KEY, time.monotonic, tls or ssl.create_default_context(), below)


def test_a_redirect_on_its_own_host_is_followed_three_times(server: Server) -> None:
    for number in range(4):
        server.does[f"/{number}"] = answer(status="302 Found", Location=f"/{number + 1}")
    server.does["/4"] = answer(b"there")
    found = fetched(local(server), f"{server.url}/1")
    assert (found.url, found.body) == (f"{server.url}/4", b"there")
    assert "redirects more than 3 times" in refusal(local(server), f"{server.url}/0")


@pytest.mark.parametrize(
    "to", ["", "http://[", "https://feeds.example/", "http://169.254.169.254/", "file:///etc/passwd"]
)
def test_a_redirect_anywhere_else_is_refused(server: Server, to: str) -> None:
    server.does["/feed"] = answer(status="301 Moved", Location=to)
    refusal(local(server), f"{server.url}/feed")
    assert len(server.requests) == 1


def test_another_host_is_asked_only_where_the_configuration_names_it_and_never_sees_the_key(
    server: Server, elsewhere: Server
) -> None:
    server.does["/feed"] = answer(status="307 Over there", Location=f"{elsewhere.url}/feed")
    elsewhere.does["/feed"] = answer(b"there")
    assert "neither the feed's own host" in refusal(local(server), f"{server.url}/feed")
    assert elsewhere.requests == []
    assert fetched(local(server, f"127.0.0.1:{elsewhere.port}"), f"{server.url}/feed").body == b"there"
    assert elsewhere.header("Ocp-Apim-Subscription-Key") == [""]
    assert server.header("Ocp-Apim-Subscription-Key") == ["s3cr3t", "s3cr3t"]


def test_a_user_in_an_address_is_refused(server: Server) -> None:
    assert "a user in it" in refusal(local(server), f"http://me:s3cr3t@127.0.0.1:{server.port}/feed")


@pytest.mark.parametrize("host", ["localhost", "feeds.example", "10.0.0.1", "169.254.169.254", "0.0.0.0"])  # noqa: S104
def test_the_laptops_stage_reads_only_loopback_addresses(host: str) -> None:
    stage = Server(80, host)
    assert "only this machine" in refusal(local(stage), f"{stage.url}/feed")


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused_before_a_connection(address: str) -> None:
    below = Below()
    for found in ([address], [PUBLIC, address]):
        names = Names({"feeds.example": [found]})
        said = refusal(public(names, below), "https://feeds.example/feed")
        assert said == "feeds.example: it leads to an address that is not on the public internet"
    assert below.went == []


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4009::200e"])
def test_an_address_of_the_public_internet_is_one(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_an_address_in_the_place_of_a_name_is_checked_too(host: str) -> None:
    reach = Reach(httpx.URL(f"https://{host}/feed"), (), Network.PUBLIC)
    with pytest.raises((FeedError, FeedUnavailable)):
        fetched(Fetcher(reach, {}, {}, time.monotonic, ssl.create_default_context(), Below()), f"https://{host}/feed")


def test_a_name_that_changes_its_mind_is_looked_up_once() -> None:
    names, below = Names({"feeds.example": [[PUBLIC], ["127.0.0.1"]]}), Below()
    with pytest.raises(FeedUnavailable):
        fetched(public(names, below), "https://feeds.example/feed")
    assert (names.asked, below.went) == (["feeds.example"], [f"{PUBLIC}:443"])
    assert "not on the public internet" in refusal(public(names, below), "https://feeds.example/feed")
    assert below.went == [f"{PUBLIC}:443"], "and the next poll looks again"


@pytest.mark.parametrize(
    "url", ["http://feeds.example/feed", "ftp://feeds.example/", "feeds.example/feed", "", "http://["]
)
def test_in_public_only_https_is_asked(url: str) -> None:
    below = Below()
    refusal(public(Names({"feeds.example": [[PUBLIC]]}), below), url)
    assert below.went == []


@pytest.mark.parametrize("url", ["https://feeds.example:8443/feed", "https://other.example/feed"])
def test_another_port_or_host_is_another_place(url: str) -> None:
    below = Below()
    refusal(public(Names({"feeds.example": [[PUBLIC]]}), below), url)
    assert below.went == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate for feeds.example, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "feeds.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("feeds.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "feeds.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


def test_tls_and_host_speak_of_the_name_while_the_connection_goes_to_the_address(certificate: Path) -> None:
    heard: list[str | None] = []
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate)
    theirs.sni_callback = lambda _socket, name, _context: heard.append(name)
    ours = ssl.create_default_context(cafile=str(certificate))
    names = Names({"feeds.example": [[PUBLIC]], "other.example": [[OTHER]]})
    with serving(lambda plain: theirs.wrap_socket(plain, server_side=True)) as server:
        server.does["/feed"] = answer(b"there")
        below = Below(server.port)
        fetcher = public(names, below, "other.example", tls=ours)
        assert fetched(fetcher, "https://feeds.example/feed").body == b"there"
        assert below.went == [f"{PUBLIC}:443"]
        assert (heard, server.header("Host")) == (["feeds.example"], ["feeds.example"])
        with pytest.raises(FeedUnavailable):
            fetched(fetcher, "https://other.example/feed")  # its certificate is another's
        server.does["/feed"] = answer(status="302 Found", Location="http://feeds.example/feed")
        assert refusal(fetcher, "https://feeds.example/feed") == "feeds.example: it redirects from https to http"


def test_a_name_that_cannot_be_resolved_is_worth_the_next_poll() -> None:
    def nobody(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    for resolve in (nobody, Names({"feeds.example": [[]]})):
        reach = Reach(httpx.URL("https://feeds.example/feed"), (), Network.PUBLIC, resolve)
        fetcher = Fetcher(reach, {}, {}, time.monotonic, ssl.create_default_context(), Below())
        with pytest.raises(FeedUnavailable):
            fetched(fetcher, "https://feeds.example/feed")


def test_the_machine_resolves_its_own_name() -> None:
    assert set(resolved("127.0.0.1", 443)) == {"127.0.0.1"}
