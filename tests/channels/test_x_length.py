"""X counts by weight: held against its own conformance file, and never below it where we cannot know."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from local.deploy import ROOT
from loudhailer.channels._x_length import has_link, measure

CONFORMANCE = ROOT.parent / "shared/specs/validate.yml"
OLDER_RULES = {
    "Count a mix of single byte single word, and double word unicode characters",
    "Count unicode emoji chars outside the basic multilingual plane with skin tone modifiers",
}
"""Cases of the rules before version 3, in which every part of a joined emoji counts."""


def cases(*groups: str) -> list[dict[str, Any]]:
    if not CONFORMANCE.exists():
        pytest.skip("X's conformance file is not on this machine")
    tests = yaml.safe_load(CONFORMANCE.read_text(encoding="utf-8"))["tests"]
    return [case for group in groups for case in tests[group]]


def test_the_weight_is_that_of_the_conformance_file() -> None:
    held = cases("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")
    held += [each for each in cases("WeightedTweetsCounterTest") if each["description"] not in OLDER_RULES]
    assert len(held) == 22 + 2 + 18
    wrong = {
        case["description"]: measure(case["text"])
        for case in held
        if measure(case["text"]) != case["expected"]["weightedLength"]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Tân ŵy", 6),
        ("e\u0301", 1),
        ("\u2013\u2019", 2),  # a dash and an apostrophe are light
        ("\u2026", 2),  # an ellipsis is not
        ("火事", 4),
        ("🚒", 2),
        ("🚒🚒", 4),
        ("👨‍👩‍👧‍👦", 2),
        ("🙋🏽", 2),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 2),
        ("🇬🇧", 2),
        ("1️⃣", 2),
        ("https://a.uk", 23),
        ("https://alerts.westshire.uk/0142?a=1#top", 23),
        ("https://alerts.westshire.uk/0142.", 24),
        ("(https://alerts.westshire.uk/0142)", 25),
        ("see https://alerts.westshire.uk/0142/a/long/path and example.com", 4 + 23 + 5 + 23),
        ("https://t\u00e2n.cymru/", 23),
        ("ring 999 at 5.30pm.", 19),
        ("a@b.com", 7),
        ("@westshire.uk", 13),
        ("example.com.Please", 23 + 7),
        ("https://example.comma/0142", 26),  # an ending that we do not know: the dearer of the two answers
        ("x.comma", 23),
        (f"https://{'x' * 64}.com", 8 + 64 + 4),  # no host has a label of 64 signs
    ],
)
def test_a_text_weighs_what_x_says(text: str, weight: int) -> None:
    assert measure(text) == weight


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_text_never_weighs_less_than_its_plain_letters_and_never_loses_weight_by_a_sentence(
    text: str, more: str
) -> None:
    assert measure(f"{text} {more}") >= measure(text)


@pytest.mark.parametrize(
    ("text", "dear"),
    [
        ("Fire at Mill Lane. Ref WSF-0142", False),
        ("Fire. https://alerts.westshire.uk/0142", True),
        ("Fire. alerts.westshire.uk", True),
        ("At 5.30pm, e.g. now", False),
    ],
)
def test_a_link_is_seen_wherever_x_may_see_one(text: str, dear: bool) -> None:  # noqa: FBT001  # the table's answer
    assert has_link(text) is dear
