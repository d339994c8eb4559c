"""The incident event: what a mobilising system puts on the bus. Schema: docs/incident-event.schema.json."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from loudhailer.domain.errors import FeedError
from loudhailer.domain.incident import Certainty, Incident, Phase, Sensitivity, Severity, Status, Urgency
from loudhailer.domain.text import STEERING, near, written
from loudhailer.feeds.envelope import open_envelope
from loudhailer.feeds.reading import Policy, Reading
from loudhailer.privacy import address_in, coarsened

PHASES: dict[str, Phase] = {
    "incident.reported": Phase.OPEN,
    "incident.updated": Phase.OPEN,
    "incident.closed": Phase.CLOSED,
    "campaign.planned": Phase.OPEN,
}
"""What each detail-type says of the incident."""

_FACTS = ("cause", "message", "place", "road", "title")

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160, pattern=rf"^[^{STEERING}]*$")
]
LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=rf"^(?:[^{STEERING}]|\n)*$")
]


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Time = Annotated[AwareDatetime, BeforeValidator(written), AfterValidator(near)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TranslatedFacts(_Model):
    """The names and words of an incident in another language; what is left out is said from words.<language>.yaml."""

    road: Text | None = None
    place: Text | None = None
    title: Text | None = None
    message: LongText | None = None


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
    message: LongText | None = None
    translations: Annotated[dict[Language, TranslatedFacts], Field(max_length=1)] = Field(default_factory=dict)
    sensitivities: tuple[Sensitivity, ...] = ()
    publish_at: Time | None = None
    expires: Time | None = None
    expected_end: Time | None = None
    next_update: Time | None = None


class IncidentEvent(_Model):
    """The `detail` of an event on the incident bus."""

    schema_version: Literal["1"] = Field(alias="schema")
    incident: IncidentDetail


def recognises(document: bytes) -> bool:
    """Say whether a document looks like an event off the bus; reading it may still refuse it."""
    return document.lstrip().startswith(b"{") and b'"detail-type"' in document


def parse(document: bytes, policy: Policy) -> Reading:
    """Read one event off the bus into its incident; raise `FeedError` with the place and the reason."""
    envelope = open_envelope(document, fallback_id="")
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
    facts = {name: coarsened(value) for name in _FACTS if (value := getattr(incident, name)) is not None}
    translations = {
        language: said
        for language, each in incident.translations.items()
        if (said := {name: coarsened(text) for name in _FACTS if (text := getattr(each, name, None))})
    }
    for texts in (facts, *translations.values()):
        _refuse_addresses(texts)
    told = Incident(
        source=policy.source or envelope.sender.source,
        id=incident.id,
        revision=incident.revision,
        phase=phase,
        status=incident.status,
        event_type=incident.type,
        severity=incident.severity,
        urgency=incident.urgency,
        certainty=incident.certainty,
        facts=facts,
        translations=translations,
        sensitivities=tuple(sorted(set(incident.sensitivities))),
        publish_at=incident.publish_at,
        expires=incident.expires,
        expected_end=incident.expected_end,
        next_update=incident.next_update,
        roads=(facts["road"],) if facts.get("road") else (),
        area=facts.get("place", ""),
    )
    return Reading(incidents=(told,))


def _refuse_addresses(facts: dict[str, str]) -> None:
    """Refuse a fact that may name a dwelling still, once it is coarsened: a leaked address cannot be called back."""
    for name, text in facts.items():
        found = address_in(text)
        # Comms write a campaign's words themselves: "press 2 buttons" is no address, a postcode is one anywhere.
        if found and (name in {"place", "road"} or found == "a full postcode"):
            raise FeedError(f"detail.incident.{name}", f"it holds {found}; give the street and town only")
