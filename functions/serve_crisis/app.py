"""Officers see the crisis state, declare and end levels, and take channels live or stop them."""

from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Path
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap import build_crisis
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
    """Declare a level for a scope; `normal` ends it. The posts in `leaving` were leaving already; nothing follows them."""
    asked = {"scope": request.scope, "until": request.until}
    written = build_crisis().declare(api.caller, request.level, request.reason, request.channels, **asked)
    logger.info("declared", level=request.level, leaving=len(written.leaving))
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
    change = {"live": request.live, "stopped": request.stopped}
    written = build_crisis().switch(api.caller, channel, reason=request.reason, **change)
    logger.info("switched", channel=channel, **change)
    return CrisisView.of(written)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
