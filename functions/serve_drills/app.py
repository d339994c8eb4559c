"""Officers raise drills and look at them. This function's role cannot write an alert."""

from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.looking import build_drill_desk
from loudhailer.desk.api import DeskApi, Key
from loudhailer.desk.drill_models import DrillRequest, DrillsView, RehearsedView

logger, api = Logger(), DeskApi()
Days = Annotated[int, Query(ge=1, le=7, description="How many days back, today (UTC) included")]
DrillReference = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9-]{1,32}$", description="As the drill prints it", examples=["DRILL-J3BWW4D7C"]),
]


@api.post("/drills", summary="Raise a drill")
def raise_drill(request: DrillRequest, key: Key = "") -> RehearsedView:
    """Say it as in an exercise: the public hears nothing of it, whatever the gates are set to."""
    desk, status = build_drill_desk(), request.as_status()
    rehearsed = desk.raise_(api.caller, request.behalf(), request.raising(), status, key=key)
    logger.info("rehearsed", drill_id=rehearsed.practised.drill.identifier, repeated=rehearsed.repeated)
    return RehearsedView.of(rehearsed)


@api.get("/drills", summary="List drills")
def list_drills(days: Days = 2) -> DrillsView:
    """List the drills of the last days, the newest first."""
    return DrillsView.of(build_drill_desk().list(api.caller, days=days))


@api.get("/drills/<reference>", summary="All that was said in one drill")
def show_drill(reference: DrillReference) -> DrillsView:
    """Show a drill's words on every channel, and what each gate would have done with them."""
    return DrillsView.of(build_drill_desk().show(api.caller, reference.upper()))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
