"""SNS posts here what the topics of a configured source publish, signed."""

from typing import Annotated, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler.openapi.params import Path
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.pushing import build_push
from loudhailer.desk.api import DeskApi, raw_body
from loudhailer.desk.models import PushView
from loudhailer.domain.errors import NotTaken
from loudhailer.pipeline.push import Done

logger, metrics, api = Logger(), Metrics(), DeskApi(largest=None)  # SNS sends JSON as text/plain
Source = Annotated[str, Path(description="A source of sources.yaml with `push`", examples=["street_manager"])]


@api.post("/push/<source>", summary="Post what SNS publishes", status_code=202)
def receive(source: Source) -> PushView:
    """Take in a message of SNS; what ingest makes of it stands in the ledger under the answered id."""
    try:
        pushed = build_push()(source, _body())
    except NotTaken as refusal:
        # The sender hears only that it is not taken.
        logger.warning("not taken", source=source[:64], reason=refusal.why)
        metrics.add_metric(name="PushRefused", unit=MetricUnit.Count, value=1)
        raise
    metrics.add_metric(name="PushReceived", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="PushConfirmed", unit=MetricUnit.Count, value=int(pushed.done is Done.CONFIRMED))
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(pushed.person))
    logger.info("push", event_id=pushed.event_id, done=pushed.done)
    return PushView(id=pushed.event_id)


def _body() -> bytes:
    try:
        return raw_body(api.current_event.raw_event)
    except ValueError:
        raise NotTaken("its body cannot be taken apart") from None


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=0)
    return api.resolve(event, context)
