"""Credentials in SSM SecureStrings, a JSON object each: one a channel, a feed, a system that posts to the webhook."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loudhailer.domain.errors import StateUnavailable, Unauthorized
from loudhailer.ports import Clock

_KEPT = timedelta(minutes=1)
"""How long a webhook's secrets are kept: a rotation is heard of within it, and a flood of forgeries asks SSM once."""


@dataclass(frozen=True, slots=True)
class ParameterSecret:
    """One parameter, read when a worker starts."""

    client: Any
    name: str

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, str]:
        """Return the credential's required fields, and the optional ones it has; no error shows any of its text."""
        fields, _ = stored(self.client, self.name)
        missing = [name for name in required if not fields.get(name)]
        if missing:
            raise Unauthorized(f"parameter {self.name} has no {', '.join(missing)}")
        return {name: str(fields[name]) for name in (*required, *optional) if fields.get(name)}


def stored(client: Any, name: str) -> tuple[dict[str, Any], int]:
    """Return all the fields of a parameter and its version; no error shows any of its text."""
    try:
        answer = client.get_parameter(Name=name, WithDecryption=True)
    except ClientError as exc:
        code = exc.response.get("Error", {}).get("Code", "unknown")
        if code == "ParameterNotFound":
            raise Unauthorized(f"there is no parameter {name}; put the credential there") from exc
        raise StateUnavailable(f"read {name}: {code}") from exc
    except BotoCoreError as exc:
        raise StateUnavailable(f"read {name}: {type(exc).__name__}") from exc
    try:
        fields = json.loads(answer["Parameter"]["Value"])
    except ValueError:
        raise Unauthorized(f"parameter {name} is not a JSON object") from None
    if not isinstance(fields, dict):
        raise Unauthorized(f"parameter {name} is not a JSON object")
    return fields, int(answer["Parameter"]["Version"])


@dataclass(frozen=True, slots=True)
class ParameterHookSecrets:
    """One parameter a source under `path`: `{"current": "...", "next": "..."}`, the second only while rotating."""

    client: Any
    path: str
    clock: Clock
    _kept: dict[str, tuple[datetime, tuple[str, ...]]] = field(default_factory=dict)

    def of(self, source: str) -> tuple[str, ...]:
        """Return a source's live secrets; none where its parameter is missing or lacks `current`."""
        now = self.clock()
        until, secrets = self._kept.get(source, (now, ()))
        if until <= now:
            secrets = self._read(f"{self.path}/{source}")
            self._kept[source] = (now + _KEPT, secrets)
        return secrets

    def _read(self, name: str) -> tuple[str, ...]:
        try:
            return tuple(ParameterSecret(self.client, name).fields(("current",), ("next",)).values())
        except Unauthorized:
            return ()
