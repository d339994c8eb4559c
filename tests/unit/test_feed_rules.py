"""Policies of feeds.yaml: what cannot be meant is found at the start, with its number, its place and its reason."""

from typing import Any

import pytest
from pydantic import ValidationError

from loudhailer.domain.source import Mode
from loudhailer.feed_rules import FeedFile, FeedRules, problems_of
from tests.builders import shipped_config


def problems(**file: Any) -> list[tuple[int, str]]:
    return [(number, place) for number, place, _ in problems_of(FeedFile.model_validate(file))]


def of(**policy: Any) -> dict[str, Any]:
    return {"policies": {"a": policy}}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (of(), []),
        (of(mode="auto", licence="OGL"), []),
        (of(mode="auto"), [(604, "policies.a.mode")]),
        (of(mode="auto", licence="OGL", mobilising=True), [(605, "policies.a.mode")]),
        (of(mode="propose", mobilising=True), []),
        (of(box=[52, -3, 51, -2]), [(606, "policies.a.box")]),
        ({"area": {"boundary": [[52, -3], [52, -2]]}}, [(603, "area.boundary")]),
        ({"area": {"boundary": [[52, -3], [152, -2], [53, -2]]}}, [(608, "area.boundary")]),
        ({"area": {"boundary": []}}, []),
    ],
)
def test_what_cannot_be_meant_is_found(file: Any, expected: list[tuple[int, str]]) -> None:
    assert problems(**file) == expected


@pytest.mark.parametrize(
    "policy",
    [
        {"mode": "loud"},
        {"zone": "Westshire"},
        {"boilerplate": ["("]},
        {"ends": {"absent_after": -1}},
        {"modes": "auto"},
    ],
    ids=str,
)
def test_a_word_that_nobody_knows_is_refused(policy: Any) -> None:
    with pytest.raises(ValidationError):
        FeedRules.model_validate(policy)


def test_every_shipped_source_starts_as_a_proposer_and_states_its_licence() -> None:
    shipped = shipped_config()
    for name in shipped.sources.sources:
        rules = shipped.rules_of(name)
        assert (rules.mode, bool(rules.licence)) == (Mode.PROPOSE, True), name
