"""What people write into a form: when two of them mean the same, and what of it the public must not read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident, Sensitivity
from loudhailer.privacy import address_in, found_in, reason_of
from loudhailer.privacy.discretion import DWELLING, flags_of

_FREE = frozenset({"title", "message", "lines", "lead_link"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """What in somebody's words should be looked at again, and the flags for which another person has to."""

    findings: tuple[str, ...]
    flags: tuple[Sensitivity, ...]


def incident_id_of(event_type: str, facts: Mapping[str, str]) -> str:
    """Return the same id for the same words, however they are spaced or capitalised."""
    body = json.dumps([event_type, _plain(facts)], sort_keys=True)
    return f"D-{hashlib.sha256(body.encode()).hexdigest()[:12]}"


def _plain(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(text.casefold().split()) for name, text in facts.items()}


def plainly(incident: Incident) -> Incident:
    """Return the incident with its facts as they are compared: neither blanks nor capitals count."""
    return incident.model_copy(update={"facts": _plain(incident.facts)})


def weighed(facts: Mapping[str, str], message_class: MessageClass) -> Weighed:
    """Refuse a fact that names a dwelling, and flag what else the public must not read before a person has.

    An evacuation needs street numbers and cannot wait: life-safety is only told what was found.
    """
    saves, findings, told = message_class is MessageClass.LIFE_SAFETY, [], set()
    for name, text in facts.items():
        found = address_in(text)
        # These are free words, in any language: "press 2 buttons" is no address, a postcode is one anywhere.
        if not found or (name.rpartition(".")[2] in _FREE and found != "a full postcode"):
            continue
        if not saves:
            raise FeedError(name, f"it holds {found}; give the street and town only")
        findings.append(f"{name} holds {found}, and the public will read it")
        told.add(name)
    found_of = {name: found_in(text) for name, text in facts.items()}
    for name, each_found in found_of.items():
        others = (each for each in each_found if name not in told or each.kind not in DWELLING)
        findings += [f"{name}: {why}" for why in dict.fromkeys(map(reason_of, others))]
    kinds = {each.kind for each_found in found_of.values() for each in each_found}
    return Weighed(tuple(findings), () if saves else flags_of(kinds))
