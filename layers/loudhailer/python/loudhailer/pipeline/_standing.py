"""How what somebody asks stands to what is said already."""

from loudhailer import normalise
from loudhailer.domain.errors import Conflict
from loudhailer.domain.incident import Incident, IncidentHead, Phase, Sensitivity
from loudhailer.pipeline._facts import plainly


def stands(head: IncidentHead, incident: Incident) -> bool:
    """Tell whether just this is raised already; raise `Conflict` where it is, with other details.

    What nobody has heard, because all of it was held, does not stand: it is told anew. But only as it is: other words
    about it, or fewer sensitivities, would go past what held it.
    """
    if not head.alert_ids or head.phase is Phase.CLOSED:
        return False
    told = head.told
    if told is None or normalise.digest_of(plainly(told)) != normalise.digest_of(plainly(incident)):
        reference = normalise.reference_of(incident.source, incident.id)
        raise Conflict(f"it is raised already as {reference}, with other details: update that one", reference)
    return head.aired


def word_of(head: IncidentHead) -> str:
    """Return the newest alert that says something of the incident; empty where there is none."""
    reference = normalise.reference_of(head.source, head.id)
    return f"{reference}-{head.word}" if head.word else next(reversed(head.alert_ids), "")


def added(sensitivities: tuple[Sensitivity, ...], head: IncidentHead) -> tuple[Sensitivity, ...] | None:
    """Return the sensitivities with those that it has; None where there is nothing to add."""
    if not sensitivities:
        return None
    return tuple(sorted({*sensitivities, *(head.told.sensitivities if head.told else ())}))
