"""Sources that may speak by themselves on this machine, past the desk and its steps."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loudhailer.aws.sources import SourceTable
from loudhailer.config import load
from loudhailer.domain.source import Mode


def trust(client: Any, table: str, config: Path, *, by: str, reason: str, mode: Mode = Mode.AUTO) -> None:
    """Set every source of a configuration to a mode; `client` is the engine's DynamoDB, which no real service has."""
    sources = SourceTable(client, table)
    for name in load(config).sources.sources:
        changes = {"mode": mode, "since": datetime.now(UTC), "by": by, "reason": reason}
        sources.keep(sources.state(name).model_copy(update=changes))
