"""An order from command → the gates, and a line in the audit. Invoked directly, by those whom IAM allows."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from loudhailer.bootstrap.looking import build_command
from loudhailer.pipeline.command import Order

logger = Logger()


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Carry out one order; the answer lists what was written and what could not be."""
    try:
        order = Order.model_validate(event)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        return {"refused": f"{'.'.join(map(str, first['loc']))}: {first['msg']}", "written": [], "unwritten": []}
    effect = build_command()(order)
    logger.info("order", level=order.level, live=order.live, refused=effect.refused)
    return effect.model_dump(mode="json")
