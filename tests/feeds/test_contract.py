"""What is true of every format of the registry, so that a new one is tested before its author writes a test."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.feed_rules import FeedRules
from loudhailer.feeds import FEEDS, Policy, policy_of, read_with, recognise
from tests.feeds.contract import flaws
from tests.feeds.real.rows import shipped
from tests.feeds.typical import TYPICAL

EVENTS = ROOT / "events"
PAGES = ROOT / "docs" / "feeds"
CAP = b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
SECTIONS = (
    "What .* holds?",
    "Severity.*",
    "Limits",
    "How .* named",
    "What is refused, and why",
    "What is withheld",
)
"""The sections of docs/feeds/cap.md that every page has."""
OF_OUR_OWN = {"incident_event": {"Severity.*", "What is withheld"}}
"""An event off the bus says both in our own words, and there is nothing to explain."""
LISTS = {"national_highways", "ea_floods", "tfl", "wzdx", "open511", "cifs", "fire_cad"}
WORDS = {"incident_event", "cap", "street_manager"}


@cache
def samples() -> dict[str, tuple[tuple[Path, bytes], ...]]:
    """Return the project's own samples of each format, of which those of the bus lie in a folder of their own."""
    folders = {name: EVENTS / "feeds" / name for name in FEEDS} | {"incident_event": EVENTS / "incidents"}
    return {
        name: tuple((path, path.read_bytes()) for path in sorted(folder.glob("*")) if path.is_file())
        for name, folder in folders.items()
    }


def policies(name: str) -> tuple[Policy, ...]:
    return Policy(source="x"), policy_of(TYPICAL[name], shipped())


def readable(name: str) -> Iterator[tuple[Path, bytes]]:
    """Yield the samples that are read at all: one may show what is refused."""
    for path, document in samples()[name]:
        try:
            FEEDS[name].parse(document, Policy(source="x"))
        except FeedError:
            continue
        yield path, document


def test_every_format_has_a_typical_source_in_the_order_of_the_registry() -> None:
    assert list(FEEDS) == list(TYPICAL)


@pytest.mark.parametrize("name", FEEDS)
def test_a_format_has_samples_a_page_with_its_sections_and_a_policy(name: str) -> None:
    assert list(readable(name)), f"events/feeds/{name} has no sample that is read"
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    wanted = [each for each in SECTIONS if each not in OF_OUR_OWN.get(name, ())]
    assert [each for each in wanted if not re.search(rf"^## {each}$", page, re.MULTILINE)] == []
    assert TYPICAL[name] in shipped().feeds.policies, f"config/feeds.yaml has no policy {TYPICAL[name]}"


@pytest.mark.parametrize("name", FEEDS)
def test_a_sample_is_recognised_by_its_format_and_by_no_other(name: str) -> None:
    for path, document in samples()[name]:
        assert (path.name, recognise(document)) == (path.name, name)
        assert [each for each, known in FEEDS.items() if known.recognises(document)] == [name], path.name


@pytest.mark.parametrize("name", FEEDS)
def test_no_other_reader_takes_an_incident_or_an_empty_list_from_a_sample(name: str) -> None:
    for path, document in samples()[name]:
        for other in FEEDS.keys() - {name}:
            if other == "rss" and re.search(rb"<(feed|rss)[ >]", document):
                continue  # it reads any such list that a source of its own sends
            try:
                reading = FEEDS[other].parse(document, Policy(source="x"))
            except FeedError as refusal:
                assert all((refusal.place, refusal.reason))  # noqa: PT017  # an index that leads on is as good
            else:
                assert reading.incidents == (), f"{other} reads {path.name}"
                # As a whole list of nothing it would end all that there is.
                whole = FEEDS[other].snapshot and not getattr(reading, "partial", False)
                empty = whole and not reading.links and not reading.refused
                assert not empty, f"{other} finds nothing in {path.name}"


@pytest.mark.parametrize("name", FEEDS)
def test_a_sample_that_was_cut_off_is_refused_wherever_it_was_cut(name: str) -> None:
    for path, document in readable(name):
        whole = document.rstrip()
        for end in {1, len(whole) // 4, len(whole) // 2, len(whole) * 9 // 10, len(whole) - 1}:
            with pytest.raises(FeedError):
                pytest.fail(f"{path.name} is read up to {end}: {FEEDS[name].parse(whole[:end], Policy(source='x'))}")


@pytest.mark.parametrize("name", FEEDS)
def test_the_same_bytes_are_the_same_reading(name: str) -> None:
    for _, document in readable(name):
        for policy in policies(name):
            one, other = (FEEDS[name].parse(bytes(each), policy) for each in (document, bytearray(document)))
            assert (one.incidents, one.links, one.next_page) == (other.incidents, other.links, other.next_page)
            assert [(str(each), each.about) for each in one.refused] == [
                (str(each), each.about) for each in other.refused
            ]


@pytest.mark.parametrize("name", FEEDS)
def test_an_incident_is_one_that_can_be_kept_said_and_sent(name: str) -> None:
    events = shipped().words.events
    for path, document in readable(name):
        for policy in policies(name):
            reading = FEEDS[name].parse(document, policy)
            found = {each.id: wrong for each in reading.incidents if (wrong := flaws(each))}
            assert found == {}, path.name
            assert {each.source for each in reading.incidents} <= {policy.source}
            # Which of our words a list of anything speaks of, only its source's policy can say.
            untyped = {""} if name == "rss" else set()
            assert {each.event_type for each in reading.incidents} <= set(events) | untyped, path.name
            assert len({each.id for each in reading.incidents}) == len(reading.incidents), path.name
            assert all(each.place and each.reason for each in reading.refused)


@pytest.mark.parametrize("name", FEEDS)
def test_a_source_of_which_the_file_says_nothing_is_read_as_well(name: str) -> None:
    for _, document in readable(name):
        careful = FEEDS[name].parse(document, read_with(FeedRules(), "x"))
        assert [each.id for each in careful.incidents] == [
            each.id for each in FEEDS[name].parse(document, Policy(source="x")).incidents
        ]


def test_a_list_of_all_that_is_open_makes_news_by_what_it_leaves_out_and_a_word_does_not() -> None:
    known = {name for name, each in FEEDS.items() if each.snapshot}
    assert known >= LISTS & set(FEEDS)
    assert not known & WORDS


@pytest.mark.parametrize(
    "document",
    [
        CAP,
        b"\xef\xbb\xbf" + CAP,
        b"\n  " + CAP,
        b'<?xml version="1.0"?>\n<!-- a page of -->\n<cap:alert xmlns:cap="urn:x">',
        b"<alerts>",
        b"<EDXLDistribution>" + b" " * 9000 + CAP,
    ],
    ids=range(6),
)
def test_cap_is_recognised_by_its_root_or_its_namespace(document: bytes) -> None:
    assert recognise(document) == "cap"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\n",
        b"fire!",
        b"{}",
        b"<html><body>Sorry</body></html>",
        b'{"situation": []}',
        b"\x00",
        b'{"message": "Forbidden"}',
        b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        (EVENTS / "day/feeds/error.html").read_bytes(),
    ],
    ids=range(10),
)
def test_what_no_format_recognises_is_refused_with_the_known_ones(document: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        recognise(document)
    assert refusal.value.place == "document"
    assert refusal.value.reason == f"its format is not known; known formats are {', '.join(FEEDS)}"


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
