"""What of a machine's incident may ever be published: texts without a dwelling, and a person first for what is found.

A house number or a full postcode is coarsened to the street and the district, and the rest may go by itself. Of any
other finding the incident keeps the flag; a fact that holds it is taken out, unless it is somebody's whole message,
which whoever approves it has to read.
"""

from collections.abc import Iterable, Iterator, Mapping

from loudhailer.domain.incident import FREE_TEXT, Incident, Sensitivity
from loudhailer.privacy import Kind, coarsened, found_in

DWELLING = frozenset({Kind.HOUSE_NUMBER, Kind.POSTCODE})
OF_PERSONS = frozenset({Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.REGISTRATION})

_NOT_DECLARED = {Sensitivity.FATAL: Sensitivity.CASUALTIES, Sensitivity.TERRORISM: Sensitivity.PERSONAL}


def discreet(incident: Incident) -> Incident:
    """Return the incident as it may be told: dwellings coarsened, and what is found flagged and taken out of its facts.

    What its source says beside the facts is never published, but it tells what the incident is: so it counts for the
    flags, but for whom it names. Of a fact that is not told as it came, no translation is told: it may say the rest.
    """
    flags = {*incident.sensitivities, *(_flag(kind) for kind in _kinds(incident.headline) if kind not in OF_PERSONS)}
    facts = dict(_kept(incident.facts, flags))
    translations = {
        language: {name: text for name, text in _kept(said, flags) if facts.get(name) == incident.facts.get(name)}
        for language, said in incident.translations.items()
    }
    area = coarsened(incident.area)
    told = {
        "facts": facts,
        "translations": translations,
        "sensitivities": tuple(sorted(flags)),
        "area": "" if _kinds(area) else area,
        "roads": tuple(road for road in incident.roads if not _kinds(road)),
    }
    same = all(getattr(incident, name) == each for name, each in told.items())
    return incident if same else incident.model_copy(update=told)


def flags_of(kinds: Iterable[Kind]) -> tuple[Sensitivity, ...]:
    """Return what somebody's words must be flagged as, in which these were found.

    Who writes of a death, or of terrorism, has not said that another agency leads: that is for them to declare.
    """
    flags = set(map(_flag, kinds))
    return tuple(sorted({_NOT_DECLARED.get(flag, flag) for flag in flags}))


def _kept(facts: Mapping[str, str], flags: set[Sensitivity]) -> Iterator[tuple[str, str]]:
    """Yield the facts that may stay, coarsened, and add a flag for each kind that was found."""
    for name, text in facts.items():
        coarse = coarsened(text)
        kinds = _kinds(coarse)
        flags.update(map(_flag, kinds))
        if not kinds or name in FREE_TEXT:
            yield name, coarse


def _kinds(text: str) -> set[Kind]:
    return {each.kind for each in found_in(text)}


def _flag(kind: Kind) -> Sensitivity:
    """Return the flag of a kind: what names or finds a person is one, and the others are called as they are."""
    if kind in DWELLING | OF_PERSONS:
        return Sensitivity.PERSONAL
    return Sensitivity(kind.value)
