"""The after-action report: everything is in it, and nothing that is in it can steer whoever reads it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.delivery import State
from loudhailer.report import Bundle, PlatformCopy, files, markdown, timeline
from loudhailer.report.bundle import Integrity, Kind, Moment, collect
from loudhailer.report.markdown import say_moment
from tests.builders import a_delivery
from tests.unit.reporting import PLAN, REFERENCE, a_bundle, alerts, at, posted

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def with_moments(moments: list[Moment], **changes: Any) -> Bundle:
    return a_bundle().model_copy(update={"timeline": tuple(moments)} | changes)


def a_moment(when: datetime, lane: str = "bluesky", kind: Kind = Kind.POSTED, what: str = "posted") -> Moment:
    return Moment(at=when, lane=lane, kind=kind, what=what, detail="")


def test_every_delivery_is_either_posted_or_not_and_says_why() -> None:
    bundle = a_bundle()
    assert len(bundle.posted) + len(bundle.not_posted) == len(bundle.decisions) == 16
    assert all(each.reason for each in bundle.not_posted)
    assert [each.channel for each in bundle.posted if each.doubtful] == ["telegram"]


def test_every_decision_names_its_plan_and_the_code_that_recorded_it() -> None:
    assert {each.plan_digest for each in a_bundle().decisions} == {PLAN}
    assert {each.code for each in a_bundle().decisions} == {"0.1.0+3f2a90bc41d7"}


def test_orders_that_were_given_long_before_are_not_in_it() -> None:
    assert "set level heightened" not in {each.deed for each in a_bundle().acts}
    assert {"set level crisis", "set level normal"} <= {each.deed for each in a_bundle().acts}


def test_approvals_are_shown_with_who_typed_them() -> None:
    assert [each.deed for each in a_bundle().approvals] == ["submit", "approve"]
    assert "officer-gold, typed by control (radio)" in markdown(a_bundle())


def test_the_timeline_is_in_the_order_of_time() -> None:
    moments = a_bundle().timeline
    assert list(moments) == sorted(moments, key=lambda each: each.at)
    assert a_bundle().lanes == ("alerts", "bluesky", "mastodon", "page", "telegram", "command")


def test_the_json_reads_back_as_the_same_bundle() -> None:
    assert Bundle.model_validate_json(files(a_bundle())["report.json"]) == a_bundle()
    assert set(files(a_bundle())) == {"report.md", "report.json", "timeline.svg"}


def test_times_are_said_as_gov_uk_writes_them_with_the_date() -> None:
    assert say_moment(datetime(2026, 7, 1, 16, 30, tzinfo=ZoneInfo("UTC"))) == "5:30pm Wednesday 1 July 2026"
    assert say_moment(at(0)) == "5:30pm Sunday 22 November 2026"


def test_the_page_says_what_stands_in_the_record_and_what_is_gone() -> None:
    page = markdown(a_bundle())
    for words in (
        f"Ref {REFERENCE}",
        "**The platform's own copy has other words:**",
        "> Something else altogether",
        "It may be out: the platform never said.",
        "Unauthorized: the platform refuses",
        "(erased)",
        "2 of the lines were written since and are not anchored yet",
        "Nothing was found to be edited",
    ):
        assert words in page


def test_words_cannot_steer_the_page() -> None:
    page = markdown(a_bundle())
    assert r"the channel is stopped \| \<by\> \*gold\*" in page
    tables = [line for line in page.splitlines() if line.startswith("| J3BWW4D7C")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} == {7, 8, 9}


def test_what_is_wrong_with_the_record_stands_in_the_report() -> None:
    spoiled = Integrity(lines=8, findings=("command 3: edited: it is",), last_anchor=None, unanchored=8, erased=0)
    page = markdown(a_bundle().model_copy(update={"integrity": spoiled}))
    assert "**The record is not as it was written:**" in page
    assert "- command 3: edited: it is" in page
    assert "Nothing is anchored." in page


def test_an_incident_of_which_nothing_went_out_is_a_report_too() -> None:
    empty = a_bundle().model_copy(update={"posted": (), "not_posted": (), "approvals": (), "acts": ()})
    assert markdown(empty).count("Nothing.") == 4


def test_the_picture_says_what_it_is_without_being_seen() -> None:
    root: Any = ElementTree.fromstring(timeline(a_bundle()))
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{name}") for name in ("title", "desc")]
    assert root.get("aria-labelledby") == " ".join(each.get("id") for each in named)
    assert "11 posts out, 1 in doubt, 4 not posted" in named[1].text


def test_the_picture_runs_nothing_and_fetches_nothing() -> None:
    svg = timeline(a_bundle())
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "rect", "text", "path", "circle", "g"}
    assert not re.search(r"href|style=|url\(|on\w+=", svg)


def test_every_moment_has_its_number_on_the_axis_and_in_the_list() -> None:
    shown = texts(timeline(a_bundle()))
    for number in range(1, len(a_bundle().timeline) + 1):
        assert shown.count(str(number)) == 2


def test_marks_of_one_lane_never_cover_each_other() -> None:
    moments = [a_moment(at(0) + timedelta(seconds=number)) for number in range(5)]
    circles = list(ElementTree.fromstring(timeline(with_moments([*moments, a_moment(at(120))]))).iter(f"{SVG}circle"))
    places = [(each.get("cx"), each.get("cy")) for each in circles]
    assert len(set(places)) == len(places)


def test_a_burst_is_put_together_and_still_counted() -> None:
    moments = [a_moment(at(0), "command", Kind.ACT, "act") for _ in range(500)]
    svg = timeline(with_moments(moments))
    assert "6+" in texts(svg)
    assert "and 494 more" in svg
    assert "and 420 more, in report.json" in svg


@pytest.mark.parametrize("minutes", [0.1, 3, 60, 60 * 24, 60 * 24 * 40, 60 * 24 * 900])
def test_the_axis_has_a_few_round_times(minutes: float) -> None:
    svg = timeline(with_moments([a_moment(at(0)), a_moment(at(minutes))]))
    ticks = re.findall(r'text-anchor="middle" y="\d+" font-size="14">([^<]+)<', svg)
    assert 1 <= len(ticks) <= 11
    assert all(re.fullmatch(r"\d{1,2}(:\d\d)?[ap]m|midday|midnight", tick) for tick in ticks)


def test_the_clocks_going_back_do_not_break_the_axis() -> None:
    start = datetime(2026, 10, 24, 22, 0, tzinfo=ZoneInfo("UTC"))
    shown = texts(timeline(with_moments([a_moment(start), a_moment(start + timedelta(hours=8))])))
    assert {"midnight", "Sunday 25 October"} <= set(shown)


def _letters() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), max_size=40)


@given(_letters(), _letters(), st.lists(st.floats(min_value=0, max_value=4000), min_size=1, max_size=12))
def test_the_picture_is_xml_whatever_people_wrote(headline: str, what: str, minutes: list[float]) -> None:
    moments = [a_moment(at(each), what=what) for each in sorted(minutes)]
    root = ElementTree.fromstring(timeline(with_moments(moments, headline=headline)))
    assert root.tag == f"{SVG}svg"


@given(_letters())
def test_the_page_has_the_same_headings_whatever_people_wrote(words: str) -> None:
    def headings(page: str) -> Iterator[str]:
        return (line.split(" ")[0] for line in page.splitlines() if line.startswith("#"))

    changed = tuple(each.model_copy(update={"reason": words}) for each in a_bundle().acts)
    page = markdown(a_bundle().model_copy(update={"acts": changed, "headline": words}))
    assert list(headings(page)) == list(headings(markdown(a_bundle())))


def test_a_post_that_follows_another_stands_in_its_channels_lane_under_its_number_with_its_own_words() -> None:
    (alert, *_), whole = alerts(), Integrity(lines=0, findings=(), last_anchor=None, unanchored=0, erased=0)
    first, second = posted(alert, "bluesky", 1, "one"), posted(alert, "bluesky/post_2", 2, "two")
    third = a_delivery(alert, channel="bluesky/post_3", state=State.FAILED, reason="refused")
    copies = {(alert.identifier, "bluesky/post_2"): PlatformCopy(read=True, text="two", same=True)}
    bundle = collect([alert], [third, second, first], copies, [], whole, made_at=at(3), made_by="gold", code="1")
    name = alert.identifier
    assert [each.what for each in bundle.timeline if each.lane == "bluesky"] == [
        f"{name} post 3 failed",
        f"{name} posted",
        f"{name} post 2 posted",
    ]
    assert [(each.text, each.platform.same) for each in bundle.posted] == [("one", False), ("two", True)]
