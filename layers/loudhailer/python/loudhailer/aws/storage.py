"""S3: the service's own pages, and the originals that were refused."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from loudhailer.aws.errors import translated
from loudhailer.domain.errors import ChannelUnavailable, ClaimLost
from loudhailer.ports import StoredObject

_CACHE_SECONDS = 15
"""How long a reader may keep a page: a correction must not lie behind a stale copy."""


@dataclass(frozen=True, slots=True)
class PageBucket:
    """The bucket behind the service's own page."""

    client: Any
    name: str

    def read(self, key: str) -> StoredObject | None:
        """Return the file and its ETag, None where there is none."""
        try:
            answer = self.client.get_object(Bucket=self.name, Key=key)
            return StoredObject(body=answer["Body"].read(), version=answer["ETag"])
        except ClientError as exc:
            code = exc.response.get("Error", {}).get("Code", "unknown")
            if code == "NoSuchKey":
                return None
            raise ChannelUnavailable(f"read {key}: {code}") from exc
        except BotoCoreError as exc:
            raise ChannelUnavailable(f"read {key}: {type(exc).__name__}") from exc

    def write(self, key: str, body: bytes, *, content_type: str, over: str | None) -> None:
        """Write the file over the version that was read."""
        condition = {"IfNoneMatch": "*"} if over is None else {"IfMatch": over}
        try:
            self.client.put_object(
                Bucket=self.name,
                Key=key,
                Body=body,
                ContentType=content_type,
                CacheControl=f"public, max-age={_CACHE_SECONDS}",
                **condition,
            )
        except ClientError as exc:
            code = exc.response.get("Error", {}).get("Code", "unknown")
            if code in {"PreconditionFailed", "ConditionalRequestConflict"}:
                raise ClaimLost(f"write {key}: {code}") from exc
            raise ChannelUnavailable(f"write {key}: {code}") from exc
        except BotoCoreError as exc:
            # A write under a condition can be repeated without harm: it is either refused or the same.
            raise ChannelUnavailable(f"write {key}: {type(exc).__name__}") from exc


@dataclass(frozen=True, slots=True)
class DocumentBucket:
    """Refused originals; the bucket forgets them after the days that the template says."""

    client: Any
    name: str

    def keep(self, event_id: str, body: str) -> str:
        """Keep the original under the event's id and return its address."""
        key = f"refused/{event_id}.txt"
        with translated("keep"):
            self.client.put_object(
                Bucket=self.name, Key=key, Body=body.encode(errors="replace"), ContentType="text/plain; charset=utf-8"
            )
        return f"s3://{self.name}/{key}"
