"""CAP: what the words of an alert become, and what of them is never said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from loudhailer.domain.incident import Severity
from tests.feeds.caps import AREA, BEFORE, INFO, a_block, an_alert, read, xml


@pytest.mark.parametrize(
    ("languages", "event", "withheld"),
    [
        (["cy-GB", "en-GB", "en-US"], "1", ""),
        (["cy-GB", "en-US", "en-GB"], "2", ""),
        (["cy-GB", "en-IE", "en-US"], "1", ""),
        (["cy", ..., "EN_gb"], "2", ""),
        (["cy", ..., "en"], "2", ""),
        (["cy", ...], "1", ""),
        (["cy-GB", "fr"], "0", "it has no English text"),
        (["english"], "0", "it has no English text"),
    ],
    ids=range(8),
)
def test_one_alert_in_several_languages_is_one_incident_in_english(
    languages: list[Any], event: str, withheld: str
) -> None:
    told = read(an_alert(*(a_block(language=each, event=str(n)) for n, each in enumerate(languages))))
    assert (told.facts["warning"], told.withheld) == (event, withheld)


OVER: dict[str, Any] = {"urgency": "Past"}


@pytest.mark.parametrize(
    ("blocks", "phase", "doubt"),
    [
        ([OVER, {}], "open", "it is over in a part of its area"),
        ([{}, OVER], "open", "it is over in a part of its area"),
        ([{"event": "Remove Flood Warning"}, {"responseType": "AllClear"}], "closed", "it tells of several events"),
        ([OVER, {"language": "cy-GB"}], "closed", ""),
        ([{"language": "cy-GB"}, OVER], "closed", ""),
        ([OVER, {"language": "en-US"}], "open", "it is over in a part of its area"),
        ([{}, {}], "open", ""),
    ],
    ids=range(7),
)
def test_it_is_over_where_all_the_blocks_of_its_language_say_so(
    blocks: list[dict[str, Any]], phase: str, doubt: str
) -> None:
    """Two blocks of one language are for two areas: the end in one is no end in the other."""
    areas = ({"areaDesc": "River Alder at Aldermere"}, {"areaDesc": "River Alder at Stokeby"})
    alert = an_alert(*(a_block(area, **block) for area, block in zip(areas, blocks, strict=True)))
    assert (read(alert).phase, read(alert).withheld, read(alert).doubt) == (phase, "", doubt)


@pytest.mark.parametrize(
    ("names", "area"),
    [
        (["area-1", "area-2"], ""),
        (["area-1", "Stokeby"], "Stokeby"),
        (["Zone 4", "Stokeby"], "Zone 4; Stokeby"),
        (["Stokeby", "Aldermere"], "Stokeby, Aldermere"),
        (["Zone 12, Stokeby"], "Zone 12, Stokeby"),
    ],
    ids=range(5),
)
def test_areas_with_numbers_are_no_dwellings(names: list[str], area: str) -> None:
    told = read(an_alert(xml(**INFO, area=[xml(areaDesc=each) for each in names])))
    assert (told.area, told.withheld) == (area, "")


def test_where_it_is_over_it_is_not_said_any_more() -> None:
    over = a_block({"areaDesc": "Stokeby"}, responseType="AllClear", severity="Extreme")
    told = read(an_alert(over, a_block()))
    assert (told.area, told.severity) == ("River Alder at Aldermere", Severity.SEVERE)


@pytest.mark.parametrize("area", [AREA, {}])
def test_an_end_and_none_of_one_area_contradict_each_other(area: dict[str, str]) -> None:
    told = read(an_alert(a_block(area, **OVER), a_block()))
    assert (told.phase, told.withheld) == ("open", "it is over in one block of words and not in another")


def test_a_cancel_ends_it_whatever_its_blocks_say() -> None:
    cancel = an_alert(a_block(**OVER), a_block(), msgType="Cancel", references=BEFORE)
    assert (read(cancel).phase, read(cancel).withheld) == ("closed", "")


@pytest.mark.parametrize(
    ("event", "warning"),
    [
        ("064 Issue Flood Alert EA", "Flood Alert"),
        ("053/055 Issue Severe Flood Warning EA", "Severe Flood Warning"),
        ("Remove Severe Flood Warning - Cell Broadcast", "Severe Flood Warning"),
        ("Issue Severe Flood Warning EA - Cell Broadcast", "Severe Flood Warning"),
        ("<![CDATA[Amber wind\n\t warning]]>", "Amber wind warning"),
        ("2 metre waves", "2 metre waves"),
        ("064", "064"),
        ("Waves at SEA", "Waves at SEA"),
        ("Flood\u202e <!-- a comment -->Warning", "Flood Warning"),
    ],
)
def test_the_warning_is_what_the_public_would_call_it(event: str, warning: str) -> None:
    assert read(an_alert(a_block(event=event))).facts["warning"] == warning


def test_an_event_that_the_policy_does_not_know_is_a_warning() -> None:
    assert read(an_alert(a_block(event="Volcano"))).event_type == "warning"


def test_words_are_bounded_at_the_border_of_a_word() -> None:
    areas = [xml(areaDesc=f"River Alder, part {chr(97 + n) * 5}") for n in range(12)]
    told = read(an_alert(xml(**INFO, headline="word " * 99, area=[*areas, areas[0]])))
    assert told.area.startswith("River Alder, part aaaaa, River Alder, part bbbbb, ")
    assert told.area.endswith(", River Alder, part eeeee, River Alder and other areas")
    assert told.headline == "word " * 31 + "word…"
    assert told.facts["area"] == told.area
    assert max(len(told.area), len(told.headline)) <= 160
    assert len(read(an_alert(a_block(headline="x" * 999))).headline) == 160


MANY_STOKEBYS = (
    "Stokeby, West; Upper Stokeby, West; Upper Upper Stokeby, West; Upper Upper Upper Stokeby, West; "
    "Upper Upper Upper Upper Stokeby, West and other areas"
)


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        (["Polygon"], ""),
        (["circle", "Stokeby"], "Stokeby"),
        (["002", "Aldermere", "031-A"], "Aldermere, 031-A"),
        (["14", "Mill Street"], "Mill Street"),
        (["; ".join(f"{n * 'Upper '}Stokeby, West" for n in range(9))], MANY_STOKEBYS),
        (["x" * 300], "x" * 144 + " and other areas"),
    ],
    ids=range(6),
)
def test_an_area_is_said_by_whole_names_and_never_by_a_code(areas: list[str], said: str) -> None:
    assert read(an_alert(xml(**INFO, area=[xml(areaDesc=each) for each in areas]))).area == said


def test_the_warning_s_name_stands_for_a_headline_with_an_address_or_for_none() -> None:
    told = read(an_alert(a_block(headline="Fire at 14 Mill Street")))
    assert (told.headline, told.withheld) == (told.facts["warning"], "")
    assert told.facts == {"warning": "Flood Warning", "area": "River Alder at Aldermere"}


@pytest.mark.parametrize(
    ("area", "found"),
    [("14 Mill Street, Stokeby", "a house number"), ("x" * 300 + " SY8 1AB", "a full postcode")],
    ids=["house", "postcode"],
)
def test_an_alert_about_an_address_is_withheld_and_the_address_goes_nowhere(area: str, found: str) -> None:
    told = read(an_alert(a_block({"areaDesc": area, "circle": "52.4,-2.7 0"}), scope="Private"))
    assert told.withheld == f"scope Private is never broadcast; its area holds {found}"
    assert ("area" in told.facts, told.area, told.point) == (False, "", None)


@pytest.mark.parametrize("name", ["severity", "urgency", "certainty"])
@pytest.mark.parametrize(("said", "read_as"), [(..., "Unknown"), ("very", "Unknown"), ("", "Unknown")])
def test_a_level_that_nobody_knows_is_unknown(name: str, said: Any, read_as: str) -> None:
    assert getattr(read(an_alert(a_block(**{name: said}))), name) == read_as


def test_a_level_is_read_in_any_case() -> None:
    assert read(an_alert(a_block(severity="EXTREME"))).severity is Severity.EXTREME


@pytest.mark.parametrize(
    "spoilt_time", ["2026-11-23T08:00:00", "soon", "", "2026-02-30T00:00:00Z", "15.05.2026 09:00 CET"]
)
def test_a_broken_time_does_not_lose_the_incident(spoilt_time: str) -> None:
    told = read(an_alert(a_block(expires=spoilt_time, onset=spoilt_time, effective="2026-11-22T17:00:00+01:00")))
    assert (told.expires, told.starts) == (None, datetime(2026, 11, 22, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize("name", ["ends", "eventEndingTime"])
def test_the_hazards_own_end_is_a_forecast_and_not_when_the_words_go_stale(name: str) -> None:
    parameter = [xml(valueName="VTEC", value="x"), xml(valueName=name, value="2026-11-23T08:00:00Z")]
    told = read(an_alert(a_block(parameter=parameter)))
    assert (told.expected_end, told.expires) == (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("area", "point"),
    [
        ({"polygon": "52,-2 52,-3 53,-3 53,-2 52,-2"}, (52.5, -2.5)),
        ({"polygon": ["", "\n 52,-2\t52,-3\n53,-3 53,-2 52,-2 "]}, (52.5, -2.5)),
        ({"polygon": "52,-2"}, (52.0, -2.0)),
        ({"circle": "52.123456,-2.7 15"}, (52.12346, -2.7)),
        ({"polygon": "", "circle": "52.1,-2.7 15"}, (52.1, -2.7)),
        ({"circle": "91,0 1"}, None),
        ({"circle": "0,181 1"}, None),
        ({"circle": "nan,0 1"}, None),
        ({"circle": "inf,0 1"}, None),
        ({"circle": "52.1 -2.7 15"}, None),
        ({"polygon": "52,-2 here 53,-3"}, None),
        ({}, None),
    ],
    ids=range(12),
)
def test_the_point_is_the_middle_and_none_where_it_makes_no_sense(area: dict[str, Any], point: Any) -> None:
    assert read(an_alert(a_block(AREA | area))).point == point
