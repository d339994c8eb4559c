"""What comes in: ingest, the poller, the webhook, and what the clock says of open incidents."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, lru_cache

import httpx

from loudhailer import feeds
from loudhailer.aws.ingest_queue import IngestQueue
from loudhailer.aws.memory import FeedTable
from loudhailer.aws.secrets import ParameterHookSecrets, ParameterSecret
from loudhailer.aws.sources import SourceTable
from loudhailer.aws.state import StateTable
from loudhailer.aws.storage import DocumentBucket
from loudhailer.bootstrap.world import (
    client,
    config,
    gates_of,
    limits_of,
    rehearse_of,
    tell_of,
    tls,
)
from loudhailer.domain.crisis import MessageClass
from loudhailer.domain.errors import ConfigurationError
from loudhailer.feed_ports import Document, Feed
from loudhailer.feeds.addresses import Network, Reach
from loudhailer.feeds.fetch import Fetcher, user_agent
from loudhailer.pipeline.admit import Admit, CountNew
from loudhailer.pipeline.hook import Hook
from loudhailer.pipeline.ingest import Ingest
from loudhailer.pipeline.poll import Poll
from loudhailer.pipeline.shadow import WriteShadow
from loudhailer.pipeline.status import Status
from loudhailer.ports import utc_now
from loudhailer.settings import (
    HookSettings,
    IngestSettings,
    PollSettings,
    TellSettings,
)

_KEY_SECONDS = 60.0


@cache
def build_ingest() -> Ingest:
    """Build ingest from the environment."""
    settings = IngestSettings.read()
    loaded, sources = config(), SourceTable(client("dynamodb"), settings.state_table)
    tell = replace(tell_of(settings), brake=CountNew(loaded, sources))
    return Ingest(
        read=lambda body, fallback_id: feeds.read_event(body, fallback_id, loaded),
        sender=feeds.sender_of,
        admit=Admit(tell, WriteShadow(tell, sources), sources),
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


def _feed(name: str, settings: PollSettings) -> Feed:
    """Build what the poller is told of one feed; its key is read when it is asked, once a minute."""
    loaded = config()
    source = loaded.sources.sources.get(name)
    if source is None or source.poll is None:
        raise ConfigurationError((f"LH503 FEED_ADDRESSES: sources.yaml has no source {name!r} with `poll`",))
    how, kind, policy = source.poll, feeds.FEEDS[source.format], feeds.policy_of(name, loaded)
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
            tls=tls(),
            agent=user_agent(loaded.sources.contact),
            most_bytes=how.most_mib * 1024 * 1024,
        )

    def connect() -> Fetcher:
        # A key that was rotated is heard of within a minute.
        return connected(int(time.monotonic() // _KEY_SECONDS))

    return Feed(
        name=name,
        address=address,
        connect=connect,
        read=read,
        snapshot=kind.snapshot,
        rules=feeds.polled_with(name, loaded),
        every=timedelta(minutes=how.every_minutes),
        seconds=how.seconds,
        pages=how.pages,
        urgent=loaded.plan.may_say(name, MessageClass.LIFE_SAFETY),
    )
