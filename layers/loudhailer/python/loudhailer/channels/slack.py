"""https://docs.slack.dev/reference/methods/chat.postMessage: messages to the service's own people in a Slack channel.

Idempotency class D, read back by an exact key (research/channels.md §2a). Slack takes the same words twice, so no retry
is safe before a look: every message carries the post's key as metadata, which only apps see, and `find` reads the
channel's messages since the claim for it. Refusals arrive as a 200 with `ok: false` (`_slack_answer.py`). The bot needs
the scopes chat:write and channels:history (groups:history in a private channel), and has to be in the channel.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import httpx

from loudhailer.channels._http import looking, send
from loudhailer.channels._read_back import CLOCKS_DIFFER, settled
from loudhailer.channels._slack_answer import History, Nothing, Sent, answered, escaped, letters
from loudhailer.channels.kind import Audience, ChannelKind, Wiring
from loudhailer.domain.errors import Doubtful, ParentGone, PostRejected
from loudhailer.domain.post import Limits, Post, PostRef, Receipt

_EVENT = "loudhailer_post"  # letters, digits and _: metadata of another name is dropped with a warning only
_PAGE = 200


class Slack:
    """One bot in one channel."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def publish(self, post: Post) -> Receipt:
        """Send the message; raise `ParentGone` where Slack refuses what it replies to.

        Where the parent goes at the last moment Slack puts the reply into the channel as a message of its own: it is
        out, so that is no error.
        """
        body: dict[str, Any] = {
            "channel": self._wiring.secret["channel_id"],
            "text": escaped(post.text),
            "mrkdwn": False,
            "unfurl_links": False,  # a preview is kept as the page once was, and stands under the all-clear
            "unfurl_media": False,
            "metadata": {"event_type": _EVENT, "event_payload": {"key": post.key}},
        }
        if post.parent:
            # The thread's first message: a reply to a reply starts a thread that nobody sees. Shown in the channel
            # too, because a thread is read by those only who already follow it.
            body |= {"thread_ts": post.parent.root.id, "reply_broadcast": True}
        url = f"{self._wiring.address}/chat.postMessage"
        sent = answered(Sent, send(self._wiring.http, "POST", url, headers=self._bearer(), json=body))
        return Receipt(self._ref(sent.ts, sent.channel))

    def find(self, post: Post) -> Receipt | None:
        """Look among the messages since the first claim, in the thread of a reply and in the channel.

        It landed where one has our key. Where one has the same words and no key a person must compare: metadata is
        kept from whoever lacks the right to it. It did not where neither is so, all since the claim was seen, and there
        was time enough for Slack to show it.
        """
        with looking():
            pages = [self._thread(post.parent.root.id, post)] if post.parent else []
            answer = self._ask("conversations.history", post)
            pages.append(answered(History, answer))
        words = letters(escaped(post.text))
        seen = [message for page in pages for message in page.messages]
        for each in seen:
            if each.metadata and each.metadata.event_payload.get("key") == post.key:
                return Receipt(self._ref(each.ts, self._wiring.secret["channel_id"]), repeated=True)
        if any(each.metadata is None and letters(each.text) == words for each in seen):
            raise Doubtful("a message with these words and no mark of ours is out; a person must compare them")
        if not all(page.whole for page in pages):
            raise Doubtful("too many messages since the claim to see them all")
        settled(post, answer)
        return None

    def retract(self, post: Post, ref: PostRef) -> None:  # noqa: ARG002  # the seam's word; the id names it
        """Delete the message."""
        if not re.fullmatch(r"[0-9]+\.[0-9]+", ref.id):
            raise PostRejected("nothing was deleted: the reference is none of ours")
        body = {"channel": self._wiring.secret["channel_id"], "ts": ref.id}
        url = f"{self._wiring.address}/chat.delete"
        answered(Nothing, send(self._wiring.http, "POST", url, headers=self._bearer(), json=body), gone=Nothing())

    def _thread(self, root: str, post: Post) -> History:
        try:
            return answered(History, self._ask("conversations.replies", post, ts=root))
        except ParentGone:  # then the reply can only be in the channel
            return History(messages=())

    def _ask(self, method: str, post: Post, **more: str) -> httpx.Response:
        since = (post.created_at - CLOCKS_DIFFER).timestamp()
        params = {"channel": self._wiring.secret["channel_id"], "oldest": f"{since:.6f}", "limit": str(_PAGE)} | more
        params["include_all_metadata"] = "true"
        return send(self._wiring.http, "GET", f"{self._wiring.address}/{method}", headers=self._bearer(), params=params)

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._wiring.secret['bot_token']}"}

    def _ref(self, ts: str, channel: str) -> PostRef:
        address = self._wiring.address
        # Slack's own site finds the reader's workspace; a sandbox's links stay in the sandbox.
        site = "https://slack.com" if urlsplit(address).hostname == "slack.com" else address
        return PostRef(ts, f"{site}/archives/{channel}/p{ts.replace('.', '')}")


def measure(text: str) -> int:
    """Count the characters that are sent: `&`, `<` and `>` go as four or five."""
    return len(escaped(text))


KIND = ChannelKind(
    name="slack",
    limits=Limits(4000, "characters", measure, address=80, threads=True),
    secret_fields=("bot_token", "channel_id"),
    build=Slack,
    audience=Audience.STAFF,
    retracts=True,
)
