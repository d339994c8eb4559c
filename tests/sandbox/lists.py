"""A channel to a list as it is deployed, on the sandbox: bootstrap's own client, our adapter, the channel."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from local.sandbox import Sandbox
from loudhailer.bootstrap import sending
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.settings import PublishSettings
from tests.channels.kit import MemoryStore

DEADLINE = 1.0
TROUBLES: list[tuple[dict[str, Any], str]] = [
    ({"kind": "rate_limited", "retry_after": 9}, "RateLimited"),
    ({"kind": "auth_lost"}, "Unauthorized"),
    ({"kind": "server_error", "status": 500}, "Doubtful"),
    ({"kind": "server_error", "status": 503}, "Doubtful"),
    ({"kind": "server_error", "status": 502, "stored": True}, "Doubtful"),
    ({"kind": "slow", "seconds": 2, "stored": True}, "Doubtful"),
    ({"kind": "drop_answer"}, "Doubtful"),
    ({"kind": "off"}, "ChannelUnavailable"),
]
"""What may go wrong, and what it means to a sender."""


@contextmanager
def listed(sandbox: Sandbox, name: str, speaker: str, **secret: str) -> Iterator[Any]:
    """Build the channel of that name as a worker does, with a client of its own."""
    address = sandbox.addresses[name]
    told = {
        "STATE_TABLE": "state",
        "CHANNEL": name,
        "CHANNEL_ADDRESS": speaker,
        "BLIND_QUEUE": "blind",
        "CALLOUT_QUEUE": "callouts",
        "RECORD_QUEUE": "record",
        "TELEPHONE_ENDPOINT": address,
        "MAIL_ENDPOINT": address,
        "HTTP_DEADLINE_SECONDS": str(DEADLINE),
        "LEASE_SECONDS": "20",
    }
    settings = PublishSettings.read(told)
    sending.sending_client.cache_clear()
    texter, mailer = sending.texter_of(settings), sending.mailer_of(settings)
    credential = sandbox.secrets[name] | secret
    with httpx.Client() as http:
        yield CHANNELS[name].build(Wiring(speaker, credential, http, MemoryStore(), texter=texter, mailer=mailer))
    service: Any = texter or mailer
    service.client.close()
    sending.sending_client.cache_clear()


def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Turn every log on, as somebody may who looks into a fault."""
    for logger in (None, *(name for name in logging.root.manager.loggerDict if name.startswith(("boto", "urllib3")))):
        caplog.set_level(logging.DEBUG, logger)


def written(caplog: pytest.LogCaptureFixture) -> str:
    """Everything that was logged; fail where botocore and its connection said nothing, for then the look is blind."""
    assert {"urllib3.connectionpool"} <= {record.name for record in caplog.records}
    assert [record for record in caplog.records if record.name.startswith("botocore")]
    return "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_info!r}" for record in caplog.records)
