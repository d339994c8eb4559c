"""The other language's words say what the first's say, and somebody who speaks it has read them."""

from pathlib import Path

import pytest

from loudhailer.config import load
from tests.builders import bilingual_config
from tests.config_files import copied, spoil, without_lines

WELSH = "words.cy.yaml"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return the shipped files of a service that publishes Welsh too and takes its words on itself."""
    folder = copied(tmp_path)
    (folder / "languages.yaml").write_text("publish: [en-GB, cy]\nunreviewed: allow\n", encoding="utf-8")
    return folder


def test_the_shipped_service_publishes_in_one_language(tmp_path: Path) -> None:
    config = load(copied(tmp_path))
    assert [words.language for words in config.tongues] == ["en-GB"]


def test_both_languages_need_keep_and_show_the_same() -> None:
    first, second = bilingual_config().tongues
    assert second.language == "cy"
    for event_type, phrases in first.events.items():
        other = second.events[event_type]
        assert (other.needs, bool(other.unlisted)) == (phrases.needs, bool(phrases.unlisted))
        assert [each.keep for each in other.alert] == [each.keep for each in phrases.alert]
        assert (other.picture and other.picture.file) == (phrases.picture and phrases.picture.file)
    assert second.expires_after_minutes == first.expires_after_minutes


def test_words_that_nobody_has_reviewed_are_refused_by_name(directory: Path) -> None:
    (directory / "languages.yaml").write_text("publish: [en-GB, cy]\n", encoding="utf-8")
    (problem,) = without_lines(directory)
    assert problem.startswith("LH706 words.cy.yaml reviewed_by: nobody has reviewed appeal, attended_incident, ")
    assert "`unreviewed: allow`" in problem


def test_a_reader_s_name_over_the_file_lets_all_of_it_through(directory: Path) -> None:
    (directory / "languages.yaml").write_text("publish: [en-GB, cy]\n", encoding="utf-8")
    spoil(directory, WELSH, 'reviewed_by: ""', 'reviewed_by: "the translation unit"')
    assert len(load(directory).tongues) == 2


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "language: cy",
            "language: kw",
            "LH703 words.cy.yaml language: its name and languages.yaml say cy; it is 'kw'",
        ),
        ("  fire: oherwydd tân\n", "", "LH704 words.cy.yaml causes.fire: words.yaml has it"),
        ("      - Osgowch yr ardal a defnyddiwch ffordd arall.\n", "", "has 4 sentences here and this has 3"),
        (
            "erbyn {next_update}",
            "erbyn hynny",
            "LH705 words.cy.yaml events.road_closure.alert.3: it must have the slots",
        ),
        (
            "ar gau {place}[ {because}].",
            "ar gau[ {place}][ {because}].",
            "LH705 words.cy.yaml events.road_closure.alert.0",
        ),
        (
            "    picture_alt: Darlun o rwystr",
            "    over: Darlun o rwystr",
            "LH704 words.cy.yaml events.road_closure.picture_alt",
        ),
        (
            "  area: \"Mae'r ardal dywyll tua {across}",
            "  area: \"Mae'r ardal dywyll tua hyn",
            "LH705 words.cy.yaml card.area: it must have the slots of",
        ),
        ('  near: "Ger {places}."\n', "", "LH704 words.cy.yaml card.near: say it in this language too"),
        (
            "picture_alt: Darlun o rwystr",
            f"picture_alt: Darlun {'o ' * 150}rwystr",
            "LH702 words.cy.yaml events.road_closure.picture_alt",
        ),
        ("next_post: Yn", "nextpost: Yn", "LH702 words.cy.yaml next_post: Field required"),
    ],
)
def test_what_would_say_something_else_is_refused_at_its_place(
    directory: Path, right: str, wrong: str, problem: str
) -> None:
    spoil(directory, WELSH, right, wrong)
    assert any(problem in each for each in without_lines(directory)), without_lines(directory)


def test_the_first_language_is_that_of_words_yaml(directory: Path) -> None:
    (directory / "languages.yaml").write_text("publish: [cy]\n", encoding="utf-8")
    (problem,) = without_lines(directory)
    assert problem == "LH703 languages.yaml publish: the first must be that of words.yaml, which is en-GB"


def test_a_language_without_a_file_says_which_to_write(directory: Path) -> None:
    (directory / "languages.yaml").write_text("publish: [en-GB, ga]\n", encoding="utf-8")
    (problem,) = without_lines(directory)
    assert problem.startswith("LH701 words.ga.yaml: cannot be read")
