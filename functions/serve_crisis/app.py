"""Officers see the crisis level, and declare one."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap import build_crisis
from loudhailer.desk.api import DeskApi
from loudhailer.desk.models import CrisisRequest, CrisisView

logger, api = Logger(), DeskApi()


@api.get("/crisis", summary="Show the crisis level")
def show_crisis() -> CrisisView:
    """Show each channel's gate: its level, and whether it is live or stopped."""
    return CrisisView.of(build_crisis().show(api.caller))


@api.put("/crisis", summary="Declare a crisis level")
def declare_crisis(request: CrisisRequest) -> CrisisView:
    """Declare a level; what read the gate just before may still go, at most for 8 seconds, and nothing after it."""
    written = build_crisis().declare(api.caller, request.level, request.reason, request.channels)
    logger.info("declared", level=request.level)
    return CrisisView.of(written)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
