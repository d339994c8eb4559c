"""Places in Welsh: what sources and officers say of a place, by the patterns of words.cy.yaml, or not at all."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.placenames import said_in
from tests.feeds.test_real_documents import DOCUMENTS, READ, read

WELSH: dict[str, Any] = yaml.safe_load((ROOT / "config" / "words.cy.yaml").read_text(encoding="utf-8"))
PATTERNS: tuple[tuple[str, str], ...] = tuple((each["say"], each["as"]) for each in WELSH["places"])
NAMES: dict[str, str] = WELSH["names"]
ROADS_IN_ENGLISH = (
    "datex2-v1-uk/",
    "datex2-v2-ntis/",
    "datex2-v3-json/",
    "nh-roadworks-xml/",
    "street-manager/",
    "tfl/",
    "rss-georss/national-highways",
    "rss-georss/traffic-wales",
    "wzdx/",
    "open511/drivebc",
    "open511/ibi511",
    "cifs/",
)


WORDS = ["near", "at", "between", "and", "J5", "A49", "Stokeby", "the", "to", "("]


def welsh(text: str) -> str | None:
    return said_in(text, PATTERNS, NAMES)


SAID = {
    "between Aldermere and Stokeby": "rhwng Aldermere ac ardal Stokeby",
    "from Aldermere to Stokeby": "rhwng Aldermere ac ardal Stokeby",
    "at Stokeby Mill": "ger Stokeby Mill",
    "near Stokeby": "ger Stokeby",
    "in Stokeby": "yn ardal Stokeby",
    "on Quarry Lane, Stokeby": "yn ardal Quarry Lane, Stokeby",
    "on the A49": "ar ffordd A49",
    "on Quarry Lane near Stokeby Mill": "yn ardal Quarry Lane, ger Stokeby Mill",
    "towards Stokeby": "i gyfeiriad Stokeby",
    "at Quarry Lane and Mill Street": "lle mae Quarry Lane yn croesi Mill Street",
    "at Stokeby roundabout": "wrth gylchfan Stokeby",
    "outside St Mary's Church": "ger St Mary's Church",
    "in Stoke-on-Trent": "yn ardal Stoke-on-Trent",
    "near Newton Abbot (north)": "ger Newton Abbot (gogledd)",
    # Junctions are numbers.
    "at junction 12": "wrth gyffordd 12",
    "near junction J29A": "ger cyffordd 29A",
    "between J14 and J15": "rhwng cyffordd 14 a chyffordd 15",
    "between junctions 3 and 4": "rhwng cyffordd 3 a chyffordd 4",
    "J1 to J2": "rhwng cyffordd 1 a chyffordd 2",
    "between M56/A56 and A5034": "rhwng cyffordd M56/A56 a chyffordd A5034",
    "at the junction with the A179": "wrth gyffordd A179",
    "between the A5 and the A49(M)": "rhwng cyffordd A5 a chyffordd A49(M)",
    # Which way, with a place behind it.
    "northbound": "tua'r gogledd",
    "anticlockwise": "yn groes i'r cloc",
    "in both directions at junction 9": "i'r ddau gyfeiriad wrth gyffordd 9",
    "westbound between A380 and B3344 near Stokeby (east)": (
        "tua'r gorllewin rhwng cyffordd A380 a chyffordd B3344 ger Stokeby (dwyrain)"
    ),
    "northbound exit slip at junction J9": "ar y ffordd ymadael tua'r gogledd wrth gyffordd 9",
    # As Traffic Wales begins.
    "Both directions Nantgaredig to Abergwili": "i'r ddau gyfeiriad rhwng Nantgaredig ac ardal Abergwili",
    "Both directions Kilgetty": "i'r ddau gyfeiriad yn ardal Kilgetty",
    # Names that have a Welsh one, with and without their article.
    "near Carmarthen": "ger Caerfyrddin",
    "between Shrewsbury and Welshpool": "rhwng yr Amwythig ac ardal y Trallwng",
    "in the City of London": "yn ardal Dinas Llundain",
    "in Kensington and Chelsea": "yn ardal Kensington a Chelsea",
    # A name alone.
    "Stokeby": "yn ardal Stokeby",
    "Mill Street,  Stokeby": "yn ardal Mill Street, Stokeby",
}

NOT_SAID = [
    "",
    " ",
    "the reservoir",
    "near the reservoir",
    "on Harrow Moor, near the reservoir",
    "by the old mill",
    "between Aldermere",
    "between and Stokeby",
    "between Aldermere and ",
    "between Kensington and Chelsea and Fulham",
    "near Mill Street at Stokeby",
    "Near the bridge in Stokeby",
    "three miles north of Stokeby",
    "at junction twelve",
    "on the A49 where the bridge is",
    "northbound northbound northbound northbound northbound Stokeby",
    "Stokeby; Aldermere",
    "Stokeby {b}",
    "All People Should Leave This Town",
    "near " + "A" * 200,
]


@pytest.mark.parametrize(("english", "said"), SAID.items())
def test_a_place_is_said_in_welsh(english: str, said: str) -> None:
    assert welsh(english) == said


@pytest.mark.parametrize("english", NOT_SAID)
def test_what_no_pattern_matches_as_a_whole_is_not_said(english: str) -> None:
    assert welsh(english) is None


def test_without_patterns_nothing_is_said() -> None:
    assert said_in("Stokeby", (), NAMES) is None


@given(st.text(max_size=250) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_no_text_is_an_error(text: str) -> None:
    said = welsh(text)
    assert said is None or said.strip()


TOWNS = st.lists(st.from_regex(r"[B-FH-Z][a-z]{2,8}", fullmatch=True), min_size=1, max_size=3).map(" ".join)
FRAMES = [say for say, _ in PATTERNS if re.findall(r"\{(\w+)\}", say) in (["a"], ["a", "b"], ["a", "b", "c"])]


@given(st.sampled_from(FRAMES), TOWNS, TOWNS, TOWNS)
def test_every_name_of_the_source_is_said(frame: str, first: str, second: str, third: str) -> None:
    towns = {"{a}": first, "{b}": second, "{c}": third}
    used = [town for slot, town in towns.items() if slot in frame]
    text = frame
    for slot, town in towns.items():
        text = text.replace(slot, town)
    said = welsh(text)
    if said is not None:  # a name may happen to be a word of a pattern
        assert all(NAMES.get(town, town) in said for town in used)


def test_every_pattern_has_the_same_slots_on_both_sides() -> None:
    for say, other in PATTERNS:
        assert sorted(re.findall(r"\{(\w+)\}", say)) == sorted(re.findall(r"\{(\w+)\}", other)), say


def test_no_pattern_is_hidden_behind_one_before_it() -> None:
    """A pattern that an earlier one always matches instead would never be said."""
    example = {"a": "Aldermere", "b": "Stokeby", "c": "Thornmere", "n": "3", "m": "4", "place": "near Aldermere"}
    for say, other in PATTERNS:
        filled, meant = say, other
        for slot, value in example.items():
            filled = filled.replace(f"{{{slot}}}", value)
            meant = meant.replace(f"{{{slot}}}", "ger Aldermere" if slot == "place" else value)
        assert welsh(filled) == meant


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents of others are not here")
def test_nine_in_ten_places_of_road_documents_in_english_are_said() -> None:
    places = []
    for name in (each for each in READ if each.startswith(ROADS_IN_ENGLISH)):
        places += [each.facts["place"] for each in read(name).incidents if each.facts.get("place")]
    unsaid = [place for place in places if not (NAMES.get(place) or welsh(place))]
    assert len(places) > 50
    assert len(unsaid) <= len(places) / 10, unsaid
