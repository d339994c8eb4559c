"""Every hour: the heads of the audit's chains go where nobody can change them."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.record import build_anchor

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str | int]:
    """Anchor once and answer with the anchor's key."""
    anchored = build_anchor()()
    metrics.add_metric(name="AuditChainsAnchored", unit=MetricUnit.Count, value=anchored.chains)
    logger.info("anchored", key=anchored.key, chains=anchored.chains)
    return {"key": anchored.key, "chains": anchored.chains}
