"""Every minute: say of open incidents when they were last confirmed, each at its own pace."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.incoming import build_status

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Look once and answer with the counts."""
    counts = dict(build_status()())
    for word, count in counts.items():
        metrics.add_metric(name=f"Status{word}", unit=MetricUnit.Count, value=count)
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=counts["Stuck"] + counts["Unconfirmed"])
    logger.info("statuses", extra=counts)
    return counts
