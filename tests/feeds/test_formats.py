"""The registry of formats: a document is recognised cheaply, and what is none of them is said to be so."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.feeds import FEEDS, Policy, recognise

EVENTS = ROOT / "events"
SAMPLES = [
    *((path, "incident_event") for path in sorted((EVENTS / "incidents").glob("*.json"))),
    *((path, path.parent.name) for path in sorted((EVENTS / "feeds").glob("*/*"))),
]
LISTS = [
    "national_highways",
    "datex2",
    "ea_floods",
    "tfl",
    "rss",
    "meteoalarm",
    "nws",
    "wzdx",
    "open511",
    "cifs",
    "gtfs_rt",
    "fire_cad",
]
CAP = b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'


@pytest.mark.parametrize(("sample", "name"), SAMPLES, ids=lambda each: getattr(each, "stem", ""))
def test_every_sample_is_recognised_by_its_format_and_by_no_other(sample: object, name: str) -> None:
    document = ROOT.joinpath(str(sample)).read_bytes()
    assert recognise(document) == name
    assert [each for each, known in FEEDS.items() if known.recognises(document)] == [name]


@pytest.mark.parametrize(
    "document",
    [
        CAP,
        b"\xef\xbb\xbf" + CAP,
        b"\n  " + CAP,
        b'<?xml version="1.0"?>\n<!-- a page of -->\n<cap:alert xmlns:cap="urn:x">',
        b"<alerts>",
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2"/>',
        b'<feed><entry><link type="application/cap+xml"/></entry></feed>',
        b'<rss xmlns:cap="urn:oasis:names:tc:emergency:cap:1.1" version="2.0"/>',
        b"<EDXLDistribution>" + b" " * 9000 + CAP,
    ],
    ids=range(9),
)
def test_cap_is_recognised_by_its_root_or_its_namespace(document: bytes) -> None:
    assert recognise(document) == "cap"


@pytest.mark.parametrize(
    "document",
    [b"", b"\n", b"fire!", b"{}", b"[]", b"<html><body>Sorry</body></html>", b'{"situation": []}', b"\x00"],
)
def test_what_no_format_recognises_is_refused_with_the_known_ones(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        recognise(document)
    assert refusal.value.place == "document"
    assert refusal.value.reason == f"its format is not known; known formats are {', '.join(FEEDS)}"


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (b"<rss/>", "rss"),
        (b'<?xml version="1.0"?><!-- a <feed> --><rdf:RDF xmlns:rdf="x">', "rss"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "rss"),
        (b"<feed><id>tag:meteoalarm.org,2021-02-19:UK</id></feed>", "meteoalarm"),
        (b"<rss><link>http://www.meteoalarm.eu/es_ES/0/0/ES034.html</link></rss>", "meteoalarm"),
        (b' {"warnings": []}', "meteoalarm"),
        (b'{"type": "Feature", "properties": {"areaDesc": "", "messageType": ""}}', "nws"),
        (b'{"@context": {"wx": "https://api.weather.gov/ontology#"}, "features": []}', "nws"),
        (b"<!DOCTYPE alert []>", "cap"),
    ],
    ids=range(9),
)
def test_feeds_of_other_kinds_are_kept_apart(document: bytes, name: str) -> None:
    assert [each for each, known in FEEDS.items() if known.recognises(document)] == [name]


@pytest.mark.parametrize(
    "document",
    [
        b'{"type": "FeatureCollection", "features": []}',
        b"<!DOCTYPE html><html>urn:oasis:names:tc:emergency:cap:1.2</html>",
        b"<!-- <rss> -->",
        b"<? <? <?",
        b'{"alerts": []}',
        b"x<rss>",
    ],
)
def test_what_only_speaks_of_a_format_is_none_of_it(document: bytes) -> None:
    assert [each for each, known in FEEDS.items() if known.recognises(document)] == []


@given(document=st.binary(max_size=200))
def test_recognising_never_raises(document: bytes) -> None:
    assert {each.recognises(document) for each in FEEDS.values()} <= {True, False}


@pytest.mark.parametrize("name", FEEDS)
@given(
    document=st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.integers().map(json.dumps).map(str.encode)
)
def test_whatever_bytes_come_in_are_read_or_refused(name: str, document: bytes) -> None:
    try:
        FEEDS[name].parse(document, Policy(source="x"))
    except FeedError as refusal:
        assert all((refusal.place, refusal.reason))  # noqa: PT017  # reading it is as good


def test_only_a_list_of_all_that_is_open_makes_news_by_what_it_leaves_out() -> None:
    assert [name for name, each in FEEDS.items() if each.snapshot] == LISTS
