"""How well privacy's recognisers do: on the texts they are tuned on, on those held out, and on real documents.

Of held-out, natural and blind texts a failure shows figures only: whoever tunes on what is held out measures nothing.
"""

import pytest

from loudhailer.privacy import Kind, found_in
from tests.privacy.blind import BLIND
from tests.privacy.corpus import Text, held_out, known
from tests.privacy.feed_texts import DOCUMENTS, TRULY, feed_texts
from tests.privacy.fresh import FRESH
from tests.privacy.fresh_2 import FRESH_2
from tests.privacy.measure import Measured, measured, rows, summary
from tests.privacy.natural import NATURAL

# The aim is none missed, and 3 % held falsely. These are floors that what was reached must not fall below: what nobody
# tuned on is still worse than the aim (docs/privacy.md), and its texts are not looked at to mend that.
MOST_UNSEEN = {"known": 0, "fresh": 0, "fresh 2": 3, "held out": 7, "natural": 3, "blind": 12}
"""In how many texts that must wait nothing at all is found: these would go."""
MOST_MISSED = {"known": 0, "fresh": 3, "fresh 2": 57, "held out": 15, "natural": 8, "blind": 20}
MOST_FALSE = {"known": 0, "fresh": 0, "fresh 2": 9, "held out": 9, "natural": 2, "blind": 13}
TEXTS: dict[str, tuple[Text, ...]] = {
    "known": known(),
    "fresh": FRESH,
    "fresh 2": FRESH_2,
    "held out": held_out(),
    "natural": NATURAL,
    "blind": BLIND,
}


@pytest.fixture(scope="module")
def figures() -> dict[str, Measured]:
    done = {name: measured(texts) for name, texts in TEXTS.items()}
    print("\n".join(" | ".join(row) for row in rows()))  # noqa: T201  # pytest shows it where the test fails, or with -s
    return done


@pytest.mark.parametrize("name", TEXTS)
def test_what_must_wait_is_found(name: str, figures: dict[str, Measured]) -> None:
    missed = figures[name].missed
    assert missed.total() <= MOST_MISSED[name], dict(missed)


@pytest.mark.parametrize("name", TEXTS)
def test_hardly_any_text_that_must_wait_would_go(name: str) -> None:
    assert summary(TEXTS[name]).unseen <= MOST_UNSEEN[name]


@pytest.mark.parametrize("name", TEXTS)
def test_hardly_anything_is_held_that_may_go(name: str, figures: dict[str, Measured]) -> None:
    assert figures[name].held <= MOST_FALSE[name], dict(figures[name].held_by_kind)


def test_hardly_any_text_of_a_real_feed_is_held() -> None:
    if not DOCUMENTS.is_dir():
        pytest.skip("the real documents are not here")
    texts = feed_texts()
    assert len(texts) > 500
    doubtful = [text for text in texts if {each.kind for each in found_in(text)} - {Kind.EMAIL}]
    held = [text for text in doubtful if not any(each in text for each in TRULY)]
    assert len(held) <= 0.005 * len(texts), [text[:200] for text in held]


def test_what_a_feed_truly_holds_is_found() -> None:
    if not DOCUMENTS.is_dir():
        pytest.skip("the real documents are not here")
    there = {each: [text for text in feed_texts() if each in text] for each in TRULY}
    assert [each for each, texts in there.items() if not texts or not all(map(found_in, texts))] == []
