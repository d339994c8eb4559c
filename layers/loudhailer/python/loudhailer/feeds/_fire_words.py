"""What fire services call their calls, and what we make of it."""

ALARM, FIRE = "alarm", "fire"
PLANNED_BURNS = ("hazard reduction", "burn off", "prescribed burn", "planned burn")
MEDICAL = (
    "medical",
    "ambulance",
    "suicid",
    "self-harm",
    "self harm",
    "overdose",
    "vital signs",
    "cardiac",
    "unconscious",
)
"""Parts of what a call about somebody's health is called, in any case."""


def kind_of(words: str) -> str:
    """Return our event type: an alarm that rings is no fire yet, and what is no fire is only attended."""
    said = words.casefold()
    return "fire" if FIRE in said and ALARM not in said else "attended_incident"


def is_medical(words: str) -> bool:
    """Tell whether somebody's health is the matter: it is nobody else's."""
    said = words.casefold()
    return any(each in said for each in MEDICAL)


def is_planned(words: str) -> bool:
    """Tell whether a fire is one that crews have lit."""
    said = words.casefold()
    return any(each in said for each in PLANNED_BURNS)
