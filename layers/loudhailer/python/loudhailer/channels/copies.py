"""https://docs.bsky.app/docs/api/com-atproto-repo-get-record: what a platform shows to anybody, for the report.

And https://docs.joinmastodon.org/methods/statuses/#get. No credential is used and nothing is changed; a copy that
cannot be read is never an error, only a sentence that says why.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from loudhailer.channels._mastodon_text import readings, tidied
from loudhailer.channels._page_html import Words, shows
from loudhailer.domain.delivery import Delivery
from loudhailer.domain.post import Post, PostRef
from loudhailer.report.bundle import PlatformCopy

_LARGEST = 512 * 1024
_AT_ONCE = 8
_SECONDS = 12.0
"""How long all the reading may take: the desk's function has 29 seconds for the whole report."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Words(_Read):
    text: str


class _Record(_Read):
    value: _Words


class _Status(_Read):
    content: str


@dataclass(frozen=True, slots=True)
class Reader:
    """How one platform is read: the address of a post, and what its answer says of the words that we sent."""

    address: Callable[[str, PostRef], str]
    read: Callable[[bytes, Post], PlatformCopy]


def _bluesky_address(address: str, ref: PostRef) -> str:
    repo, collection, rkey = ref.id.removeprefix("at://").split("/")
    asked = httpx.QueryParams({"repo": repo, "collection": collection, "rkey": rkey})
    return f"{address}/xrpc/com.atproto.repo.getRecord?{asked}"


def _bluesky(body: bytes, post: Post) -> PlatformCopy:
    text = _Record.model_validate_json(body).value.text
    return PlatformCopy(read=True, text=text, same=text == post.text)


def _mastodon_address(address: str, ref: PostRef) -> str:
    return f"{address}/api/v1/statuses/{ref.id}" if ref.id.isdigit() else ""


def _mastodon(body: bytes, post: Post) -> PlatformCopy:
    led, said = readings(_Status.model_validate_json(body).content)
    return PlatformCopy(read=True, text=led, same=tidied(post.text) in {led, said})


def _page_address(address: str, ref: PostRef) -> str:
    # Only our own pages are asked for, whatever stands in the table.
    return ref.url if address and ref.url.startswith(f"{address}/") else ""


def _page(body: bytes, post: Post) -> PlatformCopy:
    shown = body.decode(errors="replace")
    same = shows(shown, Words(post.revision, post.text, post.link, post.language, post.also, post.foreign))
    return PlatformCopy(read=True, text=post.text if same else readings(shown.partition("<main>")[2])[1], same=same)


READERS: Mapping[str, Reader] = {
    "bluesky": Reader(_bluesky_address, _bluesky),
    "mastodon": Reader(_mastodon_address, _mastodon),
    "page": Reader(_page_address, _page),
}
"""Every channel that anybody may read. The others say why not in `UNREADABLE`."""
UNREADABLE: Mapping[str, str] = {
    "telegram": "a bot cannot ask Telegram for what it has posted",
    "x": "X shows its posts only to who has signed in, and for money",
    "facebook": "Facebook shows a Page's posts only to who has signed in",
    "threads": "Threads shows a profile's posts only to who has signed in",
    "ntfy": "the server forgets a message within hours, and what it keeps is read with a token",
    "slack": "what the service's own people read is shown with a token only",
    "teams": "what the service's own people read is shown to them only",
    "sms": "a text is on its recipient's phone only",
    "email": "an e-mail is in its recipient's mailbox only",
}


@dataclass(frozen=True, slots=True)
class Copies:
    """The platforms, asked all at once and in bounded time. `addresses` are theirs, by channel."""

    http: httpx.Client
    addresses: Mapping[str, str]
    monotonic: Callable[[], float] = time.monotonic

    def __call__(self, deliveries: Sequence[Delivery]) -> Mapping[tuple[str, str], PlatformCopy]:
        """Return the platform's copy of each post that is out, by alert and channel."""
        out = [each for each in deliveries if each.ref is not None and each.post is not None]
        until = self.monotonic() + _SECONDS
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            copies = list(pool.map(lambda each: self._copy(each, until), out))
        return {(each.alert_id, each.channel): copy for each, copy in zip(out, copies, strict=True)}

    def _copy(self, delivery: Delivery, until: float) -> PlatformCopy:
        reader, ref, post = READERS.get(delivery.platform), delivery.ref, delivery.post
        if reader is None or ref is None or post is None:
            return PlatformCopy(why=UNREADABLE.get(delivery.platform, "nobody has said how this channel is read"))
        if self.monotonic() >= until:
            return PlatformCopy(why="there was no time left to ask")
        try:
            url = reader.address(self.addresses.get(delivery.platform, ""), ref)
            return reader.read(self._fetched(url), post) if url else PlatformCopy(why="its address is not one of ours")
        except httpx.HTTPStatusError as refused:
            return PlatformCopy(why=f"the platform answers {refused.response.status_code}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return PlatformCopy(why=f"the platform did not answer ({type(error).__name__})")
        except (ValidationError, ValueError):
            return PlatformCopy(why="the platform's answer is not one that is known here")

    def _fetched(self, url: str) -> bytes:
        body = b""
        with self.http.stream("GET", url) as answer:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                body += part
                if len(body) > _LARGEST:
                    raise ValueError("too large")
        return body
