"""The public's texts in a DATEX II record: which language, what its source puts behind labels, and what is left."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element  # the type; the tree is read by now

from loudhailer.feeds._plain import one_line
from loudhailer.feeds._xml import local_name

LABELS = {"event location": "place", "event reason": "cause", "event status": "status"}
"""NTIS packs a text with "Label : value" lines; these are of use. A policy's `fields` may name others."""
_NOT_PUBLIC = frozenset({"internalNote", "dataProcessingNote"})
"""Comments of these types are notes among operators, wherever they stand."""
_NO_WORDS = frozenset({"commentType", "lang", "commentDateTime", "commentExtension"})
_OVER = frozenset({"cleared", "closed", "ended", "cancelled"})
_FOREIGN = 3
_LONGEST_TEXT, _LONGEST_LANGUAGE = 5_000, 20


@dataclass(frozen=True, slots=True)
class Texts:
    """What a record tells the public. `rank` is how little English its language is: 0 to 2, 3 is none, 4 no text."""

    rank: int = 4
    headline: str = ""
    labelled: Mapping[str, str] = field(default_factory=dict)

    @property
    def says_it_is_over(self) -> bool:
        """Tell whether its words say so; the state beside them may not."""
        return self.labelled.get("status", "").casefold() in _OVER


def texts_of(comments: Iterable[Element], language: str, labels: Mapping[str, str]) -> Texts:
    """Read the comments in the language that most readers here have: British English, English, or else what it is."""
    said = [each for comment in comments for each in _values(comment, language)]
    if not said:
        return Texts()
    best = min(said)[0]
    texts = [words for rank, words in said if rank == best]
    labelled: dict[str, str] = {}
    for words in texts:
        for line in words.split("\n") if "\n" in words else (words,):
            label, colon, value = line.partition(":")
            name = labels.get(label.strip().casefold()) if colon else None
            if name is not None:
                labelled.setdefault(name, one_line(value))
    if not labelled:
        return Texts(best, next(filter(None, map(one_line, texts)), ""))
    # What else stands in such a text are labels that nobody here knows.
    head = ": ".join(filter(None, (labelled.get("place", ""), labelled.get("cause", ""))))
    return Texts(best, labelled.get("headline", "") or head, labelled)


def english_of(element: Element, language: str) -> str:
    """Return a text in several languages in English, empty where it has none."""
    said = list(_values(element, language))
    best = min((rank for rank, _ in said), default=_FOREIGN)
    return one_line(next(words for rank, words in said if rank == best)) if best < _FOREIGN else ""


def is_foreign(rank: int) -> bool:
    """Say whether the best text there is is not English."""
    return rank == _FOREIGN


def _values(comment: Element, language: str) -> Iterator[tuple[int, str]]:
    if any(local_name(each.tag) == "commentType" and (each.text or "").strip() in _NOT_PUBLIC for each in comment):
        return
    for each in comment.iter():
        # A leaf: the text of the others is what stands between their children.
        if each.text and not len(each) and local_name(each.tag) not in _NO_WORDS and (words := each.text.strip()):
            yield _rank((each.get("lang") or language)[:_LONGEST_LANGUAGE]), words[:_LONGEST_TEXT]


@lru_cache(maxsize=256)
def _rank(language: str) -> int:
    name = language.replace("_", "-").casefold()
    if name == "en-gb":
        return 0
    if name.partition("-")[0] in {"en", "eng"}:
        return 1
    return _FOREIGN if name else 2
