"""DELIVER: one file a channel, `publish(post) -> receipt`. This is the only list of channels."""

from loudhailer.channels import (
    bluesky,
    email,
    facebook,
    mastodon,
    ntfy,
    page,
    slack,
    sms,
    teams,
    telegram,
    threads,
    x,
)
from loudhailer.channels.kind import ChannelKind, Wiring

CHANNELS: dict[str, ChannelKind] = {
    "page": page.KIND,
    "bluesky": bluesky.KIND,
    "mastodon": mastodon.KIND,
    "telegram": telegram.KIND,
    "x": x.KIND,
    "facebook": facebook.KIND,
    "threads": threads.KIND,
    "ntfy": ntfy.KIND,
    "slack": slack.KIND,
    "teams": teams.KIND,
    "sms": sms.KIND,
    "email": email.KIND,
}

__all__ = ["CHANNELS", "ChannelKind", "Wiring"]
