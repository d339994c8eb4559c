"""Measuring a recogniser against labelled texts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loudhailer.privacy import Kind, found_in
from tests.privacy.corpus import Text, held_out, known


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
