"""Officers see the crisis state, declare and end levels, and take channels live or stop them."""

from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Path
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.looking import build_crisis
from loudhailer.desk.api import DeskApi
from loudhailer.desk.crisis_models import ChannelRequest, CrisisRequest, CrisisView, PreviewCrisisRequest, TickRequest

logger, api = Logger(), DeskApi()
Channel = Annotated[str, Path(pattern=r"^[a-z_]{1,64}$", examples=["bluesky"])]


@api.get("/crisis", summary="Show the crisis state")
def show_crisis() -> CrisisView:
    """Show who declared what until when, what is leaving, what does not leave, and what is still to be done by hand."""
    return CrisisView.of(build_crisis().show(api.caller))


@api.put("/crisis", summary="Declare a level, or end one")
def declare_crisis(request: CrisisRequest) -> CrisisView:
    """Declare a level for a scope; `normal` ends it. What is in `leaving` was leaving already; nothing follows it."""
    crisis, (level, scope, until) = build_crisis(), (request.level, request.scope, request.until)
    written = crisis.declare(api.caller, level, request.reason, request.channels, scope=scope, until=until)
    logger.info("declared", level=level, leaving=len(written.leaving))
    return CrisisView.of(written)


@api.post("/crisis/preview", summary="Look what a level would hold")
def preview_crisis(request: PreviewCrisisRequest) -> CrisisView:
    """Show what declaring it would hold and what is leaving, and change nothing."""
    return CrisisView.of(build_crisis().preview(api.caller, request.level, request.scope))


@api.post("/crisis/ticks", summary="Tick off what was paused by hand")
def tick(request: TickRequest) -> CrisisView:
    """Keep who has paused what Loudhailer does not control; the next declaration clears it."""
    return CrisisView.of(build_crisis().tick(api.caller, request.what))


@api.put("/channels/<channel>", summary="Take a channel live, or stop it")
def switch_channel(channel: Channel, request: ChannelRequest) -> CrisisView:
    """Whoever is on duty may make a channel fall silent; only gold lets it speak."""
    crisis, live, stopped = build_crisis(), request.live, request.stopped
    written = crisis.switch(api.caller, channel, live=live, stopped=stopped, reason=request.reason)
    logger.info("switched", channel=channel, live=live, stopped=stopped)
    return CrisisView.of(written)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
