"""Mutants: documents that were once well, broken in a way that a seed tells. The same seed makes the same mutant."""

import random
import zlib

from tests.feeds.mutants_bytes import BYTE_OPERATORS, Operator
from tests.feeds.mutants_json import JSON_OPERATORS, json_of
from tests.feeds.mutants_xml import XML_OPERATORS, tokens_of

MOST_BYTES = 64 * 1024


def mutant(sample: bytes, seed: int) -> tuple[bytes, tuple[str, ...]]:
    """Return the sample's mutant of that seed, and the names of what was done to it, in order."""
    chance = random.Random(f"{seed} {zlib.crc32(sample)}")  # noqa: S311  # the same mutant again is what it is for
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
    if json_of(document) is not None:
        return (*JSON_OPERATORS * 4, *BYTE_OPERATORS)
    if b"<" in document[:200] and len(tokens_of(document)) > 3:
        return (*XML_OPERATORS * 4, *BYTE_OPERATORS)
    return (*BYTE_OPERATORS[:4] * 4, *BYTE_OPERATORS)
