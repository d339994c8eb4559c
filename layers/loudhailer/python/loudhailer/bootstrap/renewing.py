"""What ends by itself and is renewed by the clock: the channels' credentials."""

from collections.abc import Mapping
from functools import cache

from loudhailer.aws.vault import LeaseTable, ParameterVault
from loudhailer.bootstrap.world import client, http_of
from loudhailer.channels import CHANNELS
from loudhailer.domain.credential import Renewed
from loudhailer.domain.errors import ConfigurationError
from loudhailer.pipeline.refresh import Refresh, Renewable
from loudhailer.ports import utc_now
from loudhailer.settings import RefreshSettings


@cache
def build_refresh() -> Refresh:
    """Build who renews credentials from the environment."""
    settings = RefreshSettings.read()
    return Refresh(
        renewables=[_renewable(settings, name, address) for name, address in settings.channel_addresses.items()],
        leases=LeaseTable(client("dynamodb"), settings.state_table),
        clock=utc_now,
    )


def _renewable(settings: RefreshSettings, channel: str, address: str) -> Renewable:
    kind = CHANNELS.get(channel)
    ask = kind.renew if kind else None
    if ask is None:
        raise ConfigurationError((f"LH504 CHANNEL_ADDRESSES: {channel} is no channel whose credential is renewed",))

    def renew(fields: Mapping[str, str]) -> Renewed:
        return ask(http_of(settings.http_deadline_seconds), address.rstrip("/"), fields)

    return Renewable(channel, ParameterVault(client("ssm"), f"{settings.secret_path}/{channel}"), renew)
