"""Every minute: tell in one what waited through an outage, then announce what was never claimed or has come due."""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.delivering import build_catch_up, build_sweep
from loudhailer.domain.errors import Transient

logger, metrics = Logger(), Metrics()


@logger.inject_lambda_context
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Catch up, sweep once and answer with the sweep's counts."""
    broken = 0
    try:
        # Before the sweep brings it to its senders.
        logger.info("caught up", extra=dict(build_catch_up()()))
    except Transient as passing:
        logger.warning("nothing is folded", reason=str(passing))
    except Exception as unexpected:
        # What is not folded goes by itself; the sweep must not miss its minute for that.
        logger.exception("nothing is folded", reason=type(unexpected).__name__)
        broken = 1
    counts = dict(build_sweep()())
    for word, count in counts.items():
        metrics.add_metric(name=f"Sweep{word}", unit=MetricUnit.Count, value=count)
    person = counts["Stuck"] + counts["ExpiredEnd"] + broken
    metrics.add_metric(name="NeedsAPerson", unit=MetricUnit.Count, value=person)
    logger.info("swept", extra=counts)
    return counts
