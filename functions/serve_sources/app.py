"""Officers see how far each source's words go by themselves, and let them go further, or less far."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.looking import build_modes
from loudhailer.desk.api import DeskApi
from loudhailer.desk.source_models import ChangedView, ModeRequest, ShownView, SourceName, SourcesView

logger, api = Logger(), DeskApi()


@api.get("/sources", summary="List the sources")
def list_sources() -> SourcesView:
    """List every source that may speak at all, and how far its words go by themselves."""
    return SourcesView.of(build_modes().list(api.caller))


@api.get("/sources/<name>", summary="What a source would have had said")
def show_source(name: SourceName) -> ShownView:
    """Show a source, and what it would have had said while it was in shadow, newest first."""
    return ShownView.of(build_modes().show(api.caller, name))


@api.put("/sources/<name>", summary="Let a source's words go further, or less far")
def set_mode(name: SourceName, request: ModeRequest) -> ChangedView:
    """Set its mode: raised one step at a time and after a look, lowered at once by whoever is on duty."""
    changed = build_modes().set(
        api.caller, name, request.mode, request.reason, seen=request.seen, nothing_seen=request.nothing_seen
    )
    logger.info("set mode", source=name, mode=request.mode, repeated=changed.repeated)
    return ChangedView.of(changed)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
