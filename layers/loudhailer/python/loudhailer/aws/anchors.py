"""The anchors bucket, which Object Lock protects (docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html).

A locked version cannot be changed or deleted, but a newer one can lie over it, and so can a mark that says "deleted".
So the oldest version of each key is read, and what lies over it is told.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from loudhailer.aws.errors import translated
from loudhailer.domain.audit import Anchor, StoredAnchor

_FOLDER, _HOLDS = "anchors/", "holds/"
_AT_ONCE = 8
"""How many anchors are read at once; a client of boto3 keeps ten connections."""
_LOOKED_BACK = timedelta(days=31)
"""How far back the newest anchor is looked for before the whole folder is."""


@dataclass(frozen=True, slots=True)
class _Version:
    key: str
    id: str
    at: datetime
    deleted: bool


@dataclass(frozen=True, slots=True)
class AnchorBucket:
    """Anchors under the second in which they were written, and what is held for the law under its incident."""

    client: Any
    name: str

    def newest(self, now: datetime) -> StoredAnchor | None:
        """Return the newest anchor, None where there is none yet."""
        keys = self._first_versions(now - _LOOKED_BACK) or self._first_versions(None)
        return self._read(keys[-1]) if keys else None

    def since(self, moment: datetime) -> Sequence[StoredAnchor]:
        """Return the anchors from a moment on, oldest first."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self._read, self._first_versions(moment)))

    def write(self, anchor: Anchor) -> str:
        """Write an anchor and return its key; raise `ClaimLost` where this second has one already."""
        key = _key(anchor.at)
        with translated("anchor"):
            self.client.put_object(
                Bucket=self.name,
                Key=key,
                Body=anchor.model_dump_json().encode(),
                ContentType="application/json",
                IfNoneMatch="*",
            )
        return key

    def hold(self, folder: str, files: dict[str, bytes]) -> None:
        """Keep files for the law: each is locked until somebody lets go of it."""
        for name, body in files.items():
            with translated("hold"):
                self.client.put_object(
                    Bucket=self.name, Key=f"{_HOLDS}{folder}/{name}", Body=body, ObjectLockLegalHoldStatus="ON"
                )

    def let_go(self, folder: str) -> int:
        """Let go of all that is held in a folder and return how many files that were; their days still protect them."""
        held = [each for each in self._versions(f"{_HOLDS}{folder}/") if not each.deleted]
        for each in held:
            with translated("let go"):
                self.client.put_object_legal_hold(
                    Bucket=self.name, Key=each.key, VersionId=each.id, LegalHold={"Status": "OFF"}
                )
        return len(held)

    def _first_versions(self, moment: datetime | None) -> list[tuple[_Version, bool]]:
        """Return the oldest version of each anchor from a moment on, and whether anything lies over it."""
        found: dict[str, list[_Version]] = {}
        for version in self._versions(_FOLDER, "" if moment is None else _key(moment)):
            found.setdefault(version.key, []).append(version)
        # Of one second's the last listed is the oldest, and a mark was put over something.
        oldest = {key: min(reversed(each), key=lambda one: (one.at, one.deleted)) for key, each in found.items()}
        return [(oldest[key], len(found[key]) > 1 or oldest[key].deleted) for key in sorted(found)]

    def _versions(self, prefix: str, after: str = "") -> Iterator[_Version]:
        """Yield every version and every mark under a prefix; of one key the newest first, as S3 lists them."""
        place: dict[str, str] = {"KeyMarker": after} if after else {}
        while True:
            with translated("list anchors"):
                answer = self.client.list_object_versions(Bucket=self.name, Prefix=prefix, **place)
            for deleted, kind in ((False, "Versions"), (True, "DeleteMarkers")):
                for each in answer.get(kind, ()):
                    yield _Version(each["Key"], each["VersionId"], each["LastModified"], deleted)
            if not answer.get("IsTruncated"):
                return
            place = {"KeyMarker": answer["NextKeyMarker"], "VersionIdMarker": answer.get("NextVersionIdMarker", "")}

    def _read(self, one: tuple[_Version, bool]) -> StoredAnchor:
        version, covered = one
        if version.deleted:
            return StoredAnchor(version.key, b"", covered=True)
        with translated("read anchor"):
            answer = self.client.get_object(Bucket=self.name, Key=version.key, VersionId=version.id)
            return StoredAnchor(version.key, answer["Body"].read(), covered)


def _key(moment: datetime) -> str:
    """Return the key of an anchor: `anchors/2026/11/23/041500.json`; their order is that of time."""
    return f"{_FOLDER}{moment.astimezone(UTC):%Y/%m/%d/%H%M%S}.json"
