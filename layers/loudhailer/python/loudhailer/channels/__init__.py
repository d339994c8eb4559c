"""DELIVER: one file a channel, `publish(post) -> receipt`. This is the only list of channels."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

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
from loudhailer.config import ChannelFile
from loudhailer.domain.errors import ConfigurationError
from loudhailer.domain.post import Limits
from loudhailer.purse import Purse

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

__all__ = ["CHANNELS", "ChannelKind", "Wiring", "limits_of", "prices_of"]


def limits_of(names: Iterable[str], file: ChannelFile) -> Mapping[str, Limits]:
    """Return channels' limits, made smaller where channels.yaml says so: a server may hold less than its platform.

    Raise `ConfigurationError` for a channel that does not exist, or that should hold more than it can.
    """
    names = tuple(names)
    unknown = sorted(set(names) - set(CHANNELS))
    if unknown:
        known = ", ".join(CHANNELS)
        raise ConfigurationError((f"LH502 CHANNELS: there is no channel {', '.join(unknown)}; there are {known}",))
    return {name: _limits(name, file) for name in names}


def _limits(name: str, file: ChannelFile) -> Limits:
    limits, size = CHANNELS[name].limits, file.of(name).size
    if size is None:
        return limits
    if size > limits.size:
        reason = f"it is more than the {limits.size} {limits.unit} that are known to fit"
        raise ConfigurationError((f"LH403 channels.yaml channels.{name}.size: {reason}",))
    return replace(limits, size=size)


def prices_of(names: Iterable[str], file: ChannelFile) -> Mapping[str, Callable[[str], Mapping[str, int]]]:
    """Return what tells of each channel what a post of some words costs, by unit, the money as channels.yaml has it."""
    return {name: partial(_price, CHANNELS[name], file.of(name)) for name in names}


def _price(kind: ChannelKind, purse: Purse, text: str) -> Mapping[str, int]:
    return purse.spent_by(kind.spends(text))
