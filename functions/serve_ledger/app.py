"""Officers look at alerts and deliveries; nothing here changes what the public sees."""

from typing import Annotated, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from loudhailer.bootstrap.looking import build_everywhere, build_feeds, build_ledger
from loudhailer.desk.api import DeskApi, Reference
from loudhailer.desk.delivery_models import ReachedView
from loudhailer.desk.feed_models import FeedsView, FeedView
from loudhailer.desk.models import AlertsView, DeliveriesView, DeliveryView
from loudhailer.domain.delivery import State

logger, api = Logger(), DeskApi()
Days = Annotated[int, Query(ge=1, le=7, description="How many days back, today (UTC) included")]
Open = Annotated[bool | None, Query(alias="open", description="Only what is open or held, or only what is over")]
OfReference = Annotated[str, Query(alias="reference", pattern=r"^[A-Za-z0-9]{0,32}$", description="Of one incident")]
OfAlert = Annotated[
    str, Query(alias="alert", pattern=r"^([A-Za-z0-9]{1,32}-[0-9]{1,6})?$", description="This one, not the newest")
]
OfState = Annotated[State | None, Query(alias="state", description="Only those in this state")]


@api.get("/alerts", summary="List alerts")
def list_alerts(days: Days = 2, is_open: Open = None) -> AlertsView:
    """List the newest alert of each incident that was spoken of in the last days."""
    return AlertsView.of(build_ledger().alerts(api.caller, days=days, is_open=is_open))


@api.get("/alerts/<reference>", summary="All that was said about one incident")
def show_alert(reference: Reference) -> AlertsView:
    """Show every alert about an incident, the newest first, with its deliveries."""
    return AlertsView.of(build_ledger().alert(api.caller, reference.upper()))


@api.get("/alerts/<reference>/channels", summary="How one alert stands everywhere")
def show_channels(reference: Reference, alert: OfAlert = "") -> ReachedView:
    """Show channel by channel whether the newest words are out, and what became of the posts before them."""
    return ReachedView.of(build_everywhere()(api.caller, reference.upper(), alert.upper()))


@api.get("/deliveries", summary="List deliveries")
def list_deliveries(reference: OfReference = "", state: OfState = None) -> DeliveriesView:
    """List the deliveries of one incident, or of the alerts of today and yesterday."""
    found = build_ledger().deliveries(api.caller, reference=reference.upper(), state=state)
    return DeliveriesView(deliveries=tuple(map(DeliveryView.of, found)))


@api.get("/feeds", summary="How each feed is doing")
def list_feeds() -> FeedsView:
    """List the polled feeds: when each was read last, what it holds, and what of it could not be read."""
    return FeedsView(feeds=tuple(map(FeedView.of, build_feeds()(api.caller))))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request."""
    return api.resolve(event, context)
