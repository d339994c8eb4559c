"""The incident event: what a mobilising system puts on the bus. Schema: docs/incident-event.schema.json."""

import re
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loudhailer.config import FACTS
from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Sensitivity, Severity, Status, Urgency
from loudhailer.feeds.envelope import Envelope

PHASES: dict[str, Phase] = {
    "incident.reported": Phase.OPEN,
    "incident.updated": Phase.OPEN,
    "incident.closed": Phase.CLOSED,
    "campaign.planned": Phase.OPEN,
}
"""What each detail-type says of the incident."""

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"(?:^|\b(?:at|of|near|outside|flat|number|no\.?)\s+)\d+[a-z]?,?\s+[A-Z][a-z]")

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160, pattern=r"^[^\x00-\x1f]*$")
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IncidentDetail(_Model):
    """One revision of an incident.

    There is no free text from a machine but names of roads and places, and codes whose words stand in words.yaml.
    """

    id: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
    revision: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    status: Status
    type: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z_]+$")]
    severity: Severity = Severity.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    road: Text | None = None
    place: Text | None = None
    cause: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")] | None = None
    title: Text | None = None
    message: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)] | None = None
    sensitivities: tuple[Sensitivity, ...] = ()
    publish_at: AwareDatetime | None = None
    expires: AwareDatetime | None = None
    expected_end: AwareDatetime | None = None
    next_update: AwareDatetime | None = None


class IncidentEvent(_Model):
    """The `detail` of an event on the incident bus."""

    schema_version: Literal["1"] = Field(alias="schema")
    incident: IncidentDetail


def parse(envelope: Envelope) -> Incident:
    """Read one event into its incident; raise `FeedError` with the place and the reason."""
    phase = PHASES.get(envelope.sender.detail_type)
    if phase is None:
        known = ", ".join(sorted(PHASES))
        raise FeedError("detail-type", f"{envelope.sender.detail_type!r} is not known; known are {known}")
    try:
        event = IncidentEvent.model_validate(envelope.detail)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in ("detail", *first["loc"]))
        raise FeedError(place, first["msg"]) from None
    incident = event.incident
    facts = {name: value for name in sorted(FACTS) if (value := getattr(incident, name)) is not None}
    _refuse_addresses(facts)
    return Incident(
        source=envelope.sender.source,
        id=incident.id,
        revision=incident.revision,
        phase=phase,
        status=incident.status,
        event_type=incident.type,
        severity=incident.severity,
        urgency=incident.urgency,
        certainty=incident.certainty,
        facts=facts,
        sensitivities=tuple(sorted(set(incident.sensitivities))),
        publish_at=incident.publish_at,
        expires=incident.expires,
        expected_end=incident.expected_end,
        next_update=incident.next_update,
    )


def _refuse_addresses(facts: dict[str, str]) -> None:
    """Refuse a place that names a dwelling: a leaked address cannot be called back, a street is enough."""
    for name, text in facts.items():
        if _POSTCODE.search(text):
            raise FeedError(f"detail.incident.{name}", "it holds a full postcode; give the street and town only")
        if name == "place" and _HOUSE_NUMBER.search(text):
            raise FeedError(f"detail.incident.{name}", "it holds a house number; give the street and town only")
