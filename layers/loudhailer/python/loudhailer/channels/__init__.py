"""DELIVER: one file a channel, `publish(post) -> receipt`. This is the only list of channels."""

from loudhailer.channels import bluesky, mastodon, ntfy, page, slack, teams, telegram
from loudhailer.channels.kind import ChannelKind, Wiring

CHANNELS: dict[str, ChannelKind] = {
    "page": page.KIND,
    "bluesky": bluesky.KIND,
    "mastodon": mastodon.KIND,
    "telegram": telegram.KIND,
    "ntfy": ntfy.KIND,
    "slack": slack.KIND,
    "teams": teams.KIND,
}

__all__ = ["CHANNELS", "ChannelKind", "Wiring"]
