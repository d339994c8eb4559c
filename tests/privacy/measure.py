"""Measuring a recogniser against labelled texts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from loudhailer.privacy import Kind, found_in
from tests.privacy.blind import BLIND
from tests.privacy.corpus import Text, held_out, known
from tests.privacy.fresh import FRESH
from tests.privacy.fresh_2 import FRESH_2
from tests.privacy.natural import NATURAL


@dataclass
class Measured:
    """How many texts have each kind and how many of these were missed; how many may go out and were held."""

    texts: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    innocent: int = 0
    held: int = 0
    held_by_kind: Counter[str] = field(default_factory=Counter)


def measured(texts: Iterable[Text]) -> Measured:
    """Return the figures, never the texts. A text that must wait counts for each of its kinds."""
    done = Measured()
    for text in texts:
        found = {str(each.kind) for each in found_in(text.words)}
        done.texts.update(text.kinds)
        done.missed.update(text.kinds - found)
        if not text.kinds:
            done.innocent += 1
            done.held += bool(found)
            done.held_by_kind.update(found)
    return done


@dataclass(frozen=True)
class Summary:
    """Of texts that must wait, in how many anything is found; of their labels, how many; how many are held falsely."""

    waiting: int
    unseen: int
    labels: int
    labels_found: int
    innocent: int
    held: int


def summary(texts: Iterable[Text]) -> Summary:
    """Return what counts most: whether a text that must wait waits, and whether one that may go goes."""
    texts = tuple(texts)
    figures = measured(texts)
    waiting = [text for text in texts if text.kinds]
    return Summary(
        len(waiting),
        sum(not found_in(text.words) for text in waiting),
        figures.texts.total(),
        figures.texts.total() - figures.missed.total(),
        figures.innocent,
        figures.held,
    )


CORPORA: dict[str, Callable[[], tuple[Text, ...]]] = {
    "known: templates it was tuned on": known,
    "fresh: by hand, it was tuned on": lambda: FRESH,
    "fresh 2: by hand, it was tuned on": lambda: FRESH_2,
    "held out: templates nobody looked at": held_out,
    "natural: by hand, nobody looked at": lambda: NATURAL,
    "blind: by hand, nobody looked at": lambda: BLIND,
}
CORPORA_HEAD = ("texts", "must wait", "held", "labels", "found", "may go", "held falsely")


def corpora() -> list[tuple[str, ...]]:
    """Return the first table of the docs, a row for each corpus."""
    rows = []
    for name, texts in CORPORA.items():
        each = summary(texts())
        figures = (each.waiting, each.waiting - each.unseen, each.labels, each.labels_found, each.innocent, each.held)
        rows.append((name, *map(str, figures)))
    return rows


HEAD = ("kind", "known", "found", "held falsely", "held out", "found", "held falsely")


def rows() -> list[tuple[str, ...]]:
    """Return the table of the docs, a row for each kind and one for all."""
    figures = [measured(texts) for texts in (known(), held_out())]
    table = [
        (
            f"`{kind}`",
            *(
                str(number)
                for each in figures
                for number in (each.texts[kind], each.texts[kind] - each.missed[kind], each.held_by_kind[kind])
            ),
        )
        for kind in Kind
    ]
    whole = [
        number
        for each in figures
        for number in (
            str(each.texts.total()),
            str(each.texts.total() - each.missed.total()),
            f"{each.held} of {each.innocent}",
        )
    ]
    return [*table, ("all", *whole)]
