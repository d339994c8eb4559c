"""Each fault over a real socket, with the client that the channels have, and what the server behind it got."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import httpx
import pytest

from local.faultproxy import CutBody, FaultProxy, Request, Reset, WireFault, seeded, standing_before
from local.sandbox.faults import DropAnswer, RateLimited, ServerError, Slow

STORED = b'{"id": "a post with a name long enough to be cut"}'


class Platform(ThreadingHTTPServer):
    """A server that takes all that is posted."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Platform

    def do_POST(self) -> None:
        self.server.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers.append(dict(self.headers.items()))
        self._say(b"" if self.path == "/none" else STORED)

    def do_GET(self) -> None:
        self._say(b"[]")

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("X-RateLimit-Reset", "2026-11-22T17:30:00Z")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def platform() -> Iterator[Platform]:
    with serving(Platform()) as server:
        yield server


@contextmanager
def serving(server: Platform) -> Iterator[Platform]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def posting(request: Request) -> bool:
    return request.method == "POST"


@pytest.fixture
def proxy(platform: Platform) -> Iterator[FaultProxy]:
    with standing_before(platform.url, names=posting) as standing:
        yield standing


def post(proxy: FaultProxy, words: str = "Fire", timeout: float = 5.0) -> httpx.Response:
    with httpx.Client(trust_env=False, timeout=timeout) as http:
        return http.post(f"{proxy.url}/posts?a=1", json={"status": words}, headers={"Idempotency-Key": "k-1"})


def test_what_no_fault_hits_goes_both_ways_as_it_was(platform: Platform, proxy: FaultProxy) -> None:
    answer = post(proxy)
    assert (answer.status_code, answer.content) == (200, STORED)
    assert answer.headers["X-RateLimit-Reset"] == "2026-11-22T17:30:00Z"
    assert platform.got == [b'{"status":"Fire"}']
    assert platform.headers[0]["Idempotency-Key"] == "k-1"
    (passed,) = proxy.record
    assert (passed.number, passed.method, passed.path, passed.status) == (1, "POST", "/posts?a=1", 200)
    assert (passed.fault, passed.answer_lost, passed.body) == ("", False, b'{"status":"Fire"}')
    assert 0 <= passed.ended - passed.began < 5


def test_only_what_is_named_meets_a_fault_and_is_written_down(proxy: FaultProxy) -> None:
    proxy.add(DropAnswer(kind="drop_answer"))
    assert httpx.get(f"{proxy.url}/posts", trust_env=False).json() == []
    assert proxy.record == []
    with pytest.raises(httpx.RemoteProtocolError):
        post(proxy)


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (DropAnswer(kind="drop_answer"), httpx.RemoteProtocolError),
        (Reset(stored=True), httpx.ReadError),
        (CutBody(keep=7), httpx.RemoteProtocolError),
        (CutBody(keep=1000), httpx.RemoteProtocolError),
        (Slow(kind="slow", seconds=1.0, stored=True), httpx.ReadTimeout),
    ],
    ids=lambda each: getattr(each, "kind", ""),
)
def test_an_answer_is_lost_after_the_server_has_taken_the_post(
    platform: Platform, proxy: FaultProxy, fault: WireFault, failure: type[httpx.TransportError]
) -> None:
    proxy.add(fault)
    with pytest.raises(failure):
        post(proxy, timeout=0.5)
    assert platform.got == [b'{"status":"Fire"}']
    assert [(each.fault, each.status, each.answer_lost) for each in proxy.record] == [(fault.kind, 200, True)]
    assert post(proxy).status_code == 200


def test_a_reset_before_the_server_leaves_it_without_the_post(platform: Platform, proxy: FaultProxy) -> None:
    proxy.add(Reset())
    with pytest.raises(httpx.ReadError):
        post(proxy)
    assert platform.got == []
    assert [(each.fault, each.status, each.answer_lost) for each in proxy.record] == [("reset", 0, False)]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("stored", [False, True])
def test_a_server_error_comes_before_or_after_the_post_is_taken(
    platform: Platform, proxy: FaultProxy, status: Literal[500, 502, 503, 504], *, stored: bool
) -> None:
    proxy.add(ServerError(kind="server_error", status=status, stored=stored))
    assert post(proxy).status_code == status
    assert len(platform.got) == int(stored)
    assert [each.answer_lost for each in proxy.record] == [stored]


def test_a_rate_limit_says_when_to_come_back_and_asks_no_server(platform: Platform, proxy: FaultProxy) -> None:
    proxy.add(RateLimited(kind="rate_limited", retry_after=3.5, times=2))
    answers = [post(proxy) for _ in range(3)]
    assert [(each.status_code, each.headers.get("Retry-After")) for each in answers] == [
        (429, "3.5"),
        (429, "3.5"),
        (200, None),
    ]
    assert len(platform.got) == 1


def test_a_delay_outlasts_the_caller_and_the_post_is_taken_all_the_same(platform: Platform, proxy: FaultProxy) -> None:
    proxy.add(Slow(kind="slow", seconds=0.4))
    with pytest.raises(httpx.ReadTimeout):
        post(proxy, timeout=0.1)
    assert platform.got == []
    deadline = time.monotonic() + 5
    while not proxy.record and time.monotonic() < deadline:
        time.sleep(0.02)
    assert platform.got == [b'{"status":"Fire"}']
    assert proxy.record[0].answer_lost


def test_a_seeded_plan_loses_its_share_and_the_same_ones_again() -> None:
    plan = seeded(7, 0.2, [DropAnswer(kind="drop_answer"), Reset(stored=True)])
    hit = [number for number in range(1, 1001) if plan(number)]
    assert 150 < len(hit) < 250
    again = seeded(7, 0.2, [DropAnswer(kind="drop_answer"), Reset(stored=True)])
    assert [again(number) for number in range(1, 1001)] == [plan(number) for number in range(1, 1001)]
    assert {plan(number) for number in hit} == {DropAnswer(kind="drop_answer"), Reset(stored=True)}
    other = seeded(8, 0.2, [DropAnswer(kind="drop_answer")])
    assert [number for number in range(1, 1001) if other(number)] != hit


def test_what_is_asked_for_goes_before_the_plan_and_quiet_ends_both(platform: Platform) -> None:
    always = seeded(1, 1.0, [DropAnswer(kind="drop_answer")])
    with standing_before(platform.url, names=posting, plan=always) as proxy:
        proxy.add(ServerError(kind="server_error", status=502))
        assert post(proxy).status_code == 502
        with pytest.raises(httpx.RemoteProtocolError):
            post(proxy)
        proxy.add(ServerError(kind="server_error", status=502))
        proxy.quiet()
        assert post(proxy).status_code == 200
    assert [each.fault for each in proxy.record] == ["server_error", "drop_answer", ""]


def test_many_at_once_are_each_written_down_once(platform: Platform, proxy: FaultProxy) -> None:
    threads = [threading.Thread(target=post, args=(proxy, str(each))) for each in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(each.body for each in proxy.record) == sorted(platform.got)
    assert sorted(each.number for each in proxy.record) == list(range(1, 21))


def test_a_server_that_is_gone_looks_like_one_that_hangs_up(platform: Platform) -> None:
    with standing_before(platform.url) as proxy:
        platform.shutdown()
        platform.server_close()
        with pytest.raises(httpx.RemoteProtocolError):
            post(proxy)
        assert [(each.fault, each.status) for each in proxy.record] == [("", 0)]


def test_a_body_without_a_stated_length_is_refused(platform: Platform, proxy: FaultProxy) -> None:
    assert httpx.post(f"{proxy.url}/posts", content=iter([b"a"]), trust_env=False).status_code == 411
    assert platform.got == []


def test_it_ends_at_once_although_it_holds_a_caller(platform: Platform) -> None:
    began = time.monotonic()
    with standing_before(platform.url) as proxy:
        proxy.add(Slow(kind="slow", seconds=60, stored=True))
        with pytest.raises(httpx.ReadTimeout):
            post(proxy, timeout=0.2)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("server", ["http://alerts.example:80", "https://127.0.0.1:443", "http://10.0.0.1:80", "x"])
def test_it_stands_before_nothing_but_this_machine(server: str) -> None:
    with pytest.raises(ValueError, match="only before http on this machine"):
        FaultProxy(server)


def test_the_record_shows_no_body_where_it_is_printed(proxy: FaultProxy) -> None:
    post(proxy, "a secret of the desk")
    assert "secret" not in repr(proxy.record)
