"""RSS and Atom: what an item says under its source's policy, and what is never said without one."""

from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Phase, Severity
from loudhailer.feed_rules import FeedFile
from loudhailer.feeds import FEEDS, Policy, Reading, read_with
from loudhailer.feeds._rss_item import SEVERITIES, USUAL
from loudhailer.feeds._rss_text import lead_of, pairs_of, plain_of
from loudhailer.feeds.rss import parse
from loudhailer.normalise import digest_of
from tests.feeds.caps import xml
from tests.feeds.spoiling import spoilt

SAMPLES = ROOT / "events" / "feeds" / "rss"
FILE = FeedFile.model_validate(yaml.safe_load((ROOT / "config" / "feeds.yaml").read_text(encoding="utf-8")))
MAPPED = Policy(source="x", types={"fire": "warning"}, fields={"type": "TYPE"})
UNMAPPED = "its source's policy maps none of its words to an event type"


def policy(name: str) -> Policy:
    rules = FILE.policies[name].model_copy(update={"box": (52.0, -3.0, 53.0, -2.0)})
    return read_with(rules, name)


def sample(name: str, rules: Policy) -> tuple[Incident, ...]:
    return parse((SAMPLES / name).read_bytes(), rules).incidents


def an_item(**elements: Any) -> str:
    return xml(item=xml(**{"title": "Fire in Stokeby", "description": "TYPE: FIRE", "guid": "1"} | elements))


def a_list(*items: str, title: str = "Fires", **channel: Any) -> bytes:
    told = xml(title=title, **channel) + "".join(items)
    spaces = 'xmlns:georss="http://www.georss.org/georss" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#"'
    return f'<rss version="2.0" {spaces}>{xml(channel=told)}</rss>'.encode()


def read(rules: Policy = MAPPED, **elements: Any) -> Incident:
    (incident,) = parse(a_list(an_item(**elements)), rules).incidents
    return incident


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day and on


def test_roadworks_are_read_by_their_policy_on_the_local_clock() -> None:
    summer, winter, cancelled = sample("roadworks.rss", policy("traffic_wales"))
    assert (summer.id, summer.event_type, summer.severity) == ("RNMDA_1", "highways_closure", Severity.SEVERE)
    assert summer.facts == {"road": "A4117", "place": "Eastbound Stokeby to Aldermere Roundabout"}
    assert (summer.starts, summer.expected_end) == (at(2026, 7, 15, 19), at(2026, 7, 16, 5))
    assert [(each.start, each.end) for each in summer.periods] == [(at(2026, 7, 15, 19), at(2026, 7, 16, 5))]
    assert (summer.updated, summer.point) == (at(2026, 7, 6, 7, 28), (52.45, -2.75))
    assert (summer.phase, summer.withheld, summer.doubt) == (Phase.OPEN, "", "")
    assert (winter.id, winter.starts, winter.expected_end) == ("RNMDA_2", at(2026, 11, 2, 6), None)
    assert (winter.roads, winter.doubt) == ((), "its end cannot be read; its road is missing")
    assert winter.headline.startswith("Both directions : Aldermere Bridge")
    assert (cancelled.event_type, cancelled.phase, cancelled.point) == ("highways_lanes", Phase.OPEN, None)
    assert cancelled.doubt == (
        "its words sound like an end, which its policy does not map; it ends before it starts; "
        "its position lies outside of where its source speaks of"
    )


def test_an_event_keeps_its_reference_when_its_record_changes() -> None:
    rules = policy("national_highways_rss")
    (before,), (after,) = sample("unplanned.rss", rules), sample("unplanned_after_the_record_changed.rss", rules)
    assert before.id == after.id == "UF-26-12-14-200001"
    assert before.revision + 600 == after.revision
    assert (before.event_type, before.severity) == ("highways_incident", Severity.MINOR)
    assert before.facts == {"road": "M99", "place": "eastbound between J3 and J2", "area": "Westshire"}
    assert (before.starts, before.expected_end) == (at(2026, 12, 14, 9, 13, 16), at(2026, 12, 14, 10, 40, 17))
    assert (before.updated, before.point) == (at(2026, 12, 14, 10, 37, 20), (52.4, -2.64))
    assert digest_of(before) == digest_of(after)


def test_fields_packed_in_html_or_xml_are_read_and_what_is_not_for_the_public_is_withheld() -> None:
    fire, medical, burn = sample("fires.rss", policy("tasmania_fire"))
    assert (fire.id, fire.event_type, fire.severity) == (
        "tag:fire.westshire.example,2026-09-27:1",
        "warning",
        Severity.SEVERE,
    )
    assert fire.facts == {"warning": "VEGETATION FIRE", "place": "Withy Lane, STOKEBY", "area": "Withy Lane, STOKEBY"}
    assert (fire.updated, fire.point) == (at(2026, 9, 26, 15, 30, 34), (52.4567, -2.75927))
    assert (medical.withheld, medical.point) == ("it is a medical or a police matter", (52.4, -2.7))
    assert burn.withheld == "its source's policy keeps it from the public"


def test_a_time_without_a_zone_is_of_its_source_s_clocks() -> None:
    assert read(pubDate="2018-08-30 19:47:47").updated == at(2018, 8, 30, 18, 47, 47)
    hobart = read_with(FILE.policies["tasmania_fire"])
    assert read(hobart, description="UPDATED: 30/08/2018 19:47:47").updated == at(2018, 8, 30, 9, 47, 47)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 06 Jul 2026 08:28:13 +0100", at(2026, 7, 6, 7, 28, 13)),
        ("Mon, 06 Jul 2026 08:28:13 GMT", at(2026, 7, 6, 8, 28, 13)),
        ("Mon, 06 Jul 2026 08:28:13 -0000", at(2026, 7, 6, 8, 28, 13)),
        ("Mon, 06 Jul 2026 08:28:13", at(2026, 7, 6, 7, 28, 13)),
        ("2026-07-06T08:28:13.5+02:00", at(2026, 7, 6, 6, 28, 13)),
        ("Mon, 06 Jul 2026 08:28:13 CEST", at(2026, 7, 6, 6, 28, 13)),
        ("Monday, 06 July 2026 - 08:28", at(2026, 7, 6, 7, 28)),
        ("06/07/2026 8:28", at(2026, 7, 6, 7, 28)),
        ("soon", None),
    ],
)
def test_a_date_is_read_in_any_spelling(written: str, moment: datetime | None) -> None:
    updated = read(pubDate=written).updated
    assert (updated.replace(microsecond=0) if updated else None) == moment


def test_the_same_title_over_different_events_is_two_incidents() -> None:
    reading = parse((SAMPLES / "without_guid.rss").read_bytes(), Policy())
    assert len({each.id for each in reading.incidents}) == 2
    assert [str(each) for each in reading.refused] == ["item.2.title: it has neither a title nor a description"]
    assert reading.incidents == parse((SAMPLES / "without_guid.rss").read_bytes(), Policy()).incidents


def test_rss_1_and_atom_are_read_like_rss_2() -> None:
    (flood,) = sample("floods.rdf", Policy())
    assert (flood.id, flood.updated) == ("https://floods.example/1", at(2026, 11, 22, 19, 5))
    assert (flood.shape[0], flood.shape[-1], len(flood.shape)) == ((52.45, -2.76), (52.45, -2.76), 5)
    (outage,) = sample("outages.atom", Policy(types={"outage": "information"}))
    assert (outage.id, outage.headline) == ("tag:outages.example,2026:1", "Water off & on in Stokeby")
    assert (outage.starts, outage.expected_end) == (at(2026, 11, 22, 18), at(2026, 11, 23, 6))
    assert (outage.event_type, outage.withheld, len(outage.shape)) == ("information", "", 3)


def test_a_list_of_nothing_is_read_and_a_page_about_trouble_is_refused() -> None:
    assert parse((SAMPLES / "nothing.rss").read_bytes(), MAPPED) == Reading()


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"", "it is not XML ("),
        (b"\n", "it is not XML ("),
        (a_list(an_item())[:-9], "it is not XML ("),
        (b'<rss version="2.0"><channel/></rss>', "it has no items, and no channel with a title"),
        (b"<rss/>", "it has no items, and no channel with a title"),
        (b"<feed/>", "it has no items, and no channel with a title"),
        (a_list(title="503 Service Unavailable"), "it has no items, and its title speaks of an error"),
        (a_list(description="Down for maintenance"), "it has no items, and its title speaks of an error"),
        (
            b'<html xmlns="http://www.w3.org/1999/xhtml"><body>Sorry</body></html>',
            "it is XML, but neither RSS nor Atom",
        ),
        (b"<!DOCTYPE html><html/>", "it holds a DTD or entities"),
        (a_list("<item/>" * 5_001), "it has 5,001 items; at most 5,000 are read"),
    ],
    ids=range(11),
)
def test_what_is_no_list_is_refused_whole(document: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refusal:
        parse(document, MAPPED)
    assert refusal.value.place == "document"
    assert refusal.value.reason.startswith(reason)


def test_without_a_mapping_nothing_is_said_by_itself() -> None:
    told = read(Policy())
    assert (told.headline, told.event_type, told.withheld) == ("Fire in Stokeby", "", UNMAPPED)
    assert read().withheld == ""


@pytest.mark.parametrize("title", ["Cancellation: fire", "Fire cleared", "Road re-opened", "All clear"])
def test_an_end_is_one_only_where_the_policy_says_so(title: str) -> None:
    unsure = read(title=title)
    assert (unsure.phase, unsure.doubt) == (
        Phase.OPEN,
        "its words sound like an end, which its policy does not map",
    )
    sure = Policy(types={"fire": "warning", title: "closed"})
    assert (read(sure, title=title).phase, read(sure, title=title).doubt) == (Phase.CLOSED, "")
    assert read(sure).phase is Phase.OPEN
    only = read(Policy(types={title: "closed"}), title=title, description="x")
    assert (only.phase, only.withheld) == (Phase.CLOSED, "")


def test_a_status_may_say_that_it_is_over_or_still_to_come() -> None:
    rules = Policy(types={"fire": "warning", "extinguished": "closed", "forecast": "planned"}, fields={"type": "TYPE"})
    assert [
        read(rules, description=f"TYPE: FIRE, Status: {status}").phase
        for status in ("Going", "Extinguished", "Forecast")
    ] == [Phase.OPEN, Phase.CLOSED, Phase.PLANNED]


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("Severity: Moderate", Severity.MODERATE),
        ("Alert level: EMERGENCY WARNING", Severity.EXTREME),
        ("Severity: slow", Severity.UNKNOWN),
        ("Severity: 3", Severity.MINOR),
        ("nothing", Severity.UNKNOWN),
    ],
)
def test_the_severity_is_what_stands_under_its_label(words: str, severity: Severity) -> None:
    rules = Policy(types={"fire": "warning"}, severities={"3": Severity.MINOR})
    assert read(rules, description=words).severity is severity


@pytest.mark.parametrize(
    ("elements", "points"),
    [
        ({"georss:point": "52.1 -2.7"}, [(52.1, -2.7)]),
        ({"georss:point": " 52.1,\n-2.7 "}, [(52.1, -2.7)]),
        ({"geo:Point": "<geo:lat>52.1</geo:lat><geo:long>-2.7</geo:long>"}, [(52.1, -2.7)]),
        ({"latitude": "52.1", "longitude": "-2.7"}, [(52.1, -2.7)]),
        ({"georss:where": "<Point><pos>52.1 -2.7 100</pos></Point>"}, [(52.1, -2.7)]),
        ({"georss:line": "52.1 -2.7 52.2 -2.8"}, [(52.1, -2.7), (52.2, -2.8)]),
        ({"georss:polygon": "52 -2 53 -2 53 -3"}, [(52, -2), (53, -2), (53, -3), (52, -2)]),
        (
            {"georss:where": "<Envelope><lowerCorner>52 -3</lowerCorner><upperCorner>53 -2</upperCorner></Envelope>"},
            [(52, -3), (52, -2), (53, -2), (53, -3), (52, -3)],
        ),
        ({"georss:where": "<Envelope><lowerCorner>52 -3</lowerCorner></Envelope>"}, []),
        ({"georss:box": "52 -3 53 -2"}, [(52, -3), (52, -2), (53, -2), (53, -3), (52, -3)]),
        ({"georss:polygon": ["52 -2 53 -2 53 -3", "51 -1 50 -1 50 -2"]}, 6),
        ({"georss:circle": "52 -2 1000"}, 17),
        ({"georss:point": "0 0"}, []),
        ({"georss:point": "91 0"}, []),
        ({"georss:point": "here"}, []),
        ({"georss:polygon": "52 -2 53"}, []),
        ({"latitude": "nan", "longitude": "-2.7"}, []),
    ],
    ids=range(17),
)
def test_a_position_is_read_in_each_of_its_spellings(elements: dict[str, Any], points: Any) -> None:
    told = read(**elements)
    held = list(told.shape) or ([told.point] if told.point else [])
    assert (len(held) if isinstance(points, int) else held) == points


def test_two_positions_that_differ_are_doubted() -> None:
    said: dict[str, Any] = {"georss:point": "52.1 -2.7", "geo:lat": "52.1", "geo:long": "-2.7"}
    assert read(**said).doubt == ""
    assert read(**said | {"geo:lat": "-2.7", "geo:long": "52.1"}).doubt == "it says two places"


def test_items_that_share_an_id_are_one_incident_and_the_newest_speaks() -> None:
    old = an_item(title="Small fire", pubDate="2026-07-06T08:00:00Z")
    new = an_item(title="Large fire", pubDate="2026-07-06T09:00:00Z")
    for items in ((old, new), (new, old)):
        (incident,) = parse(a_list(*items), MAPPED).incidents
        assert (incident.headline, incident.doubt) == ("Large fire", "")
    (odd,) = parse(a_list(an_item(title="One"), an_item(title="Two")), MAPPED).incidents
    assert odd.doubt == "several entries share its id and say different things"


@pytest.mark.parametrize("language", ["cy", "it-IT"])
def test_a_list_in_another_language_is_withheld(language: str) -> None:
    (told,) = parse(a_list(an_item(), language=language), MAPPED).incidents
    assert told.withheld == "it has no English text"


def test_a_test_is_looked_at_by_a_person() -> None:
    assert read(title="TEST fire").doubt == "it speaks of a test or an exercise"


def test_a_road_is_what_the_title_begins_with_where_the_policy_names_no_place_for_it() -> None:
    assert read(title="A99 Stokeby - Accident").roads == ("A99",)
    assert [read(title=each).roads for each in ("Stokeby, A99", "HGV 2 of 3 lanes")] == [(), ()]
    assert read(policy("national_highways_rss"), title="A99 Stokeby").roads == ()


def test_an_address_goes_nowhere() -> None:
    told = read(title="Fire at 14 Mill Street", description="TYPE: FIRE, Location: 14 Mill Street")
    assert (told.facts, told.headline) == ({"warning": "FIRE"}, "")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a<br/>b<p>c</p>", "a\nb\nc"),
        ("a &lt;b&gt;bold&lt;/b&gt; &amp;amp; x", "a bold & x"),
        ("<script>alert('x')</script>a<!-- <b> -->b<style>p{}</style>", "ab"),
        ("a < b and c > d", "a < b and c > d"),
        ("<region>NORTH</region><ns:size>4</ns:size>", "region: NORTH\nsize: 4"),
        ("<td>a</td><td>b</td>", "a b"),
        ("<script>never closed", ""),
    ],
    ids=range(7),
)
def test_markup_becomes_lines(text: str, plain: str) -> None:
    assert plain_of(text) == plain


def test_labels_are_told_from_roads_times_and_addresses_of_pages() -> None:
    prose = (
        "Before it\nDescription: A40 : Eastbound : x :, Start time: 15/07/2026 20:00 , "
        "More: https://x.example/1. Reason : J3. End: "
    )
    assert pairs_of(prose) == {
        "description": ["A40 : Eastbound : x :"],
        "start time": ["15/07/2026 20:00"],
        "more": ["https://x.example/1"],
        "reason": ["J3"],
        "end": [],
    }
    assert lead_of(prose) == "Before it"
    assert read(description="TYPE: FIRE<br/>TYPE: FLOOD").doubt == "it says two things under one label"


@pytest.mark.parametrize(
    ("link", "following"),
    [
        ('<link rel="next" href="?page=2"/>', "?page=2"),
        (
            '<link rel="self" href="https://x.example/"/><link rel="next" href="https://x.example/2"/>',
            "https://x.example/2",
        ),
        ('<link rel="next" href="file:///etc/passwd"/>', ""),
        ("<link>https://x.example/</link>", ""),
    ],
    ids=range(4),
)
def test_a_list_may_go_on_elsewhere(link: str, following: str) -> None:
    documents = (f"<rss><channel><title>x</title>{link}</channel></rss>", f"<feed><title>x</title>{link}</feed>")
    for each in documents:
        assert [FEEDS[name].parse(each.encode(), MAPPED).next_page for name in ("rss", "cap")] == [following] * 2
    assert FEEDS["meteoalarm"].parse(documents[1].encode(), MAPPED).next_page == following


def test_the_page_has_the_tables_that_the_reader_has() -> None:
    page = (ROOT / "docs" / "feeds" / "rss.md").read_text(encoding="utf-8")
    places = [f"| `{name}` | {', '.join(f'`{each}`' for each in usual)} |" for name, usual in USUAL.items()]
    levels = [f"| `{word}` | `{level}` |" for word, level in SEVERITIES.items()]
    assert "\n".join(places) in page
    assert "\n".join(levels) in page


@given(document=st.sampled_from(sorted(SAMPLES.iterdir())).flatmap(lambda path: spoilt(path.read_bytes())))
def test_a_broken_document_is_read_or_refused(document: bytes) -> None:
    try:
        reading = parse(document, MAPPED)
    except FeedError as refusal:
        assert refusal.place  # noqa: PT017  # reading it is as good
        return
    assert all(digest_of(each) and 0 < len(each.id) <= 128 for each in reading.incidents)
