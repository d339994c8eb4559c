"""An Atom index of CAP: what it links to, and when a link is worth fetching again."""

import pytest

from local.deploy import ROOT
from loudhailer.feeds import Link, Policy, Reading
from loudhailer.feeds.cap import parse
from tests.feeds.caps import an_alert, xml

URL = "https://floods.westshire.example/cap/1"


def an_index(*entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{xml(entry=list(entries))}</feed>'.encode()


def an_entry(*links: str, updated: str = "2026-11-22T17:30:00Z") -> str:
    return "".join(f"<link {each}/>" for each in links) + xml(updated=updated)


def read(document: bytes) -> Reading:
    return parse(document, Policy(source="environment_agency"))


def test_the_sample_links_to_two_alerts() -> None:
    host = "https://floods.westshire.example/cap"
    assert read((ROOT / "events/feeds/cap/index.atom").read_bytes()) == Reading(
        links=(
            Link(f"{host}/flood_2_update.xml", "2026-11-22T19:05:00Z WS-FLOOD-0001B 2026-11-22T19:05:00+00:00"),
            Link(f"{host}/flood_1_alert.xml", "2026-11-22T17:32:10Z"),
        )
    )


def test_an_index_of_nothing_is_read() -> None:
    assert read(an_index()) == Reading()


@pytest.mark.parametrize(
    "links",
    [
        [f'href="{URL}"'],
        [f'href="{URL}" rel="alternate"'],
        [f'href="{URL}" rel="alternate" type="application/atom+xml"'],
        [f'href="{URL}" rel="enclosure" type="Application/CAP+XML; charset=utf-8"'],
        ['href="https://x.example/page" type="text/html"', f'href="{URL}"'],
        ['href="https://x.example/other"', f'href="{URL}" type="application/cap+xml"'],
        ['href="https://x.example/hub" rel="hub"', 'href="https://x.example/me" rel="self"', f'href="{URL}"'],
        ['href="file:///etc/passwd" type="application/cap+xml"', f'href="{URL}"'],
    ],
    ids=range(8),
)
def test_the_link_to_the_alert_is_found_among_others(links: list[str]) -> None:
    assert read(an_index(an_entry(*links))).links == (Link(URL, "2026-11-22T17:30:00Z"),)


def test_content_that_is_kept_elsewhere_is_a_link_too() -> None:
    entry = f'<content type="application/cap+xml" src="{URL}"/><content type="image/png" src="https://x.example/1"/>'
    assert [each.url for each in read(an_index(entry)).links] == [URL]


def test_a_relative_link_is_given_as_it_stands() -> None:
    assert read(an_index(an_entry('href="../cap/1.xml"'))).links[0].url == "../cap/1.xml"


@pytest.mark.parametrize(
    "link",
    [
        'href=""',
        'rel="alternate"',
        'href="file:///etc/passwd"',
        'href="javascript:alert(1)"',
        'href="ftp://x.example/1"',
        'href="http://[x"',
        'href="https://x.example/a b"',
        f'href="{URL}" rel="related"',
        f'href="{URL}" type="text/html"',
        f'href="https://x.example/{"x" * 2000}"',
    ],
    ids=range(10),
)
def test_an_entry_that_leads_nowhere_is_refused_and_loses_no_other(link: str) -> None:
    reading = read(an_index(an_entry(link), an_entry(f'href="{URL}"')))
    assert [str(each) for each in reading.refused] == ["entry.0.link: it links to no CAP document on the web"]
    assert [each.url for each in reading.links] == [URL]


def test_a_warning_with_an_entry_for_each_area_is_fetched_once() -> None:
    link = f'href="{URL}"'
    entries = [an_entry(link, updated=f"2026-11-22T{hour}:00:00Z") for hour in (17, 19, 18)]
    assert read(an_index(*entries)).links == (Link(URL, "2026-11-22T19:00:00Z"),)


def test_an_alert_inside_an_entry_is_read_at_once() -> None:
    inside = [f'<content type="text/xml">{each.decode()}</content>' for each in (an_alert(), an_alert(sent="soon"))]
    reading = read(an_index(*(an_entry(f'href="{URL}"') + each for each in inside)))
    assert ([each.id for each in reading.incidents], reading.links) == (["W-1"], ())
    assert [(each.place, each.about) for each in reading.refused] == [("entry.1.alert.sent", "W-1")]
