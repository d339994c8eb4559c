"""Every day: renew each channel's credential that comes to an end by itself, and warn where it cannot be had."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.renewing import build_refresh

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """Look at each credential once and answer with what became of it."""
    renewals = build_refresh()()
    for each in renewals:
        # The channel and the reason, which holds no credential: `Renewal` has no room for one.
        left = None if each.left is None else each.left.days
        log = logger.warning if each.person or each.word == "Failed" else logger.info
        log(each.word, channel=each.channel, reason=each.reason, days_left=left)
    ending = sum(each.person for each in renewals)
    renewed, failed = (sum(each.word == word for each in renewals) for word in ("Renewed", "Failed"))
    metrics.add_metric(name="TokenRenewed", unit=MetricUnit.Count, value=renewed)
    metrics.add_metric(name="TokenFailed", unit=MetricUnit.Count, value=failed)
    metrics.add_metric(name="TokenEnding", unit=MetricUnit.Count, value=ending)
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=ending)
    return {each.channel: each.word for each in renewals}
