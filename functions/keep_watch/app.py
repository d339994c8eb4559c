"""Every minute: let fall what nobody ended in time, and call, expire or carry out what waits for approval."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.deciding import build_keep_watch

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, dict[str, int]]:
    """Look once and answer with the counts."""
    levels, approvals = map(dict, build_keep_watch()())
    for word, count in levels.items():
        metrics.add_metric(name=f"Level{word}", unit=MetricUnit.Count, value=count)
    for word, count in approvals.items():
        metrics.add_metric(name=f"Approvals{word}", unit=MetricUnit.Count, value=count)
    person = levels["Stuck"] + approvals["Stuck"] + approvals["Expired"]
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=person)
    logger.info("kept watch", levels=levels, approvals=approvals)
    return {"levels": levels, "approvals": approvals}
