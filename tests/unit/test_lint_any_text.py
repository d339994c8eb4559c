"""LINT: any text in any script gets an answer: the same one each time, soon, and about what stands in the text."""

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loudhailer.domain.alert import MsgType
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.incident import Manner
from loudhailer.domain.post import Variant
from loudhailer.lint import LONGEST_WHERE, RULES, WHOLE, Spoken, findings_of
from tests.unit.lint_examples import EXAMPLES

_PIECES = sorted({each for example in EXAMPLES for each in (example.found, example.twin)})
_text = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=9)), max_size=9).map("".join),
)


def spoken(text: str, **changes: Any) -> Spoken:
    values: dict[str, Any] = {
        "language": "en-GB",
        "link": "",
        "message_class": MessageClass.LIFE_SAFETY,
        "msg_type": MsgType.ALERT,
        "emergency": "If you are in danger, call 999.",
    }
    return Spoken(text=text, **(values | changes))


@given(
    text=_text,
    told=st.fixed_dictionaries(
        {
            "language": st.sampled_from(["en-GB", "cy", "ar", "ja", "", "x"]),
            "message_class": st.sampled_from(MessageClass),
            "msg_type": st.sampled_from(MsgType),
            "manner": st.sampled_from(Manner),
            "variant": st.sampled_from(Variant),
            "facts": st.dictionaries(st.sampled_from(["warning", "publisher", "agency"]), _text),
            "emergency": _text,
            "picture_alt": st.none() | _text,
            "place": _text,
            "source": _text,
            "more": _text,
            "follows": st.booleans(),
            "also": st.sampled_from(["", "cy", "en"]),
            "foreign": st.lists(st.integers(0, 5)).map(tuple),
        }
    ),
)
def test_any_text_in_any_script_gets_an_answer_about_what_stands_in_it(text: str, told: dict[str, Any]) -> None:
    post = spoken(text, **told)
    found = findings_of(post)
    assert found == findings_of(post)
    held = (post.text, post.picture_alt or "", post.more)
    for each in found:
        assert each.where == WHOLE or any(each.where in words for words in held), each
        assert 0 < len(each.where) <= LONGEST_WHERE
        assert each.reason == RULES[each.code].reason
        assert each.fix


NASTY = [
    *(
        "a",
        " ",
        "\n",
        "\n\n",
        ".",
        "a.",
        ".a",
        ",",
        ":",
        ": ",
        "{",
        "[",
        "[{",
        "<a ",
        "&",
        "#",
        "#a",
        " #a",
        "#a_",
        "_a",
    ),
    *(
        "1",
        "1:",
        "17:30 ",
        "1-",
        "10-",
        "2026-",
        "22/11/",
        "Nov 2 ",
        "http://",
        "www.",
        "a@b.",
        "-a.",
        "A",
        "AAAA ",
        "!?",
    ),
    *(
        "e\u0301",
        "\u0301",
        "\u200d",
        "\u202e",
        "🔥",
        "🔥\u200d",
        "🏴\U000e0067",
        "🇬",
        "\U0001d5d9",
        "\uff21",
        "\u0410a",
        "\u0430",
        "please ",
        "wch",
    ),
    *(
        "to ",
        "make-pumps ",
        "in the ",
        "code ",
        "RTC ",
        "{address}",
        "EXERCISE ",
        "Source: a.uk\n",
        "a.uk ",
        "…",
        "Ph.D",
    ),
]


@pytest.mark.parametrize("piece", NASTY, ids=ascii)
def test_a_text_of_four_times_the_size_takes_about_four_times_as_long(piece: str) -> None:
    def seconds(size: int) -> float:
        post = spoken((piece * size)[:size], language="en-GB", also="cy", foreign=(1,), place=piece, source=piece)
        begun = process_time()
        findings_of(post)
        return process_time() - begun

    # A text whose time grows with the square takes sixteen times as long. Something else may have had the processor.
    assert any(seconds(8_000) < 9 * seconds(2_000) + 0.002 for _ in range(3))


def test_a_post_is_read_in_far_less_than_the_time_of_composing_it() -> None:
    text = (
        f"{'There is a fire at Stokeby. Stay inside. ' * 6}\n\nIssued 5:30pm Sunday 22 November. Ref J3BWW4D7C.\n#Fire"
    )
    assert len(text) > 290
    post = spoken(text, place="Stokeby")
    best = 1.0
    for _ in range(200):
        begun = process_time()
        findings_of(post)
        best = min(best, process_time() - begun)
    # It takes about a tenth of a millisecond; a slow machine may take five times as long.
    assert best < 0.000_5
