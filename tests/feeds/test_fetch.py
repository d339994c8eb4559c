"""The fetcher against real servers on loopback: what it takes, how much and how long."""

import gzip
import itertools
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from loudhailer.domain.errors import FeedError, FeedUnavailable
from loudhailer.feed_ports import Fetched, Validators
from loudhailer.feeds._body import MOST_BYTES, read_body
from loudhailer.feeds.fetch import user_agent
from tests.feeds.servers import Server, answer, bomb, drips, fetched, hangs, local, refusal, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


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
    assert server.header("User-Agent") == ["loudhailer/0.1.0 (incident alerts of a fire and rescue service)"]
    assert server.header("Ocp-Apim-Subscription-Key") == ["s3cr3t"]
    assert server.header("X-Response-MediaType") == ["application/json"]
    assert server.header("Host") == [f"127.0.0.1:{server.port}"]
    assert "If-None-Match" not in request


def test_it_says_where_a_person_of_ours_is_found(server: Server) -> None:
    server.does["/feed"] = answer(b"")
    agent = user_agent("https://westshire.example/feeds")
    fetched(replace(local(server), agent=agent), f"{server.url}/feed")
    expected = "loudhailer/0.1.0 (+https://westshire.example/feeds; incident alerts of a fire and rescue service)"
    assert server.header("User-Agent") == [expected]


def test_it_asks_only_for_what_is_new(server: Server) -> None:
    server.does["/feed"] = answer(status="304 Not Modified")
    known = Validators('"1"', "Sun, 22 Nov 2026 17:30:00 GMT")
    assert fetched(local(server), f"{server.url}/feed", validators=known).status == 304
    assert server.header("If-None-Match") == ['"1"']
    assert server.header("If-Modified-Since") == ["Sun, 22 Nov 2026 17:30:00 GMT"]


@pytest.mark.parametrize(
    "validator", [b'"\xe9"', b'"' + b"x" * 2000 + b'"', b'"a\tb"'], ids=["no ASCII", "too long", "a control"]
)
def test_a_validator_that_cannot_be_sent_back_is_none(server: Server, validator: bytes) -> None:
    server.does["/feed"] = answer(b"[]", ETag="@", Last_Modified="@").replace(b"@", validator)
    given = fetched(local(server), f"{server.url}/feed")
    assert (given.body, given.etag, given.modified) == (b"[]", "", "")
    kept = Validators(validator.decode("latin-1"), validator.decode("latin-1"))
    assert fetched(local(server), f"{server.url}/feed", validators=kept).body == b"[]", "also one that was stored"
    assert (server.header("If-None-Match"), server.header("If-Modified-Since")) == (["", ""], ["", ""])


def test_a_304_that_nobody_asked_for_is_no_answer(server: Server) -> None:
    server.does["/feed"] = answer(status="304 Not Modified")
    assert refusal(local(server), f"{server.url}/feed") == "127.0.0.1: it answered 304"


def test_the_next_page_is_named_in_full(server: Server) -> None:
    server.does["/feed"] = answer(b"[]", x_next="/feed?page=2")
    assert fetched(local(server), f"{server.url}/feed").next_page == f"{server.url}/feed?page=2"


def test_the_next_page_of_one_that_has_not_changed_is_named_too(server: Server) -> None:
    server.does["/feed"] = answer(status="304 Not Modified", x_next="/feed?page=2")
    found = fetched(local(server), f"{server.url}/feed", validators=Validators('"1"'))
    assert (found.status, found.next_page) == (304, f"{server.url}/feed?page=2")


def test_a_body_that_was_packed_in_parts_is_read_to_its_end(server: Server) -> None:
    server.does["/feed"] = answer(gzip.compress(b"<a>") + gzip.compress(b"</a>"), Content_Encoding="gzip")
    assert fetched(local(server), f"{server.url}/feed").body == b"<a></a>"
    server.does["/feed"] = answer(gzip.compress(b"<a/>") + b"and more", Content_Encoding="gzip")
    assert "not the gzip" in refusal(local(server), f"{server.url}/feed")


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


def test_a_bomb_takes_no_more_memory_than_the_largest_body() -> None:
    packed = bomb(100 * 1024 * 1024)
    pieces = [packed[at : at + 65_536] for at in range(0, len(packed), 65_536)]
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match="larger than 10 MiB"):
            read_body("feeds.example", "gzip", pieces)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2.5 * MOST_BYTES


def test_a_packing_without_anything_in_it_ends_as_a_large_one_does() -> None:
    with pytest.raises(FeedError, match="larger than 1 MiB"):
        read_body("feeds.example", "gzip", itertools.repeat(gzip.compress(b"") * 1000), 1024 * 1024)


def test_a_feed_may_be_allowed_less_than_others(server: Server) -> None:
    server.does["/feed"] = answer(bytes(2 * 1024 * 1024))
    assert "larger than 1 MiB" in refusal(replace(local(server), most_bytes=1024 * 1024), f"{server.url}/feed")


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


DATE = "Sun, 22 Nov 2026 17:30:00 GMT"


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        ("429 Too Many", {"Retry_After": "90"}, 90.0),
        ("503 Unavailable", {"Retry_After": "Sun, 22 Nov 2026 17:32:00 GMT", "Date": DATE}, 120.0),
        ("503 Unavailable", {"Retry_After": "Sun, 22 Nov 2026 17:20:00 GMT", "Date": DATE}, 0.0),
        ("503 Unavailable", {"Retry_After": "Sun, 22 Nov 2026 17:32:00 GMT"}, 0.0),
        ("503 Unavailable", {"Retry_After": "soon"}, 0.0),
        ("503 Unavailable", {}, 0.0),
        ("500 Oh", {"Retry_After": "90"}, 0.0),
    ],
)
def test_a_server_that_asks_for_a_pause_says_how_long(
    server: Server, status: str, headers: dict[str, str], pause: float
) -> None:
    server.does["/feed"] = answer(b"", status, **headers)
    with pytest.raises(FeedUnavailable) as asked:
        fetched(local(server), f"{server.url}/feed")
    assert asked.value.retry_after == pause


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
