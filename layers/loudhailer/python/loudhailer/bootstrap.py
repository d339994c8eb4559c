"""The one composition root: settings and clients become use cases. Nothing is built on import."""

import secrets
import ssl
import time
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import boto3
import httpx
from botocore.config import Config as ClientConfig

from loudhailer import feeds
from loudhailer.aws.anchors import AnchorBucket
from loudhailer.aws.audit import AuditTable
from loudhailer.aws.blind import GateCopies
from loudhailer.aws.callouts import CalloutTable
from loudhailer.aws.chains import AuditChains
from loudhailer.aws.drills import DrillBucket, DrillTable, DrillTopic
from loudhailer.aws.errors import translated
from loudhailer.aws.fanout import AlertTopic, ChannelQueue
from loudhailer.aws.gates import GateTable
from loudhailer.aws.held import HeldTable
from loudhailer.aws.ingest_queue import IngestQueue
from loudhailer.aws.memory import FeedTable
from loudhailer.aws.reviews import ReviewTable
from loudhailer.aws.secrets import ParameterHookSecrets, ParameterSecret
from loudhailer.aws.spool import RecordQueue, SpooledAudit
from loudhailer.aws.state import StateTable
from loudhailer.aws.storage import DocumentBucket, PageBucket
from loudhailer.aws.telephone import Telephone
from loudhailer.aws.ticks import TickTable
from loudhailer.aws.watches import WatchTable
from loudhailer.aws.words import WordsTable
from loudhailer.bootstrap_blind import blind_sender, drain, jitter
from loudhailer.channels import CHANNELS, Wiring
from loudhailer.channels.copies import Copies
from loudhailer.config import Config, load
from loudhailer.domain.errors import ConfigurationError
from loudhailer.domain.post import Limits
from loudhailer.domain.watch import Watch
from loudhailer.feeds.addresses import Network, Reach
from loudhailer.feeds.fetch import Fetcher
from loudhailer.pipeline.anchor import AnchorAudit
from loudhailer.pipeline.answer_callout import AnswerCallout
from loudhailer.pipeline.business import Business
from loudhailer.pipeline.call_out import CallOut
from loudhailer.pipeline.command import Command
from loudhailer.pipeline.crisis import Crisis
from loudhailer.pipeline.deliver import Deliver
from loudhailer.pipeline.drill import Rehearse, ShowDrill
from loudhailer.pipeline.drill_desk import DrillDesk
from loudhailer.pipeline.guard import Guard
from loudhailer.pipeline.hook import Hook
from loudhailer.pipeline.ingest import Ingest
from loudhailer.pipeline.ledger import Ledger
from loudhailer.pipeline.poll import Poll
from loudhailer.pipeline.record import WriteRecord, writers_of
from loudhailer.pipeline.records import Records
from loudhailer.pipeline.send_blind import SendBlind
from loudhailer.pipeline.status import Status
from loudhailer.pipeline.sweep import Sweep
from loudhailer.pipeline.tell import Tell
from loudhailer.pipeline.watch import Watchkeeping
from loudhailer.ports import Audit, Channel, Document, Feed, utc_now
from loudhailer.settings import (
    AnchorSettings,
    AnswerCalloutSettings,
    AuditSettings,
    CallOutSettings,
    CrisisSettings,
    DrillDeskSettings,
    DrillSettings,
    HookSettings,
    IngestSettings,
    LedgerSettings,
    PollSettings,
    PublishSettings,
    RaiseSettings,
    RecordSettings,
    RecordsSettings,
    Settings,
    SweepSettings,
    TellSettings,
    WatchSettings,
)
from loudhailer.version import code

# The path without claims asks only whether anything answers again: somebody waits for it.
_HASTE = ClientConfig(connect_timeout=0.5, read_timeout=1, retries={"mode": "standard", "total_max_attempts": 1})
# Two tries of one call end within six seconds, before Lambda ends a sender at eight.
_DEADLINES = ClientConfig(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2})

# Placing a call takes longer than reading an item; both tries of both means end before Lambda ends the function.
_TELEPHONE_DEADLINES = ClientConfig(
    connect_timeout=2, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 2}
)
_KEY_SECONDS = 60.0
_TOKEN_BYTES = 18


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
def config() -> Config:
    """Return the checked configuration that was deployed beside the code."""
    checked = load(resources.files("loudhailer_config"))
    problems = feeds.problems_of(checked.sources)
    if problems:
        raise ConfigurationError(problems)
    return checked


@cache
def build_ingest() -> Ingest:
    """Build ingest from the environment."""
    settings = IngestSettings.read()
    sources = config().sources
    return Ingest(
        read=lambda body, fallback_id: feeds.read_event(body, fallback_id, sources),
        sender=feeds.sender_of,
        tell=tell_of(settings),
        rehearse=rehearse_of(settings),
        outcomes=StateTable(client("dynamodb"), settings.state_table),
        documents=DocumentBucket(client("s3"), settings.documents_bucket),
        clock=utc_now,
    )


@cache
def build_status() -> Status:
    """Build the clock's own words from the environment."""
    settings = TellSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    feed_table = FeedTable(client("dynamodb"), settings.state_table)
    sources = config().sources.sources

    def listed(name: str, incident_id: str) -> datetime | None:
        source = sources.get(name)
        listing = source is not None and source.poll is not None and feeds.FEEDS[source.format].snapshot
        return feed_table.listed(name, incident_id) if listing else None

    return Status(
        owed=state,
        deliveries=state,
        commits=state,
        tell=tell_of(settings),
        listed=listed,
        clock=utc_now,
    )


@cache
def build_drill_desk() -> DrillDesk:
    """Build the drills of officers from the environment."""
    settings = DrillDeskSettings.read()
    audit = audit_of(settings)
    return DrillDesk(
        guard=guard_of(settings, audit),
        rehearse=rehearse_of(settings),
        drills=DrillTable(client("dynamodb"), settings.state_table),
        audit=audit,
        new_key=lambda: uuid.uuid4().hex,
    )


@cache
def build_show_drill() -> ShowDrill:
    """Build the drill wall's writer from the environment."""
    settings = DrillSettings.read()
    return ShowDrill(
        drills=DrillTable(client("dynamodb"), settings.state_table),
        wall=DrillBucket(client("s3"), settings.drill_bucket),
        clock=utc_now,
    )


@cache
def build_ledger() -> Ledger:
    """Build what people look at from the environment."""
    settings = LedgerSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    return Ledger(
        guard=guard_of(settings, audit_of(settings)),
        archive=state,
        dealt=state,
        incidents=state,
        clock=utc_now,
    )


@cache
def build_crisis() -> Crisis:
    """Build the crisis level at the desk from the environment."""
    settings = CrisisSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    audit = audit_of(settings)
    channels = tuple(limits_of(settings.channels))
    return Crisis(
        guard=guard_of(settings, audit),
        gates=gates_of(settings),
        command=Command(
            plan=config().plan,
            channels=channels,
            gates=gates_of(settings),
            copies=copies_of(settings),
            audit=audit,
            clock=utc_now,
        ),
        book=HeldTable(client("dynamodb"), settings.state_table),
        dealt=state,
        archive=state,
        ticks=TickTable(client("dynamodb"), settings.state_table),
        reviews=ReviewTable(client("dynamodb"), settings.state_table),
    )


@cache
def build_call_out() -> CallOut:
    """Build what wakes people from the environment."""
    settings = CallOutSettings.read()
    telephone = None
    if settings.callout_identity:
        telephone = Telephone(telephone_client(settings.telephone_endpoint), settings.callout_identity)
    return CallOut(
        plan=config().plan,
        store=CalloutTable(client("dynamodb"), settings.state_table),
        watches=WatchTable(client("dynamodb"), settings.state_table),
        telephone=telephone,
        audit=audit_of(settings),
        clock=utc_now,
        new_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        link=lambda key, token: f"{settings.desk_address}/callouts/{key}?t={token}",
    )


@cache
def build_answer_callout() -> AnswerCallout:
    """Build what answers a call-out from the environment."""
    settings = AnswerCalloutSettings.read()
    audit = audit_of(settings)
    return AnswerCallout(
        guard=Guard(config().plan, audit, utc_now, _NothingLent()),
        store=CalloutTable(client("dynamodb"), settings.state_table),
        audit=audit,
        clock=utc_now,
    )


@cache
def build_watch() -> Watchkeeping:
    """Build who has the watch from the environment."""
    settings = WatchSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    audit = audit_of(settings)
    channels = tuple(limits_of(settings.channels))
    return Watchkeeping(
        guard=guard_of(settings, audit),
        watches=WatchTable(client("dynamodb"), settings.state_table),
        gates=gates_of(settings),
        channels=channels,
        open=Business(state, state, gates_of(settings), channels, utc_now),
        audit=audit,
        clock=utc_now,
    )


@cache
def build_records() -> Records:
    """Build what is asked of the record from the environment."""
    settings = RecordsSettings.read()
    state, audit = StateTable(client("dynamodb"), settings.state_table), audit_of(settings)
    return Records(
        guard=guard_of(settings, audit),
        chains=AuditChains(client("dynamodb"), settings.audit_table),
        words=WordsTable(client("dynamodb"), settings.state_table, settings.audit_words_days),
        vault=AnchorBucket(client("s3"), settings.anchors_bucket),
        archive=state,
        dealt=state,
        incidents=state,
        copies=Copies(_http(settings.http_deadline_seconds), settings.channel_addresses),
        audit=audit,
        clock=utc_now,
        code=code(),
    )


@cache
def build_record() -> WriteRecord:
    """Build who drains the record queue from the environment."""
    settings = RecordSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    reviews = ReviewTable(client("dynamodb"), settings.state_table)
    words = WordsTable(client("dynamodb"), settings.state_table, settings.audit_words_days)
    audit = AuditTable(AuditChains(client("dynamodb"), settings.audit_table), words)
    return WriteRecord(writers_of(audit, drain(state, audit, reviews)))


@cache
def build_anchor() -> AnchorAudit:
    """Build the clock's anchoring from the environment."""
    settings = AnchorSettings.read()
    return AnchorAudit(
        chains=AuditChains(client("dynamodb"), settings.audit_table),
        anchors=AnchorBucket(client("s3"), settings.anchors_bucket),
        clock=utc_now,
        code=code(),
    )


@cache
def build_hook() -> Hook:
    """Build the webhook from the environment."""
    settings = HookSettings.read()
    return Hook(
        plan=config().plan,
        channels=tuple(limits_of(settings.channels)),
        gates=gates_of(settings),
        sources=config().sources,
        secrets=ParameterHookSecrets(client("ssm"), settings.hook_secret_path, utc_now),
        replays=StateTable(client("dynamodb"), settings.state_table),
        queue=IngestQueue(client("sqs"), settings.ingest_queue),
        clock=utc_now,
    )


@cache
def build_deliver(queue_arn: str) -> Deliver | SendBlind:
    """Build one channel's sender for the queue that a batch came from; that of the blind one takes no claims."""
    settings = PublishSettings.read()
    if queue_arn.rsplit(":", 1)[-1] == settings.blind_queue.rsplit("/", 1)[-1]:
        return blind_sender(settings, config().plan, _channel(settings), hasty_client("dynamodb"), client("sqs"))
    state = StateTable(client("dynamodb"), settings.state_table)
    return Deliver(
        name=settings.channel,
        plan=config().plan,
        channel=_channel(settings),
        dossiers=state,
        log=state,
        queue=ChannelQueue(client("sqs"), _queue_url(queue_arn)),
        clock=utc_now,
        jitter=jitter,
        lease=timedelta(seconds=settings.lease_seconds),
        permits=gates_of(settings),
        new_key=lambda: uuid.uuid4().hex[:8],
        reviews=ReviewTable(client("dynamodb"), settings.state_table),
    )


@cache
def build_sweep() -> Sweep:
    """Build the sweeper from the environment."""
    settings = SweepSettings.read()
    state = StateTable(client("dynamodb"), settings.state_table)
    announcer = AlertTopic(client("sns"), settings.alert_topic)
    return Sweep(
        plan=config().plan,
        due=state,
        incidents=state,
        alerts=state,
        gates=gates_of(settings),
        approvals=state,
        log=state,
        announcer=announcer,
        clock=utc_now,
    )


@cache
def build_poll() -> Poll:
    """Build the poller from the environment."""
    settings = PollSettings.read()
    return Poll(
        feeds={name: _feed(name, settings) for name in settings.feed_addresses},
        memory=FeedTable(client("dynamodb"), settings.state_table),
        queue=IngestQueue(client("sqs"), settings.ingest_queue),
        outcomes=StateTable(client("dynamodb"), settings.state_table),
        documents=DocumentBucket(client("s3"), settings.documents_bucket),
        clock=utc_now,
        monotonic=time.monotonic,
    )


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _feed(name: str, settings: PollSettings) -> Feed:
    """Build what the poller is told of one feed; its key is read when it is asked, once a minute."""
    sources = config().sources
    source = sources.sources.get(name)
    if source is None or source.poll is None:
        raise ConfigurationError((f"LH503 FEED_ADDRESSES: sources.yaml has no source {name!r} with `poll`",))
    how, kind, policy = source.poll, feeds.FEEDS[source.format], feeds.policy_of(name, sources)
    address = settings.feed_addresses[name]

    def read(document: bytes) -> Document:
        return kind.parse(document, policy)

    @lru_cache(maxsize=1)
    def connected(_minute: int) -> Fetcher:
        secret: Mapping[str, str] = {}
        if how.secret_header:
            parameter = ParameterSecret(client("ssm"), f"{settings.secret_path}/feeds/{name}")
            secret = {how.secret_header: parameter.fields(("key",))["key"]}
        return Fetcher(
            reach=Reach(httpx.URL(address), how.hosts, Network(settings.feed_network)),
            headers=how.headers,
            secret=secret,
            monotonic=time.monotonic,
            tls=_tls(),
        )

    def connect() -> Fetcher:
        # A key that was rotated is heard of within a minute.
        return connected(int(time.monotonic() // _KEY_SECONDS))

    return Feed(
        name=name, address=address, connect=connect, read=read, snapshot=kind.snapshot, absent_after=how.absent_after
    )


@cache
def build_command() -> Command:
    """Build the acts on the gates from the environment."""
    settings = CrisisSettings.read()
    return Command(
        plan=config().plan,
        channels=tuple(limits_of(settings.channels)),
        gates=gates_of(settings),
        copies=copies_of(settings),
        audit=audit_of(settings),
        clock=utc_now,
    )


def copies_of(settings: CrisisSettings | RaiseSettings) -> GateCopies:
    """Return the copies of the gates outside the table."""
    return GateCopies(client("s3"), settings.documents_bucket)


def gates_of(settings: Settings) -> GateTable:
    """Return the gate items."""
    return GateTable(client("dynamodb"), settings.state_table)


class _NothingLent:
    """A watch for a function whose link anybody may open: it must not be able to read who has which telephone."""

    def watch(self) -> Watch:
        """Return a watch in which nothing is lent."""
        return Watch()


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
    unknown = sorted(set(names) - set(CHANNELS))
    if unknown:
        known = ", ".join(CHANNELS)
        raise ConfigurationError((f"LH502 CHANNELS: there is no channel {', '.join(unknown)}; there are {known}",))
    return {name: CHANNELS[name].limits for name in names}


@cache
def _channel(settings: PublishSettings) -> Channel:
    """Build the channel once a worker: both of its queues share one session with the platform."""
    kind = CHANNELS[settings.channel]
    secret: Mapping[str, str] = {}
    if kind.secret_fields:
        secret = ParameterSecret(client("ssm"), settings.secret_name).fields(kind.secret_fields)
    return kind.build(
        Wiring(
            address=settings.channel_address.rstrip("/"),
            secret=secret,
            http=_http(settings.http_deadline_seconds),
            store=PageBucket(client("s3"), settings.page_bucket),
        )
    )


def _http(deadline: float) -> httpx.Client:
    """Build a session with the platforms; `deadline` is in seconds, of each phase of a request."""
    # No connection is kept alive: one that died while the worker was frozen would make an honest send look doubtful.
    return httpx.Client(
        timeout=httpx.Timeout(deadline, connect=min(2.0, deadline)),
        limits=httpx.Limits(max_keepalive_connections=0),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "loudhailer/0.1 (+incident alerts)"},
    )


def _queue_url(arn: str) -> str:
    """Return the URL of a queue from its ARN, as SQS would answer it."""
    with translated("queue url"):
        return str(client("sqs").get_queue_url(QueueName=arn.rsplit(":", 1)[-1])["QueueUrl"])
