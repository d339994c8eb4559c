"""What our own items and queue bodies have in common."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that crosses a process or a deploy.

    Unknown fields are ignored: the neighbour may be one version ahead.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")
