"""Operators on JSON, which leave it JSON."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.feeds.mutants_bytes import Chance, Operator
from tests.feeds.nuisances import NUMBERS, OTHERS, STRINGS


@lru_cache(maxsize=256)
def json_of(document: bytes) -> str | None:
    """Return what is a JSON document, as text; it is read anew for each mutant."""
    try:
        read = json.loads(document)
    except (ValueError, RecursionError):
        return None
    return (
        document.decode(json.detect_encoding(document), "surrogatepass").lstrip("\ufeff")
        if isinstance(read, dict | list)
        else None
    )


Place = tuple[Any, Any]
"""What holds a value, and under which key or number."""


def places_of(value: Any) -> list[Place]:
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
        read = json.loads(json_of(document) or "{}")
        change(read, chance)
        return json.dumps(read, ensure_ascii=chance.random() < 0.5).encode(errors="surrogatepass")

    operator.__name__ = change.__name__
    return operator


def set_value(read: Any, chance: Chance) -> None:
    """Put another value in the place of one."""
    if places := places_of(read):
        holder, key = chance.choice(places)
        holder[key] = chance.choice((chance.choice(STRINGS), chance.choice(NUMBERS), chance.choice(OTHERS)))


def set_leaf(read: Any, chance: Chance) -> None:
    """Put another value of the same type in the place of one."""
    leaves = [(holder, key) for holder, key in places_of(read) if not isinstance(holder[key], dict | list)]
    if leaves:
        holder, key = chance.choice(leaves)
        of_numbers = isinstance(holder[key], int | float) and not isinstance(holder[key], bool)
        holder[key] = chance.choice(NUMBERS) if of_numbers else chance.choice(STRINGS)


def set_type(read: Any, chance: Chance) -> None:
    """Write a value in another type."""
    if places := places_of(read):
        holder, key = chance.choice(places)
        old = holder[key]
        holder[key] = chance.choice(([old], {"value": old}, str(old), [old, old], {"0": old}, [[[old]]]))


def lose_key(read: Any, chance: Chance) -> None:
    """Leave one out."""
    if places := places_of(read):
        holder, key = chance.choice(places)
        del holder[key]


def rename_key(read: Any, chance: Chance) -> None:
    """Call one by another name."""
    if places := [(holder, key) for holder, key in places_of(read) if isinstance(holder, dict)]:
        holder, key = chance.choice(places)
        name = chance.choice(
            (key.upper(), key.lower(), key + "G", f"+{key}", "", chance.choice(places)[1], chance.choice(STRINGS))
        )
        holder[name] = holder.pop(key)


def swap_values(read: Any, chance: Chance) -> None:
    """Let two leaves change places."""
    leaves = [(holder, key) for holder, key in places_of(read) if not isinstance(holder[key], dict | list)]
    if len(leaves) > 1:
        (one, at), (other, there) = chance.sample(leaves, 2)
        one[at], other[there] = other[there], one[at]


def copy_record(read: Any, chance: Chance) -> None:
    """Say a whole record again, once or often."""
    if lists := [holder[key] for holder, key in places_of(read) if isinstance(holder[key], list) and holder[key]]:
        chosen = chance.choice(lists)
        chosen += [chance.choice(chosen)] * chance.choice((1, 1, 2, 50))


def reorder(read: Any, chance: Chance) -> None:
    """Shuffle a list, or the keys of an object."""
    holders = [read, *(holder[key] for holder, key in places_of(read) if isinstance(holder[key], dict | list))]
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
    if places := places_of(read):
        holder, key = chance.choice(places)
        for _ in range(chance.choice((1, 15, 45, 300))):
            holder[key] = chance.choice(([holder[key]], {key: holder[key]} if isinstance(key, str) else [holder[key]]))


def respell(_: Any, __: Chance) -> None:
    """Write the same in other signs."""


def spoil_inner(read: Any, chance: Chance) -> None:
    """Change what stands as JSON in a text."""
    inner = [
        (holder, key) for holder, key in places_of(read) if isinstance(holder[key], str) and holder[key][:1] in "[{"
    ]
    inner = [(holder, key) for holder, key in inner if holder[key] and json_of(holder[key].encode(errors="replace"))]
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
        respell,
    )
)
