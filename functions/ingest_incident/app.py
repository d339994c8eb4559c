"""Ingest queue → one alert committed and announced, or a reason in the ledger."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.incoming import build_ingest
from loudhailer.domain.errors import Transient

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Ingest each record on its own: a bad neighbour costs an event nothing."""
    ingest = build_ingest()
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        metrics.add_metric(name="EventReceived", unit=MetricUnit.Count, value=1)
        try:
            outcome = ingest(record["body"], record["messageId"])
        except Transient as passing:
            logger.warning("event goes back to its queue", reason=str(passing))
            failures.append({"itemIdentifier": record["messageId"]})
        except Exception:
            # A bug in one event must not take its batch along; the queue keeps it, and its DLQ raises the alarm.
            logger.exception("event goes back to its queue")
            failures.append({"itemIdentifier": record["messageId"]})
        else:
            metrics.add_metric(name=f"Event{outcome.fate.capitalize()}", unit=MetricUnit.Count, value=1)
            metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=len(outcome.unfit) + outcome.person)
            logger.info("event ended", **outcome.model_dump(mode="json", exclude={"received_at"}))
    return {"batchItemFailures": failures}
