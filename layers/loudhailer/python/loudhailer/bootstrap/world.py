"""What every function is built of: clients, the configuration, the tables. Nothing is built on import."""

import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib import resources
from typing import Any

import boto3
import httpx
from botocore.config import Config as ClientConfig

from loudhailer import channels, feeds
from loudhailer.aws.audit import AuditTable
from loudhailer.aws.blind import GateCopies
from loudhailer.aws.chains import AuditChains
from loudhailer.aws.drills import DrillTable, DrillTopic
from loudhailer.aws.fanout import AlertTopic
from loudhailer.aws.gates import GateTable
from loudhailer.aws.spool import RecordQueue, SpooledAudit
from loudhailer.aws.state import StateTable
from loudhailer.aws.watches import WatchTable
from loudhailer.aws.words import WordsTable
from loudhailer.card_painter import painted
from loudhailer.channels import CHANNELS
from loudhailer.config import Config, load
from loudhailer.domain.errors import ConfigurationError, PostRejected
from loudhailer.domain.post import Limits, Picture
from loudhailer.pipeline.drill import Rehearse
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.tell import Tell
from loudhailer.ports import Audit, utc_now
from loudhailer.settings import (
    AuditSettings,
    CrisisSettings,
    RaiseSettings,
    Settings,
    TellSettings,
)

# The path without claims asks only whether anything answers again: somebody waits for it.
_HASTE = ClientConfig(connect_timeout=0.5, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1})
# Two tries of one call end within six seconds, before Lambda ends a sender at eight.
_DEADLINES = ClientConfig(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2})
# Placing a call takes longer than reading an item; both tries of both means end before Lambda ends the function.
_TELEPHONE_DEADLINES = ClientConfig(
    connect_timeout=2, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 2}
)


@cache
def client(service: str) -> Any:
    """Return the process's one client of an AWS service, built on first use."""
    return boto3.client(service, config=_DEADLINES)


@cache
def hasty_client(service: str) -> Any:
    """Return the process's one client of an AWS service that gives up at once, built on first use."""
    return boto3.client(service, config=_HASTE)


@cache
def telephone_client(endpoint: str) -> Any:
    """Return the process's one client of the telephone service, or of what stands in for it."""
    return boto3.client("pinpoint-sms-voice-v2", config=_TELEPHONE_DEADLINES, endpoint_url=endpoint or None)


@cache
def tls() -> ssl.SSLContext:
    """Return what connections to feeds and publishers trust: the certificates that httpx brings, whatever is set."""
    return httpx.create_ssl_context(trust_env=False)


@cache
def config() -> Config:
    """Return the checked configuration that was deployed beside the code."""
    checked = load(resources.files("loudhailer_config"))
    problems = feeds.problems_of(checked.sources)
    if problems:
        raise ConfigurationError(problems)
    return checked


def copies_of(settings: CrisisSettings | RaiseSettings) -> GateCopies:
    """Return the copies of the gates outside the table."""
    return GateCopies(client("s3"), settings.documents_bucket)


def gates_of(settings: Settings) -> GateTable:
    """Return the gate items."""
    return GateTable(client("dynamodb"), settings.state_table)


def guard_of(settings: Settings, audit: Audit) -> Guard:
    """Build the first step of every deed."""
    return Guard(config().plan, audit, utc_now, WatchTable(client("dynamodb"), settings.state_table))


def tell_of(settings: TellSettings) -> Tell:
    """Build what every way in ends with."""
    state = StateTable(client("dynamodb"), settings.state_table)
    return Tell(
        config=config(),
        channels=limits_of(settings.channels),
        page_url=lambda reference: f"{settings.page_address}/alerts/{reference}.html" if settings.page_address else "",
        incidents=state,
        alerts=state,
        gates=gates_of(settings),
        commits=state,
        outcomes=state,
        announcer=AlertTopic(client("sns"), settings.alert_topic),
        clock=utc_now,
    )


def audit_of(settings: AuditSettings) -> SpooledAudit:
    """Build the record as every deed writes it: into the chains, or on the queue behind them."""
    words = WordsTable(client("dynamodb"), settings.state_table, settings.audit_words_days)
    table = AuditTable(AuditChains(client("dynamodb"), settings.audit_table), words)
    return SpooledAudit(table, RecordQueue(client("sqs"), settings.record_queue))


def rehearse_of(settings: TellSettings) -> Rehearse:
    """Build what every exercise ends with."""
    return Rehearse(
        tell=tell_of(settings),
        drills=DrillTable(client("dynamodb"), settings.state_table),
        announcer=DrillTopic(client("sns"), settings.alert_topic),
    )


def limits_of(names: tuple[str, ...]) -> Mapping[str, Limits]:
    """Return the chosen channels' limits; raise `ConfigurationError` for one that does not exist."""
    return channels.limits_of(names, config().channels)


def pictures_of(name: str) -> Callable[[Picture], bytes]:
    """Return where a channel takes its pictures from, or nowhere, so that its posts go without.

    They are the configuration's, and map cards, which are drawn when they are asked for.
    """
    words = config().channels.of(name)

    def picture(shown: Picture) -> bytes:
        if words.cards if shown.card is not None else words.pictures:
            return drawn(shown)
        raise PostRejected("this channel shows no such picture")

    return picture


def drawn(shown: Picture) -> bytes:
    """Return a picture's bytes: of the configuration's file, or of a card that is drawn now; else raise."""
    if shown.card is not None:
        return painted(shown.card)
    if shown.name in config().pictures:
        with suppress(OSError, ImportError):
            return (resources.files("loudhailer_config") / "pictures" / shown.name).read_bytes()
    raise PostRejected("there is no such picture")


def retracting() -> frozenset[str]:
    """Return the channels that take a post off again for us."""
    return frozenset(name for name, kind in CHANNELS.items() if kind.retracts)


def http_of(deadline: float) -> httpx.Client:
    """Build a session with the platforms; `deadline` is in seconds, of each phase of a request."""
    # No connection is kept alive: one that died while the worker was frozen would make an honest send look doubtful.
    return httpx.Client(
        timeout=httpx.Timeout(deadline, connect=min(2.0, deadline)),
        limits=httpx.Limits(max_keepalive_connections=0),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "loudhailer/0.1 (+incident alerts)"},
    )
