"""How well privacy's recognisers do: on the texts they are tuned on, on those held out, and on real documents.

Of held-out and natural texts a failure shows figures only: whoever tunes on what is held out measures nothing.
"""

import pytest

from loudhailer.privacy import Kind, found_in
from tests.privacy.corpus import Text, held_out, known
from tests.privacy.feed_texts import DOCUMENTS, TRULY, feed_texts
from tests.privacy.measure import Measured, measured, rows
from tests.privacy.natural import NATURAL

# The aim is all of them, and 3 % held falsely. These are floors that what was reached must not fall below: what is held
# out is still worse than the aim (docs/privacy.md), and its texts are not looked at to mend that.
LEAST_FOUND = {"known": 1.0, "held out": 0.92, "natural": 0.84}
MOST_FALSE = {"known": 0.0, "held out": 0.05, "natural": 0.03}
TEXTS: dict[str, tuple[Text, ...]] = {"known": known(), "held out": held_out(), "natural": NATURAL}


@pytest.fixture(scope="module")
def figures() -> dict[str, Measured]:
    done = {name: measured(texts) for name, texts in TEXTS.items()}
    print("\n".join(" | ".join(row) for row in rows()))  # noqa: T201  # pytest shows it where the test fails, or with -s
    return done


@pytest.mark.parametrize("name", TEXTS)
def test_what_must_wait_is_found(name: str, figures: dict[str, Measured]) -> None:
    texts, missed = figures[name].texts.total(), figures[name].missed
    assert texts - missed.total() >= LEAST_FOUND[name] * texts, dict(missed)


@pytest.mark.parametrize("name", TEXTS)
def test_hardly_anything_is_held_that_may_go(name: str, figures: dict[str, Measured]) -> None:
    held, innocent = figures[name].held, figures[name].innocent
    by_kind = dict(figures[name].held_by_kind)
    assert held <= MOST_FALSE[name] * innocent, (held, innocent, by_kind)


def test_hardly_any_text_of_a_real_feed_is_held() -> None:
    if not DOCUMENTS.is_dir():
        pytest.skip("the real documents are not here")
    texts = feed_texts()
    assert len(texts) > 500
    doubtful = [text for text in texts if {each.kind for each in found_in(text)} - {Kind.EMAIL}]
    held = [text for text in doubtful if not any(each in text for each in TRULY)]
    assert len(held) <= 0.02 * len(texts), [text[:200] for text in held]


def test_what_a_feed_truly_holds_is_found() -> None:
    if not DOCUMENTS.is_dir():
        pytest.skip("the real documents are not here")
    there = {each: [text for text in feed_texts() if each in text] for each in TRULY}
    assert [each for each, texts in there.items() if not texts or not all(map(found_in, texts))] == []
