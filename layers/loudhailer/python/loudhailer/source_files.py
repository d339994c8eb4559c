"""How a source of `config/sources.yaml` comes to us, where it is pushed."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Topic = Annotated[str, Field(pattern=r"^arn:aws:sns:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:[A-Za-z0-9_-]{1,256}$")]
"""A topic's ARN: its Region says at which host SNS answers for it."""


class Push(BaseModel):
    """How a source is pushed to us: by SNS, from these topics and no other, by their ARNs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topics: tuple[Topic, ...] = Field(min_length=1)
