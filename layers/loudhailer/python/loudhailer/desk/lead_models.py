"""What officers send and are sent about who leads an incident, the lead's words, and a class lifted."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from loudhailer.desk.models import Line, Typed
from loudhailer.domain.crisis import MessageClass
from loudhailer.pipeline.lead import Led

Link = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https://[!-~]{4,180}$")]


class LeadRequest(Typed):
    """Who leads from now on."""

    agency: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,64}$")] = Field(
        description="An agency of plan.yaml, or `us` to take the lead back", examples=["police"]
    )
    reason: Line = Field(examples=["police have taken command at 14:10"])


class AmplifyRequest(Typed):
    """The words of the agency that leads."""

    message: Line = Field(description="Their words, as they stand", examples=["Please stay away from Mill Street."])
    link: Link = Field(description="Where they stand", examples=["https://police.westshire.example/news/7"])


class ClassRequest(Typed):
    """The class to which the incident is lifted."""

    message_class: MessageClass = Field(alias="class", examples=["life_safety"])
    reason: Line = Field(examples=["the wind has turned towards the school"])


class LedView(BaseModel):
    """Who leads an incident now."""

    reference: str
    lead: str = Field(description="The agency; empty where we lead")
    repeated: bool
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, led: Led) -> "LedView":
        """Return who leads as people see it."""
        return cls(reference=led.reference, lead=led.lead, repeated=led.repeated, warnings=led.warnings)
