"""Each function's environment as a frozen model: read once, complete, refused with the variable's name."""

import os
from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from loudhailer.domain.errors import ConfigurationError


def _pairs(value: object) -> object:
    """Return `name=address` pairs that blanks keep apart, without those whose address is empty."""
    if not isinstance(value, str):
        return value
    pairs = [pair.partition("=") for pair in value.split()]
    if any(not name or not sign for name, sign, _ in pairs):
        raise ValueError("write name=address, with blanks between them")
    return {name: address for name, _, address in pairs if address}


def _names(value: object) -> object:
    """Return names that commas keep apart."""
    return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


def _here(value: str) -> str:
    """Refuse every other machine: whoever answers there would hear numbers, addresses and words."""
    if value and urlsplit(value).hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise ValueError("only an address on this machine may stand in for a service of AWS")
    return value


_Here = Annotated[str, AfterValidator(_here)]
"""What stands in for a service of AWS on this machine; empty for the service itself."""


class Settings(BaseModel):
    """What every function is told. Fields are read from the environment in capitals."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    state_table: str = Field(min_length=1)

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the environment; raise `ConfigurationError` with each variable that is missing or wrong."""
        values = {name: environ[name.upper()] for name in cls.model_fields if name.upper() in environ}
        try:
            return cls.model_validate(values)
        except ValidationError as exc:
            raise ConfigurationError(
                tuple(f"LH501 {str(error['loc'][0]).upper()}: {error['msg']}" for error in exc.errors())
            ) from None


class _ChannelSettings(Settings):
    """For who must know which channels the service has chosen."""

    channels: tuple[str, ...]

    @field_validator("channels", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _names(value)


class TellSettings(_ChannelSettings):
    """For all that commit alerts: where to announce them, where the own pages are read."""

    alert_topic: str = Field(min_length=1)
    page_address: str = ""


class IngestSettings(TellSettings):
    """For ingest: where refused originals are kept, too."""

    documents_bucket: str = Field(min_length=1)


class DrillSettings(Settings):
    """For the drill wall."""

    drill_bucket: str = Field(min_length=1)


class PublishSettings(Settings):
    """For one channel's sender. `lease_seconds` exceeds the function's timeout; the queues come from the event.

    `blind_queue` is the one of them that holds intents, `record_queue` where account is given of those; both are empty
    for a channel that reaches a list. The endpoints put a stand-in on this machine in the place of the service
    that texts, or writes, to people on a list.
    """

    channel: str = Field(min_length=1)
    channel_address: str = Field(min_length=1)
    secret_name: str = ""
    page_bucket: str = ""
    telephone_endpoint: _Here = ""
    mail_endpoint: _Here = ""
    blind_queue: str
    callout_queue: str = Field(min_length=1)
    record_queue: str
    http_deadline_seconds: float = Field(gt=0)
    lease_seconds: float = Field(gt=0)


class SweepSettings(TellSettings):
    """For the sweeper, and for what it commits itself after an outage."""


class PollSettings(Settings):
    """For the poller. Feeds whose address is empty are not polled; `feed_network` says where feeds may be at all."""

    ingest_queue: str = Field(min_length=1)
    documents_bucket: str = Field(min_length=1)
    feed_addresses: Mapping[str, str]
    feed_network: Literal["public", "loopback"] = "public"
    secret_path: str = Field(min_length=1)

    @field_validator("feed_addresses", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        """Read `name=address` pairs that blanks keep apart."""
        return _pairs(value)


class PushSettings(Settings):
    """For what is pushed to us. `push_endpoint` puts a stand-in on this machine in the place of SNS.

    It counts only where `feed_network` is loopback.
    """

    ingest_queue: str = Field(min_length=1)
    push_sources: tuple[str, ...] = Field(min_length=1)
    feed_network: Literal["public", "loopback"] = "public"
    push_endpoint: _Here = ""

    @field_validator("push_sources", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _names(value)


class AuditSettings(Settings):
    """For all that write into the record: its table, the queue behind it, and how long its words are kept."""

    audit_table: str = Field(min_length=1)
    record_queue: str = Field(min_length=1)
    audit_words_days: int = Field(ge=1)


class CommandSettings(_ChannelSettings, AuditSettings):
    """For the acts on the gates."""


class DeskSettings(TellSettings, AuditSettings):
    """For the deeds of officers: the audit of who did what, and where people are called out, too."""

    callout_queue: str = Field(min_length=1)


class RaiseSettings(DeskSettings):
    """For who raises alerts: the ways past the tables, by channel, and where the gates' copies are kept."""

    documents_bucket: str = Field(min_length=1)
    blind_queues: Mapping[str, str]

    @field_validator("blind_queues", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        """Read `name=address` pairs that blanks keep apart."""
        return _pairs(value)


class DrillDeskSettings(TellSettings, AuditSettings):
    """For the drills of officers."""


class LedgerSettings(AuditSettings):
    """For people who look."""


class CrisisSettings(CommandSettings):
    """For who gives orders to the gates, at the desk or by IAM: where the gates' copies are kept."""

    documents_bucket: str = Field(min_length=1)


class ApprovalSettings(AuditSettings):
    """For approvals, reviews and broken glass: where what is let go is announced, and people are called out."""

    alert_topic: str = Field(min_length=1)
    callout_queue: str = Field(min_length=1)


class SettlingSettings(AuditSettings):
    """For what people do about deliveries: where what is owed is announced, and each channel's dead-letter queue."""

    alert_topic: str = Field(min_length=1)
    dead_letter_queues: Mapping[str, str]

    @field_validator("dead_letter_queues", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        """Read `name=address` pairs that blanks keep apart."""
        return _pairs(value)


class CallOutSettings(AuditSettings):
    """For calling people out. Without an identity nobody can be called, and every call-out is an alarm at once.

    `telephone_endpoint` puts a stand-in on this machine in the telephone service's place, and nothing else.
    """

    desk_address: str = Field(min_length=1)
    callout_identity: str = ""
    telephone_endpoint: _Here = ""


class AnswerCalloutSettings(AuditSettings):
    """For answering a call-out."""


class WatchSettings(CommandSettings):
    """For who has the watch."""


class KeepWatchSettings(CommandSettings):
    """For the clock's share of command and of approvals."""

    alert_topic: str = Field(min_length=1)
    callout_queue: str = Field(min_length=1)


class HookSettings(_ChannelSettings):
    """For the webhook: where its events go, and under which path each source's secrets stand."""

    ingest_queue: str = Field(min_length=1)
    hook_secret_path: str = Field(min_length=1)


class RecordSettings(Settings):
    """For who drains the record queue into the chains."""

    audit_table: str = Field(min_length=1)
    audit_words_days: int = Field(ge=1)


class AnchorSettings(Settings):
    """For the clock that anchors the chains."""

    audit_table: str = Field(min_length=1)
    anchors_bucket: str = Field(min_length=1)


class RecordsSettings(AuditSettings):
    """For those who answer for the record: where the anchors lie, and where the platforms' own copies are read."""

    anchors_bucket: str = Field(min_length=1)
    channel_addresses: Mapping[str, str]
    http_deadline_seconds: float = Field(gt=0)

    @field_validator("channel_addresses", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        """Read `name=address` pairs that blanks keep apart."""
        return _pairs(value)


class RefreshSettings(Settings):
    """For who renews credentials: the addresses of the channels whose credential ends, and under which path it is."""

    channel_addresses: Mapping[str, str]
    secret_path: str = Field(min_length=1)
    http_deadline_seconds: float = Field(gt=0)

    @field_validator("channel_addresses", mode="before")
    @classmethod
    def _pair(cls, value: object) -> object:
        """Read `name=address` pairs that blanks keep apart."""
        return _pairs(value)
