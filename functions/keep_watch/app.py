"""Every minute: warn of what is about to end, and let fall what nobody ended in time."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap import build_keep_levels

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Look once and answer with the counts."""
    counts = dict(build_keep_levels()())
    for word, count in counts.items():
        metrics.add_metric(name=f"Level{word}", unit=MetricUnit.Count, value=count)
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=counts["Stuck"])
    logger.info("levels", extra=counts)
    return counts
