"""What is pushed to us. It stands alone, for only its own function needs the library that verifies RSA."""

import time
from functools import cache

import httpx

from loudhailer import sns
from loudhailer.aws.ingest_queue import IngestQueue
from loudhailer.aws.state import StateTable
from loudhailer.bootstrap.world import client, config, tls
from loudhailer.domain.errors import ConfigurationError
from loudhailer.feeds.addresses import Network, Reach
from loudhailer.feeds.fetch import Fetcher
from loudhailer.feeds.publisher import SnsPublisher
from loudhailer.pipeline.push import Push
from loudhailer.ports import utc_now
from loudhailer.settings import PushSettings


@cache
def build_push() -> Push:
    """Build the door for what is pushed from the environment."""
    settings = PushSettings.read()
    network = Network(settings.feed_network)
    # On the public internet SNS itself answers, whatever is named to stand in for it.
    stand_in = settings.push_endpoint if network is Network.LOOPBACK else ""
    topics = {
        name: {topic: sns.origin_of(topic, stand_in) for topic in _topics(name)} for name in settings.push_sources
    }
    origins = {origin for each in topics.values() for origin in each.values()}
    by_origin = {
        origin: Fetcher(
            reach=Reach(httpx.URL(origin), (), network), headers={}, secret={}, monotonic=time.monotonic, tls=tls()
        )
        for origin in origins
    }
    return Push(
        topics=topics,
        publisher=SnsPublisher(by_origin, utc_now, time.monotonic),
        queue=IngestQueue(client("sqs"), settings.ingest_queue),
        outcomes=StateTable(client("dynamodb"), settings.state_table),
        clock=utc_now,
    )


def _topics(name: str) -> tuple[str, ...]:
    source = config().sources.sources.get(name)
    if source is None or source.push is None:
        raise ConfigurationError((f"LH507 PUSH_SOURCES: sources.yaml has no source {name!r} with `push`",))
    return source.push.topics
