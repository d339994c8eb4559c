"""What a machine can hold the Welsh words to.

Whether they are good Welsh, only a person can say: see docs/languages.md.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from local.deploy import ROOT

WELSH: dict[str, Any] = yaml.safe_load((ROOT / "config" / "words.cy.yaml").read_text(encoding="utf-8"))
ENGLISH: dict[str, Any] = yaml.safe_load((ROOT / "config" / "words.yaml").read_text(encoding="utf-8"))
DIGITS_FIRST = frozenset({"across", "confirmed", "day", "issued", "left", "m", "n", "next_update", "parts", "until"})
"""Slots whose words begin with a digit, or with "hanner", which no word before them changes."""
CHANGING = re.compile(
    r"\b(?:a|am|ar|at|dan|dros|drwy|ei|fy|gan|gyda|heb|hyd at|i|na|neu|o|tan|trwy|tua|un|wrth|ym?|yng?|â)"
    r"\s+\[? ?\{(\w+)\}",
    re.IGNORECASE,
)
"""Words after which the first letter of a name may have to be another."""
SWALLOWING = re.compile(r"(?:\b(?:Mae|Nid yw|i|o|a) |'r ?)\{(?:publisher|agency)\}", re.IGNORECASE)
"""Words that take in the article that a publisher's name may begin with."""


def texts(value: Any) -> Iterator[str]:
    """Yield every text of the file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


ALL = sorted(set(texts({name: said for name, said in WELSH.items() if name not in {"names", "places", "areas"}})))
PLACES = [each["as"] for each in (*WELSH["places"], *WELSH["areas"])]


@pytest.mark.parametrize("check", [CHANGING, SWALLOWING])
def test_no_name_stands_where_its_first_letter_or_its_article_would_change(check: re.Pattern[str]) -> None:
    wrong = [
        said
        for said in (*ALL, *PLACES)
        for found in check.finditer(said)
        if found[found.lastindex or 0] not in DIGITS_FIRST
    ]
    assert wrong == []


def test_the_checks_know_what_is_wrong() -> None:
    assert CHANGING.search("ar gau i {area}")
    assert CHANGING.search("rhybudd gan {publisher}")
    assert SWALLOWING.search("Mae {publisher} yn rhestru")
    assert not CHANGING.search("yn ôl {publisher}")
    assert not CHANGING.search("rhwng {a} ac ardal {b}")


def test_no_text_has_a_typewriters_mark_or_a_space_too_many() -> None:
    spoilt = [
        said for said in (*ALL, *PLACES) if said != said.strip() or "  " in said or "\u2019" in said or "\ufffd" in said
    ]
    assert spoilt == []


def test_all_sentences_together_are_at_most_a_fifth_longer_than_in_english() -> None:
    english = sum(len(each["say"]) for said in ENGLISH["events"].values() for each in sentences_of(said))
    welsh = sum(
        len(each) for name in ENGLISH["events"] for each in sentences_of(WELSH["events"][name], ENGLISH["events"][name])
    )
    assert welsh <= english * 1.2


def sentences_of(said: dict[str, Any], like: dict[str, Any] | None = None) -> Iterator[Any]:
    """Yield an event type's sentences, of the lists that the other language has too."""
    for part in ("alert", "update", "cancel", "unlisted", "reduced"):
        if part in (like or said):
            yield from said[part]
