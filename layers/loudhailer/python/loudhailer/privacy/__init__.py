"""What must never be published automatically, recognised in free text: who, where they live, how they are. Pure.

A recogniser takes a `Reading` and yields what it found; the registry below is all of them. Where a text can be read
both ways, it is held: a person can let it go, nobody can call it back.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from loudhailer.privacy._abuse import DOMESTIC_ABUSE
from loudhailer.privacy._addresses import coarsened, house_numbers, postcodes
from loudhailer.privacy._ages import grown, young
from loudhailer.privacy._arson import ARSON
from loudhailer.privacy._casualties import CASUALTIES
from loudhailer.privacy._children import CHILDREN
from loudhailer.privacy._deaths import FATAL
from loudhailer.privacy._dwellings import address_in
from loudhailer.privacy._entry import EFFECTING_ENTRY
from loudhailer.privacy._medical import MEDICAL
from loudhailer.privacy._numbers import emails, phones, registrations
from loudhailer.privacy._people import names
from loudhailer.privacy._phrases import together
from loudhailer.privacy._reading import Reading, reading
from loudhailer.privacy._self_harm import SELF_HARM
from loudhailer.privacy._someone import someone
from loudhailer.privacy._terrorism import TERRORISM
from loudhailer.privacy.kind import Found, Kind, reason_of

__all__ = ["RECOGNISERS", "Found", "Kind", "address_in", "coarsened", "found_in", "reason_of"]

RECOGNISERS: dict[Kind, Callable[[Reading], Iterator[Found]]] = {
    Kind.NAME: names,
    Kind.PHONE: phones,
    Kind.EMAIL: emails,
    Kind.REGISTRATION: registrations,
    Kind.POSTCODE: postcodes,
    Kind.HOUSE_NUMBER: house_numbers,
    Kind.CASUALTIES: lambda reading: chain(CASUALTIES.found(reading), grown(reading)),
    Kind.SELF_HARM: SELF_HARM.found,
    Kind.EFFECTING_ENTRY: EFFECTING_ENTRY.found,
    Kind.MEDICAL: MEDICAL.found,
    Kind.DOMESTIC_ABUSE: DOMESTIC_ABUSE.found,
    Kind.CHILDREN: lambda reading: chain(CHILDREN.found(reading), young(reading)),
    Kind.FATAL: FATAL.found,
    Kind.ARSON: ARSON.found,
    Kind.TERRORISM: TERRORISM.found,
}

_OF_A_PERSON = frozenset(
    {Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.REGISTRATION, Kind.POSTCODE, Kind.HOUSE_NUMBER},
)


def found_in(text: str) -> tuple[Found, ...]:
    """Return what must not be published automatically, in the order of the text; within a kind nothing overlaps."""
    read = reading(text)
    found: list[Found] = []
    for kind, recognise in RECOGNISERS.items():
        spans = [(each.start, each.end) for each in recognise(read)]
        if spans:
            found += (Found(kind, start, end) for start, end in together(spans))
    if all(each.kind in _OF_A_PERSON for each in found):
        # One person is spoken of, and nothing says yet why that must wait.
        found += someone(read)
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind)))
