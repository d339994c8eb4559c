"""What is put on Bluesky: keys, facets, and the two limits in one measure."""

from datetime import UTC, datetime

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from loudhailer.channels._bluesky_record import facets, measure, record, tid
from loudhailer.channels._graphemes import count
from loudhailer.channels.bluesky import KIND
from tests.channels.graphemes import HARD
from tests.channels.kit import SENT, a_post

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1)).map(lambda each: each.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once
SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
# Text with links and tags in it far oftener than chance would put them there.
PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "https://alerts.westshire.uk/0142",
                "https://",
                "#",
                "#Tân",
                "#KeepWindowsClosed",
                "#1",
                " ",
                "\n",
                "(",
                ")",
            ],
        ),
        st.sampled_from(
            ["https://alerts.westshire.uk/0142/map?a=1#top", "http://plain.test", ".", "👩‍🚒", "é", "#火事", "\u200d"]
        ),
    ),
    max_size=12,
).map("".join)


@given(MOMENTS, MOMENTS, st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=120))
def test_keys_are_13_characters_that_sort_by_time(one: datetime, other: datetime, key: str, second: str) -> None:
    first, last = tid(one, key), tid(other, second)
    assert len(first) == len(last) == 13
    assert set(first + last) <= set(SORTABLE)
    assert first[0] in "234567abcdefghij"  # the lexicon's rule: the top bit is never set
    if one != other:
        assert (first < last) == (one < other)


@given(MOMENTS)
def test_keys_of_one_moment_differ_by_what_they_are_of(moment: datetime) -> None:
    # 10 bits: of 100 keys in the same microsecond, about 95 differ.
    assert len({tid(moment, f"a-0142:{number}") for number in range(100)}) > 80


@given(MOMENTS, st.text(min_size=1, max_size=60).filter(lambda text: "/" not in text))
def test_a_further_post_of_an_alert_never_has_the_key_of_its_first(moment: datetime, alert: str) -> None:
    keys = [f"{alert}/bluesky", f"{alert}/bluesky/pointer", f"{alert}/bluesky/anew"]
    first, *further = [tid(moment, key) for key in keys]
    assert first not in further


def test_a_key_is_the_same_in_every_process_and_release() -> None:
    assert tid(SENT, "a-0142:1:bluesky") == "3n2w5duhi42rv"


@given(
    PIECES, st.sampled_from(["", "https://alerts.westshire.uk/0142", "https://alerts.westshire.uk/0142/map", "no link"])
)
@example("(https://a.uk/x).", "")
@example("👩‍🚒#Tân", "")
def test_facets_slice_out_exactly_their_link_or_tag(text: str, link: str) -> None:
    encoded, last = text.encode(), 0
    for facet in facets(text, link):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert last <= start < end <= len(encoded)
        last = end
        (feature,) = facet["features"]
        shown = encoded[start:end].decode()
        if feature["$type"].endswith("#link"):
            assert shown == feature["uri"]
            assert shown.startswith("https://")
        else:
            assert shown == f"#{feature['tag']}"
            assert measure(feature["tag"]) <= 64


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_services_own_link_is_always_marked_where_it_stands_alone(before: str, after: str) -> None:
    link = "https://alerts.westshire.uk/0142"
    marked = [facet["features"][0].get("uri") for facet in facets(f"{before}\n{link}\n{after}", link)]
    assert link in marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("See https://a.uk/x.", ["https://a.uk/x"]),
        ("(see https://a.uk/x)", ["https://a.uk/x"]),
        ("https://a.uk/x?a=1#top, then", ["https://a.uk/x?a=1#top"]),
        ("https://a.uk/0142/map", ["https://a.uk/0142/map"]),  # not the shorter link that it begins with
        ("https://a.uk/0142.", ["https://a.uk/0142"]),
        ("https:// and https://-", []),
        ("http://a.uk/", []),
        ("#WestshireFire #Tân.", ["#WestshireFire", "#Tân"]),
        ("call 999 #1", []),
        ("a#b c", []),
        ("##b", []),
        ("#" + "a" * 65, []),
    ],
)
def test_links_and_tags_are_told_from_the_sentence_around_them(text: str, marked: list[str]) -> None:
    found = [facet["features"][0] for facet in facets(text, "https://a.uk/0142")]
    assert [each.get("uri") or f"#{each['tag']}" for each in found] == marked


def test_a_link_that_is_none_is_not_marked() -> None:
    assert facets("javascript:alert(1) and www.a.uk", "javascript:alert(1)") == []


@pytest.mark.parametrize(("text", "many"), HARD.values(), ids=HARD)
def test_what_people_see_as_one_sign_counts_once(text: str, many: int) -> None:
    assert count(text * 3) == many * 3
    assert count(f"a{text} b") == many + 3


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("👩‍🚒" * 272, True),  # 11 bytes each: 2,992 bytes, 272 graphemes
        ("👩‍🚒" * 273, False),  # 3,003 bytes, though only 273 graphemes
        ("é" * 300, True),
        ("é" * 301, False),
        ("क्ष" * 300, True),
        ("👨‍👩‍👧‍👦" * 120, True),  # 25 bytes each: 3,000 exactly
        ("👨‍👩‍👧‍👦" * 120 + "a", False),
    ],
)
def test_both_limits_hold_to_the_unit(text: str, fits: bool) -> None:  # noqa: FBT001 - the table's answer
    assert KIND.limits.fits(text) is fits


@given(st.text(max_size=60), st.integers(1, 80))
def test_the_one_measure_is_exactly_the_two_limits(text: str, times: int) -> None:
    whole = text * times
    within = len(regex.findall(r"\X", whole)) <= 300 and len(whole.encode()) <= 3000
    assert KIND.limits.fits(whole) is within


@pytest.mark.parametrize(("also", "langs"), [("", ["en-GB"]), ("cy", ["en-GB", "cy"])])
def test_a_record_names_each_of_its_languages(also: str, langs: list[str]) -> None:
    assert record(a_post(language="en-GB", also=also))["langs"] == langs
