"""DELIVER: one file a channel, `publish(post) -> receipt`. This is the only list of channels."""

from loudhailer.channels import bluesky, email, mastodon, page, sms, telegram
from loudhailer.channels.kind import ChannelKind, Wiring

CHANNELS: dict[str, ChannelKind] = {
    "page": page.KIND,
    "bluesky": bluesky.KIND,
    "mastodon": mastodon.KIND,
    "telegram": telegram.KIND,
    "sms": sms.KIND,
    "email": email.KIND,
}

__all__ = ["CHANNELS", "ChannelKind", "Wiring"]
