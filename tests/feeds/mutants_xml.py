"""Operators on XML, most of which leave it XML."""

import re
from collections.abc import Callable
from functools import lru_cache
from xml.sax.saxutils import escape

from tests.feeds.mutants_bytes import Chance, Operator, flip
from tests.feeds.nuisances import NUMBERS, STRINGS

_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_NAME = re.compile(r"<([^\s/>]+)")


@lru_cache(maxsize=256)
def tokens_of(document: bytes) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(document.decode(errors="replace")))


@lru_cache(maxsize=256)
def elements_of(document: bytes) -> tuple[tuple[int, int], ...]:
    """Return the first and the last token of each element but the root."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for number, token in enumerate(tokens_of(document)):
        if token.startswith("</"):
            if opened:
                spans.append((opened.pop(), number))
        elif token.startswith("<") and token[1:2] not in "!?":
            if token.endswith("/>"):
                spans.append((number, number))
            else:
                opened.append(number)
    return tuple(spans[:-1])


def _on_xml(change: Callable[[list[str], tuple[int, int], Chance], list[str]]) -> Operator:
    def operator(document: bytes, chance: Chance) -> bytes:
        spans = elements_of(document)
        if not spans:
            return flip(document, chance)
        changed = change(list(tokens_of(document)), chance.choice(spans), chance)
        return "".join(changed).encode(errors="surrogatepass")

    operator.__name__ = change.__name__
    return operator


def lose_element(tokens: list[str], span: tuple[int, int], _: Chance) -> list[str]:
    """Leave an element out."""
    return tokens[: span[0]] + tokens[span[1] + 1 :]


def copy_element(tokens: list[str], span: tuple[int, int], chance: Chance) -> list[str]:
    """Say an element again, once or often."""
    return tokens[: span[0]] + tokens[span[0] : span[1] + 1] * chance.choice((2, 2, 3, 50)) + tokens[span[1] + 1 :]


def empty_element(tokens: list[str], span: tuple[int, int], _: Chance) -> list[str]:
    """Take out all that an element holds."""
    return tokens[: span[0] + 1] + tokens[max(span[1], span[0] + 1) :]


def _texts(tokens: list[str]) -> list[int]:
    return [number for number, token in enumerate(tokens) if token[:1] != "<" and token.strip()]


def set_text(tokens: list[str], _: tuple[int, int], chance: Chance) -> list[str]:
    """Put another text in the place of one."""
    if texts := _texts(tokens):
        words = chance.choice((*STRINGS, *map(str, NUMBERS)))
        tokens[chance.choice(texts)] = escape(words) if chance.random() < 0.9 else words
    return tokens


def swap_texts(tokens: list[str], _: tuple[int, int], chance: Chance) -> list[str]:
    """Let two texts change places."""
    if len(texts := _texts(tokens)) > 1:
        one, other = chance.sample(texts, 2)
        tokens[one], tokens[other] = tokens[other], tokens[one]
    return tokens


def rename_element(tokens: list[str], span: tuple[int, int], chance: Chance) -> list[str]:
    """Call an element by another name, at both its ends."""
    found = _NAME.match(tokens[span[0]])
    if found is None:
        return tokens
    other = _NAME.match(tokens[chance.choice([n for n, each in enumerate(tokens) if _NAME.match(each)])])
    name = chance.choice((found[1].upper(), "x", found[1] + "2", other[1] if other else "y")).lstrip("/?!")
    tokens[span[0]] = tokens[span[0]].replace(found[1], name, 1)
    if span[1] != span[0]:
        tokens[span[1]] = f"</{name}>"
    return tokens


def set_attribute(tokens: list[str], _: tuple[int, int], chance: Chance) -> list[str]:
    """Put another value into an attribute, or one more attribute."""
    number = chance.choice([n for n, each in enumerate(tokens) if _NAME.match(each) and each[1] not in "/?!"])
    value = escape(chance.choice(STRINGS), {'"': "&quot;"})
    held = re.findall(r'([\w:.-]+)="[^"]*"', tokens[number])
    if held and chance.random() < 0.8:
        name = chance.choice(held)
        tokens[number] = re.sub(rf'{re.escape(name)}="[^"]*"', lambda _: f'{name}="{value}"', tokens[number], count=1)
    else:
        tokens[number] = re.sub(r"\s*(/?)>$", lambda end: f' a1="{value}"{end[1]}>', tokens[number])
    return tokens


def move_element(tokens: list[str], span: tuple[int, int], chance: Chance) -> list[str]:
    """Put an element somewhere else."""
    taken = tokens[span[0] : span[1] + 1]
    rest = tokens[: span[0]] + tokens[span[1] + 1 :]
    place = chance.randint(1, len(rest))
    return rest[:place] + taken + rest[place:]


def wrap_element(tokens: list[str], span: tuple[int, int], chance: Chance) -> list[str]:
    """Put an element deep down."""
    deep = chance.choice((1, 2, 30, 500))
    held = tokens[span[0] : span[1] + 1]
    return [*tokens[: span[0]], *["<w>"] * deep, *held, *["</w>"] * deep, *tokens[span[1] + 1 :]]


def insert_markup(tokens: list[str], span: tuple[int, int], chance: Chance) -> list[str]:
    """Put in what is no element: a comment, an instruction, an entity."""
    return [
        *tokens[: span[0]],
        chance.choice(
            ("<!-- x -->", "<?x y?>", "<![CDATA[<x>]]>", "&amp;", "&#xFFFF;", "&#13;", "&x;", "<!DOCTYPE x>", "\x0b")
        ),
        *tokens[span[0] :],
    ]


XML_OPERATORS: tuple[Operator, ...] = tuple(
    _on_xml(change)
    for change in (
        lose_element,
        copy_element,
        empty_element,
        set_text,
        set_text,
        swap_texts,
        rename_element,
        set_attribute,
        move_element,
        wrap_element,
        insert_markup,
    )
)
