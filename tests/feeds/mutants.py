"""Mutants: documents that were once well, broken in a way that a seed tells. The same seed makes the same mutant."""

import json
import random
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

MOST_BYTES = 64 * 1024
Chance = random.Random
Operator = Callable[[bytes, Chance], bytes]

STRINGS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\udc00 tail",
    "\u202egnp.exe",
    "\ufeff",
    "a" * 20_000,
    "1 " * 8_000,
    "A1 " * 5_000,
    "-1,1 " * 4_000,
    "(" * 3_000,
    "NaN",
    "Infinity",
    "-0",
    "1e999999",
    "9" * 5_000,
    "²",
    "٣",
    "null",
    "true",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "2026-13-45T99:99:99Z",
    "2026-10-25T01:30:00",
    "31/02/2026 25:61",
    "Thu, 99 Foo 2026 99:99:99 +9999",
    "Mon, 01 Jan 0000 00:00:00 GMT",
    "-62135596800",
    "99999999999999999999",
    "SW1A 1AA",
    "12 High Street",
    "[1,2]",
    '{"a":',
    "POINT(1e400 0)",
    "POLYGON((0 0,1 1",
    "LINESTRING()",
    "<b>&amp;</b>",
    "&#0;",
    "]]>",
    "_p~iF~ps|U_ulLnnqC_mqNvxq`@",
    "?" * 500,
)
NUMBERS = (0, -1, 1, 4, 2**31, 2**53, 2**63, -(2**63), 10**30, 10**400, 1e308, -1e308, 5e-324, 0.1, 90.0001, -180.5)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"": None}, float("nan"), float("inf"))


def mutant(sample: bytes, seed: int) -> tuple[bytes, tuple[str, ...]]:
    """Return the sample's mutant of that seed, and the names of what was done to it, in order."""
    chance = random.Random(seed)  # noqa: S311  # the same mutant again is what it is for
    done: list[str] = []
    document = sample
    for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3))):
        operators = _operators_of(document)
        operator = chance.choice(operators)
        document = operator(document, chance)[:MOST_BYTES]
        done.append(operator.__name__)
    return document, tuple(done)


def _operators_of(document: bytes) -> tuple[Operator, ...]:
    """What knows the form of a document keeps more of its mutants readable, so it has the most turns."""
    if _json_of(document) is not None:
        return (*JSON_OPERATORS * 4, *BYTE_OPERATORS)
    if b"<" in document[:200] and len(_tokens_of(document)) > 3:
        return (*XML_OPERATORS * 4, *BYTE_OPERATORS)
    return (*BYTE_OPERATORS[:4] * 4, *BYTE_OPERATORS)


# Bytes


def flip(document: bytes, chance: Chance) -> bytes:
    """Change one to three bits."""
    spoilt = bytearray(document)
    for _ in range(chance.randint(1, 3) if spoilt else 0):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def retype(document: bytes, chance: Chance) -> bytes:
    """Write other bytes over a few."""
    place = chance.randint(0, len(document))
    return document[:place] + chance.choice((b"0", b"9" * 9, b"-", b" ", b"\n", b"Z", b"e")) + document[place + 1 :]


def repeat(document: bytes, chance: Chance) -> bytes:
    """Say a piece twice."""
    start, end = _piece(document, chance)
    return document[:end] + document[start:]


def drop(document: bytes, chance: Chance) -> bytes:
    """Leave a piece out."""
    start, end = _piece(document, chance)
    return document[:start] + document[end:]


def cut(document: bytes, chance: Chance) -> bytes:
    """Cut the end off."""
    return document[: chance.randint(0, len(document))]


def behead(document: bytes, chance: Chance) -> bytes:
    """Cut the beginning off."""
    return document[chance.randint(0, min(len(document), 500)) :]


def exchange(document: bytes, chance: Chance) -> bytes:
    """Let two pieces change places."""
    one, two, three, four = sorted(chance.randint(0, len(document)) for _ in range(4))
    return document[:one] + document[three:four] + document[two:three] + document[one:two] + document[four:]


def nul(document: bytes, chance: Chance) -> bytes:
    """Put in a byte that no text has."""
    place = chance.randint(0, len(document))
    return (
        document[:place]
        + chance.choice((b"\x00", b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\x1b[2J"))
        + document[place:]
    )


def encode(document: bytes, chance: Chance) -> bytes:
    """Write it in another encoding, or say so and do not."""
    how = chance.choice(("utf-16", "utf-32", "utf-8-sig", "latin-1", "utf-16-le", "utf-7", "declared", "html"))
    if how == "declared":
        said = chance.choice((b"utf-16", b"utf-32", b"ebcdic-cp-us", b"x-none", b"cp1252", b"utf-7", b"rot13", b"hex"))
        return b'<?xml version="1.0" encoding="' + said + b'"?>' + re.sub(rb"^\s*<\?xml.*?\?>", b"", document)
    if how == "html":
        return b"<!DOCTYPE html><html><body>" + document + b"</body></html>"
    return document.decode(errors="replace").encode(how, errors="replace")


BYTE_OPERATORS: tuple[Operator, ...] = (flip, retype, repeat, drop, cut, behead, exchange, nul, encode)


def _piece(document: bytes, chance: Chance) -> tuple[int, int]:
    start = chance.randint(0, len(document))
    return start, min(len(document), start + chance.choice((1, 4, 30, 300, 3_000)))


# JSON


@lru_cache(maxsize=256)
def _json_of(document: bytes) -> str | None:
    """Return what is a JSON document, as text; it is read anew for each mutant."""
    try:
        read = json.loads(document)
    except (ValueError, RecursionError):
        return None
    return document.decode(json.detect_encoding(document)).lstrip("\ufeff") if isinstance(read, dict | list) else None


Place = tuple[Any, Any]
"""What holds a value, and under which key or number."""


def _places(value: Any) -> list[Place]:
    found: list[Place] = []
    level = [value]
    while level:
        below = []
        for holder in level:
            keys = list(holder) if isinstance(holder, dict) else range(len(holder))
            found += [(holder, key) for key in keys]
            below += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
        level = below
    return found


def _on_json(change: Callable[[Any, Chance], None]) -> Operator:
    def operator(document: bytes, chance: Chance) -> bytes:
        read = json.loads(_json_of(document) or "{}")
        change(read, chance)
        return json.dumps(read, ensure_ascii=chance.random() < 0.5).encode(errors="surrogatepass")

    operator.__name__ = change.__name__
    return operator


def set_value(read: Any, chance: Chance) -> None:
    """Put another value in the place of one."""
    if places := _places(read):
        holder, key = chance.choice(places)
        holder[key] = chance.choice((chance.choice(STRINGS), chance.choice(NUMBERS), chance.choice(OTHERS)))


def set_leaf(read: Any, chance: Chance) -> None:
    """Put another value of the same type in the place of one."""
    leaves = [(holder, key) for holder, key in _places(read) if not isinstance(holder[key], dict | list)]
    if leaves:
        holder, key = chance.choice(leaves)
        of_numbers = isinstance(holder[key], int | float) and not isinstance(holder[key], bool)
        holder[key] = chance.choice(NUMBERS) if of_numbers else chance.choice(STRINGS)


def set_type(read: Any, chance: Chance) -> None:
    """Write a value in another type."""
    if places := _places(read):
        holder, key = chance.choice(places)
        old = holder[key]
        holder[key] = chance.choice(([old], {"value": old}, str(old), [old, old], {"0": old}, [[[old]]]))


def lose_key(read: Any, chance: Chance) -> None:
    """Leave one out."""
    if places := _places(read):
        holder, key = chance.choice(places)
        del holder[key]


def rename_key(read: Any, chance: Chance) -> None:
    """Call one by another name."""
    if places := [(holder, key) for holder, key in _places(read) if isinstance(holder, dict)]:
        holder, key = chance.choice(places)
        name = chance.choice(
            (key.upper(), key.lower(), key + "G", f"+{key}", "", chance.choice(places)[1], chance.choice(STRINGS))
        )
        holder[name] = holder.pop(key)


def swap_values(read: Any, chance: Chance) -> None:
    """Let two leaves change places."""
    leaves = [(holder, key) for holder, key in _places(read) if not isinstance(holder[key], dict | list)]
    if len(leaves) > 1:
        (one, at), (other, there) = chance.sample(leaves, 2)
        one[at], other[there] = other[there], one[at]


def copy_record(read: Any, chance: Chance) -> None:
    """Say a whole record again, once or often."""
    if lists := [holder[key] for holder, key in _places(read) if isinstance(holder[key], list) and holder[key]]:
        chosen = chance.choice(lists)
        chosen += [chance.choice(chosen)] * chance.choice((1, 1, 2, 50))


def reorder(read: Any, chance: Chance) -> None:
    """Shuffle a list, or the keys of an object."""
    holders = [read, *(holder[key] for holder, key in _places(read) if isinstance(holder[key], dict | list))]
    chosen = chance.choice(holders)
    if isinstance(chosen, list):
        chance.shuffle(chosen)
    else:
        turned = list(chosen.items())
        chance.shuffle(turned)
        chosen.clear()
        chosen.update(turned)


def nest(read: Any, chance: Chance) -> None:
    """Put a value deep down."""
    if places := _places(read):
        holder, key = chance.choice(places)
        for _ in range(chance.choice((1, 15, 45, 300))):
            holder[key] = chance.choice(([holder[key]], {key: holder[key]} if isinstance(key, str) else [holder[key]]))


def spoil_inner(read: Any, chance: Chance) -> None:
    """Change what stands as JSON in a text."""
    inner = [(holder, key) for holder, key in _places(read) if isinstance(holder[key], str) and holder[key][:1] in "[{"]
    inner = [(holder, key) for holder, key in inner if holder[key] and _json_of(holder[key].encode(errors="replace"))]
    if not inner:
        set_leaf(read, chance)
        return
    holder, key = chance.choice(inner)
    held = json.loads(holder[key])
    chance.choice((set_value, set_leaf, set_type, lose_key, rename_key, swap_values, nest))(held, chance)
    holder[key] = json.dumps(held)


JSON_OPERATORS: tuple[Operator, ...] = tuple(
    _on_json(change)
    for change in (
        set_value,
        set_leaf,
        set_leaf,
        set_type,
        lose_key,
        rename_key,
        swap_values,
        copy_record,
        reorder,
        nest,
        spoil_inner,
    )
)

# XML

_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_NAME = re.compile(r"<([^\s/>]+)")


@lru_cache(maxsize=256)
def _tokens_of(document: bytes) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(document.decode(errors="replace")))


@lru_cache(maxsize=256)
def _elements_of(document: bytes) -> tuple[tuple[int, int], ...]:
    """Return the first and the last token of each element but the root."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for number, token in enumerate(_tokens_of(document)):
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
        spans = _elements_of(document)
        if not spans:
            return flip(document, chance)
        changed = change(list(_tokens_of(document)), chance.choice(spans), chance)
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
