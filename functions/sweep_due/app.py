"""Every minute: announce again what was never claimed, and for the first time what has come due."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.delivering import build_sweep

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Sweep once and answer with the counts."""
    counts = dict(build_sweep()())
    for word, count in counts.items():
        metrics.add_metric(name=f"Sweep{word}", unit=MetricUnit.Count, value=count)
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=counts["Stuck"])
    logger.info("swept", extra=counts)
    return counts
