"""A system that cannot put events on the bus posts them here, signed."""

from typing import Annotated, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler.openapi.params import Header, Path
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.incoming import build_hook
from loudhailer.desk.api import DeskApi, raw_body
from loudhailer.desk.models import HookView
from loudhailer.domain.errors import Unproven
from loudhailer.hooks import Knock

logger, metrics, api = Logger(), Metrics(), DeskApi(largest=None)
Source = Annotated[str, Path(description="A source of sources.yaml that is not polled", examples=["westshire.control"])]
Timestamp = Annotated[
    str, Header(alias="X-Loudhailer-Timestamp", description="Seconds since 1970", examples=["1795368600"])
]
Signature = Annotated[
    str, Header(alias="X-Loudhailer-Signature", description="v1=<hex>, and a second one while secrets rotate")
]


@api.post("/hooks/<source>", summary="Post an event", status_code=202)
def receive(source: Source, timestamp: Timestamp = "", signature: Signature = "") -> HookView:
    """Take in a signed event; what ingest makes of it stands in the ledger under the answered id."""
    knock = Knock(source, timestamp, signature, raw_body(api.current_event.raw_event))
    try:
        accepted = build_hook()(knock)
    except Unproven as refusal:
        if refusal.person:
            # The sender hears only that it is not proven; that our own secrets cannot be read is for us to hear.
            logger.exception("a webhook's secrets cannot be read", source=source)
        metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(refusal.person))
        raise
    metrics.add_metric(name="HookReceived", unit=MetricUnit.Count, value=1)
    logger.info("hook", event_id=accepted.event_id, repeated=accepted.repeated)
    return HookView(id=accepted.event_id, repeated=accepted.repeated)


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
