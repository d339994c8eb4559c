"""The drill queue → the drill wall. It has no public channel's credential, queue or items."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.delivering import build_show_drill

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Show each drill on its own; what must come again is listed as failed."""
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        metrics.add_metric(name="DrillReceived", unit=MetricUnit.Count, value=1)
        try:
            report = build_show_drill()(record["body"])
        except Exception as unexpected:
            logger.exception("drill goes back to its queue", reason=type(unexpected).__name__)
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=int(report.person))
        logger.info("drill", word=report.word, drill_id=report.alert_id, reason=report.reason)
        if report.again:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
