"""PROOF: did a system that we know sign this body, just now? And what ingest is told of it. Pure."""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_BYTES = 256 * 1024
"""The largest body that is looked at."""
WINDOW = timedelta(minutes=5)
"""How far a timestamp may be from our own clock, either way."""
_LIVE_SECRETS = 2
_NOBODYS = "nobody knows this one"
_SECONDS = re.compile(r"[0-9]{1,12}")
LARGEST_EVENT = 250_000
"""What a queue takes, less a margin; SQS counts 262,144 bytes."""
_CUT = 20_000
"""Signs kept of a body that no queue can hold: written as escapes they are at most twelve bytes each."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What came to the webhook: for which source, with which headers, and the body as it was sent."""

    source: str
    timestamp: str
    signature: str
    body: bytes

    @property
    def signed(self) -> bytes:
        """Return what the signature is over: the timestamp, a full stop, the raw body."""
        return self.timestamp.encode(errors="replace") + b"." + self.body

    @property
    def digest(self) -> str:
        """Return what tells this knock from any other."""
        return hashlib.sha256(self.signed).hexdigest()[:32]


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of version 1: HMAC-SHA256, as hex."""
    return hmac.new(secret.encode(), timestamp.encode(errors="replace") + b"." + body, hashlib.sha256).hexdigest()


def genuine(knock: Knock, secrets: Sequence[str], now: datetime) -> bool:
    """Tell whether one of the source's live secrets signed it within the window.

    As many signatures are reckoned for a source that nobody knows as for one that we do, so that the time it takes
    tells neither from the other.
    """
    given = [part.strip().removeprefix("v1=") for part in knock.signature.split(",") if part.strip().startswith("v1=")]
    live = list(secrets[:_LIVE_SECRETS])
    matches = False
    for secret in [*live, *[_NOBODYS] * (_LIVE_SECRETS - len(live))]:
        wanted = signature_of(secret, knock.timestamp, knock.body).encode()
        for one in given[:_LIVE_SECRETS]:
            same = hmac.compare_digest(one.encode(errors="replace"), wanted)
            matches |= same and secret in live
    return matches and timely(knock.timestamp, now)


def timely(timestamp: str, now: datetime) -> bool:
    """Tell whether a timestamp is in whole seconds and within the window."""
    if not _SECONDS.fullmatch(timestamp):
        return False
    return abs(int(timestamp) - now.timestamp()) <= WINDOW.total_seconds()


def event_id_of(knock: Knock) -> str:
    """Return the event's id: the same knock is the same event, however often it comes."""
    return f"hook:{knock.source}:{knock.digest}"


def event_of(knock: Knock) -> str:
    """Return the knock as the bus would hand it to ingest.

    A body that is no event goes in as far as it can: ingest refuses it into the ledger, with the original kept.
    """
    text = knock.body.decode(errors="replace")
    envelope = {"id": event_id_of(knock), "source": knock.source}
    try:
        said = json.loads(text)
        if isinstance(said, dict):
            event = json.dumps(envelope | {"detail-type": said.get("detail-type", ""), "detail": said.get("detail")})
            if len(event) <= LARGEST_EVENT:
                return event
    except (ValueError, RecursionError):
        pass
    whole = json.dumps(envelope | {"detail-type": "", "detail": text})
    if len(whole) <= LARGEST_EVENT:
        return whole
    return json.dumps(envelope | {"detail-type": "", "detail": cut_off(text)})


def cut_off(text: str) -> str:
    """Return as much of a text as any queue can hold, and say so."""
    return f"cut off after {_CUT} signs: {text[:_CUT]}"
