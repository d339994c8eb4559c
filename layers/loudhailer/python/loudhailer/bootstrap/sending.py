"""The clients that send to people on a list: one attempt, on a connection of its own."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config as ClientConfig

from loudhailer.aws.mailing import Mailing
from loudhailer.aws.texting import Texting
from loudhailer.ports import Mailer, Texter
from loudhailer.settings import PublishSettings


@cache
def sending_client(service: str, endpoint: str, deadline: float) -> Any:
    """Return the process's one client of a service that sends, or of what stands in for it.

    `deadline` is in seconds, of each phase of a request. boto3 would send again after a lost answer, and nothing here
    tells a second post from the first.
    """
    once = ClientConfig(
        connect_timeout=min(2.0, deadline), read_timeout=deadline, retries={"mode": "standard", "total_max_attempts": 1}
    )
    made = boto3.client(service, config=once, endpoint_url=endpoint or None)
    made.meta.events.register("before-send", _alone)
    return made


def _alone(request: Any, **_: Any) -> None:
    """Let no connection be kept: one that died while the worker was frozen would make an honest send look doubtful."""
    request.headers["Connection"] = "close"


def texter_of(settings: PublishSettings) -> Texter | None:
    """Build the service that sends texts, for the channel that speaks by it."""
    if settings.channel != "sms":
        return None
    once = sending_client("pinpoint-sms-voice-v2", settings.telephone_endpoint, settings.http_deadline_seconds)
    return Texting(once, settings.channel_address)


def mailer_of(settings: PublishSettings) -> Mailer | None:
    """Build the service that sends e-mail, for the channel that speaks by it."""
    if settings.channel != "email":
        return None
    return Mailing(sending_client("sesv2", settings.mail_endpoint, settings.http_deadline_seconds))
