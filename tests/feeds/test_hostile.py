"""What somebody made to do harm is refused at once; what is merely huge costs no more than is allowed."""

import gzip
import io
import re
import time
import tracemalloc
import zlib

import pytest

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError, FeedUnavailable
from loudhailer.feeds import FEEDS, Policy
from loudhailer.feeds._body import MOST_BYTES, read_body
from tests.feeds import hostile
from tests.feeds.test_fuzz import faults, run

SMALL = 10_000
PAGES = (
    b"",
    b"\n",
    b" \n\t ",
    b"\xef\xbb\xbf",
    b"null",
    b"true",
    b"0",
    b'""',
    b"Service Unavailable",
    b"<!DOCTYPE html><html><head><title>503</title></head><body>Sorry</body></html>",
    b"<html><body><h1>It works!</h1></body></html>",
    (ROOT / "events/day/feeds/error.html").read_bytes(),
    b'{"message": "Forbidden"}',
    b'{"error": {"code": 429}}',
    b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
    b"\x1f\x8b\x08\x00garbage",
    b"PK\x03\x04",
    b"%PDF-1.7",
)


@pytest.mark.parametrize("name", FEEDS)
def test_no_reader_takes_a_page_that_is_no_document_for_a_list_of_nothing(name: str) -> None:
    for page in PAGES:
        with pytest.raises(FeedError) as refusal:
            FEEDS[name].parse(page, Policy(source="x"))
        assert all((refusal.value.place, refusal.value.reason))


@pytest.mark.parametrize("name", FEEDS)
def test_entities_and_endless_nesting_are_refused_at_once(name: str) -> None:
    for what, document in hostile.harmful():
        if not what.startswith(f"{name}: ") and len(document) > SMALL:
            continue  # its own beginning is enough
        before = time.process_time()
        try:
            reading = FEEDS[name].parse(document, Policy(source="x"))
        except FeedError as refusal:
            assert all((refusal.place, refusal.reason))  # noqa: PT017  # how the others go is checked below
        else:
            # One record is not one: the rest is read, and the document is not whole.
            assert reading.incidents == (), what
            assert reading.refused, what
        assert time.process_time() - before < 2, what


LISTS = {
    "national_highways": ('{"D2Payload":{"situation":[', "{}", "]}}"),
    "wzdx": ('{"type":"FeatureCollection","feed_info":{"version":"4.2"},"features":[', "1", "]}"),
    "open511": ('{"events":[', "1", "]}"),
    "cifs": ('{"incidents":[', "1", "]}"),
    "gtfs_rt": ('{"header":{"gtfs_realtime_version":"2.0"},"entity":[', "1", "]}"),
    "fire_cad": ('{"type":"FeatureCollection","features":[', "{}", "]}"),
    "tfl": ("[", "1", "]"),
    "ea_floods": ('{"items":[{"@id":"x/floodAreas/a","currentWarning":[', "1", "]}]}"),
    "meteoalarm": ('{"warnings":[', "{}", "]}"),
    "nws": ('{"type":"FeatureCollection","features":[', "{}", "]}"),
}
XML_LISTS = {
    "open511": ("<open511><events>", "<event/>", "</events></open511>"),
    "cifs": ("<incidents>", "<incident/>", "</incidents>"),
    "fire_cad": ("<tfs_active_incidents>", "<event/>", "</tfs_active_incidents>"),
    "rss": ("<rss><channel><title>x</title>", "<item/>", "</channel></rss>"),
    "meteoalarm": ("<feed><title>x</title>", "<entry/>", "</feed>"),
    "cap": ("<alerts>", "<alert/>", "</alerts>"),
    "datex2": ("<payload>", "<situation/>", "</payload>"),
}


@pytest.mark.parametrize(
    ("name", "document"),
    [
        *((name, begun + ",".join([each] * 10_001) + end) for name, (begun, each, end) in LISTS.items()),
        ("open511", f"[{','.join(['1'] * 10_001)}]"),
        *((name, begun + each * 10_001 + end) for name, (begun, each, end) in XML_LISTS.items()),
        ("cap", f"<feed>{'<entry/>' * 10_001}</feed>"),
    ],
)
def test_a_list_longer_than_any_that_is_meant_is_refused_as_a_whole(name: str, document: str) -> None:
    with pytest.raises(FeedError) as refusal:
        FEEDS[name].parse(document.encode(), Policy(source="x"))
    assert refusal.value.place == "document"
    assert re.search(r"more than 10,000|at most (?:10|5),000", refusal.value.reason)


@pytest.mark.parametrize("each", ['{"":0}', "[[]]", '{"":{}}'])
def test_objects_without_number_are_refused_before_they_take_memory(each: str) -> None:
    document = f'{{"events":[{",".join([each] * 1_000_000)}]}}'.encode()
    tracemalloc.start()
    try:
        with pytest.raises(FeedError, match="more than 700,000 objects and lists"):
            FEEDS["open511"].parse(document, Policy(source="x"))
        assert tracemalloc.get_traced_memory()[1] < len(document)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("end", ["/>", ">", ' b="> ">'])
def test_an_element_with_attributes_without_number_is_refused_before_it_is_built(end: str) -> None:
    document = "<alert" + "".join(f' a{number}=">"' for number in range(190_000)) + end
    before = time.process_time()
    with pytest.raises(FeedError, match="attributes"):
        FEEDS["cap"].parse(document.encode(), Policy(source="x"))
    assert time.process_time() - before < 0.5


def test_what_is_huge_or_spoilt_everywhere_costs_no_more_than_is_allowed() -> None:
    assert faults(run("--hostile")) == ""


@pytest.mark.long
def test_what_is_huge_costs_no_other_reader_more_than_is_allowed() -> None:
    assert faults(run("--hostile", "--every-reader")) == ""


def zeros(size: int) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as body:
        for _ in range(size // 1_000_000):
            body.write(bytes(1_000_000))
    return packed.getvalue()


def refused(*chunks: bytes) -> int:
    """Return the most memory that it took to refuse the body."""
    tracemalloc.start()
    try:
        with pytest.raises((FeedError, FeedUnavailable)):
            read_body("feed.example", "gzip", chunks)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_hundred_megabytes_of_zeros_are_refused_as_soon_as_they_are_too_many() -> None:
    packed = zeros(100_000_000)
    before = time.process_time()
    assert refused(packed) < 4 * MOST_BYTES
    assert refused(*(packed[start : start + 512] for start in range(0, len(packed), 512))) < 4 * MOST_BYTES
    assert time.process_time() - before < 2


def test_a_bomb_in_a_bomb_is_unpacked_once() -> None:
    packed = gzip.compress(zeros(100_000_000))
    assert len(read_body("feed.example", "gzip", [packed])) < MOST_BYTES


def test_many_members_are_no_way_around_the_bound() -> None:
    with pytest.raises(FeedError, match="larger"):
        read_body("feed.example", "gzip", [zeros(1_000_000)] * 1_000)


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_second_member_is_read_too(size: int) -> None:
    packed = gzip.compress(b"[1,") + gzip.compress(b"2]")
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert read_body("feed.example", "gzip", chunks) == b"[1,2]"


def test_a_second_member_that_is_cut_off_is_no_body() -> None:
    with pytest.raises(FeedUnavailable, match="cut off"):
        read_body("feed.example", "gzip", [gzip.compress(b"[1,") + gzip.compress(b"2]")[:-9]])


def test_garbage_behind_the_end_is_refused_and_not_gathered() -> None:
    most = refused(gzip.compress(b"{}"), *[bytes(1_000_000)] * 60)
    assert most < 2 * MOST_BYTES
    refused(gzip.compress(b"{}") + b"garbage")
    refused(gzip.compress(b"{}") + b"x")


@pytest.mark.parametrize("encoding", ["deflate", "br", "zstd", "gzip, gzip", "compress"])
def test_what_was_packed_in_another_way_is_refused(encoding: str) -> None:
    with pytest.raises(FeedError):
        read_body("feed.example", encoding, [zlib.compress(b"{}")])
