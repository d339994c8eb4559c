"""Engine, sandbox and deploy as one thing: everything a day needs, and nothing left afterwards."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import yaml

from local.deploy import ROOT, Stack, deploy
from local.engine import ACCOUNT, REGION, Engine, running_engine
from local.sandbox import Sandbox, running_sandbox
from local.sandbox.feeds import SERVED
from local.sandbox.mail import SENDER
from local.sandbox.pages import Bucket, Fetched
from local.sandbox.publisher import PUBLISHER
from local.trust import trust
from local.users import Officer, make_officers
from loudhailer.aws.items import (
    callout_key,
    feed_key,
    gate_key,
    packed_callout,
    packed_delivery,
    packed_head,
    unpacked,
)
from loudhailer.aws.state import StateTable
from loudhailer.aws.watches import WatchTable
from loudhailer.channels import CHANNELS
from loudhailer.domain.alert import Alert
from loudhailer.domain.callout import Callout, CalloutOrder, key_of, order_body
from loudhailer.domain.delivery import Delivery, Due
from loudhailer.domain.feed import FeedHead
from loudhailer.domain.incident import IncidentHead
from loudhailer.domain.outcome import Outcome
from loudhailer.domain.watch import Watch

HOOKED = ("westshire.control", "westshire.comms")
"""The sources that have a secret for the webhook, made anew at each start."""
SECRET_PATH = "/loudhailer"  # noqa: S105  # a path, not a secret
IDENTITY = f"arn:aws:sms-voice:{REGION}:{ACCOUNT}:phone-number/phone-0123456789abcdef"
"""The number that the sandbox's telephone service calls and texts from."""
_SERVICES = {"sms": "TextEndpoint", "email": "MailEndpoint"}
_POLL_SECONDS = 45.0
FEW = ("page", "bluesky", "mastodon", "telegram")
"""The channels of a service that begins, one of each way to be sure; two cores start their workers soon."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running Loudhailer on this machine: the deployed stack, the sandbox channels, and how long they took."""

    engine: Engine
    sandbox: Sandbox
    stack: Stack
    parameters: Mapping[str, str]
    officers: Mapping[str, Officer]
    hooks: Mapping[str, str]
    config: Path
    seconds_to_ready: float

    @property
    def channels(self) -> list[str]:
        """Return the channels that are deployed."""
        return [name for name in CHANNELS if f"Publish{name.capitalize()}" in self.stack.resources]

    @property
    def desk(self) -> tuple[str, str]:
        """Return the duty officers' API: its address, and the name to ask for there (names may not resolve)."""
        return self.engine.url, f"{self.stack.resources['DeskApi']}.execute-api.localhost"

    def warm(self) -> None:
        """Start a worker of every sender, two at a time: twelve at once would outlast their own time limit here."""
        senders = [self.stack.resources[f"Publish{name.capitalize()}"] for name in self.channels]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda sender: self.stack.invoke(sender, {"Records": []}), senders))

    def put_event(self, event: Mapping[str, Any]) -> tuple[str, float]:
        """Put one event on the incident bus; return its id and when the bus had accepted it (epoch seconds)."""
        return self.put_events([event])[0]

    def put_events(self, events: list[Mapping[str, Any]]) -> list[tuple[str, float]]:
        """Put at most ten events at once; raise `RuntimeError` where the bus refuses one."""
        entries = [
            {
                "EventBusName": self.stack.outputs["IncidentBusName"],
                "Source": event["source"],
                "DetailType": event["detail-type"],
                "Detail": json.dumps(event["detail"]),
            }
            for event in events
        ]
        answer = self.engine.client("events").put_events(Entries=entries)
        accepted = time.time()
        refused = [each for each in answer["Entries"] if "EventId" not in each]
        if refused:
            raise RuntimeError(f"the bus refused an event: {refused[0].get('ErrorMessage', refused[0])}")
        return [(each["EventId"], accepted) for each in answer["Entries"]]

    def order(self, **order: Any) -> dict[str, Any]:
        """Give an order to the gates; raise `RuntimeError` where it is refused or could not be written everywhere.

        Going live here is of channels and of sources: what a day tells is to be heard.
        """
        effect: dict[str, Any] = self.stack.invoke(self.stack.outputs["CommandFunction"], order)
        if effect["refused"] or effect["unwritten"]:
            raise RuntimeError(f"the order was not carried out: {effect['refused'] or effect['unwritten']}")
        if order.get("live"):
            table = self.stack.outputs["StateTableName"]
            trust(self.engine.client("dynamodb"), table, self.config, by=order["by"], reason=order["reason"])
        return effect

    def sweep(self) -> dict[str, int]:
        """Let the clock's function look once, now."""
        counts: dict[str, int] = self.stack.invoke(self.stack.outputs["SweepFunction"], {})
        return counts

    def status(self) -> dict[str, int]:
        """Let the clock say once, now, what open incidents owe the public."""
        counts: dict[str, int] = self.stack.invoke(self.stack.outputs["StatusFunction"], {})
        return counts

    def put_watch(self, watch: Watch) -> None:
        """Let these people have the watch."""
        table = WatchTable(self.engine.client("dynamodb"), self.stack.outputs["StateTableName"])
        table.keep(watch.model_copy(update={"version": table.watch().version}))

    def call_out(self, order: CalloutOrder) -> None:
        """Put an order on the queue of call-outs, as whoever needs somebody woken does."""
        queue = self.stack.outputs["CalloutQueueUrl"]
        self.engine.client("sqs").send_message(QueueUrl=queue, MessageBody=order_body(order))

    def callout(self, callout_id: str) -> Callout | None:
        """Return a call-out, None where there is none yet."""
        answer = self.engine.client("dynamodb").get_item(
            TableName=self.stack.outputs["StateTableName"], Key=callout_key(key_of(callout_id)), ConsistentRead=True
        )
        return unpacked(answer["Item"], Callout) if "Item" in answer else None

    def owe_call(self, callout_id: str) -> None:
        """Let the pause before a call-out's next step be over: only its time moves."""
        callout = self.callout(callout_id)
        if callout is None:
            raise KeyError(callout_id)
        self._put(packed_callout(callout.model_copy(update={"next_at": datetime.now(UTC)})))

    def turn_callouts(self) -> dict[str, int]:
        """Let the clock take, once, now, every call-out that is due one step on."""
        counts: dict[str, int] = self.stack.invoke(self.stack.outputs["CalloutFunction"], {})
        return counts

    def _put(self, item: Mapping[str, Any]) -> None:
        self.engine.client("dynamodb").put_item(TableName=self.stack.outputs["StateTableName"], Item=item)

    def anchor(self) -> dict[str, Any]:
        """Let the clock anchor the audit once, now."""
        anchored: dict[str, Any] = self.stack.invoke(self.stack.outputs["AnchorFunction"], {})
        return anchored

    def owe_status(self, source: str, incident_id: str) -> None:
        """Let the clock's pause for an open incident be over: only the time of its next status moves."""
        head = next(
            unpacked(each, IncidentHead)
            for each in self.items()
            if (each["pk"]["S"], each["sk"]["S"]) == (f"INCIDENT#{source}#{incident_id}", "HEAD")
        )
        self._put(packed_head(head.model_copy(update={"status_at": datetime.now(UTC)})))

    def forget_outages(self) -> None:
        """Close every circuit: what one test has done to a platform must not keep the next one's posts waiting."""
        names = {f"#{each}": f"outage{each}" for each in ("s", "_since", "_last", "_over")}
        for channel in self.channels:
            self.engine.client("dynamodb").update_item(
                TableName=self.stack.outputs["StateTableName"],
                Key=gate_key(channel),
                UpdateExpression=f"REMOVE {', '.join(names)}",
                ExpressionAttributeNames=names,
            )

    def owe_planned(self, alert_id: str) -> None:
        """Let the time of a planned alert have come: only the time at which the clock looks at it moves."""
        for each in self.deliveries_of(alert_id):
            if each.due is Due.PLANNED:
                self._put(packed_delivery(each.model_copy(update={"due_at": datetime.now(UTC)})))

    def officer(self, *line: str) -> str:
        """Type a line into the CLI and return what it says; raise `RuntimeError` where it does not end well."""
        command = [str(Path(sys.executable).with_name("loudhailer")), "--stack", str(self.engine.home / "stack.json")]
        done = subprocess.run([*command, *line], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"loudhailer {shlex.join(line)}: {done.stderr or done.stdout}")
        return done.stdout

    def feed(self, name: str) -> FeedHead:
        """Return how a feed is doing."""
        answer = self.engine.client("dynamodb").get_item(
            TableName=self.stack.outputs["StateTableName"], Key=feed_key(name), ConsistentRead=True
        )
        return unpacked(answer["Item"], FeedHead) if "Item" in answer else FeedHead(name=name)

    def poll(self, name: str, patience: float = _POLL_SECONDS) -> FeedHead:
        """Order a poll as the clock does and return how the feed is doing then; raise `TimeoutError` where none ends.

        `patience` is how many seconds it may take. The clock's own polls go on meanwhile; only one that began after
        this order counts.
        """
        ordered = datetime.now(UTC)
        queue = self.stack.resources["PollQueue"]
        self.engine.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps({"feed": name}))
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            feed = self.feed(name)
            if feed.last_try is not None and feed.last_try >= ordered:
                return feed
            time.sleep(0.1)
        raise TimeoutError(f"no poll of {name} came to its end")

    def end_workers(self, function: str) -> None:
        """Kill a function's workers, by its logical name; its next call starts a fresh one."""
        for worker in self.engine.workers(self.stack.resources[function]):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def items(self) -> list[dict[str, Any]]:
        """Return every item of the state table."""
        pages = (
            self.engine.client("dynamodb")
            .get_paginator("scan")
            .paginate(TableName=self.stack.outputs["StateTableName"], ConsistentRead=True)
        )
        return [item for page in pages for item in page["Items"]]

    def deliveries(self) -> list[Delivery]:
        """Return every delivery in the ledger, oldest first."""
        found = [unpacked(each, Delivery) for each in self.items() if each["sk"]["S"].startswith("DELIVERY#")]
        return sorted(found, key=lambda each: (each.committed_at, each.alert_id, each.channel))

    def deliveries_of(self, alert_id: str) -> Sequence[Delivery]:
        """Return one alert's deliveries, parts and all."""
        client = self.engine.client("dynamodb")
        return StateTable(client, self.stack.outputs["StateTableName"]).deliveries(alert_id)

    def alerts(self) -> dict[str, Alert]:
        """Return every committed alert by its identifier."""
        keys = ((each["pk"]["S"].partition("#")[0], each["sk"]["S"], each) for each in self.items())
        found = [unpacked(each, Alert) for kind, what, each in keys if (kind, what) == ("ALERT", "META")]
        return {each.identifier: each for each in found}

    def outcomes(self) -> dict[str, Outcome]:
        """Return the ledger of what came in, by event id."""
        found = [unpacked(each, Outcome) for each in self.items() if each["sk"]["S"] == "OUTCOME"]
        return {each.event_id: each for each in found}


def _pushed(config: Path) -> list[str]:
    """Return the sources that SNS pushes, as a configuration has them."""
    sources = yaml.safe_load((config / "sources.yaml").read_text(encoding="utf-8"))["sources"]
    return [name for name, source in sources.items() if "push" in source]


@dataclass(slots=True)
class _LateBucket:
    """A bucket, known only after the deploy that needs the sandbox's address first."""

    bucket: Bucket | None = field(default=None)

    async def fetch(self, key: str) -> Fetched | None:
        return await self.bucket.fetch(key) if self.bucket else None

    async def names(self, folder: str) -> list[str]:
        return await self.bucket.names(folder) if self.bucket else []


@contextmanager
def running_stage(
    home: Path,
    *,
    addresses: Mapping[str, str] | None = None,
    secrets: Mapping[str, Mapping[str, str]] | None = None,
    config: Path | None = None,
    channels: Collection[str] = tuple(CHANNELS),
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Stage]:
    """Start engine and sandbox and deploy the template between them.

    `addresses` and `secrets` put a real server in a stand-in's place, by channel; it must listen on this machine.
    `config` replaces `config/`; only `channels` are deployed.
    """
    started = time.monotonic()
    pages, drills = _LateBucket(), _LateBucket()
    with running_engine(home) as engine, running_sandbox(fetch=pages.fetch, drills=drills) as sandbox:
        say(f"engine and sandbox are up after {time.monotonic() - started:.1f} s")
        credentials = {**sandbox.secrets, **(secrets or {})}
        hooks = {source: token_urlsafe(32) for source in HOOKED}
        signing = {f"hooks/{source}": {"current": secret} for source, secret in hooks.items()}
        for channel, secret in {**credentials, **signing}.items():
            engine.client("ssm").put_parameter(
                Name=f"{SECRET_PATH}/{channel}", Value=json.dumps(dict(secret)), Type="SecureString", Overwrite=True
            )
        for feed, key in sandbox.feed_keys.items():
            engine.client("ssm").put_parameter(
                Name=f"{SECRET_PATH}/feeds/{feed}", Value=json.dumps(key), Type="SecureString", Overwrite=True
            )
        feeds = {feed: f"{sandbox.addresses['feeds']}/feeds/{feed}" for feed in SERVED}
        stand_ins = {name: address for name, address in sandbox.addresses.items() if name in sandbox.secrets}
        stood_in = {**stand_ins, **(addresses or {})}
        # A list is spoken to by a service of AWS: who speaks is one parameter, what stands in for the service another.
        services = {endpoint: stood_in.pop(name) for name, endpoint in _SERVICES.items()}
        speaking = stood_in | {"sms": IDENTITY, "email": SENDER}
        chosen = {name: each for name, each in speaking.items() if name in channels}
        parameters = {
            "PageAddress": f"{sandbox.addresses['wall']}/page",
            "FeedNetwork": "loopback",
            "PushSources": ",".join(_pushed(config or ROOT / "config")),
            "PushEndpoint": sandbox.addresses[PUBLISHER],
            **{f"{feed.title().replace('_', '')}Address": address for feed, address in feeds.items()},
            **{f"{name.capitalize()}Address": each for name, each in chosen.items()},
            "OwnPage": "yes" if "page" in channels else "no",
            "CalloutIdentity": IDENTITY,
            "TelephoneEndpoint": sandbox.addresses["telephone"],
            **services,
            # The ready-made officers have no telephone to make a second factor on.
            "RequireMfa": "OFF",
        }
        stack = deploy(engine, parameters, config=config)
        _lock(stack)
        signed = {
            "AWS_ENDPOINT_URL": engine.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
        }
        if "PageBucketName" in stack.outputs:
            pages.bucket = Bucket(stack.outputs["PageBucketName"], signed)
        drills.bucket = Bucket(stack.outputs["DrillBucketName"], signed)
        officers = make_officers(stack)
        ready = time.monotonic() - started
        say(f"template.yaml is deployed, IAM enforced, after {ready:.1f} s")
        stage = Stage(
            engine=engine,
            sandbox=sandbox,
            stack=stack,
            parameters=parameters,
            officers=officers,
            hooks=hooks,
            config=config or ROOT / "config",
            seconds_to_ready=ready,
        )
        with _described(home / "stack.json", stage):
            yield stage


def _lock(stack: Stack) -> None:
    """Lock the anchors' bucket, for the engine's CloudFormation leaves Object Lock out; a day is enough here."""
    stack.engine.client("s3").put_object_lock_configuration(
        Bucket=stack.outputs["AuditAnchorsBucketName"],
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}},
        },
    )


@contextmanager
def _described(file: Path, stage: Stage) -> Iterator[None]:
    """Write where the desk is and who may sign in, for this user's eyes and for as long as the stage stands."""
    address, host = stage.desk
    described = {
        "api": {"address": address, "host": host},
        "cognito": {
            "endpoint": stage.engine.url,
            "client_id": stage.stack.outputs["OfficerClientId"],
            "pool_id": stage.stack.outputs["OfficerPoolId"],
            "region": REGION,
        },
        "users": {
            name: {"username": officer.username, "password": officer.password}
            for name, officer in stage.officers.items()
        },
        "hooks": dict(stage.hooks),
    }
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(described, out, indent=2)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
