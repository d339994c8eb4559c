"""LINT: every rule finds what it is for, and lets what only looks like it pass."""

from typing import Any

import pytest

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.lint import LONGEST_WHERE, RULES, WHOLE, Finding, Hardness, Spoken, findings_of
from tests.unit.lint_examples import CLOSED, DANGER, EXAMPLES, FRAME, LIVES, LIVES_FRAME, NEEDS_NOTHING, NOTICE, Example


def spoken(text: str, **changes: Any) -> Spoken:
    """Return an incident's alert at Stokeby, unless the test says otherwise."""
    values: dict[str, Any] = {
        "language": "en-GB",
        "link": "",
        "message_class": MessageClass.INCIDENT,
        "msg_type": MsgType.ALERT,
        "emergency": DANGER,
        "place": "at Stokeby" if "at Stokeby" in text else "Stokeby",
    }
    return Spoken(text=text, **(values | changes))


def found(text: str, **changes: Any) -> list[Finding]:
    return list(findings_of(spoken(text, **changes)))


def codes(text: str, **changes: Any) -> list[str]:
    return [each.code for each in found(text, **changes)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.code}-{each.found[:20]!a}")
def test_a_rule_finds_its_example_and_lets_the_twin_pass(example: Example) -> None:
    rule = RULES[example.code]
    (finding, *_) = [each for each in found(example.found, **example.told) if each.code == example.code]
    assert finding.where == example.where
    assert finding.reason == rule.reason
    assert not example.fix or finding.fix == example.fix
    lives = spoken("", **example.told).message_class is MessageClass.LIFE_SAFETY
    assert finding.hard is (rule.hardness is Hardness.HARD or (lives and rule.hardness is Hardness.LIVES))
    told = example.told if example.twin_told is None else example.twin_told
    assert example.code not in codes(example.twin, **told)


def test_every_rule_has_an_example_and_a_twin() -> None:
    assert {each.code for each in EXAMPLES} == set(RULES)


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.languages])
def test_a_rule_of_one_language_says_nothing_of_another(code: str) -> None:
    for example in EXAMPLES:
        if example.code == code:
            for language in {"cy", "gd", "x-klingon"} - set(RULES[code].languages):
                assert code not in codes(example.found, **example.told | {"language": language})


def test_a_welsh_post_as_it_should_be_is_not_nagged_by_the_rules_of_english() -> None:
    text = (
        "Mae'r A49 ar gau yn Stokeby oherwydd gwrthdrawiad. Osgowch yr ardal a defnyddiwch ffordd arall. "
        "Disgwylir iddi aros ar gau tan tua 5:30pm ddydd Sul 22 Tachwedd.\n\n"
        "Os ydych mewn perygl, ffoniwch 999.\nCyhoeddwyd 12pm ddydd Sul 22 Tachwedd. Cyf J3BWW4D7C.\n#FforddArGau"
    )
    welsh = {"language": "cy", "emergency": "Os ydych mewn perygl, ffoniwch 999."}
    assert found(text, **LIVES | welsh) == []


@pytest.mark.parametrize("told", NEEDS_NOTHING)
def test_what_only_leads_on_follows_or_advertises_needs_no_element_of_a_warning(told: dict[str, Any]) -> None:
    assert not {"W02", "W03", "W04", "W06"} & set(codes("This has ended.\n\nIssued 5:30pm.", **told))


def test_the_elements_may_stand_in_the_posts_that_follow() -> None:
    first = f"Fire.{LIVES_FRAME}"
    assert codes(first, **LIVES) == ["W03", "W04"]
    assert codes(first, more="It is at Stokeby. Stay inside.", **LIVES) == []


@pytest.mark.parametrize(
    "cut", ["River Alder at Aldermere and other areas", "River Alder at…", "River Alder…", "River…"]
)
def test_a_place_that_was_cut_to_fit_is_still_a_place(cut: str) -> None:
    told = LIVES | {"place": "River Alder at Aldermere, Stokeby riverside"}
    assert codes(f"Severe flood warning: {cut}. Move to higher ground.{LIVES_FRAME}", **told) == []
    assert codes(f"Severe flood warning. Move to higher ground.{LIVES_FRAME}", **told) == ["W03"]


def test_each_language_of_one_post_says_the_danger_and_the_advice() -> None:
    text = "Fire at Stokeby. Stay inside.\nTân yn Stokeby. Arhoswch dan do.\n\nIssued 17:30. Cyhoeddwyd 17:30."
    both = {"also": "cy", "foreign": (1,)}
    assert codes(text, **both) == ["W20"]
    assert codes(text.replace("Tân", "Yma").replace("Arhoswch", "Mae"), **both) == ["W02", "W04", "W20"]
    assert codes(text.replace("Fire", "Here").replace(". Stay inside", ""), **both) == ["W02", "W04", "W20"]


def test_what_a_danger_to_life_lacks_is_hard_and_what_an_incident_lacks_is_not() -> None:
    lacking = "We know of it.\n\nIssued 5:30pm."
    assert [(each.code, each.hard) for each in found(lacking)] == [("W02", False), ("W03", False), ("W04", False)]
    hard = {"W02": True, "W03": True, "W04": True, "W06": True}
    assert {each.code: each.hard for each in found(lacking, **LIVES)} == hard


def test_an_unknown_language_is_asked_only_for_what_all_languages_share() -> None:
    assert codes("Пожар в Стокби. Оставайтесь дома!!\n\n17:30", language="ru", place="в Стокби") == ["W47"]


def test_one_rule_tells_few_places_and_each_once() -> None:
    many = [each for each in found("RTC, RTC. " + "AFA USAR SITREP NILO LPP OIC. ", **NOTICE) if each.code == "W11"]
    assert [each.where for each in many] == ["RTC", "AFA", "USAR", "SITREP", "NILO"]


def test_a_place_is_short_and_a_part_of_the_text() -> None:
    (finding,) = [each for each in found(f"{'word ' * 30}.{FRAME}", **NOTICE) if each.code == "W10"]
    assert len(finding.where) == LONGEST_WHERE
    assert WHOLE not in CLOSED


def test_a_code_names_one_rule_and_the_rules_are_told_in_its_order() -> None:
    assert list(RULES) == sorted(RULES)
    assert [rule.code for rule in RULES.values()] == list(RULES)
