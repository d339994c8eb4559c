"""Where the path without claims leads: the channels' blind queues, and the copies of the gates outside the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from loudhailer.aws.errors import translated
from loudhailer.domain.blind import Intent
from loudhailer.domain.crisis import GateState
from loudhailer.domain.delivery import platform_of
from loudhailer.domain.errors import StateUnavailable

_TRIES = 3


@dataclass(frozen=True, slots=True)
class BlindQueues:
    """SQS queues by channel: private and encrypted, for their bodies are words."""

    client: Any
    urls: Mapping[str, str]

    def reaches(self, channel: str) -> bool:
        """Tell whether a channel has one."""
        return channel in self.urls

    def put(self, intent: Intent, delay: timedelta = timedelta()) -> None:
        """Put an intent on its channel's queue; it is handed out after `delay`, at most 15 minutes."""
        url = self.urls.get(platform_of(intent.channel))
        if url is None:
            raise StateUnavailable(f"{intent.channel} has no blind queue")
        with translated("put intent"):
            self.client.send_message(
                QueueUrl=url, MessageBody=intent.model_dump_json(), DelaySeconds=int(delay.total_seconds())
            )


@dataclass(frozen=True, slots=True)
class GateCopies:
    """One file a channel, `gates/<channel>.json`, written over an older version only."""

    client: Any
    bucket: str

    def keep(self, gate: GateState) -> None:
        """Keep a copy without the permits, which are over in seconds."""
        body = gate.model_copy(update={"permits": {}}).model_dump_json().encode()
        for _ in range(_TRIES):
            kept = self._read(gate.channel)
            if kept is not None and _version(kept[0]) >= gate.version:
                return
            over = {"IfNoneMatch": "*"} if kept is None else {"IfMatch": kept[1]}
            try:
                self.client.put_object(
                    Bucket=self.bucket, Key=_key(gate.channel), Body=body, ContentType="application/json", **over
                )
            except ClientError as exc:
                code = exc.response.get("Error", {}).get("Code", "unknown")
                if code not in {"PreconditionFailed", "ConditionalRequestConflict"}:
                    raise StateUnavailable(f"keep a gate's copy: {code}") from exc
            except BotoCoreError as exc:
                raise StateUnavailable(f"keep a gate's copy: {type(exc).__name__}") from exc
            else:
                return
        raise StateUnavailable(f"keep a gate's copy: overtaken {_TRIES} times")

    def copy(self, channel: str) -> GateState:
        """Return the copy; a channel without one is in Exercise, for nobody has taken it live."""
        kept = self._read(channel)
        if kept is None:
            return GateState(channel=channel)
        try:
            return GateState.model_validate_json(kept[0])
        except ValidationError:
            raise StateUnavailable(f"the copy of {channel}'s gate makes no sense") from None

    def _read(self, channel: str) -> tuple[bytes, str] | None:
        """Return the file and its ETag, None where there is none."""
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=_key(channel))
            return answer["Body"].read(), answer["ETag"]
        except ClientError as exc:
            code = exc.response.get("Error", {}).get("Code", "unknown")
            if code == "NoSuchKey":
                return None
            raise StateUnavailable(f"read a gate's copy: {code}") from exc
        except BotoCoreError as exc:
            raise StateUnavailable(f"read a gate's copy: {type(exc).__name__}") from exc


def _key(channel: str) -> str:
    return f"gates/{channel}.json"


def _version(body: bytes) -> int:
    """Return a copy's version; one that makes no sense is older than any."""
    try:
        return GateState.model_validate_json(body).version
    except ValidationError:
        return -1
