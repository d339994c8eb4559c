"""What people write into a form: when two of them mean the same, and what of it the public must not read."""

import hashlib
import json
from collections.abc import Mapping

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Incident
from loudhailer.privacy import address_in

_FREE = frozenset({"title", "message", "lines", "lead_link"})


def incident_id_of(event_type: str, facts: Mapping[str, str]) -> str:
    """Return the same id for the same words, however they are spaced or capitalised."""
    body = json.dumps([event_type, _plain(facts)], sort_keys=True)
    return f"D-{hashlib.sha256(body.encode()).hexdigest()[:12]}"


def _plain(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(text.casefold().split()) for name, text in facts.items()}


def plainly(incident: Incident) -> Incident:
    """Return the incident with its facts as they are compared: neither blanks nor capitals count."""
    return incident.model_copy(update={"facts": _plain(incident.facts)})


def addresses_in(facts: Mapping[str, str], message_class: MessageClass) -> tuple[str, ...]:
    """Refuse a fact that names a dwelling; an evacuation may need street numbers, so life-safety is only told."""
    findings = []
    for name, text in facts.items():
        found = address_in(text)
        # These are free words: "press 2 buttons" is no address, a postcode is one anywhere.
        if not found or (name in _FREE and found != "a full postcode"):
            continue
        if message_class is not MessageClass.LIFE_SAFETY:
            raise FeedError(name, f"it holds {found}; give the street and town only")
        findings.append(f"{name} holds {found}, and the public will read it")
    return tuple(findings)
