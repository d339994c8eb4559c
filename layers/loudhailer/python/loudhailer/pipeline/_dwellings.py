"""What in a person's words names a dwelling."""

from collections.abc import Mapping

from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import FeedError
from loudhailer.privacy import address_in


def dwellings_in(facts: Mapping[str, str], message_class: MessageClass) -> tuple[str, ...]:
    """Refuse a fact that names a dwelling; an evacuation may need street numbers, so life-safety is only told."""
    findings = []
    for name, text in facts.items():
        found = address_in(text)
        # A title and a message are free words: "press 2 buttons" is no address, a postcode is one anywhere.
        if not found or (name in {"title", "message"} and found != "a full postcode"):
            continue
        if message_class is not MessageClass.LIFE_SAFETY:
            raise FeedError(name, f"it holds {found}; give the street and town only")
        findings.append(f"{name} holds {found}, and the public will read it")
    return tuple(findings)
