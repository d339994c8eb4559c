"""The fetcher against real servers on loopback and invented names: what it takes, how much, how long, from where."""

import gzip
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
from loudhailer.feeds._body import MOST_BYTES
from loudhailer.feeds.addresses import Network, Reach, is_public, resolved
from loudhailer.feeds.fetch import USER_AGENT, Fetcher
from loudhailer.ports import Fetched, Validators
from tests.feeds.servers import Server, answer, bomb, drips, hangs, serving

KEY = {"Ocp-Apim-Subscription-Key": "s3cr3t"}
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


def local(server: Server, *hosts: str) -> Fetcher:
    """Return the fetcher of a feed on loopback."""
    reach = Reach(httpx.URL(f"{server.url}/feed"), hosts, Network.LOOPBACK)
    return Fetcher(
        reach, {"X-Response-MediaType": "application/json"}, KEY, time.monotonic, ssl.create_default_context()
    )


def public(names: Names, below: Below, *hosts: str, tls: ssl.SSLContext | None = None) -> Fetcher:
    """Return the fetcher of https://feeds.example/feed."""
    reach = Reach(httpx.URL("https://feeds.example/feed"), hosts, Network.PUBLIC, names)
    return Fetcher(reach, {}, KEY, time.monotonic, tls or ssl.create_default_context(), below)


def fetched(fetcher: Fetcher, url: str, *, seconds: float = 20.0, validators: Validators | None = None) -> Fetched:
    return fetcher.get(url, validators=validators or Validators(), until=time.monotonic() + seconds)


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(FeedError) as refused:
        fetched(fetcher, url)
    assert "s3cr3t" not in str(refused.value)
    return str(refused.value)


# What it takes


def test_a_document_comes_with_what_its_server_says_of_it(server: Server) -> None:
    server.does["/feed"] = answer(b"<alert/>", ETag='"1"', Last_Modified="Sun, 22 Nov 2026 17:30:00 GMT")
    assert fetched(local(server), f"{server.url}/feed") == Fetched(
        200, f"{server.url}/feed", b"<alert/>", '"1"', "Sun, 22 Nov 2026 17:30:00 GMT"
    )


def test_it_says_who_it_is_and_brings_its_key_and_headers(server: Server) -> None:
    server.does["/feed?key=no"] = answer(b"")
    fetched(local(server), f"{server.url}/feed?key=no")
    (request,) = server.requests
    assert server.header("User-Agent") == [USER_AGENT]
    assert server.header("Ocp-Apim-Subscription-Key") == ["s3cr3t"]
    assert server.header("X-Response-MediaType") == ["application/json"]
    assert server.header("Host") == [f"127.0.0.1:{server.port}"]
    assert "If-None-Match" not in request


def test_it_asks_only_for_what_is_new(server: Server) -> None:
    server.does["/feed"] = answer(status="304 Not Modified")
    known = Validators('"1"', "Sun, 22 Nov 2026 17:30:00 GMT")
    assert fetched(local(server), f"{server.url}/feed", validators=known).status == 304
    assert server.header("If-None-Match") == ['"1"']
    assert server.header("If-Modified-Since") == ["Sun, 22 Nov 2026 17:30:00 GMT"]


def test_a_304_that_nobody_asked_for_is_no_answer(server: Server) -> None:
    server.does["/feed"] = answer(status="304 Not Modified")
    assert refusal(local(server), f"{server.url}/feed") == "127.0.0.1: it answered 304"


def test_the_next_page_is_named_in_full(server: Server) -> None:
    server.does["/feed"] = answer(b"[]", x_next="/feed?page=2")
    assert fetched(local(server), f"{server.url}/feed").next_page == f"{server.url}/feed?page=2"


def test_a_packed_body_is_unpacked(server: Server) -> None:
    server.does["/feed"] = answer(gzip.compress(b"<alert/>" * 50_000), Content_Encoding="gzip")
    assert fetched(local(server), f"{server.url}/feed").body == b"<alert/>" * 50_000


# How much


def test_a_body_that_says_it_is_too_large_is_not_read(server: Server) -> None:
    server.does["/feed"] = answer(b"", Content_Length=str(MOST_BYTES + 1))
    assert refusal(local(server), f"{server.url}/feed") == "127.0.0.1: its answer is larger than 10 MiB"


def test_a_body_that_does_not_say_how_large_it_is_is_read_to_the_limit(server: Server) -> None:
    chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    server.does["/feed"] = answer(chunk * 161 + b"0\r\n\r\n", Transfer_Encoding="chunked")
    assert "larger than 10 MiB" in refusal(local(server), f"{server.url}/feed")


def test_a_bomb_is_refused_at_once(server: Server) -> None:
    packed = bomb(400 * 1024 * 1024)
    server.does["/feed"] = answer(packed, Content_Encoding="gzip")
    assert len(packed) < MOST_BYTES
    started = time.monotonic()
    assert "larger than 10 MiB" in refusal(local(server), f"{server.url}/feed")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_a_packing_that_was_not_asked_for_is_refused(server: Server, encoding: str) -> None:
    server.does["/feed"] = answer(b"x", Content_Encoding=encoding)
    assert "not asked for" in refusal(local(server), f"{server.url}/feed")


def test_what_is_not_the_gzip_it_says_is_refused(server: Server) -> None:
    server.does["/feed"] = answer(b"<html>", Content_Encoding="gzip")
    assert "not the gzip" in refusal(local(server), f"{server.url}/feed")


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param(answer(b"<aler", Content_Length="1000"), id="shorter than it says"),
        pytest.param(answer(b"5\r\n<aler\r\n", Transfer_Encoding="chunked"), id="no last chunk"),
        pytest.param(answer(gzip.compress(b"<alert/>" * 99)[:-9], Content_Encoding="gzip"), id="gzip without its end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="headers cut off"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="another protocol"),
    ],
)
def test_an_answer_that_is_cut_off_is_none(server: Server, cut: bytes) -> None:
    server.does["/feed"] = cut
    with pytest.raises(FeedUnavailable):
        fetched(local(server), f"{server.url}/feed")


# How long


@pytest.mark.parametrize(
    "slow",
    [
        pytest.param(hangs, id="hangs"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\nX-Slow: "), id="drips its headers"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), id="drips its body"),
    ],
)
def test_no_server_takes_more_than_the_polls_time(server: Server, slow: Any) -> None:
    server.does["/feed"] = slow
    started = time.monotonic()
    with pytest.raises(FeedUnavailable, match="did not answer in time"):
        fetched(local(server), f"{server.url}/feed", seconds=0.4)
    assert time.monotonic() - started < 1.0


def test_with_no_time_left_nothing_is_asked(server: Server) -> None:
    with pytest.raises(FeedUnavailable):
        fetched(local(server), f"{server.url}/feed", seconds=0)
    assert server.requests == []


@pytest.mark.parametrize("status", ["500 Oh", "502 Bad Gateway", "503 Unavailable", "429 Too Many", "408 Timeout"])
def test_what_may_pass_is_worth_the_next_poll(server: Server, status: str) -> None:
    server.does["/feed"] = answer(status=status)
    with pytest.raises(FeedUnavailable, match=status[:3]):
        fetched(local(server), f"{server.url}/feed")


@pytest.mark.parametrize("status", ["401 Who", "403 No", "404 Not Found", "204 Nothing", "206 A part"])
def test_what_will_not_pass_is_refused(server: Server, status: str) -> None:
    server.does["/feed"] = answer(status=status)
    assert refusal(local(server), f"{server.url}/feed?key=s3cr3t") == "127.0.0.1: it answered 404"
    assert refusal(local(server), f"{server.url}/feed") == f"127.0.0.1: it answered {status[:3]}"


def test_nobody_there_is_worth_the_next_poll() -> None:
    with serving() as gone:
        pass
    with pytest.raises(FeedUnavailable):
        fetched(local(gone), f"{gone.url}/feed")


# From where


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
