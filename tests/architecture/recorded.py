"""A deployment in memory: the template's tables, queues and buckets in moto, its functions as bootstrap builds them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import Any, TypeVar

import boto3
import httpx
import pytest

from loudhailer import bootstrap
from loudhailer.channels import CHANNELS
from tests.architecture.grants import Need, Needs, physical
from tests.architecture.template import REGION, Deployment
from tests.builders import shipped_config
from tests.channels.kit import accepting, greeting, nothing_there, prepared, secret_for

_UseCase = TypeVar("_UseCase")
ROOTS = [import_module(f"loudhailer.bootstrap.{each.name}") for each in iter_modules(bootstrap.__path__)]
"""The composition root's parts."""


@dataclass
class Recorder:
    """Builds the clients that a function would, and notes what each of their calls needs."""

    needs: Needs
    function: str = ""
    unwritable: str = ""
    pausing: bool = False
    noted: list[Need] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Building a client costs more than all its calls here: every worker gets the same ones.
        self.client = cache(self._built)

    def _built(self, service: str) -> Any:
        made = boto3.client(service, region_name=REGION)
        made.meta.events.register("before-parameter-build", self._note)
        made.meta.events.register("after-call.s3.GetObject", self._note_missing)
        # Nothing here speaks as the telephone service does, so its one answer is given before anything leaves; SES's
        # too, for moto would first want to see the sender verified.
        for sending in ("pinpoint-sms-voice-v2", "sesv2"):
            made.meta.events.register(f"before-call.{sending}", self._taken)
        made.meta.events.register("before-call.dynamodb.PutItem", self._refuse)
        return made

    def _note(self, params: Mapping[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        context["loudhailer.sent"] = dict(params)
        self.noted.extend(self.needs.of(self.function, model.service_model.service_name, model.name, params))

    def _taken(self, **_: Any) -> tuple[Any, dict[str, Any]]:
        """Answer for the services that send."""
        if self.pausing:
            return SimpleNamespace(status_code=400), {"Error": {"Code": "ThrottlingException"}}
        return SimpleNamespace(status_code=httpx.codes.OK), {"MessageId": "a call"}

    def _refuse(self, params: Mapping[str, Any], **_: Any) -> Any:
        """Answer for a table that is not to be written; moto answers for every other."""
        if json.loads(params["body"])["TableName"] != self.unwritable:
            return None
        return SimpleNamespace(status_code=500), {"Error": {"Code": "InternalServerError", "Message": "a test"}}

    def _note_missing(self, http_response: Any, context: dict[str, Any], **_: Any) -> None:
        if http_response.status_code == httpx.codes.NOT_FOUND:
            self.noted.append(self.needs.of_missing_object(self.function, context["loudhailer.sent"]))


@dataclass
class Stage:
    """The deployment, its clock, the platforms, and what was recorded."""

    at: Deployment
    now: datetime = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    answering: bool = True

    def __post_init__(self) -> None:
        self.recorder = Recorder(Needs(self.at))

    def clock(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def create(self) -> None:
        """Create what the functions will find. Nothing of this is recorded."""
        kinds = {"AWS::DynamoDB::Table": _table, "AWS::SQS::Queue": _queue, "AWS::SNS::Topic": _topic}
        kinds["AWS::S3::Bucket"] = _bucket
        for name, body in self.at.resources.items():
            if body["Type"] in kinds:
                kinds[body["Type"]](physical(self.at.template.resources[name], ""), body.get("Properties", {}))
        for function in self.at.template.functions:
            told = self.at.environment(function.name)
            if "SECRET_NAME" in told:
                secret = json.dumps(secret_for(CHANNELS[told["CHANNEL"]]))
                _client("ssm").put_parameter(Name=told["SECRET_NAME"], Value=secret, Type="SecureString")
            if "SECRET_PATH" in told:
                name = f"{told['SECRET_PATH']}/feeds/national_highways"
                _client("ssm").put_parameter(Name=name, Value='{"key": "pretend"}', Type="SecureString", Overwrite=True)

    @contextmanager
    def function(self, name: str, build: Callable[[], _UseCase]) -> Iterator[_UseCase]:
        """Be one function's worker: its environment, its clients, the use case that bootstrap builds of them."""
        self.recorder.function = name
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in self.at.environment(name).items():
                patch.setenv(variable, value)
            given = {
                "client": self.recorder.client,
                "hasty_client": self.recorder.client,
                "telephone_client": lambda _: self.recorder.client("pinpoint-sms-voice-v2"),
                "sending_client": lambda service, *_: self.recorder.client(service),
                # In a function of its own: below, what bootstrap has built is forgotten; the files are read once.
                "config": lambda: shipped_config(),  # noqa: PLW0108
                # The platforms answer here; everything else about the session is bootstrap's own.
                "httpx": SimpleNamespace(**vars(httpx) | {"Client": self._session}),
            }
            for root in ROOTS:
                for told, stand_in in given.items():
                    if hasattr(root, told):
                        patch.setattr(root, told, stand_in)
                for built in vars(root).values():
                    if hasattr(built, "cache_clear"):
                        built.cache_clear()
            yield build()

    def _session(self, **settings: Any) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._platform), **settings)

    def _platform(self, request: httpx.Request) -> httpx.Response:
        if not self.answering:
            return httpx.Response(429, headers={"Retry-After": "30"}, json={"error": "RateLimitExceeded"})
        if welcome := greeting(request) or prepared(request):
            return welcome
        return nothing_there(request) if request.method == "GET" else accepting(request)

    def put_on(self, queue: str, body: str) -> tuple[str, str]:
        """Put a message on a queue, take it as a mapping would, and return the queue's ARN and the receipt handle."""
        resource = self.at.template.resources[queue]
        url = physical(resource, "")
        _client("sqs").send_message(QueueUrl=url, MessageBody=body)
        (message,) = _client("sqs").receive_message(QueueUrl=url)["Messages"]
        return physical(resource, "Arn"), message["ReceiptHandle"]

    def forget(self, key: Mapping[str, Any]) -> None:
        """Take an item out of the state table. Nothing of this is recorded."""
        table = physical(self.at.template.resources["StateTable"], "")
        _client("dynamodb").delete_item(TableName=table, Key=key)

    @contextmanager
    def unwritable_audit(self) -> Iterator[None]:
        """Let the audit's table refuse every line, as it does when it does not answer."""
        self.recorder.unwritable = physical(self.at.template.resources["AuditTable"], "")
        try:
            yield
        finally:
            self.recorder.unwritable = ""

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Let every platform ask for a pause, and let the page find a file that it cannot read."""
        bucket = physical(self.at.template.resources["PageBucket"], "")
        index = _client("s3").get_object(Bucket=bucket, Key="index.json")["Body"].read()
        _client("s3").put_object(Bucket=bucket, Key="index.json", Body=b"not an index")
        self.answering, self.recorder.pausing = False, True
        yield
        self.answering, self.recorder.pausing = True, False
        _client("s3").put_object(Bucket=bucket, Key="index.json", Body=index)


@cache
def _client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


def _table(name: str, properties: Mapping[str, Any]) -> None:
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    given = {key: properties[key] for key in wanted if key in properties}
    _client("dynamodb").create_table(TableName=name, **given)


def _queue(url: str, _properties: Mapping[str, Any]) -> None:
    # What was received stays away for the day, however slow the machine that plays it.
    _client("sqs").create_queue(QueueName=url.rsplit("/", 1)[-1], Attributes={"VisibilityTimeout": "43200"})


def _topic(arn: str, _properties: Mapping[str, Any]) -> None:
    _client("sns").create_topic(Name=arn.rsplit(":", 1)[-1])


def _bucket(name: str, properties: Mapping[str, Any]) -> None:
    _client("s3").create_bucket(
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": REGION},
        ObjectLockEnabledForBucket=properties.get("ObjectLockEnabled", False),
    )
