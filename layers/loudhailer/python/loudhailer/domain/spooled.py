"""What waits on the record queue because its table could not be written: tagged and versioned, words and all."""

import json

from pydantic import ValidationError

from loudhailer.domain.act import Act
from loudhailer.domain.errors import UnreadableBody
from loudhailer.domain.record import Record

VERSION = 1
"""The version this code writes. It reads VERSION and VERSION - 1, so that a rolling deploy strands nothing."""
ACT = "act"


class Tag(Record):
    """What every body on the queue begins with: its version, and which kind it is."""

    v: int
    kind: str


class SpooledAct(Record):
    """An act that could not be written into its chain."""

    v: int = VERSION
    kind: str = ACT
    act: Act


def read_tag(body: str) -> Tag:
    """Read what kind a body is; raise `UnreadableBody`, which is transient: a neighbouring deploy may read it."""
    try:
        tag = Tag.model_validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        raise UnreadableBody("the body is nothing that was spooled") from None
    if tag.v not in (VERSION, VERSION - 1):
        raise UnreadableBody(f"version {tag.v} is not read here; {VERSION - 1} and {VERSION} are")
    return tag


def read_act(body: str) -> Act:
    """Read a spooled act; raise `UnreadableBody`."""
    try:
        return SpooledAct.model_validate_json(body).act
    except ValidationError:
        raise UnreadableBody("the body holds no act") from None
