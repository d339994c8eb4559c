"""What must never be published automatically, by kind, and where it stands in a text. Never the words themselves."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was recognised; the latter half are the never-automatic kinds, by the names of `Sensitivity`."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    REGISTRATION = "registration"
    POSTCODE = "postcode"
    HOUSE_NUMBER = "house_number"
    CASUALTIES = "casualties"
    SELF_HARM = "self_harm"
    EFFECTING_ENTRY = "effecting_entry"
    MEDICAL = "medical"
    DOMESTIC_ABUSE = "domestic_abuse"
    CHILDREN = "children"
    FATAL = "fatal"
    ARSON = "arson"
    TERRORISM = "terrorism"


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was recognised: from `start` up to `end`, in code points of the text that was asked about."""

    kind: Kind
    start: int
    end: int


REASONS: dict[Kind, str] = {
    Kind.NAME: "it seems to name a person",
    Kind.PHONE: "it seems to hold somebody's phone number",
    Kind.EMAIL: "it seems to hold somebody's e-mail address",
    Kind.REGISTRATION: "it seems to hold a vehicle's registration",
    Kind.POSTCODE: "it holds a full postcode",
    Kind.HOUSE_NUMBER: "it seems to hold the number of a dwelling",
    Kind.CASUALTIES: "it seems to say who is hurt, how many or how badly",
    Kind.SELF_HARM: "it seems to speak of suicide or self-harm",
    Kind.EFFECTING_ENTRY: "it seems to speak of getting into somebody's home or vehicle",
    Kind.MEDICAL: "it seems to speak of a medical emergency",
    Kind.DOMESTIC_ABUSE: "it seems to speak of domestic abuse",
    Kind.CHILDREN: "it seems to speak of a child",
    Kind.FATAL: "it seems to speak of a death",
    Kind.ARSON: "it seems to speak of a fire that was set on purpose",
    Kind.TERRORISM: "it seems to speak of terrorism, a weapon or a suspicious object",
}
"""What an officer reads of each kind; a test holds it complete."""


def reason_of(found: Found) -> str:
    """Say in plain English what was recognised, without repeating it."""
    return REASONS[found.kind]
