"""A reader of the service's own pages in its bucket: what a browser fetches under /page/, and the index."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from yarl import URL

from local.sandbox.state import PublicView

POLL_SECONDS = 0.5
_KEY = re.compile(r"<Key>([^<]+)</Key>")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as the bucket keeps it."""

    body: bytes
    content_type: str


Fetch = Callable[[str], Awaitable[Fetched | None]]
"""Read the file under a key: None where there is none (yet); raise `OSError` where the bucket does not answer."""


class _Read(BaseModel):
    # The service owns the index and may add to it; the wall needs only this.
    model_config = ConfigDict(frozen=True, extra="ignore")


class PagePicture(_Read):
    """A picture under the words, by its name in the folder of pictures."""

    name: str
    alt: str


class PagePost(_Read):
    """A revision of the words on a page; `sent` is ISO 8601."""

    revision: int
    text: str
    sent: str
    picture: PagePicture | None = None


class PageEntry(_Read):
    """One incident's page, as index.json lists it."""

    reference: str
    title: str
    url: str
    updated: str
    closed: bool = False
    posts: tuple[PagePost, ...] = ()


_INDEX: TypeAdapter[tuple[PageEntry, ...]] = TypeAdapter(tuple[PageEntry, ...])


class Pages:
    """The own page as the public sees it: `entries` of the newest readable index, and how the last look went."""

    def __init__(self, fetch: Fetch, public: PublicView) -> None:
        self.fetch = fetch
        self.entries: list[dict[str, Any]] = []
        self.state = "waiting"
        self._public = public

    async def follow(self) -> None:
        """Read the index twice a second, for ever."""
        while True:
            await self.look()
            await asyncio.sleep(POLL_SECONDS)

    async def look(self) -> None:
        """Read the index once and tell the wall what changed. An unreadable one leaves the last entries standing."""
        state, entries = "up", self.entries
        try:
            index = await self.fetch("index.json")
            if index is None:
                state = "waiting"
            else:
                entries = _INDEX.dump_python(_INDEX.validate_json(index.body), mode="json")
        except ValidationError:
            state = "faulty"
        except (OSError, aiohttp.ClientError, TimeoutError):
            state = "off"
        if entries != self.entries:
            self.entries = list(entries)
            self._public.tell("pages", self.entries)
        if state != self.state:
            self.state = state
            self._public.tell("channels", None)

    def channel_state(self) -> dict[str, Any]:
        """Tell how the page is, in the words of a channel's state."""
        detail = {"waiting": "no page published yet", "faulty": "index.json cannot be read"}.get(self.state, "")
        return {"state": self.state, "detail": detail, "attempts": 0}


class Bucket:
    """Reads of one S3 bucket on this machine, signed with the credentials in the environment.

    Signed here and fetched without boto3: its calls block, and its search for credentials may leave the machine.
    """

    def __init__(self, name: str, environment: Mapping[str, str]) -> None:
        endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or ""
        if urlsplit(endpoint).hostname not in _LOOPBACK:
            raise ValueError("A page bucket needs AWS_ENDPOINT_URL with an address on this machine (127.0.0.1).")
        missing = [name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not environment.get(name)]
        if missing:
            raise ValueError(f"A page bucket needs {' and '.join(missing)} in the environment.")
        self._base = f"{endpoint.rstrip('/')}/{name}"
        self._region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "eu-west-2"
        self._credentials = Credentials(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            environment.get("AWS_SESSION_TOKEN"),
        )

    async def fetch(self, key: str) -> Fetched | None:
        """Read the file under `key`; a bucket or key that is not there or not ours to read is None."""
        return await self._get(f"/{quote(key)}")

    async def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder; none where the bucket is not there or not ours to list."""
        listed = await self._get(f"?list-type=2&prefix={quote(folder, safe='')}%2F")
        found = _KEY.findall(listed.body.decode()) if listed else []
        return [key.removeprefix(f"{folder}/") for key in found]

    async def _get(self, rest: str) -> Fetched | None:
        signed = AWSRequest(method="GET", url=f"{self._base}{rest}")
        S3SigV4Auth(self._credentials, "s3", self._region).add_auth(signed)
        address = URL(str(signed.url), encoded=True)  # as signed, letter for letter
        patience = aiohttp.ClientTimeout(total=5)
        # A session a read: twice a second is little, and nothing then outlives the engine's restart.
        async with (
            aiohttp.ClientSession(timeout=patience) as session,
            session.get(address, headers=dict(signed.headers.items())) as answer,
        ):
            if answer.status in {403, 404}:
                return None
            if not answer.ok:
                raise OSError(f"The bucket answers {answer.status}.")
            return Fetched(await answer.read(), answer.headers.get("Content-Type", "application/octet-stream"))
