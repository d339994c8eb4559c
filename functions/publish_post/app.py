"""One channel's queues → claim, publish, record. One folder serves every channel; CHANNEL says which."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.delivering import build_deliver, build_wake
from loudhailer.domain.errors import Transient
from loudhailer.pipeline.received import Received

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Deliver each record on its own; what must come again is listed as failed."""
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        metrics.add_metric(name="DeliveryReceived", unit=MetricUnit.Count, value=1)
        try:
            deliver = build_deliver(record["eventSourceARN"])
            count = int(record["attributes"]["ApproximateReceiveCount"])
            report = deliver(Received(record["body"], record["receiptHandle"], receive_count=count))
        except Transient as passing:
            logger.warning("delivery goes back to its queue", reason=str(passing))
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        except Exception as unexpected:
            logger.exception("delivery goes back to its queue", reason=type(unexpected).__name__)
            metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=1)
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        build_wake()(report)
        metrics.add_metric(name=f"Delivery{report.word}", unit=MetricUnit.Count, value=1)
        metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(report.person))
        metrics.add_metric(name="UrgentLate", unit=MetricUnit.Count, value=int(report.late))
        logger.info("delivery", word=report.word, alert_id=report.alert_id, reason=report.reason)
        if report.again:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
