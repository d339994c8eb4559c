"""Credentials: one SSM SecureString a channel and a feed, a JSON object of its fields."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loudhailer.domain.errors import StateUnavailable, Unauthorized


@dataclass(frozen=True, slots=True)
class ParameterSecret:
    """One parameter, read when a worker starts."""

    client: Any
    name: str

    def fields(self, required: Sequence[str]) -> dict[str, str]:
        """Return the credential's required fields; no error shows any of its text."""
        try:
            answer = self.client.get_parameter(Name=self.name, WithDecryption=True)
        except ClientError as exc:
            code = exc.response.get("Error", {}).get("Code", "unknown")
            if code == "ParameterNotFound":
                raise Unauthorized(f"there is no parameter {self.name}; put the credential there") from exc
            raise StateUnavailable(f"read {self.name}: {code}") from exc
        except BotoCoreError as exc:
            raise StateUnavailable(f"read {self.name}: {type(exc).__name__}") from exc
        try:
            fields = json.loads(answer["Parameter"]["Value"])
        except ValueError:
            raise Unauthorized(f"parameter {self.name} is not a JSON object") from None
        if not isinstance(fields, dict):
            raise Unauthorized(f"parameter {self.name} is not a JSON object")
        missing = [name for name in required if not fields.get(name)]
        if missing:
            raise Unauthorized(f"parameter {self.name} has no {', '.join(missing)}")
        return {name: str(fields[name]) for name in required}
